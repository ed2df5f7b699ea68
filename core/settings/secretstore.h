// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/base/result.h"
#include <QByteArray>
#include <QCoroTask>
#include <QHash>
#include <QMap>
#include <QString>
#include <memory>
#include <stop_token>

namespace Heddle::Settings {

//! \brief Where the system keeps secrets. Errors: Storage, where there is no keychain or it refuses.
class Keychain {
public:
    virtual ~Keychain() = default;
    //! \brief Empty where there is no such entry.
    virtual QCoro::Task<Result<QByteArray>> read(QString entry, std::stop_token stop) = 0;
    virtual QCoro::Task<Status> write(QString entry, QByteArray secret, std::stop_token stop) = 0;
    virtual QCoro::Task<Status> remove(QString entry, std::stop_token stop) = 0;
};
//! \brief The desktop's keychain; null where Heddle was built without QtKeychain.
std::unique_ptr<Keychain> systemKeychain();

//! \brief The names of the secrets, and the environment variables that override them.
const QMap<QString, QString> &secretVariables();

//! \brief Keys of services: in the system's keychain, without one in memory until the program ends; an environment
//! variable overrides both. Never in a file or log. A secret is bound to what it was entered for ("jina
//! https://api.jina.ai:443") and not found for anything else.
//!
//! A variable may name its server before the key ("https://api.jina.ai k3y"). Without an address the key belongs to the first
//! server that it is read for, as long as the program runs, and never to one that it would reach unencrypted.
class SecretStore {
public:
    enum class Place { Nowhere, Environment, Keychain, Session };
    struct Secret {
        QByteArray value;
        Place place = Place::Nowhere;
        QString withheld {}; //!< why the environment's key isn't used here, for the user; empty: it is, or there is none
    };

    explicit SecretStore(std::unique_ptr<Keychain> keychain) : m_keychain(std::move(keychain)) { }

    //! \brief Takes the keys out of the environment, so that no program started from here gets them. Call it while there is one
    //! thread only.
    void takeEnvironment();
    //! \brief The secret of secretVariables() `name`, to be used; value empty where there is none. Never fails: a keychain that
    //! refuses is as good as none.
    QCoro::Task<Secret> read(QString name, QString binding, std::stop_token stop);
    //! \brief The same, to say where it is kept: the environment's key doesn't become this server's.
    QCoro::Task<Secret> look(QString name, QString binding, std::stop_token stop);
    //! \brief Keeps it and says where; an empty one is removed.
    QCoro::Task<Place> write(QString name, QString binding, QByteArray value, std::stop_token stop);

private:
    QCoro::Task<Secret> find(QString name, QString binding, bool claim, std::stop_token stop);
    Secret fromEnvironment(const QString &name, const QString &binding, bool claim);
    static QString entry(const QString &name, const QString &binding) { return name + QLatin1Char(' ') + binding; }

    std::unique_ptr<Keychain> m_keychain;
    QHash<QString, QByteArray> m_session;
    QHash<QString, QByteArray> m_environment; //!< what takeEnvironment() took, by name
    QHash<QString, QString> m_claims; //!< the bindings of the environment's keys, by name
};

} // namespace Heddle::Settings
