// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QStyleOptionViewItem>

class QPainter;
class QRect;
class QString;

namespace Heddle::Ui::Style {

//! \brief Paints what lies below the row of a list: its ground where it is chosen or the pointer is over it, and the ring of the focus.
//! \param radius Of its corners, in pixels: one of those in Metrics.
void paintRow(QPainter &painter, const QStyleOptionViewItem &option, int radius);

//! \brief Draws one line of text, cut where there is no room for all of it, so that it reads in its own direction: in a window that
//! runs from right to left "1-report.pdf" stays what it is, and only stands at the other side.
//! \param alignment Leading and trailing are those of the painter's layout direction.
void drawTextLine(QPainter &painter, const QRect &room, const QString &text, Qt::Alignment alignment, Qt::TextElideMode cut);

} // namespace Heddle::Ui::Style
