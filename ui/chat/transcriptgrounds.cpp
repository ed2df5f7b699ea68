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

constexpr double Spacing = 1; //!< behind each letter of a marker
constexpr double CodeMargin = 10; //!< pixels around the lines of a program

std::optional<TranscriptLink::Citation> citationOf(const QTextFragment &fragment)
{
    const auto link = TranscriptLink::fromUrl(fragment.charFormat().anchorHref());
    const auto *citation = link ? std::get_if<TranscriptLink::Citation>(&link->target) : nullptr;
    return citation ? std::optional(*citation) : std::nullopt;
}

bool isCode(const QTextBlock &block)
{
    return block.isValid() && block.blockFormat().nonBreakableLines() && !block.text().startsWith(QChar::ObjectReplacementCharacter);
}

//! The ground of the code that begins with a block.
QRectF codeGround(const QAbstractTextDocumentLayout &layout, QTextBlock block)
{
    QRectF code;
    for (; isCode(block); block = block.next())
        code |= layout.blockBoundingRect(block);
    return code.adjusted(-CodeMargin, -CodeMargin / 2, CodeMargin, CodeMargin / 2);
}

class TranscriptPainter {
public:
    TranscriptPainter(QPainter &painter, const QTextDocument &document, const QRectF &visible, const QPalette &palette)
        : m_painter(painter), m_document(document), m_layout(*document.documentLayout()), m_visible(visible),
          m_tokens(Style::tokensOf(palette))
    {
        m_painter.setRenderHint(QPainter::Antialiasing);
    }

    int paintGrounds()
    {
        int looked = 0;
        const QTextTable *last = nullptr;
        for (QTextBlock block = firstSeen(); block.isValid(); block = block.next(), ++looked) {
            if (m_layout.blockBoundingRect(block).top() > m_visible.bottom())
                break;
            if (const QTextTable *table = QTextCursor(block).currentTable(); table && table != last) {
                last = table;
                paintTable(*table);
            }
            if (isCode(block) && !isCode(block.previous())) {
                const QRectF code = codeGround(m_layout, block);
                m_painter.setPen(Qt::NoPen);
                m_painter.setBrush(m_tokens.subtle);
                m_painter.drawRoundedRect(code, Metrics::ControlRadius, Metrics::ControlRadius);
            }
        }
        return looked;
    }

    int paintPills(const QTextCursor &focused, const std::optional<TranscriptLink::Citation> &chosen)
    {
        int looked = 0;
        for (QTextBlock block = firstSeen(); block.isValid(); block = block.next(), ++looked) {
            const QRectF rect = m_layout.blockBoundingRect(block);
            if (rect.top() > m_visible.bottom())
                break;
            if (!sees(rect))
                continue;
            for (auto it = block.begin(); !it.atEnd(); ++it) {
                const QTextFragment fragment = it.fragment();
                const auto citation = citationOf(fragment);
                if (!citation || !fragment.text().startsWith(QLatin1Char('[')))
                    continue;
                const bool isChosen = chosen && chosen->exchange == citation->exchange && chosen->n == citation->n;
                const bool isFocused = focused.hasSelection() && focused.selectionStart() <= fragment.position()
                    && focused.selectionEnd() >= fragment.position() + fragment.length();
                paintPill(block, fragment, *citation, isChosen || isFocused);
            }
        }
        return looked;
    }

private:
    //! The first block that is seen, or one shortly before it: where a table or a block of code begins that is seen in part.
    QTextBlock firstSeen() const
    {
        const int position = std::max(0, m_layout.hitTest(QPointF(m_document.textWidth() / 2, m_visible.top()), Qt::FuzzyHit));
        QTextBlock block = m_document.findBlock(position);
        if (const QTextTable *table = QTextCursor(block).currentTable())
            block = m_document.findBlock(table->firstPosition());
        while (isCode(block) && isCode(block.previous()))
            block = block.previous();
        return block.previous().isValid() ? block.previous() : block;
    }
    bool sees(const QRectF &rect) const { return rect.bottom() >= m_visible.top() && rect.top() <= m_visible.bottom(); }

    void paintTable(const QTextTable &table)
    {
        const double padding = table.format().cellPadding();
        if (qFuzzyCompare(padding, double(TablePadding::Question))) {
            m_painter.setPen(Qt::NoPen);
            m_painter.setBrush(m_tokens.subtle);
            paintQuestion(textOf(table.cellAt(0, 0)).adjusted(-TablePadding::QuestionSide, -padding, TablePadding::QuestionSide, padding));
        } else if (qFuzzyCompare(padding, double(TablePadding::Card))) {
            for (int row = 0; row < table.rows(); ++row) {
                for (int column = 0; column < table.columns(); ++column)
                    paintCard(table.cellAt(row, column), padding);
            }
        }
    }

    //! Rounded, less at the corner from which it comes.
    void paintQuestion(const QRectF &rect)
    {
        constexpr double Corner = 4;
        m_painter.drawRoundedRect(rect, Metrics::ComposerRadius, Metrics::ComposerRadius);
        const double side = Metrics::ComposerRadius;
        const bool left = rect.center().x() < m_document.textWidth() / 2;
        m_painter.drawRoundedRect(QRectF(left ? rect.left() : rect.right() - side, rect.bottom() - side, side, side), Corner, Corner);
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

    void paintPill(const QTextBlock &block, const QTextFragment &fragment, const TranscriptLink::Citation &citation, bool chosen)
    {
        const int from = fragment.position() - block.position(), to = from + fragment.length();
        const QTextLine line = block.layout()->lineForTextPosition(from);
        if (!line.isValid())
            return;
        const QPointF origin = m_layout.blockBoundingRect(block).topLeft(); // lines are placed from here, indented or not
        const QFont font = fragment.charFormat().font();
        const QFontMetricsF metrics(font);
        const double a = line.cursorToX(from), b = line.cursorToX(to), height = std::ceil(metrics.height()) + 1;
        const double width = std::max(height, std::abs(b - a)); // it covers the brackets
        const QRectF pill(std::floor(origin.x() + (a + b - Spacing - width) / 2) + 0.5,
            std::floor(origin.y() + line.y() + line.ascent() - metrics.ascent()) - 0.5, width, height);
        const QColor ink = fragment.charFormat().foreground().color();
        const bool contradicted = ink == m_tokens.signal, doubted = contradicted || citation.use >= 0;
        m_painter.setPen(doubted && !chosen ? QPen(ink, 1, contradicted ? Qt::DashLine : Qt::DotLine) : QPen(Qt::NoPen));
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

int paintGrounds(QPainter &painter, const QTextDocument &document, const QRectF &visible, const QPalette &palette)
{
    return TranscriptPainter(painter, document, visible, palette).paintGrounds();
}

int paintPills(QPainter &painter, const QTextDocument &document, const QRectF &visible, const QPalette &palette, const QTextCursor &focused,
    const std::optional<TranscriptLink::Citation> &chosen)
{
    return TranscriptPainter(painter, document, visible, palette).paintPills(focused, chosen);
}

CodeBlock codeAt(const QTextDocument &document, const QPointF &point)
{
    const QAbstractTextDocumentLayout &layout = *document.documentLayout();
    QTextBlock block = document.findBlock(std::max(0, layout.hitTest(point, Qt::FuzzyHit)));
    if (!isCode(block))
        return {};
    while (isCode(block.previous()))
        block = block.previous();
    CodeBlock code { codeGround(layout, block), {} };
    if (!code.rect.contains(point))
        return {};
    for (; isCode(block); block = block.next())
        code.text += block.text().replace(QChar::LineSeparator, QLatin1Char('\n')) + QLatin1Char('\n');
    return code;
}

} // namespace Heddle::Ui
