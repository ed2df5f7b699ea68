// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/mindmap/outline.h"
#include <QRegularExpression>
#include <vector>

namespace Heddle::MindMap {
namespace {

//! Text as it is, or a run of the same delimiter that may open or close emphasis.
struct Piece {
    QString text;
    QChar delimiter {};
    bool opens = false, closes = false;
};

bool isPunctuation(QChar c)
{
    return c.unicode() < 0x80 && c.isPrint() && !c.isLetterOrNumber() && !c.isSpace();
}

//! The end of [..] from its opening bracket on, or -1.
qsizetype closingBracket(const QString &text, qsizetype open, QChar left, QChar right)
{
    int depth = 0;
    for (qsizetype i = open; i < text.size(); ++i) {
        if (text[i] == QLatin1Char('\\'))
            ++i;
        else if (text[i] == left)
            ++depth;
        else if (text[i] == right && --depth == 0)
            return i;
    }
    return -1;
}

Piece delimiterRun(const QString &text, qsizetype from, qsizetype to)
{
    const QChar before = from > 0 ? text[from - 1] : QLatin1Char(' '), after = to < text.size() ? text[to] : QLatin1Char(' ');
    Piece piece { text.mid(from, to - from), text[from], !after.isSpace(), !before.isSpace() };
    const bool inWord = before.isLetterOrNumber() && after.isLetterOrNumber();
    const bool digits = before.isDigit() && after.isDigit();
    if ((piece.delimiter == QLatin1Char('_') && inWord) || (piece.text.size() == 1 && digits)
        || (piece.delimiter == QLatin1Char('~') && piece.text.size() != 2))
        piece.opens = piece.closes = false;
    return piece;
}

void takeEmphasis(std::vector<Piece> *pieces)
{
    for (std::size_t closer = 0; closer < pieces->size(); ++closer) {
        Piece &end = (*pieces)[closer];
        constexpr std::size_t Far = 64; // pieces that are looked back for an opener
        for (std::size_t back = 1; end.closes && !end.text.isEmpty() && back <= std::min(closer, Far); ++back) {
            Piece &start = (*pieces)[closer - back];
            if (!start.opens || start.delimiter != end.delimiter || start.text.isEmpty())
                continue;
            const qsizetype taken = std::min(start.text.size(), end.text.size());
            start.text.chop(taken);
            end.text.chop(taken);
        }
    }
}

} // namespace

QString plainText(const QString &text)
{
    std::vector<Piece> pieces;
    QString literal;
    const auto flush = [&] {
        if (!literal.isEmpty())
            pieces.push_back({ literal });
        literal.clear();
    };
    static const QRegularExpression tag(
        QStringLiteral("\\G</?(b|i|u|em|strong|sub|sup|span|p|br)\\s*/?>"), QRegularExpression::CaseInsensitiveOption);
    for (qsizetype i = 0; i < text.size();) {
        const QChar c = text[i];
        if (c == QLatin1Char('\\') && i + 1 < text.size() && isPunctuation(text[i + 1])) {
            literal += text[i + 1];
            i += 2;
            continue;
        }
        if (c == QLatin1Char('`')) {
            qsizetype ticks = i;
            while (ticks < text.size() && text[ticks] == c)
                ++ticks;
            const QString run = text.mid(i, ticks - i);
            qsizetype end = text.indexOf(run, ticks);
            while (end >= 0 && end + run.size() < text.size() && text[end + run.size()] == c) { // a longer run
                qsizetype after = end;
                while (after < text.size() && text[after] == c)
                    ++after;
                end = text.indexOf(run, after);
            }
            literal += end < 0 ? run : text.mid(ticks, end - ticks);
            i = end < 0 ? ticks : end + run.size();
            continue;
        }
        const bool image = c == QLatin1Char('!') && i + 1 < text.size() && text[i + 1] == QLatin1Char('[');
        if (c == QLatin1Char('[') || image) {
            constexpr qsizetype Longest = 2000; // characters of a link
            const qsizetype open = i + (image ? 1 : 0);
            const QString near = text.mid(open, Longest);
            const qsizetype close = closingBracket(near, 0, QLatin1Char('['), QLatin1Char(']'));
            if (close > 0 && close + 1 < near.size() && near[close + 1] == QLatin1Char('(')) {
                const qsizetype end = closingBracket(near, close + 1, QLatin1Char('('), QLatin1Char(')'));
                if (end > 0) {
                    const QString words = plainText(near.mid(1, close - 1));
                    literal += words.isEmpty() ? near.mid(close + 2, end - close - 2) : words;
                    i = open + end + 1;
                    continue;
                }
            }
        }
        if (c == QLatin1Char('<')) {
            const auto match = tag.match(text, i);
            if (match.hasMatch()) {
                literal += match.captured(1).toLower() == QLatin1String("br") ? QStringLiteral(" ") : QString();
                i = match.capturedEnd();
                continue;
            }
        }
        if (c == QLatin1Char('*') || c == QLatin1Char('_') || c == QLatin1Char('~')) {
            qsizetype end = i;
            while (end < text.size() && text[end] == c)
                ++end;
            flush();
            pieces.push_back(delimiterRun(text, i, end));
            i = end;
            continue;
        }
        literal += c;
        ++i;
    }
    flush();
    takeEmphasis(&pieces);
    QString plain;
    for (const Piece &piece : pieces)
        plain += piece.text;
    return plain.simplified();
}

} // namespace Heddle::MindMap
