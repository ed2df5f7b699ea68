// SPDX-License-Identifier: GPL-3.0-or-later
// Files that a map is saved to and read from.
#include "core/base/files.h"
#include "core/mindmap/formats.h"
#include "ui/common/choosefile.h"
#include "ui/mindmap/mappanel.h"
#include "ui/mindmap/mapview.h"
#include "ui/render/mapfiles.h"
#include <QFile>
#include <QFileInfo>

namespace Heddle::Ui {
namespace {

constexpr qint64 LargestFile = 64LL * 1024 * 1024;

} // namespace

void MapPanel::chooseExport(const QString &format)
{
    chooseFile(this, tr("Save the mind map"), map().node(map().root()).label.left(60), format,
        [this, format](const QString &path) { exportFile(path, format); });
}

void MapPanel::exportFile(const QString &path, const QString &format)
{
    m_services.tasks->add(write(this, m_services, path, map(), format));
}

QCoro::Task<void> MapPanel::write(QPointer<MapPanel> panel, Services services, QString path, MindMap::Map map, QString format)
{
    auto writing =
        services.pools->render.submit([path, map, format](std::stop_token) -> Status { return saveFile(path, Render::mapAs(format, map)); },
            services.tasks->token(), QStringLiteral("save map"));
    const Status written = co_await std::move(writing);
    if (!written && panel && !written.error().isCancelled())
        Q_EMIT panel->failed(written.error().message);
}

void MapPanel::importFile(const QString &path)
{
    if (!m_working && !m_message.isEmpty())
        m_services.tasks->add(read(this, m_services, path));
}

QCoro::Task<void> MapPanel::read(QPointer<MapPanel> panel, Services services, QString path)
{
    auto reading = services.pools->render.submit(
        [path](std::stop_token) -> Result<MindMap::Map> {
            QFile file(path);
            if (!file.open(QIODevice::ReadOnly))
                return Error { ErrorCode::Input, tr("%1 can't be read: %2.").arg(path, file.errorString()), {}, false };
            if (file.size() > LargestFile)
                return Error { ErrorCode::Input, tr("%1 is too large for a mind map.").arg(path), {}, false };
            return MindMap::readMap(file.readAll(), QFileInfo(path).completeBaseName());
        },
        services.tasks->token(), QStringLiteral("read map"));
    const auto map = co_await std::move(reading);
    if (!panel || (!map && map.error().isCancelled()))
        co_return;
    if (!map) {
        Q_EMIT panel->failed(map.error().message);
        co_return;
    }
    panel->m_editor.replace(*map);
    panel->m_view->mapChanged(true);
    panel->changed();
}

} // namespace Heddle::Ui
