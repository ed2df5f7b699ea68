// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QHash>
#include <QString>

namespace Heddle::Library {

//! \brief Decides for hyphens at line ends (PageBlock::LineEndHyphen) whether they belong to the word: by the words of the
//! document itself where it has them elsewhere, else by what can be seen of the two halves.
class LineEndHyphens {
public:
    //! \brief Takes note of the words of a text.
    void learn(const QString &text);
    //! \brief The text with each undecided hyphen gone, or a hyphen.
    QString resolve(const QString &text) const;
    //! \brief Call it once the language is known: in German and its relatives two whole words are written as one.
    void setLanguage(const QString &language);

private:
    enum class Reading { Joined, Hyphenated, Suspended };
    Reading readingOf(const QString &before, const QString &after) const;
    int seen(const QString &word) const;

    QHash<QString, int> m_words; //!< in lower case, with the hyphens inside
    bool m_joinsWords = false;
};

} // namespace Heddle::Library
