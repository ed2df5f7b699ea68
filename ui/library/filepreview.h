// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/concurrency/stopscope.h"
#include "core/concurrency/taskgroup.h"
#include "core/library/catalog.h"
#include <QWidget>
#include <functional>

namespace Heddle::Ui {

class SourcePanel;

//! \brief Shows what was read of a file of the library, from its beginning, in the panel that shows documents everywhere. Hidden until
//! a file is shown.
class FilePreview : public QWidget {
    Q_OBJECT
public:
    //! \param makePanel makes the panel, once there is something to be shown.
    FilePreview(Library::Catalog *catalog, Concurrency::TaskGroup *tasks, std::function<SourcePanel *()> makePanel, QWidget *parent = nullptr);

    //! \brief Shows a file; `path` is absolute, as the file system names it.
    void showFile(qint64 collection, const QByteArray &path);
    //! \brief Whether this file is shown, or asked for.
    bool shows(const QByteArray &path) const { return m_path == path; }
    //! \brief Closes what is on top: the search in it, or the preview. \return False where there was nothing to close.
    bool closeTop();
    void closePreview();

Q_SIGNALS:
    //! \brief It is shown now, or hidden.
    void visibilityChanged();
    void failed(const QString &message);

private:
    void showStart(const QByteArray &path, const Library::DocumentStart &start);

    Library::Catalog *m_catalog;
    Concurrency::TaskGroup *m_tasks;
    const std::function<SourcePanel *()> m_makePanel;
    Concurrency::StopScope m_loading;
    SourcePanel *m_panel = nullptr;
    QByteArray m_path;
};

} // namespace Heddle::Ui
