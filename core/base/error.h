// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QString>
#include <optional>

namespace Heddle {

//! \brief Bands tell who can mend it: the network, the peer, a provider, a disk, the user, nobody (cancelled), us.
enum class ErrorCode {
    // transport: 100
    Transport = 100,
    Timeout = 101,
    Unreachable = 102, //!< no connection: nothing was sent
    // protocol: 200
    Protocol = 200,
    // provider: 300
    Provider = 300,
    ContextExceeded = 301, //!< the messages are longer than the model's context
    // storage: 400
    Storage = 400,
    StorageCorrupt = 401,
    StorageNewer = 402,
    StorageReadOnly = 403,
    StorageFull = 404,
    StorageBusy = 405,
    Locked = 406,
    IndexUnavailable = 407,
    // input: 500
    Input = 500,
    Unreadable = 501,
    NotFound = 502,
    NoText = 503,
    Withheld = 504, //!< it may not leave this computer: nothing was sent
    // cancelled: 600
    Cancelled = 600,
    // programming: 700
    Programming = 700,
};

//! \brief What went wrong. `message` is for the user and says what to do; `detail` is for logs.
struct Error {
    ErrorCode code = ErrorCode::Programming;
    QString message;
    QString detail;
    bool retryable = false;
    int status = 0; //!< of HTTP, where a server answered with one

    int band() const { return int(code) / 100; }
    //! \brief Of a call: whatever it was to say has not left this computer.
    bool nothingSent() const { return code == ErrorCode::Unreachable || code == ErrorCode::Withheld; }
    bool isCancelled() const { return code == ErrorCode::Cancelled; }

    static Error cancelled() { return { ErrorCode::Cancelled, QStringLiteral("stopped"), {}, true }; }
    static Error input(QString message, QString detail = {}) { return { ErrorCode::Input, std::move(message), std::move(detail), false }; }
};

//! \brief The code as a stable word for JSON ("storage_full").
QString errorName(ErrorCode code);
//! \brief Returns the code whose errorName() is `name`; nothing for any other word.
std::optional<ErrorCode> errorFromName(const QString &name);

} // namespace Heddle
