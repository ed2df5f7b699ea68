// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/search/elastic/indexsearcher.h"
#include "core/search/elastic/question.h"
#include "core/search/elastic/servererror.h"
#include "core/search/fusion.h"
#include "core/search/librarytexts.h"
#include "core/search/query.h"
#include <QCoreApplication>

namespace Heddle::Search::Elastic {
namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Heddle::Search", text);
}

} // namespace

//! Hits of a leg joined with those of the other, by key.
struct JoinedHits {
    void add(const QList<Found> &found, std::optional<LegScore> Hit::*leg, const Names &names)
    {
        int rank = 0;
        for (const Found &one : found) {
            qsizetype at = places.value(one.key, -1);
            if (at < 0) {
                at = list.size();
                places.insert(one.key, at);
                Hit hit;
                hit.chunk = one.key;
                list += hit;
                rows.insert(one.key, names.rows(one.holders));
            }
            list[at].*leg = LegScore { ++rank, one.score };
        }
    }

    QList<Hit> list;
    QHash<QString, QList<qint64>> rows; //!< of this library, by key

    QHash<QString, qsizetype> places;
};

Result<QList<Answer>> IndexSearcher::multiSearch(const QString &index, const QList<QJsonObject> &bodies, Concurrency::Context context)
{
    Call call;
    call.method = "POST";
    call.path = QLatin1Char('/') + index + QLatin1String("/_msearch");
    call.lines = true;
    call.holdsText = true;
    call.purpose = QStringLiteral("search");
    call.deadline = m_client->configuration().searchDeadline;
    for (const QJsonObject &body : bodies)
        call.body += "{}\n" + toJson(body) + '\n';
    auto answer = m_client->call(call, context);
    if (!answer)
        return answer.error();
    QList<Answer> answers;
    for (const QJsonValue &one : answer->body[QLatin1String("responses")].toArray())
        answers += Answer { one[QLatin1String("status")].toInt(200), one.toObject() };
    if (answers.size() != bodies.size())
        return Error { ErrorCode::Protocol, tr("%1 did not answer all searches; try again.").arg(m_client->host()), {}, true };
    return answers;
}

Result<QStringList> IndexSearcher::languagesOf(const QString &index, Concurrency::Context context)
{
    {
        const std::lock_guard lock(m_mutex);
        if (!m_languages.isEmpty())
            return m_languages;
    }
    auto answers = multiSearch(index, { languagesBody() }, context);
    if (!answers)
        return answers.error();
    if (!answers->first().ok())
        return m_client->errorFor(answers->first().status, answers->first().body);
    return readLanguages(answers->first().body);
}

QString IndexSearcher::correction(
    const SearchRequest &request, const QString &index, const QList<QueryTerm> &terms, Concurrency::Context context)
{
    const QJsonObject body = spellingBody(request.question, terms);
    if (body.isEmpty())
        return {};
    const auto answers = multiSearch(index, { body }, context);
    return answers ? corrected(request.question, readSpellings(answers->first().body)) : QString();
}

Result<QHash<QString, QJsonObject>> IndexSearcher::sources(const QString &index, const QStringList &keys, Concurrency::Context context)
{
    QHash<QString, QJsonObject> found;
    if (keys.isEmpty())
        return found;
    Call call;
    call.method = "POST";
    call.path = QLatin1Char('/') + index + QLatin1String("/_mget?_source_excludes=terms,words,vector");
    call.body = toJson({ { QStringLiteral("ids"), QJsonArray::fromStringList(keys) } });
    call.purpose = QStringLiteral("search");
    call.deadline = m_client->configuration().searchDeadline;
    auto answer = m_client->call(call, context);
    if (!answer)
        return answer.error();
    for (const QJsonValue &value : answer->body[QLatin1String("docs")].toArray()) {
        if (value[QLatin1String("found")].toBool())
            found.insert(value[QLatin1String("_id")].toString(), value[QLatin1String("_source")].toObject());
    }
    return found;
}

Status IndexSearcher::readTexts(SearchResult &result, const JoinedHits &hits, const Names &names, const QString &index,
    const SearchRequest &request, Concurrency::Context context)
{
    if (request.limit < result.hits.size())
        result.hits.resize(request.limit);
    QList<qint64> rows;
    for (const Hit &hit : std::as_const(result.hits))
        rows += hits.rows.value(hit.chunk);
    auto chunks = m_library.chunks(rows);
    if (!chunks)
        return chunks.error();
    QStringList others; // keys of passages that this library does not hold
    QHash<QString, qint64> own;
    for (const Hit &hit : std::as_const(result.hits)) {
        for (const qint64 row : hits.rows.value(hit.chunk)) {
            const auto chunk = chunks->constFind(row);
            if (chunk != chunks->cend() && !own.contains(hit.chunk) && names.key(*chunk) == hit.chunk)
                own.insert(hit.chunk, row);
        }
        if (!own.contains(hit.chunk))
            others += hit.chunk;
    }
    auto foreign = sources(index, others, context);
    if (!foreign)
        return foreign.error();
    QList<Hit> complete;
    for (Hit hit : std::as_const(result.hits)) {
        if (const auto row = own.constFind(hit.chunk); row != own.cend()) {
            fillFrom(hit, (*chunks)[*row]);
        } else if (const auto source = foreign->constFind(hit.chunk); source != foreign->cend()) {
            Hit known = hitFrom(*source, hit.chunk);
            known.textLeg = hit.textLeg;
            known.vectorLeg = hit.vectorLeg;
            known.fused = hit.fused;
            hit = known;
        } else {
            continue; // removed since
        }
        complete += hit;
    }
    result.hits = complete;
    return Done {};
}

//! One search: what is asked, and what comes of it.
struct IndexSearcher::Search {
    const SearchRequest &request;
    const Current &index;
    const Names &names;
    QJsonArray filters {};
    TextLeg words {};
    QList<QJsonObject> bodies {}; //!< of the text leg, then of the vector leg, where they are searched
    qsizetype textAt = -1; //!< the body of the text leg; -1: it isn't searched
    JoinedHits hits {};
    SearchResult result {};
};

Status IndexSearcher::prepare(Search &search, Product product, Concurrency::Context context)
{
    const SearchRequest &request = search.request;
    if (request.legs != Leg::Vector) {
        HEDDLE_TRY_VALUE(const QStringList languages, languagesOf(search.index.name, context));
        search.words = textLeg(request.question, languages, search.filters, request.allWords);
        if (search.words.cut && !search.words.terms.isEmpty())
            search.result.notices +=
                tr("The question is very long; its first %1 different words were searched.").arg(search.words.terms.size());
        if (!search.words.query.isEmpty())
            search.bodies += textBody(search.words, request.depth);
    }
    search.textAt = search.bodies.size() - 1;
    const QString &model = search.index.model;
    search.result.vectorSearched = request.vector && request.legs != Leg::Text && !model.isEmpty() && model == request.vectorModel
        && int(request.vector->size()) == search.index.dimension;
    if (search.result.vectorSearched)
        search.bodies += vectorBody(product, *request.vector, search.filters, request.depth);
    return Done {};
}

Status IndexSearcher::readTextLeg(Search &search, const Answer &answer)
{
    if (!answer.ok())
        return m_client->errorFor(answer.status, answer.body);
    search.hits.add(readHits(answer.body).mid(0, search.request.depth), &Hit::textLeg, search.names);
    const QJsonObject hits = answer.body[QLatin1String("hits")].toObject();
    search.result.total = hits[QLatin1String("total")].toObject()[QLatin1String("value")].toInteger();
    readStatistics(answer.body, search.words);
    search.result.terms = search.words.terms;
    const std::lock_guard lock(m_mutex);
    m_languages = readLanguages(answer.body);
    return Done {};
}

Status IndexSearcher::readVectorLeg(Search &search, const Answer &answer)
{
    if (!answer.ok()) {
        const Error error = m_client->errorFor(answer.status, answer.body);
        if (search.textAt < 0 || error.status == 404)
            return error;
        search.result.vectorSearched = false;
        search.result.notices += tr("Searched by words only. %1").arg(error.message);
        return Done {};
    }
    QList<Found> near = readHits(answer.body).mid(0, search.request.depth);
    for (Found &one : near)
        one.score = 2 * one.score - 1; // both servers tell (1 + cosine) / 2
    search.hits.add(near, &Hit::vectorLeg, search.names);
    return Done {};
}

//! Whether an index that this computer has not filled lacks this library altogether; looked up once for each index.
Result<bool> IndexSearcher::lacksLibrary(const Current &index, Concurrency::Context context)
{
    {
        const std::lock_guard lock(m_mutex);
        if (m_lookedInto == index.uuid)
            return m_lacksLibrary;
    }
    HEDDLE_TRY_VALUE(const auto there, m_shared->passagesByCollection(index.name, context.stop));
    HEDDLE_TRY_VALUE(const qint64 here, m_library.chunkCount(0, 1));
    const std::lock_guard lock(m_mutex);
    m_lookedInto = index.uuid;
    m_lacksLibrary = there.isEmpty() && here > 0;
    return m_lacksLibrary;
}

//! Says so where the server doesn't hold all of this library.
Status IndexSearcher::noteMissingPart(SearchResult &result, const Current &index, Concurrency::Context context)
{
    const State noted = m_shared->state();
    if (noted.rebuilding) {
        result.notices += tr("A part of the index is being built anew; some passages are missing until it is done.");
    } else if (noted.interrupted) {
        result.notices += tr("The search server failed while it was filled, so some passages are missing. Read the library again "
                             "when the server is back; Heddle's window does so by itself.");
    } else if (noted.index != index.uuid) {
        HEDDLE_TRY_VALUE(const bool lacks, lacksLibrary(index, context));
        if (!lacks)
            return Done {};
        result.notices += tr("The index on the server is another one than before and holds nothing of this library. Read the library "
                             "again: it is filled then, and no file is read again.");
    } else {
        return Done {};
    }
    result.partial = true;
    return Done {};
}

Result<SearchResult> IndexSearcher::searchIndex(const SearchRequest &request, const Current &index, Concurrency::Context context)
{
    HEDDLE_TRY_VALUE(const Server server, m_client->server(context));
    HEDDLE_TRY_VALUE(const Names names, m_shared->names());
    HEDDLE_TRY_VALUE(const auto places, m_library.documentPlaces(request.filters.documents));
    Search search { request, index, names };
    search.filters = filtersOf(request.filters, names, places);
    HEDDLE_TRY(prepare(search, server.product, context));
    SearchResult &result = search.result;
    if (search.bodies.isEmpty())
        return result;
    HEDDLE_TRY_VALUE(const QList<Answer> answers, multiSearch(index.name, search.bodies, context));
    result.host = m_client->host();
    if (search.textAt >= 0) {
        HEDDLE_TRY(readTextLeg(search, answers[search.textAt]));
    }
    if (result.vectorSearched) {
        HEDDLE_TRY(readVectorLeg(search, answers.last()));
    }
    for (const Answer &answer : answers)
        result.partial = result.partial || answer.body[QLatin1String("timed_out")].toBool()
            || answer.body[QLatin1String("_shards")].toObject()[QLatin1String("failed")].toInt() > 0;
    result.hits = search.hits.list;
    if (result.partial)
        result.notices += tr("Parts of the index on the server are not available; some passages are missing.");
    result.suggestion = correction(request, index.name, result.terms, context);
    if (request.limit == 0)
        return result;
    fuse(result, request.textWeight, request.vectorWeight);
    HEDDLE_TRY(readTexts(result, search.hits, names, index.name, request, context));
    HEDDLE_TRY(noteMissingPart(result, index, context));
    return result;
}

Result<SearchResult> IndexSearcher::search(const SearchRequest &request, Concurrency::Context context)
{
    constexpr int Attempts = 2; // another computer may have replaced the index
    for (int attempt = 1;; ++attempt) {
        auto index = m_shared->current(context.stop);
        if (!index)
            return index.error();
        if (!*index) {
            const QJsonObject missing { { QStringLiteral("type"), QStringLiteral("index_not_found_exception") } };
            return m_client->errorFor(404, missing);
        }
        auto result = searchIndex(request, **index, context);
        if (result || result.error().status != 404 || attempt == Attempts)
            return result;
        m_shared->forget();
    }
}

} // namespace Heddle::Search::Elastic
