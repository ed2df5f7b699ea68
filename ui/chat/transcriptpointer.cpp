// SPDX-License-Identifier: GPL-3.0-or-later
// What of the transcript follows the pointer and the focus.
#include "ui/chat/transcriptgrounds.h"
#include "ui/chat/transcriptitems.h"
#include "ui/chat/transcriptview.h"
#include "ui/common/plaintext.h"
#include "ui/style/icons.h"
#include "ui/style/metrics.h"
#include <QAbstractTextDocumentLayout>
#include <QAccessible>
#include <QApplication>
#include <QClipboard>
#include <QHelpEvent>
#include <QMimeData>
#include <QMouseEvent>
#include <QScrollBar>
#include <QTextBlock>
#include <QTextDocumentFragment>
#include <QToolButton>
#include <QToolTip>

namespace Heddle::Ui {
namespace {

constexpr std::chrono::milliseconds DoneTime { 2000 };

std::optional<TranscriptItem> itemAt(const QTextDocument &document, int position)
{
    QTextCursor cursor(const_cast<QTextDocument *>(&document));
    cursor.setPosition(position + 1); // the format is that of the character before
    return TranscriptItem::fromPicture(cursor.charFormat().toImageFormat().name());
}

} // namespace

void TranscriptView::setUpItems()
{
    m_copyCode->setObjectName(QStringLiteral("copyCode"));
    m_copyCode->setAccessibleName(tr("Copy the code"));
    m_copyCode->setIcon(Style::icon(QStringLiteral("copy")));
    m_copyCode->setText(tr("Copy"));
    m_copyCode->setCursor(Qt::ArrowCursor);
    m_copyCode->setFocusPolicy(Qt::NoFocus); // it is there for the pointer alone; keys select and copy
    setPlainToolTip(m_copyCode, m_copyCode->accessibleName());
    m_copyCode->hide();
    m_doneTimer.setSingleShot(true);
    connect(m_copyCode, &QToolButton::clicked, this, &TranscriptView::copyCode);
    connect(&m_doneTimer, &QTimer::timeout, this, [this] {
        m_done.clear();
        m_copyCode->setIcon(Style::icon(QStringLiteral("copy")));
        viewport()->update();
    });
    connect(this, &QTextBrowser::highlighted, this, [this](const QUrl &url) {
        m_hovered = url.toString(QUrl::FullyEncoded);
        describe(m_hovered);
        viewport()->update();
    });
}

void TranscriptView::describe(const QString &href)
{
    setAccessibleDescription(nameOf(href));
    QAccessibleEvent changed(this, QAccessible::DescriptionChanged);
    QAccessible::updateAccessibility(&changed);
}

bool TranscriptView::focusNextPrevChild(bool next)
{
    const bool moved = TextView::focusNextPrevChild(next);
    if (const QTextCursor cursor = textCursor(); moved && cursor.hasSelection()) {
        const QString href = cursor.charFormat().anchorHref();
        describe(href);
        Q_EMIT highlighted(QUrl(href)); // a citation shows its card, as under the pointer
    }
    return moved;
}

QPointF TranscriptView::inDocument(const QPoint &point) const
{
    return point + QPointF(horizontalScrollBar()->value(), verticalScrollBar()->value());
}

void TranscriptView::setChosen(const std::optional<TranscriptLink::Citation> &source)
{
    m_chosen = source;
    viewport()->update();
}

void TranscriptView::showDone(const TranscriptLink &link)
{
    m_done = link.toUrl();
    m_doneTimer.start(DoneTime);
    viewport()->update();
}

void TranscriptView::copyCode()
{
    QApplication::clipboard()->setText(m_code);
    m_copyCode->setIcon(Style::icon(QStringLiteral("check"), Style::IconTint::Good));
    m_doneTimer.start(DoneTime);
}

QString TranscriptView::nameOf(const QString &href) const
{
    const auto link = TranscriptLink::fromUrl(href);
    if (!link)
        return {};
    if (const auto *web = std::get_if<TranscriptLink::Web>(&link->target))
        return tr("Opens %1").arg(web->address);
    if (const auto *citation = std::get_if<TranscriptLink::Citation>(&link->target)) {
        for (const Dialog::Source &source : m_exchanges.value(citation->exchange).answer.sources) {
            if (source.n == citation->n)
                return tr("Source %1: %2").arg(QString::number(source.n), source.path.section(QLatin1Char('/'), -1));
        }
        return {};
    }
    for (QTextBlock block = document()->begin(); block.isValid(); block = block.next()) {
        for (auto it = block.begin(); !it.atEnd(); ++it) {
            const QTextCharFormat format = it.fragment().charFormat();
            if (format.anchorHref() != href)
                continue;
            if (const auto item = TranscriptItem::fromPicture(format.toImageFormat().name()))
                return item->text();
        }
    }
    return {};
}

//! Takes the palette, the pointer and the focus over into what the items are drawn with.
void TranscriptView::updateItems()
{
    TranscriptItems::State state { palette(), m_hovered, m_done, -1, m_hoveredExchange, m_chosen };
    if (const QTextCursor cursor = textCursor();
        hasFocus() && cursor.selectionEnd() == cursor.selectionStart() + 1 && itemAt(*document(), cursor.selectionStart()))
        state.focused = cursor.selectionStart();
    m_items->setState(state);
}

void TranscriptView::pointAt(const QPoint &point)
{
    if (const int exchange = exchangeAt(point); exchange != std::exchange(m_hoveredExchange, exchange))
        viewport()->update();
    const CodeBlock code = codeAt(*document(), inDocument(point));
    m_copyCode->setVisible(!code.rect.isEmpty());
    if (code.rect.isEmpty())
        return;
    m_code = code.text;
    const QRect ground = code.rect.translated(-inDocument(QPoint())).toRect();
    const QSize size(Metrics::SmallControlHeight, Metrics::SmallControlHeight);
    m_copyCode->resize(m_copyCode->icon().isNull() ? m_copyCode->sizeHint() : size);
    const int right = std::min(ground.right(), viewport()->width() - Metrics::Gap);
    m_copyCode->move(right - m_copyCode->width() - 2, std::max(0, ground.top() + 2));
}

void TranscriptView::mouseMoveEvent(QMouseEvent *event)
{
    TextView::mouseMoveEvent(event);
    if (event->buttons() == Qt::NoButton)
        pointAt(event->position().toPoint());
}

void TranscriptView::scrollContentsBy(int dx, int dy)
{
    TextView::scrollContentsBy(dx, dy);
    m_copyCode->hide();
}

bool TranscriptView::viewportEvent(QEvent *event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto *help = static_cast<QHelpEvent *>(event);
        const QString href = anchorAt(help->pos());
        const auto link = TranscriptLink::fromUrl(href);
        // A citation has its card instead.
        const QString name = link && !std::holds_alternative<TranscriptLink::Citation>(link->target) ? nameOf(href) : QString();
        if (name.isEmpty())
            QToolTip::hideText();
        else
            QToolTip::showText(help->globalPos(), plainToolTip(name), viewport());
        return true;
    }
    if (event->type() == QEvent::Leave) {
        m_hoveredExchange = -1;
        m_hovered.clear();
        if (!m_copyCode->underMouse())
            m_copyCode->hide();
        viewport()->update();
    }
    return TextView::viewportEvent(event);
}

QMimeData *TranscriptView::createMimeDataFromSelection() const
{
    // As text: its links and pictures mean nothing outside.
    auto *selected = new QMimeData;
    selected->setText(textCursor().selection().toPlainText().remove(QChar::ObjectReplacementCharacter));
    return selected;
}

int TranscriptView::find(const QString &text, bool backward)
{
    showEarlier(true); // what is looked for may stand anywhere
    const QTextDocument::FindFlags flags = backward ? QTextDocument::FindBackward : QTextDocument::FindFlags();
    QTextCursor found = document()->find(text, textCursor(), flags);
    if (found.isNull()) // once around
        found = document()->find(text, backward ? document()->characterCount() - 1 : 0, flags);
    m_foundIndex = 0;
    int count = 0;
    for (QTextCursor at = document()->find(text, 0); !at.isNull(); at = document()->find(text, at)) {
        ++count;
        if (at.selectionStart() == found.selectionStart())
            m_foundIndex = count;
    }
    if (!found.isNull()) {
        setTextCursor(found);
        ensureCursorVisible();
    }
    return count;
}

void TranscriptView::showFound(int exchange, const QString &words)
{
    showEarlier(true);
    const qsizetype at = exchange - m_first;
    if (at < 0 || at >= m_starts.size())
        return;
    const int end = at + 1 < m_starts.size() ? m_starts[at + 1] : document()->characterCount();
    QTextCursor first;
    for (const QString &word : words.simplified().split(QLatin1Char(' '), Qt::SkipEmptyParts)) {
        const QTextCursor found = document()->find(word, m_starts[at]);
        if (!found.isNull() && found.selectionStart() < end && (first.isNull() || found.selectionStart() < first.selectionStart()))
            first = found;
    }
    if (first.isNull()) {
        first = QTextCursor(document());
        first.setPosition(m_starts[at]);
    }
    setTextCursor(first);
    ensureCursorVisible();
}

} // namespace Heddle::Ui
