// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/transcriptview.h"
#include "core/text/markdown.h"
#include "ui/chat/transcriptgrounds.h"
#include "ui/chat/transcriptitems.h"
#include "ui/chat/transcriptparts.h"
#include "ui/style/fonts.h"
#include "ui/style/metrics.h"
#include "ui/style/tokens.h"
#include <QAbstractTextDocumentLayout>
#include <QPaintEvent>
#include <QPainter>
#include <QResizeEvent>
#include <QScopedValueRollback>
#include <QScrollBar>
#include <QTextBlock>
#include <QTextCursor>
#include <QTextFrame>
#include <QTextTable>
#include <QToolButton>
#include <algorithm>
#include <cmath>

namespace Heddle::Ui {
namespace {

using Conversation::Answer;

constexpr double ListIndent = 22; //!< pixels
constexpr int FrameMs = 33; //!< thirty times a second, at most
constexpr double DrawingShare = 4; //!< the time between two drawings, in times that one takes
constexpr qsizetype Part = 25; //!< exchanges of a long conversation that are drawn at once

QString earlierHtml(qsizetype count, const QPalette &palette)
{
    return QStringLiteral("<p align=\"center\"><a href=\"%1\" style=\"color:%2;text-decoration:none\">%3</a></p>")
        .arg(TranscriptLink { TranscriptLink::Earlier() }.toUrl(), Style::tokensOf(palette).accent.name(),
            TranscriptView::tr("%1 earlier questions").arg(count));
}

constexpr double QuestionWidth = 560; //!< pixels, at most
constexpr double Margin = 12; //!< pixels above and below a paragraph

//! Of the block that HTML is put into: its first paragraph takes that block's format, a list leaves the block empty.
QTextBlockFormat firstBlockFormat(const QString &html)
{
    QTextBlockFormat format;
    if (html.contains(QLatin1String("\"><p"))) {
        format.setLineHeight(TranscriptParts::lineHeight(), QTextBlockFormat::MinimumHeight);
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

TranscriptView::TranscriptView(QWidget *parent)
    : TextView(parent), m_items(new TranscriptItems(document())), m_copyCode(new QToolButton(viewport()))
{
    setFrameShape(QFrame::NoFrame);
    Style::setTextRole(this, Style::TextRole::Answer);
    setUndoRedoEnabled(false);
    document()->setUndoRedoEnabled(false);
    document()->setIndentWidth(ListIndent);
    setUpItems();
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
    connect(verticalScrollBar(), &QScrollBar::valueChanged, this, &TranscriptView::noteScrolling);
    connect(verticalScrollBar(), &QScrollBar::rangeChanged, this, &TranscriptView::placeKept);
}

void TranscriptView::noteScrolling()
{
    if (m_placing)
        return;
    const QScrollBar *bar = verticalScrollBar();
    const bool end = bar->value() >= bar->maximum() - NearEnd;
    m_kept = !end ? Kept::Nothing : bar->value() > questionPlace() ? Kept::End : Kept::Question;
}

//! The question at the top, as far as there is text below it: the answer begins in sight. Who went on to the end is shown the end.
void TranscriptView::placeKept()
{
    if (m_placing || m_kept == Kept::Nothing)
        return;
    const QScopedValueRollback placing(m_placing, true);
    QScrollBar *bar = verticalScrollBar();
    bar->setValue(m_kept == Kept::End ? bar->maximum() : std::min(bar->maximum(), questionPlace()));
}

void TranscriptView::setExchanges(const QList<Exchange> &exchanges, bool keepPlace)
{
    QScrollBar *bar = verticalScrollBar();
    const int place = bar->value();
    m_placing = true;
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
    if (keepPlace)
        bar->setValue(place);
    else
        m_kept = Kept::Question;
    m_placing = false;
    placeKept();
}

int TranscriptView::questionPlace() const
{
    if (m_starts.isEmpty())
        return 0;
    const QTextBlock block = document()->findBlock(m_starts.last());
    QTextFrame *frame = QTextCursor(block).currentFrame();
    const QAbstractTextDocumentLayout *layout = document()->documentLayout();
    const double top = frame == document()->rootFrame() ? layout->blockBoundingRect(block).top() : layout->frameBoundingRect(frame).top();
    return std::max(0, int(top) - Metrics::WideGap);
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
        placeQuestions(m_starts.last());
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
    const QScopedValueRollback placing(m_placing, true);
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
    const int place = verticalScrollBar()->value();
    {
        const QScopedValueRollback placing(m_placing, true);
        drawLast();
        questionPlace(); // lays it out
        verticalScrollBar()->setValue(place);
    }
    placeKept();
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
        placeQuestions(m_starts.last());
        return;
    }
    const QString &answer = exchange.answer.text;
    if (!m_streaming || m_settled > answer.size()) {
        m_streaming = true;
        m_settled = 0;
        replaceFrom(m_starts.last(), questionHtml(exchange, index, palette()));
        placeQuestions(m_starts.last());
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

//! A question stands at the right and is as wide as its text, up to a limit.
void TranscriptView::placeQuestions(int from)
{
    const QTextFrameFormat frameFormat = document()->rootFrame()->frameFormat();
    const double column = viewport()->width() - frameFormat.leftMargin() - frameFormat.rightMargin();
    const QFontMetricsF metrics(font());
    for (QTextFrame *frame : document()->rootFrame()->childFrames()) {
        auto *table = qobject_cast<QTextTable *>(frame);
        if (!table || table->firstPosition() < from || !qFuzzyCompare(table->format().cellPadding(), double(TablePadding::Question)))
            continue;
        double widest = 0;
        const QTextCursor end = table->cellAt(0, 0).lastCursorPosition();
        for (QTextBlock block = table->cellAt(0, 0).firstCursorPosition().block(); block.isValid() && block.position() <= end.position();
             block = block.next()) {
            for (const QString &line : block.text().split(QChar::LineSeparator))
                widest = std::max(widest, metrics.horizontalAdvance(line));
        }
        const double width = std::min({ QuestionWidth, column, std::ceil(widest) + 2 * TablePadding::QuestionSide + 2 });
        QTextTableFormat format = table->format();
        // A table may be as wide as its margins leave it; one that is aligned to the right would leave the column.
        // Its ground is wider than the table by what the sides of both differ in.
        constexpr double Wider = TablePadding::QuestionSide - TablePadding::Question;
        const double rest = std::max(0.0, column - width);
        format.setLeftMargin(isRightToLeft() ? Wider : rest + Wider);
        format.setRightMargin(isRightToLeft() ? rest + Wider : Wider);
        table->setFormat(format);
    }
}

//! Text wider than this is hard to read: the rest is margin.
void TranscriptView::fitColumn()
{
    QTextFrameFormat format = document()->rootFrame()->frameFormat();
    const bool narrow = width() < Metrics::NarrowChat;
    const double margin = std::max<double>(narrow ? Metrics::WideGap : Metrics::SectionGap, (width() - Metrics::TextWidth) / 2.0);
    const double withBar = margin - (width() - viewport()->width()); // so that the bar doesn't push the column from above the composer
    const double left = isRightToLeft() ? withBar : margin, right = isRightToLeft() ? margin : withBar;
    if (qFuzzyCompare(format.leftMargin(), left) && qFuzzyCompare(format.rightMargin(), right))
        return;
    format.setLeftMargin(left);
    format.setRightMargin(right);
    format.setTopMargin(narrow ? Metrics::WideGap : Metrics::SectionGap);
    format.setBottomMargin(Metrics::SectionGap);
    document()->rootFrame()->setFrameFormat(format);
}

void TranscriptView::changeEvent(QEvent *event)
{
    TextView::changeEvent(event);
    const bool sized = event->type() == QEvent::FontChange && !m_exchanges.isEmpty(); // widths and sizes stand in what is drawn
    if (event->type() == QEvent::PaletteChange || sized) {
        m_streaming = false;
        drawFrom(0);
    }
}

void TranscriptView::resizeEvent(QResizeEvent *event)
{
    TextView::resizeEvent(event);
    fitColumn();
    if (event->oldSize().width() != event->size().width())
        placeQuestions(0);
}

void TranscriptView::paintEvent(QPaintEvent *event)
{
    updateItems();
    const QPointF offset = inDocument(QPoint());
    const QRectF visible = QRectF(event->rect()).translated(offset);
    {
        QPainter painter(viewport());
        painter.translate(-offset);
        paintGrounds(painter, *document(), visible, palette());
    }
    TextView::paintEvent(event);
    QPainter painter(viewport());
    painter.setClipRegion(event->region());
    painter.translate(-offset);
    paintPills(painter, *document(), visible, palette(), hasFocus() ? textCursor() : QTextCursor(), m_chosen);
}

} // namespace Heddle::Ui
