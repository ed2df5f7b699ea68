// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QList>
#include <QStringView>
#include <utility>

namespace Heddle::Text {

//! \brief Half-open ranges of the sentences in a text, trimmed of white space, in order, none empty. An end is a
//! sentence end by Unicode's rules or a line break; "3.5" and "e.g." do not end one.
QList<std::pair<qsizetype, qsizetype>> sentenceRanges(QStringView text);

//! \brief About how many words a text has: runs of letters and digits; a CJK character counts as 0.6.
double countWords(QStringView text);

//! \brief True for scripts written without spaces, indexed as n-grams (Han, kana, Hangul).
bool isCjk(char32_t c);

} // namespace Heddle::Text
