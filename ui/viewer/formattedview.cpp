// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewer/formattedview.h"
#include "core/library/reach.h"
#include "ui/common/openoutside.h"
#include "ui/style/fonts.h"
#include "ui/style/metrics.h"
#include "ui/style/tokens.h"
#include "ui/viewer/markedtext.h"
#include <QFile>
#include <QFontDatabase>
#include <QTextCursor>
#include <QTextDocument>
#include <QTextList>
#include <QTextTable>
#include <QUrl>

namespace Heddle::Ui {
namespace {

using Library::FormattedBlock;
using Library::FormattedSpan;
using Kind = FormattedBlock::Kind;

bool isCell(const FormattedBlock &block)
{
    return block.kind == Kind::Cell || block.kind == Kind::HeaderCell;
}

class Writer {
public:
    Writer(QTextDocument *document, const QPalette &palette) : m_cursor(document), m_tokens(Style::tokensOf(palette)) { }

    void write(const QList<FormattedBlock> &blocks)
    {
        for (qsizetype i = 0; i < blocks.size();) {
            if (isCell(blocks[i])) {
                i = writeTable(blocks, i);
            } else {
                writeBlock(blocks[i]);
                ++i;
            }
        }
    }

private:
    void writeBlock(const FormattedBlock &block)
    {
        QTextBlockFormat format;
        format.setLineHeight(lineHeight(), QTextBlockFormat::MinimumHeight);
        format.setBottomMargin(Metrics::Gap);
        format.setIndent(block.kind == Kind::Heading ? 0 : block.level);
        if (block.kind == Kind::Heading) {
            format.setTopMargin(Metrics::WideGap);
            format.setHeadingLevel(block.level);
        } else if (block.kind == Kind::Code) {
            format.setBackground(m_tokens.subtle);
            format.setNonBreakableLines(false);
        } else if (block.kind == Kind::Rule) {
            format.setProperty(QTextFormat::BlockTrailingHorizontalRulerWidth, QTextLength(QTextLength::PercentageLength, 100));
        }
        const bool item = block.kind == Kind::Bullet || block.kind == Kind::Number;
        if (item) {
            format.setIndent(0);
            format.setBottomMargin(Metrics::Gap / 2.0);
        }
        if (std::exchange(m_begun, true))
            m_cursor.insertBlock(format, {});
        else
            m_cursor.setBlockFormat(format);
        if (item)
            addToList(block);
        else
            m_list = nullptr;
        writeSpans(block);
    }

    void addToList(const FormattedBlock &block)
    {
        const bool same = m_list && m_list->format().indent() == block.level
            && (m_list->format().style() == QTextListFormat::ListDecimal) == (block.kind == Kind::Number);
        if (same)
            return m_list->add(m_cursor.block());
        QTextListFormat format;
        format.setIndent(block.level);
        format.setStyle(block.kind == Kind::Number ? QTextListFormat::ListDecimal : QTextListFormat::ListDisc);
#if QT_VERSION >= QT_VERSION_CHECK(6, 6, 0)
        format.setStart(std::max(0, block.number));
#endif
        m_list = m_cursor.createList(format);
    }

    //! \return The block behind the table.
    qsizetype writeTable(const QList<FormattedBlock> &blocks, qsizetype first)
    {
        qsizetype end = first;
        int rows = 0, columns = 0, headers = 0;
        const auto begins = [&blocks](qsizetype i) { // another table
            return blocks[i].number == 0 && (blocks[i - 1].number > 0 || blocks[i].column <= blocks[i - 1].column);
        };
        for (; end < blocks.size() && isCell(blocks[end]) && (end == first || !begins(end)); ++end) {
            rows = blocks[end].number + 1;
            columns = std::max(columns, blocks[end].column + blocks[end].columns);
        }
        for (qsizetype i = first; i < end && blocks[i].kind == Kind::HeaderCell; ++i)
            headers = i + 1 == end || blocks[i + 1].number != blocks[i].number ? blocks[i].number + 1 : headers;
        m_list = nullptr;
        QTextTableFormat format;
        format.setCellPadding(6);
        format.setCellSpacing(0);
        format.setBorder(1);
        format.setBorderBrush(m_tokens.border);
        format.setBorderStyle(QTextFrameFormat::BorderStyle_Solid);
        format.setBorderCollapse(true);
        format.setTopMargin(Metrics::Gap);
        format.setBottomMargin(Metrics::CardGap);
        format.setHeaderRowCount(headers);
        if (std::exchange(m_begun, true))
            m_cursor.insertBlock({}, {});
        QTextTable *table = m_cursor.insertTable(rows, columns, format);
        for (qsizetype i = first; i < end; ++i) {
            const FormattedBlock &block = blocks[i];
            if (block.columns > 1)
                table->mergeCells(block.number, block.column, 1, block.columns);
            QTextTableCell cell = table->cellAt(block.number, block.column);
            if (block.kind == Kind::HeaderCell) {
                QTextTableCellFormat ground;
                ground.setBackground(m_tokens.subtle);
                cell.setFormat(ground);
            }
            m_cursor = cell.firstCursorPosition();
            writeSpans(block);
        }
        m_cursor.movePosition(QTextCursor::End);
        m_begun = false; // the block behind a table is there already
        return end;
    }

    void writeSpans(const FormattedBlock &block)
    {
        qsizetype at = 0;
        for (const FormattedSpan &span : block.spans) {
            QString text = block.text.mid(at, span.length);
            text.replace(QLatin1Char('\n'), QChar(QChar::LineSeparator));
            m_cursor.insertText(text, formatOf(block, span));
            at += span.length;
        }
    }

    QTextCharFormat formatOf(const FormattedBlock &block, const FormattedSpan &span) const
    {
        QTextCharFormat format;
        if (block.kind == Kind::Heading) {
            const QFont font = Style::font(block.level == 1 ? Style::TextRole::PageTitle
                    : block.level == 2                      ? Style::TextRole::Section
                                                            : Style::TextRole::Interface);
            format.setFontPointSize(font.pointSizeF());
            format.setFontWeight(QFont::DemiBold);
        }
        if (block.kind == Kind::Quote)
            format.setForeground(m_tokens.secondText);
        if (span.styles & FormattedSpan::Bold)
            format.setFontWeight(QFont::DemiBold);
        if (span.styles & FormattedSpan::Italic)
            format.setFontItalic(true);
        if (span.styles & FormattedSpan::Code || block.kind == Kind::Code) {
            format.setFontFamilies({ QFontDatabase::systemFont(QFontDatabase::FixedFont).family() });
            format.setBackground(m_tokens.subtle);
        }
        format.setFontUnderline(span.styles & FormattedSpan::Underlined);
        format.setFontStrikeOut(span.styles & FormattedSpan::StruckOut);
        if (span.styles & (FormattedSpan::Raised | FormattedSpan::Lowered))
            format.setVerticalAlignment(
                span.styles & FormattedSpan::Raised ? QTextCharFormat::AlignSuperScript : QTextCharFormat::AlignSubScript);
        if (const auto address = span.link.isEmpty() ? std::nullopt : webAddress(span.link)) {
            format.setAnchor(true);
            format.setAnchorHref(address->toString(QUrl::FullyEncoded));
            format.setForeground(m_tokens.accent);
        }
        return format;
    }

    QTextCursor m_cursor;
    const Style::Tokens &m_tokens;
    QTextList *m_list = nullptr; //!< of the last block
    bool m_begun = false; //!< the next paragraph needs a block of its own
};

} // namespace

QCoro::Task<Result<Library::FormattedText>> readFormatted(
    Concurrency::WorkPool *files, QString path, QString passage, std::stop_token stop)
{
    // A link may lead anywhere: the user has chosen this document.
    const QByteArray name = QFile::encodeName(path);
    auto job = files->submit([name](std::stop_token token) { return Library::openWithinReach("/", name.mid(1), token); },
        Concurrency::Context(stop), QStringLiteral("open a page"));
    HEDDLE_CO_TRY_VALUE(const Library::OpenedFile opened, co_await std::move(job));
    auto reading = Library::formatDocument(std::move(*opened.file), passage, {}, {}, stop);
    auto text = co_await std::move(reading);
    co_return text;
}

void insertFormatted(QTextDocument *document, const Library::FormattedText &text, const QPalette &palette)
{
    QTextCursor editing(document);
    editing.beginEditBlock(); // it is laid out once, not after each insertion
    Writer(document, palette).write(text.blocks);
    editing.endEditBlock();
}

} // namespace Heddle::Ui
