// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/tokens.h"
#include "core/text/sentences.h"
#include <cmath>

namespace Heddle::Text {
namespace {

//! Adds up the estimate of a text character by character.
class TokenCounter {
public:
    void add(QChar c)
    {
        constexpr double Letter = 0.42, Accented = 1.0, Cjk = 1.75, Rare = 2.0;
        if (c.unicode() < 0x80 && c.isLetter()) {
            m_word += Letter;
        } else if (c.isSpace()) {
            endWord();
            m_tokens += c == QLatin1Char('\n') ? 1 : 0;
        } else if (isCjk(c.unicode()) || c.isSurrogate()) {
            endWord();
            m_tokens += Cjk;
        } else if (c.unicode() < 0x800 && c.isLetterOrNumber() && !c.isDigit()) {
            m_word += Accented;
        } else {
            endWord();
            m_tokens += c.unicode() < 0x80 ? 1.0 : Rare;
        }
    }
    int total() const { return int(std::ceil(m_tokens + wordTokens())); }

private:
    double wordTokens() const { return m_word > 0 ? std::max(1.0, m_word) : 0; }
    void endWord()
    {
        m_tokens += wordTokens();
        m_word = 0;
    }
    double m_tokens = 0;
    double m_word = 0; //!< of the word that is not finished yet
};

} // namespace

int estimateTokens(QStringView text)
{
    TokenCounter counter;
    for (const QChar c : text)
        counter.add(c);
    return counter.total();
}

QString cutToTokens(const QString &text, int tokens)
{
    TokenCounter counter;
    qsizetype end = 0;
    for (; end < text.size(); ++end) {
        counter.add(text[end]);
        if (counter.total() > tokens)
            break;
    }
    if (end == text.size())
        return text;
    while (end > 0 && (text[end].isLowSurrogate() || text[end].isMark())) // belongs to the character before it
        --end;
    return text.left(end);
}

} // namespace Heddle::Text
