// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/privacy/seals.h"
#include "core/base/log.h"
#include <QCoreApplication>
#include <algorithm>

namespace Heddle::Privacy {
namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Heddle::Privacy", text);
}

} // namespace

Result<Net::Sealed> Seals::read() const
{
    Net::Sealed sealed;
    HEDDLE_TRY_VALUE(const auto rows, m_repository.seals());
    if (rows.isEmpty())
        return sealed;
    HEDDLE_TRY_VALUE(const auto collections, m_library.collectionsByUuid());
    for (const Storage::SealRow &row : rows) {
        sealed.names.insert(row.collection, collections.value(row.collection, row.name));
        if (const auto known = collections.constFind(row.collection); known != collections.cend()) {
            // A library that is built anew has other ids, and the collection is found by its last name. Where that can't be written, it
            // is the next time.
            if (*known != row.name && !m_repository.seal({ row.collection, *known }))
                qCWarning(logStorage) << "a seal could not be given the new name of its collection";
            continue;
        }
        for (auto it = collections.cbegin(); it != collections.cend(); ++it) {
            if (it.value() == row.name)
                sealed.names.insert(it.key(), row.name);
        }
    }
    return sealed;
}

Result<QList<Seals::Entry>> Seals::list() const
{
    HEDDLE_TRY_VALUE(const Net::Sealed sealed, read());
    HEDDLE_TRY_VALUE(const auto collections, m_library.collectionsByUuid());
    QList<Entry> entries;
    QStringList there;
    for (auto it = collections.cbegin(); it != collections.cend(); ++it) {
        entries += { it.value(), sealed.holds(it.key()), false };
        there += it.value();
    }
    for (auto it = sealed.names.cbegin(); it != sealed.names.cend(); ++it) {
        if (!collections.contains(it.key()) && !there.contains(it.value())) {
            entries += { it.value(), true, true };
            there += it.value();
        }
    }
    std::sort(entries.begin(), entries.end(), [](const Entry &a, const Entry &b) { return a.name.localeAwareCompare(b.name) < 0; });
    return entries;
}

Status Seals::seal(const QString &name) const
{
    HEDDLE_TRY_VALUE(const auto row, m_library.collection(name));
    return m_repository.seal({ row.uuid, row.name });
}

Status Seals::unseal(const QString &name) const
{
    HEDDLE_TRY_VALUE(const auto rows, m_repository.seals());
    HEDDLE_TRY_VALUE(const auto collections, m_library.collectionsByUuid());
    bool any = false;
    for (const Storage::SealRow &row : rows) { // that of a removed one holds for a new one under its name
        if (collections.value(row.collection, row.name) != name)
            continue;
        any = true;
        HEDDLE_TRY(m_repository.unseal(row.collection));
    }
    if (!any)
        return Error { ErrorCode::NotFound, tr("“%1” is not marked “never send”.").arg(name), {}, false };
    return Done {};
}

} // namespace Heddle::Privacy
