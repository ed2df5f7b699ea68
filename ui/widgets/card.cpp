// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/card.h"
#include "ui/style/metrics.h"

namespace Heddle::Ui {

Card::Card(QWidget *parent) : QFrame(parent), m_column(new QVBoxLayout(this))
{
    setProperty("card", true);
    setFocusPolicy(Qt::NoFocus);
    m_column->setContentsMargins(1, 1, 1, 1);
    m_column->setSpacing(0);
}

void Card::addRow(QWidget *row)
{
    auto *line = new QFrame;
    line->setProperty("line", true);
    line->setFixedHeight(1);
    m_column->addWidget(line);
    m_column->addWidget(row);
    m_lines += line;
    m_rows += row;
    placeLines();
}

void Card::setRowVisible(QWidget *row, bool visible)
{
    row->setVisible(visible);
    placeLines();
}

//! One that was never shown or hidden will be shown with its card.
bool Card::isRowShown(const QWidget *row)
{
    return !row->testAttribute(Qt::WA_WState_ExplicitShowHide) || !row->isHidden();
}

void Card::placeLines()
{
    bool first = true;
    for (qsizetype i = 0; i < m_rows.size(); ++i) {
        const bool shown = isRowShown(m_rows[i]);
        m_lines[i]->setVisible(shown && !first);
        first = first && !shown;
    }
    if (first)
        hide();
    else if (parentWidget())
        show();
    else // by itself it would be shown as a window; with its page it is shown anyway
        setAttribute(Qt::WA_WState_ExplicitShowHide, false);
}

} // namespace Heddle::Ui
