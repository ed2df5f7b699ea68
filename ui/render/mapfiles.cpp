// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/render/mapfiles.h"
#include "core/mindmap/formats.h"
#include "core/mindmap/outline.h"
#include "ui/render/mappainter.h"
#include <QJsonDocument>

namespace Heddle::Render {

const QStringList &mapFormats()
{
    static const QStringList names { QStringLiteral("json"), QStringLiteral("md"), QStringLiteral("opml"), QStringLiteral("mm"),
        QStringLiteral("svg"), QStringLiteral("png"), QStringLiteral("pdf") };
    return names;
}

bool isBinaryMap(const QString &format)
{
    return format == QLatin1String("png") || format == QLatin1String("pdf");
}

QByteArray mapAs(const QString &format, const MindMap::Map &map)
{
    switch (mapFormats().indexOf(format)) {
    case 0: return QJsonDocument(MindMap::toJson(map)).toJson();
    case 2: return MindMap::toOpml(map);
    case 3: return MindMap::toFreeMind(map);
    case 4: return mapToSvg(map);
    case 5: return mapToPng(map);
    case 6: return mapToPdf(map);
    default: return MindMap::printOutline(map).toUtf8();
    }
}

} // namespace Heddle::Render
