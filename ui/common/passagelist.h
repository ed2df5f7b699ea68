// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/dialog/citation.h"
#include "ui/common/rowglide.h"
#include <QAbstractListModel>
#include <QListView>

namespace Heddle::Ui {

//! \brief The passages of a question in their order. A row that a reranker has moved says so: "7 → 1".
class PassagesModel : public QAbstractListModel {
    Q_OBJECT
public:
    enum Role { PlaceRole = Qt::UserRole + 1, ScoreRole, MoveRole };
    using QAbstractListModel::QAbstractListModel;

    int rowCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : int(m_passages.size()); }
    QVariant data(const QModelIndex &index, int role) const override;
    void setPassages(const QList<Dialog::Source> &passages);
    const QList<Dialog::Source> &passages() const { return m_passages; }

private:
    QList<Dialog::Source> m_passages;
};

//! \brief Shows them: rows that move glide to their place, where the system allows animation.
class PassageList : public QListView {
    Q_OBJECT
public:
    explicit PassageList(QWidget *parent = nullptr);

    void setPassages(const QList<Dialog::Source> &passages);
    const RowGlide &glide() const { return *m_glide; }

Q_SIGNALS:
    void opened(int row);

private:
    PassagesModel *m_model;
    RowGlide *m_glide;
};

} // namespace Heddle::Ui
