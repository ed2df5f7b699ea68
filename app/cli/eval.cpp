// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.h"
#include "core/evaluation/reportjson.h"
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>

namespace Heddle::Cli {
namespace {

//! A report as eval has printed it before.
Result<Evaluation::Report> reportFrom(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return Error { ErrorCode::Unreadable, QStringLiteral("%1 could not be read: %2.").arg(path, file.errorString()), {}, false };
    auto report = Evaluation::reportFrom(QJsonDocument::fromJson(file.readAll()).object());
    if (!report)
        return Error::input(QStringLiteral("%1: %2.").arg(path, report.error().message));
    return report;
}

QString place(int rank)
{
    return rank > 0 ? QString::number(rank) : QStringLiteral("not found");
}

//! Those of a file, or the ones saved in the window.
QCoro::Task<Result<QList<Evaluation::Judged>>> questionsFor(App::App *app, QString path, std::stop_token stop)
{
    if (path.isEmpty()) {
        auto task = app->savedQuestions().overview(stop);
        const auto saved = co_await std::move(task);
        if (!saved)
            co_return saved.error();
        if (saved->questions.isEmpty())
            co_return Error::input(
                QStringLiteral("No question is saved. Save some in the window, or name a file of questions, one JSON object a "
                               "line; see heddle-cli --help."));
        co_return saved->questions;
    }
    co_return Evaluation::loadJudged(path);
}

QStringList figures(const Evaluation::Report &report, const std::optional<Evaluation::Report> &before)
{
    QStringList lines { QStringLiteral("%1 of %2 questions found something right among the first 10%3.")
                            .arg(report.found10)
                            .arg(report.answered.size())
                            .arg(before ? QStringLiteral(", were %1").arg(before->found10) : QString()) };
    const auto figure = [&](const char *name, double Evaluation::Report::*value) {
        lines += QStringLiteral("%1 %2%3")
                     .arg(QLatin1String(name))
                     .arg(report.*value, 0, 'f', 4)
                     .arg(before ? QStringLiteral(" (was %1)").arg((*before).*value, 0, 'f', 4) : QString());
    };
    figure("nDCG@10  ", &Evaluation::Report::ndcg10);
    figure("recall@20", &Evaluation::Report::recall20);
    figure("MRR      ", &Evaluation::Report::mrr);
    return lines;
}

//! What is better or worse than in an earlier report, into `json`; returned: the same for people, a line each.
QStringList comparison(const Evaluation::Report &before, const Evaluation::Report &report, QJsonObject *json)
{
    QStringList lines;
    QJsonArray better, worse;
    for (const auto &change : Evaluation::changes(before, report)) {
        (change.isBetter() ? better : worse) +=
            QJsonObject { { QStringLiteral("id"), change.id }, { QStringLiteral("question"), change.question },
                { QStringLiteral("before"), change.before > 0 ? QJsonValue(change.before) : QJsonValue() },
                { QStringLiteral("after"), change.after > 0 ? QJsonValue(change.after) : QJsonValue() } };
        lines += QStringLiteral("  %1 %2 → %3  %4")
                     .arg(change.isBetter() ? QStringLiteral("better") : QStringLiteral("worse "), place(change.before),
                         place(change.after), oneLine(change.question.left(80)));
    }
    (*json)[QStringLiteral("better")] = better;
    (*json)[QStringLiteral("worse")] = worse;
    return lines;
}

QStringList notFound(const Evaluation::Report &report)
{
    QStringList lines;
    for (const auto &answered : report.answered) {
        if (answered.score.rank == 0)
            lines += QStringLiteral("  not found: %1").arg(oneLine(answered.question.left(100)));
    }
    return lines;
}

} // namespace

QCoro::Task<Outcome> eval(App::App *app, Arguments arguments, std::stop_token stop)
{
    auto questionsTask = questionsFor(app, arguments.operand(1), stop);
    const auto questions = co_await std::move(questionsTask);
    if (!questions)
        co_return failure(questions.error());
    std::optional<Evaluation::Report> before;
    if (const QString earlier = arguments.options.value(QStringLiteral("before")); !earlier.isEmpty()) {
        auto read = reportFrom(earlier);
        if (!read)
            co_return failure(read.error());
        before = *read;
    }
    Retrieval::RetrievalRequest request;
    request.setup = app->setup().answers().take();
    request.rerank = !arguments.options.contains(QStringLiteral("no-rerank"));
    request.rerankBudget = std::chrono::hours(1);
    const auto legs = legsFrom(arguments);
    if (!legs)
        co_return usage(legs.error().message);
    request.legs = *legs;
    auto filters = co_await filtersFrom(app, arguments, stop);
    if (!filters)
        co_return failure(filters.error());
    request.filters = *filters;
    const qsizetype count = questions->size();
    auto task = Evaluation::evaluate(
        *questions, &app->retriever(), app->library(), &app->pools(), request,
        [count](qsizetype done) { showProgress(QStringLiteral("%1 of %2 questions").arg(done).arg(count), done == count); },
        Concurrency::Context(stop));
    const auto report = co_await std::move(task);
    if (!report)
        co_return failure(report.error());
    QJsonObject json = Evaluation::toJson(*report);
    QStringList lines = figures(*report, before);
    lines += before ? comparison(*before, *report, &json) : notFound(*report);
    lines += report->notices;
    co_return Outcome { json, lines.join(QLatin1Char('\n')), Ok };
}

} // namespace Heddle::Cli
