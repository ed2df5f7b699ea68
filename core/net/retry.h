// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/net/httpmessage.h"

namespace Heddle::Net {

//! \brief Returns how long to wait before the next attempt; nothing where there should be none. An overloaded server says when
//! to try again, and only a time within what is `left` is worth waiting for.
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
