// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/testlibrary.h"
#include <QDir>
#include <QFileInfo>

namespace Heddle::TestSupport {

TestLibrary::TestLibrary(int shards, const QString &dataFolder)
    : m_data(dataFolder.isEmpty() ? m_folder.filePath(QStringLiteral("data")) : dataFolder)
{
    QDir().mkpath(m_data);
    QDir().mkpath(documents());
    auto database = Storage::Database::open(m_data + QLatin1String("/library.db"), Storage::librarySchema());
    if (!database)
        qFatal("%s", qUtf8Printable(database.error().message));
    m_library = std::make_unique<Storage::LibraryRepository>(*database);
    auto engine = Search::LocalEngine::open(m_data + QLatin1String("/index"), *m_library, shards);
    if (!engine)
        qFatal("%s", qUtf8Printable(engine.error().message));
    m_engine = std::move(*engine);
    m_indexed = m_engine;
    m_indexer = std::make_unique<Library::Indexer>(*m_library, &m_pools, m_data);
}

Result<Library::IndexReport> TestLibrary::index(
    const QString &collection, std::stop_token stop, const Library::Indexer::ProgressSink &progress)
{
    Library::IndexRequest request;
    request.index = m_indexed;
    request.collection = collection;
    request.folders = QStringList(documents());
    auto report = await(m_indexer->run(request, progress, stop), 120'000);
    return report ? *report : Result<Library::IndexReport>(Error::input(QStringLiteral("indexing did not end")));
}

Search::SearchResult TestLibrary::search(const QString &question, const Search::Filters &filters)
{
    Search::SearchRequest request;
    request.question = question;
    request.filters = filters;
    auto result = m_engine->search(request, {});
    if (!result)
        qFatal("%s (%s)", qUtf8Printable(result.error().message), qUtf8Printable(result.error().detail));
    return *result;
}

QStringList TestLibrary::found(const QString &question, const Search::Filters &filters)
{
    QStringList names;
    for (const auto &hit : search(question, filters).hits)
        names += QFileInfo(hit.path).completeBaseName();
    return names;
}

} // namespace Heddle::TestSupport
