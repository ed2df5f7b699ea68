// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialog/checking/checks.h"
#include "core/dialog/checking/words.h"

namespace Heddle::Dialog {
namespace {

constexpr int Behind = 3; //!< words within which a preposition has its noun
constexpr qsizetype Apart = 10; //!< words between "from" and "to"
constexpr double Same = 0.75;

//! Where something comes from and where it goes, as indexes of words; -1: not said.
struct Way {
    qsizetype from = -1, to = -1;
};

//! The word that a preposition stands with. A number is a quantity's matter.
qsizetype nounOf(const Statement &sentence, qsizetype preposition)
{
    const auto &words = sentence.words();
    for (qsizetype i = preposition + 1; i < std::min(words.size(), preposition + 1 + Behind); ++i) {
        if (words[i].quantity)
            return -1;
        if (words[i].content)
            return i;
    }
    return -1;
}

//! All prepositions of one sort with their words.
QList<qsizetype> nounsBehind(const Statement &sentence, const char *section)
{
    QList<qsizetype> nouns;
    for (qsizetype i = 0; i < sentence.words().size(); ++i) {
        if (!sentence.isAt(i, section))
            continue;
        if (const qsizetype noun = nounOf(sentence, i); noun >= 0 && !nouns.contains(noun))
            nouns += noun;
    }
    return nouns;
}

QList<Way> waysOf(const Statement &sentence)
{
    QList<Way> ways;
    const QList<qsizetype> ends = nounsBehind(sentence, "to");
    for (const qsizetype from : nounsBehind(sentence, "from")) {
        for (const qsizetype to : ends) {
            if (to != from && std::abs(to - from) <= Apart)
                ways += { from, to };
        }
    }
    return ways;
}

} // namespace

std::optional<Finding> checkDirections(const Pairing &pair)
{
    const Statement &said = pair.said();
    const QList<Way> ways = said.unspaced() ? QList<Way>() : waysOf(said);
    for (const Way &mine : ways) {
        for (const qsizetype index : pair.support()) {
            const Statement &passage = pair.evidence().sentences()[index];
            const auto is = [&](qsizetype word, qsizetype other) {
                return pair.likeness(said.words()[word], passage.words()[other]) > Same;
            };
            const QList<qsizetype> froms = nounsBehind(passage, "from"), tos = nounsBehind(passage, "to");
            const auto among = [&is](qsizetype word, const QList<qsizetype> &others) {
                return std::any_of(others.cbegin(), others.cend(), [&](qsizetype other) { return is(word, other); });
            };
            if (among(mine.from, froms) || among(mine.to, tos) || !among(mine.from, tos))
                continue;
            const bool named = std::any_of(passage.words().cbegin(), passage.words().cend(),
                [&](const StatedWord &word) { return pair.likeness(said.words()[mine.to], word) > Same; });
            if (!among(mine.to, froms) && (named || !froms.isEmpty()))
                continue; // it may speak of another way
            const auto phrase = [](const Statement &sentence, qsizetype one, qsizetype other) {
                const auto &words = sentence.words();
                const qsizetype first = std::max<qsizetype>(0, std::min(one, other) - 1), last = std::max(one, other);
                return sentence.text().mid(words[first].start, words[last].end - words[first].start);
            };
            const auto goal = std::find_if(tos.cbegin(), tos.cend(), [&](qsizetype other) { return is(mine.from, other); });
            const auto start = std::find_if(froms.cbegin(), froms.cend(), [&](qsizetype other) { return is(mine.to, other); });
            Finding made { Outcome::Contradicted, {}, phrase(passage, *goal, start == froms.cend() ? *goal : *start),
                phrase(said, mine.from, mine.to) };
            made.reason = bothSides(made.passageSays, made.answerSays);
            return made;
        }
    }
    return {};
}

} // namespace Heddle::Dialog
