// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/style/rows.h"
#include "ui/style/metrics.h"
#include "ui/style/tokens.h"
#include <QGuiApplication>
#include <QPainter>
#include <QStyle>

namespace Heddle::Ui::Style {

void paintRow(QPainter &painter, const QStyleOptionViewItem &option, int radius)
{
    const Tokens &tokens = tokensOf(QGuiApplication::palette());
    const bool selected = option.state.testFlag(QStyle::State_Selected), hover = option.state.testFlag(QStyle::State_MouseOver);
    const QRectF ground = QRectF(option.rect).adjusted(0.5, 0.5, -0.5, -0.5);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    if (selected || hover) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(selected ? tokens.selected : tokens.hover);
        painter.drawRoundedRect(ground, radius, radius);
    }
    if (option.state.testFlag(QStyle::State_HasFocus)) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(tokens.accent, Metrics::FocusRing));
        painter.drawRoundedRect(ground.adjusted(0.5, 0.5, -0.5, -0.5), radius - 1, radius - 1);
    }
    painter.restore();
}

void drawTextLine(QPainter &painter, const QRect &room, const QString &text, Qt::Alignment alignment, Qt::TextElideMode cut)
{
    const Qt::LayoutDirection direction = painter.layoutDirection();
    const Qt::Alignment place = QStyle::visualAlignment(direction, alignment) | Qt::AlignAbsolute;
    painter.setLayoutDirection(text.isRightToLeft() ? Qt::RightToLeft : Qt::LeftToRight);
    painter.drawText(room, int(place) | Qt::TextSingleLine, painter.fontMetrics().elidedText(text, cut, room.width()));
    painter.setLayoutDirection(direction);
}

} // namespace Heddle::Ui::Style
