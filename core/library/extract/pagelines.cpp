// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/library/extract/pagecolumns.h"
#include "core/library/extract/pagelayout.h"
#include "core/text/superscripts.h"
#include <QHash>
#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

namespace Heddle::Library {
namespace {

//! A box as it would lie if its text ran from left to right.
QRectF upright(const QRectF &box, int rotation)
{
    switch (rotation) {
    case 1: return { box.top(), -box.right(), box.height(), box.width() };
    case 2: return { -box.right(), -box.bottom(), box.width(), box.height() };
    case 3: return { -box.bottom(), box.left(), box.height(), box.width() };
    default: return box;
    }
}

bool isRightToLeft(QChar c)
{
    return c.direction() == QChar::DirR || c.direction() == QChar::DirAL;
}

bool isIdeographic(QChar c)
{
    return c.unicode() >= 0x2e80 && c.unicode() <= 0x9fff;
}

//! Above 0: more letters that run from left to right than the other way.
int direction(const QString &text)
{
    int sum = 0;
    for (const QChar c : text)
        sum += isRightToLeft(c) ? -1 : c.direction() == QChar::DirL ? 1 : 0;
    return sum;
}

double sizeOf(const PageWord &word, const QRectF &box)
{
    return word.size > 0 ? word.size : box.height();
}

//! Joins the words of one direction that stand near each other on a line.
class PieceBuilder {
public:
    PieceBuilder(const QList<PageWord> &words, const QList<int> &chosen, int rotation)
        : m_words(words), m_chosen(chosen), m_rotation(rotation)
    { }

    QList<PagePiece> build()
    {
        for (const int i : m_chosen)
            m_boxes.insert(i, upright(m_words[i].box, m_rotation));
        std::stable_sort(m_chosen.begin(), m_chosen.end(), [this](int a, int b) { return m_boxes[a].left() < m_boxes[b].left(); });
        for (const int i : std::as_const(m_chosen)) {
            const QRectF box = m_boxes[i];
            const double size = sizeOf(m_words[i], box);
            const int piece = m_rotation == PageWord::Slanted ? -1 : pieceBefore(i, box, size);
            if (piece == Duplicate)
                continue;
            if (piece < 0) {
                m_bands[bandOf(box.center().y())] += int(m_pieces.size());
                m_pieces += PagePiece { {}, box.left(), box.right(), box.top(), box.bottom(), size, m_words[i].field ? -1 : i, 0,
                    m_words[i].fixedPitch };
            }
            add(m_pieces[piece < 0 ? m_pieces.size() - 1 : piece], i, box, size);
        }
        return m_pieces;
    }

private:
    static constexpr double BandHeight = 8; //!< points
    static constexpr int Duplicate = -2;
    static int bandOf(double y) { return int(std::floor(std::clamp(y, -1e6, 1e6) / BandHeight)); }

    void add(PagePiece &piece, int word, const QRectF &box, double size)
    {
        piece.words += word;
        piece.right = std::max(piece.right, box.right());
        if (!m_words[word].field)
            piece.order = piece.order < 0 ? word : std::min(piece.order, word);
        const QString &text = m_words[word].text;
        piece.letters += int(std::count_if(text.cbegin(), text.cend(), [](QChar c) { return c.isLetterOrNumber(); }));
        if (piece.size < size) { // a small note mark in front does not make the line a small one
            piece.size = size;
            piece.top = box.top();
            piece.bottom = box.bottom();
        }
    }
    //! The piece that the word continues; -1: none.
    int pieceBefore(int word, const QRectF &box, double size)
    {
        constexpr double WordSpace = 0.7, Overlap = 0.5;
        int best = -1;
        double bestOverlap = 0;
        const int reach = 1 + int(std::min(40.0, size / BandHeight));
        const int band = bandOf(box.center().y());
        for (int at = band - reach; at <= band + reach; ++at) {
            const auto found = m_bands.find(at);
            if (found == m_bands.end())
                continue;
            for (const int k : std::as_const(found->second)) {
                const PagePiece &piece = m_pieces[k];
                const double larger = std::max(size, piece.size);
                const double gap = box.left() - piece.right;
                if (gap > WordSpace * larger || box.left() < piece.left)
                    continue;
                const QRectF last = m_boxes[piece.words.last()];
                const double overlap = std::min(piece.bottom, box.bottom()) - std::max(piece.top, box.top());
                const double smaller = std::min(piece.bottom - piece.top, box.height());
                if (overlap < Overlap * smaller)
                    continue;
                // Bold letters are often the same letters twice.
                if (std::abs(last.left() - box.left()) < 0.15 * size && std::abs(last.top() - box.top()) < 0.15 * size
                    && m_words[piece.words.last()].text == m_words[word].text)
                    return Duplicate;
                if (gap < -1.5 * larger && last.left() < box.left() - 0.1 * size && last.right() > box.left() + 0.5 * box.width())
                    continue; // it lies on another word
                if (overlap / smaller > bestOverlap + 0.05 || best < 0) {
                    best = k;
                    bestOverlap = overlap / smaller;
                }
            }
        }
        return best;
    }

    const QList<PageWord> &m_words;
    QList<int> m_chosen;
    int m_rotation;
    QHash<int, QRectF> m_boxes;
    QList<PagePiece> m_pieces;
    std::map<int, QList<int>> m_bands; //!< pieces by where they lie
};

//! Appends words of a line with the blanks between them.
class LineText {
public:
    LineText(const QList<PageWord> &words, PageLine &line) : m_words(words), m_line(line) { }

    void append(QList<int> order)
    {
        int sum = 0;
        for (const int word : std::as_const(order))
            sum += direction(m_words[word].text);
        const bool rightToLeft = sum < 0;
        if (rightToLeft)
            std::reverse(order.begin(), order.end());
        // Runs of words against the line's direction are read the other way round.
        for (auto from = order.begin(); from != order.end();) {
            const auto against = [&](int word) {
                const int d = direction(m_words[word].text);
                return rightToLeft ? d > 0 : d < 0;
            };
            const auto first = std::find_if(from, order.end(), against);
            const auto last = std::find_if_not(first, order.end(), against);
            std::reverse(first, last);
            from = last;
        }
        for (qsizetype i = 0; i < order.size(); ++i) {
            const bool blank = i > 0 && blankBetween(order[i - 1], order[i]);
            if (blank)
                put(QLatin1Char(' '), -1, 0);
            if (!(i > 0 && !blank && !rightToLeft && appendRaised(order[i])))
                appendWord(order[i], rightToLeft);
        }
        if (rightToLeft)
            turnBrackets();
    }

private:
    //! Whether a bracket comes as it is drawn or as it is read differs from file to file: the first of a pair opens.
    void turnBrackets()
    {
        const auto unmatched = [](const QString &text) {
            int open = 0, wrong = 0;
            for (const QChar c : text) {
                if (c.category() == QChar::Punctuation_Open) {
                    ++open;
                } else if (c.category() == QChar::Punctuation_Close) {
                    wrong += open == 0;
                    open = std::max(0, open - 1);
                }
            }
            return wrong;
        };
        QString turned = m_line.text;
        for (QChar &c : turned)
            c = c.hasMirrored() ? c.mirroredChar() : c;
        if (unmatched(turned) < unmatched(m_line.text))
            m_line.text = turned;
    }
    QRectF boxOf(int word) const { return upright(m_words[word].box, m_line.rotation); }
    bool blankBetween(int a, int b) const
    {
        const QRectF one = boxOf(a), other = boxOf(b);
        const double gap = std::max(one.left(), other.left()) - std::min(one.right(), other.right());
        // Chinese and Japanese have no blanks, but may be set wide.
        constexpr double WideGap = 0.4;
        if (isIdeographic(m_words[a].text.back()) && isIdeographic(m_words[b].text.front()))
            return gap > WideGap * m_line.size;
        if (std::abs(a - b) == 1 && m_words[std::min(a, b)].spaceAfter)
            return true;
        return gap > PageWord::Gap * m_line.size;
    }
    void put(QChar c, int word, int character)
    {
        m_line.text += c;
        m_line.places += { word, character };
    }
    //! Marks of notes and the like must not become part of a word: digits become superscript digits.
    bool appendRaised(int word)
    {
        const PageWord &small = m_words[word];
        if (small.size <= 0 || small.size > 0.85 * m_line.size || m_line.text.isEmpty())
            return false;
        constexpr double Descent = 0.2;
        const double raised = (m_line.box.bottom() - Descent * m_line.size) - (boxOf(word).bottom() - Descent * small.size);
        const bool above = raised > 0.15 * m_line.size;
        if (!above && raised > -0.07 * m_line.size)
            return false;
        const bool digits = std::all_of(
            small.text.cbegin(), small.text.cend(), [](QChar c) { return c.isDigit() || c.isPunct() || c == QLatin1Char('+'); });
        const QString marks = above ? Text::raised(small.text) : Text::lowered(small.text);
        if (digits && marks.size() == small.text.size()) {
            for (int i = 0; i < marks.size(); ++i)
                put(marks[i], word, i);
            return true;
        }
        // A letter as a note's mark stands alone; st, nd, rd, th and the like are part of the word.
        const auto &text = m_line.text;
        const bool afterWord =
            text.size() >= 3 && text.back().isLetter() && text[text.size() - 2].isLetter() && text[text.size() - 3].isLetter();
        if (above && small.text.size() == 1 && small.text[0].isLetter() && afterWord)
            put(QLatin1Char(' '), -1, 0);
        return false;
    }
    void appendWord(int word, bool rightToLeft)
    {
        const QString &text = m_words[word].text;
        const int strong = direction(text);
        if (strong > 0 || (strong == 0 && !rightToLeft)) {
            for (int i = 0; i < text.size(); ++i)
                put(text[i], word, i);
            return;
        }
        // It comes as it is seen, from the left: read it from the right, but numbers and foreign letters keep their order.
        const auto keeps = [&text](int i) { return text[i].isDigit() || text[i].direction() == QChar::DirL; };
        for (int end = int(text.size()); end > 0;) {
            int begin = end;
            while (begin > 0 && (keeps(begin - 1) || (begin > 1 && begin < end && text[begin - 1].isPunct() && keeps(begin - 2))))
                --begin;
            if (begin == end)
                begin -= end > 1 && text[end - 1].isLowSurrogate() ? 2 : 1;
            for (int i = begin; i < end; ++i)
                put(text[i], word, i);
            end = begin;
        }
    }

    const QList<PageWord> &m_words;
    PageLine &m_line;
};

bool startsList(const QString &text)
{
    return text.size() <= 4 && std::none_of(text.cbegin(), text.cend(), [](QChar c) { return c == QLatin1Char(' '); });
}

PageLine lineOf(const QList<PageWord> &words, const QList<PagePiece> &pieces, const PageRow &row, int rotation)
{
    constexpr double CellGap = 1.6; //!< as a part of the font's size
    PageLine line;
    line.rotation = rotation;
    line.column = row.column;
    line.bold = line.fixedPitch = true;
    QList<int> order;
    double right = 0;
    for (qsizetype i = 0; i < row.pieces.size(); ++i) {
        const PagePiece &piece = pieces[row.pieces[i]];
        QRectF box(QPointF(piece.left, piece.top), QPointF(piece.right, piece.bottom));
        if (line.size < piece.size) {
            line.size = piece.size;
            line.box.setTop(box.top());
            line.box.setBottom(box.bottom());
        }
        line.box.setLeft(i == 0 ? box.left() : std::min(line.box.left(), box.left()));
        line.box.setRight(i == 0 ? box.right() : std::max(line.box.right(), box.right()));
        if (i > 0 && piece.left - right > CellGap * piece.size && !(i == 1 && order.size() == 1 && startsList(words[order.first()].text)))
            line.cells = true;
        right = i == 0 ? piece.right : std::max(right, piece.right);
        order += piece.words;
    }
    std::stable_sort(order.begin(), order.end(),
        [&](int a, int b) { return upright(words[a].box, rotation).left() < upright(words[b].box, rotation).left(); });
    for (const int word : std::as_const(order)) {
        line.bold = line.bold && words[word].bold;
        line.fixedPitch = line.fixedPitch && words[word].fixedPitch;
    }
    LineText(words, line).append(order);
    return line;
}

} // namespace

QList<PageLine> linesOfPage(const QList<PageWord> &words)
{
    constexpr int Rotations = PageWord::Slanted + 1;
    QList<int> chosen[Rotations];
    for (int i = 0; i < words.size(); ++i) {
        if (!words[i].text.trimmed().isEmpty())
            chosen[std::clamp(words[i].rotation, 0, Rotations - 1)] += i;
    }
    int order[Rotations];
    std::iota(std::begin(order), std::end(order), 0);
    std::stable_sort(std::begin(order), std::end(order), [&](int a, int b) { return chosen[a].size() > chosen[b].size(); });
    QList<PageLine> lines;
    int columns = 0;
    for (const int rotation : order) {
        const QList<PagePiece> pieces = PieceBuilder(words, chosen[rotation], rotation).build();
        for (const PageRow &row : readingOrder(pieces)) {
            PageLine line = lineOf(words, pieces, row, rotation);
            line.column += columns;
            if (!line.text.trimmed().isEmpty())
                lines += std::move(line);
        }
        columns = lines.isEmpty() ? 0 : lines.last().column;
    }
    return lines;
}

} // namespace Heddle::Library
