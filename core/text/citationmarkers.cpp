// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/citationmarkers.h"
#include "core/text/markdownlines.h"
#include "core/text/sentences.h"
#include <QRegularExpression>
#include <QSet>

namespace Heddle::Text {
namespace {

using Span = TextSpan;

//! The value of a digit in any script; -1: none.
int digit(QChar c)
{
    return c.digitValue();
}

//! The numbers in what stands between brackets; empty when it is no citation.
QList<int> numbersIn(QStringView inside)
{
    QString text = inside.toString().trimmed();
    static const QRegularExpression source(QStringLiteral("[†‡].*$")),
        prefix(QStringLiteral("^(?:(?:id|sources?|passages?|documents?|doc|references?|ref|citations?|quelle|来源|\\^)\\s*[:#.]?\\s*|#)"),
            QRegularExpression::CaseInsensitiveOption);
    text.remove(source);
    const bool named = prefix.match(text).hasMatch();
    text.remove(prefix);
    QList<int> numbers;
    int value = -1, digits = 0, rangeFrom = -1;
    bool separator = true;
    const auto end = [&] {
        if (value < 0)
            return;
        constexpr int LongestRange = 10;
        if (rangeFrom >= 0 && value > rangeFrom && value - rangeFrom < LongestRange) {
            for (int n = rangeFrom + 1; n <= value; ++n)
                numbers += n;
        } else {
            numbers += value;
        }
        rangeFrom = -1;
    };
    for (const QChar c : std::as_const(text)) {
        if (const int d = digit(c); d >= 0) {
            if (value < 0 && !separator)
                return {};
            value = std::max(value, 0) * 10 + d;
            constexpr int MostDigits = 3; // four are a year
            if (++digits > MostDigits && !named)
                return {};
            if (digits > 6)
                return {};
            separator = false;
        } else if (c == QLatin1Char('-') || c == QChar(0x2013)) {
            if (value < 0 || rangeFrom >= 0)
                return {};
            end();
            rangeFrom = value;
            value = -1;
            digits = 0;
            separator = true;
        } else if (c == QLatin1Char(',') || c == QLatin1Char(';') || c == QLatin1Char('&') || c == QChar(0x3001) || c == QChar(0xff0c)
            || c == QChar(0x060c) || c == QChar(0xff1b)) {
            if (value < 0)
                return {};
            end();
            value = -1;
            digits = 0;
            separator = true;
        } else if (c.isSpace()) {
            continue;
        } else {
            return {};
        }
    }
    if (value < 0)
        return {};
    end();
    return numbers;
}

struct Found {
    Span span;
    QList<int> numbers;
};

QChar closerOf(QChar opener)
{
    switch (opener.unicode()) {
    case '[': return QLatin1Char(']');
    case 0x3010: return QChar(0x3011);
    case 0xff3b: return QChar(0xff3d);
    case '(': return QLatin1Char(')');
    case 0xff08: return QChar(0xff09);
    default: return QChar();
    }
}

//! (1) is a citation only where a sentence or clause ends after it, and no enumeration or "three (3)" is meant.
bool citesInParentheses(const QString &text, const Span &span)
{
    const QChar next = span.to < text.size() ? text[span.to] : QLatin1Char('\n');
    static const QString ends = QStringLiteral(".,;:!?\n。！？，；、؟");
    const bool another = next == QLatin1Char('(') || next == QChar(0xff08);
    bool lineEnds = true;
    for (qsizetype i = span.to; lineEnds && i < text.size() && text[i] != QLatin1Char('\n'); ++i)
        lineEnds = text[i].isSpace();
    qsizetype before = span.from - 1;
    while (before >= 0 && text[before] == QLatin1Char(' '))
        --before;
    if (before < 0 || text[before] == QLatin1Char('\n'))
        return false;
    qsizetype word = before;
    while (word >= 0 && text[word].isLetterOrNumber())
        --word;
    static const QSet<QString> counts { QStringLiteral("one"), QStringLiteral("two"), QStringLiteral("three"), QStringLiteral("four"),
        QStringLiteral("five"), QStringLiteral("six"), QStringLiteral("seven"), QStringLiteral("eight"), QStringLiteral("nine"),
        QStringLiteral("ten"), QStringLiteral("section"), QStringLiteral("article"), QStringLiteral("step"), QStringLiteral("figure"),
        QStringLiteral("table"), QStringLiteral("equation"), QStringLiteral("eq"), QStringLiteral("paragraph") };
    if (counts.contains(text.mid(word + 1, before - word).toLower()))
        return false;
    // "f(3)": no blank before and a single letter is a function, not a clause.
    if (before == span.from - 1 && before - word == 1 && text[before].isLetter() && !isCjk(text[before].unicode()))
        return false;
    return ends.contains(next) || another || lineEnds;
}

QList<Found> findMarkers(const QString &text, const QList<Span> &code, bool parentheses)
{
    QList<Found> all;
    qsizetype nextCode = 0;
    for (qsizetype i = 0; i < text.size(); ++i) {
        while (nextCode < code.size() && code[nextCode].to <= i)
            ++nextCode;
        if (nextCode < code.size() && code[nextCode].from <= i) {
            i = code[nextCode].to - 1;
            continue;
        }
        const QChar opener = text[i], closer = closerOf(opener);
        const bool round = opener == QLatin1Char('(') || opener == QChar(0xff08);
        if (closer.isNull() || round != parentheses)
            continue;
        constexpr qsizetype Longest = 60, LongestAddress = 2000; // what is beyond them is not even looked for
        const qsizetype inner = opener == QLatin1Char('[') && text.mid(i, 2) == QLatin1String("[[") ? 2 : 1;
        const qsizetype length = QStringView(text).mid(i + inner, Longest).indexOf(QString(inner, closer));
        if (length < 0)
            continue;
        const qsizetype end = i + inner + length;
        const Span span { i, end + inner };
        const QList<int> numbers = numbersIn(QStringView(text).mid(i + inner, end - i - inner));
        const bool link = !round && span.to < text.size() && text[span.to] == QLatin1Char('(') && opener == QLatin1Char('[')
            && numbersIn(QStringView(text).mid(span.to + 1,
                             std::max<qsizetype>(0, QStringView(text).mid(span.to + 1, LongestAddress).indexOf(QLatin1Char(')')))))
                   .isEmpty();
        const bool definition = !round && span.to < text.size() && text[span.to] == QLatin1Char(':')
            && (i == 0 || text[i - 1] == QLatin1Char('\n')) && text.mid(span.to + 1, 12).contains(QLatin1String("http"));
        if (numbers.isEmpty() || link || definition || (round && !citesInParentheses(text, span)))
            continue;
        all += { span, numbers };
        i = span.to - 1;
    }
    return all;
}

} // namespace

MarkedText takeMarkers(const QString &answer, int passages)
{
    const QList<Span> code = codeSpans(answer);
    QList<Found> found = findMarkers(answer, code, false);
    const auto inRange = [passages](const Found &one) {
        return std::any_of(one.numbers.cbegin(), one.numbers.cend(), [passages](int n) { return n >= 1 && n <= passages; });
    };
    if (std::none_of(found.cbegin(), found.cend(), inRange)) {
        QList<Found> round = findMarkers(answer, code, true);
        round.removeIf([&inRange](const Found &one) { return !inRange(one); });
        found += round;
        std::sort(found.begin(), found.end(), [](const Found &a, const Found &b) { return a.span.from < b.span.from; });
    }
    MarkedText result;
    qsizetype from = 0;
    for (const Found &one : std::as_const(found)) {
        result.text += QStringView(answer).mid(from, one.span.from - from);
        from = one.span.to;
        // "fell [1]." leaves "fell.", "fell [1] and" leaves "fell and".
        const QChar next = from < answer.size() ? answer[from] : QLatin1Char('\n');
        while (result.text.endsWith(QLatin1Char(' ')) && (next.isSpace() || next.isPunct()) && from > 0)
            result.text.chop(1);
        if ((result.text.isEmpty() || result.text.back() == QLatin1Char('\n')) && next == QLatin1Char(' '))
            ++from; // a line does not begin with the blank behind its marker
        Marker marker { result.text.size(), {} };
        for (const int n : one.numbers) {
            if (n < 1 || n > passages)
                ++result.outOfRange;
            else if (!marker.numbers.contains(n))
                marker.numbers += n;
        }
        if (marker.numbers.isEmpty())
            continue;
        if (!result.markers.isEmpty() && result.markers.last().at == marker.at) {
            for (const int n : std::as_const(marker.numbers)) {
                if (!result.markers.last().numbers.contains(n))
                    result.markers.last().numbers += n;
            }
        } else {
            result.markers += marker;
        }
    }
    result.text += QStringView(answer).mid(from);
    return result;
}

QString withoutMarkers(const QString &text, int passages)
{
    static const QRegularExpression name(QStringLiteral("[\\w)\\]]$")),
        code(QStringLiteral("^\\s*(?:[=+\\-*/%&|^<>\\[(]|;\\s*(?:\\n|$)|\\)\\s*[;{]|\\.\\w)"));
    QString without;
    qsizetype from = 0;
    for (const Found &one : findMarkers(text, {}, false)) { // in code as well: what is code here needn't be in the answer
        const bool cites = std::any_of(one.numbers.cbegin(), one.numbers.cend(), [passages](int n) { return n >= 1 && n <= passages; });
        constexpr qsizetype Around = 4;
        const bool index = name.match(text.mid(std::max<qsizetype>(0, one.span.from - 1), std::min<qsizetype>(1, one.span.from))).hasMatch()
            && code.match(text.mid(one.span.to, Around)).hasMatch();
        if (!cites || index)
            continue;
        QString inside = text.mid(one.span.from, one.span.to - one.span.from);
        static const QRegularExpression brackets(QStringLiteral("^[\\[【［]+|[\\]】］]+$"));
        without += QStringView(text).mid(from, one.span.from - from);
        without += QLatin1Char('{') + inside.remove(brackets) + QLatin1Char('}');
        from = one.span.to;
    }
    without += QStringView(text).mid(from);
    return without;
}

QList<AnswerSentence> answerSentences(const QString &text, const QString &language)
{
    static const QRegularExpression mark(QStringLiteral("^\\s*(?:>\\s*)*(?:(?:[-*+•]|\\d{1,9}[.)])\\s+)?(?:\\[[ xX]\\]\\s+)?"));
    QList<AnswerSentence> sentences;
    for (const MarkdownLine &line : markdownLines(text)) {
        if (line.kind != MarkdownLine::Kind::Prose)
            continue;
        const qsizetype skip = mark.match(line.text).capturedLength();
        for (const auto &[from, to] : sentenceRanges(line.text.mid(skip), language)) {
            if (to > from)
                sentences += { line.start + skip + from, line.start + skip + to };
        }
    }
    return sentences;
}

} // namespace Heddle::Text
