// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/settings/embeddingsettings.h"

namespace Heddle::Settings {

std::optional<Embedding::Configuration> embedderFrom(const Values &values)
{
    using Kind = Embedding::Configuration::Kind;
    const EmbeddingSource source = values.get(Keys::EmbeddingKind);
    if (source == EmbeddingSource::None)
        return {};
    Embedding::Configuration configuration;
    configuration.kind = source == EmbeddingSource::Http ? Kind::Http : Kind::Local;
    configuration.endpoint.model = values.get(Keys::EmbeddingModel);
    if (configuration.kind == Kind::Http) {
        configuration.endpoint.id = values.get(Keys::EmbeddingProvider);
        configuration.endpoint.url = values.get(Keys::EmbeddingUrl);
    }
    return configuration;
}

} // namespace Heddle::Settings
