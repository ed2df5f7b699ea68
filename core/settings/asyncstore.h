// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/concurrency/workpool.h"
#include "core/settings/store.h"
#include <QCoroTask>

namespace Heddle::Settings {

//! \brief The settings for the thread of the window: what Store does, done in the pools that read and write conversations.
//! Copyable; the pools outlive its tasks.
class AsyncStore {
public:
    AsyncStore(Store store, Concurrency::WorkPool *readers, Concurrency::WorkPool *writer)
        : m_store(std::move(store)), m_readers(readers), m_writer(writer)
    { }
    QCoro::Task<Result<Values>> read(std::stop_token stop) const;
    //! \brief Store::save(), then all settings as they are afterwards.
    QCoro::Task<Result<Values>> save(Changes changes, std::stop_token stop) const;

private:
    Store m_store;
    Concurrency::WorkPool *m_readers, *m_writer;
};

} // namespace Heddle::Settings
