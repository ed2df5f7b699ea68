// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/superscripts.h"
#include <algorithm>

namespace Heddle::Text {
namespace {

QString translated(QString text, QStringView plain, QStringView other)
{
    for (QChar &c : text) {
        if (const qsizetype at = plain.indexOf(c); at >= 0)
            c = other[at];
    }
    return text;
}

bool isOf(const QString &text, const QString &signs)
{
    return std::all_of(text.cbegin(), text.cend(), [&signs](QChar c) { return signs.contains(c); });
}

} // namespace

QString raised(QString text)
{
    static const QString plain = QStringLiteral("0123456789+-−"), high = QStringLiteral("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻");
    static const QString formula = plain + QStringLiteral("=()n"), highFormula = high + QStringLiteral("⁼⁽⁾ⁿ");
    if (text.size() == 1 && text.front() >= u'a' && text.front() <= u'e') // the letter of a note
        return translated(std::move(text), u"abcde", u"ᵃᵇᶜᵈᵉ");
    return isOf(text, formula) ? translated(std::move(text), formula, highFormula) : translated(std::move(text), plain, high);
}

QString lowered(QString text)
{
    static const QString plain = QStringLiteral("0123456789+-−"), low = QStringLiteral("₀₁₂₃₄₅₆₇₈₉₊₋₋");
    static const QString formula = plain + QStringLiteral("=()n"), lowFormula = low + QStringLiteral("₌₍₎ₙ");
    return isOf(text, formula) ? translated(std::move(text), formula, lowFormula) : translated(std::move(text), plain, low);
}

} // namespace Heddle::Text
