// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/sentencebreaks.h"
#include "core/text/abbreviations.h"
#include <QSet>
#include <QThreadStorage>
#include <algorithm>
#include <unicode/brkiter.h>
#include <unicode/unistr.h>

namespace Heddle::Text {
namespace {

const QString Bullets = QStringLiteral("•▪◦‣■●");

icu::BreakIterator &sentenceIterator()
{
    static QThreadStorage<icu::BreakIterator *> storage; // emptied before the thread counts as finished
    if (!storage.hasLocalData()) {
        UErrorCode status = U_ZERO_ERROR;
        storage.setLocalData(icu::BreakIterator::createSentenceInstance(icu::Locale::getRoot(), status));
    }
    return *storage.localData();
}

bool isCloser(QChar c)
{
    static const QString closers = QStringLiteral(")]}\"'”’»“›」』）】*_");
    return closers.contains(c);
}

bool isOpener(QChar c)
{
    static const QString openers = QStringLiteral("([{\"'„“‘«»‹¿¡「『（【*_");
    return openers.contains(c);
}

bool isTerminator(QChar c)
{
    static const QString terminators = QStringLiteral(".!?…。！？؟۔।");
    return terminators.contains(c);
}

bool areDigits(QStringView word)
{
    return !word.isEmpty() && std::all_of(word.begin(), word.end(), [](QChar c) { return c.isDigit(); });
}

//! EE. UU., the plural of abbreviations in Spanish.
bool isDoubled(QStringView word)
{
    return word.size() == 2 && word[0].isUpper() && word[0] == word[1];
}

bool isRoman(QStringView word)
{
    static const QString numerals = QStringLiteral("IVXLC");
    return word.size() > 1 && std::all_of(word.begin(), word.end(), [](QChar c) { return numerals.contains(c); });
}

} // namespace

SentenceBreaks::SentenceBreaks(const QString &text, const QString &language) : m_text(text), m_language(language) { }

std::vector<qsizetype> SentenceBreaks::find()
{
    addUnicodeBreaks();
    addOtherBreaks();
    std::sort(m_breaks.begin(), m_breaks.end());
    std::vector<qsizetype> ends;
    qsizetype from = 0;
    for (qsizetype at : m_breaks) {
        if (at <= from || at >= m_text.size())
            continue;
        at = behindCitation(beforeOpener(at));
        if (at >= m_text.size() || (!Bullets.contains(m_text[at]) && !endsSentence(from, at)))
            continue;
        ends.push_back(at);
        from = at;
    }
    ends.push_back(m_text.size());
    return ends;
}

void SentenceBreaks::addUnicodeBreaks()
{
    icu::BreakIterator &iterator = sentenceIterator();
    const icu::UnicodeString alias(false, reinterpret_cast<const UChar *>(m_text.utf16()), int32_t(m_text.size()));
    iterator.setText(alias);
    for (int32_t at = iterator.next(); at != icu::BreakIterator::DONE; at = iterator.next())
        m_breaks.push_back(at);
}

//! Ends that Unicode's rules leave out: before bullets in a line, behind "…", and in texts without capitals.
void SentenceBreaks::addOtherBreaks()
{
    const bool small = isWrittenSmall();
    for (qsizetype i = 1; i + 1 < m_text.size(); ++i) {
        const QChar c = m_text[i];
        if (Bullets.contains(c) && m_text[i - 1].isSpace() && m_text[i + 1].isSpace()) {
            m_breaks.push_back(i);
        } else if (c == QLatin1Char('[') && isTerminator(m_text[i - 1])) {
            m_breaks.push_back(i);
        } else if (c == QChar(0x2026) || (small && c == QLatin1Char('.') && m_text[i - 1].isLetterOrNumber())) {
            qsizetype next = i + 1;
            while (next < m_text.size() && isCloser(m_text[next]))
                ++next;
            const qsizetype blank = next;
            while (next < m_text.size() && m_text[next].isSpace())
                ++next;
            if (next > blank && next < m_text.size() && (c == QLatin1Char('.') || wordFrom(next).front().isUpper()))
                m_breaks.push_back(next);
        }
    }
}

//! Sentences begin with small letters, as in chats.
bool SentenceBreaks::isWrittenSmall() const
{
    constexpr int Some = 3;
    int small = 0, capital = 0;
    for (qsizetype i = 2; i + 2 < m_text.size(); ++i) {
        if (m_text[i] != QLatin1Char('.') || !m_text[i + 1].isSpace() || !m_text[i - 1].isLetter() || !m_text[i - 2].isLetter())
            continue;
        const QChar next = m_text[i + 2];
        if (next.isUpper())
            ++capital;
        else if (next.isLower() && stopBehind(wordBefore(0, i), m_language) == Stop::Sentence)
            ++small;
    }
    const auto first = std::find_if(m_text.cbegin(), m_text.cend(), [](QChar c) { return c.isLetter(); });
    return capital == 0 ? small > 0 && (small >= Some || (first != m_text.cend() && first->isLower()))
                        : small >= Some && small > 2 * capital;
}

//! Without a blank in between, a mark that opens the next sentence closes the one before it by Unicode's rules.
qsizetype SentenceBreaks::beforeOpener(qsizetype at) const
{
    static const QString openers = QStringLiteral("“‘「『（《〈«(");
    while (at > 1 && openers.contains(m_text[at - 1]) && !m_text[at].isSpace())
        --at;
    return at;
}

//! A citation such as "[3, 4]" or "[citation needed]" behind the full stop belongs to the sentence before it.
qsizetype SentenceBreaks::behindCitation(qsizetype at) const
{
    const qsizetype open = at > 0 && m_text[at - 1] == QLatin1Char('[') ? at - 1 : m_text[at] == QLatin1Char('[') ? at : -1;
    if (open < 1 || m_text[open - 1].isSpace())
        return at;
    constexpr qsizetype Longest = 60;
    qsizetype i = open + 1;
    while (i < m_text.size() && i - open <= Longest && m_text[i] != QLatin1Char(']') && m_text[i] != QLatin1Char('\n'))
        ++i;
    if (i == open + 1 || i >= m_text.size() || m_text[i] != QLatin1Char(']'))
        return at;
    for (++i; i < m_text.size() && m_text[i].isSpace(); ++i) { }
    return i < m_text.size() && m_text[i] == QLatin1Char('[') ? behindCitation(i) : i;
}

//! The word that ends before `stop`, from its first letter; "z.B" with the full stops in it.
QStringView SentenceBreaks::wordBefore(qsizetype from, qsizetype stop) const
{
    qsizetype begin = stop;
    while (begin > from && !m_text[begin - 1].isSpace() && !isOpener(m_text[begin - 1]) && m_text[begin - 1] != QLatin1Char('/')
        && m_text[begin - 1] != QChar(0x2013) && m_text[begin - 1] != QChar(0x2014))
        --begin;
    return QStringView(m_text).mid(begin, stop - begin);
}

//! "z.B" for "z. B.": the word with the short ones before it that end in full stops as well; empty where there are none.
QString SentenceBreaks::dottedBefore(qsizetype from, qsizetype stop) const
{
    constexpr qsizetype Short = 3, MaxWords = 4;
    QString dotted = wordBefore(from, stop).toString();
    qsizetype begin = stop - dotted.size(), words = 1;
    while (words < MaxWords && begin - from > 2 && m_text[begin - 1].isSpace() && m_text[begin - 2] == QLatin1Char('.')) {
        const QStringView word = wordBefore(from, begin - 2);
        if (word.isEmpty() || word.size() > Short || !word.front().isLetter())
            break;
        dotted.prepend(word.toString() + QLatin1Char('.'));
        begin -= 2 + word.size();
        ++words;
    }
    return words > 1 ? dotted : QString();
}

QStringView SentenceBreaks::wordFrom(qsizetype at) const
{
    while (at < m_text.size() && isOpener(m_text[at]))
        ++at;
    qsizetype end = at;
    while (end < m_text.size() && (m_text[end].isLetterOrNumber() || m_text[end].isMark()))
        ++end;
    return end > at ? QStringView(m_text).mid(at, end - at) : QStringView(m_text).mid(std::min(at, m_text.size() - 1), 1);
}

bool SentenceBreaks::endsSentence(qsizetype from, qsizetype at) const
{
    qsizetype last = at;
    while (last > from && m_text[last - 1].isSpace()) {
        if (m_text[last - 1] == QLatin1Char('\n') || m_text[last - 1] == QChar(QChar::ParagraphSeparator))
            return true;
        --last;
    }
    if (last == from)
        return false;
    const auto follows = [this](qsizetype i) { // closes the sentence behind its stop, as a bracket or a citation does
        return isCloser(m_text[i]) || m_text[i].isDigit() || QStringLiteral("[,;-– ").contains(m_text[i]);
    };
    qsizetype stop = last;
    while (stop > from + 1 && !isTerminator(m_text[stop - 1]) && follows(stop - 1))
        --stop;
    if (!isTerminator(m_text[stop - 1])) // of another script, or behind a citation of words
        return !wordFrom(at).front().isLower();
    const QChar sign = m_text[stop - 1];
    const QStringView next = wordFrom(at);
    const bool closed = stop < last;
    if (sign != QLatin1Char('.'))
        return !(closed && next.front().isLower() && isCloser(m_text[stop])); // "Stop!" he said
    return closed ? !next.front().isLower() : stopEndsSentence(from, stop - 1, next);
}

bool SentenceBreaks::stopEndsSentence(qsizetype from, qsizetype stop, QStringView next) const
{
    const QStringView word = wordBefore(from, stop);
    if (word.isEmpty() || word.endsWith(QLatin1Char('.')))
        return true; // an ellipsis
    const bool opens = QStringView(m_text).mid(from, stop - from - word.size()).trimmed().isEmpty();
    constexpr qsizetype ListMark = 3;
    if (opens && word.size() <= ListMark && (areDigits(word) || isRoman(word) || word.size() == 1))
        return false; // "1. Open the lid"
    const bool digitNext = next.front().isDigit() || next.front() == QChar(0xa7);
    const qsizetype behindNext = next.data() - m_text.constData() + next.size();
    const bool initialNext = next.size() == 1 && behindNext < m_text.size() && m_text[behindNext] == QLatin1Char('.');
    const bool starter = !initialNext && beginsSentences(next, m_language);
    if (isDoubled(word) && isDoubled(next))
        return false;
    const QString dotted = dottedBefore(from, stop);
    Stop kind = dotted.isEmpty() ? Stop::Sentence : stopBehind(dotted, m_language);
    if (kind == Stop::Sentence)
        kind = stopBehind(word, m_language);
    if (endsAsDate(from, stop, word)) // г., гг. and в. behind a year or century
        return true;
    const bool letterNext = next.size() == 1 && next.front().isLetter() && !starter;
    switch (kind) {
    case Stop::Number: return !(digitNext || letterNext || isRoman(next));
    case Stop::Abbreviation: return false;
    case Stop::Either: return !digitNext && starter;
    case Stop::Ending: return true;
    case Stop::Sentence: break;
    }
    if (word.size() == 1 && word.front().isLetter())
        return initialEnds(QStringView(m_text).mid(from, stop - 1 - from), word.front(), next, starter);
    if (word.front().isDigit() || isRoman(word))
        return numberEnds(from, stop, word, next);
    return true;
}

//! A year or century with the Russian or Ukrainian word for it behind.
bool SentenceBreaks::endsAsDate(qsizetype from, qsizetype stop, QStringView word) const
{
    static const QSet<QString> words { QStringLiteral("г"), QStringLiteral("гг"), QStringLiteral("в"), QStringLiteral("вв"),
        QStringLiteral("р"), QStringLiteral("рр") };
    const qsizetype begin = stop - word.size();
    if (begin - 2 < from || !m_text[begin - 1].isSpace() || !words.contains(word.toString()))
        return false;
    const QStringView before = wordBefore(from, begin - 1);
    return before.back().isDigit() || isRoman(before);
}

//! Whether a letter with a full stop is the end: of "Plan B.", not of "J. Smith".
bool SentenceBreaks::initialEnds(QStringView before, QChar initial, QStringView next, bool starter) const
{
    static const QSet<QString> counted { QStringLiteral("vitamin"), QStringLiteral("plan"), QStringLiteral("group"),
        QStringLiteral("gruppe"), QStringLiteral("class"), QStringLiteral("klasse"), QStringLiteral("type"), QStringLiteral("typ"),
        QStringLiteral("team"), QStringLiteral("appendix"), QStringLiteral("anhang"), QStringLiteral("part"), QStringLiteral("teil"),
        QStringLiteral("option"), QStringLiteral("hepatitis"), QStringLiteral("section"), QStringLiteral("block"), QStringLiteral("annexe"),
        QStringLiteral("grupo"), QStringLiteral("vitamina"), QStringLiteral("vitamine"), QStringLiteral("planta"), QStringLiteral("halle"),
        QStringLiteral("haus") };
    if (next.front().isDigit())
        return false; // "p. 5"
    if (starter && next.front().isUpper())
        return true;
    const qsizetype blank = before.trimmed().lastIndexOf(QLatin1Char(' '));
    const QStringView last = before.trimmed().mid(blank + 1);
    if (counted.contains(last.toString().toLower()))
        return true;
    const bool pronoun = initial == QLatin1Char('I') && !last.isEmpty() && last.front().isLower() && m_language == QLatin1String("en");
    return pronoun;
}

//! Whether a number with a full stop is the end: of "in 2019.", not of "3. Mai" and "II. Weltkrieg".
bool SentenceBreaks::numberEnds(qsizetype from, qsizetype stop, QStringView number, QStringView next) const
{
    constexpr int LastOrdinal = 99;
    constexpr qsizetype MonthDigits = 2;
    if (isMonth(next))
        return false;
    const qsizetype dot = number.indexOf(QLatin1Char('.'));
    const bool dated = dot > 0 && number.size() - dot - 1 <= MonthDigits; // 15.03., but not 2.000.
    const bool ordinal =
        hasDottedOrdinals(m_language) && (isRoman(number) || dated || (areDigits(number) && number.toInt() <= LastOrdinal));
    if (!ordinal || beginsSentences(next, m_language) || next.front().isDigit())
        return true;
    const qsizetype begin = stop - number.size();
    if (begin - 2 <= from || !m_text[begin - 1].isSpace())
        return false;
    if (m_text[begin - 2] == QLatin1Char('.') || m_text[begin - 2] == QChar(0xa7))
        return true; // "S. 5.", "§ 5."
    const QStringView before = wordBefore(from, begin - 1); // "Kapitel 5.", but "Am 5. Tag"
    return m_language == QLatin1String("de") && !isRoman(number) && before.front().isUpper() && !beginsSentences(before, m_language);
}

} // namespace Heddle::Text
