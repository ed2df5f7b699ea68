// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/keyfield.h"
#include "ui/common/form.h"
#include <QLabel>

namespace Heddle::Ui {

KeyField::KeyField(Services services, const QString &secret, QWidget *parent)
    : QLineEdit(parent), m_services(std::move(services)), m_secret(secret), m_place(wrappedLabel())
{
    setAccessibleName(tr("Key"));
    setEchoMode(QLineEdit::Password);
    connect(this, &QLineEdit::textEdited, this, [this] { m_edited = true; });
}

void KeyField::say(Settings::SecretStore::Place place)
{
    using Place = Settings::SecretStore::Place;
    const QString text = m_binding.isEmpty() ? QString()
        : place == Place::Environment
        ? tr("The key comes from the environment variable %1.").arg(Settings::secretVariables().value(m_secret))
        : place == Place::Keychain ? tr("The key is in your system's keychain.")
        : place == Place::Session
        ? tr("There is no keychain here: the key is kept until Heddle is closed, and in no file.")
        : tr("No key is stored for this server. One that you enter goes into your system's keychain, never into a file.");
    m_place->setText(text);
}

void KeyField::setBinding(const QString &binding)
{
    if (binding == m_binding)
        return;
    m_binding = binding;
    say(Settings::SecretStore::Place::Nowhere);
    if (!binding.isEmpty())
        m_services.tasks->add(showPlace(this, m_services, m_secret, binding));
}

QCoro::Task<void> KeyField::showPlace(QPointer<KeyField> field, Services services, QString secret, QString binding)
{
    auto task = services.secrets->read(secret, binding, services.tasks->token());
    const auto stored = co_await std::move(task);
    if (field && field->m_binding == binding)
        field->say(stored.place);
}

std::optional<QByteArray> KeyField::typed() const
{
    return m_edited ? std::optional(text().toUtf8().trimmed()) : std::nullopt;
}

QCoro::Task<QByteArray> KeyField::key(
    Services services, QString secret, QString binding, std::optional<QByteArray> typed, std::stop_token stop)
{
    if (typed)
        co_return *typed;
    auto task = services.secrets->read(secret, binding, stop);
    const auto stored = co_await std::move(task);
    co_return stored.value;
}

QCoro::Task<void> KeyField::keep(
    QPointer<KeyField> field, Services services, QString secret, QString binding, std::optional<QByteArray> typed, std::stop_token stop)
{
    if (!typed || binding.isEmpty())
        co_return;
    auto task = services.secrets->write(secret, binding, *typed, stop);
    const auto place = co_await std::move(task);
    if (!field || field->m_binding != binding)
        co_return;
    field->clear();
    field->m_edited = false;
    field->say(place);
}

} // namespace Heddle::Ui
