// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/search/compounds.h"
#include <array>
#include <string_view>

namespace Heddle::Search {
namespace {

constexpr std::size_t ShortestPart = 4; //!< characters; shorter words are endings and prefixes as often as words
constexpr std::size_t ShortestCompound = 8, LongestCompound = 60; //!< characters
constexpr std::size_t MaxParts = 3;

bool startsCharacter(char byte)
{
    return (byte & 0xc0) != 0x80;
}

std::size_t charactersIn(std::string_view word)
{
    std::size_t characters = 0;
    for (const char byte : word)
        characters += startsCharacter(byte);
    return characters;
}

bool hasDigit(const std::string &word)
{
    return word.find_first_of("0123456789") != std::string::npos;
}

//! Splits one compound, from its longest first part on.
class Splitter {
public:
    Splitter(const std::function<std::string(const std::string &)> &known, std::size_t most) : m_known(known), m_most(most) { }

    //! Adds the ways to read `word` behind the parts found so far.
    void split(const std::string &word)
    {
        for (std::size_t at = word.size(); at-- > ShortestPart && m_splits.size() < m_most;) {
            if (startsCharacter(word[at]) && charactersIn(std::string_view(word).substr(at)) >= ShortestPart)
                splitAt(word, at);
        }
    }
    std::vector<std::vector<std::string>> splits() const { return m_splits; }

private:
    void splitAt(const std::string &word, std::size_t at)
    {
        std::string first;
        for (const std::string &part : withoutJoint(word.substr(0, at))) {
            if (first = m_known(part); !first.empty())
                break;
        }
        if (first.empty())
            return;
        const std::string rest = word.substr(at);
        m_found.push_back(first);
        if (const std::string last = m_known(rest); !last.empty()) {
            m_splits.push_back(m_found);
            m_splits.back().push_back(last);
        } else if (m_found.size() + 1 < MaxParts) {
            split(rest);
        }
        m_found.pop_back();
    }

    const std::function<std::string(const std::string &)> &m_known;
    const std::size_t m_most;
    std::vector<std::string> m_found;
    std::vector<std::vector<std::string>> m_splits;
};

} // namespace

bool joinsWords(const std::string &language)
{
    constexpr std::array<std::string_view, 8> languages { "de", "nl", "sv", "da", "no", "nb", "nn", "is" };
    for (const std::string_view one : languages) {
        if (language == one)
            return true;
    }
    return false;
}

bool mayBeCompound(const std::string &word)
{
    const std::size_t characters = charactersIn(word);
    return characters >= ShortestCompound && characters <= LongestCompound && !hasDigit(word);
}

bool mayBePart(const std::string &word)
{
    return charactersIn(word) >= ShortestPart && !hasDigit(word);
}

std::string backwards(const std::string &word)
{
    std::string reversed;
    reversed.reserve(word.size());
    for (std::size_t end = word.size(); end > 0;) {
        std::size_t begin = end - 1;
        while (begin > 0 && !startsCharacter(word[begin]))
            --begin;
        reversed.append(word, begin, end - begin);
        end = begin;
    }
    return reversed;
}

std::vector<std::string> withoutJoint(const std::string &part)
{
    std::vector<std::string> forms { part };
    for (const std::string_view joint : { "s", "n", "e", "es", "en", "er", "ens", "-" }) {
        if (part.size() > joint.size() && part.ends_with(joint) && charactersIn(part) >= ShortestPart - 1 + joint.size())
            forms.push_back(part.substr(0, part.size() - joint.size()));
    }
    return forms;
}

std::vector<std::vector<std::string>> splitCompound(
    const std::string &word, const std::function<std::string(const std::string &)> &known, std::size_t most)
{
    Splitter splitter(known, most);
    if (mayBeCompound(word))
        splitter.split(word);
    return splitter.splits();
}

} // namespace Heddle::Search
