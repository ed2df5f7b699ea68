// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QSet>
#include <QString>

namespace Heddle::MindMap {

//! \brief Cuts a sentence to the clause that fits into a label: 4 to 12 words between the borders of clauses, as they are written. Of
//! several it is the one that has most of `wanted` (folded stems of the question), then a number, then a verb that is easily told.
//! One that has more words ends at a word that can stand at an end, with "…".
//! \param language ISO 639-1
QString clauseFor(const QString &sentence, const QString &language, const QSet<QString> &wanted);

} // namespace Heddle::MindMap
