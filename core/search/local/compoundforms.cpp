// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/search/local/compoundforms.h"
#include "core/search/compounds.h"
#include "core/text/analyzer.h"
#include "core/text/stopwords.h"
#include <algorithm>
#include <array>
#include <string_view>

namespace Heddle::Search {
namespace {

constexpr int MaxTerms = 300; //!< of the index that are looked at for a word
constexpr std::size_t MaxSplits = 3; //!< ways to read a compound that are searched
constexpr std::size_t MaxCompounds = 32; //!< that are searched for a word
constexpr std::array<std::string_view, 8> Joints { "", "s", "es", "n", "en", "e", "er", "ens" }; //!< between two parts of a compound
constexpr std::size_t LongPart = 4, LongWord = 5; //!< bytes; shorter parts have to be known words

} // namespace

//! The form of a word that counts the most: its stem where the index has it.
std::string CompoundForms::known(const std::string &word) const
{
    if (!mayBePart(word) || Text::stopWords(m_language).contains(word))
        return {};
    const std::string stem = Text::Analyzer::forThisThread().stem(word, m_language);
    return m_db.term_exists(stem) ? stem : m_db.term_exists(word) ? word : std::string();
}

//! The first part of a compound is a word of the index, whatever sound joins it to the next.
bool CompoundForms::isKnown(const std::string &part) const
{
    const auto forms = withoutJoint(part);
    return std::any_of(forms.begin(), forms.end(), [this](const std::string &form) {
        return m_db.term_exists(form) || m_db.term_exists(Text::Analyzer::forThisThread().stem(form, m_language));
    });
}

void CompoundForms::addEndingIn(const std::string &stem, std::vector<std::string> &compounds) const
{
    const std::string prefix = 'R' + backwards(stem);
    int looked = 0;
    for (auto it = m_db.allterms_begin(prefix); it != m_db.allterms_end(prefix) && ++looked <= MaxTerms; ++it) {
        const std::string compound = backwards((*it).substr(1));
        if (compound.size() <= stem.size())
            continue;
        const std::string first = compound.substr(0, compound.size() - stem.size());
        if ((first.size() >= LongPart && stem.size() >= LongWord) || isKnown(first))
            compounds.push_back(compound);
    }
}

void CompoundForms::addBeginningWith(const std::string &word, std::vector<std::string> &compounds) const
{
    int looked = 0;
    for (auto it = m_db.allterms_begin(word); it != m_db.allterms_end(word) && ++looked <= MaxTerms; ++it) {
        const std::string compound = *it;
        if (!mayBeCompound(compound))
            continue;
        const std::string rest = compound.substr(word.size());
        const bool joined = std::any_of(Joints.begin(), Joints.end(),
            [&](std::string_view joint) { return rest.starts_with(joint) && !known(rest.substr(joint.size())).empty(); });
        if (joined)
            compounds.push_back(compound);
    }
}

std::vector<std::string> CompoundForms::with(const std::string &word) const
{
    std::vector<std::string> compounds;
    if (!mayBePart(word))
        return compounds;
    const std::string stem = Text::Analyzer::forThisThread().stem(word, m_language);
    if (!mayBePart(stem))
        return compounds;
    addEndingIn(stem, compounds);
    addBeginningWith(stem, compounds);
    if (word != stem)
        addBeginningWith(word, compounds);
    std::sort(compounds.begin(), compounds.end());
    compounds.erase(std::unique(compounds.begin(), compounds.end()), compounds.end());
    std::stable_sort(compounds.begin(), compounds.end(),
        [this](const std::string &a, const std::string &b) { return m_db.get_termfreq(a) > m_db.get_termfreq(b); });
    compounds.resize(std::min(compounds.size(), MaxCompounds));
    return compounds;
}

std::vector<std::vector<std::string>> CompoundForms::partsOf(const std::string &compound) const
{
    return splitCompound(
        compound, [this](const std::string &word) { return known(word); }, MaxSplits);
}

} // namespace Heddle::Search
