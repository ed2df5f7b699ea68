// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/library/documentstable.h"
#include "ui/library/documentsmodel.h"
#include "ui/library/librarydelegates.h"
#include "ui/style/metrics.h"
#include <QHeaderView>
#include <QMenu>

namespace Heddle::Ui {
namespace {

constexpr int StateCharacters = 32, NarrowStateCharacters = 18;

} // namespace

DocumentsTable::DocumentsTable(DocumentsModel *model, QWidget *parent) : QTableView(parent)
{
    setObjectName(QStringLiteral("documents"));
    setAccessibleName(tr("Files"));
    setModel(model);
    setItemDelegate(new DocumentDelegate(this));
    setSortingEnabled(true);
    sortByColumn(DocumentsModel::Name, Qt::AscendingOrder);
    setSelectionBehavior(QTableView::SelectRows);
    setSelectionMode(QTableView::SingleSelection);
    setContextMenuPolicy(Qt::CustomContextMenu);
    setShowGrid(false);
    setWordWrap(false);
    setTabKeyNavigation(false);
    setHorizontalScrollMode(QTableView::ScrollPerPixel);
    setFrameShape(QFrame::NoFrame);
    verticalHeader()->hide();
    verticalHeader()->setDefaultSectionSize(std::max(Metrics::TableRowHeight, fontMetrics().height() + Metrics::WideGap));
    QHeaderView *header = horizontalHeader();
    header->setDefaultAlignment(Qt::AlignLeading | Qt::AlignVCenter);
    header->setHighlightSections(false);
    header->setContextMenuPolicy(Qt::CustomContextMenu);
    header->setMinimumSectionSize(Metrics::SectionGap * 2);
    header->setSectionResizeMode(DocumentsModel::Name, QHeaderView::Stretch);
    const std::pair<int, int> widths[] = { { DocumentsModel::State, StateCharacters }, { DocumentsModel::Size, 10 },
        { DocumentsModel::Passages, 12 }, { DocumentsModel::Changed, 13 }, { DocumentsModel::Language, 12 },
        { DocumentsModel::Place, 30 } };
    for (const auto &[column, characters] : widths)
        setColumnWidth(column, characters * fontMetrics().averageCharWidth() + 2 * Metrics::TablePadding);
    setColumnHidden(DocumentsModel::Language, true);
    setColumnHidden(DocumentsModel::Place, true);
    connect(header, &QWidget::customContextMenuRequested, this, &DocumentsTable::showColumnsMenu);
}

void DocumentsTable::setRoom(Room room)
{
    for (const int column : { int(DocumentsModel::Passages), int(DocumentsModel::Changed), int(DocumentsModel::Size) })
        setColumnHidden(column, room == Room::Narrow || (column != DocumentsModel::Changed && room == Room::Medium));
    const int characters = room == Room::Narrow ? NarrowStateCharacters : StateCharacters;
    setColumnWidth(DocumentsModel::State, characters * fontMetrics().averageCharWidth() + 2 * Metrics::TablePadding);
}

void DocumentsTable::showColumnsMenu(const QPoint &at)
{
    auto *menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("columnsMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (int column = DocumentsModel::State; column < DocumentsModel::ColumnCount; ++column) {
        QAction *action = menu->addAction(model()->headerData(column, Qt::Horizontal, Qt::DisplayRole).toString());
        action->setCheckable(true);
        action->setChecked(!isColumnHidden(column));
        connect(action, &QAction::toggled, this, [this, column](bool on) { setColumnHidden(column, !on); });
    }
    menu->popup(horizontalHeader()->mapToGlobal(at));
}

} // namespace Heddle::Ui
