// SPDX-License-Identifier: GPL-3.0-or-later
// Files that a map is saved to and read from.
#include "core/base/files.h"
#include "core/mindmap/formats.h"
#include "ui/common/choosefile.h"
#include "ui/common/deliver.h"
#include "ui/mindmap/mappanel.h"
#include "ui/mindmap/mapview.h"
#include "ui/render/mapfiles.h"
#include <QFileDialog>

namespace Heddle::Ui {

void MapPanel::chooseExport(const QString &format)
{
    chooseFile(this, tr("Save the mind map"), map().node(map().root()).label.left(60), format,
        [this, format](const QString &path) { exportFile(path, format); });
}

void MapPanel::exportFile(const QString &path, const QString &format)
{
    const auto write = [path, format, map = map()](std::stop_token) { return saveFile(path, Render::mapAs(format, map)); };
    deliver(m_tasks, this, m_files->submit(write, m_tasks->token(), QStringLiteral("save map")), &MapPanel::reportError);
}

void MapPanel::chooseImport()
{
    auto *dialog = new QFileDialog(this, tr("Open a map"), QString(), tr("Maps and outlines (*.mm *.opml *.md *.json *.txt)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, &MapPanel::importFile);
    dialog->open();
}

void MapPanel::importFile(const QString &path)
{
    if (m_working || m_message.isEmpty())
        return;
    const auto read = [path](std::stop_token) { return MindMap::loadMap(path); };
    deliver(m_tasks, this, m_files->submit(read, m_tasks->token(), QStringLiteral("read map")), &MapPanel::replaceMap);
}

void MapPanel::replaceMap(const Result<MindMap::Map> &map)
{
    if (!map) {
        reportError(map.error());
        return;
    }
    m_editor.replace(*map);
    m_view->mapChanged(true);
    changed();
}

} // namespace Heddle::Ui
