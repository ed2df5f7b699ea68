// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/retrieval/retriever.h"
#include <QJsonArray>
#include <QJsonObject>

namespace Heddle::Dialog {

//! \brief A source of a message, as a copy: it holds whatever happens to the library. n 0: found, not cited.
struct Source {
    int n = 0;
    QString chunk, document, path, title, heading, text;
    int page = 0;
    qint64 start = 0, end = 0; //!< the passage, UTF-16 units in the document's extracted text
    qint64 sentenceStart = -1, sentenceEnd = -1; //!< the supporting sentence, UTF-16 units in `text`
    bool supported = true;
    int rank = 0, searchRank = 0; //!< in the order that was used, and in that of the search
    double score = 0;
};

Source sourceFrom(const Retrieval::Passage &passage);
QJsonObject toJson(const Source &source);
Source sourceFromJson(const QJsonObject &object);

} // namespace Heddle::Dialog
