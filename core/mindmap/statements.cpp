// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/mindmap/clauses.h"
#include "core/text/analyzer.h"
#include "core/text/stopwords.h"
#include <QHash>
#include <QList>
#include <QStringList>
#include <algorithm>

namespace Heddle::MindMap {
namespace {

constexpr double MinWords = 4, MaxWords = 12;

//! Words that begin a clause of their own, and verbs that are easily told; folded.
struct ClauseWords {
    QSet<QString> openings, verbs;
};

QSet<QString> setOf(const char *words)
{
    const QStringList list = QString::fromUtf8(words).split(QLatin1Char(' '), Qt::SkipEmptyParts);
    return QSet<QString>(list.cbegin(), list.cend());
}

const ClauseWords &clauseWords(const QString &language)
{
    static const QHash<QString, ClauseWords> known {
        { QStringLiteral("en"),
            { setOf("because although though while whereas but unless until since if when where which who whose so then before after"),
                setOf("is are was were be been has have had can could may might must shall should will would does do did said became made "
                      "uses used needs means allows requires includes contains shows found") } },
        { QStringLiteral("de"),
            { setOf("weil obwohl wahrend aber sondern wenn falls da damit dass sobald solange bevor nachdem der die das welcher welche wo"),
                setOf("ist sind war waren sein hat haben hatte hatten kann konnen konnte muss mussen darf durfen soll sollen wird werden "
                      "wurde "
                      "wurden gilt gibt steht") } },
        { QStringLiteral("fr"),
            { setOf("parce mais car puisque lorsque quand si alors bien afin avant apres qui dont ou"),
                setOf("est sont etait etaient a ont avait avaient peut peuvent doit doivent sera seront fait") } },
        { QStringLiteral("es"),
            { setOf("porque pero aunque cuando si mientras sino antes despues donde cuyo"),
                setOf("es son era eran fue fueron ha han habia puede pueden debe deben sera seran hay tiene tienen") } },
        { QStringLiteral("it"),
            { setOf("perche ma anche quando se mentre prima dopo dove cui"),
                setOf("e sono era erano ha hanno aveva puo possono deve devono sara") } },
        { QStringLiteral("pt"),
            { setOf("porque mas embora quando se enquanto antes depois onde"),
                setOf("e sao era eram foi foram tem pode podem deve devem sera ha") } },
        { QStringLiteral("nl"),
            { setOf("omdat maar hoewel terwijl als wanneer voordat nadat waar die dat"),
                setOf("is zijn was waren heeft hebben had kan kunnen moet moeten wordt worden werd") } },
        { QStringLiteral("ru"),
            { setOf("потому но хотя пока если когда чтобы который которая которое которые где"),
                setOf("есть был была было были будет может могут должен должна должны является") } },
    };
    static const ClauseWords none;
    const auto it = known.constFind(language);
    return it == known.cend() ? none : *it;
}

struct Word {
    qsizetype from = 0, to = 0; //!< UTF-16 units in the sentence
    QString folded;
    bool wanted = false, number = false, verb = false, stop = false;
    bool opens = false; //!< a clause begins with it
    bool joins = false; //!< and leans on another one: "which", "because"
    double size = 1; //!< words; a character of a language without spaces is less
};

bool isBorder(QChar c)
{
    static const QString borders = QStringLiteral(",;:()[]–—\u060c\u061b\uff0c\uff1b\uff1a\u3001\u2026");
    return borders.contains(c);
}

QList<Word> wordsOf(const QString &sentence, const QString &language, const QSet<QString> &wanted)
{
    constexpr double CjkSize = 0.6; // as countWords() has it
    const std::string code = language.toStdString();
    const ClauseWords &known = clauseWords(language);
    QList<Word> words;
    Text::Analyzer &analyzer = Text::Analyzer::forThisThread();
    analyzer.words(sentence, [&](const Text::Token &token) {
        Word word { token.start, token.end, QString::fromStdString(token.term) };
        if (token.ngram && !words.isEmpty() && token.start < words.last().to) { // a pair, of which each character is a word
            words.last().wanted = words.last().wanted || wanted.contains(word.folded);
            return;
        }
        const QString stem = QString::fromStdString(token.ngram ? token.term : analyzer.stem(token.term, code));
        word.wanted = !token.ngram && (wanted.contains(stem) || wanted.contains(word.folded));
        word.number = std::any_of(word.folded.cbegin(), word.folded.cend(), [](QChar c) { return c.isDigit(); });
        word.verb = known.verbs.contains(word.folded);
        word.stop = Text::stopWords(code).contains(token.term);
        word.size = token.ngram ? CjkSize : 1;
        bool border = words.isEmpty();
        if (!words.isEmpty()) {
            for (qsizetype at = words.last().to; at < word.from; ++at)
                border = border || isBorder(sentence[at]);
        }
        word.joins = known.openings.contains(word.folded);
        word.opens = border || word.joins;
        words += word;
    });
    return words;
}

//! Clauses from one border to another.
struct Stretch {
    qsizetype first = 0, last = 0; //!< words
    double size = 0, score = 0;
};

Stretch stretchOf(const QList<Word> &words, qsizetype first, qsizetype last)
{
    Stretch stretch { first, last };
    QSet<QString> found;
    bool number = false, verb = false;
    for (qsizetype i = first; i <= last; ++i) {
        stretch.size += words[i].size;
        if (words[i].wanted)
            found += words[i].folded;
        number = number || words[i].number;
        verb = verb || words[i].verb;
    }
    constexpr double Number = 0.6, Verb = 0.2, MissingWord = 1, FurtherWord = 0.03, Beginning = 0.05, Dependent = 0.15;
    stretch.score = double(found.size()) + (number ? Number : 0) + (verb ? Verb : 0) - (words[first].joins ? Dependent : 0)
        - MissingWord * std::max(0.0, MinWords - stretch.size) - FurtherWord * stretch.size
        - Beginning * double(first) / double(words.size());
    return stretch;
}

//! What is too long ends before a function word, so that it doesn't end in "of the".
qsizetype lastThatFits(const QList<Word> &words, const Stretch &stretch)
{
    double size = 0;
    qsizetype last = stretch.first;
    while (last < stretch.last && size + words[last].size <= MaxWords)
        size += words[last++].size;
    --last;
    const qsizetype fits = last;
    while (last > stretch.first && words[last].stop)
        --last;
    return last - stretch.first < 3 ? fits : last;
}

} // namespace

QString clauseFor(const QString &sentence, const QString &language, const QSet<QString> &wanted)
{
    const QList<Word> words = wordsOf(sentence, language, wanted);
    if (words.isEmpty())
        return sentence.simplified();
    QList<qsizetype> borders;
    for (qsizetype i = 0; i < words.size(); ++i) {
        if (words[i].opens)
            borders += i;
    }
    borders += words.size();
    Stretch best;
    bool any = false;
    for (qsizetype a = 0; a + 1 < borders.size(); ++a) {
        for (qsizetype b = a + 1; b < borders.size(); ++b) {
            const Stretch stretch = stretchOf(words, borders[a], borders[b] - 1);
            const bool single = b == a + 1;
            if (stretch.size > MaxWords && !single)
                break;
            if (!any || stretch.score > best.score) {
                best = stretch;
                any = true;
            }
        }
    }
    const bool cut = best.size > MaxWords;
    const qsizetype last = cut ? lastThatFits(words, best) : best.last;
    QString clause = sentence.mid(words[best.first].from, words[last].to - words[best.first].from).simplified();
    // A unit or a currency sign belongs to its number.
    const qsizetype before = words[best.first].from - 1, after = words[last].to;
    if (before >= 0 && (sentence[before].category() == QChar::Symbol_Currency || sentence[before] == QLatin1Char('-')))
        clause.prepend(sentence[before]);
    if (after < sentence.size()
        && (sentence[after].category() == QChar::Symbol_Currency || sentence[after] == QLatin1Char('%') || sentence[after] == QChar(u'°')))
        clause += sentence[after];
    return cut ? clause + QChar(u'…') : clause;
}

} // namespace Heddle::MindMap
