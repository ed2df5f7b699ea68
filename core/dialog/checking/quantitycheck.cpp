// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialog/checking/association.h"
#include "core/dialog/checking/checks.h"
#include "core/dialog/checking/computedquantity.h"
#include "core/dialog/checking/units.h"
#include "core/dialog/checking/words.h"
#include <cmath>

namespace Heddle::Dialog {
namespace {

constexpr qsizetype MaxOfSentence = 24, MaxPlaces = 400, MaxTwins = 4; //!< a table of numbers is no sentence
constexpr double SmallCount = 3; //!< that an answer may count itself
constexpr double AlmostEqual = 0.12;

using Place = QuantityPlace;

class QuantityCheck {
public:
    explicit QuantityCheck(const Pairing &pair) : m_pair(pair)
    {
        const auto &sentences = pair.evidence().sentences();
        for (qsizetype i = 0; i < sentences.size() && m_places.size() < MaxPlaces; ++i) {
            for (const Quantity &quantity : sentences[i].quantities())
                m_places += { &sentences[i], &quantity, i };
        }
        for (const Quantity &quantity : pair.evidence().surroundings().quantities())
            m_places += { &pair.evidence().surroundings(), &quantity, -1 };
    }

    std::optional<Finding> run()
    {
        const auto &mine = m_pair.said().quantities();
        if (mine.isEmpty() || mine.size() > MaxOfSentence)
            return {};
        std::optional<Finding> missing;
        for (const Quantity &quantity : mine) {
            const std::optional<Finding> found = check(quantity);
            if (found && found->outcome == Outcome::Contradicted)
                return found;
            if (found && !missing)
                missing = found;
        }
        if (const std::optional<Finding> crossed = swapped())
            return crossed;
        return missing;
    }

private:
    std::optional<Finding> check(const Quantity &quantity)
    {
        QList<Place> same;
        for (const Place &place : std::as_const(m_places)) {
            if (sameQuantity(quantity, *place.quantity))
                same += place;
        }
        if (same.isEmpty())
            return absent(quantity);
        if (const Place other = otherDay(quantity, same); other.quantity)
            return against(quantity, other, false);
        // What is at odds only by "at least" and "at most".
        const auto opposed = [&quantity](const Place &place) {
            return (isLow(quantity.bound) && isHigh(place.quantity->bound)) || (isHigh(quantity.bound) && isLow(place.quantity->bound));
        };
        const Place *nearest = nullptr;
        for (const Place &place : std::as_const(same)) {
            if (place.index >= 0 && m_pair.support().contains(place.index) && (!nearest || !opposed(place)))
                nearest = &place;
        }
        if (nearest && opposed(*nearest) && !isDenied(quantity))
            return against(quantity, *nearest, true);
        if (quantity.kind != Quantity::Kind::Ordinal && !nearest
            && std::none_of(same.cbegin(), same.cend(), [this](const Place &place) { return isRelated(place); })) {
            return Finding { Outcome::NotFound, checkText("the passage has “%1” in another place").arg(m_pair.said().written(quantity)), {},
                {} };
        }
        return elsewhere(quantity, same);
    }

    //! The year alone is there, beside another day of it.
    Place otherDay(const Quantity &quantity, const QList<Place> &same) const
    {
        if (quantity.kind != Quantity::Kind::Date || !quantity.month)
            return {};
        if (std::any_of(same.cbegin(), same.cend(), [](const Place &place) { return place.quantity->kind == Quantity::Kind::Date; }))
            return {};
        for (const Place &place : m_places) {
            if (place.index >= 0 && place.quantity->kind == Quantity::Kind::Date && place.quantity->month
                && (!place.quantity->year || place.quantity->year == quantity.year) && m_pair.share(place.index) > 0)
                return place;
        }
        return {};
    }

    //! "Never more than two" is at most two.
    bool isDenied(const Quantity &quantity) const
    {
        const auto &words = m_pair.said().words();
        const qsizetype at = m_pair.said().wordAt(quantity.start);
        return std::any_of(
            words.cbegin(), words.cbegin() + std::min(at, words.size()), [](const StatedWord &word) { return word.negation; });
    }

    //! Title and headings are about everything; a sentence is, if it shares a word or stands beside one that does.
    bool isRelated(const Place &place) const
    {
        if (place.index < 0)
            return true;
        for (qsizetype i = place.index - 2; i <= place.index + 2; ++i) {
            if (m_pair.share(i) > 0)
                return true;
        }
        return m_pair.support().isEmpty();
    }

    std::optional<Finding> absent(const Quantity &quantity)
    {
        if (followsFrom(quantity))
            return {};
        const Place other = rival(quantity);
        const bool counts = quantity.kind == Quantity::Kind::Number && quantity.unit.isEmpty() && !quantity.spelledYear();
        if (other.quantity && !counts && quantity.unit == QLatin1String("%") && fit(quantity, other) < 0.15)
            return Finding { Outcome::NotFound, checkText("the passage does not have “%1”").arg(m_pair.said().written(quantity)), {},
                m_pair.said().written(quantity) };
        if (other.quantity && (!counts || countsTheSame(quantity, other)))
            return against(quantity, other, false);
        if (counts && quantity.value <= SmallCount && m_pair.said().written(quantity).front().isLetter())
            return {};
        if (quantity.kind == Quantity::Kind::Ordinal && !other.quantity)
            return {};
        return Finding { Outcome::NotFound, checkText("the passage does not have “%1”").arg(m_pair.said().written(quantity)), {},
            m_pair.said().written(quantity) };
    }

    //! "More than half" of 56 %, "less than a tenth" of 6 to 9 %; a sum, a difference or a ratio of what the passage has.
    bool followsFrom(const Quantity &quantity) const
    {
        QList<Place> near;
        for (const Place &place : m_places) {
            if (place.index >= 0 && (m_pair.support().contains(place.index) || m_pair.share(place.index) > 0))
                near += place;
        }
        for (const Place &place : std::as_const(near)) {
            const Quantity *one = place.quantity;
            if (one->unit == quantity.unit && one->kind == quantity.kind && !one->spelledYear()) {
                const double ratio = quantity.value > 0 ? one->value / quantity.value : 0;
                if (isLow(quantity.bound) && ratio > 1 && ratio < 1.5 && !isHigh(one->bound))
                    return true;
                if (isHigh(quantity.bound) && ratio < 1 && ratio > 0.55 && !isLow(one->bound))
                    return true;
                if (std::abs(ratio - 1) < AlmostEqual && isRound(quantity) && !isRound(*one))
                    return true;
            }
        }
        return isComputed(quantity, near);
    }
    //! Another value of the same sort that the sentence doesn't have, where the passage says it: the one whose words fit best.
    Place rival(const Quantity &quantity) const
    {
        Place best;
        double bestScore = -1;
        for (const Place &place : m_places) {
            if (place.index < 0 || !m_pair.support().contains(place.index) || !sameSort(quantity, *place.quantity))
                continue;
            const auto &own = m_pair.said().quantities();
            if (std::any_of(own.cbegin(), own.cend(), [&](const Quantity &one) { return sameQuantity(one, *place.quantity); }))
                continue;
            const double score = fit(quantity, place) + (place.index == m_pair.support().first() ? 0.5 : 0)
                + (place.quantity->unit == quantity.unit ? 0.2 : 0);
            if (score > bestScore) {
                bestScore = score;
                best = place;
            }
        }
        return best;
    }
    //! Bare numbers are at odds only if they count the same thing.
    bool countsTheSame(const Quantity &quantity, const Place &place) const
    {
        const auto noun = [](const Statement &sentence, const Quantity &one, bool behind) -> const StatedWord * {
            qsizetype i = sentence.wordAt(behind ? one.end : one.start) - (behind ? 0 : 1);
            for (int step = 0; step < 3 && i >= 0 && i < sentence.words().size(); ++step, i += behind ? 1 : -1) {
                if (sentence.words()[i].content)
                    return &sentence.words()[i];
            }
            return nullptr;
        };
        if (m_pair.said().unspaced()) {
            const QStringView mine = QStringView(m_pair.said().text()).mid(quantity.end).left(1);
            return !mine.isEmpty() && QStringView(place.sentence->text()).mid(place.quantity->end).left(1) == mine;
        }
        for (const bool behind : { true, false }) {
            const StatedWord *mine = noun(m_pair.said(), quantity, behind), *theirs = noun(*place.sentence, *place.quantity, behind);
            if (mine && theirs && m_pair.likeness(*mine, *theirs) > 0.5)
                return true;
        }
        return fit(quantity, place) >= 0.6;
    }

    Anchor anchor(const Quantity &quantity) const { return { &m_pair.said(), quantity.start, quantity.end }; }
    static Anchor anchor(const Place &place) { return { place.sentence, place.quantity->start, place.quantity->end }; }
    double fit(const Quantity &quantity, const Place &place) const { return Dialog::fit(m_pair, anchor(quantity), anchor(place)); }

    //! The number is there, but another one of its sort fits the sentence far better.
    std::optional<Finding> elsewhere(const Quantity &quantity, const QList<Place> &same) const
    {
        if (isRespective())
            return {};
        double own = 0;
        for (const Place &place : same)
            own = std::max(own, place.index < 0 ? 10 : fit(quantity, place));
        for (const Place &place : m_places) {
            if (place.index < 0 || !m_pair.support().contains(place.index) || place.quantity->unit != quantity.unit
                || !sameSort(quantity, *place.quantity) || sameQuantity(quantity, *place.quantity))
                continue;
            const auto &mine = m_pair.said().quantities();
            if (std::any_of(mine.cbegin(), mine.cend(), [&](const Quantity &one) { return sameQuantity(one, *place.quantity); }))
                continue;
            const bool onlyOne = same.size() == 1 && same.first().sentence == place.sentence
                && fitsBetter(m_pair, anchor(quantity), anchor(same.first()), anchor(place));
            if (onlyOne || fit(quantity, place) > own * 1.8 + 0.4)
                return against(quantity, place, false);
        }
        return {};
    }

    //! Two numbers of the sentence that fit the passage better when they change places.
    std::optional<Finding> swapped() const
    {
        if (isRespective())
            return {};
        const auto &mine = m_pair.said().quantities();
        for (qsizetype i = 0; i < mine.size(); ++i) {
            for (qsizetype j = i + 1; j < mine.size(); ++j) {
                if (!sameSort(mine[i], mine[j]) || sameQuantity(mine[i], mine[j]))
                    continue;
                const auto [one, other] = together(mine[i], mine[j]);
                if (!one.quantity)
                    continue;
                if (isCrossed(m_pair, anchor(mine[i]), anchor(mine[j]), anchor(one), anchor(other))
                    || isReversed(mine[i], mine[j], one, other))
                    return against(mine[i], other, false);
            }
        }
        return {};
    }
    //! Where one sentence has both; the one that they fit best.
    std::pair<Place, Place> together(const Quantity &first, const Quantity &second) const
    {
        std::pair<Place, Place> found;
        double best = -1;
        for (const qsizetype index : m_pair.support()) {
            QList<Place> ones, others;
            for (const Place &place : m_places) {
                if (place.index == index && ones.size() < MaxTwins && sameQuantity(first, *place.quantity))
                    ones += place;
                if (place.index == index && others.size() < MaxTwins && sameQuantity(second, *place.quantity))
                    others += place;
            }
            for (const Place &one : std::as_const(ones)) {
                for (const Place &other : std::as_const(others)) {
                    const double score = fit(first, one) + fit(second, other) + (index == m_pair.support().first() ? 1 : 0);
                    if (one.quantity != other.quantity && score > best) {
                        best = score;
                        found = { one, other };
                    }
                }
            }
        }
        return found;
    }
    //! "from 9 to 3 percent" beside "from 3 to 9 percent".
    bool isReversed(const Quantity &first, const Quantity &second, const Place &one, const Place &other) const
    {
        const auto isSpan = [](const Statement &sentence, const Quantity &a, const Quantity &b) {
            if (b.start <= a.end)
                return false;
            const QString between = sentence.text().mid(a.end, b.start - a.end).trimmed().toLower();
            static const QStringList words { QStringLiteral("to"), QStringLiteral("auf"), QStringLiteral("a"), QStringLiteral("à"),
                QStringLiteral("до"), QStringLiteral("para"), QStringLiteral("naar"), QStringLiteral("till"), QStringLiteral("إلى"),
                QStringLiteral("到"), QStringLiteral("from"), QStringLiteral("von"), QStringLiteral("down from"), QStringLiteral("up from"),
                QStringLiteral("instead of") };
            return words.contains(between);
        };
        const auto backwards = [](const Statement &sentence, const Quantity &a, const Quantity &b) {
            const QString between = sentence.text().mid(a.end, b.start - a.end).toLower();
            return between.contains(QLatin1String("from")) || between.contains(QLatin1String("von"))
                || between.contains(QLatin1String("instead"));
        };
        const Statement &said = m_pair.said();
        if (!isSpan(said, first, second))
            return false;
        const bool ordered = one.quantity->start < other.quantity->start;
        const Quantity &a = ordered ? *one.quantity : *other.quantity, &b = ordered ? *other.quantity : *one.quantity;
        if (!isSpan(*one.sentence, a, b))
            return false;
        return ordered == (backwards(said, first, second) != backwards(*one.sentence, a, b));
    }
    bool isRespective() const
    {
        const Statement *closest = m_pair.closest();
        return !closest || closest->has("respectively") || m_pair.said().has("respectively");
    }

    Finding against(const Quantity &quantity, const Place &place, bool bounds) const
    {
        const auto written = [bounds](const Statement &sentence, const Quantity &one) {
            const qsizetype from = bounds
                ? std::max<qsizetype>(0, sentence.text().lastIndexOf(QLatin1Char(' '), std::max<qsizetype>(0, one.start - 6)))
                : one.start;
            return sentence.text().mid(from, one.end - from).trimmed();
        };
        Finding finding { Outcome::Contradicted, {}, written(*place.sentence, *place.quantity), written(m_pair.said(), quantity) };
        finding.reason = bothSides(finding.passageSays, finding.answerSays);
        return finding;
    }

    const Pairing &m_pair;
    QList<Place> m_places;
};

} // namespace

std::optional<Finding> checkQuantities(const Pairing &pair)
{
    return QuantityCheck(pair).run();
}

} // namespace Heddle::Dialog
