// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/transcriptview.h"
#include "core/text/markdown.h"
#include "ui/chat/transcriptlink.h"
#include "ui/common/theme.h"
#include <QScrollBar>
#include <QTextBlock>
#include <QTextCursor>
#include <QTextFrame>
#include <algorithm>

namespace Heddle::Ui {
namespace {

using Conversation::Answer;

constexpr int FrameMs = 33; //!< thirty times a second, at most
constexpr double DrawingShare = 4; //!< the time between two drawings, in times that one takes
constexpr qsizetype Part = 25; //!< exchanges of a long conversation that are drawn at once

QString earlierHtml(qsizetype count, const QPalette &palette)
{
    return QStringLiteral("<p align=\"center\"><a href=\"%1\" style=\"color:%2;text-decoration:none\">%3</a></p>")
        .arg(TranscriptLink { TranscriptLink::Earlier() }.toUrl(), Theme::accent(palette).name(),
            TranscriptView::tr("%1 earlier questions").arg(count));
}

constexpr double LineHeight = 145; //!< per cent, as paragraphs of an answer have it
constexpr double Margin = 12; //!< pixels above and below a paragraph

//! Of the block that HTML is put into: its first paragraph takes that block's format, a list leaves the block empty.
QTextBlockFormat firstBlockFormat(const QString &html)
{
    QTextBlockFormat format;
    if (html.contains(QLatin1String("\"><p"))) {
        format.setLineHeight(LineHeight, QTextBlockFormat::ProportionalHeight);
        format.setTopMargin(Margin);
        format.setBottomMargin(Margin);
    } else if (html.contains(QLatin1String("\"><ul")) || html.contains(QLatin1String("\"><ol"))
        || html.contains(QLatin1String("\"><table"))) {
        format.setLineHeight(1, QTextBlockFormat::FixedHeight);
    }
    return format;
}

constexpr int NearEnd = 40; //!< pixels; a reader who is that near goes on being shown the end

} // namespace

TranscriptView::TranscriptView(QWidget *parent) : TextView(parent)
{
    setFrameShape(QFrame::NoFrame);
    setUndoRedoEnabled(false);
    document()->setUndoRedoEnabled(false);
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &TranscriptView::draw);
    // Later, and by where the bar stands then: while something is drawn it passes its beginning, too.
    connect(
        verticalScrollBar(), &QScrollBar::valueChanged, this,
        [this] {
            const QScrollBar *bar = verticalScrollBar();
            if (bar->value() == bar->minimum() && bar->maximum() > bar->minimum())
                showEarlier();
        },
        Qt::QueuedConnection);
}

void TranscriptView::setExchanges(const QList<Exchange> &exchanges, bool keepPlace)
{
    QScrollBar *bar = verticalScrollBar();
    const int place = bar->value();
    m_timer.stop();
    m_due = false;
    m_streaming = false;
    const auto html = [&](qsizetype i) { return exchangeHtml(exchanges[i], i, i == exchanges.size() - 1, palette()); };
    // The same conversation, with something more: then only that is drawn.
    const bool same = !m_drawn.isEmpty() && m_first < exchanges.size() && exchanges.size() - m_first <= 2 * Part
        && exchanges[m_first].questionId == m_exchanges.value(m_first).questionId;
    m_exchanges = exchanges;
    qsizetype from = 0;
    if (same) {
        while (from < m_drawn.size() && m_first + from < exchanges.size() && m_drawn[from] == html(m_first + from))
            ++from;
    } else {
        m_first = std::max<qsizetype>(0, exchanges.size() - Part);
    }
    drawFrom(from);
    bar->setValue(keepPlace ? place : bar->maximum());
}

//! Draws the exchanges from m_first + from on; those before stay.
void TranscriptView::drawFrom(qsizetype from)
{
    if (from == 0) {
        document()->clear();
        m_starts.clear();
        m_drawn.clear();
        if (m_first > 0)
            append(earlierHtml(m_first, palette()));
        fitColumn();
    } else if (from < m_starts.size()) {
        QTextCursor cursor(document());
        cursor.setPosition(m_starts[from] - 1); // with the break before it
        cursor.movePosition(QTextCursor::End, QTextCursor::KeepAnchor);
        cursor.removeSelectedText();
        m_starts.resize(from);
        m_drawn.resize(from);
    }
    for (qsizetype i = m_first + from; i < m_exchanges.size(); ++i) {
        m_drawn += exchangeHtml(m_exchanges[i], i, i == m_exchanges.size() - 1, palette());
        m_starts += append(m_drawn.last());
        underlineDoubted(m_starts.last());
    }
}

void TranscriptView::showEarlier(bool all)
{
    if (m_first == 0 || m_exchanges.isEmpty())
        return;
    QScrollBar *bar = verticalScrollBar();
    const int fromEnd = bar->maximum() - bar->value();
    m_first = all ? 0 : std::max<qsizetype>(0, m_first - Part);
    m_streaming = false;
    drawFrom(0);
    bar->setValue(bar->maximum() - fromEnd);
}

int TranscriptView::exchangeAt(const QPoint &point) const
{
    const int position = cursorForPosition(point).position();
    const auto after = std::upper_bound(m_starts.cbegin(), m_starts.cend(), position);
    return int(m_first + (after - m_starts.cbegin())) - 1;
}

//! Puts HTML into a block of its own at the end; where that block begins.
int TranscriptView::append(const QString &html)
{
    QTextCursor cursor(document());
    cursor.movePosition(QTextCursor::End);
    if (!document()->isEmpty())
        cursor.insertBlock(QTextBlockFormat(), QTextCharFormat());
    const int start = cursor.position();
    cursor.insertHtml(html);
    return start;
}

void TranscriptView::replaceFrom(int position, const QString &html)
{
    QTextCursor cursor(document());
    cursor.beginEditBlock();
    cursor.setPosition(std::min(position, document()->characterCount() - 1));
    cursor.movePosition(QTextCursor::End, QTextCursor::KeepAnchor);
    cursor.removeSelectedText();
    const bool part = html.startsWith(QLatin1String("<div style"));
    cursor.setBlockFormat(part ? firstBlockFormat(html.left(200)) : QTextBlockFormat()); // it may have been an item of a list
    cursor.setBlockCharFormat(QTextCharFormat());
    cursor.setCharFormat(QTextCharFormat());
    cursor.insertHtml(html);
    cursor.endEditBlock();
}

void TranscriptView::updateLast(const Exchange &exchange)
{
    if (m_exchanges.isEmpty())
        return;
    m_exchanges.last() = exchange;
    m_due = true;
    if (!m_timer.isActive())
        m_timer.start(std::max(FrameMs, int(m_cost * DrawingShare)));
}

void TranscriptView::draw()
{
    if (!m_due)
        return;
    m_due = false;
    QElapsedTimer clock;
    clock.start();
    QScrollBar *bar = verticalScrollBar();
    const bool follow = bar->value() >= bar->maximum() - NearEnd;
    const int place = bar->value();
    drawLast();
    bar->setValue(follow ? bar->maximum() : place);
    m_cost = double(clock.nsecsElapsed()) / 1e6;
}

void TranscriptView::drawLast()
{
    const Exchange &exchange = m_exchanges.last();
    const qsizetype index = m_exchanges.size() - 1;
    const bool growing =
        exchange.answer.state == Answer::State::Running && !exchange.answer.text.isEmpty() && exchange.answer.kind == Answer::Kind::Written;
    m_drawn.last().clear();
    if (!growing) {
        m_streaming = false;
        m_drawn.last() = exchangeHtml(exchange, index, true, palette());
        replaceFrom(m_starts.last(), m_drawn.last());
        underlineDoubted(m_starts.last());
        return;
    }
    const QString &answer = exchange.answer.text;
    if (!m_streaming || m_settled > answer.size()) {
        m_streaming = true;
        m_settled = 0;
        replaceFrom(m_starts.last(), questionHtml(exchange, index, palette()));
        m_tailStart = append(QString());
    }
    // Paragraphs that are whole stay; the one that grows is drawn again.
    const QString rest = answer.mid(m_settled);
    if (const qsizetype stable = Text::stableEnd(rest); stable > 0) {
        replaceFrom(m_tailStart, writtenHtml(rest.left(stable), m_settled, exchange, index, palette()));
        m_settled += stable;
        m_tailStart = append(QString());
    }
    replaceFrom(m_tailStart, writtenHtml(answer.mid(m_settled), m_settled, exchange, index, palette()));
}

Dialog::Outcome TranscriptView::outcomeOf(const QString &address) const
{
    const auto link = TranscriptLink::fromUrl(address);
    const auto *citation = link ? std::get_if<TranscriptLink::Citation>(&link->target) : nullptr;
    if (!citation || citation->use < 0 || citation->exchange >= m_exchanges.size())
        return Dialog::Outcome::Supported;
    for (const Dialog::Source &source : m_exchanges[citation->exchange].answer.sources) {
        if (source.n == citation->n)
            return source.uses.value(citation->use).outcome;
    }
    return Dialog::Outcome::Supported;
}

//! Never by colour alone: what the source contradicts has a dashed line below it, what it doesn't say a dotted one.
void TranscriptView::underlineDoubted(int from)
{
    for (QTextBlock block = document()->findBlock(from); block.isValid(); block = block.next()) {
        for (auto it = block.begin(); !it.atEnd(); ++it) {
            const QTextFragment fragment = it.fragment();
            const Dialog::Outcome outcome = outcomeOf(fragment.charFormat().anchorHref());
            if (!Dialog::isDoubted(outcome))
                continue;
            const bool contradicted = outcome == Dialog::Outcome::Contradicted;
            QTextCursor cursor(document());
            cursor.setPosition(fragment.position());
            cursor.setPosition(fragment.position() + fragment.length(), QTextCursor::KeepAnchor);
            QTextCharFormat format;
            format.setUnderlineStyle(contradicted ? QTextCharFormat::DashUnderline : QTextCharFormat::DotLine);
            format.setUnderlineColor(contradicted ? Theme::signal(palette()) : Theme::quietText(palette()));
            cursor.mergeCharFormat(format);
        }
    }
}

//! Text wider than this is hard to read: the rest is margin.
void TranscriptView::fitColumn()
{
    QTextFrameFormat format = document()->rootFrame()->frameFormat();
    const double margin = std::max<double>(Theme::WideGap, (viewport()->width() - Theme::TextWidth) / 2.0);
    if (qFuzzyCompare(format.leftMargin(), margin))
        return;
    format.setLeftMargin(margin);
    format.setRightMargin(margin);
    format.setTopMargin(Theme::WideGap);
    document()->rootFrame()->setFrameFormat(format);
}

void TranscriptView::changeEvent(QEvent *event)
{
    TextView::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) {
        m_streaming = false;
        drawFrom(0);
    }
}

void TranscriptView::resizeEvent(QResizeEvent *event)
{
    TextView::resizeEvent(event);
    fitColumn();
}

} // namespace Heddle::Ui
