// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/bench/sleepingengine.h"
#include <thread>

namespace Heddle::Bench {

using namespace std::chrono_literals;

Status sleepFor(std::chrono::milliseconds time, const std::stop_token &stop)
{
    const auto until = std::chrono::steady_clock::now() + time;
    while (!stop.stop_requested()) {
        const auto left = until - std::chrono::steady_clock::now();
        if (left <= 0ms)
            return Done {};
        std::this_thread::sleep_for(std::min<std::chrono::steady_clock::duration>(left, 500ms));
    }
    return Error::cancelled();
}

SleepingEngine::SleepingEngine(std::chrono::milliseconds time, int documents) : m_time(time)
{
    for (int i = 0; i < documents; ++i) {
        Search::Hit hit;
        hit.chunk = QString::number(i);
        hit.title = QStringLiteral("Passage %1").arg(i);
        hit.text = QStringLiteral("The keeper of the northern lock wrote down what passed it. ").repeated(11).left(590);
        hit.textLeg = Search::LegScore { i + 1, double(documents - i) };
        m_found.hits += hit;
    }
    m_found.total = documents;
}

Result<Search::SearchResult> SleepingEngine::search(const Search::SearchRequest &, Concurrency::Context context)
{
    HEDDLE_TRY(sleepFor(m_time, context.stop));
    return m_found;
}

} // namespace Heddle::Bench
