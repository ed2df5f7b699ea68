// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialog/checking/computedquantity.h"
#include "core/dialog/checking/units.h"
#include <cmath>

namespace Heddle::Dialog {
namespace {

int yearOf(const Quantity &quantity)
{
    return quantity.kind == Quantity::Kind::Date ? quantity.year : quantity.spelledYear() ? int(quantity.value) : 0;
}

} // namespace

bool isLow(Bound bound)
{
    return bound == Bound::AtLeast || bound == Bound::MoreThan;
}

bool isHigh(Bound bound)
{
    return bound == Bound::AtMost || bound == Bound::LessThan;
}

bool isRound(const Quantity &quantity)
{
    double bare = quantity.step > 0 ? std::round(quantity.value / quantity.step) : quantity.value;
    if (bare < 10)
        return false;
    while (bare >= 10 && std::fmod(bare, 10) == 0)
        bare /= 10;
    return bare < 100;
}

bool isComputed(const Quantity &quantity, const QList<QuantityPlace> &near)
{
    constexpr qsizetype MaxNear = 24;
    bool together = false; // in one sentence, where a result may be rounded
    const auto is = [&quantity, &together](double value) {
        const double off = std::abs(value - quantity.value), rounding = together && isRound(quantity) ? 0.05 : 1e-9;
        if (quantity.value <= 0 || value <= 0)
            return false;
        if (isLow(quantity.bound) && value > quantity.value && value < 1.3 * quantity.value)
            return true;
        return off <= std::max(std::min(0.5 * quantity.step, 0.1 * quantity.value), rounding * quantity.value);
    };
    const bool span = isTime(quantity.unit);
    for (qsizetype i = 0; i < std::min(near.size(), MaxNear); ++i) {
        for (qsizetype j = 0; j < std::min(near.size(), MaxNear); ++j) {
            if (i == j)
                continue;
            const Quantity &a = *near[i].quantity, &b = *near[j].quantity;
            together = near[i].index == near[j].index;
            const int from = yearOf(b), to = yearOf(a);
            if (from && to && ((span && is(12.0 * (to - from))) || (quantity.unit.isEmpty() && is(to - from))))
                return true;
            if (from && quantity.spelledYear() && a.unit == QLatin1String("month")
                && (is(from + a.value / 12) || is(from - a.value / 12)))
                return true;
            if (a.kind != Quantity::Kind::Number || b.kind != Quantity::Kind::Number || a.spelledYear() || b.spelledYear())
                continue;
            const bool likeIt = a.unit == b.unit
                && (a.unit == quantity.unit || (quantity.unit == QLatin1String("point") && a.unit == QLatin1String("%")));
            if (likeIt && (is(a.value + b.value) || is(a.value - b.value)))
                return true;
            if (a.unit == QLatin1String("%") && b.unit == quantity.unit && b.unit != a.unit && is(a.value / 100 * b.value))
                return true;
            const bool ratio = a.unit == b.unit && b.value > 0;
            if (ratio && quantity.unit == QLatin1String("%")
                && (is(100 * a.value / b.value) || is(100 * (a.value - b.value) / b.value) || is(100 * (b.value - a.value) / b.value)))
                return true;
            if (ratio && quantity.unit == QLatin1String("times") && is(a.value / b.value))
                return true;
        }
    }
    return false;
}

} // namespace Heddle::Dialog
