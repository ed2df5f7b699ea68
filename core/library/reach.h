// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/concurrency/callthread.h"
#include "core/library/extract/inputfile.h"
#include <QByteArray>
#include <functional>

namespace Heddle::Library {

// Looking at files in folders whose drive may not answer any more: a network drive without its server, a stick that was pulled.
// The kernel lets such a call wait for ever. It is made in a thread that can be left behind; until it returns, all that lies in the
// same place is out of reach, which is said at once and costs no second thread.

//! \brief What a call is looking at. It belongs to the call and to whoever waits for it.
class Watch {
public:
    //! \brief Says that the call goes on, at this path.
    void moveTo(const QByteArray &path);
    //! \brief The same for a path that is new to it. Error: Unreadable, when it is known to be out of reach.
    Status enter(const QByteArray &path);
    QByteArray path() const;
    std::shared_ptr<const std::atomic<std::uint64_t>> signs() const { return m_signs; }

private:
    std::shared_ptr<std::atomic<std::uint64_t>> m_signs = std::make_shared<std::atomic<std::uint64_t>>(0);
    mutable std::mutex m_mutex;
    QByteArray m_path;
};

//! \brief How long a call may take that gives no sign. For tests.
void setReachLimit(std::chrono::milliseconds limit);
//! \brief Whether a call hangs at this path, or at a folder that it lies in. Thread-safe.
bool isOutOfReach(const QByteArray &path);

//! \brief Runs a call that looks at files in a thread that can be left behind, and waits for it. The call enters what it looks at
//! and owns all that it uses; its token stops when it is left behind. \return Its result. Errors: Unreadable and retryable, when
//! the place that it was looking at gives no answer, which is then out of reach; Cancelled.
template <class T>
Result<T> reach(const std::shared_ptr<Watch> &watch, std::function<Result<T>(std::stop_token)> call, std::stop_token stop);

//! \brief A document that is open, and what tells that it has changed since.
struct OpenedFile {
    std::shared_ptr<InputFile> file;
    FileIdentity identity;
};
//! \brief InputFile::open() and its identity, within reach. On a disk of this computer, where no call hangs for ever, it needs no
//! thread. Errors as those of both.
Result<OpenedFile> openWithinReach(const std::filesystem::path &root, const QByteArray &path, std::stop_token stop);
//! \brief InputFile::stamp(), within reach; `path` is where the file lies.
Result<FileStamp> stampWithinReach(std::shared_ptr<const InputFile> file, const QByteArray &path, std::stop_token stop);

namespace Private {

//! \brief Waits for a call. \return An error when it was left behind.
Status waitFor(const std::shared_ptr<Watch> &watch, std::function<void()> call, const std::stop_token &stop);

} // namespace Private

template <class T>
Result<T> reach(const std::shared_ptr<Watch> &watch, std::function<Result<T>(std::stop_token)> call, std::stop_token stop)
{
    const auto result = std::make_shared<std::optional<Result<T>>>();
    std::stop_source left;
    const std::stop_callback onStop(stop, [left]() mutable { left.request_stop(); });
    const Status returned = Private::waitFor(
        watch, [result, call = std::move(call), token = left.get_token()] { result->emplace(call(token)); }, stop);
    if (returned)
        return std::move(**result);
    left.request_stop();
    return returned.error();
}

} // namespace Heddle::Library
