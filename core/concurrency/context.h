// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/concurrency/contents.h"
#include "core/concurrency/destinations.h"
#include "core/concurrency/flowtrace.h"
#include <memory>
#include <stop_token>
#include <utility>

namespace Heddle::Concurrency {

//! \brief Travels with a piece of work through pools and calls: when to stop, the flow that the work belongs to, a list of where
//! something is sent to for it, and whose text it has in it.
struct Context {
    Context() = default;
    explicit Context(std::stop_token token, FlowId flowId = 0) : stop(std::move(token)), flow(flowId) { }
    bool stop_requested() const { return stop.stop_requested(); }
    //! \brief The same work under another token.
    Context under(std::stop_token token) const
    {
        Context other = *this;
        other.stop = std::move(token);
        return other;
    }
    //! \brief The same work, with a list of its own of where something is sent to.
    Context listing(std::shared_ptr<Destinations> list) const
    {
        Context other = *this;
        other.destinations = std::move(list);
        return other;
    }
    //! \brief The same work, with this text in it beside what it has already.
    Context carrying(const Contents &more) const
    {
        Context other = *this;
        Contents all = contents ? *contents : Contents();
        all.add(more);
        other.contents = std::make_shared<const Contents>(std::move(all));
        return other;
    }

    //! \brief The same work, for a call that has none of its text in it.
    Context withoutText() const
    {
        Context other = *this;
        other.contents = std::make_shared<const Contents>();
        return other;
    }

    std::stop_token stop;
    FlowId flow = 0; //!< 0: none
    std::shared_ptr<Destinations> destinations; //!< null: nobody wants to know
    std::shared_ptr<const Contents> contents; //!< null: nobody has said
};

} // namespace Heddle::Concurrency
