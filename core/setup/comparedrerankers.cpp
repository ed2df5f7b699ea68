// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/setup/comparedrerankers.h"
#include "core/settings/rerankersettings.h"

namespace Heddle::Setup {

QCoro::Task<Result<QList<Rerank::Configuration>>> rerankersToCompare(
    SetupService *setup, Settings::SecretStore *secrets, QStringList wanted, std::stop_token stop)
{
    QList<Rerank::Configuration> configurations;
    auto reading = setup->rerankerConfiguration(stop);
    HEDDLE_CO_TRY_VALUE(const auto current, co_await std::move(reading));
    if (current && (wanted.isEmpty() || wanted.contains(current->endpoint.id)))
        configurations += *current;
    for (const Rerank::Provider &provider : Rerank::providers()) {
        const bool known = current && current->endpoint.id == provider.id;
        if (known || (!wanted.isEmpty() && !wanted.contains(provider.id)))
            continue;
        Rerank::Configuration configuration;
        configuration.endpoint.id = provider.id;
        if (provider.asynchronous) {
            if (provider.endpoint.defaultUrl.isEmpty())
                continue; // its address is known only where it is set up
            auto looking = secrets->look(QStringLiteral("rerank.key"), Settings::keyBinding(configuration), stop);
            const auto secret = co_await std::move(looking);
            const bool kept =
                secret.place == Settings::SecretStore::Place::Keychain || secret.place == Settings::SecretStore::Place::Session;
            if (!kept)
                continue;
            configuration.endpoint.key = secret.value;
        }
        configurations += configuration;
    }
    co_return configurations;
}

} // namespace Heddle::Setup
