// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/settings/secretstore.h"
#include "core/net/httpmessage.h"
#include "core/net/serviceendpoint.h"
#include <QCoreApplication>
#include <algorithm>

namespace Heddle::Settings {
namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Heddle::Settings", text);
}

} // namespace

const QMap<QString, QString> &secretVariables()
{
    static const QMap<QString, QString> table {
        { QStringLiteral("rerank.key"), QStringLiteral("HEDDLE_RERANK_KEY") },
        { QStringLiteral("chat.key"), QStringLiteral("HEDDLE_CHAT_KEY") },
        { QStringLiteral("embedding.key"), QStringLiteral("HEDDLE_EMBEDDING_KEY") },
        { QStringLiteral("search.password"), QStringLiteral("HEDDLE_SEARCH_PASSWORD") },
    };
    return table;
}

void SecretStore::takeEnvironment()
{
    const auto &variables = secretVariables();
    for (auto it = variables.cbegin(); it != variables.cend(); ++it) {
        const QByteArray variable = it.value().toLatin1();
        if (!qEnvironmentVariableIsSet(variable.constData()))
            continue;
        m_environment.insert(it.key(), qgetenv(variable.constData()));
        qunsetenv(variable.constData());
    }
}

SecretStore::Secret SecretStore::fromEnvironment(const QString &name, const QString &binding, bool claim)
{
    const QString variable = secretVariables().value(name);
    QByteArray value = m_environment.value(name, qgetenv(variable.toLatin1().constData())).trimmed();
    if (value.isEmpty())
        return {};
    QStringList allowed;
    while (value.startsWith("https://") || value.startsWith("http://")) {
        const qsizetype end = value.indexOf(' ');
        allowed += Net::originOf(QUrl(QString::fromUtf8(value.left(end))));
        value = end < 0 ? QByteArray() : value.mid(end).trimmed();
    }
    Secret secret;
    const QString unencrypted = Net::unencryptedOrigin(binding);
    const QStringList origins = Net::originsOf(binding);
    const QString claimed = m_claims.value(name, binding);
    if (!allowed.isEmpty()) {
        if (!std::all_of(origins.cbegin(), origins.cend(), [&allowed](const QString &origin) { return allowed.contains(origin); }))
            secret.withheld = tr("The key in %1 is for %2 and isn't sent to another server.").arg(variable, allowed.join(QLatin1Char(' ')));
    } else if (!unencrypted.isEmpty()) {
        secret.withheld = tr("The key in %1 isn't sent to %2, since everyone on the way could read it. Use https://, or write that address "
                             "and a space before the key in the variable.")
                              .arg(variable, unencrypted);
    } else if (claimed != binding) {
        secret.withheld = tr("The key in %1 is used for %2 and isn't sent to another server. Start Heddle again to use it here, or write "
                             "the address and a space before the key in the variable.")
                              .arg(variable, Net::originsOf(claimed).join(QLatin1Char(' ')));
    } else if (claim) {
        m_claims.insert(name, binding);
    }
    if (secret.withheld.isEmpty()) {
        secret.value = value;
        secret.place = value.isEmpty() ? Place::Nowhere : Place::Environment;
    }
    return secret;
}

QCoro::Task<SecretStore::Secret> SecretStore::read(QString name, QString binding, std::stop_token stop)
{
    return find(std::move(name), std::move(binding), true, std::move(stop));
}

QCoro::Task<SecretStore::Secret> SecretStore::look(QString name, QString binding, std::stop_token stop)
{
    return find(std::move(name), std::move(binding), false, std::move(stop));
}

QCoro::Task<SecretStore::Secret> SecretStore::find(QString name, QString binding, bool claim, std::stop_token stop)
{
    const Secret given = fromEnvironment(name, binding, claim);
    if (given.place == Place::Environment)
        co_return given;
    const QString key = entry(name, binding);
    if (m_session.contains(key))
        co_return Secret { m_session.value(key), Place::Session };
    if (m_keychain) {
        auto task = m_keychain->read(key, stop);
        const Result<QByteArray> found = co_await std::move(task);
        if (found && !found->isEmpty())
            co_return Secret { *found, Place::Keychain };
    }
    co_return given;
}

QCoro::Task<SecretStore::Place> SecretStore::write(QString name, QString binding, QByteArray value, std::stop_token stop)
{
    const QString key = entry(name, binding);
    value = value.trimmed();
    m_session.remove(key);
    if (m_keychain) {
        auto task = value.isEmpty() ? m_keychain->remove(key, stop) : m_keychain->write(key, value, stop);
        const Status kept = co_await std::move(task);
        if (kept)
            co_return value.isEmpty() ? Place::Nowhere : Place::Keychain;
    }
    if (value.isEmpty())
        co_return Place::Nowhere;
    m_session.insert(key, value);
    co_return Place::Session;
}

} // namespace Heddle::Settings
