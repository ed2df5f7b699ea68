// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/concurrency/taskgroup.h"
#include "core/settings/asyncstore.h"
#include "ui/settings/form.h"
#include <QWidget>

class QComboBox;
class QLabel;

namespace Heddle::Ui {

//! \brief Theme and size of text. What is chosen is used and saved at once.
class AppearancePage : public QWidget {
    Q_OBJECT
public:
    AppearancePage(Settings::AsyncStore settings, Concurrency::TaskGroup *tasks, QWidget *parent = nullptr);

    void load();
    //! \brief From light to dark or back, from now on.
    void switchTheme();

Q_SIGNALS:
    void chosen(const Heddle::Settings::Values &values);

private:
    void save();
    void showSaved(const Settings::Changes &changes, const Result<Settings::Values> &values);

    const Settings::AsyncStore m_settings;
    Concurrency::TaskGroup *m_tasks;
    SettingsForm *const m_form;
    QLabel *const m_trouble;
    QComboBox *m_theme = nullptr;
    bool m_loaded = false;
    bool m_switch = false; //!< once it is loaded
};

} // namespace Heddle::Ui
