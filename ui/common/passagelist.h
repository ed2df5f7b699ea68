// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/dialog/citation.h"
#include <QAbstractListModel>
#include <QListView>
#include <QTimer>
#include <QVariantAnimation>

namespace Heddle::Ui {

//! \brief The passages of a question in their order. A row that a reranker has moved says so: "7 → 1".
class PassagesModel : public QAbstractListModel {
    Q_OBJECT
public:
    enum Role { PlaceRole = Qt::UserRole + 1, ScoreRole, MoveRole, ShiftRole };
    using QAbstractListModel::QAbstractListModel;

    int rowCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : int(m_passages.size()); }
    QVariant data(const QModelIndex &index, int role) const override;
    //! \brief New passages, or the known ones in another order; ShiftRole then tells by how many rows each has moved.
    void setPassages(const QList<Dialog::Source> &passages);
    const QList<Dialog::Source> &passages() const { return m_passages; }

private:
    QList<Dialog::Source> m_passages;
    QList<int> m_shifts; //!< rows up from where it was; empty: nothing was shown before
};

//! \brief Shows them: rows that move glide to their place, where the system allows animation.
class PassageList : public QListView {
    Q_OBJECT
public:
    explicit PassageList(QWidget *parent = nullptr);

    void setPassages(const QList<Dialog::Source> &passages);
    //! \brief How far rows are from their place: 1 at the start of a move, 0 when at rest.
    double distance() const { return m_distance; }
    bool showsMoves() const { return m_moves.isActive(); }

Q_SIGNALS:
    void opened(int row);

private:
    PassagesModel *m_model;
    QVariantAnimation m_glide;
    QTimer m_moves; //!< while "7 → 1" is shown
    double m_distance = 0;
};

} // namespace Heddle::Ui
