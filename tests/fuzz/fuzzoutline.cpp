// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/mindmap/outline.h"
#include "tests/fuzz/fuzzformats.h"

namespace Heddle::Fuzz {

void outline(const QByteArray &bytes)
{
    const QString text = QString::fromUtf8(bytes);
    const QStringList chunks { QStringLiteral("a"), QStringLiteral("b"), QStringLiteral("c") };
    for (const QStringList &cited : { QStringList(), chunks }) {
        const MindMap::Outline read = MindMap::parseOutline(text, QStringLiteral("question"), cited);
        require(read.map.size() <= MindMap::MostNodes + 1);
        read.map.visit([](const MindMap::Node &node, int depth) {
            require(depth <= MindMap::MostDepth + 1 && !node.label.isEmpty() && !node.label.contains(QLatin1Char('\n')));
        });
    }
    MindMap::plainText(text);
}

} // namespace Heddle::Fuzz
