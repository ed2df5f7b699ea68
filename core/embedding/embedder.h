// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/base/result.h"
#include <QCoroTask>
#include <QString>
#include <stop_token>
#include <vector>

namespace Heddle::Embedding {

//! \brief Turns a question into a vector. Having none is a normal state: the vector leg is then left out.
class Embedder {
public:
    virtual ~Embedder() = default;
    virtual QString model() const = 0;
    //! \brief A unit vector of the model's dimension.
    virtual QCoro::Task<Result<std::vector<float>>> embedQuery(QString question, Concurrency::Context context) = 0;
};

} // namespace Heddle::Embedding
