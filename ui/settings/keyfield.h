// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/concurrency/taskgroup.h"
#include "core/settings/secretstore.h"
#include <QHash>
#include <QLineEdit>
#include <optional>

class QCheckBox;
class QLabel;

namespace Heddle::Ui {

//! \brief The key of one server: as it was just typed, else as it is stored.
struct KeySource {
    Settings::SecretStore *secrets;
    QString secret; //!< a name of secretVariables()
    QString binding; //!< what the key is for, as the secret store binds it; empty: nothing that takes one
    std::optional<QByteArray> typed;
};
//! \brief The key to use now; empty where there is none.
QCoro::Task<QByteArray> resolveKey(KeySource source, std::stop_token stop);
//! \brief Stores what was typed and returns where; nothing where nothing was typed.
QCoro::Task<std::optional<Settings::SecretStore::Place>> keepKey(KeySource source, std::stop_token stop);

//! \brief Where the key of a service is entered. It belongs to one server: the text below the field is about that server's
//! key, and a stored key is never shown.
class KeyField : public QLineEdit {
    Q_OBJECT
public:
    //! \brief `secret`: a name of secretVariables(). Store and group outlive the field.
    KeyField(Settings::SecretStore &secrets, Concurrency::TaskGroup &tasks, const QString &secret, QWidget *parent = nullptr);

    //! \brief Says where the key is kept; stands below the field.
    QLabel *place() const { return m_place; }
    //! \brief Accepts that the key is sent unencrypted; stands below that line, and is shown only where it would be.
    QCheckBox *unencrypted() const { return m_unencrypted; }
    //! \brief False while a key was typed that would be sent unencrypted, and that isn't accepted.
    bool isAcceptable() const;
    //! \brief What the key is for from now on, as the secret store binds it; empty: nothing that takes one. What was typed for another
    //! server leaves the field, and is there again with that server; what was typed for none goes along.
    void setBinding(const QString &binding);
    KeySource source() const;
    //! \brief Empties the field and says where its key is kept, unless the field is for another server by now.
    void showKept(const QString &binding, Settings::SecretStore::Place place);

private:
    void showPlace(Settings::SecretStore::Place place, const QString &withheld = {});

    Settings::SecretStore &m_secrets;
    Concurrency::TaskGroup &m_tasks;
    const QString m_secret;
    QString m_binding;
    QLabel *m_place;
    QCheckBox *m_unencrypted;
    bool m_edited = false; //!< since the last save
    QString m_typedFor; //!< binding of the server that it was typed for; empty: none yet
    QHash<QString, QString> m_typed; //!< for other servers and not saved, by their binding
};

} // namespace Heddle::Ui
