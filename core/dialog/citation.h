// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/retrieval/retriever.h"
#include <QJsonArray>
#include <QJsonObject>

namespace Heddle::Dialog {

//! \brief One marker [n] in an answer, and whether the sentence before it is in the passage.
struct CitationUse {
    qsizetype at = 0; //!< UTF-16 units in the answer
    bool supported = true;
    QString reason; //!< why not, in words
};

//! \brief A source of a message, as a copy: it holds whatever happens to the library. n 0: found, not cited.
struct Source {
    int n = 0;
    QString chunk, document, path, title, heading, text;
    int page = 0;
    qint64 start = 0, end = 0; //!< the passage, UTF-16 units in the document's extracted text
    qint64 sentenceStart = -1, sentenceEnd = -1; //!< the supporting sentence, UTF-16 units in `text`
    bool supported = true; //!< all of its uses are
    QList<CitationUse> uses;
    int rank = 0, searchRank = 0; //!< in the order that was used, and in that of the search
    double score = 0;
};

Source sourceFrom(const Retrieval::Passage &passage);
QJsonObject toJson(const Source &source);
Source sourceFromJson(const QJsonObject &object);

} // namespace Heddle::Dialog
