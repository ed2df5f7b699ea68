// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/library/documenttext.h"

namespace Heddle::Library {

Result<DocumentText> documentTextAround(const Storage::LibraryRepository &library, const QString &chunk)
{
    constexpr int Around = 40; // chunks on each side: some 50 pages of a book
    auto passage = library.chunkByPublicId(chunk);
    if (!passage)
        return passage.error();
    const int first = std::max(0, passage->chunk.ordinal - Around);
    auto chunks = library.chunksOfDocument(passage->documentId, first, 2 * Around + 2);
    if (!chunks)
        return chunks.error();
    DocumentText result;
    result.more = first > 0 || chunks->size() > 2 * Around + 1;
    if (chunks->size() > 2 * Around + 1)
        chunks->removeLast();
    result.start = chunks->isEmpty() ? 0 : chunks->first().start;
    for (const Storage::ChunkRow &row : std::as_const(*chunks)) {
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
    result.passageStart = passage->chunk.start - result.start;
    result.passageEnd = passage->chunk.end - result.start;
    return result;
}

QCoro::Task<Result<DocumentText>> DocumentTexts::load(const QString &chunk, std::stop_token stop) const
{
    return m_pool->submit([library = m_library, chunk](std::stop_token) { return documentTextAround(library, chunk); }, std::move(stop),
        QStringLiteral("load a document's text"));
}

} // namespace Heddle::Library
