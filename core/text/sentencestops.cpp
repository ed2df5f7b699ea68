// SPDX-License-Identifier: GPL-3.0-or-later
// What a full stop says: the end of a sentence, or that of an abbreviation, a number or an initial.
#include "core/text/abbreviations.h"
#include "core/text/sentencebreaks.h"
#include "core/text/sentencesigns.h"
#include <QSet>
#include <algorithm>

namespace Heddle::Text {
namespace {

//! EE. UU., the plural of abbreviations in Spanish.
bool isDoubled(QStringView word)
{
    return word.size() == 2 && word[0].isUpper() && word[0] == word[1];
}

bool isRoman(QStringView word)
{
    return word.size() > 1 && std::all_of(word.begin(), word.end(), [](QChar c) { return isOneOf(c, u"IVXLC"); });
}

//! "15.03", not "2.000".
bool isDayAndMonth(QStringView word)
{
    constexpr qsizetype Digits = 2;
    const auto parts = word.split(u'.');
    return parts.size() == 2
        && std::all_of(parts.begin(), parts.end(), [](QStringView part) { return areDigits(part) && part.size() <= Digits; });
}

//! "8", "8.5", "A.1", "IV": before a heading or an item.
bool isSectionNumber(QStringView word)
{
    constexpr qsizetype MaxParts = 6, MaxDigits = 3;
    const auto parts = word.split(u'.');
    return parts.size() <= MaxParts && std::all_of(parts.begin(), parts.end(), [](QStringView part) {
        return (areDigits(part) && part.size() <= MaxDigits) || isRoman(part) || (part.size() == 1 && part.front().isLetter());
    });
}

} // namespace

bool SentenceBreaks::stopEndsSentence(qsizetype stop, QStringView next, bool closed) const
{
    const QStringView word = wordBefore(stop);
    if (word.isEmpty())
        return true;
    if (isNumbering(stop, word))
        return false;
    if (word.compare(QLatin1String("no"), Qt::CaseInsensitive) == 0)
        return !next.front().isDigit() && !isRoman(next); // mostly the answer, not the number
    const bool digitNext = next.front().isDigit() || next.front() == u'§';
    const qsizetype behindNext = next.data() - m_text.constData() + next.size();
    const bool initialNext = next.size() == 1 && behindNext < m_text.size() && m_text[behindNext] == u'.';
    const bool starter = !initialNext && beginsSentences(next, m_language);
    if (endsAsDate(stop, word))
        return true;
    const bool letterNext = next.size() == 1 && next.front().isLetter() && !starter;
    if (isDoubled(word) && isDoubled(next))
        return false;
    const QString dotted = dottedBefore(stop);
    Stop kind = dotted.isEmpty() ? Stop::Sentence : stopBehind(dotted, m_language);
    if (kind == Stop::Sentence)
        kind = stopBehind(word, m_language);
    switch (kind) {
    case Stop::Abbreviation: return false;
    case Stop::Number: return !(digitNext || letterNext || isRoman(next));
    case Stop::Either: return !closed && !digitNext && starter;
    case Stop::Ending: return !closed;
    case Stop::Sentence: break;
    }
    if (word.size() == 1 && word.front().isLetter())
        return initialEnds(QStringView(m_text).mid(m_from, stop - 1 - m_from), word.front(), next, starter);
    if (word.front().isDigit() || isRoman(word))
        return numberEnds(stop, word, next);
    return true;
}

//! A year or a century with the Russian or Ukrainian word for it behind.
bool SentenceBreaks::endsAsDate(qsizetype stop, QStringView word) const
{
    static const QSet<QString> words { QStringLiteral("г"), QStringLiteral("гг"), QStringLiteral("в"), QStringLiteral("вв"),
        QStringLiteral("р"), QStringLiteral("рр") };
    const qsizetype begin = stop - word.size();
    if (begin - 2 < m_from || !m_text[begin - 1].isSpace() || !words.contains(word.toString()))
        return false;
    const QStringView before = wordBefore(begin - 1);
    return !before.isEmpty() && (before.back().isDigit() || isRoman(before));
}

//! The number of a heading or an item: "1. Open the lid", "8.5. How?", "Article 3. Purpose".
bool SentenceBreaks::isNumbering(qsizetype stop, QStringView word) const
{
    if (!isSectionNumber(word))
        return false;
    const QStringView before = QStringView(m_text).mid(m_from, stop - m_from - word.size()).trimmed();
    return before.isEmpty() || before.endsWith(u':') || (m_from == m_lineFrom && namesSections(before));
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
    const qsizetype blank = before.trimmed().lastIndexOf(u' ');
    const QStringView last = before.trimmed().mid(blank + 1);
    if (counted.contains(last.toString().toLower()))
        return true;
    const bool pronoun = initial == u'I' && !last.isEmpty() && last.front().isLower() && m_language == QLatin1String("en");
    return pronoun;
}

//! Whether a number with a full stop is the end: of "in 2019.", not of "3. Mai" and "II. Weltkrieg".
bool SentenceBreaks::numberEnds(qsizetype stop, QStringView number, QStringView next) const
{
    constexpr int LastOrdinal = 99;
    if (isMonth(next))
        return false;
    const bool dated = isDayAndMonth(number);
    const bool ordinal =
        hasDottedOrdinals(m_language) && (isRoman(number) || dated || (areDigits(number) && number.toInt() <= LastOrdinal));
    if (!ordinal || beginsSentences(next, m_language) || next.front().isDigit())
        return true;
    const qsizetype begin = stop - number.size();
    if (begin - 2 <= m_from || !m_text[begin - 1].isSpace())
        return false;
    if (isOneOf(m_text[begin - 2], u".§"))
        return true; // "S. 5.", "§ 5."
    const QStringView before = wordBefore(begin - 1); // "Kapitel 5.", but "Am 5. Tag"
    return m_language == QLatin1String("de") && !isRoman(number) && !before.isEmpty() && before.front().isUpper()
        && !beginsSentences(before, m_language);
}

//! The word that ends before `stop`, from its first letter; "z.B" with the full stops in it.
QStringView SentenceBreaks::wordBefore(qsizetype stop) const
{
    constexpr qsizetype Longest = 40;
    qsizetype begin = stop;
    while (begin > m_from && stop - begin < Longest && !m_text[begin - 1].isSpace() && !isOpener(m_text[begin - 1])
        && !isOneOf(m_text[begin - 1], u"/–—"))
        --begin;
    return QStringView(m_text).mid(begin, stop - begin);
}

//! "z.B" for "z. B.": the word with the short ones before it that end in full stops as well; empty where there are none.
QString SentenceBreaks::dottedBefore(qsizetype stop) const
{
    constexpr qsizetype Short = 3, MaxWords = 4;
    QString dotted = wordBefore(stop).toString();
    qsizetype begin = stop - dotted.size(), words = 1;
    while (words < MaxWords && begin - m_from > 2 && m_text[begin - 1].isSpace() && m_text[begin - 2] == u'.') {
        const QStringView word = wordBefore(begin - 2);
        if (word.isEmpty() || word.size() > Short || !word.front().isLetter())
            break;
        dotted.prepend(word.toString() + u'.');
        begin -= 2 + word.size();
        ++words;
    }
    return words > 1 ? dotted : QString();
}

} // namespace Heddle::Text
