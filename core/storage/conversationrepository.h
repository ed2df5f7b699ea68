// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/storage/database.h"
#include <QDateTime>
#include <QJsonArray>
#include <QJsonObject>

namespace Heddle::Storage {

struct ConversationRow {
    QString id, title;
    QDateTime created, lastUsed;
    int messages = 0;
};

//! \brief role: "user" or "assistant"; kind: "question", "written", "quoted", "none"; state: "done", "stopped",
//! "failed", "running". sources: copies of passages, as JSON objects.
struct MessageRow {
    QString id, conversationId, parentId, role, kind, state, text;
    QJsonObject error, timings;
    QJsonArray notices, sent, sources;
    QDateTime created;
};

//! \brief All SQL on conversations.db. Blocking: for the conversations pools.
class ConversationRepository {
public:
    explicit ConversationRepository(Database database) : m_db(std::move(database)) { }
    const Database &database() const { return m_db; }

    Result<ConversationRow> create(const QString &title) const;
    //! \brief NotFound where there is no such conversation.
    Result<ConversationRow> load(const QString &id) const;
    //! \brief By last use, newest first; `filter` in the title.
    Result<QList<ConversationRow>> list(int offset, int limit, const QString &filter = {}) const;
    Status rename(const QString &id, const QString &title) const;
    Result<QList<MessageRow>> messages(const QString &conversationId) const;
    //! \brief Stores message and sources in one transaction and touches the conversation; sets id and time if unset.
    Result<MessageRow> append(MessageRow message) const;
    Status update(const MessageRow &message) const;
    //! \brief Deletes a message; with `pair` also the one it answers or that answers it.
    Status deleteMessage(const QString &messageId, bool pair) const;
    Status deleteConversations(const QStringList &ids) const;
    //! \brief Conversations whose title or messages hold all the words, with the text around the first.
    struct Found {
        ConversationRow conversation;
        QString messageId, excerpt;
    };
    Result<QList<Found>> search(const QString &words, int limit) const;

private:
    Status putSources(const MessageRow &message) const;
    Database m_db;
};

} // namespace Heddle::Storage
