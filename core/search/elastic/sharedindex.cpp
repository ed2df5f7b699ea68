// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/search/elastic/sharedindex.h"
#include "core/search/elastic/contention.h"
#include "core/search/elastic/servererror.h"
#include <QCoreApplication>

namespace Heddle::Search::Elastic {
namespace {

constexpr std::chrono::seconds LookUpAfter { 60 };

QString tr(const char *text)
{
    return QCoreApplication::translate("Heddle::Search", text);
}

} // namespace

void SharedIndex::forget()
{
    const std::lock_guard lock(m_mutex);
    m_current.reset();
}

Result<QJsonObject> SharedIndex::indexSettings(const QString &name, std::stop_token stop)
{
    Call call;
    call.path = QLatin1Char('/') + name + QLatin1String("?flat_settings=true");
    call.expected = { 404 };
    call.deadline = m_client->configuration().searchDeadline;
    auto answer = m_client->call(call, Concurrency::Context(stop));
    if (!answer)
        return answer.error();
    return answer->ok() ? answer->body : QJsonObject();
}

Result<std::optional<Current>> SharedIndex::current(std::stop_token stop)
{
    {
        const std::lock_guard lock(m_mutex);
        if (m_current && std::chrono::steady_clock::now() - m_lookedUp < LookUpAfter)
            return std::optional(*m_current);
    }
    auto server = m_client->server(Concurrency::Context(stop));
    if (!server)
        return server.error();
    const Configuration &configuration = m_client->configuration();
    auto answer = indexSettings(configuration.index, stop);
    if (!answer)
        return answer.error();
    if (answer->isEmpty())
        return std::optional<Current>();
    if (answer->size() > 1)
        return foreignIndex(configuration, tr("the name stands for several indices"));
    const QJsonObject index = answer->begin()->toObject();
    const QJsonObject meta = index[QLatin1String("mappings")].toObject()[QLatin1String("_meta")].toObject();
    const int schema = meta[QLatin1String("heddle_schema")].toInt();
    if (schema < 1 || answer->begin().key() == configuration.index)
        return foreignIndex(configuration, tr("Heddle did not make it"));
    if (schema > Schema)
        return foreignIndex(configuration, tr("a newer Heddle made it; update Heddle on this computer"));
    Current current;
    current.name = answer->begin().key();
    current.uuid = index[QLatin1String("settings")].toObject()[QLatin1String("index.uuid")].toString();
    current.model = meta[QLatin1String("model")].toString();
    current.dimension = meta[QLatin1String("dimension")].toInt();
    const std::lock_guard lock(m_mutex);
    m_current = current;
    m_lookedUp = std::chrono::steady_clock::now();
    return std::optional(current);
}

Status SharedIndex::create(const QString &name, const QString &model, int dimension, bool withAlias, std::stop_token stop)
{
    auto server = m_client->server(Concurrency::Context(stop));
    if (!server)
        return server.error();
    QJsonObject definition = indexDefinition(server->product, model, dimension);
    if (withAlias)
        definition.insert(QStringLiteral("aliases"), QJsonObject { { m_client->configuration().index, QJsonObject() } });
    Call call;
    call.method = "PUT";
    call.path = QLatin1Char('/') + name;
    call.body = toJson(definition);
    call.expected = { 400 };
    call.deadline = m_client->configuration().writeDeadline;
    auto answer = m_client->call(call, Concurrency::Context(stop));
    if (!answer)
        return answer.error();
    // Another computer may have been first.
    if (answer->ok() || reasonOf(answer->body).type == QLatin1String("resource_already_exists_exception"))
        return Done {};
    return m_client->errorFor(answer->status, answer->body);
}

Result<Current> SharedIndex::ensure(std::stop_token stop)
{
    forget();
    auto found = current(stop);
    if (!found)
        return found.error();
    if (*found)
        return **found;
    HEDDLE_TRY(create(indexName(m_client->configuration().index, {}), {}, 0, true, stop));
    found = current(stop);
    if (!found)
        return found.error();
    if (*found)
        return **found;
    return foreignIndex(m_client->configuration(),
        tr("there is an index \"%1\" that the name does not stand for").arg(indexName(m_client->configuration().index, {})));
}

Result<Names> SharedIndex::names() const
{
    auto id = m_library.libraryId();
    if (!id)
        return id.error();
    auto collections = m_library.collectionNames();
    if (!collections)
        return collections.error();
    return Names(*id, *collections);
}

Result<QHash<QString, QJsonObject>> SharedIndex::documents(const QString &index, const QStringList &ids, bool whole, std::stop_token stop)
{
    Call call;
    call.method = "POST";
    call.path = QLatin1Char('/') + index + QLatin1String("/_mget") + QLatin1String(whole ? "" : "?_source_includes=holders");
    call.body = toJson({ { QStringLiteral("ids"), QJsonArray::fromStringList(ids) } });
    call.deadline = m_client->configuration().writeDeadline;
    auto answer = m_client->call(call, Concurrency::Context(stop));
    if (!answer)
        return answer.error();
    QHash<QString, QJsonObject> found;
    for (const QJsonValue &value : answer->body[QLatin1String("docs")].toArray()) {
        const QJsonObject document = value.toObject();
        if (document.contains(QLatin1String("error")))
            return m_client->errorFor(404, document);
        if (document[QLatin1String("found")].toBool())
            found.insert(document[QLatin1String("_id")].toString(), document);
    }
    return found;
}

Status SharedIndex::note(const BulkOutcome &outcome) const
{
    if (outcome.refused == 0)
        return Done {};
    State changed = state();
    changed.refused += outcome.refused;
    changed.refusedReason = outcome.reason;
    return setState(changed);
}

namespace {

//! A chunk as it is to be written.
struct Wanted {
    QJsonObject fields;
    QStringList holders; //!< that it must have, beside those it has
};

QHash<QString, Wanted> wantedFrom(const QList<Storage::ChunkInDocument> &chunks, const Names &names)
{
    QHash<QString, Wanted> wanted;
    for (const auto &chunk : chunks) {
        const QString key = names.key(chunk);
        Wanted &document = wanted[key];
        if (document.fields.isEmpty())
            document.fields = names.fields(chunk, key);
        document.holders += names.holder(chunk.chunk.id);
    }
    return wanted;
}

//! Writes for what is wanted, given the documents that are there.
QList<Write> writesFor(const QHash<QString, Wanted> &wanted, const QHash<QString, QJsonObject> &there)
{
    QList<Write> writes;
    for (auto it = wanted.cbegin(); it != wanted.cend(); ++it) {
        const auto known = there.constFind(it.key());
        Write write { Write::Kind::Create, it.key(), it->fields, {} };
        QJsonArray holders;
        if (known != there.cend()) {
            write.kind = Write::Kind::Update;
            write.on = versionOf(*known);
            holders = write.on->holders;
        }
        for (const QString &holder : it->holders) {
            if (!holders.contains(holder))
                holders += holder;
        }
        write.fields.insert(QStringLiteral("holders"), holders);
        writes += write;
    }
    return writes;
}

} // namespace

Status SharedIndex::put(const QList<Storage::ChunkInDocument> &chunks, std::stop_token stop)
{
    auto names = this->names();
    if (!names)
        return names.error();
    QHash<QString, Wanted> wanted = wantedFrom(chunks, *names);
    Concurrency::Contents contents;
    contents.texts = int(wanted.size());
    for (const auto &chunk : chunks)
        contents.collections.insert(chunk.collection.toStdString());
    const QString alias = m_client->configuration().index;
    for (int round = 0; !wanted.isEmpty(); ++round) {
        if (round == MaxRounds)
            return contended();
        auto there = documents(alias, wanted.keys(), false, stop);
        if (!there)
            return there.error();
        const QList<Write> writes = writesFor(wanted, *there);
        auto outcome = m_bulk.send(alias, true, writes, Concurrency::Context(stop).carrying(contents));
        if (!outcome)
            return outcome.error();
        HEDDLE_TRY(note(*outcome));
        wanted = conflicting(wanted, writes, *outcome);
    }
    return Done {};
}

Status SharedIndex::release(const QJsonObject &query, const std::function<bool(const QString &holder)> &goes, std::stop_token stop)
{
    const QString alias = m_client->configuration().index;
    for (int round = 0; round < MaxRounds; ++round) {
        HEDDLE_TRY(refresh(alias, stop)); // what was written a moment ago must be found
        bool conflicts = false;
        const Status status = m_client->forEachPage(
            alias, query, QJsonArray { QStringLiteral("holders") },
            [&](const QJsonArray &hits) -> Status {
                QList<Write> writes;
                for (const QJsonValue &value : hits) {
                    const QJsonObject hit = value.toObject();
                    Write write { Write::Kind::Update, hit[QLatin1String("_id")].toString(), {}, versionOf(hit) };
                    QJsonArray left;
                    for (const QJsonValue &holder : std::as_const(write.on->holders)) {
                        if (!goes(holder.toString()))
                            left += holder;
                    }
                    if (left.size() == write.on->holders.size())
                        continue;
                    if (left.isEmpty())
                        write.kind = Write::Kind::Delete;
                    else
                        write.fields.insert(QStringLiteral("holders"), left);
                    writes += write;
                }
                auto outcome = m_bulk.send(alias, true, writes, Concurrency::Context(stop).carrying({}));
                if (!outcome)
                    return outcome.error();
                conflicts = conflicts || !outcome->conflicts.isEmpty();
                return Done {};
            },
            Concurrency::Context(stop));
        if (!status || !conflicts)
            return status;
    }
    return contended();
}

Status SharedIndex::refresh(const QString &index, std::stop_token stop)
{
    Call call;
    call.method = "POST";
    call.path = QLatin1Char('/') + index + QLatin1String("/_refresh");
    call.deadline = m_client->configuration().writeDeadline;
    auto answer = m_client->call(call, Concurrency::Context(stop));
    if (!answer)
        return answer.error();
    return Done {};
}

Result<qint64> SharedIndex::count(const QString &index, const QJsonObject &query, std::stop_token stop)
{
    Call call;
    call.path = QLatin1Char('/') + index + QLatin1String("/_count");
    call.deadline = m_client->configuration().searchDeadline;
    if (!query.isEmpty()) {
        call.method = "POST";
        call.body = toJson({ { QStringLiteral("query"), query } });
    }
    auto answer = m_client->call(call, Concurrency::Context(stop));
    if (!answer)
        return answer.error();
    return answer->body[QLatin1String("count")].toInteger();
}

Result<QHash<QString, qint64>> SharedIndex::passagesByCollection(const QString &index, std::stop_token stop)
{
    constexpr int MaxCollections = 10'000;
    HEDDLE_TRY_VALUE(const Names names, this->names());
    const auto object = [](const char *key, const QJsonValue &value) { return QJsonObject { { QLatin1String(key), value } }; };
    Call call;
    call.method = "POST";
    call.path = QLatin1Char('/') + index + QLatin1String("/_search");
    call.deadline = m_client->configuration().searchDeadline;
    const QJsonObject collections { { QStringLiteral("field"), QStringLiteral("collection") }, { QStringLiteral("size"), MaxCollections } };
    call.body = toJson({ { QStringLiteral("size"), 0 }, { QStringLiteral("query"), object("prefix", object("holders", names.prefix())) },
        { QStringLiteral("aggs"), object("collections", object("terms", collections)) } });
    HEDDLE_TRY_VALUE(const Answer answer, m_client->call(call, Concurrency::Context(stop)));
    QHash<QString, qint64> counts;
    for (const QJsonValue &bucket :
        answer.body[QLatin1String("aggregations")].toObject()[QLatin1String("collections")].toObject()[QLatin1String("buckets")].toArray())
        counts.insert(bucket[QLatin1String("key")].toString(), bucket[QLatin1String("doc_count")].toInteger());
    return counts;
}

} // namespace Heddle::Search::Elastic
