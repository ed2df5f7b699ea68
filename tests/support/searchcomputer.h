// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/library/vectorbuilder.h"
#include "core/net/blockinghttp.h"
#include "core/retrieval/retriever.h"
#include "core/search/elastic/elasticengine.h"
#include "tests/support/fakeembedder.h"
#include "tests/support/testlibrary.h"

namespace Heddle::TestSupport {

inline constexpr int Patience = 120'000; //!< ms, of a slow machine under sanitizers

inline Search::Elastic::Configuration configurationFor(const QString &url, const QString &index)
{
    Search::Elastic::Configuration configuration;
    configuration.nodes = QStringList(url);
    configuration.index = index;
    configuration.searchDeadline = std::chrono::seconds(30);
    return configuration;
}

//! \brief A computer with a library of its own and the shared index.
class Computer {
public:
    explicit Computer(const Search::Elastic::Configuration &configuration) : m_tasks(std::make_unique<Concurrency::TaskGroup>())
    {
        connectTo(configuration);
    }
    ~Computer() { await(m_tasks->drain(std::chrono::seconds(5))); }

    void connectTo(const Search::Elastic::Configuration &configuration)
    {
        engine = std::make_shared<Search::ElasticEngine>(
            configuration, &m_http, library.library(), library.data() + QLatin1String("/index"), library.sharedEngine());
        library.use(engine);
        vectors = std::make_unique<Library::VectorBuilder>(library.library(), &library.pools(), library.data());
        retriever = std::make_unique<Retrieval::Retriever>(&library.pools(), m_tasks.get());
    }
    //! Runs `job` where engines are called.
    template <class Job>
    auto inPool(Job job)
    {
        auto result =
            await(library.pools().search.submit([job](std::stop_token) { return job(); }, Concurrency::Context(), QStringLiteral("test")),
                Patience);
        if (!result)
            qFatal("it did not end in time");
        return *result;
    }
    Result<Search::SearchResult> search(const Search::SearchRequest &request)
    {
        return inPool([engine = engine, request] { return engine->search(request, {}); });
    }
    Result<Search::SearchResult> search(const QString &question, const Search::Filters &filters = {})
    {
        Search::SearchRequest request;
        request.question = question;
        request.filters = filters;
        return search(request);
    }
    QStringList found(const QString &question, const Search::Filters &filters = {})
    {
        auto result = search(question, filters);
        if (!result)
            qFatal("%s (%s)", qUtf8Printable(result.error().message), qUtf8Printable(result.error().detail));
        QStringList names;
        for (const auto &hit : std::as_const(result->hits))
            names += QFileInfo(hit.path).completeBaseName();
        return names;
    }
    Status embed(const std::shared_ptr<FakeEmbedder> &embedder)
    {
        auto report = await(vectors->run(embedder, engine, {}, {}), Patience);
        if (!report)
            return Error::input(QStringLiteral("embedding did not end"));
        return *report ? Status(Done {}) : Status(report->error());
    }
    Result<Search::SearchResult> searchMeaning(const QString &question, const QString &model)
    {
        Search::SearchRequest request;
        request.question = question;
        request.vector = FakeEmbedder::vectorOf(question);
        request.vectorModel = model;
        return search(request);
    }

    TestLibrary library;
    std::shared_ptr<Search::ElasticEngine> engine;
    std::unique_ptr<Library::VectorBuilder> vectors;
    std::unique_ptr<Retrieval::Retriever> retriever;

private:
    std::unique_ptr<Concurrency::TaskGroup> m_tasks;
    Net::BlockingHttp m_http { std::make_shared<Net::CallRegistry>() };
};

//! \brief The server that HEDDLE_TEST_ENGINE names: opensearch or elasticsearch.
inline QString engineName()
{
    return qEnvironmentVariable("HEDDLE_TEST_ENGINE", QStringLiteral("opensearch"));
}

} // namespace Heddle::TestSupport
