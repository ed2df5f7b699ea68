// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstddef>
#include <cstdint>
#include <vector>

namespace Heddle::Search {

// A vector is kept as numbers of 8 bits, and these as two planes of 4 bits: the upper halves of all vectors lie together, and
// so do the lower ones. A scan reads the upper plane alone, which is half of the memory and nearly as telling; the lower
// plane is read for the best of it. Byte j of a plane's row holds number 2j in its lower and 2j + 1 in its upper half.

//! \brief Bytes of a row of a plane: half of the dimension, rounded up so that kernels need no remainder.
constexpr std::size_t planeBytes(std::size_t dimension)
{
    return (dimension + 127) / 128 * 64;
}

//! \brief A question's vector in 8 bits, taken apart for the planes.
struct Query {
    Query(const float *vector, std::size_t dimension);
    std::vector<std::int8_t> even, odd; //!< a row's bytes long each
    float scale = 0; //!< a value is about its number × this
    std::int32_t sum = 0; //!< of all numbers
};

//! \brief Numbers of 8 bits by the largest magnitude, as planes; the scale is returned. A row holds number + 128.
float quantize(const float *vector, std::size_t dimension, std::uint8_t *upper, std::uint8_t *lower);

//! \brief The dot product of a query with many rows of a plane, in the way that the processor does best.
struct Kernel {
    const char *name;
    bool (*runs)(); //!< on this processor
    //! `bytes` is a multiple of 64; rows lie behind each other.
    void (*dots)(const Query &query, const std::uint8_t *rows, std::size_t bytes, std::size_t count, std::int32_t *out);
};
//! \brief Every kernel of this build, the best first; the last one runs everywhere.
const std::vector<Kernel> &kernels();
//! \brief The best one that runs here.
const Kernel &bestKernel();

//! \brief The score by the upper plane's dot product alone: the lower halves count as their mean.
inline float coarseScore(const Query &query, std::int32_t upper, float rowScale)
{
    return (16 * float(upper) - 120.5F * float(query.sum)) * query.scale * rowScale;
}
//! \brief The score by all 8 bits.
inline float fineScore(const Query &query, std::int32_t upper, std::int32_t lower, float rowScale)
{
    return float(16 * upper + lower - 128 * query.sum) * query.scale * rowScale;
}

//! \brief The dot product in float.
float dot(const float *a, const float *b, std::size_t dimension);

} // namespace Heddle::Search
