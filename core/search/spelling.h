// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/search/searchengine.h"

namespace Heddle::Search {

//! \brief Words of a question whose spelling may be doubted, folded: they occur nowhere, and are no numbers, no names as their capitals
//! tell, and neither too short nor too long to tell. None where most words of the question occur nowhere.
//! \param nounsAreCapitalized As in German: then only words in capitals such as NATO count as names.
QStringList doubtfulWords(const QString &question, const QList<QueryTerm> &terms, bool nounsAreCapitalized);

//! \brief The most that typingCost() may be for a word of this many letters; 0: it is too short to be corrected.
double maxTypingCost(qsizetype letters);
//! \brief How far a word is from one that may be meant: about 1 for each slip of the fingers, less for a letter doubled or not, more for
//! one that lies elsewhere on the keyboard. Above `most` it is only known to be above. An ending too much or too little is another form of a
//! word and no slip: infinity.
double typingCost(const std::u32string &word, const std::u32string &meant, double most);

//! \brief In how many passages a word must stand for somebody to mean it that wrote another one so far from it.
qint64 leastPassages(qsizetype letters, double cost, qint64 allPassages);

} // namespace Heddle::Search
