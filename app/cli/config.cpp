// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.h"
#include "core/llm/chatprovider.h"
#include "core/rerank/provider.h"
#include "core/settings/chatsettings.h"
#include "core/settings/embeddingsettings.h"
#include "core/settings/listing.h"
#include "core/settings/rerankersettings.h"
#include "core/settings/searchsettings.h"
#include <QFile>
#include <QJsonArray>

namespace Heddle::Cli {
namespace {

//! What a key would be kept for; empty where its server is not set up. Blocking: may read a file of certificates.
Result<QString> bindingOf(const Settings::Values &values, const QString &secret)
{
    const auto binding = [](const auto &configuration) { return configuration ? Settings::keyBinding(*configuration) : QString(); };
    if (secret == QLatin1String("rerank.key"))
        return binding(Settings::rerankerFrom(values));
    if (secret == QLatin1String("chat.key"))
        return binding(Settings::chatModelFrom(values));
    if (secret == QLatin1String("embedding.key"))
        return binding(Settings::embedderFrom(values, {}));
    if (secret != QLatin1String("search.password"))
        return QString();
    HEDDLE_TRY_VALUE(const auto server, Settings::searchServerFrom(values));
    return binding(server);
}

QCoro::Task<Outcome> refuse(QString message)
{
    co_return usage(message);
}

QCoro::Task<Outcome> listSettings(App::App *app, Arguments arguments, std::stop_token stop)
{
    const QString format = arguments.options.value(QStringLiteral("format"));
    if (!format.isEmpty() && format != QLatin1String("markdown"))
        co_return usage(QStringLiteral("config list takes --format markdown, or none."));
    auto reading = app->pools().conversationsWriter.submit(
        [settings = app->settings()](std::stop_token) { return settings.read(); }, stop, QStringLiteral("read settings"));
    const auto values = co_await std::move(reading);
    if (!values)
        co_return failure(values.error());
    QJsonObject object;
    for (const Settings::Definition *one : Settings::definitions())
        object[one->name()] = values->text(*one);
    co_return Outcome { { { QStringLiteral("settings"), object } },
        format.isEmpty() ? Settings::listing(*values) : Settings::handbookPage(), Ok };
}

QCoro::Task<Outcome> getSetting(App::App *app, QString key, std::stop_token stop)
{
    auto reading = app->pools().conversationsWriter.submit(
        [settings = app->settings(), key](std::stop_token) { return settings.text(key); }, stop, QStringLiteral("read settings"));
    const auto value = co_await std::move(reading);
    if (!value)
        co_return failure(value.error());
    co_return Outcome { { { QStringLiteral("key"), key }, { QStringLiteral("value"), *value } }, *value, Ok };
}

QCoro::Task<Outcome> setSetting(App::App *app, QString key, QString value, std::stop_token stop)
{
    auto saving = app->pools().conversationsWriter.submit(
        [settings = app->settings(), key, value](std::stop_token) { return settings.set(key, value); }, stop,
        QStringLiteral("save settings"));
    const auto saved = co_await std::move(saving);
    if (!saved)
        co_return failure(saved.error());
    co_return Outcome { { { QStringLiteral("key"), key }, { QStringLiteral("value"), value } }, QStringLiteral("%1 = %2").arg(key, value),
        Ok };
}

//! Keeps a secret that is read from standard input.
QCoro::Task<Outcome> setSecret(App::App *app, QString key, bool unencrypted, std::stop_token stop)
{
    const QString variable = Settings::secretVariables().value(key);
    if (variable.isEmpty())
        co_return usage(QStringLiteral("There is no secret \"%1\". There are: %2.")
                            .arg(key, QStringList(Settings::secretVariables().keys()).join(QLatin1String(", "))));
    auto reading = app->pools().conversations.submit(
        [settings = app->settings(), key](std::stop_token) -> Result<QString> {
            HEDDLE_TRY_VALUE(const auto values, settings.read());
            return bindingOf(values, key);
        },
        stop, QStringLiteral("read settings"));
    const auto bound = co_await std::move(reading);
    if (!bound)
        co_return failure(bound.error());
    const QString binding = *bound;
    if (binding.isEmpty())
        co_return failure({ ErrorCode::Storage,
            QStringLiteral("A key is kept for a server: set it up first (config set %1.provider ID, config set %1.url URL), or "
                           "set the environment variable %2 instead.")
                .arg(key.section(QLatin1Char('.'), 0, 0), variable),
            {}, false });
    if (const QString origin = Net::unencryptedOrigin(binding); !origin.isEmpty() && !unencrypted)
        co_return failure(Error::input(QStringLiteral(
            "The key would be sent to %1 unencrypted, and everyone on the way could read it. Use an address with https://, or "
            "say that you accept it: config secret %2 --unencrypted.")
                                           .arg(origin, key)));
    QFile input;
    QByteArray value;
    if (input.open(stdin, QIODevice::ReadOnly))
        value = input.readLine().trimmed();
    auto writing = app->secrets().write(key, binding, value, stop);
    const auto place = co_await std::move(writing);
    if (place == Settings::SecretStore::Place::Session)
        co_return failure({ ErrorCode::Storage,
            QStringLiteral(
                "There is no keychain to keep %1 in, and Heddle writes no key into a file. Set the environment variable %2 instead.")
                .arg(key, variable),
            {}, false });
    const QString text = value.isEmpty() ? QStringLiteral("%1 for %2 is removed.") : QStringLiteral("%1 for %2 is in the keychain.");
    co_return Outcome { { { QStringLiteral("key"), key }, { QStringLiteral("bound_to"), binding } }, text.arg(key, binding), Ok };
}

} // namespace

QCoro::Task<Outcome> config(App::App *app, Arguments arguments, std::stop_token stop)
{
    const QString action = arguments.operand(1), key = arguments.operand(2);
    if (action == QLatin1String("list") || action.isEmpty())
        return listSettings(app, arguments, stop);
    if (action == QLatin1String("get") && !key.isEmpty())
        return getSetting(app, key, stop);
    if (action == QLatin1String("set") && arguments.words.size() == 4)
        return setSetting(app, key, arguments.operand(3), stop);
    if (action == QLatin1String("secret") && !key.isEmpty())
        return setSecret(app, key, arguments.options.contains(QStringLiteral("unencrypted")), stop);
    return refuse(QStringLiteral("config takes: list, get KEY, set KEY VALUE, or secret KEY [--unencrypted]."));
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
    QJsonArray chat;
    lines += QStringLiteral("Chat services:");
    for (const auto &provider : Llm::chatProviders()) {
        chat += QJsonObject { { QStringLiteral("id"), provider.id }, { QStringLiteral("name"), provider.name },
            { QStringLiteral("default_url"), provider.defaultUrl }, { QStringLiteral("needs_key"), provider.needsKey },
            { QStringLiteral("asynchronous"), true } };
        lines +=
            QStringLiteral("  %1 (%2)%3").arg(provider.id, provider.name, provider.needsKey ? QStringLiteral(", needs a key") : QString());
    }
    QJsonArray embedding;
    lines += QStringLiteral("Embedding models on this computer (embedding.kind local):");
    for (const auto &card : Embedding::localModels()) {
        embedding += QJsonObject { { QStringLiteral("id"), QLatin1String("local ") + card.id }, { QStringLiteral("name"), card.name },
            { QStringLiteral("default_url"), QString() }, { QStringLiteral("needs_key"), false },
            { QStringLiteral("asynchronous"), false } };
        lines += QStringLiteral("  %1 (%2)").arg(card.id, card.name);
    }
    lines += QStringLiteral("Embedding services (embedding.kind http, embedding.provider):");
    for (const auto &service : Embedding::services()) {
        embedding += QJsonObject { { QStringLiteral("id"), service.id }, { QStringLiteral("name"), service.name },
            { QStringLiteral("default_url"), service.endpoint.defaultUrl }, { QStringLiteral("needs_key"), false },
            { QStringLiteral("asynchronous"), true } };
        lines += QStringLiteral("  %1 (%2)").arg(service.id, service.name);
    }
    return { { { QStringLiteral("rerank"), rerank }, { QStringLiteral("chat"), chat }, { QStringLiteral("embedding"), embedding } },
        lines.join(QLatin1Char('\n')), Ok };
}

} // namespace Heddle::Cli
