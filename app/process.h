// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QSocketNotifier>
#include <functional>
#include <memory>

namespace Heddle::App {

//! \brief Ctrl+C, a closed terminal or the end of the session end the program in order. A second one ends it at once. One for each
//! program, on the event loop's thread.
class QuitSignals {
public:
    //! \brief Calls `quit` from the event loop at the first of SIGINT, SIGTERM and SIGHUP.
    explicit QuitSignals(std::function<void()> quit);

private:
    std::unique_ptr<QSocketNotifier> m_notifier;
};

//! \brief Keys and texts of documents are in memory: no core dump is written, and no other program of the user may look into it.
//! Release builds only, so that a debugger can.
void keepMemoryPrivate();

//! \brief The allocator keeps some MB of freed memory of each thread. Indexing takes and frees the same buffers for every document:
//! given back each time, they cost a tenth of its time, since all threads stop while the kernel takes pages away.
void keepFreedMemory();

//! \brief Ends the program although a job of it does not end (it hangs in a call of the system): what was saved is saved, and nobody
//! waits longer than shutdown() did.
[[noreturn]] void leaveAtOnce(int exitCode);

} // namespace Heddle::App
