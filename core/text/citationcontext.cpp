// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/citationcontext.h"
#include "core/text/sentences.h"
#include <QRegularExpression>
#include <QSet>
#include <algorithm>

namespace Heddle::Text {
namespace {

constexpr qsizetype Around = 80; //!< characters that are looked at before and behind a mark

QChar at(const QString &text, qsizetype i)
{
    return i >= 0 && i < text.size() ? text[i] : QChar();
}

QSet<QString> wordsOf(const char *words)
{
    const QStringList list = QString::fromUtf8(words).split(QLatin1Char(' '), Qt::SkipEmptyParts);
    return { list.cbegin(), list.cend() };
}

//! The last words of the line before a place, lower case, the nearest one last.
QStringList wordsBefore(const QString &text, qsizetype to)
{
    const qsizetype start = std::max<qsizetype>(0, to - Around);
    QString before = text.mid(start, to - start);
    before = before.mid(before.lastIndexOf(QLatin1Char('\n')) + 1).toLower();
    static const QRegularExpression spaces(QStringLiteral("[\\s*_(]+"));
    return before.split(spaces, Qt::SkipEmptyParts);
}

//! Formulas between dollar signs, as Pandoc tells them from amounts.
QList<TextSpan> formulas(const QString &text)
{
    static const QRegularExpression formula(QStringLiteral("(?<![\\\\$\\w])\\$(?![\\s$])([^$\\n]{1,200}?)(?<![\\s\\\\])\\$(?![\\d$])")),
        sign(QStringLiteral("[\\\\^_={}<>+∈≤≥×]"));
    QList<TextSpan> spans;
    for (auto it = formula.globalMatch(text); it.hasNext();) {
        const auto match = it.next();
        if (sign.match(match.capturedView(1)).hasMatch())
            spans += { match.capturedStart(), match.capturedEnd() };
    }
    return spans;
}

bool isQuote(QChar c)
{
    static const QString quotes = QStringLiteral("\"'“”„«»‘’‚‹›「」『』");
    return !c.isNull() && quotes.contains(c);
}

} // namespace

QList<TextSpan> exemptSpans(const QString &text)
{
    QList<TextSpan> spans = codeSpans(text);
    if (!text.contains(QLatin1Char('$')))
        return spans;
    spans += formulas(text);
    std::sort(spans.begin(), spans.end(), [](const TextSpan &a, const TextSpan &b) { return a.from < b.from; });
    QList<TextSpan> apart;
    for (const TextSpan &span : std::as_const(spans)) {
        if (!apart.isEmpty() && span.from < apart.last().to)
            apart.last().to = std::max(apart.last().to, span.to);
        else
            apart += span;
    }
    return apart;
}

bool isIndex(const QString &text, qsizetype from, qsizetype to)
{
    const QChar before = at(text, from - 1);
    if (before.isNull()
        || !(before.isLetterOrNumber() || before == QLatin1Char('_') || before == QLatin1Char(')') || before == QLatin1Char(']')))
        return false;
    qsizetype start = from;
    while (start > 0 && from - start < Around && (text[start - 1].isLetterOrNumber() || text[start - 1] == QLatin1Char('_')))
        --start;
    const QStringView word = QStringView(text).mid(start, from - start);
    const bool ascii = std::all_of(word.begin(), word.end(), [](QChar c) { return c.unicode() < 0x80; });
    if (!ascii)
        return false;
    static const QSet<QString> names =
        wordsOf("argv args arr array list vec vector buf ptr obj tmp str dict tuple matrix tensor data rows cols items values");
    const bool variable = word.size() == 1 && word.front().isLower();
    if (variable || word.contains(QLatin1Char('_')) || names.contains(word.toString()))
        return true;
    // Behind the whole chain of brackets: m[1][2] = 3.
    static const QRegularExpression chain(QStringLiteral("^(?:\\[[^\\[\\]\\n]{0,20}\\]){0,6}"));
    const qsizetype behind = to + chain.match(text.mid(to, 2 * Around)).capturedEnd();
    static const QRegularExpression code(
        QStringLiteral("^(?:\\s*(?:[-+*/%&|^]?=(?![=>])|[=!]=|\\+\\+|--)|\\s[+*%]\\s[\\w(]|;\\s*(?:\\n|$)|\\)\\s*[;{]|"
                       "\\.[a-z_]\\w*\\s*[=(;.])"));
    return code.match(text.mid(behind, Around)).hasMatch();
}

bool isCharacterClass(const QString &text, qsizetype to)
{
    static const QRegularExpression more(QStringLiteral("^(?:[+{]|\\*(?!\\*)|\\?[+*$)]|\\[(?:0-|a-|A-|\\^|\\\\))"));
    return more.match(text.mid(to, Around)).hasMatch();
}

bool isListOfValues(const QString &text, qsizetype from, QStringView inside)
{
    static const QRegularExpression plain(QStringLiteral("^[\\d\\s,;]+$"));
    if (!plain.match(inside).hasMatch())
        return false;
    const QStringList before = wordsBefore(text, from);
    if (before.isEmpty())
        return false;
    static const QSet<QString> signs = wordsOf("= := == ∈ ∉ × ∪ ∩ ⊂ → in: range: interval:"),
                               nouns = wordsOf(
                                   "range ranges interval intervals array arrays list lists vector vectors tuple matrix set sequence "
                                   "domain bounds values coordinates indices returns yields prints outputs "
                                   "intervall bereich wertebereich liste vektor feld menge folge intervalle plage liste tableau vecteur "
                                   "intervalo rango lista matriz intervallo elenco диапазон диапазоне интервал интервале отрезок "
                                   "отрезке массив список вектор 区间 區間 范围 範囲 数组 列表 配列 구간 범위 المجال النطاق"),
                               small = wordsOf(
                                   "in from within over on of the a to is between im aus von dans sur de en el la в из на between:"),
                               about = wordsOf(
                                   "number numbers value values integer integers scale score scores probability real variable "
                                   "parameter zahl zahlen wert werte nombre valeur valeurs número números valor valores число числа "
                                   "значение значения");
    const QString &nearest = before.last();
    if (signs.contains(nearest) || nouns.contains(nearest) || nearest.endsWith(QLatin1Char('=')))
        return true;
    for (const QString &end : { QStringLiteral("区间"), QStringLiteral("范围"), QStringLiteral("範囲"), QStringLiteral("数组"),
             QStringLiteral("列表"), QStringLiteral("配列") }) {
        if (nearest.endsWith(end))
            return true;
    }
    if (!small.contains(nearest))
        return false;
    // "a value in [1, 5]", "the range of [1, 5]", "x in [1, 5]"
    constexpr qsizetype Clause = 6;
    for (qsizetype i = before.size() - 2; i >= 0 && i >= before.size() - 1 - Clause; --i) {
        const bool variable =
            before[i].size() == 1 && before[i].front().isLetter() && before[i] != QLatin1String("a") && !isCjk(before[i].front().unicode());
        if (nouns.contains(before[i]) || about.contains(before[i]) || (variable && i == before.size() - 2))
            return true;
    }
    return false;
}

bool isQuotedAlone(const QString &text, qsizetype from, qsizetype to)
{
    return isQuote(at(text, from - 1)) && isQuote(at(text, to));
}

bool isInQuotation(const QString &text, qsizetype from, qsizetype to)
{
    constexpr qsizetype Longest = 400;
    const qsizetype start = std::max<qsizetype>(0, from - Longest);
    QStringView before = QStringView(text).mid(start, from - start), after = QStringView(text).mid(to, Longest);
    before = before.mid(before.lastIndexOf(QLatin1Char('\n')) + 1);
    if (const qsizetype lineEnd = after.indexOf(QLatin1Char('\n')); lineEnd >= 0)
        after = after.left(lineEnd);
    struct Pair {
        QChar open, close;
    };
    for (const Pair pair : { Pair { QChar(0x201c), QChar(0x201d) }, Pair { QChar(0x201e), QChar(0x201c) },
             Pair { QChar(0xab), QChar(0xbb) }, Pair { QChar(0x300c), QChar(0x300d) }, Pair { QChar(0x300e), QChar(0x300f) } }) {
        if (before.lastIndexOf(pair.open) > before.lastIndexOf(pair.close) && after.contains(pair.close))
            return true;
    }
    return before.count(QLatin1Char('"')) % 2 == 1 && after.contains(QLatin1Char('"'));
}

bool citesInParentheses(const QString &text, qsizetype from, qsizetype to)
{
    static const QString ends = QStringLiteral(".,;:!?\n。！？，；、؟،؛");
    static const QRegularExpression conjunction(QStringLiteral("^\\s+(?:and|but|or|while|which|und|aber|oder|et|mais|y|pero|e|и|но)\\s"));
    const QChar next = to < text.size() ? text[to] : QLatin1Char('\n');
    const bool another = next == QLatin1Char('(') || next == QChar(0xff08);
    bool lineEnds = true;
    for (qsizetype i = to; lineEnds && i < text.size() && i < to + Around && text[i] != QLatin1Char('\n'); ++i)
        lineEnds = text[i].isSpace();
    qsizetype before = from - 1;
    while (before >= 0 && text[before] == QLatin1Char(' '))
        --before;
    if (before < 0 || text[before] == QLatin1Char('\n'))
        return false;
    qsizetype word = before;
    while (word >= 0 && before - word < Around && text[word].isLetterOrNumber())
        --word;
    // "three (3)", "section (2)"
    static const QSet<QString> counts = wordsOf(
        "one two three four five six seven eight nine ten section article step figure fig table equation eq paragraph para clause rule "
        "item "
        "point part chapter option case class type grade level category phase version number no question answer row column "
        "eins zwei drei vier fünf sechs sieben acht neun zehn abschnitt absatz abs artikel art satz nr punkt schritt abbildung tabelle "
        "gleichung stufe kapitel un deux trois quatre cinq six sept huit neuf dix étape tableau alinéa uno dos tres cuatro cinco seis "
        "siete "
        "ocho nueve diez sección artículo paso tabla apartado два три четыре пять пункт статья шаг таблица");
    if (counts.contains(text.mid(word + 1, before - word).toLower()))
        return false;
    const bool adjacent = before == from - 1;
    // "f(3)" is a function and "5(3)" a part of a law, no clause.
    if (adjacent && before - word == 1 && text[before].isLetter() && !isCjk(text[before].unicode()))
        return false;
    if (adjacent && (text[before].isDigit() || text[before] == QLatin1Char('_')))
        return false;
    constexpr qsizetype Law = 24;
    static const QRegularExpression law(QStringLiteral("(?:§+|\\b(?:section|sec\\.?|article|art\\.?|artikel|abs\\.?|rule|regulation|clause)"
                                                       ")\\s*[\\w.]{0,12}\\s*(?:\\([^()]{1,4}\\)\\s*)*$"),
        QRegularExpression::CaseInsensitiveOption);
    if (law.match(text.mid(std::max<qsizetype>(0, from - Law), std::min(Law, from))).hasMatch())
        return false;
    return ends.contains(next) || another || lineEnds || conjunction.match(text.mid(to, Around)).hasMatch();
}

bool canBeRaised(const QString &text, qsizetype from, qsizetype to)
{
    const QChar before = at(text, from - 1), next = at(text, to);
    if (before.isNull() || next.isLetterOrNumber())
        return false;
    static const QString ends = QStringLiteral(".,;:!?。！？，；”\"’»)]");
    if (ends.contains(before) || isCjk(before.unicode())) {
        const QChar further = at(text, from - 2); // "(x)²" is a square, "fees.¹" is not
        return before != QLatin1Char(')') && before != QLatin1Char(']') ? true : further.isLetter() && at(text, from - 3).isLetter();
    }
    if (!before.isLetter())
        return false;
    qsizetype word = from;
    while (word > 0 && from - word < Around && text[word - 1].isLetter())
        --word;
    constexpr qsizetype ShortestWord = 4; // units and variables are shorter
    static const QSet<QString> units = wordsOf("inch inches feet foot yard yards mile miles metre metres meter meters acre acres meile "
                                               "meilen mètre mètres metro metros fuss");
    return from - word >= ShortestWord && !units.contains(text.mid(word, from - word).toLower());
}

} // namespace Heddle::Text
