// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/library/extract/blocklimits.h"
#include "core/library/extract/extractionprotocol.h"
#include "tests/fuzz/fuzzformats.h"
#include <QJsonDocument>

namespace Heddle::Fuzz {

void frames(const QByteArray &bytes)
{
    constexpr qint64 Budget = 4096;
    Library::BlockDecoder decoder(Budget);
    qint64 taken = 0;
    for (const QByteArray &line : bytes.split('\n')) {
        const auto block = decoder.decode(QJsonDocument::fromJson(line).object()[QLatin1String("block")].toObject());
        if (!block)
            return; // the process is ended
        qsizetype path = 0;
        for (const QString &heading : block->headings)
            path += heading.toUtf8().size();
        taken += block->text.toUtf8().size();
        require(!block->text.isEmpty() && path <= Library::MaxHeadingPath && taken <= Budget);
    }
}

} // namespace Heddle::Fuzz
