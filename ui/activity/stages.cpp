// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/activity/stages.h"
#include "ui/common/theme.h"
#include <QCoreApplication>
#include <QLocale>

namespace Heddle::Ui::Stages {

using Concurrency::Outcome;
using Concurrency::Span;

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Heddle::Ui", text);
}

constexpr QRgb Blue = 0xff0072b2, Orange = 0xffe69f00, Green = 0xff009e73, Sky = 0xff56b4e9, Purple = 0xffcc79a7, Grey = 0xff8c8c8c;

} // namespace

QColor color(const Span &span, const QPalette &palette)
{
    const QColor ground = palette.color(QPalette::Base);
    const auto calm = [&ground](QRgb rgb) { // a little of the ground in it, so that words can be read on it
        const QColor c(rgb);
        return QColor((c.red() * 4 + ground.red()) / 5, (c.green() * 4 + ground.green()) / 5, (c.blue() * 4 + ground.blue()) / 5);
    };
    if (span.runs != Span::Runs::PoolThread)
        return calm(Orange);
    if (span.what == "database" || span.where == "library")
        return calm(Sky);
    if (span.where == "search")
        return calm(Green);
    if (span.where == "inference")
        return calm(Purple);
    if (span.where == "conversations" || span.where == "conversations-write")
        return calm(Blue);
    return calm(Grey);
}

QBrush pattern(const Span &span, const QPalette &palette)
{
    if (span.outcome == Outcome::Failed)
        return { Theme::signal(palette), Qt::DiagCrossPattern };
    if (span.outcome == Outcome::Cancelled)
        return { palette.color(QPalette::Base), Qt::FDiagPattern };
    if (span.runs == Span::Runs::PoolThread && span.what.find("rerank") != std::string::npos)
        return { QColor(Orange), Qt::Dense4Pattern }; // the thread waits for the model
    return {};
}

QString duration(double ms)
{
    if (ms < 0.95)
        return tr("under 1 ms");
    if (ms < 1000)
        return tr("%1 ms").arg(QLocale().toString(ms, 'f', 0));
    constexpr double Minute = 60'000;
    if (ms < Minute)
        return tr("%1 s").arg(QLocale().toString(ms / 1000, 'f', ms < 10'000 ? 1 : 0));
    return tr("%1 min %2 s").arg(int(ms / Minute)).arg(int(ms / 1000) % 60);
}

QString lasted(Span::Time from, Span::Time to)
{
    return duration(std::chrono::duration<double, std::milli>(to - from).count());
}

QString stateOf(const Span &span, Span::Time now)
{
    switch (span.outcome) {
    case Outcome::Done: return tr("done");
    case Outcome::Failed: return tr("failed");
    case Outcome::Cancelled: return tr("stopped");
    case Outcome::Running: break;
    }
    if (span.deadline != Span::Time())
        return (span.hasBegun() ? tr("%1 of %2 at most") : tr("waits for a connection, %1 of %2"))
            .arg(lasted(span.queued, now), lasted(span.queued, span.deadline));
    return span.hasBegun() ? tr("runs") : tr("waits");
}

QString placeOf(const Span &span)
{
    const QString where = QString::fromStdString(span.where);
    if (span.runs == Span::Runs::PoolThread)
        return span.lane >= 0 ? tr("%1, thread %2").arg(where).arg(span.lane + 1) : where;
    return span.runs == Span::Runs::EventLoop ? tr("event loop, %1").arg(where) : tr("a thread waits, %1").arg(where);
}

QString description(const Span &span, Span::Time now)
{
    QStringList lines { QString::fromStdString(span.what), placeOf(span) };
    if (span.flow)
        lines += tr("question %1").arg(span.flow);
    const Span::Time end = span.hasEnded() ? span.ended : now;
    lines += tr("waited %1").arg(lasted(span.queued, span.hasBegun() ? span.begun : end));
    if (span.hasBegun())
        lines += span.hasEnded() ? tr("took %1").arg(lasted(span.begun, end)) : tr("runs for %1").arg(lasted(span.begun, end));
    lines += stateOf(span, now);
    return lines.join(QLatin1Char('\n'));
}

} // namespace Heddle::Ui::Stages
