// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/transcriptgrounds.h"
#include "ui/chat/transcriptlink.h"
#include "ui/style/metrics.h"
#include "ui/style/tokens.h"
#include <QAbstractTextDocumentLayout>
#include <QFontMetricsF>
#include <QPainter>
#include <QTextBlock>
#include <QTextCursor>
#include <QTextDocument>
#include <QTextLayout>
#include <QTextTable>
#include <cmath>
#include <optional>

namespace Heddle::Ui {
namespace {

constexpr double CodeMargin = 10; //!< pixels around the lines of a program

std::optional<TranscriptLink::Citation> citationOf(const QTextFragment &fragment)
{
    const auto link = TranscriptLink::fromUrl(fragment.charFormat().anchorHref());
    const auto *citation = link ? std::get_if<TranscriptLink::Citation>(&link->target) : nullptr;
    return citation ? std::optional(*citation) : std::nullopt;
}

class TranscriptPainter {
public:
    TranscriptPainter(QPainter &painter, const QTextDocument &document, const QRectF &visible, const QPalette &palette)
        : m_painter(painter), m_document(document), m_layout(*document.documentLayout()), m_visible(visible),
          m_tokens(Style::tokensOf(palette))
    {
        m_painter.setRenderHint(QPainter::Antialiasing);
    }

    void paintGrounds()
    {
        for (const QTextFrame *frame : m_document.rootFrame()->childFrames()) {
            if (const auto *table = qobject_cast<const QTextTable *>(frame);
                table && sees(m_layout.frameBoundingRect(const_cast<QTextTable *>(table))))
                paintTable(*table);
        }
        QRectF code;
        for (QTextBlock block = m_document.begin(); block.isValid(); block = block.next()) {
            const QRectF rect = m_layout.blockBoundingRect(block);
            if (rect.top() > m_visible.bottom() && code.isNull())
                break;
            if (block.blockFormat().nonBreakableLines()) {
                code |= rect;
                continue;
            }
            paintCode(std::exchange(code, {}));
        }
        paintCode(code);
    }

    void paintPills(const QTextCursor &focused)
    {
        for (QTextBlock block = m_document.begin(); block.isValid(); block = block.next()) {
            const QRectF rect = m_layout.blockBoundingRect(block);
            if (rect.top() > m_visible.bottom())
                break;
            if (!sees(rect))
                continue;
            for (auto it = block.begin(); !it.atEnd(); ++it) {
                const QTextFragment fragment = it.fragment();
                if (const auto citation = citationOf(fragment); citation && fragment.text().startsWith(QLatin1Char('[')))
                    paintPill(block, fragment, *citation, focused);
            }
        }
    }

private:
    bool sees(const QRectF &rect) const { return rect.bottom() >= m_visible.top() && rect.top() <= m_visible.bottom(); }

    void paintTable(const QTextTable &table)
    {
        const double padding = table.format().cellPadding();
        if (qFuzzyCompare(padding, double(TablePadding::Question))) {
            m_painter.setPen(Qt::NoPen);
            m_painter.setBrush(m_tokens.subtle);
            m_painter.drawRoundedRect(textOf(table.cellAt(0, 0)).adjusted(-padding, -padding, padding, padding), Metrics::ComposerRadius,
                Metrics::ComposerRadius);
        } else if (qFuzzyCompare(padding, double(TablePadding::Source)) || qFuzzyCompare(padding, double(TablePadding::Card))) {
            for (int row = 0; row < table.rows(); ++row) {
                for (int column = 0; column < table.columns(); ++column)
                    paintCard(table.cellAt(row, column), padding);
            }
        }
    }

    QRectF textOf(const QTextTableCell &cell) const
    {
        QRectF text;
        for (QTextBlock block = cell.firstCursorPosition().block(); block.isValid() && block.position() <= cell.lastPosition();
             block = block.next())
            text |= m_layout.blockBoundingRect(block);
        return text;
    }

    void paintCard(const QTextTableCell &cell, double padding)
    {
        if (cell.firstPosition() == cell.lastPosition())
            return; // the row is not full
        m_painter.setPen(m_tokens.border);
        m_painter.setBrush(m_tokens.raised);
        m_painter.drawRoundedRect(
            textOf(cell).adjusted(-padding + 0.5, -padding + 0.5, padding - 0.5, padding - 0.5), Metrics::CardRadius, Metrics::CardRadius);
    }

    void paintCode(const QRectF &rect)
    {
        if (rect.isNull() || !sees(rect))
            return;
        m_painter.setPen(Qt::NoPen);
        m_painter.setBrush(m_tokens.subtle);
        m_painter.drawRoundedRect(
            rect.adjusted(-CodeMargin, -CodeMargin / 2, CodeMargin, CodeMargin / 2), Metrics::ControlRadius, Metrics::ControlRadius);
    }

    void paintPill(
        const QTextBlock &block, const QTextFragment &fragment, const TranscriptLink::Citation &citation, const QTextCursor &focused)
    {
        const int from = fragment.position() - block.position(), to = from + fragment.length();
        const QTextLine line = block.layout()->lineForTextPosition(from);
        if (!line.isValid())
            return;
        const QPointF origin = m_layout.blockBoundingRect(block).topLeft() - block.layout()->boundingRect().topLeft();
        const QFont font = fragment.charFormat().font();
        const QFontMetricsF metrics(font);
        const double a = line.cursorToX(from), b = line.cursorToX(to), height = std::ceil(metrics.height()) + 1;
        const double width = std::max(std::abs(b - a) + 3, height); // it covers the brackets
        const QRectF pill(std::floor(origin.x() + (a + b - width) / 2) + 0.5,
            std::floor(origin.y() + line.y() + line.ascent() - metrics.ascent()) - 0.5, width, height);
        const QColor ink = fragment.charFormat().foreground().color();
        const bool contradicted = ink == m_tokens.signal, doubted = contradicted || citation.use >= 0;
        const bool chosen = focused.hasSelection() && focused.selectionStart() <= fragment.position()
            && focused.selectionEnd() >= fragment.position() + fragment.length();
        m_painter.setPen(doubted ? QPen(ink, 1, contradicted ? Qt::DashLine : Qt::DotLine) : QPen(Qt::NoPen));
        m_painter.setBrush(chosen ? ink : contradicted ? m_tokens.signalGround : doubted ? m_tokens.subtle : m_tokens.selected);
        m_painter.drawRoundedRect(pill, height / 2, height / 2);
        m_painter.setPen(chosen ? m_tokens.onAccent : ink);
        m_painter.setFont(font);
        m_painter.drawText(pill, Qt::AlignCenter, QString::number(citation.n));
    }

    QPainter &m_painter;
    const QTextDocument &m_document;
    const QAbstractTextDocumentLayout &m_layout;
    const QRectF m_visible;
    const Style::Tokens &m_tokens;
};

} // namespace

void paintGrounds(QPainter &painter, const QTextDocument &document, const QRectF &visible, const QPalette &palette)
{
    TranscriptPainter(painter, document, visible, palette).paintGrounds();
}

void paintPills(
    QPainter &painter, const QTextDocument &document, const QRectF &visible, const QPalette &palette, const QTextCursor &focused)
{
    TranscriptPainter(painter, document, visible, palette).paintPills(focused);
}

} // namespace Heddle::Ui
