// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/settings/secretstore.h"

namespace Heddle::Settings {

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

QCoro::Task<SecretStore::Secret> SecretStore::read(QString name, QString binding, std::stop_token stop)
{
    const QByteArray variable = secretVariables().value(name).toLatin1();
    if (const QByteArray value = qgetenv(variable.constData()); !value.isEmpty())
        co_return Secret { value.trimmed(), Place::Environment };
    const QString key = entry(name, binding);
    if (m_session.contains(key))
        co_return Secret { m_session.value(key), Place::Session };
    if (m_keychain) {
        auto task = m_keychain->read(key, stop);
        const Result<QByteArray> found = co_await std::move(task);
        if (found && !found->isEmpty())
            co_return Secret { *found, Place::Keychain };
    }
    co_return Secret();
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
