// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/conversation/transfer.h"
#include "core/base/ids.h"
#include "core/dialog/contents.h"
#include <QCoreApplication>
#include <QJsonDocument>
#include <QSet>
#include <algorithm>
#include <utility>

namespace Heddle::Conversation {
namespace {

const QLatin1String FormatName("heddle-conversations");
constexpr int Version = 1;
constexpr char PlainInPaths[] = "/ "; //!< a path is bytes, of which those that aren't plain ASCII are percent-encoded

QString tr(const char *text)
{
    return QCoreApplication::translate("Heddle::Conversation", text);
}

QString timeText(const QDateTime &time)
{
    return time.toUTC().toString(Qt::ISODateWithMs);
}

QJsonObject toJson(const Storage::MessageRow &row, const QJsonObject &map)
{
    QJsonObject object { { QStringLiteral("id"), row.id }, { QStringLiteral("parent"), row.parentId }, { QStringLiteral("role"), row.role },
        { QStringLiteral("kind"), row.kind }, { QStringLiteral("state"), row.state }, { QStringLiteral("text"), row.text },
        { QStringLiteral("error"), row.error.isEmpty() ? QJsonValue() : QJsonValue(row.error) },
        { QStringLiteral("timings_ms"), row.timings }, { QStringLiteral("notices"), row.notices }, { QStringLiteral("sent"), row.sent },
        { QStringLiteral("thinking"), row.thinking }, { QStringLiteral("details"), row.details },
        { QStringLiteral("sources"), row.sources }, { QStringLiteral("created"), timeText(row.created) },
        { QStringLiteral("updated"), timeText(row.updated) } };
    if (!map.isEmpty())
        object[QStringLiteral("map")] = map;
    return object;
}

QJsonObject toJson(const Storage::StoredAttachment &attachment)
{
    const Storage::AttachmentRow &row = attachment.row;
    QJsonArray passages;
    for (const Storage::ChunkRow &chunk : attachment.chunks) {
        passages += QJsonObject { { QStringLiteral("start"), chunk.start }, { QStringLiteral("end"), chunk.end },
            { QStringLiteral("page"), chunk.page }, { QStringLiteral("heading"), chunk.heading }, { QStringLiteral("text"), chunk.text } };
    }
    return { { QStringLiteral("id"), row.id }, { QStringLiteral("path"), QString::fromLatin1(row.path.toPercentEncoding(PlainInPaths)) },
        { QStringLiteral("title"), row.title }, { QStringLiteral("type"), row.type }, { QStringLiteral("language"), row.language },
        { QStringLiteral("content_hash"), row.contentHash }, { QStringLiteral("reason"), row.reason }, { QStringLiteral("size"), row.size },
        { QStringLiteral("mtime_ns"), row.mtimeNs }, { QStringLiteral("added"), timeText(row.added) },
        { QStringLiteral("passages"), passages } };
}

QJsonObject toJson(const Storage::StoredConversation &stored)
{
    const Storage::ConversationRow &row = stored.row;
    QJsonArray messages;
    QSet<QString> written;
    for (Storage::MessageRow message : stored.messages) {
        if (!written.contains(message.parentId))
            message.parentId.clear(); // of a damaged file: it opens the conversation for whoever shows it
        written.insert(message.id);
        messages += toJson(message, stored.maps.value(message.id));
    }
    QJsonArray attachments;
    for (const Storage::StoredAttachment &attachment : stored.attachments)
        attachments += toJson(attachment);
    return { { QStringLiteral("id"), row.id }, { QStringLiteral("title"), row.title }, { QStringLiteral("created"), timeText(row.created) },
        { QStringLiteral("last_used"), timeText(row.lastUsed) }, { QStringLiteral("leaf"), row.leaf },
        { QStringLiteral("options"), row.options }, { QStringLiteral("named"), row.named }, { QStringLiteral("pinned"), row.pinned },
        { QStringLiteral("archived"), row.archived }, { QStringLiteral("label"), row.label }, { QStringLiteral("messages"), messages },
        { QStringLiteral("attachments"), attachments } };
}

//! Takes one conversation apart; remembers the first thing that is wrong.
class ConversationReader {
public:
    Result<Storage::StoredConversation> read(const QJsonObject &object)
    {
        Storage::StoredConversation stored;
        Storage::ConversationRow &row = stored.row;
        row.id = text(object, "id");
        row.title = text(object, "title");
        m_place = tr("the conversation \"%1\"").arg(row.title.left(60));
        if (row.id.isEmpty())
            complain(tr("it has no id"));
        row.created = time(object, "created");
        row.lastUsed = time(object, "last_used");
        row.leaf = text(object, "leaf");
        row.options = object[QLatin1String("options")].toObject();
        row.named = object[QLatin1String("named")].toBool();
        row.pinned = object[QLatin1String("pinned")].toBool();
        row.archived = object[QLatin1String("archived")].toBool();
        row.label = text(object, "label");
        if (!object[QLatin1String("messages")].isArray())
            complain(tr("it has no list of messages"));
        const QJsonArray messages = object[QLatin1String("messages")].toArray();
        for (qsizetype i = 0; i < messages.size() && m_problem.isEmpty(); ++i) {
            m_place = tr("message %1 of the conversation \"%2\"").arg(i + 1).arg(row.title.left(60));
            readMessage(stored, messages[i]);
        }
        const QJsonArray attachments = object[QLatin1String("attachments")].toArray();
        for (qsizetype i = 0; i < attachments.size() && m_problem.isEmpty(); ++i) {
            m_place = tr("attached file %1 of the conversation \"%2\"").arg(i + 1).arg(row.title.left(60));
            readAttachment(stored, attachments[i].toObject());
        }
        row.messages = int(stored.messages.size());
        if (!m_problem.isEmpty())
            return Error::input(m_problem);
        if (!m_ids.contains(row.leaf))
            row.leaf.clear(); // then the newest is shown
        return stored;
    }

private:
    void complain(const QString &what)
    {
        if (m_problem.isEmpty())
            m_problem = tr("The file can't be imported: in %1, %2. Nothing was changed.").arg(m_place, what);
    }
    QString text(const QJsonObject &object, const char *key)
    {
        const QJsonValue value = object[QLatin1String(key)];
        if (!value.isString() && !value.isUndefined() && !value.isNull())
            complain(tr("\"%1\" is no text").arg(QLatin1String(key)));
        return value.toString();
    }
    QDateTime time(const QJsonObject &object, const char *key)
    {
        const QString stored = text(object, key);
        const QDateTime time = QDateTime::fromString(stored, Qt::ISODateWithMs);
        if (!time.isValid())
            complain(tr("\"%1\" is no time: %2").arg(QLatin1String(key), stored.left(60)));
        return time;
    }
    void readMessage(Storage::StoredConversation &stored, const QJsonValue &value)
    {
        const QJsonObject object = value.toObject();
        Storage::MessageRow row;
        row.id = text(object, "id");
        row.conversationId = stored.row.id;
        row.parentId = text(object, "parent");
        row.role = text(object, "role");
        row.kind = text(object, "kind");
        row.state = text(object, "state");
        row.text = text(object, "text");
        row.thinking = text(object, "thinking");
        row.error = object[QLatin1String("error")].toObject();
        row.timings = object[QLatin1String("timings_ms")].toObject();
        row.details = object[QLatin1String("details")].toObject();
        if (row.details.contains(Dialog::contentsDetail())) { // the ids are those of the library that it comes from
            Concurrency::Contents unknown;
            unknown.unknown = true;
            row.details[Dialog::contentsDetail()] = Dialog::toJson(unknown);
        }
        row.notices = object[QLatin1String("notices")].toArray();
        row.sent = object[QLatin1String("sent")].toArray();
        for (const QJsonValue &one : object[QLatin1String("sources")].toArray()) {
            QJsonObject source = one.toObject();
            source.remove(QLatin1String("collections"));
            row.sources += source;
        }
        row.created = time(object, "created");
        row.updated = object.contains(QLatin1String("updated")) ? time(object, "updated") : row.created;
        if (row.id.isEmpty() || m_ids.contains(row.id))
            complain(row.id.isEmpty() ? tr("it has no id") : tr("it has the id of another one"));
        if (row.role != QLatin1String("user") && row.role != QLatin1String("assistant"))
            complain(tr("its role is neither \"user\" nor \"assistant\""));
        // Parents come first, so there is no circle.
        if (!row.parentId.isEmpty() && !m_ids.contains(row.parentId))
            complain(tr("it follows a message that is not before it in the file"));
        m_ids.insert(row.id);
        if (const QJsonObject map = object[QLatin1String("map")].toObject(); !map.isEmpty())
            stored.maps.insert(row.id, map);
        stored.messages += row;
    }
    void readAttachment(Storage::StoredConversation &stored, const QJsonObject &object)
    {
        Storage::AttachmentRow row;
        row.id = text(object, "id");
        row.conversationId = stored.row.id;
        row.path = QByteArray::fromPercentEncoding(text(object, "path").toUtf8());
        row.title = text(object, "title");
        row.type = text(object, "type");
        row.language = text(object, "language");
        row.contentHash = text(object, "content_hash");
        row.reason = text(object, "reason");
        row.size = object[QLatin1String("size")].toInteger();
        row.mtimeNs = object[QLatin1String("mtime_ns")].toInteger();
        row.added = time(object, "added");
        if (row.id.isEmpty() || m_attachments.contains(row.id))
            complain(row.id.isEmpty() ? tr("it has no id") : tr("it has the id of another one"));
        if (row.path.isEmpty() || m_paths.contains(row.path))
            complain(row.path.isEmpty() ? tr("it has no path") : tr("it has the path of another one"));
        m_attachments.insert(row.id);
        m_paths.insert(row.path);
        if (!object[QLatin1String("passages")].isArray())
            complain(tr("it has no list of passages"));
        QList<Storage::ChunkRow> chunks;
        for (const QJsonValue &value : object[QLatin1String("passages")].toArray()) {
            const QJsonObject passage = value.toObject();
            chunks += Storage::ChunkRow { 0, Storage::AttachmentRepository::chunkId(row.id, int(chunks.size())), int(chunks.size()),
                passage[QLatin1String("start")].toInteger(), passage[QLatin1String("end")].toInteger(),
                passage[QLatin1String("page")].toInt(), text(passage, "heading"), text(passage, "text") };
        }
        row.chunks = chunks.size();
        stored.attachments += Storage::StoredAttachment { row, chunks };
    }

    QString m_place = tr("a conversation"), m_problem;
    QSet<QString> m_ids, m_attachments;
    QSet<QByteArray> m_paths; //!< of attached files
};

//! Sources with the new names of attached files and of their passages; others stay as they are.
QJsonArray renamedSources(const QJsonArray &sources, const QHash<QString, QString> &names)
{
    QJsonArray renamed;
    for (const QJsonValue &source : sources) {
        QJsonObject object = source.toObject();
        for (const QLatin1String key : { QLatin1String("document"), QLatin1String("chunk") }) {
            if (const auto name = names.constFind(object[key].toString()); name != names.cend())
                object[key] = *name;
        }
        renamed += object;
    }
    return renamed;
}

//! The same conversation with ids of its own.
Storage::StoredConversation withNewIds(Storage::StoredConversation stored)
{
    QHash<QString, QString> renamed { { QString(), QString() } }, attached;
    stored.row.id = newUuid();
    for (Storage::StoredAttachment &attachment : stored.attachments) {
        const QString before = std::exchange(attachment.row.id, newUuid());
        attachment.row.conversationId = stored.row.id;
        attached.insert(before, attachment.row.id);
        for (Storage::ChunkRow &chunk : attachment.chunks) {
            chunk.publicId = Storage::AttachmentRepository::chunkId(attachment.row.id, chunk.ordinal);
            attached.insert(Storage::AttachmentRepository::chunkId(before, chunk.ordinal), chunk.publicId);
        }
    }
    QHash<QString, QJsonObject> maps;
    for (Storage::MessageRow &message : stored.messages) {
        const QString id = newUuid();
        renamed.insert(message.id, id);
        if (const auto map = stored.maps.constFind(message.id); map != stored.maps.cend())
            maps.insert(id, *map);
        message.id = id;
        message.conversationId = stored.row.id;
        message.parentId = renamed.value(message.parentId);
        message.sources = renamedSources(message.sources, attached);
    }
    stored.row.leaf = renamed.value(stored.row.leaf);
    stored.maps = maps;
    return stored;
}

} // namespace

QByteArray transferFile(const QList<Storage::StoredConversation> &conversations)
{
    if (conversations.size() == 1)
        return QJsonDocument(toJson(conversations.first())).toJson();
    QJsonArray list;
    for (const Storage::StoredConversation &stored : conversations)
        list += toJson(stored);
    return QJsonDocument(QJsonObject { { QStringLiteral("format"), FormatName }, { QStringLiteral("version"), Version },
                             { QStringLiteral("conversations"), list } })
        .toJson();
}

Result<QList<Storage::StoredConversation>> readTransferFile(const QByteArray &bytes)
{
    QJsonParseError problem;
    const QJsonDocument document = QJsonDocument::fromJson(bytes, &problem);
    if (problem.error != QJsonParseError::NoError) {
        return Error::input(tr("The file can't be imported: it is not JSON (%1, at byte %2). Choose a file that was exported as JSON.")
                                .arg(problem.errorString())
                                .arg(problem.offset));
    }
    const QJsonObject object = document.object();
    const bool several = object[QLatin1String("format")].toString() == FormatName;
    if (several && object[QLatin1String("version")].toInt() > Version)
        return Error::input(tr("The file can't be imported: a newer Heddle wrote it. Install that version."));
    if (!several && !object[QLatin1String("messages")].isArray())
        return Error::input(tr("The file can't be imported: it holds no conversations. Choose a file that was exported as JSON."));
    const QJsonArray list = several ? object[QLatin1String("conversations")].toArray() : QJsonArray { object };
    QList<Storage::StoredConversation> conversations;
    for (const QJsonValue &one : list) {
        HEDDLE_TRY_VALUE(const auto stored, ConversationReader().read(one.toObject()));
        conversations += stored;
    }
    return conversations;
}

Result<ImportReport> importConversations(
    const Storage::ConversationRepository &conversations, const QByteArray &bytes, const std::stop_token &stop)
{
    HEDDLE_TRY_VALUE(const auto read, readTransferFile(bytes));
    ImportReport report;
    QList<Storage::StoredConversation> fresh;
    QSet<QString> taken;
    for (const Storage::StoredConversation &stored : read) {
        if (stop.stop_requested())
            return Error::cancelled();
        QStringList ids, attached;
        for (const Storage::MessageRow &message : stored.messages)
            ids += message.id;
        for (const Storage::StoredAttachment &attachment : stored.attachments)
            attached += attachment.row.id;
        HEDDLE_TRY_VALUE(const auto known, Storage::messageIdsOf(conversations, stored.row.id));
        HEDDLE_TRY_VALUE(const auto knownFiles, Storage::AttachmentRepository(conversations.database()).known(attached));
        if (known && conversations.load(stored.row.id) && knownFiles.size() == attached.size()
            && std::all_of(ids.cbegin(), ids.cend(), [&known](const QString &id) { return known->contains(id); })) {
            ++report.known;
            continue;
        }
        HEDDLE_TRY_VALUE(const bool used, Storage::hasAnyMessage(conversations, ids));
        ids += attached;
        const bool copy = known || used || !knownFiles.isEmpty() || taken.contains(stored.row.id)
            || std::any_of(ids.cbegin(), ids.cend(), [&taken](const QString &id) { return taken.contains(id); });
        taken.insert(stored.row.id);
        for (const QString &id : std::as_const(ids))
            taken.insert(id);
        fresh += copy ? withNewIds(stored) : stored;
        report.copied += copy ? 1 : 0;
    }
    HEDDLE_TRY(Storage::writeConversations(conversations, fresh));
    report.imported = int(fresh.size());
    return report;
}

} // namespace Heddle::Conversation
