// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/settings/asyncstore.h"

namespace Heddle::Settings {

QCoro::Task<Result<Values>> AsyncStore::read(std::stop_token stop) const
{
    return m_readers->submit([store = m_store](std::stop_token) { return store.read(); }, stop, QStringLiteral("read settings"));
}

QCoro::Task<Result<Values>> AsyncStore::save(Changes changes, std::stop_token stop) const
{
    return m_writer->submit(
        [store = m_store, changes = std::move(changes)](std::stop_token) -> Result<Values> {
            HEDDLE_TRY(store.save(changes));
            return store.read();
        },
        stop, QStringLiteral("save settings"));
}

} // namespace Heddle::Settings
