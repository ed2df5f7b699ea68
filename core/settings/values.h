// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/settings/key.h"
#include <QHash>
#include <QMap>
#include <QStringList>
#include <memory>

namespace Heddle::Settings {

//! \brief What somebody wants to change: texts by the names of the settings. Not checked before Store::save() checks it.
class Changes {
public:
    template <class T>
    void set(const Key<T> &key, const std::type_identity_t<T> &value)
    {
        if constexpr (std::is_enum_v<T>)
            m_texts.insert(key.name(), key.format(int(value)));
        else
            m_texts.insert(key.name(), key.format(Value(std::in_place_type<T>, value)));
    }
    void set(const QString &name, const QString &text) { m_texts.insert(name, text); }
    bool contains(const Definition &definition) const { return m_texts.contains(definition.name()); }
    bool isEmpty() const { return m_texts.isEmpty(); }
    const QMap<QString, QString> &texts() const { return m_texts; }

private:
    QMap<QString, QString> m_texts;
};

//! \brief All settings as they were at one moment: an immutable value, cheap to copy, for any thread. What is not stored has
//! its default; so does what is stored but can't be used, and notice() says so.
class Values {
public:
    //! \brief The defaults.
    Values();
    //! \brief What a table of names and texts holds. Names that are no settings are left out.
    static Values fromStored(const QHash<QString, QString> &texts);

    template <class T>
    T get(const Key<T> &key) const
    {
        if constexpr (std::is_enum_v<T>)
            return T(std::get<int>(value(key)));
        else
            return std::get<T>(value(key));
    }
    Value value(const Definition &definition) const;
    //! \brief The value as it was stored.
    QString text(const Definition &definition) const;
    //! \brief Why the stored value is not used, as a sentence; empty where it is, or none is stored.
    QString notice(const Definition &definition) const;
    //! \brief The notices of all settings.
    QStringList notices() const;

    //! \brief These values with changes that are still being typed: they are taken as Definition::convert() takes them.
    Values with(const Changes &changes) const;

private:
    struct Entry {
        Value value;
        QString text, notice;
    };
    std::shared_ptr<const QHash<QString, Entry>> m_entries; //!< by name; never null
};

} // namespace Heddle::Settings
