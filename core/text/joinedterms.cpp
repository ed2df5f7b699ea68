// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/joinedterms.h"
#include <algorithm>

namespace Heddle::Text {
namespace {

constexpr std::size_t LongestWord = 80; //!< bytes of words joined to one
constexpr std::size_t GroupDigits = 3, DayDigits = 2, YearDigits = 4;

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

std::string withoutZeros(const std::string &digits)
{
    return digits.size() == DayDigits && digits.front() == '0' ? digits.substr(1) : digits;
}

} // namespace

void JoinedParts::add(const std::string &term, bool digits, char16_t joiner)
{
    m_parts.push_back({ term, digits, joiner });
}

bool JoinedParts::areDigits(std::size_t first) const
{
    return std::all_of(m_parts.begin() + std::ptrdiff_t(first), m_parts.end(), [](const Part &part) { return part.digits; });
}

//! 1.250.000,50 and 1,250,000.50 without the signs of the groups; empty where these are no groups.
std::string JoinedParts::groupedNumber(std::size_t first) const
{
    const std::string &leading = m_parts[first].term;
    if (first + 1 >= m_parts.size() || leading.size() > GroupDigits || leading.front() == '0')
        return {};
    const char16_t sign = m_parts[first + 1].joiner;
    if (sign != u'.' && sign != u',' && sign != u'\'')
        return {};
    std::string number = leading;
    std::size_t i = first + 1;
    for (; i < m_parts.size() && m_parts[i].joiner == sign && m_parts[i].term.size() == GroupDigits; ++i)
        number += m_parts[i].term;
    if (i == first + 1)
        return {};
    if (i < m_parts.size() && i + 1 == m_parts.size() && m_parts[i].joiner != sign
        && (m_parts[i].joiner == u'.' || m_parts[i].joiner == u','))
        return number + '.' + m_parts[i].term;
    return i == m_parts.size() ? number : std::string();
}

//! 15.03.2024, 15/3/2024 or 2024-03-15 without leading zeros; empty where it is no date.
std::string JoinedParts::date() const
{
    if (m_parts.size() != 3)
        return {};
    const std::string &one = m_parts[0].term, &two = m_parts[1].term, &three = m_parts[2].term;
    const bool yearLast = one.size() <= DayDigits && two.size() <= DayDigits && three.size() == YearDigits;
    const bool yearFirst = one.size() == YearDigits && two.size() <= DayDigits && three.size() <= DayDigits;
    return yearLast || yearFirst ? withoutZeros(one) + '.' + withoutZeros(two) + '.' + withoutZeros(three) : std::string();
}

std::string JoinedParts::number(std::size_t first) const
{
    if (std::string grouped = groupedNumber(first); !grouped.empty())
        return grouped;
    if (std::string day = first == 0 ? date() : std::string(); !day.empty())
        return day;
    std::string number = m_parts[first].term;
    for (std::size_t i = first + 1; i < m_parts.size(); ++i)
        number += '.' + m_parts[i].term;
    return number;
}

//! The parts of a span such as 2019-2021 are years by themselves.
bool JoinedParts::numberReplacesWords() const
{
    return m_parts.size() > 2 || (m_parts[1].joiner != u'-' && m_parts[1].joiner != u'/');
}

JoinedTerms JoinedParts::terms() const
{
    JoinedTerms terms;
    if (areDigits(0)) {
        terms.term = number(0);
        terms.replacesWords = numberReplacesWords();
        terms.other = withoutHyphens();
        return terms;
    }
    bool shortNames = true;
    for (const Part &part : m_parts) {
        if (part.joiner == u'&')
            terms.term += '&';
        else if (part.joiner != 0)
            shortNames = false;
        shortNames = shortNames && part.term.size() <= 2;
        terms.term += part.term;
    }
    terms.replacesWords = shortNames; // R&D
    if (terms.term.size() <= 2 || terms.term.size() > LongestWord)
        terms.term.clear();
    terms.other = withoutLetters();
    return terms;
}

//! 978-3-16-148410-0 as one number; empty where it is short, or has other signs.
std::string JoinedParts::withoutHyphens() const
{
    constexpr std::size_t Shortest = 6;
    std::string number;
    for (const Part &part : m_parts) {
        if (part.joiner != 0 && part.joiner != u'-')
            return {};
        number += part.term;
    }
    return number.size() >= Shortest ? number : std::string();
}

//! The number of a version behind its name.
std::string JoinedParts::withoutLetters() const
{
    const std::string &name = m_parts.front().term;
    const std::size_t digits = std::size_t(std::find_if_not(name.rbegin(), name.rend(), isDigit) - name.rbegin());
    if (digits == 0 || m_parts[1].joiner != u'.' || !areDigits(1))
        return {};
    JoinedParts plain;
    plain.add(name.substr(name.size() - digits), true, 0);
    for (std::size_t i = 1; i < m_parts.size(); ++i)
        plain.add(m_parts[i].term, true, m_parts[i].joiner);
    return plain.number(0);
}

} // namespace Heddle::Text
