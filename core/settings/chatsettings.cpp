// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/settings/chatsettings.h"

namespace Heddle::Settings {

std::optional<Llm::Configuration> chatModelFrom(const Values &values)
{
    const QString provider = values.get(Keys::ChatProvider);
    if (provider == QLatin1String("none"))
        return {};
    Llm::Configuration made;
    made.provider = provider;
    made.url = values.get(Keys::ChatUrl);
    made.model = values.get(Keys::ChatModel);
    made.temperature = values.get(Keys::ChatTemperature);
    made.topP = values.get(Keys::ChatTopP);
    made.maxTokens = values.get(Keys::ChatMaxTokens);
    made.context = values.get(Keys::ChatContext);
    made.wait = values.get(Keys::ChatWait);
    return made;
}

QString keyBinding(const Llm::Configuration &configuration)
{
    const Llm::Provider *provider = Llm::chatProviderById(configuration.provider);
    if (!provider)
        return {};
    const auto url = Llm::chatBaseOf(*provider, configuration.url);
    return url ? provider->id + QLatin1Char(' ') + Net::originOf(*url) : QString();
}

} // namespace Heddle::Settings
