// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/dialog/checking/outcome.h"
#include "core/retrieval/retriever.h"
#include <QJsonArray>
#include <QJsonObject>

namespace Heddle::Dialog {

//! \brief One marker [n] in an answer, and what the passage says to the sentence before it.
struct CitationUse {
    qsizetype at = 0; //!< UTF-16 units in the answer
    Outcome outcome = Outcome::Supported;
    QString reason {}; //!< why it is doubted, in words
    QString passageSays {}, answerSays {}; //!< both sides, where it is contradicted
};

//! \brief A source of a message, as a copy: it holds whatever happens to the library. n 0: found, not cited.
struct Source {
    int n = 0;
    QString chunk, document, path, title, heading, text;
    int page = 0;
    qint64 start = 0, end = 0; //!< the passage, UTF-16 units in the document's extracted text
    qint64 sentenceStart = -1, sentenceEnd = -1; //!< the supporting sentence, UTF-16 units in `text`
    Outcome outcome = Outcome::Supported; //!< the worst of its uses
    QList<CitationUse> uses;
    QStringList collections {}; //!< ids of those that the passage and its copies stand in; empty: an earlier version kept it
    int rank = 0, searchRank = 0; //!< in the order that was used, and in that of the search
    double score = 0;
};

//! \brief What the check of a use came to, in a sentence for its card; empty where nothing was found against it.
QString checkedText(const CitationUse &use);

Source sourceFrom(const Retrieval::Passage &passage);
QJsonObject toJson(const Source &source);
Source sourceFromJson(const QJsonObject &object);

} // namespace Heddle::Dialog
