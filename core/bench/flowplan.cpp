// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/bench/flowplan.h"
#include <algorithm>
#include <functional>
#include <queue>
#include <vector>

namespace Heddle::Bench {

double limitMs(const FlowPlan &plan)
{
    if (plan.closed())
        return double(plan.question().count());
    std::priority_queue<double, std::vector<double>, std::greater<>> freeAt; // of each thread
    for (int i = 0; i < plan.threads; ++i)
        freeAt.push(0);
    std::priority_queue<double, std::vector<double>, std::greater<>> searches; // since when they wait
    double end = 0;
    const auto run = [&freeAt](double ready, FlowPlan::Milliseconds time) {
        const double done = std::max(freeAt.top(), ready) + double(time.count());
        freeAt.pop();
        freeAt.push(done);
        return done;
    };
    for (int i = 0; i < plan.users; ++i) // the database jobs were all queued first
        searches.push(run(0, plan.database));
    for (; !searches.empty(); searches.pop())
        end = std::max(end, run(searches.top(), plan.search));
    return end + double(plan.rerank.count());
}

} // namespace Heddle::Bench
