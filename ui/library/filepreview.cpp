// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/library/filepreview.h"
#include "core/base/filename.h"
#include "ui/common/deliver.h"
#include "ui/viewer/sourcepanel.h"
#include <QVBoxLayout>

namespace Heddle::Ui {

FilePreview::FilePreview(
    Library::Catalog *catalog, Concurrency::TaskGroup *tasks, std::function<SourcePanel *()> makePanel, QWidget *parent)
    : QWidget(parent), m_catalog(catalog), m_tasks(tasks), m_makePanel(std::move(makePanel))
{
    setObjectName(QStringLiteral("filePreview"));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    hide();
}

void FilePreview::showFile(qint64 collection, const QByteArray &path)
{
    m_path = path;
    const std::stop_token stop = m_loading.restart(m_tasks->token());
    deliver(m_tasks, this, m_catalog->startOf(collection, path, stop), [this, stop, path](const Result<Library::DocumentStart> &start) {
        if (stop.stop_requested())
            return;
        if (start)
            showStart(path, *start);
        else if (!start.error().isCancelled())
            Q_EMIT failed(start.error().message);
    });
}

void FilePreview::showStart(const QByteArray &path, const Library::DocumentStart &start)
{
    if (!m_panel) {
        m_panel = m_makePanel();
        layout()->addWidget(m_panel);
        setFocusProxy(m_panel);
        connect(m_panel, &SourcePanel::closed, this, &FilePreview::closePreview);
    }
    Dialog::Source source;
    source.chunk = start.chunk;
    source.document = start.document;
    source.path = displayName(path);
    source.title = start.title;
    source.heading = start.heading;
    source.text = start.text;
    source.page = start.page;
    source.end = source.text.size();
    show();
    m_panel->show();
    m_panel->showSources({ source }, 0, {});
    Q_EMIT visibilityChanged();
}

bool FilePreview::closeTop()
{
    if (isHidden())
        return false;
    if (!m_panel->closeFind())
        closePreview();
    return true;
}

void FilePreview::closePreview()
{
    m_loading.stop();
    m_path.clear();
    if (isHidden())
        return;
    hide();
    Q_EMIT visibilityChanged();
}

} // namespace Heddle::Ui
