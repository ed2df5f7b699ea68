// SPDX-License-Identifier: GPL-3.0-or-later
// Files and folders that the user gives to the window: chosen, dropped, or named when it was started.
#include "core/conversation/conversationservice.h"
#include "core/library/catalog.h"
#include "core/library/libraryupkeep.h"
#include "ui/chat/chatpage.h"
#include "ui/chat/givenfiles.h"
#include "ui/common/deliver.h"
#include "ui/library/addfolderdialog.h"
#include "ui/library/librarypage.h"
#include "ui/window/banner.h"
#include "ui/window/mainwindow.h"
#include <QDragEnterEvent>
#include <QFileDialog>
#include <QMimeData>

namespace Heddle::Ui {

void MainWindow::openPaths(const QStringList &paths)
{
    if (paths.isEmpty())
        return;
    deliver(m_services.tasks, this, m_services.conversations->attachments().tellApart(paths, m_services.tasks->token()),
        [this](const Result<Conversation::Attachments::Given> &given) {
            if (!given)
                return;
            for (const QString &folder : given->folders)
                offerFolder(folder);
            if (given->files.isEmpty())
                return;
            goTo(ChatPlace);
            m_chat->newConversation();
            m_chat->attach(given->files);
        });
}

void MainWindow::chooseFolder()
{
    auto *dialog = new QFileDialog(this, tr("Choose a folder with your documents"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    connect(dialog, &QFileDialog::fileSelected, this, &MainWindow::offerFolder);
    dialog->open();
}

//! What is in it is counted first, and its name can be changed.
void MainWindow::offerFolder(const QString &folder)
{
    QStringList names;
    for (const Library::Collection &collection : std::as_const(m_collections))
        names += collection.name;
    auto *dialog = new AddFolderDialog(folder, names, m_services.catalog, m_services.tasks, this);
    connect(dialog, &AddFolderDialog::addRequested, this, [this](const QString &path, const QString &collection) {
        addFolder(path, collection);
        m_library->chooseCollection(collection);
        goTo(LibraryPlace);
    });
    dialog->open();
}

void MainWindow::dragEnterEvent(QDragEnterEvent *event)
{
    if (!pathsIn(event->mimeData()).isEmpty())
        event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent *event)
{
    const QStringList paths = pathsIn(event->mimeData());
    if (paths.isEmpty())
        return;
    event->acceptProposedAction();
    openPaths(paths);
}

void MainWindow::addSample()
{
    addFolder(m_services.sampleFolder, tr("Sample library"));
}

void MainWindow::addFolder(const QString &folder, const QString &collection)
{
    m_banner->hide();
    m_services.upkeep->addFolder(folder, collection);
}

} // namespace Heddle::Ui
