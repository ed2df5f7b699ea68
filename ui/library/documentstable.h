// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QTableView>

namespace Heddle::Ui {

class DocumentsModel;

//! \brief The files of a collection as a table, whose columns the user chooses in the menu of its header.
class DocumentsTable : public QTableView {
    Q_OBJECT
public:
    explicit DocumentsTable(DocumentsModel *model, QWidget *parent = nullptr);

    enum class Room { Wide, Medium, Narrow };
    //! \brief Shows the columns that there is room for.
    void setRoom(Room room);

private:
    void showColumnsMenu(const QPoint &at);
};

} // namespace Heddle::Ui
