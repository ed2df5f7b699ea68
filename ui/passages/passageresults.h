// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/dialog/citation.h"
#include "core/retrieval/retriever.h"
#include "ui/common/rowglide.h"
#include <QAbstractListModel>
#include <QStyledItemDelegate>

namespace Heddle::Ui {

//! \brief The passages that a search found, in its order.
class PassageResults : public QAbstractListModel {
    Q_OBJECT
public:
    enum Role {
        PlaceRole = Qt::UserRole, //!< page and headings
        SnippetRole,
        MarksRole, //!< the words of the question in the snippet: a list of positions and lengths in turn
        RanksRole, //!< its place in each leg, in words
        MovedRole, //!< "7 → 1" where a reranker moved it
    };
    using QAbstractListModel::QAbstractListModel;

    void setRetrieval(const Retrieval::Retrieval &retrieval);
    //! \brief All of them, as the document panel shows them.
    const QList<Dialog::Source> &sources() const { return m_sources; }

    int rowCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : int(m_sources.size()); }
    QVariant data(const QModelIndex &index, int role) const override;

private:
    Retrieval::Retrieval m_retrieval;
    QList<Dialog::Source> m_sources;
    mutable QHash<int, QString> m_snippets; //!< of rows that were looked at
};

//! \brief Draws a result in three lines: document and ranks, and two of the passage with the words marked. In a narrow list
//! the ranks have a line of their own.
class PassageResultDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    //! \brief `glide` moves the rows, and outlives the delegate.
    PassageResultDelegate(const RowGlide *glide, QObject *parent) : QStyledItemDelegate(parent), m_glide(glide) { }

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    int paintRanks(QPainter &painter, const QRect &room, const QStyleOptionViewItem &option, const QModelIndex &index) const;
    void paintTitle(QPainter &painter, QRect room, const QStyleOptionViewItem &option, const QModelIndex &index) const;

    const RowGlide *m_glide;
};

} // namespace Heddle::Ui
