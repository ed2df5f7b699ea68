// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/embedding/encoder.h"
#include "core/net/endpoint.h"
#include "core/net/httpmessage.h"
#include "core/net/serviceendpoint.h"
#include <QJsonArray>
#include <QJsonObject>

namespace Heddle::Embedding {

//! \brief A kind of server that embeds texts, and what its requests and replies look like. Facts from the servers' public
//! documentation.
struct Service {
    QString id, name;
    Net::EndpointRule endpoint;
    bool needsModel = true;
    int batch = 32; //!< texts in a request
    QJsonObject (*body)(const QString &model, const QStringList &texts);
    //! \brief Returns the lists of numbers of a reply in the order of the texts; an empty list where it is not such a reply.
    QList<QJsonArray> (*vectors)(const QByteArray &reply, qsizetype texts);
};
//! \brief OpenAI-compatible servers, Ollama and Text Embeddings Inference.
const QList<Service> &services();
const Service *serviceById(const QString &id);

//! \brief The embedding model as it is set up.
struct Configuration {
    enum class Kind { Local, Http };
    Kind kind = Kind::Local;
    Net::ServiceEndpoint endpoint; //!< of Http; its id is one of services(). Local: the model alone, one of localModels()

    //! \brief Returns what the vectors are stored under: everything but the key.
    QString id() const;
    //! \brief Returns the configuration that an id was made of; nothing where it is not such an id.
    static std::optional<Configuration> fromId(const QString &id);
    bool operator==(const Configuration &) const = default;
};
//! \brief Returns the whole address of requests. Error Input; a local model has none.
Result<QUrl> resolvedUrl(const Configuration &configuration);

//! \brief Returns the vectors of a reply, each of length 1, after checking all of it. Error Protocol, which names the host and says what
//! is wrong.
Result<QList<Vector>> readVectors(const Service &service, const QString &host, const QByteArray &reply, qsizetype texts);

//! \brief What a status other than 2xx means; `url` is the address that the request went to. ContextExceeded where a text is too
//! long.
Error errorFor(const Service &service, const Net::ServiceEndpoint &endpoint, const QUrl &url, const Net::HttpReply &reply);

} // namespace Heddle::Embedding
