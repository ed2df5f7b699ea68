// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/concurrency/flowtrace.h"
#include <stop_token>
#include <utility>

namespace Heddle::Concurrency {

//! \brief What goes with a piece of work wherever it goes: when to stop, and the question it works for. Stands for the
//! stop token alone where nothing else is known or wanted.
struct Context {
    Context(std::stop_token token = {}, FlowId question = 0) : stop(std::move(token)), flow(question) { }
    operator std::stop_token() const { return stop; }
    bool stop_requested() const { return stop.stop_requested(); }
    //! \brief The same work under another token.
    Context under(std::stop_token token) const { return { std::move(token), flow }; }

    std::stop_token stop;
    FlowId flow = 0;
};

} // namespace Heddle::Concurrency
