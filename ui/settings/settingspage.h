// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/settings/values.h"
#include <QTabWidget>

namespace Heddle::Ui {

class AppearancePage;
class EvaluationPage;
class ModelSettingsPage;

//! \brief The settings, a tab each for what they are about.
class SettingsPage : public QTabWidget {
    Q_OBJECT
public:
    explicit SettingsPage(QWidget *parent = nullptr);

    //! \brief Adds a tab; the page becomes a child of this one.
    void addPage(ModelSettingsPage *page, const QString &title);
    void addPage(AppearancePage *page, const QString &title);
    void addPage(EvaluationPage *page, const QString &title);
    //! \brief Shows what is saved: settings the first time, questions as they are now.
    void load();

Q_SIGNALS:
    void saved();
    //! \brief The window is to look as these say.
    void appearanceChosen(const Heddle::Settings::Values &values);
    //! \brief load() was called.
    void loading();
};

} // namespace Heddle::Ui
