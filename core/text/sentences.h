// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QList>
#include <QString>
#include <QStringView>
#include <utility>

namespace Heddle::Text {

//! \brief Half-open ranges of the sentences in a text, trimmed of white space, in order, none empty.
//!
//! Sentences end by Unicode's rules, but not at abbreviations, ordinals, initials, law references and citations, as the language (ISO
//! 639-1; "" where it isn't known) has them. Lines of wrapped prose are joined; items of lists, rows of tables, lines of programs and
//! verses are sentences of their own. What goes on without an end is cut, so that no sentence is longer than about 1,200 characters.
QList<std::pair<qsizetype, qsizetype>> sentenceRanges(QStringView text, const QString &language = {});

//! \brief A sentence as one line: white space folded, without the quote marks of mails at the beginnings of lines.
QString sentenceText(QStringView sentence);

//! \brief About how many words a text has: runs of letters and digits; a CJK character counts as 0.6.
double countWords(QStringView text);

//! \brief True for scripts written without spaces, indexed as n-grams (Han, kana, Hangul).
bool isCjk(char32_t c);

} // namespace Heddle::Text
