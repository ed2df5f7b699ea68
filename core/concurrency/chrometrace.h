// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/concurrency/flowtrace.h"
#include <QByteArray>

namespace Heddle::Concurrency {

//! \brief Spans and questions as JSON in Chrome's trace event format, which Perfetto and chrome://tracing open. A lane per
//! pool thread; calls and questions as asynchronous events. Holds numbers, stages, hosts and times, never a question's words.
//! What still runs ends `now`.
QByteArray chromeTrace(const std::vector<Span> &spans, const std::vector<FlowTrace> &flows, Span::Time now);
//! \brief A question's trace alone.
QByteArray chromeTrace(const FlowTrace &flow, Span::Time now);

} // namespace Heddle::Concurrency
