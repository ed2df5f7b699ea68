// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/library/extract/pdfheadings.h"
#include <QRegularExpression>
#include <algorithm>
#include <cmath>
#include <limits>

namespace Heddle::Library {
namespace {

constexpr qsizetype LongestHeading = 200;

//! Without its number and blanks: an outline often leaves out the number that the page shows.
QString normalized(const QString &text)
{
    static const QRegularExpression number(QStringLiteral("^[\\d.\\s]+"));
    QString plain = text;
    plain.remove(number);
    QString letters;
    for (const QChar c : plain.normalized(QString::NormalizationForm_KC)) {
        if (c.isLetterOrNumber())
            letters += c.toLower();
    }
    return letters.isEmpty() ? text.simplified() : letters;
}

//! How far from the top of the page as shown a place lies. NaN: not known.
double topOf(const QPointF &place, const PdfGeometry &geometry)
{
    const bool turned = geometry.rotation % 2 != 0;
    if (std::isnan(turned ? place.x() : place.y()))
        return std::numeric_limits<double>::quiet_NaN();
    const QPointF middle = geometry.box.center();
    return geometry.shown(turned ? place.x() : middle.x(), turned ? middle.y() : place.y()).y();
}

} // namespace

PdfHeadings::PdfHeadings(QList<PdfFile::OutlineEntry> outline, int pages)
{
    constexpr qsizetype PagesPerEntry = 15;
    qsizetype placed = 0;
    for (PdfFile::OutlineEntry &entry : outline) {
        if (entry.page < 0 || entry.page >= pages)
            continue;
        ++placed;
        m_outline[entry.page] += std::move(entry);
    }
    m_sparse = placed < 3 || placed * PagesPerEntry < pages;
}

void PdfHeadings::see(const PageBlock &block)
{
    m_letters[int(std::lround(block.size * 2))] += block.text.size();
    m_all += block.text.size();
    m_bold += block.bold ? block.text.size() : 0;
}

double PdfHeadings::bodySize() const
{
    int size = 0;
    qint64 most = 0;
    for (auto it = m_letters.cbegin(); it != m_letters.cend(); ++it) {
        if (it.value() > most || (it.value() == most && it.key() < size)) {
            most = it.value();
            size = it.key();
        }
    }
    return size / 2.0;
}

//! The level of a heading, or 0.
int PdfHeadings::levelByLayout(const PageBlock &block) const
{
    constexpr int BySize = 2000, ByWeight = 3000, MostLines = 4;
    constexpr qsizetype LongestBold = 100;
    if (block.text.size() > LongestHeading || block.lines > MostLines || block.cells || block.rotation != 0)
        return 0;
    const bool words = std::any_of(block.text.cbegin(), block.text.cend(), [](QChar c) { return c.isLetter(); });
    if (!words)
        return 0;
    if (block.size >= 1.12 * bodySize())
        return BySize - int(std::lround(block.size * 2));
    const bool bold = block.bold && m_bold * 3 < m_all && !block.fixedPitch && block.size >= 0.95 * bodySize();
    return bold && block.lines <= 2 && block.text.size() <= LongestBold && !endsSentence(block.text) ? ByWeight : 0;
}

//! The block that shows an entry's words; -1: none does.
qsizetype PdfHeadings::blockOf(const PdfFile::OutlineEntry &entry, const QList<PageBlock> &blocks, double top) const
{
    const QString title = normalized(entry.title);
    qsizetype best = -1;
    double bestDistance = 1e9;
    for (qsizetype i = 0; i < blocks.size(); ++i) {
        if (blocks[i].text.size() > LongestHeading || normalized(blocks[i].text) != title)
            continue;
        const double distance = std::isnan(top) ? 0 : std::abs(blocks[i].box.top() - top);
        if (distance < bestDistance) {
            best = i;
            bestDistance = distance;
        }
    }
    return best;
}

QMultiMap<qsizetype, PdfHeadings::Section> PdfHeadings::sectionsOf(
    int page, const QList<PageBlock> &blocks, const PdfGeometry &geometry) const
{
    constexpr double Tolerance = 3; //!< points
    QMultiMap<qsizetype, Section> sections;
    qsizetype least = 0; // entries come in the order of the pages, as a rule
    for (const PdfFile::OutlineEntry &entry : m_outline.value(page)) {
        const double at = entry.place ? topOf(*entry.place, geometry) : std::numeric_limits<double>::quiet_NaN();
        qsizetype block = blockOf(entry, blocks, at);
        const bool found = block >= 0 && !sections.contains(block);
        if (!found) {
            const QString title = normalized(entry.title);
            const auto begins = [&](const PageBlock &b) { // the heading runs into its text
                return (std::isnan(at) || b.box.bottom() > at) && normalized(b.text.left(2 * LongestHeading)).startsWith(title);
            };
            const auto below = [&](const PageBlock &b) { return std::isnan(at) || b.box.center().y() > at - Tolerance; };
            auto it = std::find_if(blocks.cbegin() + least, blocks.cend(), begins);
            if (it == blocks.cend())
                it = std::find_if(blocks.cbegin() + least, blocks.cend(), below);
            block = it - blocks.cbegin();
        }
        sections.insert(block, { entry.depth, found ? blocks[block].text : entry.title, found });
        least = std::max(least, std::min(block, blocks.size()));
    }
    if (m_sparse) {
        constexpr int Below = 100; // the outline's own levels
        for (qsizetype i = 0; i < blocks.size(); ++i) {
            const bool aboveTable = i + 1 < blocks.size() && blocks[i + 1].cells && blocks[i].bold; // the names of its columns
            if (const int level = sections.contains(i) || aboveTable ? 0 : levelByLayout(blocks[i]))
                sections.insert(i, { Below + level, blocks[i].text, true });
        }
    }
    return sections;
}

} // namespace Heddle::Library
