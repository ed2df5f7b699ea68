// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/retrieval/rerankfusion.h"
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numeric>

namespace Heddle::Retrieval {
namespace {

std::vector<double> standardized(std::vector<double> values)
{
    const double count = double(std::max<std::size_t>(1, values.size()));
    const double mean = std::accumulate(values.cbegin(), values.cend(), 0.0) / count;
    double variance = 0;
    for (double &value : values) {
        value -= mean;
        variance += value * value / count;
    }
    const double deviation = std::sqrt(variance);
    for (double &value : values)
        value = deviation > 0 && std::isfinite(deviation) ? value / deviation : 0;
    return values;
}

//! The ranks of values, equal ones in the middle of theirs.
std::vector<double> ranksOf(const std::vector<double> &values)
{
    std::vector<std::size_t> order(values.size());
    std::iota(order.begin(), order.end(), 0);
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return values[a] > values[b]; });
    std::vector<double> ranks(values.size());
    for (std::size_t i = 0; i < order.size();) {
        std::size_t end = i + 1;
        while (end < order.size() && values[order[end]] == values[order[i]])
            ++end;
        for (std::size_t k = i; k < end; ++k)
            ranks[order[k]] = double(i + end - 1) / 2;
        i = end;
    }
    return ranks;
}

} // namespace

std::vector<double> fusedScores(const std::vector<double> &search, const std::vector<double> &rerank, double weight)
{
    const std::vector<double> found = standardized(search), ranked = standardized(rerank);
    std::vector<double> fused(std::min(found.size(), ranked.size()));
    for (std::size_t i = 0; i < fused.size(); ++i)
        fused[i] = 1 / (1 + std::exp(-((1 - weight) * found[i] + weight * ranked[i])));
    return fused;
}

double rankAgreement(const std::vector<double> &one, const std::vector<double> &other)
{
    const std::vector<double> a = standardized(ranksOf(one)), b = standardized(ranksOf(other));
    double sum = 0;
    const std::size_t count = std::min(a.size(), b.size());
    for (std::size_t i = 0; i < count; ++i)
        sum += a[i] * b[i];
    return count > 0 ? sum / double(count) : 0;
}

} // namespace Heddle::Retrieval
