// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/settings/chatsettings.h"

namespace Heddle::Settings {

std::optional<Llm::Configuration> chatModelFrom(const Values &values)
{
    const QString provider = values.get(Keys::ChatProvider);
    if (provider == QLatin1String("none"))
        return {};
    Llm::Configuration made;
    made.endpoint.id = provider;
    made.endpoint.url = values.get(Keys::ChatUrl);
    made.endpoint.model = values.get(Keys::ChatModel);
    made.temperature = values.get(Keys::ChatTemperature);
    made.topP = values.get(Keys::ChatTopP);
    made.maxTokens = values.get(Keys::ChatMaxTokens);
    made.context = values.get(Keys::ChatContext);
    made.wait = values.get(Keys::ChatWait);
    return made;
}

} // namespace Heddle::Settings
