// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/conversation/summary.h"
#include <QAbstractListModel>

namespace Heddle::Ui {

//! \brief Conversations by last use, with a line above each day: Today, Yesterday, a date. The lines can't be selected.
class ConversationsModel : public QAbstractListModel {
    Q_OBJECT
public:
    enum Role { IdRole = Qt::UserRole };
    using QAbstractListModel::QAbstractListModel;

    void setConversations(const QList<Conversation::Summary> &conversations, const QDate &today);
    int rowCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : int(m_rows.size()); }
    QVariant data(const QModelIndex &index, int role) const override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;
    QModelIndex indexOf(const QString &id) const;

private:
    struct Row {
        QString text, id; //!< id: empty for a day's line
        QDateTime lastUsed;
    };
    QList<Row> m_rows;
};

} // namespace Heddle::Ui
