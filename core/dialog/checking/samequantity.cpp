// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialog/checking/quantities.h"
#include "core/dialog/checking/units.h"
#include <cmath>

namespace Heddle::Dialog {
namespace {

constexpr double Exact = 1e-9; //!< relative
constexpr double Converted = 0.02; //!< between units of two systems: "25 miles (40 km)"
constexpr double FractionStep = 1.2; //!< percentage points that a share in words may differ

bool near(double one, double other, double tolerance)
{
    return std::abs(one - other) <= tolerance * std::max(std::abs(one), std::abs(other)) + 1e-12;
}

//! "A third" of 32.9 %.
bool isFraction(const Quantity &quantity)
{
    return quantity.unit == QLatin1String("%") && quantity.fraction;
}

bool sameDate(const Quantity &one, const Quantity &other)
{
    const auto agrees = [](int a, int b) { return a == 0 || b == 0 || a == b; };
    const bool share = (one.year && other.year) || (one.month && other.month) || (one.day && other.day);
    return share && agrees(one.year, other.year) && agrees(one.month, other.month) && agrees(one.day, other.day);
}

} // namespace

bool sameSort(const Quantity &one, const Quantity &other)
{
    using Kind = Quantity::Kind;
    if (one.kind == Kind::Date || other.kind == Kind::Date)
        return (one.kind == Kind::Date || one.spelledYear()) && (other.kind == Kind::Date || other.spelledYear());
    if (one.kind != other.kind)
        return false;
    if (one.spelledYear() != other.spelledYear())
        return false;
    return one.unit == other.unit || (isMoney(one.unit) && isMoney(other.unit)) || (isTime(one.unit) && isTime(other.unit))
        || (QStringList { one.unit, other.unit }.contains(QStringLiteral("%"))
            && QStringList { one.unit, other.unit }.contains(QStringLiteral("point")));
}

bool sameQuantity(const Quantity &one, const Quantity &other)
{
    using Kind = Quantity::Kind;
    if (one.kind == Kind::Date && other.kind == Kind::Date)
        return sameDate(one, other);
    if (one.kind == Kind::Date || other.kind == Kind::Date) {
        const Quantity &date = one.kind == Kind::Date ? one : other, &number = one.kind == Kind::Date ? other : one;
        return number.kind == Kind::Number
            && ((date.year && number.value == date.year) || (date.day && !date.year && number.value == date.day));
    }
    double factor = 1;
    if (one.unit != other.unit) {
        const bool cents = one.unit == QLatin1String("cent") || other.unit == QLatin1String("cent");
        if (cents && isMoney(one.unit) && isMoney(other.unit))
            factor = one.unit == QLatin1String("cent") ? 0.01 : 100;
        else if (!one.unit.isEmpty() && !other.unit.isEmpty())
            return false;
        else // "at seventeen" and "the seventeen-year-old"; "four years" is not "4 members"
            return near(one.bare, other.bare, Exact) && !isTime(one.unit);
    }
    for (const double a : { one.value * factor, one.other * factor }) {
        for (const double b : { other.value, other.other }) {
            if (near(a, b, Exact))
                return true;
        }
    }
    // Rounded: one of them is the other up to its own last digit.
    const double difference = std::abs(one.value * factor - other.value);
    const auto roundedTo = [difference](const Quantity &coarse, const Quantity &fine, double scale) {
        double step = coarse.step * scale;
        for (double bare = coarse.value / std::max(coarse.step, 1e-12); bare >= 100 && std::fmod(bare, 10) == 0; bare /= 10)
            step *= 10; // "711,988" is "710,000"
        return coarse.step > 0 && step > fine.step && step <= 0.1 * std::abs(coarse.value * scale) && difference <= step * 0.6;
    };
    if (roundedTo(one, other, factor) || roundedTo(other, one, 1))
        return true;
    if (one.unit == QLatin1String("%") && one.unit == other.unit && (isFraction(one) || isFraction(other)) && difference <= FractionStep)
        return true;
    static const QStringList measured { QStringLiteral("m"), QStringLiteral("m2"), QStringLiteral("m3"), QStringLiteral("g"),
        QStringLiteral("l") };
    return one.unit == other.unit && measured.contains(one.unit) && near(one.value, other.value, Converted);
}

} // namespace Heddle::Dialog
