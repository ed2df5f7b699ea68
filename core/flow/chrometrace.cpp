// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/flow/chrometrace.h"
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <algorithm>
#include <map>

namespace Heddle::Flow {

using Concurrency::FlowTrace;
using Concurrency::Outcome;
using Concurrency::Span;

namespace {

constexpr int EventLoopLane = 1;
constexpr int BlockingLane = 2;
constexpr int FirstPoolLane = 10;

QString outcomeName(Outcome outcome)
{
    switch (outcome) {
    case Outcome::Running: return QStringLiteral("running");
    case Outcome::Done: return QStringLiteral("done");
    case Outcome::Failed: return QStringLiteral("failed");
    case Outcome::Cancelled: break;
    }
    return QStringLiteral("cancelled");
}

class Writer {
public:
    Writer(Span::Time origin, Span::Time now) : m_origin(origin), m_now(now) { }

    void name(int lane, const QString &text)
    {
        m_events += QJsonObject { { QStringLiteral("ph"), QStringLiteral("M") }, { QStringLiteral("pid"), 1 },
            { QStringLiteral("tid"), lane }, { QStringLiteral("name"), QStringLiteral("thread_name") },
            { QStringLiteral("args"), QJsonObject { { QStringLiteral("name"), text } } } };
    }

    void complete(const Span &span, int lane)
    {
        QJsonObject event = eventOf("X", QString::fromStdString(span.what), "job", lane, span.begun);
        event[QStringLiteral("dur")] = microseconds(endOf(span.ended)) - microseconds(span.begun);
        event[QStringLiteral("args")] = argsOf(span);
        m_events += event;
    }

    void asynchronous(
        const QString &name, const char *category, const QString &id, int lane, Span::Time begun, Span::Time ended, const QJsonObject &args)
    {
        QJsonObject event = eventOf("b", name, category, lane, begun);
        event[QStringLiteral("id")] = id;
        event[QStringLiteral("args")] = args;
        m_events += event;
        event[QStringLiteral("ph")] = QStringLiteral("e");
        event[QStringLiteral("ts")] = microseconds(endOf(ended));
        event.remove(QStringLiteral("args"));
        m_events += event;
    }

    QJsonObject argsOf(const Span &span) const
    {
        const Span::Time begun = span.hasBegun() ? span.begun : endOf(span.ended);
        QJsonObject args { { QStringLiteral("waited_ms"), (microseconds(begun) - microseconds(span.queued)) / 1000 },
            { QStringLiteral("outcome"), outcomeName(span.outcome) } };
        if (span.flow)
            args[QStringLiteral("question")] = qint64(span.flow);
        if (span.runs != Span::Runs::PoolThread)
            args[QStringLiteral("host")] = QString::fromStdString(span.where);
        return args;
    }

    QByteArray json() const
    {
        return QJsonDocument(
            QJsonObject { { QStringLiteral("displayTimeUnit"), QStringLiteral("ms") }, { QStringLiteral("traceEvents"), m_events } })
            .toJson(QJsonDocument::Compact);
    }

private:
    double microseconds(Span::Time time) const { return std::chrono::duration<double, std::micro>(time - m_origin).count(); }
    Span::Time endOf(Span::Time ended) const { return ended == Span::Time() ? m_now : ended; }
    QJsonObject eventOf(const char *phase, const QString &name, const char *category, int lane, Span::Time begun) const
    {
        return { { QStringLiteral("ph"), QLatin1String(phase) }, { QStringLiteral("name"), name },
            { QStringLiteral("cat"), QLatin1String(category) }, { QStringLiteral("pid"), 1 }, { QStringLiteral("tid"), lane },
            { QStringLiteral("ts"), microseconds(begun) } };
    }

    Span::Time m_origin, m_now;
    QJsonArray m_events;
};

} // namespace

QByteArray chromeTrace(const std::vector<Span> &spans, const std::vector<FlowTrace> &flows, Span::Time now)
{
    Span::Time origin = now;
    std::map<std::pair<std::string, int>, int> lanes; // of a pool and its slot
    for (const Span &span : spans) {
        origin = std::min(origin, span.queued);
        if (span.runs == Span::Runs::PoolThread && span.hasBegun())
            lanes.try_emplace({ span.where, span.lane });
    }
    for (const FlowTrace &flow : flows)
        origin = std::min(origin, flow.begun);
    Writer writer(origin, now);
    writer.name(EventLoopLane, QStringLiteral("event loop"));
    writer.name(BlockingLane, QStringLiteral("calls that threads wait for"));
    int next = FirstPoolLane;
    for (auto &[place, lane] : lanes) {
        lane = next++;
        writer.name(lane, QStringLiteral("%1 %2").arg(QString::fromStdString(place.first)).arg(place.second + 1));
    }
    for (const FlowTrace &flow : flows)
        writer.asynchronous(QStringLiteral("question %1").arg(flow.id), "question", QStringLiteral("question %1").arg(flow.id),
            EventLoopLane, flow.begun, flow.ended, { { QStringLiteral("outcome"), outcomeName(flow.outcome) } });
    for (const Span &span : spans) {
        if (span.runs != Span::Runs::PoolThread)
            writer.asynchronous(QString::fromStdString(span.what), "http", QStringLiteral("call %1").arg(span.id),
                span.runs == Span::Runs::EventLoop ? EventLoopLane : BlockingLane, span.queued, span.ended, writer.argsOf(span));
        else if (span.hasBegun())
            writer.complete(span, lanes[{ span.where, span.lane }]);
    }
    return writer.json();
}

QByteArray chromeTrace(const FlowTrace &flow, Span::Time now)
{
    return chromeTrace(flow.spans, { flow }, now);
}

} // namespace Heddle::Flow
