// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/llm/repetition.h"
#include "core/text/sentences.h"
#include <QHash>
#include <QString>
#include <vector>

namespace Heddle::Llm {
namespace {

using Words = std::vector<std::size_t>; //!< hashes

//! The words of a text in lower case, without the numbers of lists; Chinese and Japanese by pairs of characters.
Words wordsOf(QStringView text)
{
    Words words;
    bool lineBegins = true;
    for (qsizetype i = 0; i < text.size();) {
        const QChar c = text[i];
        if (c == QLatin1Char('\n'))
            lineBegins = true;
        if (Text::isCjk(c.unicode())) {
            if (i + 1 < text.size())
                words.push_back(qHash(text.mid(i, 2)));
            lineBegins = false;
            ++i;
            continue;
        }
        if (!c.isLetterOrNumber()) {
            ++i;
            continue;
        }
        qsizetype end = i;
        bool digits = true;
        while (end < text.size() && (text[end].isLetterOrNumber() || text[end].isMark()) && !Text::isCjk(text[end].unicode())) {
            digits = digits && text[end].isDigit();
            ++end;
        }
        if (!(lineBegins && digits))
            words.push_back(qHash(text.mid(i, end - i).toString().toLower()));
        lineBegins = false;
        i = std::max(end, i + 1);
    }
    return words;
}

bool repeatsExactly(QStringView text)
{
    constexpr qsizetype Tail = 16'384, MaxPeriod = 400;
    if (text.size() < Tail)
        return false;
    const QStringView tail = text.right(Tail);
    for (qsizetype period = 1; period <= MaxPeriod; ++period) {
        if (tail.mid(period) == tail.chopped(period))
            return true;
    }
    return false;
}

bool endsInCode(QStringView text)
{
    bool code = false;
    for (qsizetype at = text.indexOf(QLatin1String("```")); at >= 0; at = text.indexOf(QLatin1String("```"), at + 3)) {
        if (at == 0 || text[at - 1] == QLatin1Char('\n'))
            code = !code;
    }
    return code;
}

} // namespace

bool isLooping(QStringView text, Prose prose)
{
    constexpr qsizetype Remembered = 12'000; //!< characters
    constexpr std::size_t Window = 320, ThinkingWindow = 640, Before = 100; //!< words
    constexpr double MaxNewWords = 0.02, MaxNewPairs = 0.3; //!< of the window, in a loop; ordinary text brings five times as many
    if (repeatsExactly(text))
        return true;
    const std::size_t window = prose == Prose::Answer ? Window : ThinkingWindow;
    if (std::size_t(text.size()) < window + Before || endsInCode(text))
        return false;
    const Words words = wordsOf(text.right(Remembered));
    if (words.size() < window + Before)
        return false;
    constexpr int Known = 2; // what was said once before may be said again, as in a summary
    QHash<std::size_t, int> seen, seenPairs;
    std::size_t newWords = 0, newPairs = 0;
    const std::size_t from = words.size() - window;
    for (std::size_t i = 1; i < words.size(); ++i) {
        const std::size_t pair = qHash(std::pair(words[i - 1], words[i]));
        if (i >= from) {
            newWords += seen.value(words[i]) >= Known ? 0 : 1;
            newPairs += seenPairs.value(pair) >= Known ? 0 : 1;
        }
        ++seen[words[i]];
        ++seenPairs[pair];
    }
    return double(newWords) <= MaxNewWords * double(window) && double(newPairs) <= MaxNewPairs * double(window);
}

} // namespace Heddle::Llm
