// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/keyfield.h"
#include "core/net/serviceendpoint.h"
#include "ui/common/deliver.h"
#include "ui/common/form.h"
#include "ui/common/plaintext.h"
#include <QCheckBox>
#include <QLabel>

namespace Heddle::Ui {

using Place = Settings::SecretStore::Place;

QCoro::Task<QByteArray> resolveKey(KeySource source, std::stop_token stop)
{
    if (source.typed)
        co_return *source.typed;
    if (source.binding.isEmpty())
        co_return QByteArray();
    auto task = source.secrets->read(source.secret, source.binding, stop);
    const auto stored = co_await std::move(task);
    co_return stored.value;
}

QCoro::Task<std::optional<Place>> keepKey(KeySource source, std::stop_token stop)
{
    if (!source.typed || source.binding.isEmpty())
        co_return std::nullopt;
    auto task = source.secrets->write(source.secret, source.binding, *source.typed, stop);
    co_return co_await std::move(task);
}

KeyField::KeyField(Settings::SecretStore &secrets, Concurrency::TaskGroup &tasks, const QString &secret, QWidget *parent)
    : QLineEdit(parent), m_secrets(secrets), m_tasks(tasks), m_secret(secret), m_place(wrappedLabel()),
      m_unencrypted(new QCheckBox(tr("Send the key although the connection isn't encrypted")))
{
    setAccessibleName(tr("Key"));
    setEchoMode(QLineEdit::Password);
    connect(this, &QLineEdit::textEdited, this, [this] {
        m_edited = true;
        m_typedFor = m_binding;
    });
}

void KeyField::showPlace(Place place, const QString &withheld)
{
    const QString origin = Net::unencryptedOrigin(m_binding);
    const QString risk =
        origin.isEmpty() ? QString() : tr(" The connection to %1 isn't encrypted: everyone on the way can read the key.").arg(origin);
    const QString text = m_binding.isEmpty() ? QString()
        : !withheld.isEmpty()                ? withheld
        : place == Place::Environment
        ? tr("The key comes from the environment variable %1.").arg(Settings::secretVariables().value(m_secret))
        : place == Place::Keychain ? tr("The key is in your system's keychain.")
        : place == Place::Session
        ? tr("There is no keychain here: the key is kept until Heddle is closed, and in no file.")
        : tr("No key is stored for this server. One that you enter goes into your system's keychain, never into a file.");
    m_place->setText(text.isEmpty() ? text : text + risk);
}

void KeyField::setBinding(const QString &binding)
{
    if (binding == m_binding)
        return;
    if (m_edited && !m_typedFor.isEmpty()) {
        m_typed.insert(m_typedFor, text());
        clear();
        m_edited = false;
    }
    if (!m_edited && m_typed.contains(binding)) {
        setText(m_typed.take(binding));
        m_typedFor = binding;
        m_edited = true;
    }
    m_binding = binding;
    m_unencrypted->setChecked(false); // accepted for one server only
    showPlace(Place::Nowhere);
    if (binding.isEmpty())
        return;
    const auto show = [this, binding](const Settings::SecretStore::Secret &stored) {
        if (m_binding == binding)
            showPlace(stored.place, stored.withheld);
    };
    deliver(&m_tasks, this, m_secrets.look(m_secret, binding, m_tasks.token()), show);
}

bool KeyField::isAcceptable() const
{
    return !m_edited || text().trimmed().isEmpty() || m_unencrypted->isChecked() || Net::unencryptedOrigin(m_binding).isEmpty();
}

KeySource KeyField::source() const
{
    return { &m_secrets, m_secret, m_binding, m_edited ? std::optional(text().toUtf8().trimmed()) : std::nullopt };
}

void KeyField::showKept(const QString &binding, Place place)
{
    m_typed.remove(binding);
    if (m_binding != binding)
        return;
    clear();
    m_edited = false;
    showPlace(place);
}

} // namespace Heddle::Ui
