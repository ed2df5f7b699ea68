// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QStyleOptionViewItem>

class QPainter;

namespace Heddle::Ui::Style {

//! \brief Paints what lies below the row of a list: its ground where it is chosen or the pointer is over it, and the ring of the focus.
//! \param radius Of its corners, in pixels: one of those in Metrics.
void paintRow(QPainter &painter, const QStyleOptionViewItem &option, int radius);

} // namespace Heddle::Ui::Style
