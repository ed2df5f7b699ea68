// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/embedding/embedder.h"
#include "core/embedding/localmodel.h"
#include "core/embedding/service.h"
#include "core/flow/pools.h"
#include "core/net/httpclient.h"
#include <QPointer>

namespace Heddle::Embedding {

//! \brief What an embedder calls servers through, and where models in this process find their runtime. Must outlive it.
struct Transports {
    QPointer<Net::HttpClient> http;
    Flow::Pools *pools = nullptr;
    LocalRuntime runtime;
    std::chrono::milliseconds pause { 1000 }; //!< before a busy server gets the same passages again; the next ones are longer
};
//! \brief Makes the embedder of a configuration. Errors: Input, NotFound (a local model that is not installed).
Result<std::shared_ptr<Embedder>> makeEmbedder(const Configuration &configuration, const Transports &transports);

//! \brief A model behind a server. Texts that are too long for it are cut until they fit. A busy server is asked again, for
//! passages more patiently than for questions.
class HttpEmbedder : public Embedder, public std::enable_shared_from_this<HttpEmbedder> {
public:
    HttpEmbedder(Configuration configuration, const Service *service, QUrl url, Transports transports)
        : m_configuration(std::move(configuration)), m_service(service), m_url(std::move(url)), m_transports(std::move(transports))
    { }
    QString model() const override { return m_configuration.id(); }
    QString name() const override;
    QString host() const override;
    bool sendsElsewhere() const override;
    int batchSize() const override { return m_service->batch; }
    int lanes() const override { return 2; } // one on its way while the other is computed
    QCoro::Task<Result<Vector>> embedQuery(QString question, Concurrency::Context context) override;
    QCoro::Task<Result<QList<Vector>>> embedPassages(QStringList texts, Concurrency::Context context) override;

private:
    QCoro::Task<Result<QList<Vector>>> once(QStringList texts, int attempts, Concurrency::Context context);
    QCoro::Task<Result<QList<Vector>>> cutToFit(QStringList texts, Concurrency::Context context);

    const Configuration m_configuration;
    const Service *m_service;
    const QUrl m_url;
    const Transports m_transports;
};

} // namespace Heddle::Embedding
