// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/text/markdownlines.h"
#include <QString>

namespace Heddle::Text {

// What stands around numbers in brackets and decides whether they cite. `from` and `to` bound the brackets in the text.

//! \brief The parts of an answer that hold no citations: code and formulas. In order, without overlaps.
QList<TextSpan> exemptSpans(const QString &text);
//! \brief Whether the brackets follow what they are an index of: x[1], argv[1], rows[1] = 2.
bool isIndex(const QString &text, qsizetype from, qsizetype to);
//! \brief Whether what follows makes the range before it a class of characters: [1-9]+.
bool isCharacterClass(const QString &text, qsizetype to);
//! \brief Whether the numbers are an interval or an array by the words before them: "in the range [1, 5]", "x = [1, 2]".
bool isListOfValues(const QString &text, qsizetype from, QStringView inside);
//! \brief Whether quotation marks stand around the brackets and nothing else: the marker is spoken about.
bool isQuotedAlone(const QString &text, qsizetype from, qsizetype to);
//! \brief Whether the brackets stand in a quotation of the same line.
bool isInQuotation(const QString &text, qsizetype from, qsizetype to);
//! \brief Whether (1) is a citation: a clause ends behind it, and it is no enumeration, no "three (3)" and no part of a law.
bool citesInParentheses(const QString &text, qsizetype from, qsizetype to);
//! \brief Whether raised digits at this place can be the mark of a citation: no exponent, no unit.
bool canBeRaised(const QString &text, qsizetype from, qsizetype to);

} // namespace Heddle::Text
