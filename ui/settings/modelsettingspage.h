// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/settings/asyncstore.h"
#include "ui/settings/form.h"
#include "ui/settings/keyfield.h"
#include <QWidget>

class QLabel;
class QPushButton;

namespace Heddle::Ui {

//! \brief What the pages that set up a service have in common: a form made from settings keys, the service's key, Test and
//! Save. They show what is saved once, keep what is typed, and save settings and key together.
//!
//! A page lives on the thread of the window; the stores and the task group outlive it. What it started goes on when it is
//! closed; only the result is not shown.
class ModelSettingsPage : public QWidget {
    Q_OBJECT
public:
    //! \brief Shows what is saved, the first time; later the page keeps what was typed.
    void load();

Q_SIGNALS:
    void saved();

protected:
    //! \brief `secret`: the page's name in secretVariables(), "chat.key". Object names begin with its first part.
    ModelSettingsPage(Settings::AsyncStore settings, Settings::SecretStore &secrets, Concurrency::TaskGroup &tasks, const QString &secret,
        QWidget *parent);

    //! \brief What the key is for, as the secret store binds it, with what is typed.
    virtual QString keyBinding() const = 0;
    //! \brief Brings all that depends on what is typed up to date: the address in use, and which fields and buttons can be
    //! used. All buttons are enabled before it is called.
    virtual void updateFields() = 0;

    //! \brief The field for the key, with the line below it.
    void addKeyRows(const QString &label);
    //! \brief Puts the page together; to be called when the form is complete. `extra` stands beside Test and Save, `below` under them.
    void build(const QString &title, const QString &purpose, const QList<QPushButton *> &extra = {}, QWidget *below = nullptr);
    //! \brief All settings as they are stored now: they were loaded, or saved.
    virtual void showStored(const Settings::Values &) { }
    //! \brief While something is under way nothing else is started.
    void setBusy(bool busy);
    void showMessage(const QString &text, bool trouble);

    Concurrency::TaskGroup &m_tasks;
    SettingsForm *const m_form;
    KeyField *const m_key;
    QLabel *const m_result;
    QPushButton *const m_test, *const m_save;

    void changeEvent(QEvent *event) override;

private:
    struct Saved {
        Settings::Changes changes;
        Result<Settings::Values> values;
        QString binding;
        std::optional<Settings::SecretStore::Place> place; //!< of a key that was typed
    };
    static QCoro::Task<Saved> saveAll(Settings::AsyncStore settings, Settings::Changes changes, KeySource key, std::stop_token stop);
    void showLoaded(const Result<Settings::Values> &values);
    void save();
    void showSaved(const Saved &saved);
    void refresh();

    const Settings::AsyncStore m_settings;
    QList<QPushButton *> m_actions;
    bool m_loaded = false, m_busy = false;
};

} // namespace Heddle::Ui
