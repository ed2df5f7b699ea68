// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/callregistry.h"
#include "tests/plain/check.h"
#include <atomic>
#include <thread>

using namespace Heddle::Net;

namespace {

std::uint64_t begin(CallRegistry &registry, const std::string &host)
{
    CallRegistry::Span call;
    call.where = host;
    call.what = "test";
    return registry.begin(std::move(call));
}

} // namespace

int main()
{
    using Heddle::Concurrency::Outcome;
    CallRegistry registry;
    std::atomic<bool> over { false };
    std::vector<std::thread> threads;
    constexpr int Threads = 8, Calls = 5000;
    for (int t = 0; t < Threads; ++t) {
        threads.emplace_back([&registry, t] {
            for (int i = 0; i < Calls; ++i) {
                const auto id = begin(registry, "host" + std::to_string((t + i) % 3));
                if (i % 4 != 0) {
                    registry.activate(id);
                    registry.sent(id, 10);
                }
                registry.end(id, i % 2 == 0 ? Outcome::Done : Outcome::Failed, 5);
                registry.end(id, Outcome::Done, 5); // a second end counts for nothing
            }
        });
    }
    std::thread reader([&] {
        while (!over) {
            for (const CallRegistry::Span &call : registry.activity().running())
                CHECK(call.where.rfind("host", 0) == 0 && call.hasBegun());
            for (const HostFigures &host : registry.hosts())
                CHECK(host.waiting >= 0 && host.active >= 0);
        }
    });
    for (std::thread &thread : threads)
        thread.join();
    over = true;
    reader.join();
    std::uint64_t done = 0, failed = 0, received = 0;
    for (const HostFigures &host : registry.hosts()) {
        CHECK(host.waiting == 0 && host.active == 0);
        CHECK(host.peakActive <= Threads);
        done += host.done;
        failed += host.failed;
        received += host.bytesReceived;
    }
    CHECK(done == Threads * Calls / 2 && failed == Threads * Calls / 2 && received == Threads * Calls * 5);
    CHECK(registry.inFlight() == 0 && registry.peak() >= 1 && registry.peak() <= Threads);
    // Hosts that are idle are forgotten, so that trying addresses does not fill the memory.
    for (int i = 0; i < 1000; ++i)
        registry.end(begin(registry, "other" + std::to_string(i)), Outcome::Done, 0);
    CHECK(registry.hosts().size() <= 64);
    return 0;
}
