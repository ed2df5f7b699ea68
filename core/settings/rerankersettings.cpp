// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/settings/rerankersettings.h"

namespace Heddle::Settings {

Result<std::optional<Rerank::Configuration>> rerankerFrom(const Settings &settings)
{
    QMap<QString, QString> values;
    for (const char *name : { "provider", "url", "model", "tokens", "documents", "deadline_ms" }) {
        auto value = settings.get(QLatin1String("rerank.") + QLatin1String(name));
        if (!value)
            return value.error();
        values.insert(QLatin1String(name), *value);
    }
    if (values[QStringLiteral("provider")] == QLatin1String("none"))
        return std::optional<Rerank::Configuration>();
    Rerank::Configuration configuration;
    configuration.endpoint.id = values[QStringLiteral("provider")];
    configuration.endpoint.url = values[QStringLiteral("url")];
    configuration.endpoint.model = values[QStringLiteral("model")];
    configuration.tokens = values[QStringLiteral("tokens")].toInt();
    configuration.documents = values[QStringLiteral("documents")].toInt();
    configuration.deadline = std::chrono::milliseconds(values[QStringLiteral("deadline_ms")].toInt());
    return std::optional(configuration);
}

} // namespace Heddle::Settings
