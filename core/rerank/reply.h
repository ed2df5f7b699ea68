// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/rerank/provider.h"

namespace Heddle::Rerank {

//! \brief The scores of one request, at their documents' places.
struct BatchScores {
    std::vector<double> raw;
    int tokens = 0;
    QString server;
};

//! \brief Takes a reply apart and believes nothing of it: each document has exactly one finite score, or it is an Error
//! (Provider or Protocol) that says what the server did and what to do. `detail` holds the beginning of the reply.
Result<BatchScores> readReply(const Provider &provider, const QUrl &url, const Net::HttpReply &reply, qsizetype documents);

//! \brief Decides the scale over all scores of a question and sets what orders: logits go through the sigmoid,
//! probabilities stay unless one lies outside 0…1, an unknown scale is taken for logits where one lies outside.
void applyScale(Scores &scores, Scale declared);

} // namespace Heddle::Rerank
