// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/search/searchengine.h"
#include <chrono>

namespace Heddle::Bench {

//! \brief Sleeps for a while, in a pool's thread. Errors: Cancelled.
Status doze(std::chrono::milliseconds time, const std::stop_token &stop);

//! \brief A search that takes its time and finds passages of 600 characters.
class DozingEngine : public Search::SearchEngine {
public:
    DozingEngine(std::chrono::milliseconds time, int documents);
    int shards() const override { return 1; }
    Result<std::optional<qint64>> appliedSeq(int) override { return std::optional<qint64>(0); }
    Status index(int, const Search::IndexBatch &, std::stop_token) override { return Done {}; }
    Status commit(int) override { return Done {}; }
    Status beginRebuild(int) override { return Done {}; }
    Status finishRebuild(int, qint64) override { return Done {}; }
    void closeWriters() override { }
    Result<Search::Health> health(int) override { return Search::Health(); }
    Result<Search::SearchResult> search(const Search::SearchRequest &, std::stop_token stop) override;

private:
    std::chrono::milliseconds m_time;
    Search::SearchResult m_found;
};

} // namespace Heddle::Bench
