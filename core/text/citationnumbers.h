// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QList>
#include <QStringView>
#include <optional>

namespace Heddle::Text {

//! \brief What stands between the brackets of a citation: "1, 2", "Source 1", "1-3", "1†source", "2, page 3", "引用:1".
struct CitationNumbers {
    QList<int> numbers; //!< in order, ranges counted out
    bool named = false; //!< a word for "source" stands before a number
    bool range = false; //!< two numbers stand for those between them
    bool titled = false; //!< a title, a page or a file name follows a number
    bool daggered = false; //!< a dagger follows, which nothing but a citation has
};

//! \brief Parses what stands between brackets; nothing where it is no citation.
//!
//! The grammar: items, separated by commas or a word for "and". An item is a number or a range of at most ten, with or without
//! a word for "source" before it, and a place (page 3, § 4, fees.md) or a title (": Late fees") behind it.
//! \param round whether the brackets are round: there a word such as "file" is not enough to tell a citation
std::optional<CitationNumbers> citationNumbers(QStringView inside, bool round);

//! \brief Whether a word introduces a citation, as in "(see [1])".
bool introducesCitation(QStringView word);

} // namespace Heddle::Text
