// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/settings/rerankersettings.h"

namespace Heddle::Settings {

std::optional<Rerank::Configuration> rerankerFrom(const Values &values)
{
    const QString provider = values.get(Keys::RerankProvider);
    if (provider == QLatin1String("none"))
        return {};
    Rerank::Configuration configuration;
    configuration.provider = provider;
    configuration.url = values.get(Keys::RerankUrl);
    configuration.model = values.get(Keys::RerankModel);
    configuration.tokens = values.get(Keys::RerankTokens);
    configuration.documents = values.get(Keys::RerankDocuments);
    configuration.deadline = values.get(Keys::RerankDeadline);
    return configuration;
}

QString keyBinding(const Rerank::Configuration &configuration)
{
    const Rerank::Provider *provider = Rerank::providerById(configuration.provider);
    if (!provider)
        return {};
    const auto url = Rerank::endpointOf(*provider, configuration.url, configuration.model);
    return url ? provider->id + QLatin1Char(' ') + Net::originOf(*url) : QString();
}

} // namespace Heddle::Settings
