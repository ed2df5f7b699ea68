// SPDX-License-Identifier: GPL-3.0-or-later
// The part of SharedIndex about embedding models: an index for another model is built beside the current one, then takes over.
#include "core/search/elastic/contention.h"
#include "core/search/elastic/sharedindex.h"

namespace Heddle::Search::Elastic {

Result<std::optional<QString>> SharedIndex::indexOfModel(const QString &model, std::stop_token stop)
{
    auto now = ensure(stop);
    if (!now)
        return now.error();
    if (now->model == model)
        return std::optional(now->name);
    const QString name = indexName(m_client->configuration().index, model);
    auto beside = indexSettings(name, stop);
    if (!beside)
        return beside.error();
    return beside->isEmpty() ? std::optional<QString>() : std::optional(name);
}

Result<QString> SharedIndex::buildBeside(const QString &model, int dimension, std::stop_token stop)
{
    auto now = ensure(stop);
    if (!now)
        return now.error();
    const QString name = indexName(m_client->configuration().index, model);
    HEDDLE_TRY(create(name, model, dimension, false, stop));
    HEDDLE_TRY(copy(now->name, name, stop));
    return name;
}

Status SharedIndex::copy(const QString &from, const QString &to, std::stop_token stop)
{
    HEDDLE_TRY(refresh(from, stop));
    return m_client->forEachPage(
        from, { { QStringLiteral("match_all"), QJsonObject() } },
        QJsonObject { { QStringLiteral("excludes"), QJsonArray { QStringLiteral("vector"), QStringLiteral("embedded") } } },
        [&](const QJsonArray &hits) -> Status {
            QList<Write> writes;
            for (const QJsonValue &value : hits) {
                const QJsonObject hit = value.toObject();
                writes += { Write::Kind::Create, hit[QLatin1String("_id")].toString(), hit[QLatin1String("_source")].toObject(), {} };
            }
            // What came from there goes back there. A conflict: it is there already.
            auto outcome = m_bulk.send(to, false, writes, Concurrency::Context(stop).carrying({}));
            if (!outcome)
                return outcome.error();
            return note(*outcome);
        },
        Concurrency::Context(stop));
}

Status SharedIndex::setVectors(
    const QString &index, const QHash<QString, QJsonObject> &fields, const Concurrency::Contents &contents, std::stop_token stop)
{
    QHash<QString, QJsonObject> wanted = fields;
    for (int round = 0; !wanted.isEmpty(); ++round) {
        if (round == MaxRounds)
            return contended();
        // The first time they are taken to be there; the whole document is fetched for those that are not.
        QHash<QString, QJsonObject> here, source;
        if (round > 0) {
            auto found = documents(index, wanted.keys(), false, stop);
            if (!found)
                return found.error();
            here = *found;
            auto whole = documents(m_client->configuration().index, wanted.keys(), true, stop);
            if (!whole)
                return whole.error();
            source = *whole;
        }
        QList<Write> writes;
        for (auto it = wanted.cbegin(); it != wanted.cend(); ++it) {
            if (round == 0 || here.contains(it.key())) {
                writes += { Write::Kind::Update, it.key(), *it, {} };
            } else if (source.contains(it.key())) {
                QJsonObject document = source[it.key()][QLatin1String("_source")].toObject();
                for (auto field = it->constBegin(); field != it->constEnd(); ++field)
                    document.insert(field.key(), field.value());
                writes += { Write::Kind::Create, it.key(), document, {} };
            } // else its text is not indexed yet, or gone: it is embedded when it is
        }
        auto outcome = m_bulk.send(index, false, writes, Concurrency::Context(stop).carrying(contents));
        if (!outcome)
            return outcome.error();
        HEDDLE_TRY(note(*outcome));
        wanted = conflicting(wanted, writes, *outcome);
    }
    return Done {};
}

Status SharedIndex::switchTo(const QString &index, std::stop_token stop)
{
    auto before = ensure(stop);
    if (!before)
        return before.error();
    if (before->name == index)
        return Done {};
    // What others have written since the first copy, and what that one had not come to when it was stopped.
    HEDDLE_TRY(copy(before->name, index, stop));
    HEDDLE_TRY(refresh(index, stop));
    const auto action = [](const char *name, const QJsonObject &of) { return QJsonObject { { QLatin1String(name), of } }; };
    const QString alias = m_client->configuration().index, key = QStringLiteral("index");
    Call call;
    call.method = "POST";
    call.path = QStringLiteral("/_aliases");
    call.deadline = m_client->configuration().writeDeadline;
    call.body = toJson({ { QStringLiteral("actions"),
        QJsonArray {
            action("add", { { key, index }, { QStringLiteral("alias"), alias } }), action("remove_index", { { key, before->name } }) } } });
    auto answer = m_client->call(call, Concurrency::Context(stop));
    forget();
    if (!answer)
        return answer.error();
    return Done {};
}

} // namespace Heddle::Search::Elastic
