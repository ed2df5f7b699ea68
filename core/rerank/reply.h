// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/rerank/provider.h"

namespace Heddle::Rerank {

//! \brief The scores of one request, in the order of its documents.
struct BatchScores {
    std::vector<double> raw;
    int tokens = 0;
    QString server;
};

//! \brief Returns the scores of a reply after checking all of it: each document must have exactly one finite score. Errors
//! (Provider, Protocol) say what the server did and what to do; their detail holds the beginning of the reply.
Result<BatchScores> readReply(
    const Provider &provider, const Net::ServiceEndpoint &endpoint, const QUrl &url, const Net::HttpReply &reply, qsizetype documents);
//! \brief What a status other than 2xx means; `url` is the address that the request went to.
Error errorFor(const Provider &provider, const Net::ServiceEndpoint &endpoint, const QUrl &url, const Net::HttpReply &reply);

//! \brief Decides the scale over all scores of a question and sets what orders: logits go through the sigmoid,
//! probabilities stay unless one lies outside 0…1, an unknown scale is taken for logits where one lies outside.
void applyScale(Scores &scores, Scale declared);

} // namespace Heddle::Rerank
