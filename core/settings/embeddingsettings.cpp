// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/settings/embeddingsettings.h"

namespace Heddle::Settings {

std::optional<Embedding::Configuration> embedderFrom(const Values &values, const Embedding::LocalRuntime &runtime)
{
    using Kind = Embedding::Configuration::Kind;
    const EmbeddingSource source = values.get(Keys::EmbeddingKind);
    if (source == EmbeddingSource::None)
        return {};
    Embedding::Configuration configuration;
    if (source == EmbeddingSource::Auto) { // whatever model a server was asked for before
        configuration.kind = Kind::Local;
        return Embedding::LocalModel::find(configuration.endpoint.model, runtime) ? std::optional(configuration) : std::nullopt;
    }
    configuration.kind = source == EmbeddingSource::Http ? Kind::Http : Kind::Local;
    configuration.endpoint.model = values.get(Keys::EmbeddingModel);
    if (configuration.kind == Kind::Http) {
        configuration.endpoint.id = values.get(Keys::EmbeddingProvider);
        configuration.endpoint.url = values.get(Keys::EmbeddingUrl);
    }
    return configuration;
}

} // namespace Heddle::Settings
