// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/settings/values.h"
#include "core/settings/keys.h"
#include <QCoreApplication>

namespace Heddle::Settings {

Values::Values() : m_entries(std::make_shared<QHash<QString, Entry>>()) { }

Values Values::fromStored(const QHash<QString, QString> &texts)
{
    auto entries = std::make_shared<QHash<QString, Entry>>();
    for (const Definition *one : definitions()) {
        const auto stored = texts.constFind(one->name());
        if (stored == texts.cend())
            continue;
        if (const auto value = one->parse(*stored)) {
            entries->insert(one->name(), { *value, *stored, {} });
            continue;
        }
        // The text is not repeated: an address may hold a password.
        const QString notice = QCoreApplication::translate(
            "Heddle::Settings", "The setting %1 holds a value that can't be used, so its default is used. It must be %2.")
                                   .arg(one->name(), one->allowed());
        entries->insert(one->name(), { one->fallback(), one->format(one->fallback()), notice });
    }
    Values values;
    values.m_entries = std::move(entries);
    return values;
}

Value Values::value(const Definition &definition) const
{
    const auto entry = m_entries->constFind(definition.name());
    return entry == m_entries->cend() ? definition.fallback() : entry->value;
}

QString Values::text(const Definition &definition) const
{
    const auto entry = m_entries->constFind(definition.name());
    return entry == m_entries->cend() ? definition.format(definition.fallback()) : entry->text;
}

QString Values::notice(const Definition &definition) const
{
    return m_entries->value(definition.name()).notice;
}

QStringList Values::notices() const
{
    QStringList notices;
    for (const Definition *one : definitions()) {
        if (const QString notice = this->notice(*one); !notice.isEmpty())
            notices += notice;
    }
    return notices;
}

Values Values::with(const Changes &changes) const
{
    auto entries = std::make_shared<QHash<QString, Entry>>(*m_entries);
    for (auto it = changes.texts().cbegin(); it != changes.texts().cend(); ++it) {
        if (const Definition *one = definition(it.key()))
            entries->insert(it.key(), { one->convert(*it), *it, {} });
    }
    Values values;
    values.m_entries = std::move(entries);
    return values;
}

} // namespace Heddle::Settings
