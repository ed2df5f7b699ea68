// SPDX-License-Identifier: GPL-3.0-or-later
// What follows a number: scale words, its unit, and a currency in front of it.
#include "core/dialog/checking/quantityreader.h"
#include "core/dialog/checking/units.h"
#include <cmath>

namespace Heddle::Dialog {
namespace {

void multiply(Quantity &quantity, double factor)
{
    quantity.value *= factor;
    quantity.other *= factor;
    quantity.step *= factor;
    quantity.factor *= factor;
}

void setUnit(Quantity &quantity, const Unit &unit)
{
    quantity.bare = quantity.value;
    quantity.unit = unit.name;
    multiply(quantity, unit.factor);
}

} // namespace

//! Scale words, unit and bounds of a number of `count` pieces at m_at.
void QuantityReader::finish(Quantity quantity, qsizetype count)
{
    qsizetype end = m_at + count;
    if (quantity.kind == Quantity::Kind::Ordinal) {
        take(quantity, m_at, count);
        return;
    }
    end = readScale(quantity, end);
    end = readUnit(quantity, end);
    qsizetype from = m_at;
    if (const Piece *before = piece(m_at - 1); before && quantity.unit.isEmpty()) {
        const Unit unit = unitOf(before->folded, false); // "$8", "EUR 20"
        const bool currencyWord = before->kind == Piece::Kind::Letters && before->folded.size() == 3 && isMoney(unit.name);
        if (!unit.name.isEmpty() && ((before->kind == Piece::Kind::Sign && isMoney(unit.name)) || currencyWord)) {
            setUnit(quantity, unit);
            from -= 1;
        }
    }
    take(quantity, from, end - from);
}

qsizetype QuantityReader::readScale(Quantity &quantity, qsizetype end) const
{
    for (int words = 0; words < 2; ++words) {
        const Piece *next = piece(end);
        if (!next)
            break;
        double factor = 0;
        if (next->kind == Piece::Kind::HanNumber && next->glued) // 50万
            factor = next->folded == QStringLiteral("万") || next->folded == QStringLiteral("萬") ? 1e4
                : next->folded == QStringLiteral("亿") || next->folded == QStringLiteral("億")    ? 1e8
                : next->folded == QStringLiteral("千")                                            ? 1e3
                : next->folded == QStringLiteral("百")                                            ? 1e2
                                                                                                  : 0;
        else if (next->kind == Piece::Kind::Letters)
            factor = NumberWords::scale(next->folded);
        if (factor == 0 || (next->folded == QLatin1String("k") && !next->glued)
            || (factor == 1e2 && next->folded.startsWith(QLatin1String("cent")) && m_language != QLatin1String("fr")))
            break;
        multiply(quantity, factor);
        ++end;
        if (isSign(end, u".") && m_pieces[end].glued && (next->folded == QLatin1String("mio") || next->folded == QLatin1String("mrd")))
            ++end;
    }
    return end;
}

qsizetype QuantityReader::readUnit(Quantity &quantity, qsizetype end)
{
    const Piece *next = piece(end);
    if (!next)
        return end;
    if (isSign(end, u"-–‑") && next->glued && piece(end + 1) && piece(end + 1)->glued) { // "six-week", "3-5 days"
        if (piece(end + 1)->kind == Piece::Kind::Letters) {
            const Unit unit = unitOf(piece(end + 1)->folded, false);
            if (!unit.name.isEmpty()) {
                setUnit(quantity, unit);
                return end + 2;
            }
        }
        return end;
    }
    if (next->kind == Piece::Kind::Ideograph || (next->kind == Piece::Kind::HanNumber)
        || (m_language == QLatin1String("ko") && next->glued)) {
        qsizetype length = 0;
        const Unit unit = ideographicUnit(m_text.mid(next->start), &length);
        if (length > 0) {
            setUnit(quantity, unit);
            while (end < m_pieces.size() && m_pieces[end].start < next->start + length)
                ++end;
        }
        return end;
    }
    if (next->folded == QLatin1String("percentage") && piece(end + 1) && piece(end + 1)->folded.startsWith(QLatin1String("point"))) {
        setUnit(quantity, { QStringLiteral("point"), 1 });
        return end + 2;
    }
    if (next->folded == QLatin1String("per") || next->folded == QLatin1String("pour") || next->folded == QLatin1String("por")) {
        static const QStringList hundreds { QStringLiteral("cent"), QStringLiteral("ciento"), QStringLiteral("cento") };
        if (const Piece *cent = piece(end + 1); cent && hundreds.contains(cent->folded)) {
            setUnit(quantity, { QStringLiteral("%"), 1 });
            return end + 2;
        }
    }
    if (const int power = powerAt(end + 1); power > 0) { // "10 km²", "10km2"
        if (const Unit length = unitOf(next->folded, true); length.name == QLatin1String("m")) {
            setUnit(quantity, { power == 2 ? QStringLiteral("m2") : QStringLiteral("m3"), std::pow(length.factor, power) });
            return end + 2;
        }
    }
    Unit unit = unitOf(next->folded, next->glued);
    qsizetype skipped = 0;
    if (unit.name.isEmpty() && next->kind == Piece::Kind::Letters) { // "two full weeks", "6 процентных пунктов"
        if (const Piece *second = piece(end + 1); second && second->kind == Piece::Kind::Letters) {
            const Unit behind = unitOf(second->folded, false);
            if (isTime(behind.name) && !m_lexicon.has("conjunctions", next->folded) && next->folded.size() > 2) {
                unit = behind;
                skipped = 1;
            }
        }
    }
    if (unit.name.isEmpty() || (next->kind == Piece::Kind::Letters && isAmbiguousUnit(next->folded)))
        return end;
    if (unit.name == QLatin1String("cent") && m_language == QLatin1String("fr"))
        return end;
    if (unit.name == QLatin1String("%") && piece(end + 1)
        && (piece(end + 1)->folded == QLatin1String("point") || piece(end + 1)->folded == QLatin1String("points"))) {
        setUnit(quantity, { QStringLiteral("point"), 1 });
        return end + 2;
    }
    setUnit(quantity, unit);
    return end + 1 + skipped;
}

//! The 2 or 3 right behind a unit of length that makes an area or a volume of it; 0: there is none.
int QuantityReader::powerAt(qsizetype i) const
{
    const Piece *one = piece(i), *next = piece(i + 1);
    if (!one || !one->glued || (next && next->glued && next->kind != Piece::Kind::Sign))
        return 0;
    return one->folded == QLatin1String("2") || one->folded == QStringLiteral("²") ? 2
        : one->folded == QLatin1String("3") || one->folded == QStringLiteral("³")  ? 3
                                                                                   : 0;
}

//! Words that are units in one language and something else in another.
bool QuantityReader::isAmbiguousUnit(const QString &folded) const
{
    static const QHash<QString, QString> only { { QStringLiteral("an"), QStringLiteral("fr") },
        { QStringLiteral("ans"), QStringLiteral("fr") }, { QStringLiteral("mal"), QStringLiteral("de") },
        { QStringLiteral("dag"), QStringLiteral("nl sv da nb") }, { QStringLiteral("ar"), QStringLiteral("sv da nb") },
        { QStringLiteral("ore"), QStringLiteral("it") }, { QStringLiteral("ora"), QStringLiteral("it") },
        { QStringLiteral("go"), QStringLiteral("fr") }, { QStringLiteral("mo"), QStringLiteral("fr") },
        { QStringLiteral("ko"), QStringLiteral("fr") }, { QStringLiteral("keer"), QStringLiteral("nl") },
        { QStringLiteral("vez"), QStringLiteral("es") }, { QStringLiteral("mark"), QStringLiteral("de en") },
        { QStringLiteral("mes"), QStringLiteral("es pt") } };
    const auto it = only.constFind(folded);
    return it != only.cend() && !it->split(QLatin1Char(' ')).contains(m_language);
}

} // namespace Heddle::Dialog
