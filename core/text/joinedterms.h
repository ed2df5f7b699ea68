// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <string>
#include <vector>

namespace Heddle::Text {

//! \brief What several words that a sign joins are found by together. Empty: nothing.
struct JoinedTerms {
    std::string term; //!< "wifi", "r&d", "15.3.2024"; "1250.00" for 1.250,00 and 1,250.00
    std::string other; //!< another spelling: "3.11" for v3.11 and Python3.11, "20240315" for 2024-03-15
    bool replacesWords = false; //!< the words say nothing by themselves
};

//! \brief Words that signs join, such as Wi-Fi, R&D, 15.03.2024 or AB-1234/5, added one by one.
class JoinedParts {
public:
    //! \param joiner the sign before the part: one of - . / , : & or ' between groups of digits; 0 for the first.
    void add(const std::string &term, bool digits, char16_t joiner);
    JoinedTerms terms() const;

private:
    struct Part {
        std::string term;
        bool digits;
        char16_t joiner;
    };
    bool areDigits(std::size_t first) const;
    std::string number(std::size_t first) const;
    std::string groupedNumber(std::size_t first) const;
    std::string date() const;
    std::string withoutHyphens() const;
    std::string withoutLetters() const;
    bool numberReplacesWords() const;

    std::vector<Part> m_parts;
};

} // namespace Heddle::Text
