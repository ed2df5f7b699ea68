// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/evidence/askedquestion.h"

namespace Heddle::Evidence {

//! \brief Whether a text ends as a sentence does, in any script.
bool endsAsSentence(QStringView sentence);

//! \brief Whether a text ends with a question mark, whatever closes after it.
bool isQuestion(QStringView sentence);

//! \brief Whether a sentence is a line of a table of contents, an entry of a bibliography or a notice of rights.
//! \param words its folded words, each between spaces
bool isBoilerplate(QStringView sentence, const QString &words);

//! \brief Whether a heading path leads into references or a table of contents.
bool isBoilerplateHeading(const QString &words);

//! \brief What a sentence holds beside the words of the question.
struct Contents {
    bool number = false, date = false, name = false, reason = false, step = false, definition = false;
};
//! \brief Whether a sentence with these contents holds what a question of this kind asks for; nothing where that can't be told.
std::optional<bool> fits(QuestionKind kind, const Contents &contents);

//! \brief Whether what fits() says of this kind tells much: few sentences have a date, nearly all have a name.
bool tells(QuestionKind kind);

constexpr qsizetype ShortRoot = 4; //!< letters; shorter ones are in too many words

//! \brief Whether a folded word is of the family of a root: it begins as that does for most of its length, or holds all of it.
bool isKin(const QString &word, const QString &root);

} // namespace Heddle::Evidence
