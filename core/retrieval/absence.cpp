// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/retrieval/absence.h"
#include "core/base/filename.h"
#include "core/retrieval/absencetext.h"
#include "core/search/filenames.h"
#include <QCoreApplication>
#include <QRegularExpression>
#include <QSet>

namespace Heddle::Retrieval {
namespace {

constexpr qsizetype MaxFiles = 10; //!< that are looked into; a subject that fits more is too short
constexpr int MaxPhraseHits = 200;

QString tr(const char *text)
{
    return QCoreApplication::translate("Heddle::Retrieval", text);
}

bool isQuoted(const QString &subject)
{
    static const QString opening = QStringLiteral("\"“„«‘'"), closing = QStringLiteral("\"”“»’'");
    return subject.size() > 2 && opening.contains(subject.front()) && closing.contains(subject.back());
}

//! How well a name fits: 0 as the whole name of the file, 1 as a part of it, 2 as a part of its folders; 3 not at all.
int nameDistance(const QByteArray &path, const QString &subject, const std::vector<std::string> &keys)
{
    const QString shown = displayName(path), name = shown.section(QLatin1Char('/'), -1);
    const QString base = name.section(QLatin1Char('.'), 0, -2);
    const auto same = [&subject](const QString &other) { return other.compare(subject, Qt::CaseInsensitive) == 0; };
    if (same(name) || same(shown) || same(base))
        return 0;
    for (const std::string &key : Search::nameKeys(name)) {
        if (std::find(keys.begin(), keys.end(), key) != keys.end())
            return 0;
    }
    return name.contains(subject, Qt::CaseInsensitive) ? 1 : shown.contains(subject, Qt::CaseInsensitive) ? 2 : 3;
}

//! A file that is asked about, or the passages of one that have certain words.
struct Candidate {
    Storage::LocatedDocument document;
    QList<qint64> chunks;
};

struct Found {
    AbsenceReport::About about = AbsenceReport::About::File;
    QList<Candidate> candidates;
    bool more = false;
    qint64 unread = 0;
};

//! The files whose names fit a subject best.
Result<QList<Storage::LocatedDocument>> filesNamed(const Storage::LibraryRepository &library, const QString &subject)
{
    const std::vector<std::string> keys = Search::nameKeys(subject);
    int best = 2;
    HEDDLE_TRY_VALUE(auto documents, library.documentsWhere([&](const QByteArray &path) {
        const int distance = nameDistance(path, subject, keys);
        best = std::min(best, distance);
        return distance <= best;
    }));
    documents.removeIf([&](const auto &document) { return nameDistance(document.path, subject, keys) > best; });
    return documents;
}

Result<Found> findFiles(const Storage::LibraryRepository &library, const QString &subject)
{
    Found found;
    HEDDLE_TRY_VALUE(const auto documents, filesNamed(library, subject));
    found.more = documents.size() > MaxFiles;
    for (const Storage::LocatedDocument &document : documents.mid(0, MaxFiles)) {
        HEDDLE_TRY_VALUE(const auto chunks, library.chunkIdsOfDocument(document.id));
        found.candidates += Candidate { document, chunks };
    }
    return found;
}

//! The passages that have the words of a subject in its order, by document.
Result<Found> findWords(
    const Storage::LibraryRepository &library, Search::Searcher &engine, const QString &subject, Concurrency::Context context)
{
    Found found;
    found.about = AbsenceReport::About::Words;
    Search::SearchRequest request;
    request.question = isQuoted(subject) ? subject : QLatin1Char('"') + QString(subject).remove(QLatin1Char('"')) + QLatin1Char('"');
    request.legs = Search::Leg::Text;
    request.allWords = true;
    request.depth = request.limit = MaxPhraseHits;
    HEDDLE_TRY_VALUE(const auto hits, engine.search(request, context));
    QHash<QString, QList<qint64>> chunks; // by document
    QStringList order;
    for (const Search::Hit &hit : hits.hits) {
        if (hit.chunkRow == 0)
            continue; // of another computer
        if (!chunks.contains(hit.document))
            order += hit.document;
        chunks[hit.document] += hit.chunkRow;
    }
    found.more = order.size() > MaxFiles || hits.total > hits.hits.size();
    HEDDLE_TRY_VALUE(const auto documents, library.documentsWhere([](const QByteArray &) { return true; }));
    for (const QString &id : order.mid(0, MaxFiles)) {
        for (const Storage::LocatedDocument &document : documents) {
            if (document.publicId == id)
                found.candidates += Candidate { document, chunks[id] };
        }
    }
    for (const Storage::LocatedDocument &document : documents)
        found.unread += document.state == QLatin1String("ready") ? 0 : 1;
    return found;
}

Result<Found> find(
    const Storage::LibraryRepository &library, Search::Searcher &engine, const QString &subject, Concurrency::Context context)
{
    if (!isQuoted(subject)) {
        HEDDLE_TRY_VALUE(const auto files, findFiles(library, subject));
        if (!files.candidates.isEmpty())
            return files;
    }
    HEDDLE_TRY_VALUE(auto words, findWords(library, engine, subject, context));
    // What looks like a file's name and stands nowhere is a file that is missing.
    static const QRegularExpression fileName(QStringLiteral("^[^\"]*\\.\\p{L}\\w{0,4}$"));
    if (words.candidates.isEmpty() && fileName.match(subject).hasMatch())
        words.about = AbsenceReport::About::File;
    return words;
}

//! What the library alone can say of a file; nothing where it is searched.
std::optional<Standing::Step> stepInLibrary(const Storage::LocatedDocument &document, const Search::Filters &filters)
{
    using Step = Standing::Step;
    if (document.state == QLatin1String("no_text"))
        return Step::NoText;
    if (document.state == QLatin1String("failed"))
        return Step::Unreadable;
    if (document.state == QLatin1String("reading"))
        return Step::Queued;
    if (document.state != QLatin1String("ready"))
        return Step::NotRead;
    if (!filters.collections.isEmpty() && !filters.collections.contains(document.collectionId))
        return Step::OtherCollection;
    return {};
}

//! Where the passages of a candidate are among those that the search hands over: the best of them, or the one that stands for it.
struct Place {
    const Passage *passage = nullptr;
    bool isCopy = false; //!< `passage` only has the same text
};

Place placeOf(const Candidate &candidate, const Retrieval &retrieval)
{
    const QSet<qint64> rows(candidate.chunks.cbegin(), candidate.chunks.cend());
    Place place;
    for (const Passage &passage : retrieval.passages) {
        if (rows.contains(passage.hit.chunkRow))
            return { &passage, false };
        const auto same = [&](const Search::Copy &copy) { return copy.document == candidate.document.publicId; };
        if (!place.passage && std::any_of(passage.hit.copies.cbegin(), passage.hit.copies.cend(), same))
            place = { &passage, true };
    }
    return place;
}

Standing::Step stepInSearch(const Search::Explanation &explanation, const Place &place, const AbsenceRequest &request)
{
    using Step = Standing::Step;
    if (explanation.indexed == 0)
        return Step::Queued;
    if (place.passage && place.passage->rank <= request.answerPassages) {
        if (place.isCopy)
            return Step::Folded;
        const QString chunk = place.passage->hit.chunk;
        return !request.used || request.used->contains(chunk) ? Step::Used : Step::NotUsed;
    }
    if (explanation.rank > 0 || place.passage)
        return Step::CutOff;
    return explanation.text || explanation.vector ? Step::TooDeep : Step::NoMatch;
}

} // namespace

//! One question about a question, on its way.
struct AbsenceExplainer::Inquiry {
    AbsenceRequest request;
    Retrieval retrieval;
    Search::SearchRequest search; //!< as the retrieval made it

    Result<Standing> standingOf(const Candidate &candidate, Concurrency::Context context) const
    {
        const Storage::LocatedDocument &document = candidate.document;
        Standing standing;
        standing.path = displayName(document.rootPath + '/' + document.path);
        standing.collection = document.collection;
        standing.reason = document.reason;
        int reach = 0;
        if (const auto step = stepInLibrary(document, request.filters)) {
            standing.step = *step;
        } else {
            HEDDLE_TRY_VALUE(const auto explanation, request.setup->engine->explain(search, candidate.chunks, context));
            const Place place = placeOf(candidate, retrieval);
            standing.step = stepInSearch(explanation, place, request);
            standing.total = explanation.total;
            standing.vectorSearched = explanation.vectorSearched;
            standing.text = explanation.text;
            standing.vector = explanation.vector;
            standing.searchRank = place.passage ? place.passage->searchRank : explanation.rank;
            standing.rank = place.passage ? place.passage->rank : 0;
            if (place.isCopy)
                standing.copyOf = place.passage->hit.path;
            reach = explanation.reach;
        }
        standing.message = standingText(standing, request, search.depth, reach);
        return standing;
    }
};

QCoro::Task<Result<AbsenceReport>> AbsenceExplainer::explain(AbsenceRequest request, Concurrency::Context context)
{
    request.subject = request.subject.simplified();
    if (request.subject.isEmpty())
        co_return Error::input(tr("Write the name of a file, or words that stand in it."));
    const Setup::AnswerSetupPtr setup = request.setup;
    context = context.carrying(request.contents);
    auto finding = m_pools->search.submit([library = m_library, engine = setup->engine, subject = request.subject](
                                              Concurrency::Context inside) { return find(library, *engine, subject, inside); },
        context, QStringLiteral("find a file"));
    HEDDLE_CO_TRY_VALUE(const auto found, co_await std::move(finding));
    AbsenceReport report;
    report.about = found.about;
    report.more = found.more;
    if (found.candidates.isEmpty()) {
        Standing nowhere;
        nowhere.message = nothingFitsText(request, found.about, found.unread);
        report.standings += nowhere;
        co_return report;
    }
    const auto inquiry = std::make_shared<Inquiry>();
    inquiry->request = request;
    RetrievalRequest retrieval;
    retrieval.setup = setup;
    retrieval.question = request.question;
    retrieval.contents = request.contents;
    retrieval.filters = request.filters;
    auto retrieving = m_retriever->retrieve(retrieval, {}, context);
    HEDDLE_CO_TRY_VALUE(inquiry->retrieval, co_await std::move(retrieving));
    const auto byMeaning = [](const Passage &passage) { return passage.hit.vectorLeg.has_value(); };
    const QList<Passage> &passages = inquiry->retrieval.passages;
    auto preparing = m_retriever->searchFor(retrieval, std::any_of(passages.cbegin(), passages.cend(), byMeaning), context);
    inquiry->search = co_await std::move(preparing);
    report.notices = inquiry->retrieval.notices;
    report.sent = inquiry->retrieval.sent;
    auto explaining = m_pools->search.submit(
        [inquiry, candidates = found.candidates](Concurrency::Context inside) -> Result<QList<Standing>> {
            QList<Standing> standings;
            for (const Candidate &candidate : candidates) {
                HEDDLE_TRY_VALUE(const auto standing, inquiry->standingOf(candidate, inside));
                standings += standing;
            }
            return standings;
        },
        context, QStringLiteral("explain the search"));
    HEDDLE_CO_TRY_VALUE(report.standings, co_await std::move(explaining));
    std::stable_sort(
        report.standings.begin(), report.standings.end(), [](const Standing &a, const Standing &b) { return a.step > b.step; });
    co_return report;
}

} // namespace Heddle::Retrieval
