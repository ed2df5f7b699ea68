// SPDX-License-Identifier: GPL-3.0-or-later
// The filing side of ConversationService: what is listed, archived, labelled, exported and imported.
#include "core/conversation/conversationservice.h"
#include "core/conversation/messagecodec.h"

namespace Heddle::Conversation {

QCoro::Task<Result<QList<Summary>>> ConversationService::list(int offset, int limit, QString filter, std::stop_token stop)
{
    return m_pools->conversations.submit(
        [db = m_conversations, offset, limit, filter](std::stop_token) -> Result<QList<Summary>> {
            HEDDLE_TRY_VALUE(const auto rows, db.list(offset, limit, filter));
            QList<Summary> summaries;
            for (const auto &row : rows)
                summaries += summaryFrom(row);
            return summaries;
        },
        stop, QStringLiteral("list conversations"));
}

QCoro::Task<Result<QList<Summary>>> ConversationService::listWhere(ListFilter filter, int limit, std::stop_token stop)
{
    return m_pools->conversations.submit(
        [db = m_conversations, filter, limit](std::stop_token) -> Result<QList<Summary>> {
            HEDDLE_TRY_VALUE(const auto rows, db.listWhere({ {}, filter.archived, labelName(filter.label) }, 0, limit));
            QList<Summary> summaries;
            for (const auto &row : rows)
                summaries += summaryFrom(row);
            return summaries;
        },
        stop, QStringLiteral("list conversations"));
}

QCoro::Task<Result<QList<SearchHit>>> ConversationService::search(QString words, int limit, std::stop_token stop)
{
    return m_pools->conversations.submit(
        [db = m_conversations, words, limit](std::stop_token token) -> Result<QList<SearchHit>> {
            HEDDLE_TRY_VALUE(const auto found, db.search(words, limit, token));
            QList<SearchHit> hits;
            for (const auto &one : found)
                hits += searchHitFrom(one);
            return hits;
        },
        stop, QStringLiteral("search conversations"));
}

QCoro::Task<Status> ConversationService::setPinned(QStringList ids, bool pinned, std::stop_token stop)
{
    return m_pools->conversationsWriter.submit([db = m_conversations, ids, pinned](std::stop_token) { return db.setPinned(ids, pinned); },
        stop, QStringLiteral("pin conversations"));
}

QCoro::Task<Status> ConversationService::setArchived(QStringList ids, bool archived, std::stop_token stop)
{
    return m_pools->conversationsWriter.submit(
        [db = m_conversations, ids, archived](std::stop_token) { return db.setArchived(ids, archived); }, stop,
        QStringLiteral("archive conversations"));
}

QCoro::Task<Status> ConversationService::setLabel(QStringList ids, Label label, std::stop_token stop)
{
    return m_pools->conversationsWriter.submit(
        [db = m_conversations, ids, label](std::stop_token) { return db.setLabel(ids, labelName(label)); }, stop,
        QStringLiteral("label conversations"));
}

QCoro::Task<Result<QByteArray>> ConversationService::exportAll(QStringList ids, std::stop_token stop)
{
    return m_pools->conversations.submit(
        [db = m_conversations, ids](std::stop_token token) -> Result<QByteArray> {
            QStringList wanted = ids;
            if (wanted.isEmpty()) {
                constexpr int NoLimit = -1;
                HEDDLE_TRY_VALUE(const auto rows, db.listWhere({ {}, std::nullopt, {} }, 0, NoLimit));
                for (const Storage::ConversationRow &row : rows)
                    wanted += row.id;
            }
            QList<Storage::StoredConversation> conversations;
            for (const QString &id : std::as_const(wanted)) {
                if (token.stop_requested())
                    return Error::cancelled();
                HEDDLE_TRY_VALUE(const auto stored, Storage::readConversation(db, id));
                conversations += stored;
            }
            return transferFile(conversations);
        },
        stop, QStringLiteral("export conversations"));
}

QCoro::Task<Result<ImportReport>> ConversationService::importFrom(QByteArray bytes, std::stop_token stop)
{
    return m_pools->conversationsWriter.submit(
        [db = m_conversations, bytes](std::stop_token token) { return importConversations(db, bytes, token); }, stop,
        QStringLiteral("import conversations"));
}

QCoro::Task<Status> ConversationService::trash(QStringList ids, bool deleted, std::stop_token stop)
{
    return m_pools->conversationsWriter.submit([db = m_conversations, ids, deleted](std::stop_token) { return db.trash(ids, deleted); },
        stop, QStringLiteral("delete conversations"));
}

QCoro::Task<Status> ConversationService::purge(QDateTime before, std::stop_token stop)
{
    return m_pools->conversationsWriter.submit(
        [db = m_conversations, before](std::stop_token) { return db.purge(before); }, stop, QStringLiteral("purge conversations"));
}

} // namespace Heddle::Conversation
