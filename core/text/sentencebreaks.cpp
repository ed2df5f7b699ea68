// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/sentencebreaks.h"
#include "core/text/abbreviations.h"
#include "core/text/hardwraps.h"
#include "core/text/sentences.h"
#include "core/text/sentencesigns.h"
#include <algorithm>

namespace Heddle::Text {

SentenceBreaks::SentenceBreaks(const QString &text, const QString &language) : m_text(text), m_language(language) { }

std::vector<qsizetype> SentenceBreaks::find()
{
    m_glued = hasGluedSentences();
    m_small = isWrittenSmall();
    std::vector<qsizetype> ends;
    const auto end = [this, &ends](qsizetype at) {
        if (at > m_from && at < m_text.size()) {
            ends.push_back(at);
            m_from = at;
        }
    };
    bool heading = isHeading(0);
    for (qsizetype i = 0; i < m_text.size();) {
        if (isLineEnd(m_text[i])) {
            while (i < m_text.size() && m_text[i].isSpace())
                ++i;
            end(i);
            m_lineFrom = i;
            heading = isHeading(i);
        } else if (isTerminator(i) && !heading) {
            const Mark mark = markAt(i);
            if (isEnd(mark))
                end(mark.next);
            i = mark.end;
        } else {
            if (isBullet(i))
                end(i);
            if (m_text[i].isLetterOrNumber() || m_text[i].isSurrogate())
                m_lastLetter = i;
            ++i;
        }
    }
    ends.push_back(m_text.size());
    return ends;
}

SentenceBreaks::Mark SentenceBreaks::markAt(qsizetype at) const
{
    Mark mark;
    mark.begin = mark.end = at;
    while (mark.end < m_text.size()) {
        const bool spaced = m_text[mark.end] == u' ' && mark.end > at && m_text[mark.end - 1] == u'.' && mark.end + 1 < m_text.size()
            && m_text[mark.end + 1] == u'.' && (mark.end + 2 >= m_text.size() || !m_text[mark.end + 2].isLetterOrNumber()); // ". . ."
        if (!spaced && !isTerminator(mark.end))
            break;
        ++mark.end;
    }
    const QStringView marks = QStringView(m_text).mid(at, mark.end - at);
    mark.strong = std::any_of(marks.begin(), marks.end(), [](QChar c) { return !isOneOf(c, u".… "); });
    mark.ellipsis = !mark.strong && (marks.size() > 1 || marks.front() == u'…');
    readClosers(mark);
    mark.next = mark.close;
    while (mark.next < m_text.size() && isBlank(mark.next))
        ++mark.next;
    qsizetype word = mark.next;
    while (word < m_text.size() && word < mark.next + 2 && isOneOf(m_text[word], u"-–—"))
        ++word;
    mark.dashed = word > mark.next;
    while (mark.dashed && word < m_text.size() && isBlank(word))
        ++word;
    mark.nextWord = wordFrom(behindLetter(word));
    return mark;
}

//! "(a) In general": what stands before a part of a paragraph says nothing about how the sentence begins.
qsizetype SentenceBreaks::behindLetter(qsizetype at) const
{
    constexpr qsizetype Longest = 2;
    qsizetype i = at + (at < m_text.size() && m_text[at] == u'(');
    const qsizetype from = i;
    while (i < m_text.size() && i < from + Longest && m_text[i].isLetterOrNumber())
        ++i;
    return i > from && i + 2 < m_text.size() && m_text[i] == u')' && isBlank(i + 1) && m_text[i + 2].isUpper() ? i + 2 : at;
}

bool SentenceBreaks::isTerminator(qsizetype at) const
{
    return Text::isTerminator(m_text[at]);
}

//! A blank within the line, or what a wrapped line break became.
bool SentenceBreaks::isBlank(qsizetype at) const
{
    return m_text[at].isSpace() && !isLineEnd(m_text[at]);
}

void SentenceBreaks::readClosers(Mark &mark) const
{
    mark.close = mark.end;
    for (qsizetype at = mark.end; at < m_text.size(); mark.close = at) {
        const QChar c = m_text[at];
        const bool opens = at + 1 < m_text.size() && (m_text[at + 1].isLetterOrNumber() || isOneOf(m_text[at + 1], u"¿¡"));
        if (isOneOf(c, u"*_`") ? closesMarkup(at) : isCloser(c) || (isOneOf(c, u"“«‘") && !opens)) {
            mark.bracketed = mark.bracketed || isOneOf(c, u")]}）】");
            mark.quoted = mark.quoted || !isOneOf(c, u")]}）】*_`");
            ++at;
        } else if (const qsizetype note = behindNote(at); note > at) {
            at = note;
        } else if (const qsizetype closer = behindSpacedCloser(at); closer > at) {
            mark.quoted = true;
            at = closer;
        } else {
            break;
        }
    }
}

//! "*so.*", not "*.txt" or "cron.*".
bool SentenceBreaks::closesMarkup(qsizetype at) const
{
    constexpr qsizetype Longest = 300;
    const qsizetype from = std::max(m_from, at - Longest);
    return QStringView(m_text).mid(from, at - from).contains(m_text[at]);
}

//! French quotation marks, and those with a blank too many: they stand alone, before a blank or the end of the line.
qsizetype SentenceBreaks::behindSpacedCloser(qsizetype at) const
{
    constexpr qsizetype MaxBlanks = 2, MaxCloser = 3;
    qsizetype closer = at;
    while (closer < m_text.size() && closer < at + MaxBlanks && isBlank(closer))
        ++closer;
    qsizetype behind = closer;
    while (behind < m_text.size() && behind < closer + MaxCloser && isOneOf(m_text[behind], u"»”’\"*_)）]"))
        ++behind;
    const bool alone = behind >= m_text.size() || m_text[behind].isSpace() || isOneOf(m_text[behind], u",;:.)");
    const bool bullet = behind == closer + 1 && isOneOf(m_text[closer], u"*_");
    return closer > at && behind > closer && alone && !bullet ? behind : at;
}

//! Footnotes and citations behind the mark, "[3, 4]", "[citation needed]", "^[73]" or a raised digit.
qsizetype SentenceBreaks::behindNote(qsizetype at) const
{
    if (isOneOf(m_text[at], u"¹²³⁰⁴⁵⁶⁷⁸⁹†‡"))
        return at + 1;
    qsizetype open = at;
    if (isBlank(at) && at + 1 < m_text.size() && m_text[at + 1] == u'^')
        ++open;
    if (m_text[open] == u'^')
        ++open;
    if (open >= m_text.size() || m_text[open] != u'[')
        return at;
    qsizetype i = open + 1;
    constexpr qsizetype Longest = 60;
    while (i < m_text.size() && i - open <= Longest && m_text[i] != u']' && !isLineEnd(m_text[i]))
        ++i;
    return i > open + 1 && i < m_text.size() && m_text[i] == u']' ? i + 1 : at;
}

bool SentenceBreaks::isBullet(qsizetype at) const
{
    return at > 0 && at + 1 < m_text.size() && m_text[at - 1].isSpace() && isOneOf(m_text[at], u"•▪◦‣■●") && m_text[at + 1].isSpace();
}

//! A heading in Markdown is one part, whatever it asks.
bool SentenceBreaks::isHeading(qsizetype at) const
{
    constexpr qsizetype Deepest = 6;
    qsizetype signs = at;
    while (signs < m_text.size() && m_text[signs] == u'#')
        ++signs;
    return signs > at && signs - at <= Deepest && signs < m_text.size() && m_text[signs] == u' ';
}

bool SentenceBreaks::isEnd(const Mark &mark) const
{
    if (mark.next >= m_text.size() || isLineEnd(m_text[mark.next]) || m_lastLetter < m_from || isMention(mark))
        return false; // at the end of a line is one anyway
    const bool marksFollow = mark.close > mark.end && isTerminator(mark.close); // »She said "No!".«
    if (marksFollow)
        return false;
    if (mark.next == mark.close)
        return endsWithoutBlank(mark);
    if (isWideMark(m_text[mark.end - 1]))
        return !isWideComma(m_text[mark.next]);
    const QChar first = mark.nextWord.front();
    if (!first.isLetterOrNumber() && isOneOf(m_text[mark.next], u",;:)]}=|+&%、，；："))
        return false;
    if (mark.dashed && !first.isUpper())
        return !mark.strong && !mark.ellipsis && m_text[mark.next - 2] == u' ' && stopEndsSentence(mark.begin, mark.nextWord, false);
    if (mark.strong && wordBefore(mark.begin).startsWith(u':'))
        return false; // ":q!"
    if (mark.strong)
        return !first.isLower() || (m_small && !mark.quoted);
    if (mark.ellipsis && isOneOf(m_text[mark.begin - 1], u"]}>"))
        return false; // "ls [OPTION]... [FILE]..."
    if (mark.ellipsis)
        return first.isUpper() || (first.isLetter() && !first.isLower());
    return stopIsEnd(mark);
}

//! Marks that are only spoken of, as in »the sign "." stands for« or "[...]".
bool SentenceBreaks::isMention(const Mark &mark) const
{
    qsizetype before = mark.begin;
    while (before > m_from && mark.begin - before < 2 && isBlank(before - 1))
        --before;
    return before > 0 && mark.close > mark.end && (isOpener(m_text[before - 1]) || isOneOf(m_text[before - 1], u"”’"));
}

bool SentenceBreaks::endsWithoutBlank(const Mark &mark) const
{
    const QChar next = m_text[mark.next], last = m_text[mark.end - 1];
    const QChar before = mark.begin > 0 ? m_text[mark.begin - 1] : QChar();
    if (isWideMark(last))
        return !isWideComma(next);
    if (isOneOf(next, u"¿¡"))
        return true;
    const auto wide = [](QChar c) { return isCjk(c.unicode()); };
    if (wide(next) || wide(mark.nextWord.front()))
        return wide(before) || (mark.ellipsis && isWideMark(before));
    if (!mark.ellipsis && !isOneOf(last, u".!?")) // of scripts without capitals
        return next.isLetter();
    return !mark.ellipsis && mark.end == mark.begin + 1 && mark.close == mark.end && isGlued(mark.begin, mark.next);
}

bool SentenceBreaks::stopIsEnd(const Mark &mark) const
{
    const QChar before = mark.begin > m_from ? m_text[mark.begin - 1] : QChar();
    if (isOneOf(before, u",;:"))
        return false; // a slip
    if (before.isSpace() && mark.close == mark.end)
        return true; // as in " ."
    if (mark.nextWord.front().isLower())
        return !mark.quoted && !mark.bracketed && isEndBeforeSmall(mark);
    if (mark.close > mark.end && !mark.bracketed)
        return true;
    return stopEndsSentence(mark.begin, mark.nextWord, mark.bracketed);
}

//! Sentences begin with small letters where all do, where more than a blank was written, and by names such as "pH" and "--all".
bool SentenceBreaks::isEndBeforeSmall(const Mark &mark) const
{
    const QStringView word = wordBefore(mark.begin);
    const Stop stop = stopBehind(word, m_language);
    const bool number = isNumbering(mark.begin, word);
    if (m_small)
        return !number
            && (stop == Stop::Sentence ? word.size() != 1 : stop != Stop::Abbreviation && beginsSentences(mark.nextWord, m_language));
    const bool ordinary =
        word.isEmpty() ? isCloser(m_text[mark.begin - 1]) : word.size() > 2 && !word.contains(u'.') && stop == Stop::Sentence;
    const bool wideBlank = m_text[mark.next - 1] == u' ' && m_text[mark.next - 2] == u' ';
    qsizetype end = mark.next;
    constexpr qsizetype Longest = 40;
    while (end < m_text.size() && end < mark.next + Longest && !m_text[end].isSpace())
        ++end;
    const QStringView token = QStringView(m_text).mid(mark.next, end - mark.next);
    const bool name =
        isOneOf(token.front(), u"\"“„`/") || std::any_of(token.begin() + 1, token.end(), [](QChar c) { return c.isUpper() || c == u'_'; });
    return ordinary && !number && (wideBlank || name);
}

bool SentenceBreaks::isWrittenSmall() const
{
    constexpr int Some = 3;
    int small = 0, capital = 0;
    for (qsizetype i = 2; i + 2 < m_text.size(); ++i) {
        if (!isOneOf(m_text[i], u".!?") || !m_text[i + 1].isSpace() || !m_text[i - 1].isLetter() || !m_text[i - 2].isLetter())
            continue;
        const QChar next = m_text[i + 2];
        if (next.isUpper())
            ++capital;
        else if (next.isLower() && stopBehind(wordBefore(i), m_language) == Stop::Sentence)
            ++small;
    }
    const auto first = std::find_if(m_text.cbegin(), m_text.cend(), [](QChar c) { return c.isLetter(); });
    return capital == 0 ? small > 0 && (small >= Some || (first != m_text.cend() && first->isLower()))
                        : small >= Some && small > 2 * capital;
}

bool SentenceBreaks::hasGluedSentences() const
{
    int glued = 0;
    for (qsizetype i = 1; i + 1 < m_text.size() && glued < 2; ++i)
        glued += isOneOf(m_text[i], u".!?") && isGlued(i, i + 1);
    return glued > 1;
}

//! "in spring.They left": words of letters on both sides, and more signs of it than in "System.Text".
bool SentenceBreaks::isGlued(qsizetype stop, qsizetype next) const
{
    constexpr qsizetype Shortest = 3, Year = 4;
    const QStringView after = wordFrom(next);
    const qsizetype behind = next + after.size();
    if (after.data() != m_text.constData() + next || !after.front().isUpper() || behind >= m_text.size()
        || !std::all_of(after.begin() + 1, after.end(), [](QChar c) { return c.isLower(); }))
        return false;
    const bool goesOn = m_text[behind].isSpace() || m_text[behind] == u',' || (m_glued && m_text[behind] == u'.');
    if (!goesOn)
        return false;
    const bool bracket = isOneOf(m_text[stop - 1], u")]\"”");
    const QStringView before = wordBefore(stop);
    const bool word = before.size() >= Shortest && before.front().isLetter()
        && std::all_of(before.begin() + 1, before.end(), [](QChar c) { return c.isLower(); });
    if (!bracket && !word && !(areDigits(before) && before.size() == Year))
        return false;
    return m_glued || m_text[stop] != u'.' || beginsSentences(after, m_language);
}

//! The word at a place, without quotation marks and brackets before it; the sign there if it is none. Not for the end of the text.
QStringView SentenceBreaks::wordFrom(qsizetype at) const
{
    constexpr qsizetype MostOpeners = 8, Longest = 60;
    const qsizetype from = std::min(at, m_text.size() - 1);
    qsizetype begin = from;
    while (begin + 1 < m_text.size() && begin < from + MostOpeners && (isOpener(m_text[begin]) || isOneOf(m_text[begin], u"<⟨`#$@~")))
        ++begin;
    qsizetype end = begin;
    while (end < m_text.size() && end < begin + Longest && (m_text[end].isLetterOrNumber() || m_text[end].isMark()))
        ++end;
    return QStringView(m_text).mid(begin, std::max<qsizetype>(end - begin, 1));
}

} // namespace Heddle::Text
