// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/concurrency/flowtrace.h"
#include <QByteArray>

namespace Heddle::Flow {

//! \brief Spans and questions as JSON in Chrome's trace event format, which Perfetto and chrome://tracing open. A lane per
//! pool thread; calls and questions as asynchronous events. Holds numbers, stages, hosts and times, never a question's words.
//! What still runs ends `now`.
QByteArray chromeTrace(
    const std::vector<Concurrency::Span> &spans, const std::vector<Concurrency::FlowTrace> &flows, Concurrency::Span::Time now);
//! \brief A question's trace alone.
QByteArray chromeTrace(const Concurrency::FlowTrace &flow, Concurrency::Span::Time now);

} // namespace Heddle::Flow
