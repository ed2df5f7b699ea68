// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/storage/database.h"
#include <QDateTime>
#include <QJsonArray>
#include <QJsonObject>
#include <optional>
#include <stop_token>

namespace Heddle::Storage {

struct ConversationRow {
    QString id, title;
    QDateTime created, lastUsed;
    int messages = 0;
    QString leaf {}; //!< the last message of the branch that is shown; empty: the newest
    QJsonObject options {}; //!< how its questions are asked
    bool named = false; //!< by the user
    bool pinned = false; //!< listed before the others
    bool archived = false; //!< kept out of the list
    QString label {}; //!< the word for a colour, or empty
};

//! \brief Which conversations are listed.
struct ConversationFilter {
    QString title {}; //!< a part of it
    std::optional<bool> archived = false; //!< unset: both
    QString label {}; //!< empty: any
};

//! \brief role: "user" or "assistant"; kind: "question", "written", "quoted", "none"; state: "done", "stopped",
//! "failed", "running". sources: copies of passages, as JSON objects. parentId: the message that it follows or answers; a
//! question that was edited, or an answer that was asked for again, is another child of the same parent.
struct MessageRow {
    QString id, conversationId, parentId, role, kind, state, text;
    QJsonObject error, timings;
    QJsonArray notices, sent, sources;
    QDateTime created;
    QString thinking {};
    QJsonObject details {};
    QDateTime updated {};
};

//! \brief What there is of an answer that is still being written.
struct DraftRow {
    QString messageId, text, thinking;
    std::optional<QJsonArray> sources; //!< where they changed
};

//! \brief All SQL on conversations.db. Blocking: for the conversations pools.
class ConversationRepository {
public:
    explicit ConversationRepository(Database database) : m_db(std::move(database)) { }
    const Database &database() const { return m_db; }

    Result<ConversationRow> create(const QString &title) const;
    //! \brief NotFound where there is no such conversation.
    Result<ConversationRow> load(const QString &id) const;
    //! \brief Pinned ones first, then by last use, newest first; those that aren't archived, with `filter` in the title.
    Result<QList<ConversationRow>> list(int offset, int limit, const QString &filter = {}) const;
    //! \brief The same for others.
    Result<QList<ConversationRow>> listWhere(const ConversationFilter &filter, int offset, int limit) const;
    //! \brief The user's own name for it; one that a model made up does not replace it.
    Status rename(const QString &id, const QString &title, bool byUser = true) const;
    Status setPinned(const QStringList &ids, bool pinned) const;
    Status setArchived(const QStringList &ids, bool archived) const;
    Status setLabel(const QStringList &ids, const QString &label) const;
    Status setLeaf(const QString &id, const QString &leaf) const;
    Status setOptions(const QString &id, const QJsonObject &options) const;
    Result<QList<MessageRow>> messages(const QString &conversationId) const;
    //! \brief Stores message and sources in one transaction and touches the conversation; sets id and time if unset.
    Result<MessageRow> append(MessageRow message) const;
    Status update(const MessageRow &message) const;
    //! \brief What was written so far, of all answers that are being written, in one transaction. Those that are done by
    //! now stay as they are.
    Status saveDrafts(const QList<DraftRow> &drafts) const;
    //! \brief Deletes a message; with `pair` a question with all its answers. What followed it follows the one before.
    Status deleteMessage(const QString &messageId, bool pair) const;
    Status deleteConversations(const QStringList &ids) const;
    //! \brief Out of sight, or back.
    Status trash(const QStringList &ids, bool deleted) const;
    //! \brief Deletes what was put out of sight before that time.
    Status purge(const QDateTime &before) const;
    //! \brief The mind map of an answer, as JSON; empty where there is none.
    Result<QJsonObject> mindMap(const QString &messageId) const;
    Status saveMindMap(const QString &messageId, const QJsonObject &data) const;
    //! \brief Changes whenever another connection has written. For the one thread of a writer's pool.
    Result<qint64> dataVersion() const;
    //! \brief Conversations whose title or messages hold all the words, archived or not, with the text around the first.
    struct Found {
        ConversationRow conversation;
        QString messageId, excerpt;
    };
    //! Error: Cancelled.
    Result<QList<Found>> search(const QString &words, int limit, const std::stop_token &stop = {}) const;

private:
    Status putSources(const MessageRow &message) const;
    Status replaceSources(const QString &messageId, const QJsonArray &sources) const;
    Database m_db;
};

} // namespace Heddle::Storage
