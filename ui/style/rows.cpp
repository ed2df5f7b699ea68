// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/style/rows.h"
#include "ui/style/metrics.h"
#include "ui/style/tokens.h"
#include <QGuiApplication>
#include <QPainter>

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

} // namespace Heddle::Ui::Style
