// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/library/fileactions.h"
#include "core/text/visiblecontrols.h"
#include "ui/common/deliver.h"
#include "ui/common/openoutside.h"
#include "ui/library/filemenu.h"
#include "ui/widgets/toast.h"
#include <algorithm>

namespace Heddle::Ui {

FileActions::FileActions(Library::Catalog *catalog, Library::LibraryUpkeep *upkeep, Concurrency::TaskGroup *tasks, QWidget *page)
    : QObject(page), m_catalog(catalog), m_upkeep(upkeep), m_tasks(tasks), m_page(page)
{ }

void FileActions::open(const QByteArray &file)
{
    openFile(m_page, m_catalog, m_tasks, file);
}

void FileActions::showMenu(const Library::Collection &collection, const QByteArray &file, bool problem, const QPoint &at)
{
    auto *menu = new FileMenu({ file, collection.folders, problem }, m_catalog, m_tasks, m_page);
    connect(menu, &FileMenu::openRequested, this, [this, file] { open(file); });
    connect(menu, &FileMenu::previewRequested, this, &FileActions::previewRequested);
    connect(menu, &FileMenu::encodingChosen, this, [this, file](const QByteArray &name) { chooseEncoding(file, name); });
    connect(menu, &FileMenu::readAgainRequested, this, [this, name = collection.name] { m_upkeep->rescan(name); });
    connect(menu, &FileMenu::excludeRequested, this, [this, id = collection.id](const QByteArray &path) { exclude(id, path); });
    connect(menu, &FileMenu::forgetRequested, this, [this, id = collection.id, file] { forget(id, file); });
    menu->popup(at);
}

void FileActions::exclude(qint64 collection, const QByteArray &path)
{
    deliver(m_tasks, this, m_catalog->exclude(collection, path, m_tasks->token()),
        [this, collection, path](const Result<Library::Exclusion> &exclusion) {
            if (!apply(collection, exclusion))
                return;
            const QString text = tr("%1 is not read any more").arg(Text::withVisibleControls(exclusion->pattern, Text::LineBreaks::Show));
            Toast::of(m_page)->show(text, tr("Undo"), [this, collection, path] { includeAgain(collection, path); });
        });
}

void FileActions::includeAgain(qint64 collection, const QByteArray &path)
{
    deliver(m_tasks, this, m_catalog->include(collection, path, m_tasks->token()),
        [this, collection](const Result<Library::Exclusion> &taken) { apply(collection, taken); });
}

//! Has the collection read as it is wanted now; it may have got another name meanwhile.
bool FileActions::apply(qint64 collection, const Result<Library::Exclusion> &change)
{
    if (!change && !change.error().isCancelled())
        Q_EMIT failed(change.error().message);
    const auto named = std::find_if(
        m_collections.cbegin(), m_collections.cend(), [collection](const Library::Collection &one) { return one.id == collection; });
    if (change && named != m_collections.cend())
        m_upkeep->applyExclusions(named->name);
    Q_EMIT changed();
    return change.ok();
}

void FileActions::forget(qint64 collection, const QByteArray &file)
{
    deliver(m_tasks, this, m_catalog->documentsAt(collection, file, m_tasks->token()), [this](const Result<QList<qint64>> &documents) {
        if (documents)
            m_upkeep->forget(*documents);
        else if (!documents.error().isCancelled())
            Q_EMIT failed(documents.error().message);
    });
}

void FileActions::chooseEncoding(const QByteArray &file, const QByteArray &name)
{
    deliver(m_tasks, this, m_catalog->chooseEncoding(file, name, m_tasks->token()), [this](const Result<QStringList> &collections) {
        if (!collections) {
            Q_EMIT failed(collections.error().message);
            return;
        }
        for (const QString &collection : *collections)
            m_upkeep->rescan(collection);
    });
}

} // namespace Heddle::Ui
