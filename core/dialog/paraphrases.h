// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/concurrency/context.h"
#include "core/dialog/citations.h"
#include "core/embedding/embedder.h"

namespace Heddle::Dialog {

//! \brief Takes back the doubt in sentences for which nothing but missing words speaks, where their vectors are close to that of the
//! passage's closest sentence: they say it in other words. With an embedder on this computer that knows the answer's language; else, and
//! when it fails, the answer stays as it is.
QCoro::Task<CitedAnswer> withoutParaphrases(
    CitedAnswer answer, std::shared_ptr<Embedding::Embedder> embedder, Concurrency::Context context);

} // namespace Heddle::Dialog
