// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/search/local/vectors/kernel.h"
#include <algorithm>
#include <cmath>
#if defined(__x86_64__) || defined(_M_X64)
#include <immintrin.h>
#elif defined(__aarch64__)
#include <arm_neon.h>
#endif

namespace Heddle::Search {
namespace {

bool always()
{
    return true;
}

void dotsPortable(const Query &query, const std::uint8_t *rows, std::size_t bytes, std::size_t count, std::int32_t *out)
{
    for (std::size_t row = 0; row < count; ++row, rows += bytes) {
        std::int32_t sum = 0;
        for (std::size_t i = 0; i < bytes; ++i)
            sum += std::int32_t(query.even[i]) * (rows[i] & 15) + std::int32_t(query.odd[i]) * (rows[i] >> 4);
        out[row] = sum;
    }
}

#if defined(__x86_64__) || defined(_M_X64)
bool hasAvx2()
{
    return __builtin_cpu_supports("avx2") != 0;
}

// Two products of at most 15 × 127 fit 16 bits, and so do eight such pairs: that often they are added before they are widened.
__attribute__((target("avx2"))) void dotsAvx2(
    const Query &query, const std::uint8_t *rows, std::size_t bytes, std::size_t count, std::int32_t *out)
{
    constexpr std::size_t Widen = std::size_t(8) * 32;
    const __m256i ones = _mm256_set1_epi16(1), half = _mm256_set1_epi8(15);
    const auto at = [](const void *from) { return static_cast<const __m256i *>(from); };
    for (std::size_t row = 0; row < count; ++row, rows += bytes) {
        __m256i sum = _mm256_setzero_si256();
        for (std::size_t from = 0; from < bytes; from += Widen) {
            __m256i even = _mm256_setzero_si256(), odd = _mm256_setzero_si256();
            const std::size_t to = std::min(bytes, from + Widen);
            for (std::size_t i = from; i < to; i += 32) {
                const __m256i both = _mm256_loadu_si256(at(rows + i));
                const __m256i low = _mm256_and_si256(both, half), high = _mm256_and_si256(_mm256_srli_epi16(both, 4), half);
                even = _mm256_add_epi16(even, _mm256_maddubs_epi16(low, _mm256_loadu_si256(at(query.even.data() + i))));
                odd = _mm256_add_epi16(odd, _mm256_maddubs_epi16(high, _mm256_loadu_si256(at(query.odd.data() + i))));
            }
            sum = _mm256_add_epi32(sum, _mm256_add_epi32(_mm256_madd_epi16(even, ones), _mm256_madd_epi16(odd, ones)));
        }
        __m128i four = _mm_add_epi32(_mm256_castsi256_si128(sum), _mm256_extracti128_si256(sum, 1));
        four = _mm_add_epi32(four, _mm_shuffle_epi32(four, _MM_SHUFFLE(1, 0, 3, 2)));
        four = _mm_add_epi32(four, _mm_shuffle_epi32(four, _MM_SHUFFLE(2, 3, 0, 1)));
        out[row] = _mm_cvtsi128_si32(four);
    }
}

bool hasVnni()
{
    return __builtin_cpu_supports("avx512f") != 0 && __builtin_cpu_supports("avx512bw") != 0 && __builtin_cpu_supports("avx512vnni") != 0;
}

__attribute__((target("avx512f,avx512bw,avx512vnni"))) void dotsVnni(
    const Query &query, const std::uint8_t *rows, std::size_t bytes, std::size_t count, std::int32_t *out)
{
    const __m512i half = _mm512_set1_epi8(15);
    for (std::size_t row = 0; row < count; ++row, rows += bytes) {
        __m512i even = _mm512_setzero_si512(), odd = _mm512_setzero_si512();
        for (std::size_t i = 0; i < bytes; i += 64) {
            const __m512i both = _mm512_loadu_si512(rows + i);
            even = _mm512_dpbusd_epi32(even, _mm512_and_si512(both, half), _mm512_loadu_si512(query.even.data() + i));
            odd = _mm512_dpbusd_epi32(odd, _mm512_and_si512(_mm512_srli_epi16(both, 4), half), _mm512_loadu_si512(query.odd.data() + i));
        }
        out[row] = _mm512_reduce_add_epi32(_mm512_add_epi32(even, odd));
    }
}
#elif defined(__aarch64__)
void dotsNeon(const Query &query, const std::uint8_t *rows, std::size_t bytes, std::size_t count, std::int32_t *out)
{
    const uint8x16_t half = vdupq_n_u8(15);
    for (std::size_t row = 0; row < count; ++row, rows += bytes) {
        int32x4_t sum = vdupq_n_s32(0);
        for (std::size_t i = 0; i < bytes; i += 16) {
            const uint8x16_t both = vld1q_u8(rows + i);
            const int8x16_t low = vreinterpretq_s8_u8(vandq_u8(both, half)), high = vreinterpretq_s8_u8(vshrq_n_u8(both, 4));
            const int8x16_t even = vld1q_s8(query.even.data() + i), odd = vld1q_s8(query.odd.data() + i);
            sum = vpadalq_s16(sum, vmlal_high_s8(vmull_s8(vget_low_s8(low), vget_low_s8(even)), low, even));
            sum = vpadalq_s16(sum, vmlal_high_s8(vmull_s8(vget_low_s8(high), vget_low_s8(odd)), high, odd));
        }
        out[row] = vaddvq_s32(sum);
    }
}
#endif

//! Numbers from −127 to 127 for a vector's values, and the scale back.
class Numbers {
public:
    Numbers(const float *vector, std::size_t dimension) : m_vector(vector), m_dimension(dimension)
    {
        for (std::size_t i = 0; i < dimension; ++i)
            m_largest = std::max(m_largest, std::abs(vector[i]));
    }
    float scale() const { return m_largest / 127; }
    int at(std::size_t i) const { return i < m_dimension && m_largest > 0 ? int(std::lround(m_vector[i] * 127 / m_largest)) : 0; }

private:
    const float *m_vector;
    std::size_t m_dimension;
    float m_largest = 0;
};

} // namespace

const std::vector<Kernel> &kernels()
{
    static const std::vector<Kernel> table
    {
#if defined(__x86_64__) || defined(_M_X64)
        { "AVX-512 VNNI", hasVnni, dotsVnni }, { "AVX2", hasAvx2, dotsAvx2 },
#elif defined(__aarch64__)
        { "NEON", always, dotsNeon },
#endif
            { "portable", always, dotsPortable },
    };
    return table;
}

const Kernel &bestKernel()
{
    static const Kernel &best = *std::find_if(kernels().begin(), kernels().end(), [](const Kernel &kernel) { return kernel.runs(); });
    return best;
}

Query::Query(const float *vector, std::size_t dimension) : even(planeBytes(dimension)), odd(planeBytes(dimension))
{
    const Numbers numbers(vector, dimension);
    scale = numbers.scale();
    for (std::size_t byte = 0; byte < even.size(); ++byte) {
        even[byte] = std::int8_t(numbers.at(2 * byte));
        odd[byte] = std::int8_t(numbers.at(2 * byte + 1));
        sum += even[byte] + odd[byte];
    }
}

float quantize(const float *vector, std::size_t dimension, std::uint8_t *upper, std::uint8_t *lower)
{
    const Numbers numbers(vector, dimension);
    for (std::size_t byte = 0; byte < planeBytes(dimension); ++byte) {
        const int first = numbers.at(2 * byte) + 128, second = numbers.at(2 * byte + 1) + 128;
        upper[byte] = std::uint8_t(first / 16 + second / 16 * 16);
        lower[byte] = std::uint8_t(first % 16 + second % 16 * 16);
    }
    return numbers.scale();
}

float dot(const float *a, const float *b, std::size_t dimension)
{
    constexpr std::size_t Lanes = 8; // independent sums: the compiler may add them side by side
    float sums[Lanes] = {};
    std::size_t i = 0;
    for (; i + Lanes <= dimension; i += Lanes) {
        for (std::size_t lane = 0; lane < Lanes; ++lane)
            sums[lane] += a[i + lane] * b[i + lane];
    }
    float sum = 0;
    for (; i < dimension; ++i)
        sum += a[i] * b[i];
    for (const float lane : sums)
        sum += lane;
    return sum;
}

} // namespace Heddle::Search
