// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/library/extract/extractor.h"
#include <QList>
#include <QString>
#include <functional>

namespace Heddle::Library {

//! \brief A passage to be indexed. start and end: UTF-16 units in the document's extracted text, which is its blocks
//! joined by an empty line.
struct Chunk {
    qint64 start = 0;
    qint64 end = 0;
    int page = 0;
    QString heading; //!< the heading path, joined by " › "
    QString text;
};

//! \brief Packs blocks into chunks of about 200 words (a CJK character counts as 0.6): cut at headings and pages first, then
//! evenly at sentence ends, with up to 15 % overlap; never inside a word. Text without words, such as a long line of dashes,
//! counts by its length, so that no chunk and no buffer grows with it.
class Chunker {
public:
    using Sink = std::function<bool(Chunk)>;
    explicit Chunker(Sink sink) : m_sink(std::move(sink)) { }
    ~Chunker();

    //! \brief False once the sink asked to stop.
    bool add(const Block &block);
    bool finish();
    //! \brief Length of the extracted text so far, in UTF-16 units.
    qint64 length() const { return m_base + m_text.size(); }

    static constexpr double TargetWords = 200;
    static constexpr double OverlapWords = 30;

private:
    struct Piece { //!< a sentence, a row or a part of an overlong one
        qint64 start, end;
        double words; //!< or what its length counts for
        int page;
        qsizetype headingIndex;
        bool heading; //!< of what follows it
    };
    void addPieces(const Block &block, qint64 at);
    bool flush(bool sectionEnds);
    bool emitChunk(qsizetype first, qsizetype last);
    void dropBefore(qsizetype piece);

    Sink m_sink;
    QString m_text; //!< extracted text from m_base on
    qint64 m_base = 0;
    QList<Piece> m_pieces;
    qsizetype m_fresh = 0; //!< pieces before it are overlap, already in a chunk
    QList<QStringList> m_headings;
    double m_words = 0; //!< of all pieces held
    QString m_language; //!< of the first text that is long enough to tell it
};

} // namespace Heddle::Library
