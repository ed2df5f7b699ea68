// SPDX-License-Identifier: GPL-3.0-or-later
// bench flow: many questions through the real pool, retriever and HTTP client (core/bench), from the terminal.
#include "app/cli/command.h"
#include "core/bench/flowbench.h"
#include "core/bench/localreranker.h"

namespace Heddle::Cli {
namespace {

using std::chrono::milliseconds;

Result<Bench::FlowPlan> planFrom(const Arguments &arguments)
{
    Bench::FlowPlan plan;
    QStringList wrong;
    const auto number = [&](const char *name, qint64 fallback, int smallest, int largest) {
        const QString text = arguments.options.value(QLatin1String(name));
        bool ok = true;
        const int value = text.isNull() ? int(fallback) : text.toInt(&ok);
        if (!ok || value < smallest || value > largest)
            wrong += QStringLiteral("--%1 takes a whole number from %2 to %3.").arg(QLatin1String(name)).arg(smallest).arg(largest);
        return value;
    };
    const auto choice = [&](const char *name, const char *first, const char *second) {
        const QString text = arguments.options.value(QLatin1String(name), QLatin1String(first));
        if (text != QLatin1String(first) && text != QLatin1String(second))
            wrong += QStringLiteral("--%1 takes %2 or %3.").arg(QLatin1String(name), QLatin1String(first), QLatin1String(second));
        return text == QLatin1String(second);
    };
    constexpr int Hour = 3'600'000; // ms
    plan.users = number("users", 0, 1, 100'000);
    plan.threads = number("threads", plan.threads, 1, 1000);
    plan.documents = number("documents", plan.documents, 1, 1000);
    plan.think = milliseconds(number("think-ms", plan.think.count(), 0, Hour));
    plan.database = milliseconds(number("db-ms", plan.database.count(), 0, Hour));
    plan.search = milliseconds(number("search-ms", plan.search.count(), 0, Hour));
    plan.rerank = milliseconds(number("rerank-ms", plan.rerank.count(), 0, Hour));
    plan.seconds = std::chrono::seconds(number("seconds", plan.seconds.count(), 1, 3600));
    plan.arrival = choice("arrival", "burst", "closed") ? Bench::FlowPlan::Arrival::Closed : Bench::FlowPlan::Arrival::Burst;
    plan.mode = choice("mode", "split", "blocking") ? Bench::FlowPlan::Mode::Blocking : Bench::FlowPlan::Mode::Split;
    plan.url = arguments.options.value(QStringLiteral("rerank-url"));
    if (!wrong.isEmpty())
        return Error::input(wrong.first());
    return plan;
}

} // namespace

QCoro::Task<Outcome> bench(Arguments arguments, std::stop_token stop)
{
    if (arguments.operand(1) != QLatin1String("flow"))
        co_return usage(QStringLiteral("bench takes: flow."));
    auto plan = planFrom(arguments);
    if (!plan)
        co_return usage(plan.error().message);
    std::unique_ptr<Bench::LocalReranker> server; // outlives the bench that calls it
    if (plan->url.isEmpty()) {
        server = std::make_unique<Bench::LocalReranker>(plan->rerank);
        plan->url = server->url();
    }
    const auto made = Bench::FlowBench::make(*plan);
    if (!made)
        co_return failure(made.error());
    const std::shared_ptr<Bench::FlowBench> flow = *made;
    const QString trace = arguments.options.value(QStringLiteral("trace"));
    if (!trace.isEmpty()) {
        flow->pool().activity().watch();
        flow->calls()->activity().watch();
    }
    auto running = Bench::FlowBench::run(flow, stop);
    const Result<Bench::FlowFigures> figures = co_await std::move(running);
    if (!figures) {
        Outcome outcome = failure(figures.error());
        if (!figures.error().isCancelled())
            outcome.exit = Network;
        co_return outcome;
    }
    if (!trace.isEmpty()) {
        std::uint64_t seenJobs = 0, seenCalls = 0;
        std::vector<Concurrency::Span> spans = flow->pool().activity().endedAfter(&seenJobs);
        for (const Concurrency::Span &call : flow->calls()->activity().endedAfter(&seenCalls))
            spans.push_back(call);
        const Status written = writeTrace(trace, spans, flow->flows()->all());
        if (!written)
            co_return failure(written.error());
    }
    QJsonObject json = Bench::toJson(*figures);
    json[QStringLiteral("server")] = server ? QStringLiteral("built in") : plan->url;
    QStringList lines;
    for (auto it = json.constBegin(); it != json.constEnd(); ++it)
        lines += QStringLiteral("%1: %2").arg(it.key(), it->isDouble() ? QString::number(it->toDouble(), 'f', 1) : it->toString());
    co_return Outcome { json, lines.join(QLatin1Char('\n')), Ok };
}

} // namespace Heddle::Cli
