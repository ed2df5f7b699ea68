// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/embedding/httpembedder.h"

namespace Heddle::Embedding {

//! \brief The outcome of trying an embedding model.
struct Trial {
    QString name, host;
    int dimension = 0;
    double questionMs = 0; //!< of the second question: the first one may have loaded the model
    bool sensible = false; //!< a passage with the answer is nearer to the question than one without
};

//! \brief Tries a model on two passages and a question. Errors: those of the embedder.
QCoro::Task<Result<Trial>> tryEmbedder(Configuration configuration, Transports transports, Concurrency::Context context);

} // namespace Heddle::Embedding
