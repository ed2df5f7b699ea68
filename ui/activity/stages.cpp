// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/activity/stages.h"
#include "ui/style/tokens.h"
#include <QCoreApplication>
#include <QLocale>
#include <QPainter>

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

Kind kindOf(const Span &span)
{
    if (span.runs != Span::Runs::PoolThread)
        return Kind::Call;
    if (span.what.find("rerank") != std::string::npos && span.where != "inference")
        return Kind::Waiting;
    if (span.what == "database" || span.where == "library")
        return Kind::Database;
    if (span.where == "search")
        return Kind::Search;
    if (span.where == "inference")
        return Kind::Model;
    if (span.where == "conversations" || span.where == "conversations-write")
        return Kind::Conversations;
    return Kind::Other;
}

QString nameOf(Kind kind)
{
    switch (kind) {
    case Kind::Conversations: return tr("conversations");
    case Kind::Database: return tr("library");
    case Kind::Search: return tr("search");
    case Kind::Waiting: return tr("search, and a thread that waits for a model");
    case Kind::Model: return tr("model on this computer");
    case Kind::Other: return tr("other work");
    case Kind::Call: return tr("call to a server");
    }
    return {};
}

QColor color(Kind kind, const QPalette &palette)
{
    QRgb rgb = Grey;
    switch (kind) {
    case Kind::Conversations: rgb = Blue; break;
    case Kind::Database: rgb = Sky; break;
    case Kind::Search:
    case Kind::Waiting: rgb = Green; break;
    case Kind::Model: rgb = Purple; break;
    case Kind::Other: rgb = Grey; break;
    case Kind::Call: rgb = Orange; break;
    }
    const QColor c(rgb); // a little of white in it, so that words can be read on it and it stands out on a dark ground
    const auto lighter = [](int part) { return (part * 4 + 255) / 5; };
    const bool keep = kind == Kind::Call && Style::isDark(palette); // light enough
    return keep ? c : QColor(lighter(c.red()), lighter(c.green()), lighter(c.blue()));
}

void fill(QPainter &painter, const QRectF &rect, Kind kind, const QPalette &palette)
{
    painter.fillRect(rect, color(kind, palette));
    if (kind == Kind::Waiting)
        painter.fillRect(rect, QBrush(QColor(Orange), Qt::Dense4Pattern));
}

void fill(QPainter &painter, const QRectF &rect, const Span &span, const QPalette &palette)
{
    fill(painter, rect, kindOf(span), palette);
    if (span.outcome == Outcome::Failed)
        painter.fillRect(rect, QBrush(Style::tokensOf(palette).signal, Qt::DiagCrossPattern));
    else if (span.outcome == Outcome::Cancelled)
        painter.fillRect(rect, QBrush(palette.color(QPalette::Base), Qt::FDiagPattern));
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
