// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.h"
#include "core/retrieval/emptyresult.h"
#include "core/search/snippet.h"
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QSaveFile>
#include <QSet>

namespace Heddle::Cli {
namespace {

constexpr int BatchDepth = 100;

QJsonValue orNull(const std::optional<Search::LegScore> &leg, bool rank)
{
    if (!leg)
        return QJsonValue::Null;
    return rank ? QJsonValue(leg->rank) : QJsonValue(leg->score);
}

QJsonArray copiesJson(const QList<Search::Copy> &copies)
{
    QJsonArray json;
    for (const Search::Copy &copy : copies) {
        json += QJsonObject { { QStringLiteral("chunk"), copy.chunk }, { QStringLiteral("document"), copy.document },
            { QStringLiteral("path"), copy.path }, { QStringLiteral("page"), copy.page > 0 ? QJsonValue(copy.page) : QJsonValue() } };
    }
    return json;
}

QJsonObject hitJson(const Retrieval::Passage &passage, const QString &snippet)
{
    const Search::Hit &hit = passage.hit;
    return { { QStringLiteral("rank"), passage.rank }, { QStringLiteral("chunk"), hit.chunk }, { QStringLiteral("document"), hit.document },
        { QStringLiteral("path"), hit.path }, { QStringLiteral("title"), hit.title }, { QStringLiteral("heading"), hit.heading },
        { QStringLiteral("page"), hit.page > 0 ? QJsonValue(hit.page) : QJsonValue() }, { QStringLiteral("score"), passage.score },
        { QStringLiteral("text_rank"), orNull(hit.textLeg, true) }, { QStringLiteral("text_score"), orNull(hit.textLeg, false) },
        { QStringLiteral("vector_rank"), orNull(hit.vectorLeg, true) }, { QStringLiteral("vector_score"), orNull(hit.vectorLeg, false) },
        { QStringLiteral("rerank_score"), passage.rerankScore ? QJsonValue(*passage.rerankScore) : QJsonValue() },
        { QStringLiteral("start"), hit.start }, { QStringLiteral("end"), hit.end }, { QStringLiteral("snippet"), snippet },
        { QStringLiteral("text"), hit.text }, { QStringLiteral("copies"), copiesJson(hit.copies) } };
}

//! On a terminal the words of the question stand out.
QString marked(const QString &snippet, const QList<Search::QueryTerm> &terms, const QString &language)
{
    QString text = withoutBold(snippet);
    const auto ranges = Search::matchRanges(text, terms, language);
    for (auto range = ranges.crbegin(); range != ranges.crend(); ++range)
        text.replace(range->first, range->second - range->first, bold(text.mid(range->first, range->second - range->first)));
    return text;
}

//! Where else the same text stands, as long as a reader may want to know.
QString copiesText(const QList<Search::Copy> &copies)
{
    constexpr qsizetype Named = 3;
    QStringList paths;
    for (const Search::Copy &copy : copies.mid(0, Named))
        paths += oneLine(copy.path);
    const QString count = copies.size() == 1 ? QStringLiteral("and a copy: ") : QStringLiteral("and %1 copies: ").arg(copies.size());
    return QLatin1String("   ") + count + paths.join(QLatin1String(", ")) + (copies.size() > Named ? QStringLiteral(" …") : QString());
}

QString hitText(const Retrieval::Passage &passage, const QString &snippet)
{
    const Search::Hit &hit = passage.hit;
    QString place = hit.title;
    if (!hit.heading.isEmpty() && hit.heading != hit.title)
        place += QStringLiteral(" · ") + hit.heading;
    if (hit.page > 0)
        place += QStringLiteral(" · page %1").arg(hit.page);
    QString path = oneLine(hit.path);
    if (!hit.copies.isEmpty())
        path += QLatin1Char('\n') + copiesText(hit.copies);
    return QStringLiteral("%1. %2\n   %3\n   %4").arg(passage.rank).arg(oneLine(place), path, snippet);
}

//! As a run names them: a copy is a document of its own.
QStringList documentsOf(const Search::Hit &hit)
{
    QStringList names { QFileInfo(hit.path).completeBaseName() };
    for (const Search::Copy &copy : hit.copies)
        names += QFileInfo(copy.path).completeBaseName();
    return names;
}

//! topic id TAB question a line → a TREC run, one line per document by its best passage.
QCoro::Task<Outcome> batch(App::App *app, Arguments arguments, Retrieval::RetrievalRequest request, std::stop_token stop)
{
    const QString topicsPath = arguments.options.value(QStringLiteral("topics")), runPath = arguments.options.value(QStringLiteral("run"));
    if (runPath.isEmpty())
        co_return usage(QStringLiteral("--topics needs --run FILE to write to."));
    QFile topics(topicsPath);
    if (!topics.open(QIODevice::ReadOnly))
        co_return failure(
            { ErrorCode::Unreadable, QStringLiteral("%1 could not be read: %2.").arg(topicsPath, topics.errorString()), {}, false });
    QSaveFile run(runPath);
    if (!run.open(QIODevice::WriteOnly))
        co_return failure(
            { ErrorCode::StorageReadOnly, QStringLiteral("%1 could not be written: %2.").arg(runPath, run.errorString()), {}, false });
    const int depth = arguments.options.contains(QStringLiteral("limit")) ? request.limit : BatchDepth;
    request.limit = request.depth = std::max(4 * depth, 256); // several passages of one document count once
    int asked = 0;
    while (!topics.atEnd()) {
        const QString line = QString::fromUtf8(topics.readLine()).trimmed();
        if (line.isEmpty())
            continue;
        const qsizetype tab = line.indexOf(QLatin1Char('\t'));
        if (tab <= 0)
            co_return failure({ ErrorCode::Input,
                QStringLiteral("%1: each line must be an id, a tab and a question; this one is not: %2").arg(topicsPath, line.left(80)), {},
                false });
        request.question = line.mid(tab + 1);
        auto found = co_await app->retriever().retrieve(request, nullptr, Concurrency::Context(stop));
        if (!found)
            co_return failure(found.error());
        QSet<QString> seen;
        for (const auto &passage : std::as_const(found->passages)) {
            for (const QString &document : documentsOf(passage.hit)) {
                if (seen.size() >= depth || seen.contains(document))
                    continue;
                seen += document;
                run.write(QStringLiteral("%1 Q0 %2 %3 %4 heddle\n")
                              .arg(line.left(tab), document)
                              .arg(seen.size())
                              .arg(passage.score, 0, 'f', 6)
                              .toUtf8());
            }
        }
        ++asked;
    }
    if (!run.commit())
        co_return failure(
            { ErrorCode::Storage, QStringLiteral("%1 could not be written: %2.").arg(runPath, run.errorString()), {}, false });
    co_return Outcome { { { QStringLiteral("topics"), asked }, { QStringLiteral("run"), runPath } },
        QStringLiteral("%1 questions answered into %2.").arg(asked).arg(runPath), Ok };
}

//! Reranking was asked for and no reranker is set up: the answer says so, unless it says already why one can't be used.
Setup::AnswerSetupPtr withRerankNotice(Setup::AnswerSetup setup)
{
    using About = Setup::Notice::About;
    const bool said = std::any_of(setup.notices.cbegin(), setup.notices.cend(),
        [](const Setup::Notice &notice) { return notice.about == About::Rerank || notice.about == About::Settings; });
    if (!said)
        setup.notices += Setup::Notice { About::Rerank,
            QStringLiteral("No reranker is set up: heddle-cli config set rerank.provider ID (heddle-cli providers lists them).") };
    return std::make_shared<const Setup::AnswerSetup>(std::move(setup));
}

} // namespace

QCoro::Task<Outcome> search(App::App *app, Arguments arguments, std::stop_token stop)
{
    Retrieval::RetrievalRequest request;
    request.question = arguments.words.mid(1).join(QLatin1Char(' '));
    request.rerank = !arguments.options.contains(QStringLiteral("no-rerank"));
    request.rerankBudget = std::chrono::hours(1); // the terminal program waits for the reranker's own deadline
    constexpr int MostHits = 10'000;
    bool number = true;
    request.limit =
        arguments.options.contains(QStringLiteral("limit")) ? arguments.options.value(QStringLiteral("limit")).toInt(&number) : 10;
    if (!number || request.limit < 1 || request.limit > MostHits)
        co_return usage(QStringLiteral("--limit takes a whole number from 1 to %1.").arg(MostHits));
    request.setup = app->setup().answers().take();
    if (arguments.options.contains(QStringLiteral("rerank")) && !request.setup->reranker)
        request.setup = withRerankNotice(*request.setup);
    request.depth = request.limit > request.setup->tuning.depth ? request.limit : 0;
    const auto legs = legsFrom(arguments);
    if (!legs)
        co_return usage(legs.error().message);
    request.legs = *legs;
    auto filters = co_await filtersFor(app, arguments, request.question, stop);
    if (!filters)
        co_return failure(filters.error());
    request.filters = *filters;
    if (arguments.options.contains(QStringLiteral("topics")))
        co_return co_await batch(app, arguments, request, stop);
    if (arguments.words.size() < 2)
        co_return usage(QStringLiteral("search needs a question."));
    auto found = co_await app->retriever().retrieve(request, nullptr, Concurrency::Context(stop));
    if (!found)
        co_return failure(found.error());
    QJsonArray hits;
    QStringList lines;
    for (const auto &passage : std::as_const(found->passages)) {
        const QString snippet = Search::snippet(passage.hit.text, found->terms, passage.hit.language);
        hits += hitJson(passage, snippet);
        lines += hitText(passage, marked(snippet, found->terms, passage.hit.language));
    }
    if (lines.isEmpty()) {
        auto rowsTask = app->pools().library.submit(
            [library = app->library()](std::stop_token) { return library.collections(); }, stop, QStringLiteral("list collections"));
        auto rows = co_await std::move(rowsTask);
        if (!rows)
            co_return failure(rows.error());
        lines += Retrieval::emptyResultText(Retrieval::scopeOf(*rows, request.filters.collections), found->terms, found->suggestion);
    } else {
        lines += (found->total == 1 ? QStringLiteral("%1 passage matches.") : QStringLiteral("%1 passages match.")).arg(found->total);
        if (!found->suggestion.isEmpty())
            lines += QStringLiteral("Did you mean \"%1\"?").arg(found->suggestion.left(200));
    }
    lines += found->notices;
    co_return Outcome { { { QStringLiteral("query"), request.question }, { QStringLiteral("total"), found->total },
                            { QStringLiteral("ms"),
                                QJsonObject { { QStringLiteral("search"), found->searchMs }, { QStringLiteral("embed"), found->embedMs },
                                    { QStringLiteral("rerank"), found->rerankMs } } },
                            { QStringLiteral("order"), Retrieval::orderName(found->order) },
                            { QStringLiteral("notices"), QJsonArray::fromStringList(found->notices) },
                            { QStringLiteral("suggestion"), found->suggestion.isEmpty() ? QJsonValue() : QJsonValue(found->suggestion) },
                            { QStringLiteral("hits"), hits } },
        lines.join(QLatin1Char('\n')), Ok };
}

} // namespace Heddle::Cli
