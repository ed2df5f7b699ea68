// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/library/extract/pagelayout.h"
#include "core/text/sentences.h"
#include <QRegularExpression>
#include <QStringList>
#include <algorithm>

namespace Heddle::Library {
namespace {

//! Written without blanks between words, with its punctuation.
bool isWide(QChar c)
{
    return Text::isCjk(c.unicode()) || (c.unicode() >= 0x3000 && c.unicode() <= 0x303f) || (c.unicode() >= 0xff00 && c.unicode() <= 0xff65);
}

bool isHyphen(QChar c)
{
    return c == QLatin1Char('-') || c.unicode() == 0x00ad || c.unicode() == 0x2010;
}

bool isSuspended(const QString &next)
{
    // «Haupt- und Nebenkosten», «pre- and postwar»
    static const QStringList conjunctions { QStringLiteral("und"), QStringLiteral("oder"), QStringLiteral("bzw"), QStringLiteral("sowie"),
        QStringLiteral("wie"), QStringLiteral("als"), QStringLiteral("and"), QStringLiteral("or"), QStringLiteral("to"),
        QStringLiteral("et"), QStringLiteral("ou"), QStringLiteral("en"), QStringLiteral("of"), QStringLiteral("och"),
        QStringLiteral("eller"), QStringLiteral("og"), QStringLiteral("ja"), QStringLiteral("tai"), QStringLiteral("y"),
        QStringLiteral("e"), QStringLiteral("o") };
    qsizetype end = 0;
    while (end < next.size() && next[end].isLetter())
        ++end;
    return end < next.size() && next[end] != QLatin1Char('-') && conjunctions.contains(next.left(end));
}

//! The distance from line to line that running text has on this page: a low quartile, so that gaps between paragraphs
//! don't count.
double leadingOf(const QList<PageLine> &lines)
{
    QList<double> steps;
    for (qsizetype i = 1; i < lines.size(); ++i) {
        const double step = lines[i].box.bottom() - lines[i - 1].box.bottom();
        if (lines[i].rotation == lines[i - 1].rotation && step > 0.5 * lines[i].size && step < 4 * lines[i].size)
            steps += step / lines[i].size;
    }
    if (steps.isEmpty())
        return 1.3;
    std::sort(steps.begin(), steps.end());
    constexpr qsizetype Few = 6; // lines that say little of what is usual
    const double low = steps[steps.size() / 4];
    return steps.size() < Few ? std::min(low, 1.6) : low;
}

bool startsItem(const QString &text)
{
    static const QRegularExpression item(QStringLiteral("^([•◦▪‣·∙●○■□–—*-]|\\(?(\\d{1,3}|[a-zA-Z]|[ivx]{1,4})[.)])\\s+\\S"));
    return text.contains(item);
}

class Paragraphs {
public:
    explicit Paragraphs(const QList<PageLine> &lines) : m_lines(lines), m_leading(leadingOf(lines)) { }

    QList<PageBlock> build() const
    {
        QList<PageBlock> blocks;
        for (qsizetype i = 0; i < m_lines.size(); ++i) {
            const PageLine &line = m_lines[i];
            if (blocks.isEmpty() || startsParagraph(i, blocks.last())) {
                blocks +=
                    PageBlock { line.text, line.places, line.size, line.box, line.rotation, 1, line.bold, line.fixedPitch, line.cells };
                continue;
            }
            PageBlock &block = blocks.last();
            if (block.fixedPitch && line.fixedPitch) {
                block.text += QLatin1Char('\n') + line.text;
                block.places += { -1, 0 };
                block.places += line.places;
            } else {
                appendLine(block, line.text, line.places);
            }
            block.box |= line.box;
            block.bold = block.bold && line.bold;
            block.fixedPitch = block.fixedPitch && line.fixedPitch;
            ++block.lines;
        }
        return blocks;
    }

private:
    bool startsParagraph(qsizetype i, const PageBlock &block) const
    {
        const PageLine &line = m_lines[i], &before = m_lines[i - 1];
        if (line.rotation != before.rotation || line.rotation > 3)
            return true;
        const double step = line.box.bottom() - before.box.bottom();
        if (block.fixedPitch && line.fixedPitch && !line.cells && line.column == before.column)
            return step <= 0 || step > 3 * m_leading * line.size;
        if (line.cells || before.cells || std::abs(line.size - before.size) > 0.1 * before.size)
            return true;
        if (block.fixedPitch != line.fixedPitch && block.fixedPitch)
            return true;
        if (step <= 0 || step > 4 * line.size || line.column != before.column) // the next column: the sentence goes on, or it does not
            return !continuesParagraph(block.text, line.text);
        if (step > 1.25 * m_leading * line.size || startsItem(line.text))
            return true;
        // A heading in bold letters above its text.
        if (block.bold != line.bold && !(before.text.endsWith(QLatin1Char('-')))
            && (block.bold ? block.lines <= 2 : endsSentence(block.text)))
            return true;
        const bool indented =
            line.box.left() > before.box.left() + 0.8 * line.size && line.box.right() <= before.box.right() + 0.8 * line.size;
        return indented && endsSentence(block.text);
    }

    const QList<PageLine> &m_lines;
    double m_leading;
};

} // namespace

bool endsSentence(const QString &text)
{
    static const QString ends = QStringLiteral(".!?:;。！？：；…؟۔");
    for (qsizetype i = text.size(); i-- > 0;) {
        if (ends.contains(text[i]))
            return true;
        const bool raised = QStringLiteral("⁰¹²³⁴⁵⁶⁷⁸⁹").contains(text[i]); // the mark of a note
        if (text[i].isLetterOrNumber() && !raised)
            return false;
    }
    return false;
}

bool continuesParagraph(const QString &text, const QString &next)
{
    if (text.isEmpty() || next.isEmpty() || endsSentence(text))
        return false;
    return next[0].isLower() || isHyphen(text.back()) || (isWide(text.back()) && isWide(next[0])) || text.back() == QLatin1Char(',');
}

void appendLine(PageBlock &block, const QString &text, const QList<PageLine::Place> &places)
{
    if (text.isEmpty())
        return;
    const QChar last = block.text.isEmpty() ? QLatin1Char(' ') : block.text.back(), first = text.front();
    const QChar before = block.text.size() > 1 ? block.text[block.text.size() - 2] : QLatin1Char(' ');
    const auto put = [&block](QChar c) {
        block.text += c;
        block.places += { -1, 0 };
    };
    if (isHyphen(last) && before.isLetterOrNumber() && !isSuspended(text)) {
        if (first.isLower() && before.isLetter()) {
            block.text.back() = PageBlock::LineEndHyphen;
        } else if (!first.isLetterOrNumber()) {
            put(QLatin1Char(' '));
        } else if (last != QLatin1Char('-')) {
            block.text.back() = QLatin1Char('-');
        }
    } else if (!isWide(last) || !isWide(first)) {
        put(QLatin1Char(' '));
    }
    block.text += text;
    block.places += places;
}

QList<PageBlock> blocksOfLines(const QList<PageLine> &lines)
{
    return Paragraphs(lines).build();
}

QList<PageBlock> layOutPage(const QList<PageWord> &words)
{
    return blocksOfLines(linesOfPage(words));
}

} // namespace Heddle::Library
