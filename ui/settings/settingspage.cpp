// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/settingspage.h"
#include "ui/evaluation/evaluationpage.h"
#include "ui/settings/appearancepage.h"
#include "ui/settings/modelsettingspage.h"

namespace Heddle::Ui {

SettingsPage::SettingsPage(QWidget *parent) : QTabWidget(parent)
{
    setObjectName(QStringLiteral("settings"));
    setDocumentMode(true);
}

void SettingsPage::addPage(ModelSettingsPage *page, const QString &title)
{
    addTab(page, title);
    connect(page, &ModelSettingsPage::saved, this, &SettingsPage::saved);
    connect(this, &SettingsPage::loading, page, &ModelSettingsPage::load);
}

void SettingsPage::addPage(AppearancePage *page, const QString &title)
{
    addTab(page, title);
    connect(page, &AppearancePage::chosen, this, &SettingsPage::appearanceChosen);
    connect(this, &SettingsPage::loading, page, &AppearancePage::load);
}

void SettingsPage::addPage(EvaluationPage *page, const QString &title)
{
    addTab(page, title);
    connect(this, &SettingsPage::loading, page, &EvaluationPage::refresh);
}

void SettingsPage::load()
{
    Q_EMIT loading();
}

} // namespace Heddle::Ui
