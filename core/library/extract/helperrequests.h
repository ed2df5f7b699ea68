// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/library/extract/extractionprotocol.h"
#include "core/library/extract/readerlocks.h"
#include <condition_variable>
#include <deque>
#include <mutex>

namespace Heddle::Library {

//! \brief The requests that a helper process gets through the socket at its standard input.
//!
//! It locks the process in before it takes the first one, and ends the process when the socket is closed, in the middle of a
//! document too: a helper never outlives the program that started it. There is one for the whole life of a process.
class HelperRequests {
public:
    //! \brief `folders` may be read beside the documents.
    explicit HelperRequests(const ReaderLimits &limits, const QList<QByteArray> &folders = {});
    HelperRequests(const HelperRequests &) = delete;

    //! \brief Waits for the next request. The limit on processor time is for the process: one that has used half of it ends here
    //! and makes place for a new one.
    RequestReader::Request next();

private:
    qint64 m_cpuSeconds;
    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::deque<RequestReader::Request> m_requests;
};

//! \brief Whatever the program that started this one left open is not for a parser.
void closeInheritedDescriptors();

} // namespace Heddle::Library
