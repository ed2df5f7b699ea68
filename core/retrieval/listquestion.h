// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QString>
#include <optional>

namespace Heddle::Retrieval {

//! \brief A question that is answered by documents as a whole: "Which documents mention arbitration?", "How many contracts are there?".
struct ListQuestion {
    enum class Kind { List, Count };
    Kind kind = Kind::List;
    QString subject; //!< the words that a document must have, as typed; in quotation marks: as they are written; empty: none
    QString noun; //!< what the documents are called, as typed; empty: any document
    QString language; //!< of the question, ISO 639-1

    //! \brief Whether the subject is one whole phrase or word in quotation marks.
    bool isQuoted() const
    {
        return subject.size() > 2 && subject.count(QLatin1Char('"')) == 2 && subject.startsWith(QLatin1Char('"'))
            && subject.endsWith(QLatin1Char('"'));
    }
};

//! \brief Recognizes such a question in each language with a stemmer, and in Chinese; nothing for any other question: what a passage can
//! answer ("How many people work there?") is none.
std::optional<ListQuestion> listQuestion(const QString &question);

} // namespace Heddle::Retrieval
