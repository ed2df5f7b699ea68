// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/tokens.h"
#include "core/text/sentences.h"
#include <QSet>
#include <cmath>

namespace Heddle::Text {
namespace {

//! Whether a text is English by its commonest words; tokenizers know the words of other languages in Latin letters less well.
bool looksEnglish(QStringView text)
{
    static const QSet<QString> common { QStringLiteral("the"), QStringLiteral("of"), QStringLiteral("and"), QStringLiteral("to"),
        QStringLiteral("in"), QStringLiteral("a"), QStringLiteral("is"), QStringLiteral("that"), QStringLiteral("for") };
    constexpr qsizetype Looked = 4000; // characters; a language shows sooner
    constexpr qsizetype LongestCommon = 4;
    int words = 0, known = 0;
    const QStringView head = text.left(Looked);
    for (qsizetype i = 0; i < head.size(); ++i) {
        const qsizetype from = i;
        while (i < head.size() && head[i].isLetter() && head[i].unicode() < 0x250)
            ++i;
        if (i == from)
            continue;
        ++words;
        known += i - from <= LongestCommon && common.contains(head.mid(from, i - from).toString().toLower()) ? 1 : 0;
    }
    constexpr double EnglishShare = 0.08; // English texts have 0.2, others 0.03
    return words > 0 && known >= EnglishShare * words;
}

//! Adds up the estimate of a text character by character. The weights fit three tokenizers (see docs/chat-models.md).
class TokenCounter {
public:
    explicit TokenCounter(bool english) : m_latin(english ? 1.0 : 1.25) { }

    void add(QChar c)
    {
        constexpr double Plain = 0.28, Accented = 0.5, Greek = 0.45, Semitic = 0.85, Mark = 0.5, Digit = 1.1, Sign = 0.85, Cjk = 1.2,
                         LineEnd = 0.6, DigitAfterSpace = 0.7, Rare = 1.5;
        const bool afterSpace = std::exchange(m_space, c.isSpace());
        const char16_t u = c.unicode();
        if (u < 0x80 && c.isLetter()) {
            addToWord(Plain, true);
        } else if (c.isSpace()) {
            endWord();
            m_tokens += c == QLatin1Char('\n') ? LineEnd : 0;
        } else if (isCjk(u) || (u >= 0x3000 && u < 0x3040) || (u >= 0xff00 && u < 0xfff0)) { // with their signs
            endWord();
            m_tokens += Cjk;
        } else if (c.isLetter() && u < 0x250) {
            addToWord(Accented, true);
        } else if (c.isLetter() && u >= 0x370 && u < 0x530) {
            addToWord(Greek, false);
        } else if (c.isLetter() && u >= 0x590 && u < 0x800) {
            addToWord(Semitic, false);
        } else if (c.isMark()) {
            addToWord(Mark, false);
        } else {
            endWord();
            m_tokens += u >= 0x80 ? Rare : !c.isDigit() ? Sign : Digit + (afterSpace ? DigitAfterSpace : 0);
        }
    }
    int total() const { return int(std::ceil(m_tokens + wordTokens())); }

private:
    void addToWord(double weight, bool latin)
    {
        if (!std::exchange(m_inWord, true))
            m_word = WordBegins;
        m_word += weight;
        m_latinWord = latin;
    }
    double wordTokens() const { return m_inWord ? std::max(1.0, m_word) * (m_latinWord ? m_latin : 1.0) : 0; }
    void endWord()
    {
        m_tokens += wordTokens();
        m_inWord = false;
    }
    static constexpr double WordBegins = -0.3;
    double m_latin; //!< what a word in Latin letters counts
    double m_tokens = 0;
    double m_word = 0; //!< of the word that is not finished yet
    bool m_inWord = false, m_latinWord = true, m_space = false;
};

} // namespace

int estimateTokens(QStringView text)
{
    TokenCounter counter(looksEnglish(text));
    for (const QChar c : text)
        counter.add(c);
    return counter.total();
}

QString cutToTokens(const QString &text, int tokens)
{
    TokenCounter counter(looksEnglish(text));
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
