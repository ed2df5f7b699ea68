// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/library/extract/pagecolumns.h"
#include <algorithm>
#include <limits>
#include <numeric>

namespace Heddle::Library {
namespace {

constexpr qsizetype MaxPieces = 2000; //!< of a page whose columns are looked for: drawings and maps have more
constexpr int MaxDepth = 10;
constexpr int MaxCandidates = 6; //!< gutters that are tried for a part of a page
constexpr double NarrowestGutter = 0.6; //!< as a part of the font's size

double median(QList<double> values)
{
    if (values.isEmpty())
        return 0;
    const auto middle = values.begin() + values.size() / 2;
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

class ReadingOrder {
public:
    explicit ReadingOrder(const QList<PagePiece> &pieces) : m_pieces(pieces) { }

    QList<PageRow> run()
    {
        QList<int> all(m_pieces.size());
        std::iota(all.begin(), all.end(), 0);
        if (all.size() <= MaxPieces)
            divide(all, 0);
        else
            addRows(all);
        return m_rows;
    }

private:
    struct Band {
        double top = 0, bottom = 0;
        QList<int> left, right;
    };

    static double overlap(const PagePiece &a, const PagePiece &b) { return std::min(a.bottom, b.bottom) - std::max(a.top, b.top); }
    static bool sameRow(const PagePiece &a, const PagePiece &b)
    {
        return overlap(a, b) > 0.5 * std::min(a.bottom - a.top, b.bottom - b.top);
    }

    void divide(const QList<int> &part, int depth)
    {
        QList<double> rejected;
        for (int i = 0; part.size() >= 5 && depth < MaxDepth && i < MaxCandidates; ++i) {
            const double gutter = bestGutter(part, rejected);
            if (gutter == NotFound)
                break;
            if (divideAt(part, gutter, depth))
                return;
            rejected += gutter;
        }
        addRows(part);
    }

    static constexpr double NotFound = std::numeric_limits<double>::lowest();

    //! The place that most gaps between neighbours have in common.
    double bestGutter(const QList<int> &part, const QList<double> &rejected) const
    {
        QList<std::pair<double, int>> ends;
        for (const int i : part) {
            const PagePiece &piece = m_pieces[i];
            const PagePiece *next = nullptr;
            for (const int k : part) {
                const PagePiece &other = m_pieces[k];
                if (other.left >= piece.right && (!next || other.left < next->left) && overlap(piece, other) > 0.2 * piece.size)
                    next = &other;
            }
            if (!next || next->left - piece.right < NarrowestGutter * std::min(piece.size, next->size))
                continue;
            const auto holds = [&](double x) { return x >= piece.right && x <= next->left; };
            if (std::any_of(rejected.cbegin(), rejected.cend(), holds))
                continue;
            ends += { piece.right, -1 }; // sorted before the ends at the same place
            ends += { next->left, 1 };
        }
        std::sort(ends.begin(), ends.end());
        int open = 0, most = 1;
        double best = NotFound;
        for (qsizetype i = 0; i + 1 < ends.size(); ++i) {
            open -= ends[i].second;
            if (open > most) {
                most = open;
                best = (ends[i].first + ends[i + 1].first) / 2;
            }
        }
        return best;
    }

    bool divideAt(const QList<int> &part, double gutter, int depth)
    {
        QList<Band> bands;
        for (Band &band : bandsAt(part, gutter)) {
            if (areColumns(band))
                bands += std::move(band);
        }
        if (bands.isEmpty())
            return false;
        QList<int> rest = part;
        for (const Band &band : std::as_const(bands)) {
            QList<int> above, below;
            for (const int i : std::as_const(rest)) {
                if (band.left.contains(i) || band.right.contains(i))
                    continue;
                ((m_pieces[i].top + m_pieces[i].bottom) / 2 < (band.top + band.bottom) / 2 ? above : below) += i;
            }
            divide(above, depth + 1);
            divide(band.left, depth + 1);
            divide(band.right, depth + 1);
            rest = below;
        }
        divide(rest, depth + 1);
        return true;
    }

    //! The parts of the page beside the gutter, between the pieces that cross it.
    QList<Band> bandsAt(const QList<int> &part, double gutter) const
    {
        QList<int> sorted = part;
        std::sort(sorted.begin(), sorted.end(), [this](int a, int b) { return m_pieces[a].top < m_pieces[b].top; });
        QList<std::pair<double, double>> crossing;
        for (const int i : std::as_const(sorted)) {
            const PagePiece &piece = m_pieces[i];
            if (piece.left < gutter && piece.right > gutter)
                crossing += { piece.top, piece.bottom };
        }
        QList<Band> bands(1);
        qsizetype next = 0;
        for (const int i : std::as_const(sorted)) {
            const PagePiece &piece = m_pieces[i];
            if (piece.left < gutter && piece.right > gutter)
                continue;
            const double middle = (piece.top + piece.bottom) / 2;
            while (next < crossing.size() && middle > (crossing[next].first + crossing[next].second) / 2) {
                ++next;
                if (!bands.last().left.isEmpty() || !bands.last().right.isEmpty())
                    bands += Band();
            }
            (piece.right <= gutter ? bands.last().left : bands.last().right) += i;
        }
        for (qsizetype i = 0; i < bands.size(); ++i)
            measure(bands[i], i + 1 < bands.size() || next < crossing.size());
        return bands;
    }

    //! Where the band lies. A line or two below the left column alone, and apart from it, belong to what follows both.
    void measure(Band &band, bool goesOn) const
    {
        if (band.left.isEmpty() || band.right.isEmpty())
            return;
        constexpr qsizetype MostBelow = 2;
        const auto lowest = [this](const QList<int> &side) {
            double bottom = std::numeric_limits<double>::lowest();
            for (const int i : side)
                bottom = std::max(bottom, m_pieces[i].bottom);
            return bottom;
        };
        const double end = lowest(band.right);
        for (qsizetype i = std::max<qsizetype>(1, band.left.size() - MostBelow); goesOn && i < band.left.size(); ++i) {
            const PagePiece &piece = m_pieces[band.left[i]];
            if (piece.top >= end && piece.top - m_pieces[band.left[i - 1]].bottom > 0.8 * piece.size)
                band.left.resize(i);
        }
        band.top = std::min(m_pieces[band.left.first()].top, m_pieces[band.right.first()].top);
        band.bottom = std::max(lowest(band.left), end);
    }

    struct Side {
        int rows = 0;
        double fill = 0; //!< median width of its lines, as a part of the widest one
        double letters = 0; //!< median of its lines
        double top = 0, bottom = 0;
        bool fixedPitch = false;
    };
    Side measure(const QList<int> &side) const
    {
        Side result;
        QList<double> widths, letters;
        double left = 0, right = 0;
        int count = 0;
        const PagePiece *last = nullptr;
        const auto finish = [&] {
            widths += right - left;
            letters += count;
        };
        for (const int i : side) { // from top to bottom
            const PagePiece &piece = m_pieces[i];
            if (last && sameRow(*last, piece)) {
                left = std::min(left, piece.left);
                right = std::max(right, piece.right);
                count += piece.letters;
                continue;
            }
            if (last)
                finish();
            left = piece.left;
            right = piece.right;
            count = piece.letters;
            last = &piece;
        }
        if (last)
            finish();
        result.rows = int(widths.size());
        const double widest = widths.isEmpty() ? 0 : *std::max_element(widths.cbegin(), widths.cend());
        result.fill = widest > 0 ? median(widths) / widest : 0;
        result.letters = median(letters);
        if (!side.isEmpty()) {
            result.top = m_pieces[side.first()].top;
            result.bottom = m_pieces[side.last()].bottom;
            result.fixedPitch = m_pieces[side[side.size() / 2]].fixedPitch;
        }
        return result;
    }

    bool areColumns(const Band &band) const
    {
        constexpr double ProseLetters = 24, ProseFill = 0.75;
        const Side leftSide = measure(band.left), rightSide = measure(band.right);
        const int fewest = std::min(leftSide.rows, rightSide.rows);
        if (fewest < 2 || std::max(leftSide.rows, rightSide.rows) < 3)
            return false;
        const double shared = std::min(leftSide.bottom, rightSide.bottom) - std::max(leftSide.top, rightSide.top);
        if (shared < 0.3 * std::min(leftSide.bottom - leftSide.top, rightSide.bottom - rightSide.top))
            return false;
        QList<std::pair<int, bool>> written;
        for (const bool right : { false, true }) {
            const qsizetype before = written.size();
            for (const int i : right ? band.right : band.left) {
                if (m_pieces[i].order >= 0)
                    written += { m_pieces[i].order, right };
            }
            if ((written.size() - before) * 2 < (right ? band.right : band.left).size())
                return false; // the fields of a form beside their names
        }
        std::sort(written.begin(), written.end());
        int switches = 0;
        for (qsizetype i = 1; i < written.size(); ++i)
            switches += written[i].second != written[i - 1].second;
        if (switches <= std::max(1, fewest / 4))
            return true;
        const auto prose = [](const Side &side) {
            return side.rows >= 4 && side.letters >= ProseLetters && side.fill >= ProseFill && !side.fixedPitch;
        };
        return prose(leftSide) && prose(rightSide);
    }

    void addRows(QList<int> part)
    {
        if (part.isEmpty())
            return;
        std::sort(part.begin(), part.end(), [this](int a, int b) {
            const double one = m_pieces[a].top + m_pieces[a].bottom, other = m_pieces[b].top + m_pieces[b].bottom;
            return one != other ? one < other : m_pieces[a].order < m_pieces[b].order;
        });
        ++m_column;
        const qsizetype first = m_rows.size();
        for (const int i : std::as_const(part)) {
            constexpr qsizetype Near = 3; // rows that a piece may still belong to
            qsizetype row = m_rows.size();
            for (qsizetype k = m_rows.size(); k-- > std::max(first, m_rows.size() - Near);) {
                const auto shares = [&](int other) { return sameRow(m_pieces[i], m_pieces[other]); };
                if (std::any_of(m_rows[k].pieces.cbegin(), m_rows[k].pieces.cend(), shares)) {
                    row = k;
                    break;
                }
            }
            if (row == m_rows.size())
                m_rows += PageRow { {}, m_column };
            m_rows[row].pieces += i;
        }
        for (qsizetype k = first; k < m_rows.size(); ++k)
            std::sort(
                m_rows[k].pieces.begin(), m_rows[k].pieces.end(), [this](int a, int b) { return m_pieces[a].left < m_pieces[b].left; });
    }

    const QList<PagePiece> &m_pieces;
    QList<PageRow> m_rows;
    int m_column = 0;
};

} // namespace

QList<PageRow> readingOrder(const QList<PagePiece> &pieces)
{
    return ReadingOrder(pieces).run();
}

} // namespace Heddle::Library
