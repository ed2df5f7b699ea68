// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/conversation/summary.h"
#include <QAbstractListModel>

namespace Heddle::Ui {

//! \brief Conversations, pinned ones first and then by last use, with a line above each group: Pinned, Today, Yesterday, Last week, a
//! month. The lines can't be selected. While something is looked for a row has the text around the words that were found.
class ConversationsModel : public QAbstractListModel {
    Q_OBJECT
public:
    enum Role {
        IdRole = Qt::UserRole, //!< empty for a line above a group
        TimeRole, //!< the hour of one of today, for display
        ExcerptRole,
        PinnedRole,
        ArchivedRole,
        LabelRole, //!< a Conversation::Label
        MessageRole, //!< that the words were found in; empty: they are in the title
    };
    //! Where a conversation was found.
    struct Found {
        QString message, excerpt; //!< excerpt: the text around the words
    };
    using QAbstractListModel::QAbstractListModel;

    //! \brief Lists these; the model is reset only where something differs.
    //! \param found by conversation, of those that were found by what was said in them.
    void setConversations(
        const QList<Conversation::Summary> &conversations, const QDate &today, const QHash<QString, Found> &found = {});
    int rowCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : int(m_rows.size()); }
    QVariant data(const QModelIndex &index, int role) const override;
    //! \brief Asks for another title by renameRequested(); the row changes once it is stored.
    bool setData(const QModelIndex &index, const QVariant &value, int role) override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;
    QModelIndex indexOf(const QString &id) const;
    //! \brief A title as people read it: without the marks of Markdown that a model may have put there.
    static QString plainTitle(const QString &title);

Q_SIGNALS:
    void renameRequested(const QString &id, const QString &title);

private:
    struct Row {
        QString text, id; //!< id: empty for the line of a group
        QDateTime lastUsed;
        QString excerpt, time;
        bool pinned = false, archived = false;
        Conversation::Label label = Conversation::Label::None;
        QString message {}; //!< that was found
        bool operator==(const Row &other) const = default;
    };
    static QString accessibleText(const Row &row);
    QList<Row> m_rows;
};

} // namespace Heddle::Ui
