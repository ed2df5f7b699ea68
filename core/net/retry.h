// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/net/httpmessage.h"

namespace Heddle::Net {

//! \brief How long to wait before the next attempt, or nothing: a server that is overloaded says when to come again, and
//! only where that lies within the time that is left is it worth waiting for.
inline std::optional<std::chrono::milliseconds> retryPause(
    const Result<HttpReply> &result, int attempt, int attempts, std::chrono::milliseconds left)
{
    constexpr int TooManyRequests = 429, Unavailable = 503;
    if (!result || attempt >= attempts || (result->status != TooManyRequests && result->status != Unavailable))
        return {};
    if (!result->retryAfter || *result->retryAfter >= left)
        return {};
    return result->retryAfter;
}

} // namespace Heddle::Net
