// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/dialog/checking/pairing.h"

namespace Heddle::Dialog {

//! \brief A number or a name in a statement, which says something together with the words around it.
struct Anchor {
    const Statement *statement = nullptr;
    qsizetype start = 0, end = 0; //!< UTF-16 units in the statement
    QString text() const { return statement->text().mid(start, end - start); }
};

//! \brief How well the words and numbers around an anchor of the sentence fit those around one of the passage; 0: none is shared.
//! The nearer they stand on both sides, the more they count.
double fit(const Pairing &pair, const Anchor &said, const Anchor &passage);

//! \brief True if every word around the anchor of the sentence fits `rival` as well as `own`, and some of them clearly better.
bool fitsBetter(const Pairing &pair, const Anchor &said, const Anchor &own, const Anchor &rival);

//! \brief True if two anchors of the sentence fit two of the passage clearly better when they change places, by the words around them
//! that tell the two apart.
bool isCrossed(const Pairing &pair, const Anchor &first, const Anchor &second, const Anchor &one, const Anchor &other);

//! \brief The names of a statement, words of one name together; `known`: words with a capital that are names at a sentence's beginning, too.
QList<Anchor> namesOf(const Statement &statement, const QSet<QString> &known = {});

} // namespace Heddle::Dialog
