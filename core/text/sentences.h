// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QList>
#include <QString>
#include <QStringView>
#include <utility>

namespace Heddle::Text {

//! \brief Half-open ranges of the sentences in a text, trimmed of white space, in order, none empty.
//!
//! Sentences end at the marks of any script, but not at abbreviations, ordinals, initials, law references and citations, as the language
//! (ISO 639-1; "" where it isn't known) has them. Lines of wrapped prose and of verses are joined; headings, items of lists, rows of
//! tables and lines of programs are sentences of their own, and an empty line always ends one. What goes on without an end is cut, so
//! that no sentence is longer than about 1,200 characters.
QList<std::pair<qsizetype, qsizetype>> sentenceRanges(QStringView text, const QString &language = {});

//! \brief A sentence as one line: white space folded, without the quote marks of mails at the beginnings of lines. Lines of CJK text are
//! joined without a blank.
QString sentenceText(QStringView sentence);

//! \brief About how many words a text has: runs of letters and digits; a CJK character counts as 0.6.
double countWords(QStringView text);

//! \brief True for scripts written without spaces, indexed as n-grams (Han, kana, Hangul).
bool isCjk(char32_t c);

} // namespace Heddle::Text
