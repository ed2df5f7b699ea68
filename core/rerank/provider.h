// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/net/endpoint.h"
#include "core/net/httpmessage.h"
#include "core/net/serviceendpoint.h"
#include "core/rerank/reranker.h"
#include <QJsonObject>

namespace Heddle::Rerank {

//! \brief The format of a provider's requests and replies.
struct Wire {
    //! \brief Makes the body of a request, without top_n and other fields that differ between providers of the same format.
    QJsonObject (*body)(const QString &model, const QString &query, const QStringList &documents);
    const char *list; //!< the key of the list of scores
    const char *score; //!< the key of a score in it
};
extern const Wire ResultsWire; //!< results[].relevance_score, as Jina and Cohere have it
extern const Wire NvidiaWire; //!< rankings[].logit

//! \brief A rerank service that the user can choose, and how it differs from the others. Facts from the services' public
//! documentation and servers.
struct Provider {
    QString id, name;
    Net::EndpointRule endpoint;
    bool needsKey = false;
    Scale scale = Scale::Unknown; //!< as documented; applyScale() checks it
    bool topN = true; //!< sends top_n, the number of documents of the request
    bool returnDocuments = false; //!< sends return_documents=false
    int documents = 2048; //!< largest number in a request
    int tokens = 4096; //!< of query and passage together; bge and novita models have their own, see tokensOf()
    const Wire *wire = &ResultsWire;
    bool asynchronous = true; //!< false: computed here, in the pool for inference
};

//! \brief The services that are reached over HTTP, then what is built in.
const QList<Provider> &providers();
const Provider *providerById(const QString &id);
//! \brief Returns the whole address that requests of an endpoint go to; NVIDIA's default depends on the model. Error Input.
Result<QUrl> resolvedUrl(const Net::ServiceEndpoint &endpoint);
//! \brief Returns how many tokens query and passage may have together: `configured` where it is above 0, else the limit of
//! the model or the provider.
int tokensOf(const Provider &provider, const QString &model, int configured);

} // namespace Heddle::Rerank
