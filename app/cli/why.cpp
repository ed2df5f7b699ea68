// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.h"
#include "core/retrieval/absence.h"
#include <QJsonArray>

namespace Heddle::Cli {
namespace {

QJsonValue numberOrNull(int number)
{
    return number > 0 ? QJsonValue(number) : QJsonValue();
}

QJsonObject standingJson(const Retrieval::Standing &standing)
{
    const auto rankOf = [](const std::optional<Search::LegScore> &leg) { return leg ? QJsonValue(leg->rank) : QJsonValue(); };
    return { { QStringLiteral("path"), standing.path.isEmpty() ? QJsonValue() : QJsonValue(standing.path) },
        { QStringLiteral("collection"), standing.collection.isEmpty() ? QJsonValue() : QJsonValue(standing.collection) },
        { QStringLiteral("step"), Retrieval::stepName(standing.step) }, { QStringLiteral("message"), standing.message },
        { QStringLiteral("reason"), standing.reason }, { QStringLiteral("copy_of"), standing.copyOf },
        { QStringLiteral("total"), standing.total }, { QStringLiteral("text_rank"), rankOf(standing.text) },
        { QStringLiteral("vector_rank"), rankOf(standing.vector) }, { QStringLiteral("search_rank"), numberOrNull(standing.searchRank) },
        { QStringLiteral("rank"), numberOrNull(standing.rank) } };
}

//! What a quoted answer to the question rests on; nothing where there is no such answer.
QCoro::Task<std::optional<QStringList>> chunksUsed(App::App *app, Retrieval::AbsenceRequest request, std::stop_token stop)
{
    Setup::AnswerSetup quoting = *request.setup;
    quoting.chatModel.reset(); // what it would write costs money, and is another thing each time
    Dialog::DialogRequest dialog;
    dialog.setup = std::make_shared<const Setup::AnswerSetup>(std::move(quoting));
    dialog.question = request.question;
    dialog.filters = request.filters;
    auto asking = app->dialog().ask(dialog, Concurrency::Context(stop), {});
    const auto turn = co_await std::move(asking);
    if (!turn)
        co_return std::nullopt;
    QStringList chunks;
    for (const Dialog::Source &source : turn->sources) {
        if (source.n > 0)
            chunks += source.chunk;
    }
    co_return chunks;
}

} // namespace

QCoro::Task<Outcome> why(App::App *app, Arguments arguments, std::stop_token stop)
{
    if (arguments.words.size() != 3)
        co_return usage(QStringLiteral("why needs a question and what is missing, each in quotation marks of the shell: "
                                       "why \"QUESTION\" \"FILE OR WORDS\"."));
    Retrieval::AbsenceRequest request;
    request.setup = app->setup().answers().take();
    request.question = arguments.operand(1);
    request.subject = arguments.operand(2);
    request.answerPassages = Dialog::DialogService::AnswerPassages;
    auto filters = co_await filtersFor(app, arguments, request.question, stop);
    if (!filters)
        co_return failure(filters.error());
    request.filters = *filters;
    auto looking = chunksUsed(app, request, stop);
    request.used = co_await std::move(looking);
    auto explaining = app->absences().explain(request, Concurrency::Context(stop));
    const auto report = co_await std::move(explaining);
    if (!report)
        co_return failure(report.error());
    QJsonArray standings;
    QStringList lines;
    for (const Retrieval::Standing &standing : report->standings) {
        standings += standingJson(standing);
        if (!standing.path.isEmpty())
            lines += oneLine(standing.path);
        lines += (standing.path.isEmpty() ? QString() : QStringLiteral("   ")) + oneLine(standing.message);
    }
    if (report->more)
        lines += QStringLiteral("There are more; write more of the name, or more words.");
    lines += report->notices;
    const bool file = report->about == Retrieval::AbsenceReport::About::File;
    co_return Outcome { { { QStringLiteral("query"), request.question }, { QStringLiteral("subject"), request.subject },
                            { QStringLiteral("about"), file ? QStringLiteral("file") : QStringLiteral("words") },
                            { QStringLiteral("standings"), standings }, { QStringLiteral("more"), report->more },
                            { QStringLiteral("notices"), QJsonArray::fromStringList(report->notices) },
                            { QStringLiteral("sent"), Dialog::toJson(report->sent) } },
        lines.join(QLatin1Char('\n')), Ok };
}

} // namespace Heddle::Cli
