// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <xapian.h>
// Xapian before any Qt header
#include <string>
#include <vector>

namespace Heddle::Search {

//! \brief Compounds by the words that an index itself knows; there is no dictionary.
class CompoundForms {
public:
    //! \param language one that joins words.
    CompoundForms(const Xapian::Database &db, std::string language) : m_db(db), m_language(std::move(language)) { }

    //! \brief Terms of the index that are compounds with the word: its last part, or its first one.
    std::vector<std::string> with(const std::string &word) const;
    //! \brief The terms that a compound is made of, in each way in which the index has all of them.
    std::vector<std::vector<std::string>> partsOf(const std::string &compound) const;

private:
    std::string known(const std::string &word) const;
    bool isKnown(const std::string &part) const;
    void addEndingIn(const std::string &stem, std::vector<std::string> &compounds) const;
    void addBeginningWith(const std::string &word, std::vector<std::string> &compounds) const;

    const Xapian::Database &m_db;
    const std::string m_language;
};

} // namespace Heddle::Search
