// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/bench/flowcomparison.h"
#include "core/bench/localreranker.h"

namespace Heddle::Bench {
namespace {

constexpr FlowPlan::Mode Modes[] = { FlowPlan::Mode::Split, FlowPlan::Mode::Blocking };

QByteArray csvField(const QJsonValue &value)
{
    QString text = value.isDouble() ? QString::number(value.toDouble(), 'g', 10) : value.toString();
    if (text.contains(QLatin1Char(',')) || text.contains(QLatin1Char('"')))
        text = QLatin1Char('"') + text.replace(QLatin1Char('"'), QLatin1String("\"\"")) + QLatin1Char('"');
    return text.toUtf8();
}

} // namespace

QCoro::Task<Status> compareFlows(FlowPlan plan, ComparisonObserver observer, std::stop_token stop)
{
    const LocalReranker server(plan.rerank);
    plan.url = server.url();
    for (const FlowPlan::Mode mode : Modes) {
        plan.mode = mode;
        auto bench = FlowBench::make(plan);
        if (!bench)
            co_return bench.error();
        observer.started(*bench);
        auto running = FlowBench::run(*bench, stop);
        const Result<FlowFigures> figures = co_await std::move(running);
        observer.ended(mode, figures);
        if (!figures)
            co_return figures.error();
    }
    co_return Done {};
}

QByteArray toCsv(const QList<FlowFigures> &runs)
{
    QByteArray text;
    for (const FlowFigures &figures : runs) {
        const QJsonObject json = toJson(figures);
        QByteArrayList names, values;
        for (auto it = json.constBegin(); it != json.constEnd(); ++it) {
            names += it.key().toUtf8();
            values += csvField(*it);
        }
        if (text.isEmpty())
            text += names.join(',') + "\r\n";
        text += values.join(',') + "\r\n";
    }
    return text;
}

} // namespace Heddle::Bench
