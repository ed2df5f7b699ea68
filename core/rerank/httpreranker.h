// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/net/blockinghttp.h"
#include "core/rerank/provider.h"
#include "core/rerank/reply.h"
#include "core/rerank/scorecache.h"

namespace Heddle::Rerank {

//! \brief How one provider is used.
struct Configuration {
    QString provider; //!< an id of providers()
    QString url; //!< as typed
    QString model;
    QByteArray key;
    int tokens = 0; //!< 0: the model's own limit
    int documents = 0; //!< a request; 0: the provider's own limit
    std::chrono::milliseconds deadline { 30'000 };

    bool operator==(const Configuration &) const = default;
};

//! \brief What a reranker calls through; the composition root's, and outlives it.
struct Ways {
    Net::HttpClient *http;
    Net::BlockingHttp *blocking;
    Concurrency::WorkPool *inference; //!< builds and reads large bodies
    std::shared_ptr<ScoreCache> cache; //!< may be null
};

//! \brief A reranker behind HTTP, any of the ten. Cuts passages to the model's length, sends what the cache lacks in
//! batches side by side, and puts the scores together; one bad batch fails all of it.
class HttpReranker : public AsyncReranker, public std::enable_shared_from_this<HttpReranker> {
public:
    //! \brief Errors: Input (an address that can't be used, a key that is missing).
    static Result<std::shared_ptr<HttpReranker>> make(Configuration configuration, Ways ways);

    QString name() const override { return m_provider->name; }
    QString host() const override;
    const QUrl &url() const { return m_url; }
    Result<Scores> similarity(const QString &query, const QStringList &passages, Concurrency::Context context) override;
    QCoro::Task<Result<Scores>> asyncSimilarity(QString query, QStringList passages, Concurrency::Context context) override;

private:
    HttpReranker(Configuration configuration, const Provider *provider, QUrl url, Ways ways);

    //! What is to be asked, and what is known.
    struct Job {
        QString query;
        std::vector<std::optional<double>> raw; //!< by passage
        std::vector<QByteArray> keys; //!< of the cache
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
    Ways m_ways;
    int m_tokens;
};

//! \brief Any reranker by its configuration, over HTTP or built in. Errors: Input.
Result<std::shared_ptr<Reranker>> makeReranker(const Configuration &configuration, const Ways &ways);

} // namespace Heddle::Rerank
