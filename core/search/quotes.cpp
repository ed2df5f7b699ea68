// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/search/quotes.h"

namespace Heddle::Search {
namespace {

//! The marks that may close what `c` opens; empty where it opens nothing.
QStringView closersOf(QChar c)
{
    switch (c.unicode()) {
    case u'"':
    case 0xff02: return u"\"\uff02";
    case 0x201c: return u"\u201d\u201c"; // “English”
    case 0x201d: return u"\u201d"; // ”Swedish”
    case 0x201e: return u"\u201c\u201d"; // „German“, „Polish”
    case 0x00ab: return u"\u00bb"; // «French»
    case 0x00bb: return u"\u00ab\u00bb"; // »German«, »Finnish»
    case 0x300c: return u"\u300d";
    case 0x300e: return u"\u300f";
    default: return {};
    }
}

//! Marks that stand for nothing else: they quote whatever they touch.
bool isPaired(QChar open)
{
    return open != u'"' && open.unicode() != 0xff02 && open.unicode() != 0x201d && open.unicode() != 0x00bb;
}

class QuoteReader {
public:
    explicit QuoteReader(QStringView text) : m_text(text) { }

    std::vector<std::pair<qsizetype, qsizetype>> read()
    {
        std::vector<std::pair<qsizetype, qsizetype>> quotes;
        for (qsizetype i = 0; i < m_text.size(); ++i) {
            const QStringView closers = closersOf(m_text[i]);
            if (closers.isEmpty() || !opensAt(i))
                continue;
            const qsizetype end = closingMark(i, closers);
            if (end < 0)
                continue;
            quotes.emplace_back(i + 1, end);
            i = end;
        }
        return quotes;
    }

private:
    bool isWord(qsizetype i) const
    {
        return i >= 0 && i < m_text.size() && (m_text[i].isLetterOrNumber() || m_text[i].isMark() || m_text[i].isSurrogate());
    }
    bool isBlank(qsizetype i) const { return i < 0 || i >= m_text.size() || m_text[i].isSpace(); }
    bool opensAt(qsizetype i) const
    {
        if (m_text[i] == QChar(0x201c)) // as an inch it stands behind a digit
            return (i == 0 || !m_text[i - 1].isDigit()) && !isBlank(i + 1);
        return isPaired(m_text[i]) || (!isWord(i - 1) && !isBlank(i + 1));
    }
    bool closesAt(qsizetype open, qsizetype i) const { return isPaired(m_text[open]) || !isWord(i + 1); }
    bool isInch(qsizetype i) const { return m_text[i - 1].isDigit() && m_text[i] == u'"'; }

    qsizetype closingMark(qsizetype open, QStringView closers) const
    {
        qsizetype inch = -1; // may close the quote, but a mark behind a word does so better
        for (qsizetype i = open + 1; i < m_text.size() && m_text[i] != u'\n'; ++i) {
            if (!closers.contains(m_text[i]))
                continue;
            if (!isPaired(m_text[open]) && isBlank(i - 1))
                return inch; // opens a quote of its own
            if (!closesAt(open, i))
                continue;
            if (!isInch(i))
                return i == open + 1 ? -1 : i;
            inch = i;
        }
        return inch;
    }

    const QStringView m_text;
};

} // namespace

std::vector<std::pair<qsizetype, qsizetype>> quotesIn(QStringView text)
{
    return QuoteReader(text).read();
}

} // namespace Heddle::Search
