// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/base/result.h"
#include "core/mindmap/mindmap.h"
#include <QByteArray>
#include <QJsonObject>

namespace Heddle::MindMap {

//! \brief {"id","label","sources":[chunk…],"children":[…]}, and "collapsed" and "unsupported" where it is.
QJsonObject toJson(const Map &map);
Result<Map> fromJson(const QJsonObject &object);

//! \brief OPML 2.0: an outline element a node, its label as text, its chunks and whether it is unsupported as
//! attributes of ours.
QByteArray toOpml(const Map &map);
//! \brief FreeMind's format as Freeplane, VYM and FreeMind itself read it (version 0.9.0); nodes that no passage
//! supports have a question mark.
QByteArray toFreeMind(const Map &map);

//! \brief Reads a map by what it holds: JSON, OPML, FreeMind's XML, else an outline in Markdown or plain text, whose root
//! is `name` where it has no top heading. Errors: Input, with what is wrong and where.
Result<Map> readMap(const QByteArray &bytes, const QString &name);
//! \brief Reads a map from a file of up to 64 MB; the file's name stands in for a missing top heading. Blocking: call it in
//! a pool. Errors: Unreadable, and those of readMap().
Result<Map> loadMap(const QString &path);

} // namespace Heddle::MindMap
