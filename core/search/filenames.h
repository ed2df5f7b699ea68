// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/text/analyzer.h"
#include <QString>
#include <QStringList>
#include <set>
#include <string>
#include <vector>

namespace Heddle::Search {

//! \brief The words and stems in the names of a file and the folders that it lies in, without the file's ending.
//! \param path relative to the folder that was chosen, with '/'.
std::set<std::string> nameTerms(const QString &path, const std::string &language);

//! \brief A file's name without its ending, and once more with blanks between its words: "leaseMainStreet lease Main Street".
QString nameWords(const QString &name);

//! \brief What a file is asked for by: the words of its name with the ending, and without it where they are no name that any question
//! could hold by chance: two or more, or letters with digits.
std::vector<std::string> nameKeys(const QString &path);

//! \brief All that could be a nameKey() in a question: each run of its words.
std::vector<std::string> namesIn(const std::vector<Text::Token> &question);

//! \brief Endings such as ".md" in a question, in lower case without the dot.
QStringList endingsIn(const QString &question);

} // namespace Heddle::Search
