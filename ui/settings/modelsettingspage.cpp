// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/modelsettingspage.h"
#include "core/net/serviceendpoint.h"
#include "ui/common/deliver.h"
#include "ui/common/plaintext.h"
#include <QCheckBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace Heddle::Ui {

ModelSettingsPage::ModelSettingsPage(
    Settings::AsyncStore settings, Settings::SecretStore &secrets, Concurrency::TaskGroup &tasks, const QString &secret, QWidget *parent)
    : QWidget(parent), m_tasks(tasks), m_form(new SettingsForm(this)), m_key(new KeyField(secrets, tasks, secret)),
      m_result(wrappedLabel()), m_test(new QPushButton(tr("&Test"))), m_save(new QPushButton(tr("&Save"))), m_settings(std::move(settings))
{
    const QString group = secret.section(QLatin1Char('.'), 0, 0);
    QString key = secret.section(QLatin1Char('.'), 1);
    key[0] = key[0].toUpper();
    m_key->setObjectName(group + key);
    m_key->place()->setObjectName(group + key + QLatin1String("Place"));
    m_key->unencrypted()->setObjectName(group + key + QLatin1String("Unencrypted"));
    m_result->setObjectName(group + QLatin1String("Result"));
    m_test->setObjectName(group + QLatin1String("Test"));
    m_save->setObjectName(group + QLatin1String("Save"));
    m_save->setProperty("primary", true);
    connect(m_save, &QPushButton::clicked, this, &ModelSettingsPage::save);
}

void ModelSettingsPage::addKeyRows(const QString &label)
{
    m_key->setAccessibleName(QString(label).remove(QLatin1Char('&')));
    m_form->addRow(label, {}, m_key);
    m_form->addNote(m_key->place());
    m_form->addNote(m_key->unencrypted());
    connect(m_key, &QLineEdit::textEdited, this, &ModelSettingsPage::refresh);
    connect(m_key->unencrypted(), &QCheckBox::toggled, this, &ModelSettingsPage::refresh);
}

void ModelSettingsPage::build(const QString &title, const QString &purpose, const QList<QPushButton *> &extra, QWidget *below)
{
    auto *buttons = new QHBoxLayout;
    m_actions = QList<QPushButton *> { m_test, m_save } + extra;
    for (QPushButton *button : std::as_const(m_actions)) {
        if (!button->parentWidget()) // another one stands beside its field
            buttons->addWidget(button);
    }
    buttons->addStretch(1);
    QWidget *end = m_result;
    if (below) {
        end = new QWidget;
        auto *column = new QVBoxLayout(end);
        column->setContentsMargins(0, 0, 0, 0);
        column->addWidget(m_result);
        column->addWidget(below);
    }
    auto *all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->addWidget(settingsContent(title, purpose, m_form->content(), buttons, end));
    connect(m_form, &SettingsForm::changed, this, [this] {
        showMessage({}, false); // the last one was about what is changed now
        refresh();
    });
    m_form->show(Settings::Values());
}

void ModelSettingsPage::load()
{
    if (std::exchange(m_loaded, true))
        return;
    setEnabled(false); // what is typed now would be overwritten
    deliver(&m_tasks, this, m_settings.read(m_tasks.token()), &ModelSettingsPage::showLoaded);
}

void ModelSettingsPage::showLoaded(const Result<Settings::Values> &values)
{
    setEnabled(true);
    if (!values) {
        showMessage(values.error().message, true);
        return;
    }
    m_form->show(*values);
    showStored(*values);
    if (const QStringList notices = m_form->notices(); !notices.isEmpty())
        showMessage(notices.join(QLatin1Char('\n')), true);
}

void ModelSettingsPage::showMessage(const QString &text, bool trouble)
{
    m_result->setProperty("result", trouble ? QStringLiteral("trouble") : m_busy ? QStringLiteral("busy") : QStringLiteral("good"));
    m_result->style()->polish(m_result);
    m_result->setText(text);
    m_result->setVisible(!text.isEmpty());
}

void ModelSettingsPage::setBusy(bool busy)
{
    m_busy = busy;
    refresh();
}

void ModelSettingsPage::refresh()
{
    for (QPushButton *button : std::as_const(m_actions))
        button->setEnabled(true);
    updateFields();
    m_key->unencrypted()->setVisible(m_key->isEnabled() && !Net::unencryptedOrigin(keyBinding()).isEmpty());
    m_key->place()->setVisible(!m_key->place()->text().isEmpty());
    for (QPushButton *button : std::as_const(m_actions))
        button->setEnabled(!m_busy && button->isEnabled() && m_key->isAcceptable());
}

void ModelSettingsPage::save()
{
    setBusy(true);
    deliver(&m_tasks, this, saveAll(m_settings, m_form->changes(), m_key->source(), m_tasks.token()), &ModelSettingsPage::showSaved);
}

QCoro::Task<ModelSettingsPage::Saved> ModelSettingsPage::saveAll(
    Settings::AsyncStore settings, Settings::Changes changes, KeySource key, std::stop_token stop)
{
    auto saving = settings.save(changes, stop);
    auto values = co_await std::move(saving);
    Saved saved { std::move(changes), std::move(values), key.binding, {} };
    if (saved.values) {
        auto keeping = keepKey(key, stop);
        saved.place = co_await std::move(keeping);
    }
    co_return saved;
}

void ModelSettingsPage::showSaved(const Saved &saved)
{
    if (saved.values) {
        m_form->markSaved(saved.changes, *saved.values);
        showStored(*saved.values);
    }
    if (saved.place)
        m_key->showKept(saved.binding, *saved.place);
    setBusy(false);
    showMessage(saved.values ? tr("Saved.") : saved.values.error().message, !saved.values);
    if (saved.values)
        Q_EMIT this->saved();
}

void ModelSettingsPage::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && !m_actions.isEmpty())
        refresh();
}

} // namespace Heddle::Ui
