// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/search/librarytexts.h"
#include "core/base/filename.h"

namespace Heddle::Search {

void fillFrom(Hit &hit, const Storage::ChunkInDocument &chunk)
{
    hit.chunkRow = chunk.chunk.id;
    hit.chunk = chunk.chunk.publicId;
    hit.collections = QStringList(chunk.collection);
    hit.document = chunk.documentPublicId;
    hit.path = displayName(chunk.rootPath + '/' + chunk.path);
    hit.title = chunk.title;
    hit.heading = chunk.chunk.heading;
    hit.language = chunk.language;
    hit.page = chunk.chunk.page;
    hit.start = chunk.chunk.start;
    hit.end = chunk.chunk.end;
    hit.text = chunk.chunk.text;
}

} // namespace Heddle::Search
