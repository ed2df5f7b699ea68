// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/concurrency/activitylog.h"
#include "tests/plain/check.h"
#include <atomic>
#include <latch>
#include <thread>

using namespace Heddle::Concurrency;
using namespace std::chrono_literals;

namespace {

using Time = Span::Time;

Span span(const char *what, Time queued, FlowId flow = 0)
{
    Span made;
    made.flow = flow;
    made.where = "pool";
    made.what = what;
    made.queued = queued;
    return made;
}

std::vector<Span> everythingEnded(const ActivityLog &log)
{
    std::uint64_t seen = 0;
    return log.endedAfter(&seen);
}

void spansWaitRunAndEnd()
{
    ActivityLog log;
    const Time start {};
    const auto first = log.queue(span("search", start + 1ms)), second = log.queue(span("save", start + 2ms));
    CHECK(log.oldestWaiting() == start + 1ms);
    CHECK(log.running().empty() && log.waiting(1).size() == 1 && log.waiting(1)[0].what == "search");
    log.start(second, 1, start + 3ms);
    log.start(first, 0, start + 4ms);
    CHECK(!log.oldestWaiting());
    const auto running = log.running();
    CHECK(running.size() == 2 && running[0].what == "search" && running[1].what == "save");
    CHECK(running[0].queued == start + 1ms && running[0].begun == start + 4ms && !running[0].hasEnded());
    CHECK(log.find(first)->what == "search");
    const auto before = log.revision();
    CHECK(log.finish(first, Outcome::Done, start + 5ms).has_value()); // nobody looks
    CHECK(log.revision() > before);
    CHECK(log.running().size() == 1 && everythingEnded(log).empty() && !log.find(first));
    CHECK(!log.finish(first, Outcome::Failed, start + 5ms)); // it ends once
    log.watch();
    log.finish(second, Outcome::Cancelled, start + 6ms);
    std::uint64_t seen = 0;
    const auto ended = log.endedAfter(&seen);
    CHECK(ended.size() == 1 && ended[0].id == second && ended[0].outcome == Outcome::Cancelled);
    CHECK(ended[0].ended == start + 6ms && ended[0].lane == 1);
    CHECK(log.endedAfter(&seen).empty()); // seen already
    const auto waited = log.queue(span("call", start + 7ms));
    log.finish(waited, Outcome::Failed, start + 8ms); // without having started
    const auto late = log.endedAfter(&seen);
    CHECK(late.size() == 1 && !late[0].hasBegun() && late[0].outcome == Outcome::Failed);
    log.unwatch();
    CHECK(everythingEnded(log).empty());
    log.watch();
    log.finish(log.queue(span("again", start + 9ms)), Outcome::Done, start + 9ms);
    CHECK(log.endedAfter(&seen).size() == 1); // a reader that stayed sees what is new
}

void whatIsKeptIsBounded()
{
    ActivityLog log;
    log.watch();
    const Time start {};
    std::uint64_t seen = 0;
    for (std::size_t i = 0; i < 2 * ActivityLog::MostKept; ++i)
        log.finish(log.queue(span("job", start)), Outcome::Done, start);
    CHECK(log.endedAfter(&seen).size() == ActivityLog::MostKept);
    log.finish(log.queue(span("late", start)), Outcome::Done, start + ActivityLog::Kept + 1ms);
    CHECK(everythingEnded(log).size() == 1 && log.endedAfter(&seen).size() == 1);
}

void eightThreadsAndALooker()
{
    constexpr int Threads = 8, Jobs = 2000;
    const auto flows = std::make_shared<FlowLog>();
    ActivityLog log(flows);
    log.watch();
    std::latch together(Threads + 1);
    std::atomic<bool> over { false };
    std::vector<std::thread> threads;
    for (int t = 0; t < Threads; ++t) {
        threads.emplace_back([&, t] {
            together.arrive_and_wait();
            for (int i = 0; i < Jobs; ++i) {
                const auto now = std::chrono::steady_clock::now();
                const FlowId flow = i % 4 == 0 ? flows->begin("question", now) : 0;
                const auto id = log.queue(span("job", now, flow));
                log.start(id, t, now);
                log.finish(id, i % 3 == 0 ? Outcome::Cancelled : Outcome::Done, now);
                flows->end(flow, Outcome::Done, now);
            }
        });
    }
    std::uint64_t seen = 0, read = 0;
    std::thread looker([&] {
        together.arrive_and_wait();
        while (!over) {
            CHECK(log.running().size() <= Threads && log.waiting(100).size() <= Threads);
            read += log.endedAfter(&seen).size();
            log.oldestWaiting();
            log.watch();
            log.unwatch();
            CHECK(flows->all().size() <= FlowLog::MaxFlows);
        }
    });
    for (auto &thread : threads)
        thread.join();
    over = true;
    looker.join();
    read += log.endedAfter(&seen).size();
    CHECK(read == Threads * Jobs); // each was seen once
    CHECK(log.running().empty() && !log.oldestWaiting());
    for (const FlowTrace &flow : flows->all())
        CHECK(flow.spans.size() == 1 && flow.spans[0].hasEnded() && flow.ended != Time());
}

} // namespace

int main()
{
    spansWaitRunAndEnd();
    whatIsKeptIsBounded();
    eightThreadsAndALooker();
    return 0;
}
