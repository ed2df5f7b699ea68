// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/appearancepage.h"
#include "ui/common/deliver.h"
#include "ui/common/form.h"
#include "ui/common/plaintext.h"
#include "ui/style/tokens.h"
#include <QComboBox>
#include <QLabel>
#include <QSpinBox>
#include <QVBoxLayout>

namespace Heddle::Ui {

using namespace Settings;

AppearancePage::AppearancePage(AsyncStore settings, Concurrency::TaskGroup *tasks, QWidget *parent)
    : QWidget(parent), m_settings(std::move(settings)), m_tasks(tasks), m_form(new SettingsForm(this)), m_trouble(wrappedLabel())
{
    m_theme = m_form->addChoice(Keys::AppearanceTheme, "appearanceTheme");
    QSpinBox *size = m_form->add(Keys::AppearanceTextSize, "appearanceTextSize");
    size->setSingleStep(10);
    size->setKeyboardTracking(false); // a size is used once it is typed, not digit by digit
    colorLabel(m_trouble, true, false);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(settingsContent(
        tr("Appearance"), tr("How the window looks. What you choose is used at once."), m_form->content(), new QVBoxLayout, m_trouble));
    connect(m_form, &SettingsForm::changed, this, &AppearancePage::save);
}

void AppearancePage::load()
{
    if (std::exchange(m_loaded, true))
        return;
    setEnabled(false); // what is chosen now would be overwritten
    deliver(m_tasks, this, m_settings.read(m_tasks->token()), [this](const Result<Values> &values) {
        setEnabled(true);
        if (values)
            m_form->show(*values);
        if (std::exchange(m_switch, false) && values)
            switchTheme();
        m_trouble->setText(values ? m_form->notices().join(QLatin1Char(' ')) : values.error().message);
    });
}

void AppearancePage::switchTheme()
{
    m_switch = !m_loaded || !isEnabled();
    if (m_switch)
        return load();
    const bool dark = Style::isDark(palette());
    m_theme->setCurrentIndex(m_theme->findData(dark ? QStringLiteral("light") : QStringLiteral("dark")));
}

void AppearancePage::save()
{
    const Changes changes = m_form->changes();
    if (changes.isEmpty())
        return;
    Q_EMIT chosen(m_form->typed());
    deliver(m_tasks, this, m_settings.save(changes, m_tasks->token()),
        [this, changes](const Result<Values> &values) { showSaved(changes, values); });
}

void AppearancePage::showSaved(const Changes &changes, const Result<Values> &values)
{
    m_trouble->setText(values || values.error().isCancelled() ? QString() : values.error().message);
    if (values)
        m_form->markSaved(changes, *values);
}

} // namespace Heddle::Ui
