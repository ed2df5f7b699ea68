// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QFrame>
#include <QVBoxLayout>

namespace Heddle::Ui {

//! \brief A rounded frame of rows with a line between each two that are shown.
class Card : public QFrame {
    Q_OBJECT
public:
    explicit Card(QWidget *parent = nullptr);

    void addRow(QWidget *row);
    //! \brief Shows or hides a row with the line above it.
    void setRowVisible(QWidget *row, bool visible);
    static bool isRowShown(const QWidget *row);
    const QWidgetList &rows() const { return m_rows; }

private:
    void placeLines();

    QVBoxLayout *m_column;
    QWidgetList m_rows, m_lines; //!< a line above each row, hidden above the first one that is shown
};

} // namespace Heddle::Ui
