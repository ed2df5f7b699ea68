// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/search/elastic/sharedindex.h"

namespace Heddle::Search::Elastic {

//! \brief The passages of this library, here and on the server. A text that stands twice in a document is one passage there.
struct Comparison {
    struct Difference {
        QString collection;
        qint64 here = 0, there = 0;
    };
    qint64 here = 0, there = 0;
    qint64 inIndex = 0; //!< passages of all libraries
    QList<Difference> differences; //!< by name
    //! \brief How many passages one of the two has and the other lacks, at least.
    qint64 size() const;
};

//! \brief Compares this library with its part of the shared index. Blocking, thread-safe.
class Comparator {
public:
    Comparator(SharedIndex *shared, Storage::LibraryRepository library) : m_shared(shared), m_library(std::move(library)) { }
    Result<Comparison> compare(const QString &index, std::stop_token stop);

private:
    Result<QHash<QString, qint64>> countsHere(const QHash<QString, qint64> &there);

    SharedIndex *m_shared;
    const Storage::LibraryRepository m_library;
    std::mutex m_mutex;
    Storage::LogPosition m_countedAt; //!< the end of the log when `m_counts` were counted
    QHash<QString, qint64> m_counts; //!< each text of a document once: counting takes seconds where there are a million
};

//! \brief Asks the server how it is, and compares what it holds with this library. What is wrong is said in words, with what to do.
//! Errors: those of the library. Blocking.
Result<Health> checkHealth(Client *client, SharedIndex *shared, Comparator *comparator, const Storage::LibraryRepository &library);

} // namespace Heddle::Search::Elastic
