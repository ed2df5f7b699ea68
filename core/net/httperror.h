// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/net/httpmessage.h"

namespace Heddle::Net {

//! \brief A reply without success, as far as an error describes it.
struct HttpFailure {
    int status = 0;
    QString said; //!< the server's own message; empty where it sent none
    QString detail; //!< for logs: status and the beginning of the body; cut by httpError()
    std::optional<std::chrono::milliseconds> retryAfter;

    static HttpFailure of(const HttpReply &reply);
};

//! \brief What the mapping must know of the service that failed.
struct FailedService {
    QString name; //!< of the kind of server that was expected there, like "Ollama"
    QString host; //!< scheme://host:port, for the message
    QByteArray key; //!< taken out of whatever the server said
    QString keySetting, urlSetting, modelSetting; //!< where the user can change them, like "chat.key"; of a search server, the index
};

//! \brief What a failure means at one service, where that differs from its usual meaning: a full sentence, and a second one
//! that says what to do.
struct OwnMeaning {
    QString message;
    ErrorCode code = ErrorCode::Provider;
    bool retryable = false;
};

//! \brief The one mapping of HTTP errors. `own` takes precedence; else each status has its usual meaning: 401 and 403 name the
//! key's setting, 402 the account, 404 and 405 the address, 400, 413 and 422 the model, 429 (with Retry-After) and 5xx are worth
//! another attempt. The message names the host and ends with what the server said; the key occurs nowhere in the error.
Error httpError(const HttpFailure &failure, const FailedService &service, const std::optional<OwnMeaning> &own = {});

//! \brief Whether another attempt may succeed: the server is overloaded, or has an error of its own.
constexpr bool isRetryable(int status)
{
    return status == 429 || status >= 500;
}

} // namespace Heddle::Net
