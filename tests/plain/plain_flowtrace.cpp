// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/concurrency/flowtrace.h"
#include "tests/plain/check.h"
#include <atomic>
#include <thread>

using namespace Heddle::Concurrency;
using namespace std::chrono_literals;

namespace {

using Time = Span::Time;

Span span(FlowId flow, std::uint64_t id, const char *where, Span::Runs runs = Span::Runs::PoolThread)
{
    Span made;
    made.flow = flow;
    made.id = id;
    made.where = where;
    made.runs = runs;
    made.queued = Time(1ms);
    return made;
}

void aQuestionsWay()
{
    FlowLog log;
    const FlowId first = log.begin("", Time(1ms)), second = log.begin("second", Time(2ms));
    CHECK(first == 1 && second == 2);
    log.setTitle(first, "first");
    Span search = span(first, 7, "search"), call = span(first, 7, "http://host", Span::Runs::EventLoop);
    log.put(search);
    log.put(call);
    search.begun = Time(3ms);
    log.put(search);
    const Span waiting = span(first, 7, "search");
    log.put(waiting); // a change that comes late
    CHECK(log.find(first)->spans.size() == 2 && log.find(first)->spans[0].begun == Time(3ms));
    search.ended = Time(4ms);
    search.outcome = Outcome::Done;
    log.put(search);
    search.ended = Time();
    log.put(search);
    CHECK(log.find(first)->spans[0].ended == Time(4ms));
    log.end(first, Outcome::Failed, Time(9ms));
    log.end(first, Outcome::Done, Time(10ms)); // it ends once
    const auto trace = log.find(first);
    CHECK(trace->title == "first" && trace->outcome == Outcome::Failed && trace->ended == Time(9ms));
    call.ended = Time(12ms); // scores that come after the answer
    log.put(call);
    CHECK(log.find(first)->spans[1].ended == Time(12ms));
    CHECK(log.all().size() == 2 && log.all()[1].id == second);
    const auto before = log.revision();
    log.put(span(0, 1, "search"));
    log.put(span(99, 1, "search"));
    CHECK(log.revision() == before && !log.find(0) && !log.find(99));
}

void theLastTwoHundred()
{
    FlowLog log;
    for (int i = 0; i < 1000; ++i)
        log.begin("question", Time(1ms));
    CHECK(log.all().size() == FlowLog::MaxFlows && log.all().front().id == 801 && !log.find(800));
    log.put(span(800, 1, "search")); // of one that is gone
    log.end(800, Outcome::Done, Time(2ms));
    for (std::uint64_t i = 1; i <= 2 * FlowLog::MaxSpans; ++i)
        log.put(span(1000, i, "search"));
    CHECK(log.find(1000)->spans.size() == FlowLog::MaxSpans);
}

void eightThreads()
{
    FlowLog log;
    std::atomic<bool> over { false };
    std::thread looker([&] {
        while (!over) {
            for (const FlowTrace &trace : log.all())
                CHECK(trace.spans.size() <= 20);
        }
    });
    std::vector<std::thread> threads;
    for (int t = 0; t < 8; ++t) {
        threads.emplace_back([&log] {
            for (int i = 0; i < 500; ++i) {
                const FlowId flow = log.begin("question", Time(1ms));
                for (std::uint64_t id = 1; id <= 20; ++id)
                    log.put(span(flow, id, "search"));
                log.end(flow, Outcome::Done, Time(2ms));
                const auto kept = log.find(flow); // others may have pushed it out
                CHECK(!kept || kept->spans.size() == 20);
            }
        });
    }
    for (auto &thread : threads)
        thread.join();
    over = true;
    looker.join();
    CHECK(log.all().back().id == 4000);
}

} // namespace

int main()
{
    aQuestionsWay();
    theLastTwoHundred();
    eightThreads();
    return 0;
}
