// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewer/markedtext.h"
#include "core/text/listnumbers.h"
#include "core/text/markdown.h"
#include "ui/common/richtext.h"
#include "ui/style/fonts.h"
#include "ui/style/metrics.h"
#include "ui/style/tokens.h"
#include <QFontInfo>
#include <QHash>
#include <QTextCursor>
#include <QTextDocument>
#include <QTextTable>
#include <algorithm>
#include <optional>

namespace Heddle::Ui {

int lineHeight()
{
    constexpr double Lines = 1.6; // of the letters' size
    return int(Lines * QFontInfo(Style::font(Style::TextRole::Interface)).pixelSize());
}

namespace {

class Inserter {
public:
    Inserter(QTextDocument *document, const MarkedText &marked, const QPalette &palette) : m_cursor(document), m_marked(marked)
    {
        m_block.setLineHeight(lineHeight(), QTextBlockFormat::MinimumHeight);
        m_block.setBottomMargin(Metrics::Gap);
        m_passage.setBackground(Style::tokensOf(palette).subtle);
        m_sentence.setBackground(Style::tokensOf(palette).mark);
        for (const QString &path : marked.headings) {
            const QStringList titles = path.split(QStringLiteral(" › "));
            for (int level = 0; level < titles.size(); ++level) {
                if (!m_levels.contains(titles[level]))
                    m_levels.insert(titles[level], level);
            }
        }
    }

    void insert()
    {
        const QString &text = m_marked.text;
        for (qsizetype at = 0; at < text.size();) {
            qsizetype end = text.indexOf(QLatin1String("\n\n"), at);
            if (end < 0)
                end = text.size();
            if (at > 0)
                m_cursor.insertBlock(m_block);
            else
                m_cursor.setBlockFormat(m_block);
            insertParagraph(at, end);
            at = end;
            while (at < text.size() && text[at] == QLatin1Char('\n'))
                ++at;
        }
    }
    int markPosition() const { return std::max(0, m_markAt); }

private:
    //! In up to five pieces: before, passage, sentence, passage, after.
    void insertParagraph(qsizetype start, qsizetype end)
    {
        const auto level = m_levels.constFind(m_marked.text.mid(start, end - start));
        const QFont titleFont = Style::font(level == m_levels.cend() || *level > 1 ? Style::TextRole::Interface
                : *level == 1                                                      ? Style::TextRole::Section
                                                                                   : Style::TextRole::PageTitle);
        const MarkedText::Range &passage = m_marked.passage, &sentence = m_marked.sentence;
        const std::pair<qsizetype, const QTextCharFormat *> pieces[] = { { passage.start, &m_plain }, { sentence.start, &m_passage },
            { sentence.end, &m_sentence }, { passage.end, &m_passage }, { m_marked.text.size(), &m_plain } };
        qsizetype from = start;
        for (const auto &[limit, format] : pieces) {
            const qsizetype until = std::clamp(limit, from, end);
            if (until > from) {
                if (format == &m_sentence && m_markAt < 0)
                    m_markAt = m_cursor.position();
                QTextCharFormat used = *format;
                if (level != m_levels.cend()) {
                    used.setFontPointSize(titleFont.pointSizeF());
                    used.setFontWeight(QFont::DemiBold);
                }
                m_cursor.insertText(m_marked.text.mid(from, until - from).replace(QLatin1Char('\n'), QChar(QChar::LineSeparator)), used);
            }
            from = until;
        }
    }

    QTextCursor m_cursor;
    const MarkedText &m_marked;
    QTextBlockFormat m_block;
    QTextCharFormat m_plain, m_passage, m_sentence;
    QHash<QString, int> m_levels; //!< of the headings, from 0
    int m_markAt = -1;
};

//! A text without all but letters and digits, and where each of them stands.
struct Letters {
    explicit Letters(const QString &all) : text(all)
    {
        for (int i = 0; i < int(text.size()); ++i) {
            if (!text[i].isLetterOrNumber() && !text[i].isSurrogate())
                continue;
            letters += text[i].toCaseFolded();
            places += i;
        }
    }
    QString text, letters;
    QList<int> places;
};

//! Selects words in a document; no selection: they aren't there.
QTextCursor wordsIn(QTextDocument *document, const Letters &text, const QString &words, qsizetype from)
{
    QTextCursor cursor(document);
    const Letters wanted(words);
    const qsizetype at = wanted.letters.isEmpty() ? -1 : text.letters.indexOf(wanted.letters, from);
    if (at < 0)
        return cursor;
    int end = text.places[at + wanted.letters.size() - 1] + 1;
    const QString tail = words.mid(wanted.places.last() + 1).trimmed(); // as a full stop
    if (text.text.mid(end, tail.size()) == tail)
        end += int(tail.size());
    cursor.setPosition(text.places[at]);
    cursor.setPosition(end, QTextCursor::KeepAnchor);
    return cursor;
}

//! A cell of a table's row that has any letters.
struct CellLetters {
    QString letters;
    QTextCursor words;
};

//! The rows of all tables of a document, without their headers.
QList<QList<CellLetters>> rowsOf(QTextDocument *document)
{
    QList<QList<CellLetters>> rows;
    for (QTextFrame *frame : document->rootFrame()->childFrames()) {
        const auto *table = qobject_cast<QTextTable *>(frame);
        for (int row = table ? table->format().headerRowCount() : 0; table && row < table->rows(); ++row) {
            QList<CellLetters> cells;
            for (int column = 0; column < table->columns(); ++column) {
                const QTextTableCell cell = table->cellAt(row, column);
                if (cell.row() != row || cell.column() != column)
                    continue;
                QTextCursor words = cell.firstCursorPosition();
                words.setPosition(cell.lastCursorPosition().position(), QTextCursor::KeepAnchor);
                if (const QString letters = Letters(words.selectedText()).letters; !letters.isEmpty())
                    cells += { letters, words };
            }
            if (cells.size() > 1)
                rows += cells;
        }
    }
    return rows;
}

//! The row that a text is of: it names the columns, and has the row's values in their order. Of several, the one with most letters.
QList<QTextCursor> rowFor(const QList<QList<CellLetters>> &rows, const QString &line)
{
    const QString said = Letters(line).letters;
    const QList<CellLetters> *best = nullptr;
    qsizetype most = 0;
    for (const QList<CellLetters> &row : rows) {
        qsizetype from = 0, matched = 0;
        for (const CellLetters &cell : row) {
            from = said.indexOf(cell.letters, from);
            if (from < 0)
                break;
            from += cell.letters.size();
            matched += cell.letters.size();
        }
        if (from >= 0 && matched > most) {
            most = matched;
            best = &row;
        }
    }
    QList<QTextCursor> words;
    for (const CellLetters &cell : best ? *best : QList<CellLetters>())
        words += cell.words;
    return words;
}

} // namespace

int markWords(QTextDocument *document, const QString &passage, const QString &sentence, const QPalette &palette)
{
    const Letters text(document->toPlainText());
    const Style::Tokens &tokens = Style::tokensOf(palette);
    const auto mark = [](QTextCursor cursor, const QColor &ground) {
        QTextCharFormat format;
        format.setBackground(ground);
        cursor.mergeCharFormat(format);
    };
    const QTextCursor around = wordsIn(document, text, passage, 0);
    const auto placeOf = [&text](int position) {
        return std::lower_bound(text.places.cbegin(), text.places.cend(), position) - text.places.cbegin();
    };
    qsizetype from = around.hasSelection() ? placeOf(around.selectionStart()) : 0;
    QList<QTextCursor> marked { wordsIn(document, text, sentence, from) };
    if (!marked.first().hasSelection()) { // something was read that looks otherwise, such as an address: what is there line by line
        marked.clear();
        std::optional<QList<QList<CellLetters>>> rows;
        for (const QString &line : sentence.split(QLatin1Char('\n'), Qt::SkipEmptyParts)) {
            QTextCursor words = wordsIn(document, text, line, from);
            if (!words.hasSelection())
                words = wordsIn(document, text, Text::withoutListNumber(line).toString(), from);
            if (words.hasSelection()) {
                marked += words;
                from = placeOf(words.selectionEnd());
            } else {
                if (!rows)
                    rows = rowsOf(document);
                marked += rowFor(*rows, line);
            }
        }
    }
    if (marked.isEmpty())
        return -1;
    QTextCursor edit(document);
    edit.beginEditBlock();
    if (around.hasSelection() && sentence != passage)
        mark(around, tokens.subtle);
    for (const QTextCursor &words : std::as_const(marked))
        mark(words, tokens.mark);
    edit.endEditBlock();
    return marked.first().selectionStart();
}

int insertRendered(
    QTextDocument *document, const QString &markdown, const QString &passage, const QString &sentence, const QPalette &palette)
{
    QTextCursor(document).insertHtml(RichText::dressed(Text::markdownToHtml(markdown), lineHeight(), palette));
    return markWords(document, passage, sentence, palette);
}

int insertMarked(QTextDocument *document, const MarkedText &marked, const QPalette &palette)
{
    Inserter inserter(document, marked, palette);
    inserter.insert();
    return inserter.markPosition();
}

} // namespace Heddle::Ui
