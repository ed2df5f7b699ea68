// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/library/pages/pagemarks.h"
#include <cmath>

namespace Heddle::Library {
namespace {

constexpr int PagesOfPassage = 3; //!< a passage has about 200 words
constexpr qsizetype Anchor = 40; //!< letters that find a passage on its page

QString folded(QChar c)
{
    return c.isLetterOrNumber() || c.isSurrogate() ? QString(c).normalized(QString::NormalizationForm_KC).toLower() : QString();
}

QString letters(const QString &text)
{
    QString all;
    for (const QChar c : text)
        all += folded(c);
    return all;
}

//! The letters of some pages in reading order, and the box of each.
struct Letters {
    QString text;
    QList<QPair<int, QRectF>> boxes; //!< page and box of each UTF-16 unit

    void add(const PageText &page, int number)
    {
        for (const PageBlock &block : layOutPage(page.words)) {
            for (qsizetype i = 0; i < block.text.size(); ++i) {
                const PageBlock::Place place = block.places[i];
                const QString letter = place.word < 0 ? QString() : folded(block.text[i]);
                for (qsizetype k = 0; k < letter.size(); ++k)
                    boxes += { number, page.characters[place.word].value(place.character, page.words[place.word].box) };
                text += letter;
            }
        }
    }
};

void addBox(QList<QRectF> &boxes, const QRectF &box)
{
    if (!boxes.isEmpty()) {
        QRectF &last = boxes.last();
        const double overlap = std::min(last.bottom(), box.bottom()) - std::max(last.top(), box.top());
        const double across = std::min(last.right(), box.right()) - std::max(last.left(), box.left());
        // Beside it on the line, or below it where the text runs down the page.
        if ((overlap > 0.5 * std::min(last.height(), box.height()) && across > -box.height())
            || (across > 0.5 * std::min(last.width(), box.width()) && overlap > -0.6 * box.width() && last.height() > 1.5 * last.width())) {
            last |= box;
            return;
        }
    }
    boxes += box;
}

//! A sentence that goes on over the end of a page: there, running heads and notes stand between its two parts.
PageMarks findOverPages(const Letters &all, const QString &wanted)
{
    constexpr qsizetype Slack = 4; //!< letters that a note happens to begin with, too
    PageMarks marks;
    const auto pageEnd = [&all](qsizetype from) {
        qsizetype end = from;
        while (end < all.boxes.size() && all.boxes[end].first == all.boxes[from].first)
            ++end;
        return end;
    };
    for (qsizetype begin = 0; begin < all.boxes.size(); begin = pageEnd(begin)) {
        const qsizetype next = pageEnd(begin), nextEnd = next < all.boxes.size() ? pageEnd(next) : next;
        const QStringView page = QStringView(all.text).mid(begin, next - begin), after = QStringView(all.text).mid(next, nextEnd - next);
        qsizetype longest = 0, tooLong = wanted.size();
        while (longest + 1 < tooLong) { // a text that holds some letters holds all their beginnings
            const qsizetype middle = (longest + tooLong) / 2;
            (page.contains(QStringView(wanted).left(middle)) ? longest : tooLong) = middle;
        }
        for (qsizetype cut = longest; cut > std::max<qsizetype>(0, longest - Slack); --cut) {
            const qsizetype first = page.lastIndexOf(QStringView(wanted).left(cut)), rest = after.indexOf(QStringView(wanted).mid(cut));
            if (first < 0 || rest < 0)
                continue;
            marks.page = all.boxes[begin].first;
            for (qsizetype i = 0; i < wanted.size(); ++i) {
                const auto &[number, box] = all.boxes[i < cut ? begin + first + i : next + rest + i - cut];
                addBox(marks.boxes[number], box);
            }
            return marks;
        }
    }
    return marks;
}

//! The places of a page where a text stands, in reading order.
QList<QList<QRectF>> findOnPage(const PageText &page, const QString &text)
{
    Letters all;
    all.add(page, 0);
    const QString wanted = letters(text);
    QList<QList<QRectF>> places;
    for (qsizetype at = wanted.isEmpty() ? -1 : all.text.indexOf(wanted); at >= 0; at = all.text.indexOf(wanted, at + wanted.size())) {
        places.emplace_back();
        for (qsizetype i = at; i < at + wanted.size(); ++i)
            addBox(places.last(), all.boxes[i].second);
    }
    return places;
}

} // namespace

PageMarks findMarks(const PageDocument &document, int firstPage, const QString &passage, const QString &sentence)
{
    Letters all;
    for (int page = std::max(0, firstPage - 1); page < std::min(document.pageCount(), firstPage + PagesOfPassage); ++page)
        all.add(document.text(page), page);
    const QString whole = letters(passage);
    QString wanted = letters(sentence);
    PageMarks marks;
    if (wanted.isEmpty())
        return marks;
    const qsizetype inPassage = whole.indexOf(wanted);
    qsizetype at = -1;
    double nearest = -1;
    for (qsizetype from = all.text.indexOf(wanted); from >= 0; from = all.text.indexOf(wanted, from + 1)) {
        // How much of the passage before and after it stands there, too?
        double agreement = 0;
        if (inPassage >= 0) {
            for (qsizetype i = 1; i <= Anchor && inPassage >= i && from >= i; ++i)
                agreement += whole[inPassage - i] == all.text[from - i];
            for (qsizetype i = wanted.size(); i < wanted.size() + Anchor && inPassage + i < whole.size() && from + i < all.text.size(); ++i)
                agreement += whole[inPassage + i] == all.text[from + i];
        }
        if (agreement > nearest) {
            nearest = agreement;
            at = from;
        }
    }
    if (at < 0)
        return findOverPages(all, wanted);
    marks.page = all.boxes[at].first;
    for (qsizetype i = at; i < at + wanted.size(); ++i)
        addBox(marks.boxes[all.boxes[i].first], all.boxes[i].second);
    return marks;
}

PageLetters lettersOf(const PageText &page)
{
    PageLetters letters;
    for (const PageBlock &block : layOutPage(page.words)) {
        if (!letters.text.isEmpty()) {
            letters.text += QLatin1Char('\n');
            letters.boxes += QRectF();
        }
        for (qsizetype i = 0; i < block.text.size(); ++i) {
            if (block.text[i] == PageBlock::LineEndHyphen)
                continue;
            const PageBlock::Place place = block.places[i];
            letters.text += block.text[i];
            letters.boxes +=
                place.word < 0 ? QRectF() : page.characters[place.word].value(place.character, page.words[place.word].box);
        }
    }
    return letters;
}

PageSearch::Found PageSearch::run(const PageDocument &document, std::chrono::milliseconds time) const
{
    constexpr qsizetype MaxMatches = 2'000; // of one step
    const auto deadline = std::chrono::steady_clock::now() + time;
    const int last = std::min(end, document.pageCount());
    Found found;
    for (found.next = std::max(0, first); found.next < last; ++found.next) {
        if (found.next > first && (std::chrono::steady_clock::now() > deadline || found.matches.size() >= MaxMatches))
            return found;
        for (const QList<QRectF> &boxes : findOnPage(document.text(found.next), text)) {
            if (found.matches.size() < MaxMatches)
                found.matches += { found.next, boxes };
        }
    }
    found.next = end;
    return found;
}

} // namespace Heddle::Library
