// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QtGlobal>
#include <ctime>
#include <functional>

namespace Heddle::TestSupport {

#ifdef __SANITIZE_ADDRESS__
inline constexpr qint64 NoTime = 3000; //!< ms: too short to compare, and short enough; everything takes ten times as long
#else
inline constexpr qint64 NoTime = 300;
#endif

inline qint64 timeOf(const std::function<void()> &work)
{
    const std::clock_t before = std::clock(); // of this process: other programs may be busy
    work();
    return qint64(std::clock() - before) * 1000 / CLOCKS_PER_SEC;
}

//! Whether twice the text takes about twice the time: with the square of the length it would be four times. The best of three.
template <class Text>
bool isLinear(const std::function<void(const Text &)> &read, const Text &half, const Text &whole)
{
    for (int attempt = 0; attempt < 3; ++attempt) {
        const qint64 longer = timeOf([&] { read(whole); });
        if (longer < NoTime)
            return true;
        const qint64 shorter = timeOf([&] { read(half); });
        if (longer < 3 * shorter)
            return true;
        qInfo("%lld ms for half of it, %lld ms for all", static_cast<long long>(shorter), static_cast<long long>(longer));
    }
    return false;
}

} // namespace Heddle::TestSupport
