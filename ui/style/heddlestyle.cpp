// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/style/heddlestyle.h"
#include "ui/style/metrics.h"
#include "ui/style/tokens.h"
#include <QPainter>
#include <QPushButton>
#include <QStyleFactory>
#include <QStyleOption>

namespace Heddle::Ui::Style {
namespace {

//! The box of a check box, or the ring of a radio button, with what shows that it is chosen.
void drawIndicator(const QStyleOption &option, QPainter &painter, bool round)
{
    const Tokens &tokens = tokensOf(option.palette);
    const bool on = option.state.testFlag(QStyle::State_On), partly = option.state.testFlag(QStyle::State_NoChange);
    const bool enabled = option.state.testFlag(QStyle::State_Enabled);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF box = QRectF(option.rect).adjusted(0.5, 0.5, -0.5, -0.5);
    const double radius = round ? box.height() / 2 : 4;
    const bool filled = (on || partly) && enabled;
    painter.setPen(filled ? tokens.accent : enabled ? tokens.thirdText : tokens.strongBorder);
    painter.setBrush(filled ? tokens.accent : tokens.raised);
    painter.drawRoundedRect(box, radius, radius);
    painter.setPen(QPen(enabled ? tokens.onAccent : tokens.thirdText, 2, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.translate(box.topLeft());
    painter.scale(box.width() / 16, box.height() / 16);
    if (partly) {
        painter.drawLine(QPointF(4.5, 8), QPointF(11.5, 8));
    } else if (on && round) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(enabled ? tokens.onAccent : tokens.thirdText);
        painter.drawEllipse(QPointF(8, 8), 3, 3);
    } else if (on) {
        const QPointF tick[] = { { 4.2, 8.4 }, { 6.9, 11 }, { 11.8, 5.4 } };
        painter.drawPolyline(tick, 3);
    }
    painter.restore();
}

} // namespace

HeddleStyle::HeddleStyle() : QProxyStyle(QStyleFactory::create(QStringLiteral("Fusion"))) { }

//! Qt leaves four pixels between a button's icon and its text, and no way to ask for more but a wider icon.
void HeddleStyle::polish(QWidget *widget)
{
    QProxyStyle::polish(widget);
    auto *button = qobject_cast<QPushButton *>(widget);
    if (button && !button->icon().isNull() && !button->text().isEmpty() && button->iconSize().width() == button->iconSize().height())
        button->setIconSize(button->iconSize() + QSize(Metrics::Gap / 2, 0));
}

int HeddleStyle::pixelMetric(PixelMetric metric, const QStyleOption *option, const QWidget *widget) const
{
    switch (metric) {
    case PM_ButtonIconSize:
    case PM_ToolBarIconSize: return Metrics::IconSize;
    case PM_SmallIconSize: return Metrics::SmallIconSize;
    case PM_IndicatorWidth:
    case PM_IndicatorHeight:
    case PM_ExclusiveIndicatorWidth:
    case PM_ExclusiveIndicatorHeight: return 16;
    case PM_ScrollBarExtent: return 12;
    case PM_ButtonShiftHorizontal:
    case PM_ButtonShiftVertical: return 0;
    case PM_SplitterWidth: return 1;
    case PM_DockWidgetSeparatorExtent: return 4;
    default: return QProxyStyle::pixelMetric(metric, option, widget);
    }
}

int HeddleStyle::styleHint(StyleHint hint, const QStyleOption *option, const QWidget *widget, QStyleHintReturn *returned) const
{
    switch (hint) {
    case SH_EtchDisabledText:
    case SH_DitherDisabledText: return 0;
    case SH_UnderlineShortcut: return 0;
    case SH_ComboBox_Popup: return 0; // a list below the field, not a menu over it
    case SH_Slider_AbsoluteSetButtons: return Qt::LeftButton;
    default: return QProxyStyle::styleHint(hint, option, widget, returned);
    }
}

void HeddleStyle::drawPrimitive(PrimitiveElement element, const QStyleOption *option, QPainter *painter, const QWidget *widget) const
{
    if (element == PE_FrameFocusRect) {
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        painter->setPen(QPen(tokensOf(option->palette).accent, Metrics::FocusRing));
        painter->setBrush(Qt::NoBrush);
        const QRectF ring = QRectF(option->rect).adjusted(1, 1, -1, -1);
        painter->drawRoundedRect(ring, Metrics::ControlRadius - 1, Metrics::ControlRadius - 1);
        painter->restore();
        return;
    }
    if (element == PE_IndicatorCheckBox || element == PE_IndicatorRadioButton)
        return drawIndicator(*option, *painter, element == PE_IndicatorRadioButton);
    QProxyStyle::drawPrimitive(element, option, painter, widget);
}

} // namespace Heddle::Ui::Style
