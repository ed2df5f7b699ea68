// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <algorithm>
#include <array>
#include <atomic>
#include <bit>
#include <cstdint>
#include <mutex>
#include <vector>

// Plain C++ on purpose: this file is tested under thread sanitizer in a program without Qt.
namespace Heddle::Concurrency {

//! \brief Times in microseconds, in buckets that are an eighth of a power of two wide; add() is one relaxed increment from any thread.
class TimeHistogram {
public:
    void add(std::int64_t microseconds)
    {
        const auto us = std::uint64_t(std::max<std::int64_t>(microseconds, 0));
        m_buckets[bucketOf(us)].fetch_add(1, std::memory_order_relaxed);
        m_sum.fetch_add(us, std::memory_order_relaxed);
    }
    //! \brief Upper edge, in microseconds, of the bucket that holds the quantile, at most an eighth too large; 0 when empty.
    std::int64_t quantile(double q) const
    {
        std::array<std::uint64_t, Size> count {};
        std::uint64_t total = 0;
        for (std::size_t i = 0; i < Size; ++i)
            total += count[i] = m_buckets[i].load(std::memory_order_relaxed);
        auto left = std::uint64_t(q * double(total));
        for (std::size_t i = 0; i < Size; ++i) {
            if (count[i] > left)
                return upperEdge(i);
            left -= count[i];
        }
        return 0;
    }
    std::uint64_t sum() const { return m_sum.load(std::memory_order_relaxed); }

private:
    static constexpr int Parts = 8, PartBits = 3, Powers = 38;
    static constexpr std::size_t Size = std::size_t(Parts) * (Powers - PartBits);
    static std::size_t bucketOf(std::uint64_t us)
    {
        if (us < Parts)
            return std::size_t(us); // exact
        const int power = std::bit_width(us) - 1, shift = power - PartBits;
        return std::min(std::size_t(shift + 1) * Parts + std::size_t((us >> shift) - Parts), Size - 1);
    }
    static std::int64_t upperEdge(std::size_t bucket)
    {
        if (bucket < Parts)
            return std::int64_t(bucket);
        const int shift = int(bucket / Parts) - 1;
        return ((std::int64_t(Parts) + std::int64_t(bucket % Parts) + 1) << shift) - 1;
    }
    std::array<std::atomic<std::uint64_t>, Size> m_buckets {};
    std::atomic<std::uint64_t> m_sum { 0 };
};

//! \brief One reading of a pool; each figure is exact by itself, the set is not one instant.
struct PoolFigures {
    int threads = 0;
    int active = 0;
    int queued = 0;
    int peakActive = 0;
    int peakQueued = 0;
    std::uint64_t done = 0; //!< jobs that ran to their end
    std::uint64_t cancelled = 0; //!< jobs whose token was stopped before or while they ran
    std::int64_t waitP50us = 0, waitP99us = 0, runP50us = 0, runP99us = 0;
};

//! \brief What a pool counts of itself, and the slots 0..n-1 that its running jobs hold.
class PoolCounters {
public:
    explicit PoolCounters(int threads) : m_threads(threads), m_slotUsed(std::size_t(std::max(threads, 1)), false) { }

    void setThreads(int threads) { m_threads.store(threads, std::memory_order_relaxed); }
    void queued() { raise(m_peakQueued, m_queued.fetch_add(1, std::memory_order_relaxed) + 1); }

    //! \brief A job leaves the queue for a thread. Returns its slot; the lowest free one, so that lanes stay put.
    int started(std::int64_t waitedUs)
    {
        m_queued.fetch_sub(1, std::memory_order_relaxed);
        raise(m_peakActive, m_active.fetch_add(1, std::memory_order_relaxed) + 1);
        m_wait.add(waitedUs);
        const std::lock_guard lock(m_slotMutex);
        const auto free = std::find(m_slotUsed.begin(), m_slotUsed.end(), false);
        if (free == m_slotUsed.end()) { // a thread may report its end a moment after the next one begins
            m_slotUsed.push_back(true);
            return int(m_slotUsed.size()) - 1;
        }
        *free = true;
        return int(free - m_slotUsed.begin());
    }

    void finished(int slot, std::int64_t ranUs, bool wasCancelled)
    {
        {
            const std::lock_guard lock(m_slotMutex);
            m_slotUsed[std::size_t(slot)] = false;
        }
        m_run.add(ranUs);
        (wasCancelled ? m_cancelled : m_done).fetch_add(1, std::memory_order_relaxed);
        m_active.fetch_sub(1, std::memory_order_relaxed);
    }

    PoolFigures figures() const
    {
        constexpr auto r = std::memory_order_relaxed;
        return { m_threads.load(r), m_active.load(r), m_queued.load(r), m_peakActive.load(r), m_peakQueued.load(r), m_done.load(r),
            m_cancelled.load(r), m_wait.quantile(.5), m_wait.quantile(.99), m_run.quantile(.5), m_run.quantile(.99) };
    }

private:
    static void raise(std::atomic<int> &peak, int value)
    {
        int seen = peak.load(std::memory_order_relaxed);
        while (value > seen && !peak.compare_exchange_weak(seen, value, std::memory_order_relaxed)) { }
    }

    std::atomic<int> m_threads;
    std::atomic<int> m_active { 0 }, m_queued { 0 }, m_peakActive { 0 }, m_peakQueued { 0 };
    std::atomic<std::uint64_t> m_done { 0 }, m_cancelled { 0 };
    TimeHistogram m_wait, m_run;
    std::mutex m_slotMutex;
    std::vector<bool> m_slotUsed;
};

} // namespace Heddle::Concurrency
