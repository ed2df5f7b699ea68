// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/storage/database.h"
#include <QMap>
#include <QStringList>

namespace Heddle::Settings {

//! \brief One setting: what may stand there.
struct Definition {
    QString key, fallback, help;
    QStringList choices; //!< empty: free text, or a number where `largest` > 0
    int smallest = 0, largest = 0;
    bool decimal = false; //!< a number with decimals, or nothing
};

const QList<Definition> &definitions();
//! \brief Names of the secrets and the environment variables that override them.
const QMap<QString, QString> &secretVariables();

//! \brief Typed settings, kept in conversations.db. Blocking: for the conversations pool.
class Settings {
public:
    explicit Settings(Storage::Database database) : m_db(std::move(database)) { }
    //! \brief The value, or its default. Error Input for an unknown key, with the keys that exist.
    Result<QString> get(const QString &key) const;
    //! \brief Error Input with what may stand there.
    Status set(const QString &key, const QString &value) const;
    Result<QMap<QString, QString>> all() const;

private:
    Status fitLocalModel(const QString &key, const QString &value) const;
    Storage::Database m_db;
};

} // namespace Heddle::Settings
