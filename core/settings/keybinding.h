// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/net/serviceendpoint.h"

namespace Heddle::Settings {

//! \brief What the key of a chat model, embedding model or reranker is bound to: its provider and the origin of its server.
//! Empty where no key is sent or the address can't be used.
template <class Configuration>
QString keyBinding(const Configuration &configuration)
{
    return Net::keyBinding(configuration.endpoint, resolvedUrl(configuration));
}

} // namespace Heddle::Settings
