// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <xapian.h>
// Xapian before any Qt header
#include "core/search/local/localengine.h"
#include "core/search/local/xapianindex.h"
#include <QThreadPool>
#include <list>
#include <memory>
#include <mutex>
#include <unordered_map>

namespace Heddle::Search {

//! \brief Which folder a path leads to: it may be another one next time.
struct FolderIdentity {
    quint64 number = 0; //!< 0: none
    qint64 born = 0; //!< ns; 0 where the file system does not tell
    bool operator==(const FolderIdentity &) const = default;
};

//! \brief The shards as one thread reads them; used by one thread at a time, or a shard each by several.
struct OpenShards {
    Xapian::Database all; //!< the parts together; shares their open files
    std::vector<Xapian::Database> parts;
    std::vector<int> shardOf; //!< shard number of each part
    std::vector<FolderIdentity> folders; //!< in which each shard lay when the parts were opened
    bool partial = false; //!< a shard is missing or being rebuilt
};

//! \brief Which chunks of one shard hold a term, kept for frequent terms while the shard does not change. Thread-safe.
class TermSets {
public:
    using Bits = std::vector<quint64>;
    //! \brief The chunks with the term; nothing for a term too rare to keep.
    std::shared_ptr<const Bits> find(const Xapian::Database &shard, const std::string &term);

private:
    static constexpr std::size_t MaxBytes = std::size_t(16) << 20;
    std::mutex m_mutex;
    std::pair<std::string, Xapian::rev> m_state; //!< of the shard: its UUID and revision
    std::size_t m_bytes = 0;
    std::list<std::string> m_byUse; //!< the latest first
    struct Kept {
        std::shared_ptr<const Bits> bits;
        std::list<std::string>::iterator use;
    };
    std::unordered_map<std::string, Kept> m_kept;
};

//! \brief The best chunks of a query and how many match. Ranking stops early where the rest can't reach the best, so the
//! exact number is counted apart, from sets of chunks. A question of frequent words is ranked shard by shard in parallel,
//! each with its own statistics, where these are nearly those of the whole.
class Matcher {
public:
    explicit Matcher(int shards);

    struct Match {
        qint64 chunkRow;
        double weight;
    };
    struct Matches {
        std::vector<Match> best; //!< by weight, then by chunk
        qint64 total = 0; //!< exact
    };
    //! \brief Throws what Xapian throws.
    Matches match(const OpenShards &shards, const BuiltQuery &query, const RankingParameters &parameters, int depth);

    //! \brief How many chunks pass the filters, and how many of these each list of terms is in by one term at least. Throws what Xapian
    //! throws.
    struct Frequencies {
        qint64 chunks = 0;
        std::vector<qint64> withTerm;
    };
    Frequencies frequencies(
        const OpenShards &shards, const std::vector<std::vector<std::string>> &filters, const std::vector<std::vector<std::string>> &terms);

private:
    qint64 count(const Xapian::Database &shard, TermSets &sets, const BuiltQuery &query);

    std::vector<TermSets> m_sets; //!< per shard
    QThreadPool m_pool; //!< helps the thread that searches
};

} // namespace Heddle::Search
