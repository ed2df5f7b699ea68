// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/concurrency/flowtrace.h"
#include <stop_token>
#include <utility>

namespace Heddle::Concurrency {

//! \brief Travels with a piece of work through pools and calls: when to stop, and the flow that the work belongs to.
struct Context {
    Context() = default;
    explicit Context(std::stop_token token, FlowId flowId = 0) : stop(std::move(token)), flow(flowId) { }
    bool stop_requested() const { return stop.stop_requested(); }
    //! \brief The same work under another token.
    Context under(std::stop_token token) const { return Context(std::move(token), flow); }

    std::stop_token stop;
    FlowId flow = 0; //!< 0: none
};

} // namespace Heddle::Concurrency
