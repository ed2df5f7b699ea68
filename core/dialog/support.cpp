// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialog/support.h"
#include "core/dialog/checking/checks.h"
#include "core/dialog/checking/words.h"

namespace Heddle::Dialog {
namespace {

constexpr double MinShare = 0.25; //!< of the content words must be in the sentences that it rests on
constexpr double SameLanguage = 1.0 / 3; //!< of the words shared: it is the passage's language, whatever a short text was taken for
constexpr qsizetype MaxNumbers = 12; //!< of a sentence
constexpr double MinUnspacedShare = 0.2; //!< of pairs of characters
constexpr int FewWords = 2; //!< a sentence with no more can't be missed for them

//! Words of two languages can't be compared.
bool isForeign(const AnswerStatement &sentence, const Evidence &evidence)
{
    return !sentence.language().isEmpty() && !evidence.language().isEmpty() && sentence.language() != evidence.language()
        && similarity(sentence, evidence) < SameLanguage;
}

void doubt(Support &support, const Finding &finding)
{
    support.outcome = finding.outcome;
    support.reason = finding.reason;
    support.passageSays = finding.passageSays;
    support.answerSays = finding.answerSays;
}

//! Numbers and names are the same in any language; what is not found in one may be spelled otherwise, so it is only doubted for numbers.
void compareForeign(Support &support, const Statement &said, const Evidence &evidence)
{
    const Pairing pair(said, evidence);
    for (const auto check : { checkQuantities, checkNames }) {
        if (const auto found = check(pair)) {
            doubt(support, *found);
            return;
        }
    }
    const bool named = std::any_of(said.words().cbegin(), said.words().cend(), [](const StatedWord &word) { return word.name; });
    support.outcome = said.quantities().isEmpty() && !named ? Outcome::Unchecked : Outcome::Supported;
}

void compareWithin(Support &support, const Pairing &pair)
{
    std::optional<Finding> missing;
    for (const auto check : { checkQuantities, checkNames, checkRoles, checkDirections, checkPolarity, checkScope }) {
        const auto found = check(pair);
        if (found && found->outcome == Outcome::Contradicted) {
            doubt(support, *found);
            return;
        }
        if (found && !missing)
            missing = found;
    }
    if (missing) {
        doubt(support, *missing);
    } else if (pair.share() < (pair.said().unspaced() ? MinUnspacedShare : MinShare) && pair.said().terms().size() > FewWords) {
        support.outcome = Outcome::NotFound;
        support.reason = checkText("too little of this sentence is in the passage");
        support.weak = true;
    }
}

} // namespace

const Statement &AnswerStatement::in(const QString &language) const
{
    const auto it = m_statements.find(language);
    return it != m_statements.end() ? it->second : m_statements.emplace(language, Statement(m_text, language)).first->second;
}

double similarity(const AnswerStatement &sentence, const Evidence &evidence)
{
    const Statement &said = sentence.in(evidence.language());
    const QList<Quantity> quantities = said.quantities().mid(0, MaxNumbers);
    const qsizetype all = said.terms().size() + quantities.size();
    if (all == 0)
        return 0;
    auto shared = std::count_if(
        said.terms().cbegin(), said.terms().cend(), [&evidence](const QString &term) { return evidence.terms().contains(term); });
    const auto &sentences = evidence.sentences();
    shared += std::count_if(quantities.cbegin(), quantities.cend(), [&sentences](const Quantity &quantity) {
        return std::any_of(sentences.cbegin(), sentences.cend(), [&quantity](const Statement &other) {
            return std::any_of(other.quantities().cbegin(), other.quantities().cend(),
                [&quantity](const Quantity &one) { return sameQuantity(quantity, one); });
        });
    });
    return double(shared) / double(all);
}

int contentWords(const AnswerStatement &sentence)
{
    const Statement &said = sentence.in(sentence.language());
    return int(said.terms().size() + said.quantities().size());
}

bool isAboutAbsence(const AnswerStatement &sentence)
{
    const Statement &said = sentence.in(sentence.language());
    const bool denies = said.unspaced()
        ? said.has("negation")
        : std::any_of(said.words().cbegin(), said.words().cend(), [](const StatedWord &w) { return w.negation; });
    return denies && said.has("sources") && said.has("saying");
}

Support compare(const AnswerStatement &sentence, const Evidence &evidence)
{
    Support support;
    const bool foreign = isForeign(sentence, evidence);
    const Statement &said = sentence.in(foreign ? sentence.language() : evidence.language());
    if (said.terms().isEmpty() && said.quantities().isEmpty()) {
        support.outcome = Outcome::Unchecked;
        return support;
    }
    if (foreign) {
        support.similarity = similarity(sentence, evidence);
        compareForeign(support, said, evidence);
        return support;
    }
    const Pairing pair(said, evidence);
    support.similarity = similarity(sentence, evidence);
    if (const Statement *closest = pair.closest()) {
        support.sentenceStart = closest->start();
        support.sentenceEnd = closest->end();
    }
    compareWithin(support, pair);
    return support;
}

} // namespace Heddle::Dialog
