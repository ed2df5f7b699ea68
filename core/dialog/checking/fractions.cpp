// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialog/checking/fractions.h"
#include "core/dialog/checking/units.h"
#include <cmath>

namespace Heddle::Dialog {
namespace {

const QString Percent = QStringLiteral("%");

//! Names of parts: how many make a whole.
int partsOf(const QString &folded)
{
    static const QHash<QString, int> parts = [] {
        QHash<QString, int> made;
        const std::pair<const char *, int> names[] = { { "half halves", 2 },
            { "third thirds drittel tiers tercio tercios terzo terzi terco tercos derde tredjedel треть трети ثلث", 3 },
            { "quarter quarters viertel quart quarts cuarto cuartos quarto quarti quartos kwart fjardedel четверть четверти ربع", 4 },
            { "fifth fifths funftel cinquieme quinto quintos quinti пятая", 5 }, { "sixth sixths sechstel", 6 },
            { "eighth eighths achtel", 8 }, { "tenth tenths zehntel dixieme decimo", 10 } };
        for (const auto &[words, count] : names) {
            for (const QString &word : QString::fromUtf8(words).split(QLatin1Char(' ')))
                made.insert(word, count);
        }
        return made;
    }();
    return parts.value(folded);
}

bool isHalf(const QString &folded)
{
    static const QStringList halves { QStringLiteral("half"), QStringLiteral("halfte"), QStringLiteral("moitie"), QStringLiteral("mitad"),
        QStringLiteral("meta"), QStringLiteral("metade"), QStringLiteral("helft"), QStringLiteral("halften"), QStringLiteral("половина"),
        QStringLiteral("половины"), QStringLiteral("половину"), QStringLiteral("نصف") };
    return halves.contains(folded);
}

bool isArticle(const QString &folded)
{
    static const QStringList articles { QStringLiteral("a"), QStringLiteral("one"), QStringLiteral("ein"), QStringLiteral("einem"),
        QStringLiteral("eines"), QStringLiteral("un"), QStringLiteral("una"), QStringLiteral("um"), QStringLiteral("een"),
        QStringLiteral("en"), QStringLiteral("le"), QStringLiteral("el"), QStringLiteral("een") };
    return articles.contains(folded);
}

//! A number in digits or words at a piece; below 0: none.
double smallNumber(const QList<Piece> &pieces, qsizetype i, const NumberWords &words, qsizetype *count)
{
    *count = 0;
    if (i >= pieces.size())
        return -1;
    if (pieces[i].kind == Piece::Kind::Digits && pieces[i].folded.size() < 5) {
        *count = 1;
        return pieces[i].folded.toDouble();
    }
    if (pieces[i].kind != Piece::Kind::Letters)
        return -1;
    const NumberWords::Found found = words.at(pieces, i);
    *count = found.ordinal ? 0 : found.count;
    return found.count > 0 && !found.ordinal ? found.value : -1;
}

FoundFraction share(double of, double whole, qsizetype count)
{
    const double value = 100 * of / whole;
    return { count, value, std::abs(value - std::round(value)) < 1e-9 ? 1.0 : 0.1, Percent };
}

//! "one in four", "3 out of 5", "un sur quatre", "uno de cada cuatro"
FoundFraction oneIn(const QList<Piece> &pieces, qsizetype i, const NumberWords &words)
{
    qsizetype first = 0, second = 0;
    const double of = smallNumber(pieces, i, words, &first);
    if (of < 1)
        return {};
    qsizetype at = i + first;
    const auto is = [&](qsizetype j, const char *word) { return j < pieces.size() && pieces[j].folded == QLatin1String(word); };
    if (is(at, "out") && is(at + 1, "of"))
        at += 2;
    else if (is(at, "in") && pieces[i].kind == Piece::Kind::Letters)
        at += 1;
    else if (is(at, "in") || is(at, "sur") || is(at, "von") || is(at, "su"))
        at += 1;
    else if (is(at, "de") && is(at + 1, "cada"))
        at += 2;
    else
        return {};
    if (is(at, "every") || is(at, "the"))
        at += 1;
    const double whole = smallNumber(pieces, at, words, &second);
    if (whole <= of || whole > 1000 || (second == 1 && pieces[at].folded.size() == 4 && whole > 1000))
        return {};
    return share(of, whole, at + second - i);
}

//! "a quarter", "two thirds"; "the third quarter" is none.
FoundFraction parts(const QList<Piece> &pieces, qsizetype i, const NumberWords &words)
{
    qsizetype count = 0;
    double of = 0;
    if (isArticle(pieces[i].folded))
        of = count = 1;
    else
        of = smallNumber(pieces, i, words, &count);
    if (of < 1 || of > 9 || i + count >= pieces.size())
        return {};
    qsizetype at = i + count;
    if (pieces[at].folded == QLatin1String("-") && at + 1 < pieces.size())
        ++at;
    const int whole = partsOf(pieces[at].folded);
    if (whole == 0 || of > whole)
        return {};
    // "a third attempt" counts; "a third of", "two thirds" divides.
    const bool plural = of > 1;
    static const QStringList of_ { QStringLiteral("of"), QStringLiteral("der"), QStringLiteral("des"), QStringLiteral("aller"),
        QStringLiteral("de"), QStringLiteral("del"), QStringLiteral("van"), QStringLiteral("av"), QStringLiteral("dei"),
        QStringLiteral("delle"), QStringLiteral("dos"), QStringLiteral("das") };
    const bool divides = at + 1 >= pieces.size() || of_.contains(pieces[at + 1].folded) || pieces[at + 1].kind == Piece::Kind::Sign;
    if (!plural && !divides)
        return {};
    return share(of, whole, at + 1 - i);
}

FoundFraction singleWord(const QList<Piece> &pieces, qsizetype i)
{
    const QString &word = pieces[i].folded;
    static const QHash<QString, double> multiples { { QStringLiteral("twice"), 2 }, { QStringLiteral("double"), 2 },
        { QStringLiteral("doubled"), 2 }, { QStringLiteral("doubles"), 2 }, { QStringLiteral("doubling"), 2 },
        { QStringLiteral("twofold"), 2 }, { QStringLiteral("thrice"), 3 }, { QStringLiteral("triple"), 3 },
        { QStringLiteral("tripled"), 3 }, { QStringLiteral("threefold"), 3 }, { QStringLiteral("tenfold"), 10 },
        { QStringLiteral("quadrupled"), 4 }, { QStringLiteral("fourfold"), 4 }, { QStringLiteral("verdoppelt"), 2 },
        { QStringLiteral("verdoppelte"), 2 }, { QStringLiteral("doppelt"), 2 }, { QStringLiteral("verdreifacht"), 3 },
        { QStringLiteral("dreimal"), 3 }, { QStringLiteral("zweimal"), 2 }, { QStringLiteral("zehnfache"), 10 },
        { QStringLiteral("doble"), 2 }, { QStringLiteral("duplico"), 2 }, { QStringLiteral("triplico"), 3 }, { QStringLiteral("вдвое"), 2 },
        { QStringLiteral("втрое"), 3 } };
    if (const auto it = multiples.constFind(word); it != multiples.cend())
        return { 1, *it, 1, QStringLiteral("times") };
    if (word == QLatin1String("halved") || word == QLatin1String("halbiert"))
        return share(1, 2, 1);
    static const QStringList periods { QStringLiteral("decade"), QStringLiteral("century"), QStringLiteral("fortnight"),
        QStringLiteral("jahrzehnt"), QStringLiteral("jahrzehnts"), QStringLiteral("decada"), QStringLiteral("decennie"),
        QStringLiteral("decennio"), QStringLiteral("decennium"), QStringLiteral("десятилетие"), QStringLiteral("десятилетия") };
    if (periods.contains(word)) {
        const Unit unit = unitOf(word, false);
        return { 1, unit.factor, unit.factor, unit.name };
    }
    return {};
}

} // namespace

FoundFraction fractionAt(const QList<Piece> &pieces, qsizetype i, const NumberWords &words, const QString &language)
{
    const Piece &first = pieces[i];
    if (first.kind == Piece::Kind::HanNumber && first.folded == QStringLiteral("百") && i + 2 < pieces.size()
        && pieces[i + 1].folded == QStringLiteral("分") && pieces[i + 2].folded == QStringLiteral("之") && i + 3 < pieces.size()) {
        const Piece &number = pieces[i + 3];
        const double value = number.kind == Piece::Kind::Digits ? number.folded.toDouble() : NumberWords::hanValue(number.folded);
        return { 4, value, 1, Percent };
    }
    if (first.kind == Piece::Kind::HanNumber && i + 3 < pieces.size() && pieces[i + 1].folded == QStringLiteral("分")
        && pieces[i + 2].folded == QStringLiteral("之") && pieces[i + 3].kind == Piece::Kind::HanNumber) // 四分之三
        return share(NumberWords::hanValue(pieces[i + 3].folded), std::max(1.0, NumberWords::hanValue(first.folded)), 4);
    if (first.folded == QStringLiteral("一") && i + 1 < pieces.size() && pieces[i + 1].folded == QStringLiteral("半"))
        return share(1, 2, 2);
    if (first.kind != Piece::Kind::Letters && first.kind != Piece::Kind::Digits)
        return {};
    if (const FoundFraction found = oneIn(pieces, i, words); found.count > 0)
        return found;
    if (first.kind != Piece::Kind::Letters)
        return {};
    if (const FoundFraction found = parts(pieces, i, words); found.count > 0)
        return found;
    if (isHalf(first.folded)) {
        const bool measured = i + 1 < pieces.size() && !unitOf(pieces[i + 1].folded, false).name.isEmpty(); // "half hour"
        return measured || (language == QLatin1String("en") && i > 0 && pieces[i - 1].folded == QLatin1String("and")) ? FoundFraction()
                                                                                                                      : share(1, 2, 1);
    }
    return singleWord(pieces, i);
}

} // namespace Heddle::Dialog
