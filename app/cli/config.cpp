// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.h"
#include "core/rerank/provider.h"
#include <QJsonArray>

namespace Heddle::Cli {

QCoro::Task<Outcome> config(App::App *app, Arguments arguments, std::stop_token stop)
{
    const QString action = arguments.operand(1), key = arguments.operand(2);
    auto &pool = app->pools().conversationsWriter;
    const Settings::Settings settings = app->settings();
    if (action == QLatin1String("list") || action.isEmpty()) {
        using Values = QMap<QString, QString>;
        auto valuesTask =
            pool.submit([settings](std::stop_token) -> Result<Values> { return settings.all(); }, stop, QStringLiteral("read settings"));
        auto values = co_await std::move(valuesTask);
        if (!values)
            co_return failure(values.error());
        QJsonObject object;
        QStringList lines;
        for (auto it = values->cbegin(); it != values->cend(); ++it) {
            object[it.key()] = *it;
            lines += it.key() + QLatin1String(" = ") + *it;
        }
        co_return Outcome { { { QStringLiteral("settings"), object } }, lines.join(QLatin1Char('\n')), Ok };
    }
    if (action == QLatin1String("get") && !key.isEmpty()) {
        auto valueTask = pool.submit([settings, key](std::stop_token) { return settings.get(key); }, stop, QStringLiteral("read settings"));
        auto value = co_await std::move(valueTask);
        if (!value)
            co_return failure(value.error());
        co_return Outcome { { { QStringLiteral("key"), key }, { QStringLiteral("value"), *value } }, *value, Ok };
    }
    if (action == QLatin1String("set") && arguments.words.size() == 4) {
        const QString value = arguments.operand(3);
        auto storedTask = pool.submit(
            [settings, key, value](std::stop_token) { return settings.set(key, value); }, stop, QStringLiteral("save settings"));
        auto stored = co_await std::move(storedTask);
        if (!stored)
            co_return failure(stored.error());
        co_return Outcome { { { QStringLiteral("key"), key }, { QStringLiteral("value"), value } },
            QStringLiteral("%1 = %2").arg(key, value), Ok };
    }
    if (action == QLatin1String("secret") && !key.isEmpty()) {
        const QString variable = Settings::secretVariables().value(key);
        if (variable.isEmpty())
            co_return usage(QStringLiteral("There is no secret \"%1\". There are: %2.")
                                .arg(key, QStringList(Settings::secretVariables().keys()).join(QLatin1String(", "))));
        co_return failure({ ErrorCode::Storage,
            QStringLiteral(
                "There is no keychain to keep %1 in, and Heddle writes no key into a file. Set the environment variable %2 instead.")
                .arg(key, variable),
            {}, false });
    }
    co_return usage(QStringLiteral("config takes: list, get KEY, set KEY VALUE, or secret KEY."));
}

Outcome providers()
{
    QJsonArray rerank;
    QStringList lines { QStringLiteral("Rerank services:") };
    for (const auto &provider : Rerank::providers()) {
        rerank += QJsonObject { { QStringLiteral("id"), provider.id }, { QStringLiteral("name"), provider.name },
            { QStringLiteral("default_url"), provider.endpoint.defaultUrl }, { QStringLiteral("needs_key"), provider.needsKey },
            { QStringLiteral("asynchronous"), provider.asynchronous } };
        lines +=
            QStringLiteral("  %1 (%2)%3").arg(provider.id, provider.name, provider.needsKey ? QStringLiteral(", needs a key") : QString());
    }
    const auto one = [](const char *id, const char *name) {
        return QJsonObject { { QStringLiteral("id"), QLatin1String(id) }, { QStringLiteral("name"), QLatin1String(name) },
            { QStringLiteral("default_url"), QString() }, { QStringLiteral("needs_key"), false },
            { QStringLiteral("asynchronous"), true } };
    };
    return { { { QStringLiteral("rerank"), rerank },
                 { QStringLiteral("chat"), QJsonArray { one("openai-compatible", "OpenAI-compatible server") } },
                 { QStringLiteral("embedding"), QJsonArray { one("http", "OpenAI-compatible server") } } },
        lines.join(QLatin1Char('\n')), Ok };
}

QCoro::Task<Outcome> doctor(App::App *app, Arguments arguments, std::stop_token stop)
{
    const QString role = arguments.operand(1);
    if (!role.isEmpty() && role != QLatin1String("index"))
        co_return usage(QStringLiteral("doctor takes: index."));
    using Checks = QList<QJsonObject>;
    auto checksTask = app->pools().library.submit(
        [library = app->library(), conversations = app->conversationsDatabase(), engine = app->engine()](
            std::stop_token token) -> Result<Checks> {
            Checks list;
            const auto add = [&](bool ok, const QString &server, const QString &message, const QString &fix, qint64 ms) {
                list += QJsonObject { { QStringLiteral("role"), QStringLiteral("index") }, { QStringLiteral("ok"), ok },
                    { QStringLiteral("url"), QString() }, { QStringLiteral("server"), server }, { QStringLiteral("message"), message },
                    { QStringLiteral("fix"), fix }, { QStringLiteral("ms"), ms }, { QStringLiteral("scale"), QString() } };
            };
            QElapsedTimer clock;
            for (const Storage::Database &database : { library.database(), conversations }) {
                clock.start();
                const Status checked = database.check();
                add(checked.ok(), database.path(), checked ? QStringLiteral("whole") : checked.error().detail,
                    checked ? QString() : checked.error().message, clock.elapsed());
            }
            for (int shard = 0; shard < engine->shards() && !token.stop_requested(); ++shard) {
                clock.start();
                auto health = engine->health(shard);
                if (!health)
                    return health.error();
                const qint64 stored = library.chunkCount(shard, engine->shards()).valueOr(-1);
                const bool same = stored == health->documents;
                const bool empty = stored == 0 && !health->ok;
                add(empty || (health->ok && same), health->server,
                    empty                     ? QStringLiteral("empty")
                        : same || !health->ok ? health->message
                                              : QStringLiteral("%1 passages, the library has %2").arg(health->documents).arg(stored),
                    empty || (health->ok && same) ? QString() : QStringLiteral("Run heddle-cli collections rescan NAME."), clock.elapsed());
            }
            return list;
        },
        stop, QStringLiteral("doctor"));
    auto checks = co_await std::move(checksTask);
    if (!checks)
        co_return failure(checks.error());
    QJsonArray list;
    QStringList lines;
    bool ok = true;
    for (const QJsonObject &check : std::as_const(*checks)) {
        list += check;
        ok = ok && check[QLatin1String("ok")].toBool();
        lines += QStringLiteral("%1 %2: %3 %4")
                     .arg(check[QLatin1String("ok")].toBool() ? QStringLiteral("ok  ") : QStringLiteral("BAD "),
                         check[QLatin1String("server")].toString(), check[QLatin1String("message")].toString(),
                         check[QLatin1String("fix")].toString())
                     .trimmed();
    }
    co_return Outcome { { { QStringLiteral("checks"), list } }, lines.join(QLatin1Char('\n')), ok ? Ok : Storage };
}

} // namespace Heddle::Cli
