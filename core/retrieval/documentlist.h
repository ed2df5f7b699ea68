// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/retrieval/listquestion.h"
#include "core/search/searchengine.h"
#include "core/storage/libraryrepository.h"

namespace Heddle::Retrieval {

//! \brief The answer to a ListQuestion: documents as a whole, from the index and not from a few passages.
struct DocumentList {
    struct Row {
        QString document; //!< public id
        QString path, title;
        qint64 passages = 0; //!< that have the words
        bool isCalled = false; //!< its name, folder or title has the noun of the question
        // The best of its passages:
        QString chunk; //!< public id; empty: the question has no words that a passage could have
        int page = 0;
        QString line; //!< what it says, around the words, in one line
        QStringList collections {}; //!< as in Search::Hit
        qint64 start = 0, end = 0; //!< of the passage, UTF-16 units in the document's extracted text
    };
    ListQuestion question;
    QList<Row> rows; //!< those with most passages first, then by path; at most MaxListed
    qint64 documents = 0; //!< all that fit
    qint64 lookedAt = 0; //!< documents with text in the collections asked
    qint64 unread = 0; //!< files of these that could not be read or have no text: they may fit too
    bool isComplete = true; //!< false: there are more passages than were looked through, so that the numbers are lower bounds
    bool isCalledKnown = true; //!< false: no document is called as the noun says, so that those which have the word were taken
    QList<Search::QueryTerm> terms;
    QStringList notices;
    QString host; //!< that the words were sent to; empty: they stayed on this computer

    static constexpr qsizetype MaxListed = 200;
};

//! \brief Looks through all passages for the documents that a question asks for. Blocking: for the search pool. Errors: those of the
//! search and of the database; Cancelled.
Result<DocumentList> findDocuments(Search::Searcher &engine, const Storage::LibraryRepository &library, const ListQuestion &question,
    const Search::Filters &filters, Concurrency::Context context);

//! \brief A passage of the document whose name or title has all words of a subject, its row in the library; 0 where there is none. Of
//! several the one that fits the words best. Blocking: for the search pool.
Result<qint64> chunkOfDocumentCalled(
    Search::Searcher &engine, const QString &subject, const Search::Filters &filters, Concurrency::Context context);

//! \brief What was found, in one or two sentences: "5 of 212 documents mention "arbitration"."
QString headline(const DocumentList &list);

} // namespace Heddle::Retrieval
