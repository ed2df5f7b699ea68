// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/library/extract/pagelayout.h"
#include "core/text/sentences.h"
#include "core/text/superscripts.h"
#include <algorithm>

namespace Heddle::Library {
namespace {

//! A line: its words in the order in which they are read, and where it lies in the direction of its text.
struct Line {
    QList<int> words;
    double left = 0, right = 0, top = 0, bottom = 0, size = 0;
    int rotation = 0;
};

//! A box as it would lie if its text ran from left to right.
QRectF upright(const QRectF &box, int rotation)
{
    switch (rotation & 3) {
    case 1: return { box.top(), -box.right(), box.height(), box.width() };
    case 2: return { -box.right(), -box.bottom(), box.width(), box.height() };
    case 3: return { -box.bottom(), box.left(), box.height(), box.width() };
    default: return box;
    }
}

bool isRightToLeft(QChar c)
{
    return c.direction() == QChar::DirR || c.direction() == QChar::DirAL;
}

//! Above 0: more letters that run from left to right than the other way.
int direction(const QString &text)
{
    int sum = 0;
    for (const QChar c : text)
        sum += isRightToLeft(c) ? -1 : c.direction() == QChar::DirL ? 1 : 0;
    return sum;
}

QList<Line> linesOf(const QList<PageWord> &words)
{
    QList<Line> lines;
    for (int i = 0; i < words.size(); ++i) {
        const PageWord &word = words[i];
        if (word.text.trimmed().isEmpty())
            continue;
        const QRectF box = upright(word.box, word.rotation);
        if (!lines.isEmpty() && lines.last().rotation == word.rotation) {
            Line &line = lines.last();
            const double overlap = std::min(line.bottom, box.bottom()) - std::max(line.top, box.top());
            const double smaller = std::min(line.bottom - line.top, box.height());
            const double before = upright(words[line.words.last()].box, word.rotation).left();
            if (overlap >= 0.5 * smaller && box.left() >= before) {
                line.words += i;
                line.right = std::max(line.right, box.right());
                if (line.size < word.size) { // a small note mark in front does not make the line a small one
                    line.size = word.size;
                    line.top = box.top();
                    line.bottom = box.bottom();
                }
                continue;
            }
        }
        lines += Line { { i }, box.left(), box.right(), box.top(), box.bottom(), word.size > 0 ? word.size : box.height(), word.rotation };
    }
    return lines;
}

//! Appends words of a line with the blanks between them.
class LineText {
public:
    LineText(const QList<PageWord> &words, const Line &line, PageBlock &block) : m_words(words), m_line(line), m_block(block) { }

    void append()
    {
        int sum = 0;
        for (const int word : m_line.words)
            sum += direction(m_words[word].text);
        QList<int> order = m_line.words;
        const bool rightToLeft = sum < 0;
        if (rightToLeft)
            std::reverse(order.begin(), order.end());
        // Runs of words against the line's direction are read the other way round.
        for (auto from = order.begin(); from != order.end();) {
            const auto against = [&](int word) {
                const int d = direction(m_words[word].text);
                return rightToLeft ? d > 0 : d < 0;
            };
            const auto first = std::find_if(from, order.end(), against);
            const auto last = std::find_if_not(first, order.end(), against);
            std::reverse(first, last);
            from = last;
        }
        for (qsizetype i = 0; i < order.size(); ++i) {
            if (i > 0 && blankBetween(order[i - 1], order[i]))
                put(QLatin1Char(' '), -1, 0);
            appendWord(order[i], rightToLeft);
        }
    }

private:
    bool blankBetween(int a, int b) const
    {
        if (std::abs(a - b) == 1 && m_words[std::min(a, b)].spaceAfter)
            return true;
        const QRectF one = upright(m_words[a].box, m_line.rotation), other = upright(m_words[b].box, m_line.rotation);
        return std::max(one.left(), other.left()) - std::min(one.right(), other.right()) > 0.15 * m_line.size;
    }
    void put(QChar c, int word, int character)
    {
        m_block.text += c;
        m_block.places += { word, character };
    }
    //! The word's characters, raised or lowered as they stand: the mark of a note is no part of the word before it.
    QString textOf(const PageWord &word) const
    {
        const bool digits = std::all_of(word.text.cbegin(), word.text.cend(), [](QChar c) { return c.isDigit() || c.isPunct(); });
        if (!digits || word.size <= 0 || word.size > 0.85 * m_line.size)
            return word.text;
        const double bottom = upright(word.box, m_line.rotation).bottom();
        return bottom < m_line.bottom - 0.25 * m_line.size ? Text::raised(word.text)
            : bottom > m_line.bottom                       ? Text::lowered(word.text)
                                                           : word.text;
    }
    void appendWord(int word, bool rightToLeft)
    {
        const QString text = textOf(m_words[word]);
        const int strong = direction(text);
        if (strong > 0 || (strong == 0 && !rightToLeft)) {
            for (int i = 0; i < text.size(); ++i)
                put(text[i], word, i);
            return;
        }
        // It comes as it is seen, from the left: read it from the right, but numbers and foreign letters keep their order.
        const auto keeps = [&text](int i) { return text[i].isDigit() || text[i].direction() == QChar::DirL; };
        for (int end = int(text.size()); end > 0;) {
            int begin = end;
            while (begin > 0 && (keeps(begin - 1) || (begin > 1 && begin < end && text[begin - 1].isPunct() && keeps(begin - 2))))
                --begin;
            if (begin == end)
                begin -= end > 1 && text[end - 1].isLowSurrogate() ? 2 : 1;
            for (int i = begin; i < end; ++i)
                put(text[i], word, i);
            end = begin;
        }
    }

    const QList<PageWord> &m_words;
    const Line &m_line;
    PageBlock &m_block;
};

bool endsSentence(const QString &text)
{
    static const QString ends = QStringLiteral(".!?:;。！？：；…؟۔");
    for (qsizetype i = text.size(); i-- > 0;) {
        if (text[i].isLetterOrNumber())
            return false;
        if (ends.contains(text[i]))
            return true;
    }
    return false;
}

//! Written without blanks between words, with its punctuation.
bool isWide(QChar c)
{
    return Text::isCjk(c.unicode()) || (c.unicode() >= 0x3000 && c.unicode() <= 0x303f) || (c.unicode() >= 0xff00 && c.unicode() <= 0xff65);
}

bool isHyphen(QChar c)
{
    return c == QLatin1Char('-') || c.unicode() == 0x00ad || c.unicode() == 0x2010;
}

//! The distance from line to line that running text has on this page: a low quartile, so that gaps between paragraphs
//! don't count.
double leadingOf(const QList<Line> &lines)
{
    QList<double> steps;
    for (qsizetype i = 1; i < lines.size(); ++i) {
        const double step = lines[i].bottom - lines[i - 1].bottom;
        if (lines[i].rotation == lines[i - 1].rotation && step > 0.5 * lines[i].size && step < 4 * lines[i].size)
            steps += step / lines[i].size;
    }
    if (steps.isEmpty())
        return 1.3;
    std::sort(steps.begin(), steps.end());
    return steps[steps.size() / 4];
}

bool startsParagraph(const Line &line, const Line &before, const PageBlock &block, const QString &next, double leading)
{
    if (std::abs(line.size - before.size) > 0.1 * before.size || line.rotation != before.rotation)
        return true;
    const double step = line.bottom - before.bottom;
    if (step <= 0 || step > 4 * line.size) { // the next column: the sentence goes on, or it does not
        return endsSentence(block.text) || next.isEmpty() || !(next[0].isLower() || isHyphen(block.text.back()));
    }
    if (step > 1.25 * leading * line.size)
        return true;
    const bool indented = line.left > before.left + 0.8 * line.size && line.right <= before.right + 0.8 * line.size;
    return indented && endsSentence(block.text);
}

} // namespace

QList<PageBlock> layOutPage(const QList<PageWord> &words)
{
    const QList<Line> lines = linesOf(words);
    const double leading = leadingOf(lines);
    QList<PageBlock> blocks;
    for (qsizetype i = 0; i < lines.size(); ++i) {
        PageBlock next;
        next.size = lines[i].size;
        LineText(words, lines[i], next).append();
        if (blocks.isEmpty() || startsParagraph(lines[i], lines[i - 1], blocks.last(), next.text, leading)) {
            blocks += next;
            continue;
        }
        PageBlock &block = blocks.last();
        const QChar last = block.text.back(), first = next.text.front();
        if (isHyphen(last) && block.text.size() > 1 && block.text[block.text.size() - 2].isLetter() && first.isLower()) {
            block.text.chop(1);
            block.places.removeLast();
        } else if (!isWide(last) || !isWide(first)) {
            block.text += QLatin1Char(' ');
            block.places += { -1, 0 };
        }
        block.text += next.text;
        block.places += next.places;
    }
    return blocks;
}

} // namespace Heddle::Library
