// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/mindmap/formats.h"
#include "tests/fuzz/fuzzformats.h"

namespace Heddle::Fuzz {

void mindmap(const QByteArray &bytes)
{
    const QString name = QStringLiteral("name");
    const auto read = MindMap::readMap(bytes, name);
    if (!read) {
        require(!read.error().message.isEmpty());
        return;
    }
    // Whatever was read can be written and read again.
    const auto json = MindMap::fromJson(MindMap::toJson(*read));
    require(json && *json == *read);
    const auto opml = MindMap::readMap(MindMap::toOpml(*read), name);
    require(opml && opml->size() == read->size());
    const auto freeMind = MindMap::readMap(MindMap::toFreeMind(*read), name);
    require(freeMind && freeMind->size() == read->size());
}

} // namespace Heddle::Fuzz
