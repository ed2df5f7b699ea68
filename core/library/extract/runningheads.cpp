// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/library/extract/runningheads.h"
#include <QHash>
#include <QRegularExpression>
#include <QSet>
#include <algorithm>
#include <cmath>

namespace Heddle::Library {
namespace {

constexpr int EdgeRows = 3; //!< lines at each edge that may be running heads
constexpr double EdgePart = 0.2; //!< of the page's height
constexpr int Near = 12; //!< pages before and after, within which a head repeats

//! A line that may be a running head.
struct Candidate {
    int page = 0; //!< index
    qsizetype line = 0;
    QString words; //!< with each number as #
    int number = -1; //!< of the page, if the line may say one
    int slot = 0; //!< where it stands: the distance from its edge, above 0 at the top, below 0 at the bottom
    int row = 0; //!< counted from its edge
    bool apart = false; //!< from the line next to it
    bool confirmed = false;
};

int romanValue(const QString &roman)
{
    static const QString digits = QStringLiteral("ivxlc");
    constexpr int Values[] = { 1, 5, 10, 50, 100 };
    int sum = 0, before = 0;
    for (qsizetype i = roman.size(); i-- > 0;) {
        const int value = Values[digits.indexOf(roman[i])];
        sum += value < before ? -value : value;
        before = std::max(before, value);
    }
    return sum;
}

void readNumbers(const QString &text, Candidate &candidate)
{
    static const QRegularExpression number(QStringLiteral("(?<![\\p{L}])(\\d+|[ivxlc]{1,7}(?![\\p{L}\\d]))"));
    qsizetype at = 0;
    qsizetype first = -1, last = -1;
    int firstNumber = -1, lastNumber = -1;
    for (auto it = number.globalMatch(text); it.hasNext();) {
        const auto match = it.next();
        const QString digits = match.captured();
        const bool roman = digits[0].isLetter();
        // Roman numbers stand at an end of the line.
        if (roman && match.capturedStart() != 0 && match.capturedEnd() != text.size())
            continue;
        const int value = roman ? romanValue(digits) : digits.left(6).toInt();
        candidate.words += text.mid(at, match.capturedStart() - at) + QLatin1Char('#');
        at = match.capturedEnd();
        if (first < 0) {
            first = match.capturedStart();
            firstNumber = value;
        }
        last = match.capturedEnd();
        lastNumber = value;
    }
    candidate.words += text.mid(at);
    candidate.words = candidate.words.simplified().toLower();
    // «5», «- 5 -», «Page 5 of 10», «Title 5», «5 Title»
    if (last == text.size() || !candidate.words.contains(QRegularExpression(QStringLiteral("\\p{L}"))))
        candidate.number = lastNumber;
    if (first == 0 || candidate.number < 0)
        candidate.number = firstNumber;
}

class RunningHeads {
public:
    explicit RunningHeads(QList<PageLines> &pages) : m_pages(pages) { }

    void remove()
    {
        for (int page = 0; page < m_pages.size(); ++page)
            collect(page);
        confirmByWords();
        confirmByNumbers();
        confirmBySlots();
        QList<QSet<qsizetype>> gone(m_pages.size());
        // From the edge inwards, up to the first line that is none.
        std::stable_sort(m_candidates.begin(), m_candidates.end(), [](const Candidate &a, const Candidate &b) { return a.row < b.row; });
        QSet<std::pair<int, int>> rows; //!< page, and row with the sign of its edge
        for (const Candidate &candidate : std::as_const(m_candidates)) {
            const int edge = candidate.slot > 0 ? 1 : -1;
            if (!candidate.confirmed || (candidate.row > 1 && !rows.contains({ candidate.page, edge * (candidate.row - 1) })))
                continue;
            rows += { candidate.page, edge * candidate.row };
            gone[candidate.page] += candidate.line;
        }
        for (int page = 0; page < m_pages.size(); ++page) {
            QList<PageLine> kept;
            for (qsizetype i = 0; i < m_pages[page].lines.size(); ++i) {
                if (!gone[page].contains(i))
                    kept += m_pages[page].lines[i];
            }
            m_pages[page].lines = kept;
        }
    }

private:
    void collect(int index)
    {
        const PageLines &page = m_pages[index];
        QList<qsizetype> sorted;
        for (qsizetype i = 0; i < page.lines.size(); ++i) {
            if (page.lines[i].rotation == 0)
                sorted += i;
            else if (page.lines[i].text.size() < 200) // a watermark, or a stamp beside the text
                add(index, i, 1, 1'000'000 + int(page.lines[i].box.top()), true);
        }
        std::stable_sort(sorted.begin(), sorted.end(),
            [&](qsizetype a, qsizetype b) { return page.lines[a].box.bottom() < page.lines[b].box.bottom(); });
        QList<double> sizes;
        for (const qsizetype i : std::as_const(sorted))
            sizes += page.lines[i].size;
        std::sort(sizes.begin(), sizes.end());
        const double largest = sizes.isEmpty() ? 0 : 1.3 * sizes[sizes.size() / 2];
        // Titles of slides repeat, too.
        const auto addLine = [&](qsizetype line, int row, int slot, bool apart) {
            if (page.lines[line].size <= largest)
                add(index, line, row, slot, apart);
        };
        const double height = page.size.height();
        int rows = 0;
        double last = -1e9;
        for (qsizetype k = 0; k < sorted.size(); ++k) {
            const PageLine &line = page.lines[sorted[k]];
            rows += line.box.bottom() > last + 0.5 * line.size;
            last = std::max(last, line.box.bottom());
            if (rows > EdgeRows || line.box.bottom() > EdgePart * height)
                break;
            qsizetype next = k + 1;
            while (next < sorted.size() && page.lines[sorted[next]].box.bottom() < line.box.bottom() + 0.5 * line.size)
                ++next;
            const bool apart = next >= sorted.size() || page.lines[sorted[next]].box.top() - line.box.bottom() > 0.35 * line.size;
            addLine(sorted[k], rows, 1 + int(std::lround(line.box.bottom())), apart);
        }
        rows = 0;
        last = 1e9;
        for (qsizetype k = sorted.size(); k-- > 0;) {
            const PageLine &line = page.lines[sorted[k]];
            rows += line.box.bottom() < last - 0.5 * line.size;
            last = std::min(last, line.box.bottom());
            if (rows > EdgeRows || line.box.top() < (1 - EdgePart) * height)
                break;
            qsizetype next = k;
            while (next > 0 && page.lines[sorted[next]].box.bottom() > line.box.bottom() - 0.5 * line.size)
                --next;
            const bool apart = next == 0 || line.box.top() - page.lines[sorted[next]].box.bottom() > 0.35 * line.size;
            addLine(sorted[k], rows, -1 - int(std::lround(std::max(0.0, height - line.box.bottom()))), apart);
        }
    }
    void add(int page, qsizetype line, int row, int slot, bool apart)
    {
        constexpr qsizetype Longest = 250;
        const QString text = m_pages[page].lines[line].text.simplified();
        if (text.size() > Longest)
            return;
        Candidate candidate;
        candidate.page = page;
        candidate.line = line;
        candidate.row = row;
        candidate.slot = slot;
        candidate.apart = apart;
        readNumbers(text, candidate);
        m_candidates += candidate;
    }

    //! How many pages must agree: few where there are few.
    qsizetype enough() const { return m_pages.size() == 2 ? 2 : 3; }
    static bool sameSlot(int a, int b) { return (a > 0) == (b > 0) && std::abs(a - b) <= 4; }

    void confirmByWords()
    {
        QHash<QString, QList<qsizetype>> byWords;
        for (qsizetype i = 0; i < m_candidates.size(); ++i) {
            if (m_candidates[i].words.contains(QRegularExpression(QStringLiteral("\\p{L}"))))
                byWords[m_candidates[i].words] += i;
        }
        for (const QList<qsizetype> &alike : std::as_const(byWords))
            confirmWhere(alike, [](const Candidate &, const Candidate &) { return true; });
    }
    //! Numbers that count with the pages.
    void confirmByNumbers()
    {
        QHash<int, QList<qsizetype>> byOffset;
        for (qsizetype i = 0; i < m_candidates.size(); ++i) {
            const Candidate &candidate = m_candidates[i];
            if (candidate.number >= 0 && candidate.apart)
                byOffset[candidate.number - m_pages[candidate.page].number] += i;
        }
        for (const QList<qsizetype> &alike : std::as_const(byOffset)) {
            // A number alone, or beside the same kind of words.
            confirmWhere(alike, [](const Candidate &a, const Candidate &b) {
                const auto bare = [](const Candidate &c) { return !c.words.contains(QRegularExpression(QStringLiteral("\\p{L}"))); };
                return bare(a) == bare(b);
            });
        }
    }
    template <class Agree>
    void confirmWhere(const QList<qsizetype> &alike, const Agree &agree)
    {
        for (qsizetype i = 0; i < alike.size(); ++i) {
            QSet<int> pages;
            Candidate &one = m_candidates[alike[i]];
            for (qsizetype k = i; k-- > 0 && one.page - m_candidates[alike[k]].page <= Near;) {
                if (sameSlot(one.slot, m_candidates[alike[k]].slot) && agree(one, m_candidates[alike[k]]))
                    pages += m_candidates[alike[k]].page;
            }
            for (qsizetype k = i; k < alike.size() && m_candidates[alike[k]].page - one.page <= Near; ++k) {
                if (sameSlot(one.slot, m_candidates[alike[k]].slot) && agree(one, m_candidates[alike[k]]))
                    pages += m_candidates[alike[k]].page;
            }
            if (pages.size() >= enough() && (m_pages.size() > 2 || one.apart))
                one.confirmed = true;
        }
    }
    //! Where running heads stand on most pages around, another line at the same place is one as well: heads that name a section
    //! stand there once, if it is short.
    void confirmBySlots()
    {
        QHash<int, QList<std::pair<int, double>>> bySlot; //!< confirmed: page and size of letters
        for (const Candidate &candidate : std::as_const(m_candidates)) {
            if (candidate.confirmed)
                bySlot[candidate.slot] += { candidate.page, m_pages[candidate.page].lines[candidate.line].size };
        }
        for (Candidate &candidate : m_candidates) {
            if (candidate.confirmed || !candidate.apart || std::abs(candidate.slot) > 100'000)
                continue;
            QSet<int> pages;
            const double size = m_pages[candidate.page].lines[candidate.line].size;
            for (int slot = candidate.slot - 1; slot <= candidate.slot + 1; ++slot) {
                for (const auto &[page, other] : bySlot.value(slot)) {
                    if (std::abs(page - candidate.page) <= Near && std::abs(other - size) < 0.05 * size)
                        pages += page;
                }
            }
            const qsizetype around =
                std::min<qsizetype>(m_pages.size() - 1, candidate.page + Near) - std::max(0, candidate.page - Near) + 1;
            if (pages.size() >= 4 && pages.size() * 3 > around)
                candidate.confirmed = true;
        }
    }

    QList<PageLines> &m_pages;
    QList<Candidate> m_candidates;
};

} // namespace

void removeRunningHeads(QList<PageLines> &pages)
{
    if (pages.size() >= 2)
        RunningHeads(pages).remove();
}

} // namespace Heddle::Library
