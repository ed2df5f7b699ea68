// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/search/searchengine.h"
#include <chrono>

namespace Heddle::Bench {

//! \brief Sleeps in a pool's thread until the time is over. Errors: Cancelled.
Status sleepFor(std::chrono::milliseconds time, const std::stop_token &stop);

//! \brief A search that takes a fixed time and finds passages of 600 characters.
class SleepingEngine : public Search::Searcher {
public:
    SleepingEngine(std::chrono::milliseconds time, int documents);
    Result<Search::SearchResult> search(const Search::SearchRequest &, Concurrency::Context context) override;

private:
    std::chrono::milliseconds m_time;
    Search::SearchResult m_found;
};

} // namespace Heddle::Bench
