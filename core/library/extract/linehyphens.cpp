// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/library/extract/linehyphens.h"
#include "core/library/extract/pagelayout.h"
#include <QSet>
#include <QStringList>

namespace Heddle::Library {
namespace {

constexpr qsizetype MaxWords = 300'000;
constexpr qsizetype MaxWord = 60;

bool isInner(QChar c)
{
    return c.isLetterOrNumber() || c.category() == QChar::Mark_NonSpacing || c == QLatin1Char('\'') || c.unicode() == 0x2019;
}

QSet<QString> setOf(const char *words)
{
    const QStringList list = QString::fromUtf8(words).split(QLatin1Char(' '));
    return { list.cbegin(), list.cend() };
}

//! First halves that are joined to what follows by a hyphen, as a rule.
const QSet<QString> &firstHalves()
{
    static const QSet<QString> halves = setOf("self well ill non co ex all anti semi quasi half cross long short high low full part "
                                              "mid post pre pro so on off by top best better ever far fast first second third free "
                                              "good hard large late left light middle multi near new next old one two three four five "
                                              "six seven eight nine ten open out point public real right risk role same side single "
                                              "small state step still time up vice whole wide work world year cost air decision fact "
                                              "data user energy carbon water market price quality water life client server end "
                                              "twenty thirty forty fifty sixty seventy eighty ninety non-");
    return halves;
}

//! Second halves that stand behind a hyphen, as a rule.
const QSet<QString> &secondHalves()
{
    static const QSet<QString> halves = setOf("based free like term terms making maker makers level levels time known related specific "
                                              "oriented driven friendly proof style end scale step range party side wide world year years "
                                              "day days month months hour hours old up down in out off on by to art date run running "
                                              "purpose quality speed wing class hand handed sized shaped led owned funded made built "
                                              "dependent independent efficient effective intensive aware ready rich poor benefit owner "
                                              "owners final finals defined written established equipped being fifth first second third "
                                              "fourth half quarter quarters one two three four five six seven eight nine law");
    return halves;
}

} // namespace

void LineEndHyphens::setLanguage(const QString &language)
{
    static const QSet<QString> joining = setOf("de nl sv da no nb nn fi is et hu lb af fy");
    m_joinsWords = joining.contains(language);
}

void LineEndHyphens::learn(const QString &text)
{
    for (qsizetype from = 0; from < text.size();) {
        if (!isInner(text[from])) {
            ++from;
            continue;
        }
        qsizetype to = from;
        bool undecided = false;
        QList<qsizetype> hyphens;
        while (to < text.size()
            && (isInner(text[to])
                || ((text[to] == QLatin1Char('-') || text[to].unicode() == 0x2010 || text[to] == PageBlock::LineEndHyphen)
                    && to + 1 < text.size() && isInner(text[to + 1])))) {
            undecided = undecided || text[to] == PageBlock::LineEndHyphen;
            if (text[to] == QLatin1Char('-') || text[to].unicode() == 0x2010)
                hyphens += to;
            ++to;
        }
        // The halves of a word at the end and the beginning of a text are no words of their own.
        const bool half = (to == text.size() - 1 && (text[to] == QLatin1Char('-') || text[to].unicode() == 0x2010))
            || (from == 0 && text[from].isLower());
        if (!undecided && !half && to - from <= MaxWord && (m_words.size() < MaxWords || !hyphens.isEmpty())) {
            QString word = text.mid(from, to - from).toLower();
            word.replace(QChar(0x2010), QLatin1Char('-'));
            ++m_words[word];
            if (!hyphens.isEmpty()) {
                for (const QString &part : word.split(QLatin1Char('-')))
                    ++m_words[part];
            }
        }
        from = to;
    }
}

//! How often a word stands elsewhere, in this form or with another ending.
int LineEndHyphens::seen(const QString &word) const
{
    int times = m_words.value(word);
    if (times > 0)
        return times;
    for (const char *ending : { "s", "es", "n", "en", "e", "er", "ed", "ing" }) {
        const QLatin1String suffix(ending);
        times += m_words.value(word + suffix);
        if (word.endsWith(suffix) && word.size() - suffix.size() >= 4)
            times += m_words.value(word.chopped(suffix.size()));
    }
    return times;
}

LineEndHyphens::Reading LineEndHyphens::readingOf(const QString &before, const QString &after) const
{
    const QString first = before.section(QLatin1Char('-'), -1), second = after.section(QLatin1Char('-'), 0, 0);
    const int joined = seen(first + second), hyphenated = seen(first + QLatin1Char('-') + second);
    if (joined != hyphenated)
        return joined > hyphenated ? Reading::Joined : Reading::Hyphenated;
    // «Pre- or postwar», «vor- e nachmittags»: a conjunction is no half of a word.
    static const QSet<QString> conjunctions = setOf("or to et ou e o y i a");
    if (conjunctions.contains(after))
        return Reading::Suspended;
    if (before.contains(QLatin1Char('-')) || after.contains(QLatin1Char('-'))) // state-of-the-art
        return Reading::Hyphenated;
    if (m_joinsWords)
        return Reading::Joined;
    if (firstHalves().contains(first) && (seen(second) > 0 || secondHalves().contains(second) || first == QLatin1String("self")))
        return Reading::Hyphenated;
    if (secondHalves().contains(second) && second.size() > 3 && first.size() > 2)
        return Reading::Hyphenated;
    constexpr qsizetype Whole = 4;
    return first.size() >= Whole && second.size() >= Whole && m_words.value(first) > 0 && m_words.value(second) > 0 ? Reading::Hyphenated
                                                                                                                    : Reading::Joined;
}

QString LineEndHyphens::resolve(const QString &text) const
{
    if (!text.contains(PageBlock::LineEndHyphen))
        return text;
    const auto inWord = [&](qsizetype i) { return isInner(text[i]) || text[i] == QLatin1Char('-') || text[i].unicode() == 0x2010; };
    QString result;
    for (qsizetype i = 0; i < text.size(); ++i) {
        if (text[i] != PageBlock::LineEndHyphen) {
            result += text[i];
            continue;
        }
        qsizetype from = result.size(), to = i + 1;
        while (from > 0 && (isInner(result[from - 1]) || result[from - 1] == QLatin1Char('-')))
            --from;
        while (to < text.size() && inWord(to))
            ++to;
        switch (readingOf(result.mid(from).toLower(), text.mid(i + 1, to - i - 1).toLower())) {
        case Reading::Joined: break;
        case Reading::Hyphenated: result += QLatin1Char('-'); break;
        case Reading::Suspended: result += QLatin1String("- "); break;
        }
    }
    return result;
}

} // namespace Heddle::Library
