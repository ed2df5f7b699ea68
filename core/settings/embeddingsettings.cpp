// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/settings/embeddingsettings.h"
#include "core/net/httpmessage.h"

namespace Heddle::Settings {

std::optional<Embedding::Configuration> embedderFrom(const Values &values)
{
    using Kind = Embedding::Configuration::Kind;
    const EmbeddingSource source = values.get(Keys::EmbeddingKind);
    if (source == EmbeddingSource::None)
        return {};
    Embedding::Configuration configuration;
    configuration.kind = source == EmbeddingSource::Http ? Kind::Http : Kind::Local;
    configuration.model = values.get(Keys::EmbeddingModel);
    if (configuration.kind == Kind::Http) {
        configuration.service = values.get(Keys::EmbeddingProvider);
        configuration.url = values.get(Keys::EmbeddingUrl);
    }
    return configuration;
}

QString keyBinding(const Embedding::Configuration &configuration)
{
    if (configuration.kind == Embedding::Configuration::Kind::Local)
        return {};
    const auto url = Embedding::endpointOf(configuration);
    return url ? configuration.service + QLatin1Char(' ') + Net::originOf(*url) : QString();
}

} // namespace Heddle::Settings
