// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/hardwraps.h"
#include "core/text/abbreviations.h"
#include "core/text/textlines.h"
#include <QList>
#include <algorithm>

namespace Heddle::Text {
namespace {

constexpr qsizetype WideLine = 45; //!< columns; lines that are cut at less are as often verses as prose
constexpr qsizetype NarrowestLine = 20; //!< no prose is wrapped to less
constexpr qsizetype WidestVerse = 60;
constexpr qsizetype LongestVerse = 400; //!< UTF-16 units that are joined without an end mark
constexpr qsizetype ManyLines = 4; //!< that all begin with capitals: a list
constexpr qsizetype HangingIndent = 2; //!< more than an indentation that is a slip

//! Lines that follow each other without an empty one.
class Paragraph {
public:
    Paragraph(const TextLines &lines, qsizetype first, qsizetype last, const QString &language)
        : m_lines(lines), m_language(language), m_first(first), m_last(last)
    {
        for (qsizetype i = first; i <= last; ++i)
            m_width = std::max(m_width, lines[i].fixed ? 0 : lines[i].width);
        constexpr qsizetype Few = 2; // that say little about where the text was wrapped
        if (last - first < Few)
            m_width = std::max(m_width, lines.wrapWidth());
        measure();
        m_verses = areVerses();
    }

    //! The line break behind line `i` is one of wrapped prose. To be asked for each line, in order.
    bool wrapsAfter(qsizetype i)
    {
        const bool wraps = isWrap(i);
        m_joined = wraps && !m_lines[i].ended ? m_joined + m_lines[i].to - m_lines[i].from : 0;
        return wraps;
    }

private:
    bool isWrap(qsizetype i) const
    {
        const Line &line = m_lines[i], &next = m_lines[i + 1];
        if (line.quotes != next.quotes)
            return false;
        if (line.continued || next.closes)
            return true;
        if (beginsPart(i))
            return false;
        if (belongsToItem(i) || isBelowTerm(i))
            return line.ended ? isFull(i) : line.colon ? colonGoesOn(i) : next.small || isOpen(i) || isFull(i);
        if (line.fixed || isCentred(i))
            return false;
        if (m_verses)
            return versesGoOn(i);
        if (line.colon)
            return colonGoesOn(i);
        if (next.indent >= line.indent + HangingIndent)
            return !line.ended && (next.address || line.comma || (line.width >= WideLine && (isFull(i) || isOpen(i))));
        return linesGoOn(i);
    }

    //! How the lines are filled and begin; those that were ended on purpose say nothing.
    void measure()
    {
        qsizetype breaks = 0, full = 0, open = 0, small = 0, capitals = 0, clauses = 0;
        for (qsizetype i = m_first; i < m_last; ++i) {
            const Line &line = m_lines[i], &next = m_lines[i + 1];
            if (next.mark > 0 || line.fixed || next.fixed || isCentred(i))
                continue;
            const bool isFilled = isFull(i), deeper = next.indent >= line.indent + HangingIndent;
            if (isFilled || (!line.ended && !line.colon && !deeper)) {
                ++breaks;
                full += isFilled;
            }
            if (line.ended || line.colon || deeper)
                continue;
            ++open;
            small += next.small;
            capitals += next.capital;
            clauses += isOpen(i) || (next.small && beginsClause(next));
            m_isProse = m_isProse || line.comma;
        }
        m_isProse = m_isProse || m_lines[m_last].ended || clauses == open;
        m_filled = full * 4 >= breaks * 3;
        m_isList = open >= ManyLines && capitals == open && !(m_filled && m_width >= WideLine);
        m_runsOn = small > 0 && small * 2 >= open;
    }

    //! Short lines with the punctuation of a text: some end in commas, the last one in a mark.
    bool areVerses() const
    {
        qsizetype last = m_last;
        if (last > m_first && m_lines[last].indent >= m_lines[last - 1].indent + HangingIndent)
            --last; // the name of the poet
        if (last == m_first || (!m_lines[last].ended && !m_lines[last].comma && !m_lines[last].colon))
            return false;
        bool commas = false;
        for (qsizetype i = m_first; i <= last; ++i) {
            const Line &line = m_lines[i];
            if (line.fixed || line.named || (line.mark > 0 && !line.dash) || line.width >= WidestVerse)
                return false;
            commas = commas || (i < last && line.comma);
        }
        return (commas || m_runsOn) && (!m_filled || m_width < WideLine);
    }

    //! A verse goes on until a mark ends its sentence; a title does not.
    bool versesGoOn(qsizetype i) const
    {
        constexpr qsizetype LongestTitle = 3; // words
        const Line &line = m_lines[i], &next = m_lines[i + 1];
        if (line.ended || m_joined > LongestVerse || (next.indent >= line.indent + 2 * HangingIndent && !next.small))
            return false;
        const bool title = i == m_first && next.capital && !line.comma && !line.colon && line.words <= LongestTitle;
        return !title || isOpen(i);
    }

    //! "He asked:" goes on with what he asked, and so does a colon in the middle of a text.
    bool colonGoesOn(qsizetype i) const
    {
        const Line &line = m_lines[i], &next = m_lines[i + 1];
        if (line.openQuote)
            return true;
        if (next.indent >= line.indent + HangingIndent)
            return false;
        return next.quoted || (isFull(i) && line.width >= WideLine && (next.small || line.stops));
    }

    bool linesGoOn(qsizetype i) const
    {
        const Line &line = m_lines[i], &next = m_lines[i + 1];
        const bool full = isFull(i), wide = m_width >= WideLine;
        if (line.ended) // an abbreviation, perhaps
            return (full && m_filled && (wide || m_runsOn)) || (line.stopped && next.lower && line.width >= WideLine);
        if (isOpen(i) || (m_isProse && next.small && beginsClause(next)))
            return true;
        if (m_isList || m_width < NarrowestLine)
            return false;
        if (line.endsWide && next.beginsWide)
            return full && m_filled;
        if (!m_filled)
            return next.small && line.width >= WideLine;
        return wide ? full || next.small : m_isProse && m_runsOn && (full || next.small);
    }

    //! Something of its own begins behind line `i`.
    bool beginsPart(qsizetype i) const
    {
        const Line &line = m_lines[i], &next = m_lines[i + 1];
        if (next.fixed || (line.dated && next.dated))
            return true;
        if (next.attribution && (line.ended || next.indent >= line.indent + HangingIndent))
            return true;
        if (next.mark > 0) { // not where a dash or an arrow in a text came to stand at the beginning of a line
            const bool inText = next.dash && next.small && line.item < 0 && line.width >= WideLine;
            return line.ended || line.colon || !isFull(i) || !(inText || line.openBracket);
        }
        return next.named && (line.named || line.ended || !isFull(i));
    }

    //! The item of a list goes on below its text.
    bool belongsToItem(qsizetype i) const
    {
        const Line &line = m_lines[i];
        return line.item >= 0 && m_lines[i + 1].indent >= m_lines[line.item].indent + HangingIndent && (!line.fixed || line.mark > 0);
    }

    //! "-e     Use the format", with the next line below "Use".
    bool isBelowTerm(qsizetype i) const { return m_lines[i].column > 0 && m_lines[i + 1].indent == m_lines[i].column; }

    //! Titles in the middle of a page.
    bool isCentred(qsizetype i) const
    {
        constexpr qsizetype Deep = 12, MostOfParagraph = 8;
        const qsizetype from = m_lines[i].indent, to = m_lines[i + 1].indent;
        return to < from && (from >= Deep || from - to > MostOfParagraph);
    }

    //! It can't end there: at a comma, an open bracket or a word such as "the".
    bool isOpen(qsizetype i) const
    {
        const Line &line = m_lines[i];
        if (line.ended || line.colon)
            return false;
        return line.comma || line.openBracket || isFunctionWord(m_lines.lastWord(line), m_language);
    }
    bool beginsClause(const Line &line) const { return beginsSentences(m_lines.firstWord(line), m_language); }

    //! The next word would not have fitted into the line.
    bool isFull(qsizetype i) const
    {
        constexpr qsizetype Ragged = 2; // editors differ by a blank
        return m_lines[i].width + 1 + m_lines[i + 1].firstWidth + Ragged >= m_width;
    }

    const TextLines &m_lines;
    const QString m_language;
    const qsizetype m_first, m_last;
    qsizetype m_width = 0; //!< of the longest line
    qsizetype m_joined = 0; //!< units since the last end
    bool m_filled = false; //!< most lines are as long as the next word lets them be
    bool m_isList = false; //!< without marks
    bool m_runsOn = false; //!< most lines that end no sentence are followed by small letters
    bool m_isProse = false; //!< it has the marks or the words of one
    bool m_verses = false;
};

} // namespace

QString withoutHardWraps(QStringView text, const QString &language)
{
    QString unwrapped = text.toString();
    unwrapped.replace(Wrap, QLatin1Char(' '));
    if (!text.contains(u'\n'))
        return unwrapped;
    const TextLines lines(text);
    for (qsizetype first = 0; first < lines.size();) {
        if (lines[first].isEmpty()) {
            ++first;
            continue;
        }
        qsizetype last = first;
        while (last + 1 < lines.size() && !lines[last + 1].isEmpty())
            ++last;
        Paragraph paragraph(lines, first, last, language);
        for (qsizetype i = first; i < last; ++i) {
            if (paragraph.wrapsAfter(i))
                std::fill(unwrapped.begin() + lines[i].end, unwrapped.begin() + lines[i + 1].from, Wrap);
        }
        first = last + 1;
    }
    return unwrapped;
}

} // namespace Heddle::Text
