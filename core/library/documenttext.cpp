// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/library/documenttext.h"

namespace Heddle::Library {
namespace {

constexpr int Around = 40; //!< chunks on each side: some 50 pages of a book

int firstAround(const Storage::ChunkRow &passage)
{
    return std::max(0, passage.ordinal - Around);
}

//! `chunks`: from firstAround() on, one more than are shown where there are that many.
DocumentText joined(const Storage::ChunkRow &passage, QList<Storage::ChunkRow> chunks)
{
    DocumentText result;
    result.more = firstAround(passage) > 0 || chunks.size() > 2 * Around + 1;
    if (chunks.size() > 2 * Around + 1)
        chunks.removeLast();
    result.start = chunks.isEmpty() ? 0 : chunks.first().start;
    for (const Storage::ChunkRow &row : std::as_const(chunks)) {
        // Chunks overlap by some sentences; between them lies nothing but blanks and empty lines.
        const qint64 end = result.start + result.text.size();
        if (row.start > end)
            result.text += row.start - end > 1 ? QString(row.start - end, QLatin1Char('\n')) : QStringLiteral(" ");
        const qint64 known = result.start + result.text.size() - row.start;
        if (known < row.text.size())
            result.text += QStringView(row.text).mid(std::max<qint64>(0, known));
        if (result.headings.isEmpty() || result.headings.last() != row.heading)
            result.headings += row.heading;
    }
    result.passageStart = passage.start - result.start;
    result.passageEnd = passage.end - result.start;
    return result;
}

} // namespace

Result<DocumentText> documentTextAround(const Storage::LibraryRepository &library, const QString &chunk)
{
    HEDDLE_TRY_VALUE(const auto passage, library.chunkByPublicId(chunk));
    HEDDLE_TRY_VALUE(const auto chunks, library.chunksOfDocument(passage.documentId, firstAround(passage.chunk), 2 * Around + 2));
    return joined(passage.chunk, chunks);
}

Result<DocumentText> documentTextAround(const Storage::AttachmentRepository &attachments, const QString &chunk)
{
    HEDDLE_TRY_VALUE(const auto passage, attachments.chunkByPublicId(chunk));
    HEDDLE_TRY_VALUE(const auto chunks, attachments.chunksBeside(chunk, firstAround(passage.chunk), 2 * Around + 2));
    return joined(passage.chunk, chunks);
}

} // namespace Heddle::Library
