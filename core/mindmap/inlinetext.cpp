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

//! Takes Markdown's inline marks away, from the left to the right. Each read function takes what stands at the place where
//! the reader is, or leaves it and returns false.
class InlineReader {
public:
    explicit InlineReader(const QString &text) : m_text(text) { }

    QString plain()
    {
        while (m_at < m_text.size()) {
            if (!readEscape() && !readCode() && !readLink() && !readTag() && !readDelimiters())
                m_literal += m_text[m_at++];
        }
        flush();
        takeEmphasis(&m_pieces);
        QString plain;
        for (const Piece &piece : m_pieces)
            plain += piece.text;
        return plain.simplified();
    }

private:
    bool isAt(qsizetype i, char c) const { return i < m_text.size() && m_text[i] == QLatin1Char(c); }
    qsizetype endOfRun(qsizetype from) const
    {
        qsizetype end = from;
        while (end < m_text.size() && m_text[end] == m_text[from])
            ++end;
        return end;
    }
    void flush()
    {
        if (!m_literal.isEmpty())
            m_pieces.push_back({ m_literal });
        m_literal.clear();
    }

    bool readEscape()
    {
        if (!isAt(m_at, '\\') || m_at + 1 >= m_text.size() || !isPunctuation(m_text[m_at + 1]))
            return false;
        m_literal += m_text[m_at + 1];
        m_at += 2;
        return true;
    }

    bool readCode()
    {
        if (!isAt(m_at, '`'))
            return false;
        const qsizetype ticks = endOfRun(m_at);
        const QString run = m_text.mid(m_at, ticks - m_at);
        qsizetype end = m_text.indexOf(run, ticks);
        while (end >= 0 && isAt(end + run.size(), '`')) // a longer run
            end = m_text.indexOf(run, endOfRun(end));
        m_literal += end < 0 ? run : m_text.mid(ticks, end - ticks);
        m_at = end < 0 ? ticks : end + run.size();
        return true;
    }

    //! The words of a link or picture; its address where it has none.
    bool readLink()
    {
        const bool image = isAt(m_at, '!') && isAt(m_at + 1, '[');
        if (!image && !isAt(m_at, '['))
            return false;
        constexpr qsizetype Longest = 2000; // characters of a link
        const qsizetype open = m_at + (image ? 1 : 0);
        const QString near = m_text.mid(open, Longest);
        const qsizetype close = closingBracket(near, 0, QLatin1Char('['), QLatin1Char(']'));
        if (close <= 0 || close + 1 >= near.size() || near[close + 1] != QLatin1Char('('))
            return false;
        const qsizetype end = closingBracket(near, close + 1, QLatin1Char('('), QLatin1Char(')'));
        if (end <= 0)
            return false;
        const QString words = plainText(near.mid(1, close - 1));
        m_literal += words.isEmpty() ? near.mid(close + 2, end - close - 2) : words;
        m_at = open + end + 1;
        return true;
    }

    bool readTag()
    {
        static const QRegularExpression tag(
            QStringLiteral("\\G</?(b|i|u|em|strong|sub|sup|span|p|br)\\s*/?>"), QRegularExpression::CaseInsensitiveOption);
        if (!isAt(m_at, '<'))
            return false;
        const auto match = tag.match(m_text, m_at);
        if (!match.hasMatch())
            return false;
        if (match.captured(1).toLower() == QLatin1String("br"))
            m_literal += QLatin1Char(' ');
        m_at = match.capturedEnd();
        return true;
    }

    bool readDelimiters()
    {
        if (!isAt(m_at, '*') && !isAt(m_at, '_') && !isAt(m_at, '~'))
            return false;
        flush();
        const qsizetype end = endOfRun(m_at);
        m_pieces.push_back(delimiterRun(m_text, m_at, end));
        m_at = end;
        return true;
    }

    const QString &m_text;
    qsizetype m_at = 0;
    std::vector<Piece> m_pieces;
    QString m_literal; //!< what was read since the last piece
};

} // namespace

QString plainText(const QString &text)
{
    return InlineReader(text).plain();
}

} // namespace Heddle::MindMap
