// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/evidence/askedquestion.h"
#include <QSet>

namespace Heddle::Evidence {

//! \brief Words of a question that tell its kind.
struct KindWords {
    QuestionKind kind;
    QString words; //!< folded, with a space at each end; characters of CJK languages as they are, without
    QString language; //!< ISO 639-1, where the words say something else in another language; else empty
};
//! \brief In the order in which they are tried: "how many" before "how".
const QList<KindWords> &kindWords();

//! \brief The words of a question that only ask, folded: "how" with "much", "long" or "far" behind it, "what year".
QSet<QString> askingWords(const QString &question);

//! \brief Whether a folded word names documents or what is done with them ("report", "mention") rather than a topic.
bool isMetaWord(const QString &word);

//! \brief Whether folded words, each between spaces, give a reason: "because", "due to".
bool givesReason(const QString &words);

//! \brief How the first words of a sentence lean on the one before it.
enum class Opening {
    Own, //!< it stands by itself
    Pronoun, //!< "It", "They", "This"
    Turn, //!< it takes something back or limits it: "However", "Unless"
};
//! \param words the folded words of the sentence, each between spaces
Opening openingOf(const QString &words);

} // namespace Heddle::Evidence
