// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/storedsettings.h"

namespace Heddle::Ui {

QCoro::Task<Result<QMap<QString, QString>>> loadSettings(Services services, QString prefix, std::stop_token stop)
{
    auto task = services.pools->conversations.submit(
        [settings = services.settings](std::stop_token) { return settings.all(); }, stop, QStringLiteral("read settings"));
    const auto all = co_await std::move(task);
    if (!all)
        co_return all.error();
    QMap<QString, QString> values;
    for (auto it = all->cbegin(); it != all->cend(); ++it) {
        if (it.key().startsWith(prefix))
            values.insert(it.key().mid(prefix.size()), *it);
    }
    co_return values;
}

QCoro::Task<Status> saveSettings(Services services, QString prefix, QMap<QString, QString> values, std::stop_token stop)
{
    return services.pools->conversationsWriter.submit(
        [settings = services.settings, prefix, values](std::stop_token) -> Status {
            for (auto it = values.cbegin(); it != values.cend(); ++it)
                HEDDLE_TRY(settings.set(prefix + it.key(), *it));
            return Done {};
        },
        stop, QStringLiteral("save settings"));
}

} // namespace Heddle::Ui
