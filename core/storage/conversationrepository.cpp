// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/storage/conversationrepository.h"
#include "core/base/ids.h"
#include <QCoreApplication>
#include <QJsonDocument>

namespace Heddle::Storage {
namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Heddle::Storage", text);
}

template <class Json>
QString compact(const Json &json)
{
    return QString::fromUtf8(QJsonDocument(json).toJson(QJsonDocument::Compact));
}

QString orEmpty(const QString &text)
{
    return text.isNull() ? QStringLiteral("") : text;
}

ConversationRow conversationFrom(const Query &q)
{
    return { q.value(0).toString(), q.value(1).toString(), QDateTime::fromMSecsSinceEpoch(q.value(2).toLongLong()),
        QDateTime::fromMSecsSinceEpoch(q.value(3).toLongLong()), q.value(4).toInt() };
}

const QString ConversationColumns = QStringLiteral(
    "SELECT id, title, created, last_used, (SELECT COUNT(*) FROM message m WHERE m.conversation_id = c.id) FROM conversation c");

Status statusOf(const Result<Query> &query)
{
    if (query)
        return Done {};
    return query.error();
}

} // namespace

Result<ConversationRow> ConversationRepository::create(const QString &title) const
{
    const QDateTime now = QDateTime::currentDateTime();
    const ConversationRow row { newUuid(), title, now, now, 0 };
    auto added = m_db.run(QStringLiteral("INSERT INTO conversation(id, title, created, last_used) VALUES(?,?,?,?)"),
        { row.id, orEmpty(title), now.toMSecsSinceEpoch(), now.toMSecsSinceEpoch() });
    if (!added)
        return added.error();
    return row;
}

Result<ConversationRow> ConversationRepository::load(const QString &id) const
{
    auto query = m_db.run(ConversationColumns + QLatin1String(" WHERE id=?"), { id });
    if (!query)
        return query.error();
    if (!query->next())
        return Error { ErrorCode::NotFound, tr("There is no conversation %1. List them: heddle-cli conversations list").arg(id), {},
            false };
    return conversationFrom(*query);
}

Result<QList<ConversationRow>> ConversationRepository::list(int offset, int limit, const QString &filter) const
{
    auto query = m_db.run(ConversationColumns
            + QLatin1String(" WHERE ?='' OR instr(lower(title), lower(?)) > 0 ORDER BY last_used DESC, rowid DESC LIMIT ? OFFSET ?"),
        { orEmpty(filter), orEmpty(filter), limit, offset });
    if (!query)
        return query.error();
    QList<ConversationRow> rows;
    while (query->next())
        rows += conversationFrom(*query);
    return rows;
}

Status ConversationRepository::rename(const QString &id, const QString &title) const
{
    return statusOf(m_db.run(QStringLiteral("UPDATE conversation SET title=? WHERE id=?"), { orEmpty(title), id }));
}

Result<QList<MessageRow>> ConversationRepository::messages(const QString &conversationId) const
{
    auto query =
        m_db.run(QStringLiteral("SELECT id, conversation_id, parent_id, role, kind, state, text, error, timings, notices, sent, created"
                                " FROM message WHERE conversation_id=? ORDER BY seq"),
            { conversationId });
    if (!query)
        return query.error();
    QList<MessageRow> rows;
    while (query->next()) {
        const auto object = [&](int i) { return QJsonDocument::fromJson(query->value(i).toString().toUtf8()).object(); };
        const auto array = [&](int i) { return QJsonDocument::fromJson(query->value(i).toString().toUtf8()).array(); };
        rows += MessageRow { query->value(0).toString(), query->value(1).toString(), query->value(2).toString(), query->value(3).toString(),
            query->value(4).toString(), query->value(5).toString(), query->value(6).toString(), object(7), object(8), array(9), array(10),
            {}, QDateTime::fromMSecsSinceEpoch(query->value(11).toLongLong()) };
    }
    for (MessageRow &row : rows) {
        auto sources = m_db.run(QStringLiteral("SELECT data FROM source WHERE message_id=? ORDER BY position"), { row.id });
        if (!sources)
            return sources.error();
        while (sources->next())
            row.sources += QJsonDocument::fromJson(sources->value(0).toString().toUtf8()).object();
    }
    return rows;
}

Status ConversationRepository::putSources(const MessageRow &message) const
{
    HEDDLE_TRY(statusOf(m_db.run(QStringLiteral("DELETE FROM source WHERE message_id=?"), { message.id })));
    for (int i = 0; i < int(message.sources.size()); ++i) {
        const QJsonObject source = message.sources[i].toObject();
        HEDDLE_TRY(statusOf(m_db.run(QStringLiteral("INSERT INTO source(message_id, position, n, data) VALUES(?,?,?,?)"),
            { message.id, i, source[QLatin1String("n")].toInt(), compact(source) })));
    }
    return statusOf(m_db.run(
        QStringLiteral("UPDATE conversation SET last_used=? WHERE id=?"), { QDateTime::currentMSecsSinceEpoch(), message.conversationId }));
}

Result<MessageRow> ConversationRepository::append(MessageRow m) const
{
    if (m.id.isEmpty())
        m.id = newUuid();
    if (!m.created.isValid())
        m.created = QDateTime::currentDateTime();
    const Status stored = m_db.transaction([&]() -> Status {
        HEDDLE_TRY(statusOf(
            m_db.run(QStringLiteral("INSERT INTO message(id, conversation_id, parent_id, role, kind, state, text, error, notices, timings,"
                                    " sent, created) VALUES(?,?,?,?,?,?,?,?,?,?,?,?)"),
                { m.id, m.conversationId, orEmpty(m.parentId), m.role, m.kind, m.state, orEmpty(m.text), compact(m.error),
                    compact(m.notices), compact(m.timings), compact(m.sent), m.created.toMSecsSinceEpoch() })));
        return putSources(m);
    });
    if (!stored)
        return stored.error();
    return m;
}

Status ConversationRepository::update(const MessageRow &m) const
{
    return m_db.transaction([&]() -> Status {
        HEDDLE_TRY(statusOf(
            m_db.run(QStringLiteral("UPDATE message SET kind=?, state=?, text=?, error=?, notices=?, timings=?, sent=? WHERE id=?"),
                { m.kind, m.state, orEmpty(m.text), compact(m.error), compact(m.notices), compact(m.timings), compact(m.sent), m.id })));
        return putSources(m);
    });
}

Status ConversationRepository::deleteMessage(const QString &messageId, bool pair) const
{
    return m_db.transaction([&]() -> Status {
        if (pair) {
            HEDDLE_TRY(
                statusOf(m_db.run(QStringLiteral("DELETE FROM message WHERE (role='assistant' AND parent_id=?) OR"
                                                 " (role='user' AND id=(SELECT parent_id FROM message WHERE id=? AND role='assistant'))"),
                    { messageId, messageId })));
        }
        return statusOf(m_db.run(QStringLiteral("DELETE FROM message WHERE id=?"), { messageId }));
    });
}

Status ConversationRepository::deleteConversations(const QStringList &ids) const
{
    return m_db.transaction([&]() -> Status {
        for (const QString &id : ids) {
            auto deleted = m_db.run(QStringLiteral("DELETE FROM conversation WHERE id=?"), { id });
            if (!deleted)
                return deleted.error();
            if (deleted->numRowsAffected() == 0)
                return Error { ErrorCode::NotFound, tr("There is no conversation %1. List them: heddle-cli conversations list").arg(id), {},
                    false };
        }
        return Done {};
    });
}

Result<QList<ConversationRepository::Found>> ConversationRepository::search(const QString &text, int limit) const
{
    QList<Found> found;
    const QStringList words = text.simplified().split(QLatin1Char(' '), Qt::SkipEmptyParts);
    if (words.isEmpty())
        return found;
    // The trigram index serves words of three characters and more; LIKE serves the rest (two Chinese characters).
    QString sql = QStringLiteral("SELECT m.id, m.conversation_id, m.text FROM message m WHERE 1");
    QVariantList values;
    QStringList indexed;
    for (const QString &word : words) {
        if (word.toUcs4().size() >= 3) {
            indexed += QLatin1Char('"') + QString(word).replace(QLatin1Char('"'), QLatin1String("\"\"")) + QLatin1Char('"');
        } else {
            sql += QLatin1String(" AND m.text LIKE ? ESCAPE '!'");
            values += QString(QLatin1Char('%')
                + QString(word)
                      .replace(QLatin1Char('!'), QLatin1String("!!"))
                      .replace(QLatin1Char('%'), QLatin1String("!%"))
                      .replace(QLatin1Char('_'), QLatin1String("!_"))
                + QLatin1Char('%'));
        }
    }
    if (!indexed.isEmpty()) {
        sql += QLatin1String(" AND m.seq IN (SELECT rowid FROM message_text WHERE message_text MATCH ?)");
        values += indexed.join(QLatin1String(" AND "));
    }
    auto query = m_db.run(sql + QLatin1String(" ORDER BY m.seq DESC LIMIT 1000"), values);
    if (!query)
        return query.error();
    QStringList seen;
    while (query->next() && found.size() < limit) {
        const QString id = query->value(1).toString();
        if (seen.contains(id))
            continue;
        seen += id;
        auto conversation = load(id);
        if (!conversation)
            continue;
        const QString message = query->value(2).toString();
        const qsizetype at = std::max<qsizetype>(0, message.indexOf(words.first(), 0, Qt::CaseInsensitive));
        found += Found { *conversation, query->value(0).toString(), message.mid(std::max<qsizetype>(0, at - 60), 200).simplified() };
    }
    return found;
}

} // namespace Heddle::Storage
