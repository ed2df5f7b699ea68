// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/citationgrammar.h"
#include "core/text/citationcontext.h"
#include "core/text/citationframes.h"
#include "core/text/citationnumbers.h"
#include "core/text/markdownlines.h"
#include <QRegularExpression>
#include <algorithm>
#include <limits>

namespace Heddle::Text {
namespace {

constexpr qsizetype LongestInside = 120, LongestTarget = 2000; //!< beyond them nothing is looked for

bool isRaised(QChar c)
{
    const ushort u = c.unicode();
    return u == 0xb9 || u == 0xb2 || u == 0xb3 || u == 0x2070 || (u >= 0x2074 && u <= 0x2079);
}

//! Finds the marks of a text from left to right; each form has a method that is asked at the characters it begins with.
class Finder {
public:
    Finder(const QString &text, int passages, CitationReading reading) : m_text(text), m_passages(passages), m_reading(reading) { }

    QList<CitationMark> run()
    {
        if (m_reading == CitationReading::Answer)
            m_exempt = exemptSpans(m_text);
        qsizetype next = 0;
        for (qsizetype i = 0; i < m_text.size();) {
            while (next < m_exempt.size() && m_exempt[next].to <= i)
                ++next;
            if (next < m_exempt.size() && m_exempt[next].from <= i) {
                i = m_exempt[next].to;
                continue;
            }
            m_end = i + 1;
            find(i);
            i = m_end;
        }
        std::stable_sort(m_marks.begin(), m_marks.end(), [](const CitationMark &a, const CitationMark &b) { return a.from < b.from; });
        takeFrames(m_text, m_marks);
        return std::move(m_marks);
    }

private:
    QStringView view(qsizetype from, qsizetype length) const { return QStringView(m_text).mid(from, length); }
    //! A short part of the text: a pattern is matched against a copy, as the whole would be checked with each match.
    QString ahead(qsizetype from) const { return m_text.mid(from, 3 * LongestInside); }
    QChar at(qsizetype i) const { return i >= 0 && i < m_text.size() ? m_text[i] : QChar(); }
    bool inRange(const QList<int> &numbers) const
    {
        return std::any_of(numbers.cbegin(), numbers.cend(), [this](int n) { return n >= 1 && n <= m_passages; });
    }
    void add(CitationMark mark)
    {
        m_end = mark.to;
        m_marks += std::move(mark);
    }

    void find(qsizetype i)
    {
        const QChar c = m_text[i];
        if (c == QLatin1Char('<'))
            findTag(i);
        else if (c == QLatin1Char('#'))
            findHashes(i);
        else if (c == QLatin1Char('^'))
            findCaret(i);
        else if (c == QChar(0xe200))
            findPrivateUse(i);
        else if (isRaised(c) || c == QChar(0x207d))
            findRaised(i);
        else if (c == QLatin1Char('(') || c == QChar(0xff08))
            findRound(i);
        else if (!closerOf(c).isNull())
            findSquare(i);
    }

    //! [1], [Source 1, Source 2], [[1]], \[1\], 【1†source】, with the target of a link where it leads nowhere else
    void findSquare(qsizetype i)
    {
        const QChar closer = closerOf(m_text[i]);
        const bool square = m_text[i] == QLatin1Char('[');
        if (square && (view(i, 12) == QLatin1String("[cite_start]") || view(i, 10) == QLatin1String("[cite_end]"))) {
            const qsizetype to = m_text.indexOf(closer, i) + 1;
            add({ i, to, i + 1, to - 1, {}, false });
            return;
        }
        for (const int depth : { 2, 1 }) {
            if (depth == 2 && (!square || at(i + 1) != QLatin1Char('[')))
                continue;
            const qsizetype inner = i + depth, length = view(inner, LongestInside).indexOf(QString(depth, closer));
            if (length <= 0)
                continue;
            const bool escaped = square && at(i - 1) == QLatin1Char('\\') && at(inner + length - 1) == QLatin1Char('\\');
            CitationMark mark { i - (escaped ? 1 : 0), inner + length + depth, inner, inner + length - (escaped ? 1 : 0), {}, false };
            const auto read = citationNumbers(view(mark.innerFrom, mark.innerTo - mark.innerFrom), false);
            if (!read || !takeTarget(mark, depth == 2, square) || !isMeant(mark, *read, square))
                continue;
            mark.numbers = read->numbers;
            add(mark);
            return;
        }
    }

    //! Whether it is no link to somewhere else; the target of one that leads to a passage becomes a part of the mark.
    bool takeTarget(CitationMark &mark, bool doubled, bool square) const
    {
        if (!square || at(mark.to) != QLatin1Char('('))
            return !(square && isDefinition(mark));
        const QStringView behind = view(mark.to + 1, LongestTarget);
        const qsizetype close = behind.indexOf(QLatin1Char(')'));
        if (close <= 0)
            return true;
        const QStringView target = behind.left(close);
        if (target.contains(QLatin1Char(' ')) || target.contains(QLatin1Char('\n'))
            || (!target.startsWith(QLatin1Char('#')) && citationNumbers(target, true)))
            return true;
        if (!doubled && !target.startsWith(QLatin1Char('#')) && target.contains(QLatin1String(":")))
            return false;
        mark.to += close + 2;
        return true;
    }

    //! [1]: https://example.org
    bool isDefinition(const CitationMark &mark) const
    {
        return at(mark.to) == QLatin1Char(':') && (mark.from == 0 || at(mark.from - 1) == QLatin1Char('\n'))
            && view(mark.to + 1, 12).contains(QLatin1String("http"));
    }

    //! Whether numbers in square brackets cite: no interval, no array, no index, no quotation of a marker.
    bool isMeant(const CitationMark &mark, const CitationNumbers &read, bool square) const
    {
        if (read.daggered)
            return true;
        const bool several = read.numbers.size() > 1 || read.range;
        if (several && read.numbers.contains(0))
            return false;
        if (square && !read.named && !read.titled) {
            if (isIndex(m_text, mark.from, mark.to) || (read.range && isCharacterClass(m_text, mark.to)))
                return false;
            // A model may repeat the values without the words that tell them here.
            if (m_reading == CitationReading::Answer && several && !read.range
                && isListOfValues(m_text, mark.from, view(mark.innerFrom, mark.innerTo - mark.innerFrom)))
                return false;
        }
        if (inRange(read.numbers))
            return m_reading == CitationReading::Anything || !isQuotedAlone(m_text, mark.from, mark.to);
        // What no passage has is removed only where nothing but a citation is meant.
        constexpr int MaxInvented = 50;
        const bool invented = !read.titled
            && std::all_of(read.numbers.cbegin(), read.numbers.cend(), [&](int n) { return !several || n <= m_passages + MaxInvented; });
        return m_reading == CitationReading::Answer && invented && !isInQuotation(m_text, mark.from, mark.to);
    }

    //! (Source 1); (1) where a clause ends
    void findRound(qsizetype i)
    {
        const qsizetype length = view(i + 1, LongestInside).indexOf(closerOf(m_text[i]));
        if (length <= 0)
            return;
        const CitationMark mark { i, i + length + 2, i + 1, i + 1 + length, {}, true };
        const auto read = citationNumbers(view(i + 1, length), true);
        if (!read || !inRange(read->numbers) || (read->numbers.size() > 1 && read->numbers.contains(0)))
            return;
        if (m_reading == CitationReading::Answer && isQuotedAlone(m_text, mark.from, mark.to))
            return;
        const bool strong = read->named || read->daggered;
        if (!strong && !citesInParentheses(m_text, mark.from, mark.to))
            return;
        add({ mark.from, mark.to, mark.innerFrom, mark.innerTo, read->numbers, !strong });
    }

    //! <sup>1</sup>, <cite>[1]</cite>, <ref id="1"/>, <cite id="1">text</cite>
    void findTag(qsizetype i)
    {
        static const QRegularExpression whole(
            QStringLiteral("^<(sup|cite|citation|ref|source|doc|a)(?:\\s[^<>]{0,80})?>\\s*([\\[(]?)([^<>\\n]{1,80}?)[\\])]?\\s*</\\1>"),
            QRegularExpression::CaseInsensitiveOption);
        static const QRegularExpression attribute(
            QStringLiteral(
                "^<(cite|citation|ref|source|claim|doc)\\s+(?:id|ids|n|no|source|sources|ref|refs|doc|docs|passage|passages|index|"
                "num)\\s*=\\s*[\"']?([^\"'<>]{1,40}?)[\"']?\\s*(/?)>(?:\\s*</\\1>)?"),
            QRegularExpression::CaseInsensitiveOption);
        const QString text = ahead(i);
        if (const auto match = whole.match(text); match.hasMatch() && findContent(i, match))
            return;
        const auto match = attribute.match(text);
        if (!match.hasMatch())
            return;
        const auto read = citationNumbers(match.capturedView(2), false);
        if (!read || !inRange(read->numbers))
            return;
        const CitationMark opening { i, i + match.capturedEnd(), i + match.capturedStart(2), i + match.capturedEnd(2), {}, false };
        const QString closer = QStringLiteral("</%1>").arg(match.captured(1));
        const bool empty = !match.captured(3).isEmpty() || match.captured().endsWith(closer, Qt::CaseInsensitive);
        constexpr qsizetype LongestClaim = 2000;
        const qsizetype close = empty ? -1 : view(opening.to, LongestClaim).indexOf(closer, 0, Qt::CaseInsensitive);
        if (close < 0) {
            add({ opening.from, opening.to, opening.innerFrom, opening.innerTo, read->numbers, false });
            return;
        }
        const qsizetype from = opening.to + close;
        m_marks += CitationMark { from, from + closer.size(), from + 2, from + closer.size() - 1, read->numbers, false };
        add(opening);
    }

    bool findContent(qsizetype i, const QRegularExpressionMatch &match)
    {
        const QString tag = match.captured(1).toLower();
        const auto read = citationNumbers(match.capturedView(3), false);
        const bool bracketed = !match.captured(2).isEmpty();
        if (!read || !inRange(read->numbers) || read->numbers.contains(0) || (tag == QLatin1String("a") && !leadsInside(match.captured())))
            return false;
        const bool bare = tag == QLatin1String("sup") && !bracketed && !read->named;
        if (bare && !canBeRaised(m_text, i, i + match.capturedEnd()))
            return false;
        add({ i, i + match.capturedEnd(), i + match.capturedStart(3), i + match.capturedEnd(3), read->numbers, bare });
        return true;
    }

    //! A link to a place of the same page.
    static bool leadsInside(const QString &tag)
    {
        static const QRegularExpression inside(QStringLiteral("href\\s*=\\s*[\"']?#"), QRegularExpression::CaseInsensitiveOption);
        return inside.match(tag).hasMatch();
    }

    //! ##1$$
    void findHashes(qsizetype i)
    {
        static const QRegularExpression hashes(QStringLiteral("^##(\\d{1,3})\\$\\$"));
        const auto match = hashes.match(ahead(i));
        const QList<int> numbers { match.captured(1).toInt() };
        if (match.hasMatch() && inRange(numbers))
            add({ i, i + match.capturedEnd(), i + match.capturedStart(1), i + match.capturedEnd(1), numbers, false });
    }

    //! ^1 and ^1^; what has brackets is found by them
    void findCaret(qsizetype i)
    {
        static const QRegularExpression caret(QStringLiteral("^\\^(\\d{1,3}(?:\\s?,\\s?\\d{1,3})*)(?:\\^|(?![\\w^{(+*/=-]))"));
        const auto match = caret.match(ahead(i));
        if (!match.hasMatch() || !canBeRaised(m_text, i, i + match.capturedEnd()))
            return;
        const auto read = citationNumbers(match.capturedView(1), false);
        if (read && inRange(read->numbers) && !read->numbers.contains(0))
            add({ i, i + match.capturedEnd(), i + match.capturedStart(1), i + match.capturedEnd(1), read->numbers, true });
    }

    //! ¹, ¹² (12 where there are so many passages, else 1 and 2), ¹,²
    void findRaised(qsizetype i)
    {
        qsizetype to = i;
        QList<int> numbers;
        QList<int> digits;
        const auto endNumber = [&] {
            int value = 0;
            for (const int digit : std::as_const(digits))
                value = value * 10 + digit;
            if (digits.size() <= 3 && value <= m_passages)
                numbers += value;
            else
                numbers += digits;
            digits.clear();
        };
        constexpr qsizetype Longest = 40;
        while (to < m_text.size() && to - i < Longest) {
            const QChar c = m_text[to], next = at(to + 1);
            if (isRaised(c))
                digits += c.digitValue();
            else if (((c == QLatin1Char(',') || c == QChar(0x02d2)) && isRaised(next) && !digits.isEmpty()))
                endNumber();
            else if (c != QChar(0x207d) && c != QChar(0x207e))
                break;
            ++to;
        }
        m_end = std::max(to, i + 1);
        if (digits.isEmpty() || digits.size() > 6)
            return;
        endNumber();
        if (numbers.contains(0) || !inRange(numbers) || !canBeRaised(m_text, i, to))
            return;
        add({ i, to, i, to, numbers, true });
    }

    //! Citations of a search that a service made, between characters of private use; they name nothing that there is here.
    void findPrivateUse(qsizetype i)
    {
        constexpr qsizetype Longest = 200;
        const qsizetype close = view(i, Longest).indexOf(QChar(0xe201));
        if (close > 0)
            add({ i, i + close + 1, i + 1, i + close, {}, false });
    }

    const QString &m_text;
    int m_passages;
    CitationReading m_reading;
    QList<TextSpan> m_exempt;
    QList<CitationMark> m_marks;
    qsizetype m_end = 0; //!< where the search goes on
};

} // namespace

QList<CitationMark> citationMarks(const QString &text, int passages, CitationReading reading)
{
    return Finder(text, passages, reading).run();
}

} // namespace Heddle::Text
