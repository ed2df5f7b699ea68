// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/flowstages.h"
#include "ui/style/tokens.h"
#include <QCoreApplication>
#include <QGuiApplication>
#include <QLocale>
#include <QPainter>
#include <QPainterPath>
#include <algorithm>

namespace Heddle::Ui::FlowStages {
namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Heddle::Ui", text);
}

double msOf(const QJsonObject &timings, const char *key)
{
    return timings[QLatin1String(key)].toDouble();
}

//! A time as people say it.
QString spoken(double ms)
{
    return ms < 950 ? tr("%1 ms").arg(QLocale().toString(ms, 'f', ms < 10 ? 1 : 0)) : tr("%1 s").arg(seconds(ms));
}

} // namespace

QString seconds(double ms)
{
    return QLocale().toString(ms / 1000, 'f', 1);
}

Stretches stretchesOf(const QJsonObject &timings)
{
    const double meaning = std::min(msOf(timings, "embed"), msOf(timings, "search")); // a question is embedded while its words are searched
    Stretches stretches;
    for (const auto &[stage, value] : { std::pair(int(Write), msOf(timings, "rewrite")),
             std::pair(int(Words), msOf(timings, "search") - meaning), std::pair(int(Meaning), meaning),
             std::pair(int(Rerank), msOf(timings, "rerank")), std::pair(int(Write), msOf(timings, "answer")) }) {
        if (value > 0)
            stretches += std::pair(stage, value);
    }
    return stretches;
}

QString wordsOf(const QJsonObject &timings)
{
    const std::pair<const char *, QString> parts[] = { { "rewrite", tr("question %1") }, { "search", tr("search %1") },
        { "embed", tr("meaning %1") }, { "rerank", tr("reranking %1") }, { "first_token", tr("first word %1") },
        { "total", tr("%1 in all") } };
    QStringList words;
    for (const auto &[key, text] : parts) {
        if (const double ms = msOf(timings, key); ms > 0)
            words += text.arg(spoken(ms));
    }
    return words.join(QStringLiteral(" · "));
}

Concurrency::FlowTrace traceOf(const QString &question, const QJsonObject &timings)
{
    using namespace std::chrono;
    using Concurrency::Span;
    Concurrency::FlowTrace trace;
    trace.title = question.toStdString();
    trace.begun = steady_clock::now();
    trace.outcome = Concurrency::Outcome::Done;
    Span::Time at = trace.begun;
    const std::pair<const char *, QString> steps[] = { { "rewrite", tr("understand the question") }, { "search", tr("search") },
        { "rerank", tr("rerank") }, { "answer", tr("write the answer") } };
    for (const auto &[key, name] : steps) {
        const double ms = msOf(timings, key);
        if (ms <= 0)
            continue;
        Span span;
        span.id = trace.spans.size() + 1;
        span.what = name.toStdString();
        span.queued = span.begun = at;
        at += duration_cast<steady_clock::duration>(duration<double, std::milli>(ms));
        span.ended = at;
        span.outcome = Concurrency::Outcome::Done;
        trace.spans.push_back(span);
    }
    const auto whole = duration_cast<steady_clock::duration>(duration<double, std::milli>(msOf(timings, "total")));
    trace.ended = std::max(at, trace.begun + whole);
    return trace;
}

void paint(QPainter &painter, const QRectF &bar, const Stretches &stretches, const QPalette &palette)
{
    double all = 0;
    for (const auto &[stage, ms] : stretches)
        all += ms;
    if (all <= 0)
        return;
    const Style::Tokens &tokens = Style::tokensOf(palette);
    painter.save();
    QPainterPath round;
    round.addRoundedRect(bar, bar.height() / 2, bar.height() / 2);
    painter.setClipPath(round, Qt::IntersectClip);
    const bool mirrored = QGuiApplication::layoutDirection() == Qt::RightToLeft;
    double from = mirrored ? bar.right() : bar.left();
    for (const auto &[stage, ms] : stretches) {
        const double width = bar.width() * ms / all;
        if (mirrored)
            from -= width;
        painter.fillRect(QRectF(from, bar.top(), width + 1, bar.height()), tokens.stages[size_t(stage)]);
        if (!mirrored)
            from += width;
    }
    painter.restore();
}

} // namespace Heddle::Ui::FlowStages
