// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/popover.h"
#include "ui/style/metrics.h"
#include "ui/style/tokens.h"
#include <QApplication>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>

namespace Heddle::Ui {

Popover::Popover(QWidget *window) : QWidget(window)
{
    setContentsMargins(shadow(), shadow(), shadow(), shadow());
    hide();
}

int Popover::shadow()
{
    return Metrics::ShadowReach;
}

void Popover::openAt(const QRect &frame)
{
    QWidget *focus = QApplication::focusWidget();
    if (!isVisible())
        m_before = focus && focus->window() == window() ? focus : nullptr;
    const QRect room = parentWidget()->rect().adjusted(Metrics::Gap, Metrics::Gap, -Metrics::Gap, -Metrics::Gap);
    QRect kept = frame;
    kept.setSize(frame.size().boundedTo(room.size()));
    kept.moveLeft(std::clamp(kept.left(), room.left(), std::max(room.left(), room.right() + 1 - kept.width())));
    kept.moveTop(std::clamp(kept.top(), room.top(), std::max(room.top(), room.bottom() + 1 - kept.height())));
    setGeometry(kept.marginsAdded(contentsMargins()));
    raise();
    if (!isVisible()) {
        show();
        qApp->installEventFilter(this);
    }
}

void Popover::close()
{
    if (isHidden())
        return;
    qApp->removeEventFilter(this);
    const bool held = isAncestorOf(QApplication::focusWidget());
    hide();
    if (held && m_before)
        m_before->setFocus(Qt::PopupFocusReason);
    Q_EMIT closed();
}

void Popover::paintEvent(QPaintEvent *)
{
    const Style::Tokens &tokens = Style::tokensOf(QGuiApplication::palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF frame = QRectF(rect().marginsRemoved(contentsMargins())).adjusted(0.5, 0.5, -0.5, -0.5);
    painter.setPen(Qt::NoPen);
    const int reach = shadow();
    QColor shade = Style::shadow(tokens);
    for (int step = reach; step > 0; --step) {
        const double share = 1 - double(step) / reach;
        shade.setAlphaF(Style::shadow(tokens).alphaF() * share * share / 5);
        painter.setBrush(shade);
        const double out = step;
        painter.drawRoundedRect(
            frame.adjusted(-out, -out, out, out).translated(0, reach / 4.0), Metrics::CardRadius + out, Metrics::CardRadius + out);
    }
    painter.setPen(tokens.border);
    painter.setBrush(tokens.raised);
    painter.drawRoundedRect(frame, Metrics::PopoverRadius, Metrics::PopoverRadius);
}

void Popover::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape)
        close();
    else
        QWidget::keyPressEvent(event);
}

bool Popover::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::ShortcutOverride && isAncestorOf(qobject_cast<QWidget *>(watched))
        && static_cast<QKeyEvent *>(event)->key() == Qt::Key_Escape)
        event->accept(); // before a shortcut of the window takes it
    const auto *widget = qobject_cast<QWidget *>(watched);
    if (event->type() == QEvent::MouseButtonPress && widget && widget != this && widget->window() == window() && !isAncestorOf(widget)
        && !rect().marginsRemoved(contentsMargins()).contains(mapFromGlobal(static_cast<QMouseEvent *>(event)->globalPosition().toPoint())))
        close();
    return QWidget::eventFilter(watched, event);
}

} // namespace Heddle::Ui
