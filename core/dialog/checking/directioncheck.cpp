// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialog/checking/checks.h"
#include "core/dialog/checking/words.h"

namespace Heddle::Dialog {
namespace {

constexpr int Behind = 3; //!< words within which a preposition has its noun
constexpr qsizetype Apart = 10; //!< words between "from" and "to"
constexpr double Same = 0.75;

//! A preposition with its noun, as indexes of words.
struct End {
    qsizetype preposition = 0, noun = 0;
};

//! Where something comes from and where it goes.
struct Way {
    End from, to;
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
QList<End> endsAt(const Statement &sentence, const char *section)
{
    QList<End> ends;
    for (qsizetype i = 0; i < sentence.words().size(); ++i) {
        if (!sentence.isAt(i, section))
            continue;
        const qsizetype noun = nounOf(sentence, i);
        if (noun >= 0 && std::none_of(ends.cbegin(), ends.cend(), [noun](const End &end) { return end.noun == noun; }))
            ends += { i, noun };
    }
    return ends;
}

QList<Way> waysOf(const Statement &sentence)
{
    QList<Way> ways;
    const QList<End> ends = endsAt(sentence, "to");
    for (const End &from : endsAt(sentence, "from")) {
        for (const End &to : ends) {
            if (to.noun != from.noun && std::abs(to.noun - from.noun) <= Apart)
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
            const QList<End> froms = endsAt(passage, "from"), tos = endsAt(passage, "to");
            const auto find = [&is](const End &end, const QList<End> &others) {
                return std::find_if(others.cbegin(), others.cend(), [&](const End &other) { return is(end.noun, other.noun); });
            };
            const auto among = [&find](const End &end, const QList<End> &others) { return find(end, others) != others.cend(); };
            if (among(mine.from, froms) || among(mine.to, tos) || !among(mine.from, tos))
                continue;
            const bool named = std::any_of(passage.words().cbegin(), passage.words().cend(),
                [&](const StatedWord &word) { return pair.likeness(said.words()[mine.to.noun], word) > Same; });
            if (!among(mine.to, froms) && (named || !froms.isEmpty()))
                continue; // it may speak of another way
            const auto phrase = [](const Statement &sentence, const End &one, const End &other) {
                const auto &words = sentence.words();
                const qsizetype first = std::min(one.preposition, other.preposition), last = std::max(one.noun, other.noun);
                return sentence.text().mid(words[first].start, words[last].end - words[first].start);
            };
            const auto goal = find(mine.from, tos), start = find(mine.to, froms);
            Finding made { Outcome::Contradicted, {}, phrase(passage, *goal, start == froms.cend() ? *goal : *start),
                phrase(said, mine.from, mine.to) };
            made.reason = bothSides(made.passageSays, made.answerSays);
            return made;
        }
    }
    return {};
}

} // namespace Heddle::Dialog
