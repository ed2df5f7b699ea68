// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/citationmarkers.h"
#include "core/text/citationgrammar.h"
#include "core/text/markdownlines.h"
#include "core/text/sentences.h"
#include <QRegularExpression>
#include <algorithm>

namespace Heddle::Text {
namespace {

//! Raised digits as plain ones.
QString lowered(QString text)
{
    for (QChar &c : text) {
        if (c.digitValue() >= 0)
            c = QLatin1Char(char('0' + c.digitValue()));
        else if (c == QChar(0x207d) || c == QChar(0x207e))
            c = QLatin1Char(' ');
    }
    return text.trimmed();
}

//! One round of withoutMarkers(); returns whether there was anything to replace.
bool replaceMarks(QString &text, int passages)
{
    QString without;
    qsizetype from = 0;
    bool replaced = false;
    for (const CitationMark &mark : citationMarks(text, passages, CitationReading::Anything)) {
        without += QStringView(text).mid(from, mark.from - from);
        const QString inside = text.mid(mark.innerFrom, mark.innerTo - mark.innerFrom);
        if (!mark.numbers.isEmpty())
            without += QLatin1Char('{') + (mark.innerFrom == mark.from ? lowered(inside) : inside) + QLatin1Char('}');
        from = mark.to;
        replaced = true;
    }
    without += QStringView(text).mid(from);
    text = without;
    return replaced;
}

} // namespace

MarkedText takeMarkers(const QString &answer, int passages)
{
    QList<CitationMark> found = citationMarks(answer, passages, CitationReading::Answer);
    const bool strong = std::any_of(found.cbegin(), found.cend(), [passages](const CitationMark &mark) {
        return !mark.weak && std::any_of(mark.numbers.cbegin(), mark.numbers.cend(), [passages](int n) { return n >= 1 && n <= passages; });
    });
    if (strong)
        found.removeIf([](const CitationMark &mark) { return mark.weak; });
    MarkedText result;
    qsizetype from = 0;
    for (const CitationMark &one : std::as_const(found)) {
        result.text += QStringView(answer).mid(from, one.from - from);
        from = one.to;
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
    QString without = text;
    constexpr int Rounds = 4; // what stands beside a mark may read as one once that is gone
    for (int round = 0; round < Rounds && replaceMarks(without, passages); ++round) { }
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
