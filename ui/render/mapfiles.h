// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/mindmap/mindmap.h"
#include <QByteArray>
#include <QStringList>

namespace Heddle::Render {

//! \brief The formats that a mind map is saved in, by their suffix: json, md, opml, mm, svg, png, pdf.
const QStringList &mapFormats();
//! \brief Whether a format is bytes that no terminal shows.
bool isBinaryMap(const QString &format);
//! \brief The map in one of them. For the pictures a QGuiApplication is needed.
QByteArray mapAs(const QString &format, const MindMap::Map &map);

} // namespace Heddle::Render
