// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.h"
#include "core/evaluation/rerankcomparer.h"
#include <QJsonArray>

namespace Heddle::Cli {
namespace {

constexpr std::size_t Depth = 10;

QJsonObject toJson(const Rerank::Ranking &ranking, const std::vector<std::size_t> &search, const QList<Retrieval::Passage> &passages)
{
    QJsonArray order;
    for (const std::size_t place : ranking.order)
        order += passages[qsizetype(place)].hit.chunk;
    QJsonObject object { { QStringLiteral("provider"), ranking.configuration.endpoint.id }, { QStringLiteral("name"), ranking.name },
        { QStringLiteral("model"), ranking.configuration.endpoint.model }, { QStringLiteral("host"), ranking.host },
        { QStringLiteral("ms"), ranking.ms }, { QStringLiteral("tokens"), ranking.tokens }, { QStringLiteral("order"), order },
        { QStringLiteral("withheld"), ranking.withheld }, { QStringLiteral("kendall"), Rerank::kendallTau(ranking.order, search) },
        { QStringLiteral("overlap"), Rerank::overlapAt(ranking.order, search, Depth) } };
    if (ranking.error)
        object[QStringLiteral("error")] = QJsonObject { { QStringLiteral("code"), errorName(ranking.error->code) },
            { QStringLiteral("message"), ranking.error->message } };
    return object;
}

QStringList linesOf(
    const Rerank::Ranking &ranking, const std::vector<std::size_t> &search, const QList<Retrieval::Passage> &passages, int shown)
{
    const QString model = ranking.configuration.endpoint.model;
    const QString name = model.isEmpty() ? ranking.name : QStringLiteral("%1, %2").arg(ranking.name, oneLine(model));
    if (ranking.error)
        return { QStringLiteral("%1: %2").arg(name, oneLine(ranking.error->message)) };
    QString head = QStringLiteral("%1: %2 ms").arg(name).arg(ranking.ms, 0, 'f', 0);
    if (ranking.tokens > 0)
        head += QStringLiteral(", %1 tokens").arg(ranking.tokens);
    head += QStringLiteral("; agrees with the search by %1 (Kendall's tau), %2 of the first %3 are the same")
                .arg(Rerank::kendallTau(ranking.order, search), 0, 'f', 2)
                .arg(int(Rerank::overlapAt(ranking.order, search, Depth) * double(std::min(Depth, search.size())) + 0.5))
                .arg(std::min(Depth, search.size()));
    if (ranking.withheld > 0)
        head += QStringLiteral("; %1 passages were not sent: never send").arg(ranking.withheld);
    QStringList lines { head };
    for (std::size_t i = 0; i < std::min(ranking.order.size(), std::size_t(shown)); ++i) {
        const Search::Hit &hit = passages[qsizetype(ranking.order[i])].hit;
        lines += QStringLiteral("  %1. (%2) %3: %4")
                     .arg(i + 1)
                     .arg(ranking.order[i] + 1)
                     .arg(oneLine(hit.title.isEmpty() ? hit.path : hit.title), oneLine(hit.text.simplified().left(80)));
    }
    return lines;
}

} // namespace

QCoro::Task<Outcome> compareRerankers(App::App *app, Arguments arguments, std::stop_token stop)
{
    const QString question = arguments.operand(2);
    if (question.isEmpty())
        co_return usage(QStringLiteral("rerank compare needs a question."));
    auto applying = app->setup().apply(stop);
    co_await std::move(applying);
    auto choosing = filtersFor(app, arguments, question, stop);
    const auto filters = co_await std::move(choosing);
    if (!filters)
        co_return failure(filters.error());
    const QStringList wanted = arguments.options.value(QStringLiteral("providers")).split(QLatin1Char(','), Qt::SkipEmptyParts);
    for (const QString &id : wanted) {
        if (!Rerank::providerById(id))
            co_return usage(QStringLiteral("There is no provider \"%1\".").arg(oneLine(id)));
    }
    auto comparing = app->rerankComparer().compare(question, *filters, wanted, Concurrency::Context(stop));
    const auto comparison = co_await std::move(comparing);
    if (!comparison)
        co_return failure(comparison.error());
    const QList<Retrieval::Passage> &passages = comparison->passages;
    const std::vector<std::size_t> search = comparison->searchOrder();
    if (passages.isEmpty())
        co_return Outcome { { { QStringLiteral("rankings"), QJsonArray() } }, QStringLiteral("Nothing was found."), Ok };
    const int shown = std::max(1, arguments.options.value(QStringLiteral("limit"), QStringLiteral("10")).toInt());
    QJsonArray rankings;
    QStringList lines { QStringLiteral("%1 passages, in parentheses their places in the order of the search.").arg(passages.size()) };
    for (const Rerank::Ranking &one : comparison->rankings) {
        rankings += toJson(one, search, passages);
        lines += linesOf(one, search, passages, shown);
    }
    if (comparison->rankings.isEmpty())
        lines += QStringLiteral("No reranker is set up. See heddle-cli providers.");
    co_return Outcome { { { QStringLiteral("passages"), passages.size() }, { QStringLiteral("rankings"), rankings } },
        lines.join(QLatin1Char('\n')), Ok };
}

} // namespace Heddle::Cli
