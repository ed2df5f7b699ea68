// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/embedding/embedder.h"
#include "core/embedding/localmodel.h"
#include "core/flow/pools.h"
#include "core/net/endpoint.h"
#include "core/net/httpclient.h"
#include <QJsonObject>
#include <QPointer>

namespace Heddle::Embedding {

//! \brief What serves embeddings over HTTP, and how its requests and replies look. Facts from the servers' public
//! documentation.
struct Service {
    QString id, name;
    Net::EndpointRule endpoint;
    bool needsModel = true;
    int batch = 32; //!< texts a request
    QJsonObject (*body)(const QString &model, const QStringList &texts);
    //! \brief The lists of numbers of a reply, by the texts' order; an empty list says that the reply is not one.
    QList<QJsonArray> (*vectors)(const QByteArray &reply, qsizetype texts);
};
//! \brief OpenAI-compatible, Ollama, text-embeddings-inference.
const QList<Service> &services();
const Service *serviceById(const QString &id);

//! \brief The embedding model as it is set up.
struct Configuration {
    enum class Kind { Local, Http };
    Kind kind = Kind::Local;
    QString service; //!< of HTTP
    QString url; //!< of HTTP, as typed
    QString model;
    QByteArray key;

    //! \brief What its vectors are kept under. Everything but the key.
    QString id() const;
    //! \brief The configuration an id was made of; nothing where it is none.
    static std::optional<Configuration> fromId(const QString &id);
    bool operator==(const Configuration &) const = default;
};
//! \brief The whole address of requests.
Result<QUrl> endpointOf(const Configuration &configuration);

//! \brief What an embedder works through.
struct Ways {
    QPointer<Net::HttpClient> http;
    Flow::Pools *pools = nullptr;
    LocalRuntime runtime;
};
//! \brief Errors: Input, NotFound (a local model that is not installed), in words that say what to do.
Result<std::shared_ptr<Embedder>> makeEmbedder(const Configuration &configuration, const Ways &ways);

//! \brief A model behind a server. Texts that are too long for it are cut until they fit; a server that is busy is asked
//! again, passages more patiently than questions.
class HttpEmbedder : public Embedder, public std::enable_shared_from_this<HttpEmbedder> {
public:
    HttpEmbedder(Configuration configuration, const Service *service, QUrl url, Ways ways)
        : m_configuration(std::move(configuration)), m_service(service), m_url(std::move(url)), m_ways(std::move(ways))
    { }
    QString model() const override { return m_configuration.id(); }
    QString name() const override;
    QString host() const override;
    int batchSize() const override { return m_service->batch; }
    int lanes() const override { return 2; } // one on its way while the other is computed
    QCoro::Task<Result<Vector>> embedQuery(QString question, Concurrency::Context context) override;
    QCoro::Task<Result<QList<Vector>>> embedPassages(QStringList texts, Concurrency::Context context) override;

private:
    QCoro::Task<Result<QList<Vector>>> once(QStringList texts, int attempts, Concurrency::Context context);
    QCoro::Task<Result<QList<Vector>>> cutToFit(QStringList texts, Concurrency::Context context);
    Result<QList<Vector>> read(const QByteArray &reply, qsizetype texts) const;
    Error refusal(const Net::HttpReply &reply) const;

    const Configuration m_configuration;
    const Service *m_service;
    const QUrl m_url;
    const Ways m_ways;
};

} // namespace Heddle::Embedding
