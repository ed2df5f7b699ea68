// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/net/blockinghttp.h"
#include "core/rerank/provider.h"
#include "core/rerank/reply.h"
#include "core/rerank/scorecache.h"

namespace Heddle::Rerank {

//! \brief The reranker as it is set up.
struct Configuration {
    Net::ServiceEndpoint endpoint; //!< its id is one of providers()
    int tokens = 0; //!< of query and passage together; 0: the model's own limit
    int documents = 0; //!< in a request; 0: the provider's own limit
    std::chrono::milliseconds deadline { 30'000 }; //!< for all requests of one question together

    bool operator==(const Configuration &) const = default;
};
inline Result<QUrl> resolvedUrl(const Configuration &configuration)
{
    return resolvedUrl(configuration.endpoint);
}

//! \brief What a reranker sends its requests through. Owned by the caller; must outlive the reranker.
struct Transports {
    Net::HttpClient *http;
    Net::BlockingHttp *blocking;
    Concurrency::WorkPool *inference; //!< builds and reads large bodies
    std::shared_ptr<ScoreCache> cache; //!< may be null
};

//! \brief A reranker behind HTTP, whichever service it is. It cuts passages to the model's length, sends those that the cache lacks in
//! concurrent batches, and puts the scores together; a batch that fails makes the whole question fail.
class HttpReranker : public AsyncReranker, public std::enable_shared_from_this<HttpReranker> {
public:
    //! \brief Errors: Input (an address that can't be used, a key that is missing).
    static Result<std::shared_ptr<HttpReranker>> make(Configuration configuration, Transports transports);

    QString name() const override { return m_provider->name; }
    QString host() const override;
    bool sendsElsewhere() const override;
    const QUrl &url() const { return m_url; }
    Result<Scores> similarity(const QString &query, const QStringList &passages, Concurrency::Context context) override;
    QCoro::Task<Result<Scores>> asyncSimilarity(QString query, QStringList passages, Concurrency::Context context) override;

private:
    HttpReranker(Configuration configuration, const Provider *provider, QUrl url, Transports transports);

    //! One question: the scores that are known, and the requests for the others.
    struct Job {
        QString query;
        std::vector<std::optional<double>> raw; //!< one per passage
        std::vector<QByteArray> keys; //!< of the cache, one per passage
        struct Batch {
            std::vector<std::size_t> passages;
            QStringList texts;
            QByteArray body;
        };
        std::vector<Batch> batches;
        int tokens = 0;
        QString server;
    };
    Job plan(const QString &query, const QStringList &passages) const;
    void build(Job::Batch &batch, const QString &query) const;
    Net::HttpRequest request(const Job::Batch &batch, std::chrono::milliseconds left) const;
    static void merge(Job &job, const Job::Batch &batch, const BatchScores &scores);
    static QCoro::Task<Status> runBatch(std::shared_ptr<const HttpReranker> self, std::shared_ptr<Job> job, std::size_t index, bool large,
        std::chrono::milliseconds left, std::stop_source stopAll, Concurrency::Context context);
    Scores finish(const Job &job) const;

    Configuration m_configuration;
    const Provider *m_provider;
    QUrl m_url;
    Transports m_transports;
    int m_tokens;
};

//! \brief Any reranker by its configuration, over HTTP or built in. Errors: Input.
Result<std::shared_ptr<Reranker>> makeReranker(const Configuration &configuration, const Transports &transports);

} // namespace Heddle::Rerank
