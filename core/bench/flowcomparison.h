// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/bench/flowbench.h"

namespace Heddle::Bench {

//! \brief Is told how a comparison gets on, in the event loop's thread. Neither function may be empty.
struct ComparisonObserver {
    std::function<void(const std::shared_ptr<FlowBench> &)> started; //!< its plan names the mode
    //! \brief The run of this mode is over. Whoever kept the bench lets go of it here, so that its threads have ended when
    //! the next run counts threads.
    std::function<void(FlowPlan::Mode, const Result<FlowFigures> &)> ended;
};

//! \brief Runs a plan in both modes, split and then blocking, against a reranker of its own on this computer. Ends with the
//! first run that fails.
//! \param plan Its mode and address are ignored.
//! \return The error of the run that failed; Cancelled.
QCoro::Task<Status> compareFlows(FlowPlan plan, ComparisonObserver observer, std::stop_token stop);

//! \brief Returns figures as CSV with CRLF line ends: one line of names, and a line for each run.
QByteArray toCsv(const QList<FlowFigures> &runs);

} // namespace Heddle::Bench
