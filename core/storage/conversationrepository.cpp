// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/storage/conversationrepository.h"
#include "core/base/ids.h"
#include "core/storage/queryresults.h"
#include <QCoreApplication>
#include <QJsonDocument>
#include <QSet>

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
        QDateTime::fromMSecsSinceEpoch(q.value(3).toLongLong()), q.value(4).toInt(), q.value(5).toString(),
        QJsonDocument::fromJson(q.value(6).toString().toUtf8()).object(), q.value(7).toBool(), q.value(8).toBool(),
        q.value(9).toBool(), q.value(10).toString() };
}

const QString ConversationColumns =
    QStringLiteral("SELECT id, title, created, last_used, (SELECT COUNT(*) FROM message m WHERE m.conversation_id = c.id),"
                   " leaf, options, named, pinned, archived, label FROM conversation c WHERE deleted=0 AND ");

Error notFound(const QString &id)
{
    return { ErrorCode::NotFound, tr("There is no conversation %1. List them: heddle-cli conversations list").arg(id), {}, false };
}

} // namespace

Result<ConversationRow> ConversationRepository::create(const QString &title) const
{
    const QDateTime now = QDateTime::currentDateTime();
    const ConversationRow row { newUuid(), title, now, now, 0, {}, {}, false };
    auto added = m_db.run(QStringLiteral("INSERT INTO conversation(id, title, created, last_used) VALUES(?,?,?,?)"),
        { row.id, orEmpty(title), now.toMSecsSinceEpoch(), now.toMSecsSinceEpoch() });
    if (!added)
        return added.error();
    return row;
}

Result<ConversationRow> ConversationRepository::load(const QString &id) const
{
    auto query = m_db.run(ConversationColumns + QLatin1String("id=?"), { id });
    if (!query)
        return query.error();
    if (!query->next())
        return notFound(id);
    return conversationFrom(*query);
}

Result<QList<ConversationRow>> ConversationRepository::list(int offset, int limit, const QString &filter) const
{
    return listWhere({ filter }, offset, limit);
}

Result<QList<ConversationRow>> ConversationRepository::listWhere(const ConversationFilter &filter, int offset, int limit) const
{
    const QString title = orEmpty(filter.title), label = orEmpty(filter.label);
    auto query = m_db.run(ConversationColumns
            + QLatin1String("(?='' OR instr(lower(title), lower(?)) > 0) AND (? OR archived=?) AND (?='' OR label=?)"
                            " ORDER BY pinned DESC, last_used DESC, rowid DESC LIMIT ? OFFSET ?"),
        { title, title, !filter.archived.has_value(), filter.archived.value_or(false), label, label, limit, offset });
    if (!query)
        return query.error();
    QList<ConversationRow> rows;
    while (query->next())
        rows += conversationFrom(*query);
    return rows;
}

Status ConversationRepository::rename(const QString &id, const QString &title, bool byUser) const
{
    auto renamed = m_db.run(
        QStringLiteral("UPDATE conversation SET title=?, named=? WHERE id=? AND (named=0 OR ?)"), { orEmpty(title), byUser, id, byUser });
    if (!renamed)
        return renamed.error();
    if (byUser && renamed->numRowsAffected() == 0)
        return notFound(id);
    return Done {};
}

Status ConversationRepository::setPinned(const QStringList &ids, bool pinned) const
{
    return statusOf(m_db.run(QStringLiteral("UPDATE conversation SET pinned=? WHERE id IN (SELECT value FROM json_each(?))"),
        { pinned, compact(QJsonArray::fromStringList(ids)) }));
}

Status ConversationRepository::setArchived(const QStringList &ids, bool archived) const
{
    return statusOf(m_db.run(QStringLiteral("UPDATE conversation SET archived=? WHERE id IN (SELECT value FROM json_each(?))"),
        { archived, compact(QJsonArray::fromStringList(ids)) }));
}

Status ConversationRepository::setLabel(const QStringList &ids, const QString &label) const
{
    return statusOf(m_db.run(QStringLiteral("UPDATE conversation SET label=? WHERE id IN (SELECT value FROM json_each(?))"),
        { orEmpty(label), compact(QJsonArray::fromStringList(ids)) }));
}

Status ConversationRepository::setLeaf(const QString &id, const QString &leaf) const
{
    return statusOf(m_db.run(QStringLiteral("UPDATE conversation SET leaf=? WHERE id=?"), { orEmpty(leaf), id }));
}

Status ConversationRepository::setOptions(const QString &id, const QJsonObject &options) const
{
    return statusOf(m_db.run(QStringLiteral("UPDATE conversation SET options=? WHERE id=?"), { compact(options), id }));
}

Result<QList<MessageRow>> ConversationRepository::messages(const QString &conversationId) const
{
    auto query =
        m_db.run(QStringLiteral("SELECT id, conversation_id, parent_id, role, kind, state, text, error, timings, notices, sent, created,"
                                " thinking, details, updated FROM message WHERE conversation_id=? ORDER BY seq"),
            { conversationId });
    if (!query)
        return query.error();
    QList<MessageRow> rows;
    while (query->next()) {
        const auto object = [&](int i) { return QJsonDocument::fromJson(query->value(i).toString().toUtf8()).object(); };
        const auto array = [&](int i) { return QJsonDocument::fromJson(query->value(i).toString().toUtf8()).array(); };
        rows += MessageRow { query->value(0).toString(), query->value(1).toString(), query->value(2).toString(), query->value(3).toString(),
            query->value(4).toString(), query->value(5).toString(), query->value(6).toString(), object(7), object(8), array(9), array(10),
            {}, QDateTime::fromMSecsSinceEpoch(query->value(11).toLongLong()), query->value(12).toString(), object(13),
            QDateTime::fromMSecsSinceEpoch(query->value(14).toLongLong()) };
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

Result<QJsonObject> ConversationRepository::mindMap(const QString &messageId) const
{
    auto query = m_db.run(QStringLiteral("SELECT data FROM mindmap WHERE message_id=?"), { messageId });
    if (!query)
        return query.error();
    return query->next() ? QJsonDocument::fromJson(query->value(0).toString().toUtf8()).object() : QJsonObject();
}

Status ConversationRepository::saveMindMap(const QString &messageId, const QJsonObject &data) const
{
    return statusOf(m_db.run(QStringLiteral("INSERT INTO mindmap(message_id, data, updated) VALUES(?,?,?)"
                                            " ON CONFLICT(message_id) DO UPDATE SET data=excluded.data, updated=excluded.updated"),
        { messageId, compact(data), QDateTime::currentMSecsSinceEpoch() }));
}

Status ConversationRepository::replaceSources(const QString &messageId, const QJsonArray &sources) const
{
    HEDDLE_TRY(statusOf(m_db.run(QStringLiteral("DELETE FROM source WHERE message_id=?"), { messageId })));
    for (int i = 0; i < int(sources.size()); ++i) {
        const QJsonObject source = sources[i].toObject();
        HEDDLE_TRY(statusOf(m_db.run(QStringLiteral("INSERT INTO source(message_id, position, n, data) VALUES(?,?,?,?)"),
            { messageId, i, source[QLatin1String("n")].toInt(), compact(source) })));
    }
    return Done {};
}

Status ConversationRepository::putSources(const MessageRow &message) const
{
    HEDDLE_TRY(replaceSources(message.id, message.sources));
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
                                    " sent, created, thinking, details, updated) VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)"),
                { m.id, m.conversationId, orEmpty(m.parentId), m.role, m.kind, m.state, orEmpty(m.text), compact(m.error),
                    compact(m.notices), compact(m.timings), compact(m.sent), m.created.toMSecsSinceEpoch(), orEmpty(m.thinking),
                    compact(m.details), QDateTime::currentMSecsSinceEpoch() })));
        HEDDLE_TRY(setLeaf(m.conversationId, m.id));
        return putSources(m);
    });
    if (!stored)
        return stored.error();
    return m;
}

Status ConversationRepository::update(const MessageRow &m) const
{
    return m_db.transaction([&]() -> Status {
        HEDDLE_TRY(statusOf(m_db.run(QStringLiteral("UPDATE message SET kind=?, state=?, text=?, error=?, notices=?, timings=?, sent=?,"
                                                    " thinking=?, details=?, updated=? WHERE id=?"),
            { m.kind, m.state, orEmpty(m.text), compact(m.error), compact(m.notices), compact(m.timings), compact(m.sent),
                orEmpty(m.thinking), compact(m.details), QDateTime::currentMSecsSinceEpoch(), m.id })));
        return putSources(m);
    });
}

Status ConversationRepository::saveDrafts(const QList<DraftRow> &drafts) const
{
    return m_db.transaction([&]() -> Status {
        for (const DraftRow &draft : drafts) {
            auto written = m_db.run(QStringLiteral("UPDATE message SET text=?, thinking=?, updated=? WHERE id=? AND state='running'"),
                { orEmpty(draft.text), orEmpty(draft.thinking), QDateTime::currentMSecsSinceEpoch(), draft.messageId });
            if (!written)
                return written.error();
            if (written->numRowsAffected() > 0 && draft.sources) {
                HEDDLE_TRY(replaceSources(draft.messageId, *draft.sources));
            }
        }
        return Done {};
    });
}

Status ConversationRepository::deleteMessage(const QString &messageId, bool pair) const
{
    return m_db.transaction([&]() -> Status {
        // The question of the pair: the message itself, or the one that it answers.
        auto found = m_db.run(
            QStringLiteral("WITH one AS (SELECT * FROM message WHERE id=?), pair AS (SELECT CASE role WHEN 'user' THEN id ELSE"
                           " parent_id END AS question FROM one) SELECT id, parent_id, conversation_id FROM message WHERE id IN"
                           " (SELECT id FROM one) OR (? AND (id IN (SELECT question FROM pair WHERE question<>'') OR"
                           " (role='assistant' AND parent_id IN (SELECT question FROM pair WHERE question<>'')))) ORDER BY seq DESC"),
            { messageId, pair });
        if (!found)
            return found.error();
        struct Gone {
            QString id, parent, conversation;
        };
        QList<Gone> gone; // answers before their question, so that what follows is handed up step by step
        while (found->next())
            gone += Gone { found->value(0).toString(), found->value(1).toString(), found->value(2).toString() };
        for (const Gone &one : std::as_const(gone)) {
            HEDDLE_TRY(statusOf(m_db.run(QStringLiteral("UPDATE message SET parent_id=? WHERE parent_id=?"), { one.parent, one.id })));
            HEDDLE_TRY(statusOf(m_db.run(QStringLiteral("UPDATE conversation SET leaf=? WHERE leaf=?"), { one.parent, one.id })));
            HEDDLE_TRY(statusOf(m_db.run(QStringLiteral("DELETE FROM message WHERE id=?"), { one.id })));
        }
        return Done {};
    });
}

Status ConversationRepository::trash(const QStringList &ids, bool deleted) const
{
    return m_db.transaction([&]() -> Status {
        for (const QString &id : ids)
            HEDDLE_TRY(statusOf(m_db.run(QStringLiteral("UPDATE conversation SET deleted=? WHERE id=?"),
                { deleted ? QDateTime::currentMSecsSinceEpoch() : 0, id })));
        return Done {};
    });
}

Status ConversationRepository::purge(const QDateTime &before) const
{
    return statusOf(m_db.run(QStringLiteral("DELETE FROM conversation WHERE deleted>0 AND deleted<=?"), { before.toMSecsSinceEpoch() }));
}

Result<qint64> ConversationRepository::dataVersion() const
{
    auto query = m_db.run(QStringLiteral("PRAGMA data_version"), {});
    if (!query)
        return query.error();
    return query->next() ? query->value(0).toLongLong() : 0;
}

Status ConversationRepository::deleteConversations(const QStringList &ids) const
{
    return m_db.transaction([&]() -> Status {
        for (const QString &id : ids) {
            auto deleted = m_db.run(QStringLiteral("DELETE FROM conversation WHERE id=?"), { id });
            if (!deleted)
                return deleted.error();
            if (deleted->numRowsAffected() == 0)
                return notFound(id);
        }
        return Done {};
    });
}

Result<QList<ConversationRepository::Found>> ConversationRepository::search(
    const QString &text, int limit, const std::stop_token &stop) const
{
    QList<Found> found;
    const QStringList words = text.simplified().split(QLatin1Char(' '), Qt::SkipEmptyParts);
    if (words.isEmpty())
        return found;
    // The trigram index serves words of three characters and more; LIKE serves the rest (two Chinese characters), and titles.
    const auto like = [](const QString &word) {
        return QString(QLatin1Char('%')
            + QString(word)
                  .replace(QLatin1Char('!'), QLatin1String("!!"))
                  .replace(QLatin1Char('%'), QLatin1String("!%"))
                  .replace(QLatin1Char('_'), QLatin1String("!_"))
            + QLatin1Char('%'));
    };
    QString inText = QStringLiteral("1"), inTitle = QStringLiteral("1");
    QVariantList textValues, titleValues;
    QStringList indexed;
    for (const QString &word : words) {
        inTitle += QLatin1String(" AND title LIKE ? ESCAPE '!'");
        titleValues += like(word);
        if (word.toUcs4().size() >= 3) {
            indexed += QLatin1Char('"') + QString(word).replace(QLatin1Char('"'), QLatin1String("\"\"")) + QLatin1Char('"');
        } else {
            inText += QLatin1String(" AND m.text LIKE ? ESCAPE '!'");
            textValues += like(word);
        }
    }
    if (!indexed.isEmpty()) {
        inText += QLatin1String(" AND m.seq IN (SELECT rowid FROM message_text WHERE message_text MATCH ?)");
        textValues += indexed.join(QLatin1String(" AND "));
    }
    auto query = m_db.run(QLatin1String("SELECT '', id, title, last_used * 1000 FROM conversation WHERE ") + inTitle
            + QLatin1String(
                " UNION ALL SELECT m.id, m.conversation_id, m.text, c.last_used * 1000 + 1 FROM message m JOIN conversation c ON"
                " c.id=m.conversation_id WHERE ")
            + inText + QLatin1String(" ORDER BY 4 DESC LIMIT 1000"),
        titleValues + textValues);
    if (!query)
        return query.error();
    QSet<QString> seen;
    while (found.size() < limit && query->next()) {
        if (stop.stop_requested())
            return Error::cancelled();
        const QString id = query->value(1).toString();
        if (seen.contains(id))
            continue;
        seen.insert(id);
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
