// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/privacy/sealkeeper.h"

namespace Heddle::Privacy {

QCoro::Task<Result<QList<Seals::Entry>>> SealKeeper::list(std::stop_token stop)
{
    return m_readers->submit([seals = m_seals](std::stop_token) { return seals.list(); }, stop, QStringLiteral("list seals"));
}

QCoro::Task<Status> SealKeeper::set(QString collection, bool sealed, std::stop_token stop)
{
    auto task = m_writer->submit(
        [seals = m_seals, collection, sealed](std::stop_token) { return sealed ? seals.seal(collection) : seals.unseal(collection); }, stop,
        QStringLiteral("mark collection"));
    const Status done = co_await std::move(task);
    if (done)
        Q_EMIT changed();
    co_return done;
}

} // namespace Heddle::Privacy
