// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/library/indexer.h"
#include "core/search/local/localengine.h"
#include "core/storage/schemas.h"
#include "tests/support/testsupport.h"
#include <QTemporaryDir>

namespace Heddle::TestSupport {

//! \brief A data folder with library, index and indexer, and a folder for documents beside it.
class TestLibrary {
public:
    explicit TestLibrary(int shards = 2, const QString &dataFolder = {});

    QString documents() const { return m_folder.filePath(QStringLiteral("documents")); }
    QString data() const { return m_data; }
    void write(const QString &name, const QByteArray &text) const { writeFile(documents() + QLatin1Char('/') + name, text); }
    //! \brief Indexes the documents folder as `collection`.
    Result<Library::IndexReport> index(
        const QString &collection = QStringLiteral("C"), std::stop_token stop = {}, const Library::Indexer::ProgressSink &progress = {});
    Search::SearchResult search(const QString &question, const Search::Filters &filters = {});
    //! \brief From now on indexes into another engine; search() and found() go on with the local one.
    void use(std::shared_ptr<Search::SearchEngine> engine) { m_indexed = std::move(engine); }
    //! \brief Removes a collection from the library and from the engine that it indexes into.
    QCoro::Task<Status> remove(const QString &collection) { return m_indexer->removeCollection(collection, m_indexed, {}, {}); }
    QStringList found(const QString &question, const Search::Filters &filters = {}); //!< base names of the files found, in order

    Storage::LibraryRepository &library() { return *m_library; }
    Search::LocalEngine &engine() { return *m_engine; }
    std::shared_ptr<Search::SearchEngine> sharedEngine() { return m_engine; }
    Library::Indexer &indexer() { return *m_indexer; }
    Flow::Pools &pools() { return m_pools; }

private:
    QTemporaryDir m_folder;
    QString m_data;
    std::unique_ptr<Storage::LibraryRepository> m_library;
    std::shared_ptr<Search::LocalEngine> m_engine;
    std::shared_ptr<Search::TextIndexWriter> m_indexed; //!< what index() fills
    std::unique_ptr<Library::Indexer> m_indexer;
    Flow::Pools m_pools; // last: it waits for jobs that work on the others
};

} // namespace Heddle::TestSupport
