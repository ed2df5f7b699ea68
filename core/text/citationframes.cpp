// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/citationframes.h"
#include "core/text/citationcontext.h"
#include "core/text/citationnumbers.h"
#include <QRegularExpression>
#include <algorithm>

namespace Heddle::Text {
namespace {

class Framer {
public:
    Framer(const QString &text, QList<CitationMark> &marks) : m_text(text), m_marks(marks) { }

    void run()
    {
        for (qsizetype i = 0; i < m_marks.size(); ++i)
            extendEmphasis(m_marks[i], i > 0 ? m_marks[i - 1].to : 0);
        for (qsizetype i = 0; i < m_marks.size(); ++i) {
            qsizetype last = i;
            while (last + 1 < m_marks.size() && areJoined(m_marks[last].to, m_marks[last + 1].from))
                ++last;
            extendBrackets(i, last);
            i = last;
        }
    }

private:
    QStringView view(qsizetype from, qsizetype length) const { return QStringView(m_text).mid(from, length); }
    QChar at(qsizetype i) const { return i >= 0 && i < m_text.size() ? m_text[i] : QChar(); }

    void extendEmphasis(CitationMark &mark, qsizetype least)
    {
        static const QStringList signs { QStringLiteral("**"), QStringLiteral("__"), QStringLiteral("*"), QStringLiteral("_"),
            QStringLiteral("^") };
        for (bool found = true; found;) {
            found = false;
            for (const QString &sign : signs) {
                const qsizetype from = mark.from - sign.size();
                if (from < least || view(from, sign.size()) != sign || view(mark.to, sign.size()) != sign)
                    continue;
                // The sign before it must open the emphasis, not close another.
                constexpr qsizetype LongestLine = 600;
                const qsizetype start = std::max<qsizetype>(0, from - LongestLine);
                QStringView line = view(start, from - start);
                line = line.mid(line.lastIndexOf(QLatin1Char('\n')) + 1);
                if (line.count(sign) % 2 != 0)
                    continue;
                mark.from = from;
                mark.to += sign.size();
                found = true;
                break;
            }
        }
        static const QRegularExpression opening(
            QStringLiteral("<(sup|cite|citation|ref|small)>$"), QRegularExpression::CaseInsensitiveOption);
        constexpr qsizetype LongestTag = 12;
        const qsizetype start = std::max(least, mark.from - LongestTag);
        if (const auto match = opening.match(m_text.mid(start, mark.from - start)); match.hasMatch()) {
            const QString closer = QStringLiteral("</%1>").arg(match.captured(1));
            if (view(mark.to, closer.size()).compare(closer, Qt::CaseInsensitive) == 0) {
                mark.from = start + match.capturedStart();
                mark.to += closer.size();
            }
        }
    }

    bool areJoined(qsizetype from, qsizetype to) const
    {
        constexpr qsizetype Longest = 6;
        if (to < from || to - from > Longest)
            return false;
        const QString between = view(from, to - from).toString().trimmed();
        static const QRegularExpression joint(QStringLiteral("^[,;&、،；，]?\\s*(?:and|und|et|y|e|и|和|と)?$"));
        return !between.contains(QLatin1Char('\n')) && joint.match(between).hasMatch();
    }

    //! What goes with the marks from `first` to `last`: brackets that hold nothing else.
    void extendBrackets(qsizetype first, qsizetype last)
    {
        qsizetype before = m_marks[first].from, after = m_marks[last].to;
        const qsizetype least = first > 0 ? m_marks[first - 1].to : 0;
        const auto skipBack = [&] {
            while (before > least && at(before - 1) == QLatin1Char(' '))
                --before;
        };
        skipBack();
        qsizetype word = before;
        while (word > least && (at(word - 1).isLetter() || at(word - 1) == QLatin1Char('.') || at(word - 1) == QLatin1Char(':')))
            --word;
        if (word < before) {
            QString said = m_text.mid(word, before - word);
            said.remove(QLatin1Char('.')).remove(QLatin1Char(':'));
            if (!introducesCitation(said))
                return;
            before = word;
            skipBack();
        }
        while (at(after) == QLatin1Char(' '))
            ++after;
        const QChar opener = before > least ? at(before - 1) : QChar();
        if (closerOf(opener).isNull() || at(after) != closerOf(opener) || isIndex(m_text, before - 1, after + 1))
            return;
        m_marks[first].from = before - 1;
        m_marks[last].to = after + 1;
        for (qsizetype i = first; i < last; ++i)
            m_marks[i].to = m_marks[i + 1].from;
    }

    const QString &m_text;
    QList<CitationMark> &m_marks;
};

} // namespace

QChar closerOf(QChar opener)
{
    switch (opener.unicode()) {
    case '[': return QLatin1Char(']');
    case 0x3010: return QChar(0x3011); // 【】
    case 0x3014: return QChar(0x3015); // 〔〕
    case 0x3016: return QChar(0x3017); // 〖〗
    case 0x27e6: return QChar(0x27e7); // ⟦⟧
    case 0xff3b: return QChar(0xff3d); // ［］
    case '(': return QLatin1Char(')');
    case 0xff08: return QChar(0xff09); // （）
    default: return QChar();
    }
}

void takeFrames(const QString &text, QList<CitationMark> &marks)
{
    Framer(text, marks).run();
}

} // namespace Heddle::Text
