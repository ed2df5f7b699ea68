// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QSet>
#include <QString>

namespace Heddle::MindMap {

//! \brief A sentence as the label of a node: the whole statement, so that it says what its document says.
//!
//! Bullets, numbers of notes, and words that only lead over ("Moreover,") are left out. What is long loses what stands in brackets and
//! what its last clauses add, shown as "…": never a condition, an exception or a negation, nor what has numbers or words of `wanted`
//! (folded stems of the question). Empty where it is no statement (a line of code, a field of a form, a fragment), or where it stays
//! longer than one reads in a map.
//! \param language ISO 639-1
QString statementFrom(const QString &sentence, const QString &language, const QSet<QString> &wanted);

//! \brief Whether a text is made of words, and not of code, figures or the cells of a table.
bool isReadable(const QString &text);

//! \brief An item of a list as a label, without its bullet or number; cut at a word where it is long.
QString itemFrom(const QString &text);

//! \brief Whether a line begins as the item of a list does: with a bullet, a number or a letter in brackets.
bool isListItem(QStringView text);

} // namespace Heddle::MindMap
