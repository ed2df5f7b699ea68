// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewer/pdfselection.h"
#include <limits>

namespace Heddle::Ui {
namespace {

//! The letter at a place, else the nearest one: on the place's line, if it has one.
qsizetype nearestLetter(const Library::PageLetters &letters, QPointF place)
{
    constexpr double OtherLine = 100; // how much farther a line away is than the same distance along the line
    qsizetype nearest = -1;
    double least = std::numeric_limits<double>::max();
    for (qsizetype i = 0; i < letters.boxes.size(); ++i) {
        const QRectF &box = letters.boxes[i];
        if (box.isEmpty())
            continue;
        const double across = std::max({ 0.0, box.top() - place.y(), place.y() - box.bottom() });
        const double along = std::max({ 0.0, box.left() - place.x(), place.x() - box.right() });
        if (const double distance = OtherLine * across + along; distance < least) {
            least = distance;
            nearest = i;
        }
    }
    return nearest;
}

bool isRightToLeft(QChar c)
{
    return c.direction() == QChar::DirR || c.direction() == QChar::DirAL;
}

} // namespace

void PdfSelection::clear()
{
    m_begin = m_end = {};
}

void PdfSelection::reset()
{
    clear();
    m_letters.clear();
}

void PdfSelection::begin(int page, QPointF place)
{
    m_begin = m_end = { page, place };
}

void PdfSelection::extend(int page, QPointF place)
{
    if (m_begin.page >= 0)
        m_end = { page, place };
}

void PdfSelection::selectWord(int page, QPointF place)
{
    clear();
    const auto letters = m_letters.constFind(page);
    const qsizetype at = letters == m_letters.cend() ? -1 : nearestLetter(*letters, place);
    if (at < 0)
        return;
    qsizetype from = at, to = at + 1;
    while (from > 0 && letters->text[from - 1].isLetterOrNumber())
        --from;
    while (to < letters->text.size() && letters->text[to].isLetterOrNumber())
        ++to;
    m_begin = { page, place, from };
    m_end = { page, place, to };
}

void PdfSelection::selectPage(int page)
{
    m_begin = { page, {}, 0 };
    m_end = { page, {}, std::numeric_limits<qsizetype>::max() };
}

bool PdfSelection::isText(int page, QPointF place) const
{
    const auto letters = m_letters.constFind(page);
    const qsizetype at = letters == m_letters.cend() ? -1 : nearestLetter(*letters, place);
    return at >= 0 && letters->boxes[at].adjusted(-2, -2, 2, 2).contains(place);
}

qsizetype PdfSelection::indexOf(const End &end) const
{
    const auto letters = m_letters.constFind(end.page);
    if (letters == m_letters.cend())
        return -1;
    if (end.index >= 0)
        return std::min(end.index, letters->text.size());
    const qsizetype at = nearestLetter(*letters, end.place);
    if (at < 0)
        return -1;
    const bool rightHalf = end.place.x() > letters->boxes[at].center().x();
    return at + (rightHalf != isRightToLeft(letters->text[at]) ? 1 : 0);
}

std::pair<qsizetype, qsizetype> PdfSelection::range(int page) const
{
    const auto letters = m_letters.constFind(page);
    if (letters == m_letters.cend() || page < firstPage() || page > lastPage() || m_begin.page < 0)
        return { 0, 0 };
    qsizetype from = 0, to = letters->text.size();
    if (m_begin.page == page && m_end.page == page) {
        from = indexOf(m_begin);
        to = indexOf(m_end);
        if (from > to)
            std::swap(from, to);
    } else {
        const bool down = m_begin.page < m_end.page;
        const End &first = down ? m_begin : m_end, &last = down ? m_end : m_begin;
        if (page == first.page)
            from = indexOf(first);
        else if (page == last.page)
            to = indexOf(last);
    }
    return from < 0 || to < 0 ? std::pair<qsizetype, qsizetype>(0, 0) : std::pair(from, to);
}

int PdfSelection::firstPage() const
{
    return std::min(m_begin.page, m_end.page);
}

int PdfSelection::lastPage() const
{
    return std::max(m_begin.page, m_end.page);
}

QList<int> PdfSelection::unknownPages() const
{
    QList<int> pages;
    for (int page = std::max(0, firstPage()); page <= lastPage(); ++page) {
        if (!knows(page))
            pages += page;
    }
    return pages;
}

QString PdfSelection::text() const
{
    QStringList parts;
    for (int page = std::max(0, firstPage()); page <= lastPage(); ++page) {
        if (const auto [from, to] = range(page); to > from)
            parts += m_letters[page].text.mid(from, to - from);
    }
    return parts.join(QLatin1Char('\n'));
}

QList<QRectF> PdfSelection::boxes(int page) const
{
    QList<QRectF> boxes;
    const auto [from, to] = range(page);
    for (qsizetype i = from; i < to; ++i) {
        const QRectF &box = m_letters[page].boxes[i];
        if (box.isEmpty())
            continue;
        const bool joins = !boxes.isEmpty() && std::abs(boxes.last().center().y() - box.center().y()) < box.height() / 2
            && std::max(boxes.last().left(), box.left()) - std::min(boxes.last().right(), box.right()) < box.height();
        if (joins)
            boxes.last() |= box;
        else
            boxes += box;
    }
    return boxes;
}

} // namespace Heddle::Ui
