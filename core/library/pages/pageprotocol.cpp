// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/library/pages/pageprotocol.h"
#include <cmath>

namespace Heddle::Library {
namespace {

constexpr double FarthestPoint = 1e6; //!< where a box may lie
constexpr double LetterUnits = 100; //!< of a point, in which boxes of letters are sent

QJsonArray encodeBoxes(const QList<QRectF> &boxes)
{
    QJsonArray list;
    for (const QRectF &box : boxes)
        list += QJsonArray { box.x(), box.y(), box.width(), box.height() };
    return list;
}

std::optional<QList<QRectF>> decodeBoxes(const QJsonValue &value)
{
    const QJsonArray list = value.toArray();
    QList<QRectF> boxes;
    if (list.isEmpty() || list.size() > MaxMarks)
        return std::nullopt;
    for (const QJsonValue &box : list) {
        const QJsonArray numbers = box.toArray();
        if (numbers.size() != 4)
            return std::nullopt;
        for (const QJsonValue &number : numbers) {
            if (const double n = number.toDouble(std::nan("")); !(std::abs(n) <= FarthestPoint))
                return std::nullopt;
        }
        boxes += QRectF(numbers[0].toDouble(), numbers[1].toDouble(), numbers[2].toDouble(), numbers[3].toDouble());
    }
    return boxes;
}

bool isLength(double points)
{
    return points >= MinPoints && points <= MaxPoints; // false for what is not a number
}

} // namespace

//! Pages of the same size follow each other in most documents: [how many, width, height].
QJsonValue encodeSizes(const QList<QSizeF> &sizes)
{
    QJsonArray runs;
    for (qsizetype i = 0; i < sizes.size();) {
        qsizetype end = i + 1;
        while (end < sizes.size() && sizes[end] == sizes[i])
            ++end;
        runs += QJsonArray { int(end - i), sizes[i].width(), sizes[i].height() };
        i = end;
    }
    return runs;
}

std::optional<QList<QSizeF>> decodeSizes(const QJsonValue &value)
{
    QList<QSizeF> sizes;
    for (const QJsonValue &run : value.toArray()) {
        const QJsonArray numbers = run.toArray();
        const int count = numbers.size() == 3 ? numbers[0].toInt() : 0;
        const QSizeF size = count > 0 ? QSizeF(numbers[1].toDouble(), numbers[2].toDouble()) : QSizeF();
        if (count < 1 || count > MaxPages - sizes.size() || !isLength(size.width()) || !isLength(size.height()))
            return std::nullopt;
        sizes.resize(sizes.size() + count, size);
    }
    return sizes.isEmpty() ? std::nullopt : std::optional(sizes);
}

QJsonObject encodeMarks(const PageMarks &marks)
{
    QJsonObject boxes;
    for (auto it = marks.boxes.cbegin(); it != marks.boxes.cend(); ++it)
        boxes.insert(QString::number(it.key()), encodeBoxes(it.value()));
    return { { QStringLiteral("page"), marks.page }, { QStringLiteral("boxes"), boxes } };
}

std::optional<PageMarks> decodeMarks(const QJsonValue &value, int pages)
{
    PageMarks marks;
    marks.page = value[QLatin1String("page")].toInt(pages);
    if (marks.page < -1 || marks.page >= pages)
        return std::nullopt;
    const QJsonObject all = value[QLatin1String("boxes")].toObject();
    for (auto it = all.begin(); it != all.end(); ++it) {
        const auto boxes = decodeBoxes(it.value());
        const int page = it.key().toInt();
        if (!boxes || page < 0 || page >= pages)
            return std::nullopt;
        marks.boxes.insert(page, *boxes);
    }
    if (marks.page >= 0 && !marks.boxes.contains(marks.page))
        return std::nullopt;
    return marks;
}

QJsonObject encodeSearch(const PageSearch &search)
{
    return { { QStringLiteral("text"), search.text }, { QStringLiteral("first"), search.first }, { QStringLiteral("end"), search.end } };
}

PageSearch decodeSearch(const QJsonObject &object)
{
    return { object[QLatin1String("text")].toString(), object[QLatin1String("first")].toInt(), object[QLatin1String("end")].toInt() };
}

//! A match is [page, box, ...]. What exceeds MaxMarks is left out.
QJsonObject encodeFound(const PageSearch::Found &found)
{
    QJsonArray matches;
    qsizetype boxes = 0;
    for (const PageMatch &match : found.matches) {
        boxes += match.boxes.size();
        if (boxes > MaxMarks)
            break;
        matches += QJsonArray { match.page, encodeBoxes(match.boxes) };
    }
    return { { QStringLiteral("next"), found.next }, { QStringLiteral("matches"), matches } };
}

std::optional<PageSearch::Found> decodeFound(const QJsonValue &value, const PageSearch &search)
{
    PageSearch::Found found;
    found.next = value[QLatin1String("next")].toInt(-1);
    if (found.next <= search.first || found.next > search.end)
        return std::nullopt;
    int last = search.first;
    qsizetype total = 0;
    for (const QJsonValue &one : value[QLatin1String("matches")].toArray()) {
        const int page = one[0].toInt(-1);
        const auto boxes = decodeBoxes(one[1]);
        if (!boxes || page < last || page >= found.next)
            return std::nullopt;
        total += boxes->size();
        if (total > MaxMarks)
            return std::nullopt;
        last = page;
        found.matches += { page, *boxes };
    }
    return found;
}

//! Boxes are four whole numbers for each unit, in hundredths of a point.
QJsonObject encodeLetters(const PageLetters &letters)
{
    QJsonArray boxes;
    const qsizetype size = std::min(letters.text.size(), MaxLetters);
    for (qsizetype i = 0; i < size; ++i) {
        for (const double points : { letters.boxes[i].x(), letters.boxes[i].y(), letters.boxes[i].width(), letters.boxes[i].height() })
            boxes += qRound(std::clamp(points, -FarthestPoint, FarthestPoint) * LetterUnits);
    }
    return { { QStringLiteral("text"), letters.text.left(size) }, { QStringLiteral("boxes"), boxes } };
}

std::optional<PageLetters> decodeLetters(const QJsonValue &value)
{
    PageLetters letters;
    letters.text = value[QLatin1String("text")].toString();
    const QJsonArray numbers = value[QLatin1String("boxes")].toArray();
    if (letters.text.size() > MaxLetters || numbers.size() != 4 * letters.text.size())
        return std::nullopt;
    for (const QJsonValue &number : numbers) {
        if (!(std::abs(number.toDouble(std::nan(""))) <= FarthestPoint * LetterUnits))
            return std::nullopt;
    }
    for (qsizetype i = 0; i < numbers.size(); i += 4) {
        const auto at = [&](qsizetype k) { return numbers[i + k].toDouble() / LetterUnits; };
        letters.boxes += QRectF(at(0), at(1), at(2), at(3));
    }
    return letters;
}

//! An entry is [depth, page, top, title].
QJsonArray encodeOutline(const QList<PageOutlineEntry> &outline)
{
    QJsonArray entries;
    for (const PageOutlineEntry &entry : outline.mid(0, MaxOutline))
        entries += QJsonArray { entry.depth, entry.page, std::clamp(entry.top, 0.0, MaxPoints), entry.title.left(MaxOutlineTitle) };
    return entries;
}

std::optional<QList<PageOutlineEntry>> decodeOutline(const QJsonValue &value, int pages)
{
    constexpr int MaxDepth = 64;
    QList<PageOutlineEntry> outline;
    const QJsonArray entries = value.toArray();
    if (!value.isArray() || entries.size() > MaxOutline)
        return std::nullopt;
    for (const QJsonValue &one : entries) {
        const PageOutlineEntry entry { one[3].toString(), one[0].toInt(), one[1].toInt(pages), one[2].toDouble(-1) };
        if (entry.title.isEmpty() || entry.title.size() > MaxOutlineTitle || entry.depth < 1 || entry.depth > MaxDepth || entry.page < -1
            || entry.page >= pages || !(entry.top >= 0 && entry.top <= MaxPoints))
            return std::nullopt;
        outline += entry;
    }
    return outline;
}

} // namespace Heddle::Library
