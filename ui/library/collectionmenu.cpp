// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/library/collectionmenu.h"
#include "core/text/visiblecontrols.h"
#include "ui/common/deliver.h"
#include "ui/common/openoutside.h"
#include "ui/common/plaintext.h"
#include "ui/library/exclusionsdialog.h"
#include "ui/style/icons.h"
#include <QInputDialog>
#include <QLocale>

namespace Heddle::Ui {

CollectionMenu::CollectionMenu(Library::Catalog *catalog, Library::LibraryUpkeep *upkeep, Privacy::SealKeeper *seals,
    Concurrency::TaskGroup *tasks, QWidget *parent)
    : QMenu(parent), m_catalog(catalog), m_upkeep(upkeep), m_seals(seals), m_tasks(tasks)
{
    addAction(Style::icon(QStringLiteral("pencil")), tr("&Rename…"), this, &CollectionMenu::rename);
    addAction(Style::icon(QStringLiteral("folder-open")), tr("Show in the &file manager"), this, [this] {
        if (m_collection && !m_collection->folders.isEmpty())
            openFolder(m_collection->folders.first().toUtf8());
    });
    m_exclusions = addAction(Style::icon(QStringLiteral("eye-off")), tr("&Excluded…"), this, &CollectionMenu::showExclusions);
    m_exclusions->setObjectName(QStringLiteral("exclusionsAction"));
    m_seal = addAction(tr("&Never send"), this, &CollectionMenu::seal);
    m_seal->setObjectName(QStringLiteral("sealAction"));
    m_seal->setCheckable(true);
    addSeparator();
    QAction *remove = addAction(Style::icon(QStringLiteral("trash-2")), tr("Re&move from Heddle…"), this, &CollectionMenu::remove);
    remove->setObjectName(QStringLiteral("removeCollection"));
}

void CollectionMenu::setCollection(const std::optional<Library::Collection> &collection)
{
    m_collection = collection;
    const int excluded = collection ? collection->excluded : 0;
    m_exclusions->setText(excluded > 0 ? tr("&Excluded (%1)…").arg(QLocale().toString(excluded)) : tr("&Excluded…"));
    m_exclusions->setEnabled(excluded > 0);
}

void CollectionMenu::setSealed(bool sealed)
{
    m_sealed = sealed;
    m_seal->setChecked(sealed);
}

//! The mark is there once it holds: what is drawn must not promise more.
void CollectionMenu::seal(bool sealed)
{
    m_seal->setChecked(m_sealed);
    if (!m_collection)
        return;
    deliver(m_tasks, this, m_seals->set(m_collection->name, sealed, m_tasks->token()), [this](const Status &status) {
        if (!status && !status.error().isCancelled())
            Q_EMIT failed(status.error().message);
    });
}

void CollectionMenu::showExclusions()
{
    if (!m_collection)
        return;
    auto *dialog = new ExclusionsDialog(*m_collection, m_catalog, m_tasks, parentWidget());
    connect(dialog, &ExclusionsDialog::included, this, [this, id = m_collection->id, name = m_collection->name] {
        // It may have another name by now.
        m_upkeep->applyExclusions(m_collection && m_collection->id == id ? m_collection->name : name);
        Q_EMIT changed();
    });
    dialog->open();
}

void CollectionMenu::rename()
{
    if (!m_collection)
        return;
    const QString name = m_collection->name;
    auto *dialog = new QInputDialog(parentWidget());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setObjectName(QStringLiteral("renameCollection"));
    dialog->setWindowTitle(tr("Rename"));
    dialog->setLabelText(tr("Name of the collection"));
    dialog->setTextValue(name);
    connect(dialog, &QInputDialog::textValueSelected, this, [this, name](const QString &text) {
        const QString wanted = text.simplified();
        if (wanted.isEmpty() || wanted == name)
            return;
        deliver(m_tasks, this, m_upkeep->renameCollection(name, wanted, m_tasks->token()), [this, name, wanted](const Status &status) {
            if (!status && !status.error().isCancelled())
                Q_EMIT failed(status.error().message);
            if (status)
                Q_EMIT renamed(name, wanted);
            Q_EMIT changed();
        });
    });
    dialog->open();
}

void CollectionMenu::remove()
{
    if (!m_collection)
        return;
    const QString name = m_collection->name;
    showChoice(parentWidget(), tr("Remove this collection?"),
        tr("Remove \"%1\" from Heddle? Your files stay where they are.").arg(Text::withVisibleControls(name, Text::LineBreaks::Show)),
        tr("Remove"), [upkeep = m_upkeep, name] { upkeep->removeCollection(name); });
}

} // namespace Heddle::Ui
