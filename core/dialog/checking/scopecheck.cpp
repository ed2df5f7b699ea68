// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialog/checking/checks.h"
#include "core/dialog/checking/words.h"

namespace Heddle::Dialog {
namespace {

constexpr double SameMatter = 0.55;
constexpr int NounReach = 4; //!< words behind a quantity word that may be what it is of

struct Quantifier {
    Share share = Share::None;
    qsizetype word = -1; //!< index
};

struct Modal {
    Modality modality = Modality::Must;
    qsizetype word = -1;
};

QList<Quantifier> quantifiersIn(const Statement &sentence)
{
    static const std::pair<const char *, Share> sections[] = { { "all", Share::All }, { "most", Share::Most }, { "few", Share::Few },
        { "some", Share::Some } };
    QList<Quantifier> found;
    for (qsizetype i = 0; i < sentence.words().size(); ++i) {
        if (sentence.words()[i].quantity)
            continue;
        for (const auto &[section, share] : sections) {
            if (sentence.isAt(i, section)) {
                found += { share, i };
                break;
            }
        }
    }
    return found;
}

QList<Modal> modalsIn(const Statement &sentence)
{
    static const std::pair<const char *, Modality> sections[] = { { "must", Modality::Must }, { "may", Modality::May },
        { "should", Modality::Should } };
    QList<Modal> found;
    for (qsizetype i = 0; i < sentence.words().size(); ++i) {
        for (const auto &[section, modality] : sections) {
            const bool month = i > 0 && sentence.words()[i].capital; // "May"
            if (sentence.isAt(i, section) && !month) {
                found += { modality, i };
                break;
            }
        }
    }
    return found;
}

//! A content word behind the word on both sides is the same.
bool sameBehind(const Pairing &pair, qsizetype mine, const Statement &passage, qsizetype theirs)
{
    for (qsizetype i = mine + 1; i < std::min(pair.said().words().size(), mine + 1 + NounReach); ++i) {
        if (!pair.said().words()[i].content)
            continue;
        for (qsizetype j = theirs + 1; j < std::min(passage.words().size(), theirs + 1 + NounReach); ++j) {
            if (passage.words()[j].content && pair.likeness(pair.said().words()[i], passage.words()[j]) > 0.65)
                return true;
        }
    }
    return false;
}

Finding against(const Pairing &pair, qsizetype mine, const Statement &passage, qsizetype theirs)
{
    const auto phrase = [](const Statement &sentence, qsizetype at) {
        const qsizetype last = std::min(sentence.words().size() - 1, at + 2);
        return sentence.text().mid(sentence.words()[at].start, sentence.words()[last].end - sentence.words()[at].start);
    };
    Finding made { Outcome::Contradicted, {}, phrase(passage, theirs), phrase(pair.said(), mine) };
    made.reason = bothSides(made.passageSays, made.answerSays);
    return made;
}

//! More than the passage says, or many for few; "some" of what all are is true.
bool exceeds(Share said, Share passage)
{
    if (said == passage)
        return false;
    if (said == Share::Few || passage == Share::Few)
        return said != Share::Some && passage != Share::Some;
    return int(said) > int(passage);
}

std::optional<Finding> checkShares(const Pairing &pair, const Statement &closest, bool first)
{
    const QList<Quantifier> theirs = quantifiersIn(closest);
    for (const Quantifier &mine : quantifiersIn(pair.said())) {
        std::optional<Finding> found;
        bool same = false;
        for (const Quantifier &other : theirs) {
            if (!sameBehind(pair, mine.word, closest, other.word))
                continue;
            same = same || !exceeds(mine.share, other.share);
            if (!found && exceeds(mine.share, other.share))
                found = against(pair, mine.word, closest, other.word);
        }
        if (found && !same)
            return found;
        // One of each side is enough to compare them by themselves.
        if (first && !found && !same && theirs.size() == 1 && pair.share() > 0.7 && exceeds(mine.share, theirs.first().share)
            && quantifiersIn(pair.said()).size() == 1)
            return against(pair, mine.word, closest, theirs.first().word);
    }
    return {};
}

//! "All" of what the passage says of one only.
std::optional<Finding> checkOnly(const Pairing &pair, const Statement &closest)
{
    for (const Quantifier &mine : quantifiersIn(pair.said())) {
        for (qsizetype i = 0; mine.share == Share::All && i < closest.words().size(); ++i) {
            if (closest.isAt(i, "only") && !pair.said().has("only") && sameBehind(pair, mine.word, closest, i))
                return against(pair, mine.word, closest, i);
        }
    }
    return {};
}

std::optional<Finding> checkModals(const Pairing &pair, const Statement &closest)
{
    const QList<Modal> theirs = modalsIn(closest);
    for (const Modal &mine : modalsIn(pair.said())) {
        std::optional<Finding> found;
        bool same = false;
        for (const Modal &other : theirs) {
            same = same || mine.modality == other.modality;
            const bool opposed = (mine.modality == Modality::Must && other.modality == Modality::May)
                || (mine.modality == Modality::May && other.modality == Modality::Must);
            const bool denied =
                std::any_of(closest.words().cbegin(), closest.words().cend(), [](const StatedWord &w) { return w.negation; })
                || std::any_of(pair.said().words().cbegin(), pair.said().words().cend(), [](const StatedWord &w) { return w.negation; });
            if (opposed && !denied && sameBehind(pair, mine.word, closest, other.word))
                found = against(pair, mine.word, closest, other.word);
        }
        if (found && !same)
            return found;
    }
    return {};
}

//! "Only" and "the largest" that no sentence of the passage says: more than it knows.
std::optional<Finding> checkUnsaid(const Pairing &pair)
{
    const auto saysAny = [&pair](std::initializer_list<const char *> sections) {
        return std::any_of(pair.support().cbegin(), pair.support().cend(), [&](qsizetype i) {
            const Statement &sentence = pair.evidence().sentences()[i];
            return std::any_of(sections.begin(), sections.end(), [&sentence](const char *section) { return sentence.has(section); });
        });
    };
    const auto denies = [&pair] {
        return std::any_of(pair.support().cbegin(), pair.support().cend(), [&pair](qsizetype i) {
            const auto &words = pair.evidence().sentences()[i].words();
            return std::any_of(words.cbegin(), words.cend(), [](const StatedWord &word) { return word.negation; });
        });
    };
    const auto unsaid = [&pair](const char *section) -> std::optional<Finding> {
        const auto &words = pair.said().words();
        for (qsizetype i = 0; i < words.size(); ++i) {
            int count = 1;
            if (!pair.said().isAt(i, section, &count))
                continue;
            const qsizetype last = i + count - 1;
            const bool counted = std::any_of(words.cbegin() + i, words.cbegin() + std::min(words.size(), last + 3),
                [](const StatedWord &word) { return word.quantity; }); // "only 25 percent"
            const bool condition = last + 1 < words.size() && pair.said().isAt(last + 1, "conjunctions"); // "only if"
            if (counted || condition || words[i].denied)
                continue;
            const QString written = pair.said().text().mid(words[i].start, words[last].end - words[i].start);
            return Finding { Outcome::NotFound, checkText("the passage does not say “%1”").arg(written), {}, written };
        }
        return {};
    };
    if (!saysAny({ "only", "all" }) && !denies()) {
        if (const auto found = unsaid("only"))
            return found;
    }
    if (!saysAny({ "superlative", "most", "all", "only" })) {
        if (const auto found = unsaid("superlative"))
            return found;
    }
    return {};
}

} // namespace

std::optional<Finding> checkScope(const Pairing &pair)
{
    const Statement *closest = pair.closest();
    if (!closest || pair.said().unspaced() || pair.share() < SameMatter)
        return {};
    for (const qsizetype i : pair.support()) {
        if (const auto found = checkShares(pair, pair.evidence().sentences()[i], i == pair.support().first()))
            return found;
    }
    if (const auto found = checkUnsaid(pair))
        return found;
    if (pair.share(pair.support().first()) < SameMatter)
        return {};
    if (const auto found = checkOnly(pair, *closest))
        return found;
    return checkModals(pair, *closest);
}

} // namespace Heddle::Dialog
