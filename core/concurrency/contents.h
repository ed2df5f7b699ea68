// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <set>
#include <string>

// Plain C++ on purpose, like everything that a Context carries.
namespace Heddle::Concurrency {

//! \brief Whose text a piece of work has in it. Nothing in it: the user's own words, or the program's.
struct Contents {
    std::set<std::string> collections; //!< ids of the collections whose text is inside
    bool unknown = false; //!< text of documents is inside, and nobody knows of which collection
    int texts = 0; //!< how many there are, for the record of what was sent

    bool holdsDocuments() const { return unknown || !collections.empty(); }
    void add(const Contents &other)
    {
        collections.insert(other.collections.begin(), other.collections.end());
        unknown = unknown || other.unknown;
        texts += other.texts;
    }
    bool operator==(const Contents &) const = default;
};

} // namespace Heddle::Concurrency
