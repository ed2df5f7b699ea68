// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/library/pages/pageprotocol.h"
#include <QJsonArray>
#include <cmath>

namespace Heddle::Library {
namespace {

constexpr double FarthestPoint = 1e6; //!< where a box may lie

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
    return { { QStringLiteral("text"), search.text }, { QStringLiteral("page"), search.from.page },
        { QStringLiteral("index"), search.from.index }, { QStringLiteral("backward"), search.backward },
        { QStringLiteral("step"), search.step } };
}

PageSearch decodeSearch(const QJsonObject &object)
{
    return { object[QLatin1String("text")].toString(),
        { object[QLatin1String("page")].toInt(), object[QLatin1String("index")].toInt(), {} }, object[QLatin1String("backward")].toBool(),
        object[QLatin1String("step")].toInt() };
}

QJsonObject encodeFound(const PageSearch::Found &found)
{
    QJsonObject object { { QStringLiteral("page"), found.match.page }, { QStringLiteral("next"), found.next } };
    if (found.match.page >= 0) {
        object.insert(QStringLiteral("index"), found.match.index);
        object.insert(QStringLiteral("boxes"), encodeBoxes(found.match.boxes));
    }
    return object;
}

std::optional<PageSearch::Found> decodeFound(const QJsonValue &value, int pages)
{
    PageSearch::Found found;
    found.match.page = value[QLatin1String("page")].toInt(pages);
    found.next = value[QLatin1String("next")].toInt(-1);
    if (found.match.page < -1 || found.match.page >= pages || found.next > pages)
        return std::nullopt;
    if (found.match.page < 0)
        return found;
    const auto boxes = decodeBoxes(value[QLatin1String("boxes")]);
    found.match.index = value[QLatin1String("index")].toInt(-1);
    if (!boxes || found.match.index < 0)
        return std::nullopt;
    found.match.boxes = *boxes;
    return found;
}

} // namespace Heddle::Library
