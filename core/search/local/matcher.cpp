// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/search/local/matcher.h"
#include <algorithm>
#include <bit>
#include <cmath>
#include <exception>
#include <latch>

namespace Heddle::Search {
namespace {

constexpr Xapian::doccount FrequentTerm = 1000; //!< chunks of a shard; rarer terms are walked each time
constexpr double ManyPostings = 30'000; //!< of a whole question, from here on the shards work in parallel

void add(TermSets::Bits &bits, const Xapian::Database &shard, const std::string &term)
{
    for (auto it = shard.postlist_begin(term); it != shard.postlist_end(term); ++it)
        bits[*it / 64] |= quint64(1) << (*it % 64);
}

//! Each shard by itself would weigh the terms nearly as the whole does: not so when a few huge documents lie in one.
bool alike(const OpenShards &shards, const std::vector<std::string> &terms)
{
    constexpr double Length = 0.1, Absolute = 0.1, Relative = 0.05; //!< what a length and an idf may differ by
    const double all = shards.all.get_doccount(), length = shards.all.get_avlength();
    for (const Xapian::Database &part : shards.parts) {
        const double count = part.get_doccount();
        if (count * 2 * double(shards.parts.size()) < all || std::abs(part.get_avlength() - length) > Length * length)
            return false;
        for (const std::string &term : terms) {
            const double here = part.get_termfreq(term) / count, everywhere = shards.all.get_termfreq(term) / all;
            if (here > 0 && std::abs(std::log(here / everywhere)) > Absolute - Relative * std::log(everywhere))
                return false;
        }
    }
    return true;
}

std::vector<Matcher::Match> rank(const Xapian::Database &db, const Xapian::Query &query, const RankingParameters &parameters, int depth,
    Xapian::doccount checkAtLeast, qint64 *total)
{
    Xapian::Enquire enquire(db);
    enquire.set_weighting_scheme(Xapian::BM25Weight(parameters.k1, 0, 1, parameters.b, 0.5));
    enquire.set_query(query);
    enquire.set_docid_order(Xapian::Enquire::ASCENDING);
    const Xapian::MSet found = enquire.get_mset(0, Xapian::doccount(depth), checkAtLeast);
    if (total)
        *total = found.get_matches_estimated();
    std::vector<Matcher::Match> best;
    for (auto it = found.begin(); it != found.end(); ++it)
        best.push_back({ qint64(*it), it.get_weight() });
    return best;
}

} // namespace

std::shared_ptr<const TermSets::Bits> TermSets::find(const Xapian::Database &shard, const std::string &term)
{
    if (shard.get_termfreq(term) < FrequentTerm)
        return {};
    const std::pair<std::string, Xapian::rev> state { shard.get_uuid(), shard.get_revision() }; // one built anew has another UUID
    {
        const std::lock_guard lock(m_mutex);
        if (state != m_state) {
            m_kept.clear();
            m_byUse.clear();
            m_bytes = 0;
            m_state = state;
        } else if (const auto it = m_kept.find(term); it != m_kept.end()) {
            m_byUse.splice(m_byUse.begin(), m_byUse, it->second.use);
            return it->second.bits;
        }
    }
    auto bits = std::make_shared<Bits>(shard.get_lastdocid() / 64 + 1);
    add(*bits, shard, term);
    const std::size_t size = bits->size() * sizeof(quint64);
    const std::lock_guard lock(m_mutex);
    if (state != m_state || m_kept.contains(term))
        return bits; // another thread was first, or saw a newer shard
    m_byUse.push_front(term);
    m_kept.emplace(term, Kept { bits, m_byUse.begin() });
    m_bytes += size;
    while (m_bytes > MaxBytes && m_byUse.size() > 1) {
        m_bytes -= m_kept.at(m_byUse.back()).bits->size() * sizeof(quint64);
        m_kept.erase(m_byUse.back());
        m_byUse.pop_back();
    }
    return bits;
}

Matcher::Matcher(int shards) : m_sets(std::size_t(shards))
{
    m_pool.setObjectName(QStringLiteral("search-shards"));
    m_pool.setMaxThreadCount(std::max(1, shards - 1));
}

qint64 Matcher::count(const Xapian::Database &shard, TermSets &sets, const BuiltQuery &query)
{
    const std::size_t words = shard.get_lastdocid() / 64 + 1;
    const auto unite = [&](const std::vector<std::string> &terms) {
        TermSets::Bits united(words);
        for (const std::string &term : terms) {
            const auto kept = sets.find(shard, term);
            if (!kept) {
                add(united, shard, term);
            } else {
                for (std::size_t i = 0; i < std::min(words, kept->size()); ++i)
                    united[i] |= (*kept)[i];
            }
        }
        return united;
    };
    const auto intersect = [words](TermSets::Bits &bits, const TermSets::Bits &others) {
        for (std::size_t i = 0; i < words; ++i)
            bits[i] &= others[i];
    };
    TermSets::Bits matching = unite(query.anyOf);
    for (const auto &terms : query.allOf) {
        TermSets::Bits together = unite({ terms.front() });
        for (std::size_t term = 1; term < terms.size(); ++term)
            intersect(together, unite({ terms[term] }));
        for (std::size_t i = 0; i < words; ++i)
            matching[i] |= together[i];
    }
    for (const auto &filter : query.filters)
        intersect(matching, unite(filter));
    qint64 total = 0;
    for (const quint64 bits : matching)
        total += std::popcount(bits);
    return total;
}

Matcher::Frequencies Matcher::frequencies(
    const OpenShards &shards, const std::vector<std::vector<std::string>> &filters, const std::vector<std::vector<std::string>> &terms)
{
    Frequencies result;
    result.withTerm.assign(terms.size(), 0);
    BuiltQuery query;
    for (std::size_t part = 0; part < shards.parts.size(); ++part) {
        TermSets &sets = m_sets[std::size_t(shards.shardOf[part])];
        query.anyOf = filters.front();
        query.filters = filters;
        result.chunks += count(shards.parts[part], sets, query);
        for (std::size_t term = 0; term < terms.size(); ++term) {
            query.anyOf = terms[term];
            result.withTerm[term] += count(shards.parts[part], sets, query);
        }
    }
    return result;
}

Matcher::Matches Matcher::match(const OpenShards &shards, const BuiltQuery &query, const RankingParameters &parameters, int depth)
{
    Matches matches;
    depth = int(std::min<Xapian::doccount>(Xapian::doccount(depth), shards.all.get_doccount())); // Xapian reserves room for all of them
    const std::size_t parts = shards.parts.size();
    const auto sets = [&](std::size_t part) -> TermSets & { return m_sets[std::size_t(shards.shardOf[part])]; };
    double postings = 0;
    for (const std::string &term : query.anyOf)
        postings += shards.all.get_termfreq(term);

    if (query.hasPhrase || parts == 1 || postings < ManyPostings || !alike(shards, query.anyOf)) {
        // With a phrase only the matcher knows who is in; then everything is checked.
        const Xapian::doccount check = query.hasPhrase ? shards.all.get_doccount() : 0;
        matches.best = rank(shards.all, query.query, parameters, depth, check, query.hasPhrase ? &matches.total : nullptr);
        for (Match &match : matches.best)
            match.chunkRow = (match.chunkRow - 1) / qint64(parts) + 1; // (local − 1) × parts + part + 1
        for (std::size_t part = 0; !query.hasPhrase && part < parts; ++part)
            matches.total += count(shards.parts[part], sets(part), query);
        return matches;
    }

    // Xapian counts the references of a query without atomics: each thread gets its own.
    const std::string serialised = query.query.serialise();
    std::vector<Matches> found(parts);
    std::vector<std::exception_ptr> failed(parts);
    const auto work = [&](std::size_t part) {
        try {
            found[part].best = rank(shards.parts[part], Xapian::Query::unserialise(serialised), parameters, depth, 0, nullptr);
            found[part].total = count(shards.parts[part], sets(part), query);
        } catch (...) {
            failed[part] = std::current_exception();
        }
    };
    std::latch done(std::ptrdiff_t(parts) - 1);
    for (std::size_t part = 1; part < parts; ++part) {
        m_pool.start([&, part] {
            work(part);
            done.count_down();
        });
    }
    work(0);
    done.wait();
    for (std::size_t part = 0; part < parts; ++part) {
        if (failed[part])
            std::rethrow_exception(failed[part]);
        matches.total += found[part].total;
        matches.best.insert(matches.best.end(), found[part].best.begin(), found[part].best.end());
    }
    std::sort(matches.best.begin(), matches.best.end(),
        [](const Match &a, const Match &b) { return a.weight != b.weight ? a.weight > b.weight : a.chunkRow < b.chunkRow; });
    if (matches.best.size() > std::size_t(depth))
        matches.best.resize(std::size_t(depth));
    return matches;
}

} // namespace Heddle::Search
