// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/library/chunk/chunker.h"
#include "core/text/language.h"
#include "core/text/sentences.h"
#include <cmath>

namespace Heddle::Library {
namespace {

constexpr double LongestPiece = 120; //!< words; a longer sentence is cut at white space
constexpr qsizetype LongestWord = 2000; //!< UTF-16 units without white space; longer ones are no words and may be cut
constexpr double UnitsPerWord = 40; //!< UTF-16 units; far more than words of any language have
constexpr double SmallPage = 25; //!< words; what is left of a page with fewer shares a chunk with the next page
constexpr qsizetype EnoughForLanguage = 200; //!< UTF-16 units
constexpr qsizetype LanguageSample = 500; //!< UTF-16 units; sentences need the language only, the document's is told by more
constexpr double SmallSection = 60; //!< words; a section shorter than this shares a chunk with the next one

} // namespace

Chunker::~Chunker() = default;

bool Chunker::add(const Block &block)
{
    if (block.kind == Block::Kind::Heading && m_words >= SmallSection && !flush(true))
        return false;
    const bool turned = !m_pieces.isEmpty() && m_pieces.last().page != block.page;
    if (turned && m_words >= SmallPage && !flush(true))
        return false;
    if (length() > 0)
        m_text += QLatin1String("\n\n");
    const qint64 at = length();
    m_text += block.text;
    QStringList path = block.headings;
    if (block.kind == Block::Kind::Heading)
        path += block.text;
    if (m_headings.isEmpty() || m_headings.last() != path)
        m_headings += path;
    addPieces(block, at);
    return m_words < 2 * TargetWords || flush(false);
}

void Chunker::addPieces(const Block &block, qint64 at)
{
    constexpr qsizetype ShortHeading = 300; // UTF-16 units; a longer one is a text like any other
    constexpr qsizetype BreakUnits = 2; // the empty line before a block
    const QStringView text(block.text);
    const auto piece = [&](qsizetype from, qsizetype to, double words) {
        const double weight = std::max(words, double(to - from + BreakUnits) / UnitsPerWord);
        m_pieces += { at + from, at + to, weight, block.page, m_headings.size() - 1,
            block.kind == Block::Kind::Heading && text.size() <= ShortHeading };
        m_words += weight;
    };
    const auto whole = [&] { return QList<std::pair<qsizetype, qsizetype>> { { 0, text.size() } }; };
    const bool prose = block.kind != Block::Kind::Heading && block.kind != Block::Kind::TableRow;
    if (prose && m_language.isEmpty() && text.size() >= EnoughForLanguage)
        m_language = Text::detectLanguage(block.text.left(LanguageSample));
    for (const auto &[from, to] : prose ? Text::sentenceRanges(text, m_language) : whole()) {
        const double words = Text::countWords(text.mid(from, to - from));
        if (words <= LongestPiece && to - from <= 4 * LongestWord) {
            piece(from, to, words);
            continue;
        }
        for (qsizetype begin = from; begin < to;) { // an overlong sentence: cut at white space, else at a whole character
            qsizetype end = begin, lastSpace = -1;
            double soFar = 0;
            for (bool inside = false; end < to && soFar < LongestPiece && (end - begin < LongestWord || lastSpace < 0); ++end) {
                const QChar c = text[end];
                if (c.isSpace())
                    lastSpace = end;
                if (Text::isCjk(c.unicode()))
                    soFar += 0.6;
                else if (c.isLetterOrNumber() != inside && (inside = !inside))
                    soFar += 1;
                if (end - begin >= LongestWord && lastSpace < 0)
                    break;
            }
            if (end < to && lastSpace > begin)
                end = lastSpace;
            if (end < to && text[end].isLowSurrogate())
                ++end;
            piece(begin, end, Text::countWords(text.mid(begin, end - begin)));
            begin = end;
            while (begin < to && text[begin].isSpace())
                ++begin;
        }
    }
}

bool Chunker::finish()
{
    return flush(true);
}

//! Emits what is held. In the middle of a section the last part stays, so that the section's end can be split evenly.
bool Chunker::flush(bool sectionEnds)
{
    while (m_fresh < m_pieces.size()) {
        double left = 0;
        for (const Piece &piece : std::as_const(m_pieces))
            left += piece.words;
        if (!sectionEnds && left < 2 * TargetWords)
            break;
        const double parts = sectionEnds ? std::max(1.0, std::round(left / TargetWords)) : std::max(2.0, left / TargetWords);
        const double goal = left / parts;
        double words = 0;
        qsizetype last = 0;
        while (last < m_pieces.size() && (last <= m_fresh || words + m_pieces[last].words / 2 <= goal))
            words += m_pieces[last++].words;
        if (sectionEnds && parts <= 1)
            last = m_pieces.size();
        while (last < m_pieces.size() && last > m_fresh + 1 && m_pieces[last - 1].heading)
            --last; // goes with what stands below it
        if (!emitChunk(0, last))
            return false;
        qsizetype keep = last;
        if (last < m_pieces.size()) {
            double overlap = 0;
            while (keep > 1 && overlap + m_pieces[keep - 1].words <= std::min(OverlapWords, words * 0.15))
                overlap += m_pieces[--keep].words;
        }
        m_fresh = last - keep;
        dropBefore(keep);
    }
    return true;
}

bool Chunker::emitChunk(qsizetype first, qsizetype last)
{
    const Piece &from = m_pieces[std::min(m_fresh, last - 1)]; // the place of what is new in it
    Chunk chunk;
    chunk.start = m_pieces[first].start;
    chunk.end = m_pieces[last - 1].end;
    double words = 0; // the page on which its middle stands
    for (qsizetype i = first; i < last; ++i)
        words += m_pieces[i].words;
    for (qsizetype i = first; i < last && words >= 0; ++i) {
        chunk.page = m_pieces[i].page;
        words -= 2 * m_pieces[i].words;
    }
    chunk.heading = m_headings[from.headingIndex].join(QStringLiteral(" › "));
    chunk.text = m_text.mid(chunk.start - m_base, chunk.end - chunk.start);
    return m_sink(std::move(chunk));
}

void Chunker::dropBefore(qsizetype piece)
{
    const qint64 from = piece < m_pieces.size() ? m_pieces[piece].start : length();
    m_text.remove(0, from - m_base);
    m_base = from;
    m_pieces.remove(0, piece);
    const qsizetype heading = m_pieces.isEmpty() ? m_headings.size() - 1 : m_pieces.first().headingIndex;
    m_headings.remove(0, heading);
    m_words = 0;
    for (Piece &held : m_pieces) {
        held.headingIndex -= heading;
        m_words += held.words;
    }
}

} // namespace Heddle::Library
