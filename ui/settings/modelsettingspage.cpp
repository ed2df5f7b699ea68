// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/modelsettingspage.h"
#include "ui/common/form.h"
#include "ui/common/storedsettings.h"
#include "ui/settings/keyfield.h"
#include <QEvent>
#include <QLabel>

namespace Heddle::Ui {

ModelSettingsPage::ModelSettingsPage(Services services, const QString &prefix, QWidget *parent, const char *secret)
    : QWidget(parent), m_services(std::move(services)), m_secret(prefix + QLatin1String(secret)), m_key(new KeyField(m_services, m_secret)),
      m_result(wrappedLabel()), m_prefix(prefix)
{ }

void ModelSettingsPage::load()
{
    if (std::exchange(m_loaded, true))
        return;
    setEnabled(false); // what is typed now would be overwritten
    m_services.tasks->add(load(this, m_services, m_prefix, m_services.tasks->token()));
}

QCoro::Task<void> ModelSettingsPage::load(QPointer<ModelSettingsPage> page, Services services, QString prefix, std::stop_token stop)
{
    auto task = loadSettings(services, prefix, stop);
    const auto values = co_await std::move(task);
    if (!page)
        co_return;
    page->setEnabled(true);
    if (values)
        page->showValues(*values);
    else
        page->say(values.error().message, true);
}

void ModelSettingsPage::say(const QString &text, bool trouble)
{
    colorLabel(m_result, trouble, false);
    m_result->setText(text);
}

void ModelSettingsPage::save()
{
    setBusy(true);
    m_services.tasks->add(save(this, m_services, m_prefix, values(), m_secret, keyBinding(), m_key->typed(), m_services.tasks->token()));
}

QCoro::Task<void> ModelSettingsPage::save(QPointer<ModelSettingsPage> page, Services services, QString prefix, Values values,
    QString secret, QString binding, std::optional<QByteArray> key, std::stop_token stop)
{
    auto writing = saveSettings(services, prefix, values, stop);
    const Status written = co_await std::move(writing);
    if (written && page) {
        auto keeping = KeyField::keep(page->m_key, services, secret, binding, key, stop);
        co_await std::move(keeping);
    }
    if (!page)
        co_return;
    page->setBusy(false);
    page->updateFields();
    page->say(written ? page->tr("Saved.") : written.error().message, !written);
    if (written)
        Q_EMIT page->saved();
}

void ModelSettingsPage::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        updateFields();
}

} // namespace Heddle::Ui
