// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/concurrency/workpool.h"
#include "core/privacy/seals.h"
#include <QObject>

namespace Heddle::Privacy {

//! \brief Seals for the thread of the window: what Seals does, done in the pools that read and write conversations. Outlives its
//! tasks.
class SealKeeper : public QObject {
    Q_OBJECT
public:
    SealKeeper(Seals seals, Concurrency::WorkPool *readers, Concurrency::WorkPool *writer, QObject *parent = nullptr)
        : QObject(parent), m_seals(std::move(seals)), m_readers(readers), m_writer(writer)
    { }

    QCoro::Task<Result<QList<Seals::Entry>>> list(std::stop_token stop);
    //! \brief Marks a collection "never send", or no longer. Errors: as Seals has them.
    QCoro::Task<Status> set(QString collection, bool sealed, std::stop_token stop);

Q_SIGNALS:
    //! \brief set() has changed what is sealed.
    void changed();

private:
    const Seals m_seals;
    Concurrency::WorkPool *const m_readers, *const m_writer;
};

} // namespace Heddle::Privacy
