// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/settings/embeddingsettings.h"

namespace Heddle::Settings {

std::optional<Embedding::Configuration> embedderFrom(const QMap<QString, QString> &values)
{
    const QString kind = values[QStringLiteral("kind")];
    if (kind == QLatin1String("none"))
        return {};
    Embedding::Configuration configuration;
    configuration.kind = kind == QLatin1String("http") ? Embedding::Configuration::Kind::Http : Embedding::Configuration::Kind::Local;
    configuration.endpoint.model = values[QStringLiteral("model")];
    if (configuration.kind == Embedding::Configuration::Kind::Http) {
        configuration.endpoint.id = values[QStringLiteral("provider")];
        configuration.endpoint.url = values[QStringLiteral("url")];
    }
    return configuration;
}

Result<std::optional<Embedding::Configuration>> embedderFrom(const Settings &settings)
{
    QMap<QString, QString> values;
    for (const char *name : { "kind", "provider", "url", "model" }) {
        auto value = settings.get(QLatin1String("embedding.") + QLatin1String(name));
        if (!value)
            return value.error();
        values.insert(QLatin1String(name), *value);
    }
    return embedderFrom(values);
}

} // namespace Heddle::Settings
