// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/settings/chatsettings.h"

namespace Heddle::Settings {

std::optional<Llm::Configuration> chatModelFrom(const QMap<QString, QString> &values)
{
    const auto value = [&values](const char *key) { return values.value(QLatin1String(key)); };
    const QString provider = value("provider");
    if (provider.isEmpty() || provider == QLatin1String("none"))
        return {};
    Llm::Configuration made;
    made.endpoint.id = provider;
    made.endpoint.url = value("url");
    made.endpoint.model = value("model");
    bool set = false;
    if (const double temperature = value("temperature").toDouble(&set); set)
        made.temperature = temperature;
    if (const double topP = value("top_p").toDouble(&set); set)
        made.topP = topP;
    made.maxTokens = value("max_tokens").toInt();
    made.context = value("context").toInt();
    if (const int wait = value("wait_ms").toInt(); wait > 0)
        made.wait = std::chrono::milliseconds(wait);
    return made;
}

Result<std::optional<Llm::Configuration>> chatModelFrom(const Settings &settings)
{
    QMap<QString, QString> values;
    for (const char *name : { "provider", "url", "model", "temperature", "top_p", "max_tokens", "context", "wait_ms" }) {
        auto value = settings.get(QLatin1String("chat.") + QLatin1String(name));
        if (!value)
            return value.error();
        values.insert(QLatin1String(name), *value);
    }
    return chatModelFrom(values);
}

} // namespace Heddle::Settings
