// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QString>
#include <QStringView>

namespace Heddle::Text {

//! \brief What the full stop behind a word says.
enum class Stop {
    Sentence, //!< it may end one
    Number, //!< it may end one, but not before a number: "Art.", "No."
    Abbreviation, //!< it belongs to an abbreviation, something follows: "Dr.", "Abs.", "vgl."
    Either, //!< it belongs to an abbreviation that may stand at the end: "Ltd.", "a.m.", "Mio."
    Ending, //!< it belongs to one that mostly stands at the end: "etc.", "usw."
};

//! \brief The stop behind a word in a language (ISO 639-1); abbreviations that all languages share are known in each, those that are
//! words of another language only in their own.
//! \param word without its last full stop, of several parts such as "z.B" without blanks.
Stop stopBehind(QStringView word, const QString &language);

//! \brief Whether the language writes ordinal numbers with a full stop: "3. Mai".
bool hasDottedOrdinals(const QString &language);

//! \brief The name of a month, or its beginning, in any of the languages.
bool isMonth(QStringView word);

//! \brief A word that begins sentences rather than names: a function word, an adverb of time.
bool beginsSentences(QStringView word, const QString &language);

//! \brief An article, a pronoun, a preposition or another of the language's stop words (of English where it isn't known).
bool isFunctionWord(QStringView word, const QString &language);

//! \brief A word before the number of a part of a text: "Article 1.", "Schritt 2.".
bool namesSections(QStringView word);

} // namespace Heddle::Text
