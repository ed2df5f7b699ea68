// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/settings/rerankersettings.h"

namespace Heddle::Settings {

std::optional<Rerank::Configuration> rerankerFrom(const Values &values)
{
    const QString provider = values.get(Keys::RerankProvider);
    if (provider == QLatin1String("none"))
        return {};
    Rerank::Configuration configuration;
    configuration.endpoint.id = provider;
    configuration.endpoint.url = values.get(Keys::RerankUrl);
    configuration.endpoint.model = values.get(Keys::RerankModel);
    configuration.tokens = values.get(Keys::RerankTokens);
    configuration.documents = values.get(Keys::RerankDocuments);
    configuration.deadline = values.get(Keys::RerankDeadline);
    return configuration;
}

} // namespace Heddle::Settings
