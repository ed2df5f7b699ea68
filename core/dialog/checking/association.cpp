// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialog/checking/association.h"

namespace Heddle::Dialog {
namespace {

constexpr qsizetype Reach = 14; //!< words on each side
constexpr double Slope = 0.5; //!< of closeness over words
constexpr double UnspacedSlope = 0.15; //!< over characters and pairs of them
constexpr double Beyond = 3; //!< words that another number or a clause's border in between counts for
constexpr double OtherSide = 0.6; //!< of what stands before the anchor on one side and behind it on the other
constexpr double NoWorse = 0.01;
constexpr double Crossed = 2, Clearly = 0.12; //!< how much better two anchors must fit when they change places

//! 1 beside the anchor, less farther away.
double closeness(const Anchor &anchor, qsizetype word)
{
    const Statement &statement = *anchor.statement;
    const StatedWord &one = statement.words()[word];
    const qsizetype first = statement.wordAt(anchor.start), last = std::max(first, statement.wordAt(anchor.end) - 1);
    double distance = word < first ? double(first - word) : word > last ? double(word - last) : 0;
    if (first < statement.words().size() && statement.words()[first].clause != one.clause)
        distance += Beyond;
    const qsizetype from = std::min(one.end, anchor.end), to = std::max(one.start, anchor.start);
    for (const Quantity &other : statement.quantities()) {
        if (other.start >= from && other.end <= to && other.start != anchor.start)
            distance += Beyond;
    }
    return 1 / (1 + (statement.unspaced() ? UnspacedSlope : Slope) * distance);
}

bool isWithin(const StatedWord &word, const Anchor &anchor)
{
    return word.start >= anchor.start && word.end <= anchor.end;
}

} // namespace

namespace {

//! What each word and number around the anchor of the sentence adds, in their order.
std::vector<double> contributions(const Pairing &pair, const Anchor &said, const Anchor &passage, const QList<Anchor> &apart)
{
    const Statement &mine = *said.statement, &theirs = *passage.statement;
    const qsizetype here = mine.wordAt(said.start), there = theirs.wordAt(passage.start);
    const auto isApart = [&apart](qsizetype start, qsizetype end) {
        return std::any_of(apart.cbegin(), apart.cend(), [&](const Anchor &other) { return start >= other.start && end <= other.end; });
    };
    std::vector<double> sums;
    const qsizetype reach = mine.unspaced() ? 2 * Reach : Reach;
    const qsizetype from = std::max<qsizetype>(0, there - reach), to = std::min(theirs.words().size(), there + reach);
    for (qsizetype i = std::max<qsizetype>(0, here - reach); i < std::min(mine.words().size(), here + reach); ++i) {
        const StatedWord &word = mine.words()[i];
        if (!word.content || isWithin(word, said) || isApart(word.start, word.end))
            continue;
        double best = 0;
        for (qsizetype j = from; j < to; ++j) {
            const StatedWord &other = theirs.words()[j];
            if (!other.content || isWithin(other, passage))
                continue;
            const double side = (i < here) == (j < there) ? 1 : OtherSide;
            best = std::max(best, pair.likeness(word, other) * closeness(passage, j) * side);
        }
        sums.push_back(best * closeness(said, i));
    }
    for (const Quantity &quantity : mine.quantities()) {
        if (quantity.start == said.start || isApart(quantity.start, quantity.end))
            continue;
        double best = 0;
        for (const Quantity &other : theirs.quantities()) {
            const double side = (quantity.start < said.start) == (other.start < passage.start) ? 1 : OtherSide;
            if (other.start != passage.start && sameQuantity(quantity, other))
                best = std::max(best, side * closeness(passage, std::min(theirs.wordAt(other.start), theirs.words().size() - 1)));
        }
        sums.push_back(best > 0 ? best * closeness(said, std::min(mine.wordAt(quantity.start), mine.words().size() - 1)) : 0);
    }
    return sums;
}

} // namespace

double fit(const Pairing &pair, const Anchor &said, const Anchor &passage)
{
    double sum = 0;
    for (const double one : contributions(pair, said, passage, {}))
        sum += one;
    return sum;
}

bool fitsBetter(const Pairing &pair, const Anchor &said, const Anchor &own, const Anchor &rival)
{
    const std::vector<double> mine = contributions(pair, said, own, {}), theirs = contributions(pair, said, rival, {});
    double gain = 0;
    for (std::size_t i = 0; i < std::min(mine.size(), theirs.size()); ++i) {
        if (theirs[i] < mine[i] - NoWorse)
            return false;
        gain += theirs[i] - mine[i];
    }
    return gain > Clearly / 2;
}

bool isCrossed(const Pairing &pair, const Anchor &first, const Anchor &second, const Anchor &one, const Anchor &other)
{
    const QList<Anchor> apart { first, second };
    double crossed = 0, straight = 0; // by the words that tell the two apart
    const auto weigh = [&](const Anchor &said, const Anchor &own, const Anchor &others) {
        const std::vector<double> mine = contributions(pair, said, own, apart), theirs = contributions(pair, said, others, apart);
        for (std::size_t i = 0; i < std::min(mine.size(), theirs.size()); ++i)
            (theirs[i] > mine[i] ? crossed : straight) += std::abs(theirs[i] - mine[i]);
    };
    weigh(first, one, other);
    weigh(second, other, one);
    return crossed > straight * Crossed + Clearly;
}

QList<Anchor> namesOf(const Statement &statement, const QSet<QString> &known)
{
    QList<Anchor> names;
    const auto &words = statement.words();
    const auto isName = [&known](const StatedWord &word) { return word.name || (word.capital && known.contains(word.folded)); };
    for (qsizetype i = 0; i < words.size(); ++i) {
        if (!isName(words[i]))
            continue;
        const bool goesOn = !names.isEmpty() && names.last().end == words[i - 1].end && words[i].start - words[i - 1].end <= 2
            && !statement.text().mid(words[i - 1].end, words[i].start - words[i - 1].end).contains(QLatin1Char(','));
        if (goesOn)
            names.last().end = words[i].end;
        else
            names += { &statement, words[i].start, words[i].end };
    }
    return names;
}

} // namespace Heddle::Dialog
