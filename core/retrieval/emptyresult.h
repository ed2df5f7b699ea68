// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/search/searchengine.h"
#include "core/storage/libraryrepository.h"

namespace Heddle::Retrieval {

//! \brief What a question is searched in.
struct Scope {
    int documents = 0; //!< with text
    QStringList collections; //!< their names
    int attached = 0; //!< files that belong to the conversation alone
};
//! \brief The scope of a search over some collections (internal ids; all when empty).
Scope scopeOf(const QList<Storage::CollectionRow> &rows, const QList<qint64> &collectionIds);

//! \brief What to say when nothing was found: where and for which words was searched, and what to try.
QString emptyResultText(const Scope &scope, const QList<Search::QueryTerm> &terms, const QString &suggestion);

} // namespace Heddle::Retrieval
