// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/net/eventparser.h"
#include "core/net/httpclient.h"

namespace Heddle::Net {

//! \brief What a handler says after each message: go on; go on, though this message brought nothing (a ping); the last message
//! has come and the server will close; or end the call at once.
enum class StreamControl { More, Idle, All, Abort };
//! \brief Called with each message of a stream, in order.
using EventHandler = std::function<StreamControl(const ServerEvent &)>;

//! \brief Sends a request once and hands on the messages of its 2xx reply as they come, in slices of at most 5 ms, so
//! that five thousand in one packet don't stop the event loop. No more is read before they are handed on. A stream ends with the
//! error Timeout when its messages bring nothing for the request's idle time, whatever bytes come, and with the error Protocol
//! when one exceeds HttpLimits::messageBytes. `onEvent` is never called after the task is complete.
//! Returns the reply (with a body where its status is not 2xx), or the Error that ended the stream; what had arrived whole
//! before that was handed on.
QCoro::Task<Result<HttpReply>> streamEvents(
    QPointer<HttpClient> client, HttpRequest request, EventParser::Framing framing, EventHandler onEvent, Concurrency::Context context);

} // namespace Heddle::Net
