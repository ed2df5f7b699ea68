// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/library/exclusionsdialog.h"
#include "core/text/visiblecontrols.h"
#include "ui/common/deliver.h"
#include "ui/common/plaintext.h"
#include "ui/style/icons.h"
#include "ui/style/metrics.h"
#include <QHBoxLayout>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QShortcut>
#include <QVBoxLayout>

namespace Heddle::Ui {

ExclusionsDialog::ExclusionsDialog(
    const Library::Collection &collection, Library::Catalog *catalog, Concurrency::TaskGroup *tasks, QWidget *parent)
    : QDialog(parent), m_collection(collection.id), m_catalog(catalog), m_tasks(tasks), m_list(new QListWidget), m_note(plainLabel()),
      m_include(new QPushButton(tr("&Read again")))
{
    setObjectName(QStringLiteral("exclusionsDialog"));
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Excluded"));
    setMinimumWidth(Metrics::EmptyStateWidth);
    QLabel *heading = plainLabel(tr("Not read in \"%1\"").arg(Text::withVisibleControls(collection.name, Text::LineBreaks::Show)));
    heading->setProperty("textRole", QStringLiteral("section"));
    heading->setWordWrap(true);
    m_list->setObjectName(QStringLiteral("exclusions"));
    m_list->setAccessibleName(tr("Excluded files and folders"));
    m_list->setSelectionMode(QListWidget::ExtendedSelection);
    m_list->setTextElideMode(Qt::ElideMiddle);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_note->setWordWrap(true);
    m_note->setProperty("quiet", true);
    m_include->setObjectName(QStringLiteral("includeAgain"));
    m_include->setAutoDefault(false);
    auto *close = new QPushButton(tr("&Close"));
    close->setObjectName(QStringLiteral("closeExclusions"));
    close->setAutoDefault(false);
    auto *buttons = new QHBoxLayout;
    buttons->addWidget(m_include);
    buttons->addStretch(1);
    buttons->addWidget(close);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(Metrics::SectionGap, Metrics::SectionGap, Metrics::SectionGap, Metrics::WideGap);
    column->setSpacing(Metrics::Gap);
    column->addWidget(heading);
    column->addWidget(m_list, 1);
    column->addWidget(m_note);
    column->addLayout(buttons);
    connect(close, &QPushButton::clicked, this, &QDialog::accept);
    connect(m_include, &QPushButton::clicked, this, &ExclusionsDialog::includeChosen);
    connect(new QShortcut(Qt::Key_Delete, m_list, nullptr, nullptr, Qt::WidgetShortcut), &QShortcut::activated, this,
        &ExclusionsDialog::includeChosen);
    connect(m_list, &QListWidget::itemSelectionChanged, this, [this] { m_include->setEnabled(!m_list->selectedItems().isEmpty()); });
    m_include->setEnabled(false);
    load();
}

void ExclusionsDialog::load()
{
    deliver(m_tasks, this, m_catalog->exclusions(m_collection, m_tasks->token()), &ExclusionsDialog::showExclusions);
}

void ExclusionsDialog::showExclusions(const Result<QList<Library::Exclusion>> &exclusions)
{
    if (!exclusions) {
        if (!exclusions.error().isCancelled())
            m_note->setText(exclusions.error().message);
        return;
    }
    m_list->clear();
    for (const Library::Exclusion &exclusion : *exclusions) {
        auto *item = new QListWidgetItem(Text::withVisibleControls(exclusion.pattern, Text::LineBreaks::Show), m_list);
        item->setIcon(Style::icon(exclusion.path.endsWith('/') ? QStringLiteral("folder") : QStringLiteral("file-text")));
        item->setToolTip(plainToolTip(exclusion.pattern));
        item->setData(Qt::UserRole, exclusion.path);
    }
    if (m_list->count() > 0)
        m_list->setCurrentRow(0);
    m_note->setText(exclusions->isEmpty() ? tr("Nothing is excluded from this collection.")
                                          : tr("What you take back is read at once, if it is still there."));
}

void ExclusionsDialog::includeChosen()
{
    for (const QListWidgetItem *item : m_list->selectedItems()) {
        deliver(m_tasks, this, m_catalog->include(m_collection, item->data(Qt::UserRole).toByteArray(), m_tasks->token()),
            [this](const Result<Library::Exclusion> &taken) {
                if (taken)
                    Q_EMIT included();
                else if (!taken.error().isCancelled())
                    m_note->setText(taken.error().message);
                load();
            });
    }
}

} // namespace Heddle::Ui
