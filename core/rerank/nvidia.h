// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/rerank/provider.h"

namespace Heddle::Rerank {

//! \brief NVIDIA's hosted models and self-hosted NIM: a shape of their own, logits, no top_n.
Provider nvidiaProvider();
//! \brief The hosted address; some models have one of their own.
QString nvidiaDefaultUrl(const QString &model);

} // namespace Heddle::Rerank
