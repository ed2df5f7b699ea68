// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/storage/conversationcopies.h"
#include "core/storage/queryresults.h"
#include <QJsonDocument>

namespace Heddle::Storage {
namespace {

template <class Json>
QString compact(const Json &json)
{
    return QString::fromUtf8(QJsonDocument(json).toJson(QJsonDocument::Compact));
}

QString orEmpty(const QString &text)
{
    return text.isNull() ? QStringLiteral("") : text;
}

Status writeMessage(const ConversationRepository &conversations, const MessageRow &m)
{
    const Database &db = conversations.database();
    HEDDLE_TRY(
        statusOf(db.run(QStringLiteral("INSERT INTO message(id, conversation_id, parent_id, role, kind, state, text, error, notices, timings,"
                                       " sent, created, thinking, details, updated) VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)"),
            { m.id, m.conversationId, orEmpty(m.parentId), m.role, orEmpty(m.kind), orEmpty(m.state), orEmpty(m.text), compact(m.error),
                compact(m.notices), compact(m.timings), compact(m.sent), m.created.toMSecsSinceEpoch(), orEmpty(m.thinking),
                compact(m.details), m.updated.toMSecsSinceEpoch() })));
    for (int i = 0; i < int(m.sources.size()); ++i) {
        const QJsonObject source = m.sources[i].toObject();
        HEDDLE_TRY(statusOf(db.run(QStringLiteral("INSERT INTO source(message_id, position, n, data) VALUES(?,?,?,?)"),
            { m.id, i, source[QLatin1String("n")].toInt(), compact(source) })));
    }
    return Done {};
}

Status writeConversation(const ConversationRepository &conversations, const StoredConversation &copy)
{
    const Database &db = conversations.database();
    const ConversationRow &row = copy.row;
    HEDDLE_TRY(statusOf(
        db.run(QStringLiteral("INSERT INTO conversation(id, title, created, last_used, leaf, options, named, pinned, archived, label)"
                              " VALUES(?,?,?,?,?,?,?,?,?,?)"),
            { row.id, orEmpty(row.title), row.created.toMSecsSinceEpoch(), row.lastUsed.toMSecsSinceEpoch(), orEmpty(row.leaf),
                compact(row.options), row.named, row.pinned, row.archived, orEmpty(row.label) })));
    for (const MessageRow &message : copy.messages)
        HEDDLE_TRY(writeMessage(conversations, message));
    for (auto map = copy.maps.cbegin(); map != copy.maps.cend(); ++map)
        HEDDLE_TRY(conversations.saveMindMap(map.key(), map.value()));
    for (const StoredAttachment &attachment : copy.attachments)
        HEDDLE_TRY(AttachmentRepository(db).restore(attachment));
    return Done {};
}

} // namespace

Result<StoredConversation> readConversation(const ConversationRepository &conversations, const QString &id)
{
    StoredConversation copy;
    HEDDLE_TRY_VALUE(copy.row, conversations.load(id));
    HEDDLE_TRY_VALUE(copy.messages, conversations.messages(id));
    for (const MessageRow &message : std::as_const(copy.messages)) {
        HEDDLE_TRY_VALUE(const QJsonObject map, conversations.mindMap(message.id));
        if (!map.isEmpty())
            copy.maps.insert(message.id, map);
    }
    HEDDLE_TRY_VALUE(copy.attachments, AttachmentRepository(conversations.database()).stored(id));
    return copy;
}

Status writeConversations(const ConversationRepository &conversations, const QList<StoredConversation> &copies)
{
    return conversations.database().transaction([&]() -> Status {
        for (const StoredConversation &copy : copies)
            HEDDLE_TRY(writeConversation(conversations, copy));
        return Done {};
    });
}

Result<std::optional<QStringList>> messageIdsOf(const ConversationRepository &conversations, const QString &id)
{
    const Database &db = conversations.database();
    HEDDLE_TRY_VALUE(const qint64 known, number(db.run(QStringLiteral("SELECT COUNT(*) FROM conversation WHERE id=?"), { id })));
    if (known == 0)
        return std::optional<QStringList>();
    auto query = db.run(QStringLiteral("SELECT id FROM message WHERE conversation_id=? ORDER BY seq"), { id });
    if (!query)
        return query.error();
    QStringList ids;
    while (query->next())
        ids += query->value(0).toString();
    return std::optional(ids);
}

Result<bool> hasAnyMessage(const ConversationRepository &conversations, const QStringList &ids)
{
    HEDDLE_TRY_VALUE(const qint64 count,
        number(conversations.database().run(
            QStringLiteral("SELECT COUNT(*) FROM message WHERE id IN (SELECT value FROM json_each(?))"),
            { compact(QJsonArray::fromStringList(ids)) })));
    return count > 0;
}

} // namespace Heddle::Storage
