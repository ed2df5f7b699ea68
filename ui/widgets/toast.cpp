// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/toast.h"
#include "ui/common/plaintext.h"
#include "ui/style/metrics.h"
#include <QAccessible>
#include <QApplication>
#include <QEvent>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>

namespace Heddle::Ui {

Toast::Toast(QWidget *window) : QFrame(window), m_text(plainLabel()), m_button(new QPushButton), m_time(this)
{
    setObjectName(QStringLiteral("toast"));
    m_text->setObjectName(QStringLiteral("toastText"));
    m_text->setWordWrap(true);
    m_button->setObjectName(QStringLiteral("toastAction"));
    m_button->setAutoDefault(false);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(Metrics::WideGap, Metrics::Gap / 2, Metrics::Gap, Metrics::Gap / 2);
    row->setSpacing(Metrics::Gap);
    row->addWidget(m_text, 1);
    row->addWidget(m_button);
    m_time.setSingleShot(true);
    m_time.setInterval(Metrics::ToastMs);
    connect(&m_time, &QTimer::timeout, this, &Toast::goWhenLeft);
    connect(m_button, &QPushButton::clicked, this, &Toast::act);
    qApp->installEventFilter(this);
    hide();
}

Toast *Toast::of(const QWidget *widget)
{
    auto *found = widget->window()->findChild<Toast *>(QString(), Qt::FindDirectChildrenOnly);
    return found ? found : new Toast(widget->window());
}

void Toast::show(const QString &text, const QString &button, std::function<void()> action)
{
    m_action = std::move(action);
    m_pointed = isVisible() && m_pointed;
    m_text->setText(text);
    m_button->setText(button);
    m_button->setVisible(bool(m_action));
    setAccessibleName(m_action ? tr("%1. %2: Ctrl+Z, or F6 and Enter").arg(text, button) : text);
    place();
    raise();
    QFrame::show();
    m_time.start();
    QAccessibleEvent event(this, QAccessible::Alert);
    QAccessible::updateAccessibility(&event);
}

void Toast::act()
{
    if (!hasAction())
        return;
    const auto action = std::exchange(m_action, {});
    hide();
    action();
}

//! The key takes back what is offered, unless there is something to take back where one is typing.
bool Toast::isUndo(QObject *watched, const QKeyEvent &key) const
{
    const auto *widget = qobject_cast<QWidget *>(watched);
    if (!hasAction() || !key.matches(QKeySequence::Undo) || !widget || widget->window() != window())
        return false;
    const auto *line = qobject_cast<const QLineEdit *>(widget);
    const auto *plain = qobject_cast<const QPlainTextEdit *>(widget);
    return !(line && line->isUndoAvailable()) && !(plain && plain->document()->isUndoAvailable());
}

bool Toast::focusAction()
{
    if (!hasAction() || m_button->hasFocus())
        return false;
    m_before = QApplication::focusWidget();
    m_button->setFocus(Qt::TabFocusReason);
    return true;
}

void Toast::hideEvent(QHideEvent *event)
{
    const bool held = isAncestorOf(QApplication::focusWidget());
    QFrame::hideEvent(event);
    if (held && m_before)
        m_before->setFocus(Qt::OtherFocusReason);
    m_before.clear();
}

//! It stays until it is left: what is being pointed at must not go away.
void Toast::goWhenLeft()
{
    if (m_pointed || (m_button->isVisible() && m_button->hasFocus()))
        m_time.start();
    else
        hide();
}

void Toast::place()
{
    const int room = parentWidget()->width() - 2 * Metrics::WideGap;
    const QFontMetrics metrics(m_text->font());
    const int wanted = metrics.horizontalAdvance(m_text->text()) + (m_button->isHidden() ? 0 : m_button->sizeHint().width() + Metrics::Gap)
        + 2 * Metrics::WideGap + Metrics::Gap;
    const int width = std::min({ room, Metrics::ToastWidth, wanted });
    const int height =
        std::max(Metrics::ToastHeight, layout()->hasHeightForWidth() ? layout()->heightForWidth(width) : sizeHint().height());
    setGeometry((parentWidget()->width() - width) / 2, parentWidget()->height() - height - Metrics::SectionGap, width, height);
}

bool Toast::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::Resize && watched == parentWidget() && isVisible())
        place();
    if (event->type() == QEvent::ShortcutOverride && isUndo(watched, *static_cast<QKeyEvent *>(event))) {
        event->accept(); // before a shortcut of the window takes it
        return true;
    }
    if (event->type() == QEvent::KeyPress && isUndo(watched, *static_cast<QKeyEvent *>(event))) {
        act();
        return true;
    }
    return QFrame::eventFilter(watched, event);
}

bool Toast::event(QEvent *event)
{
    if (event->type() == QEvent::ShortcutOverride && static_cast<QKeyEvent *>(event)->key() == Qt::Key_Escape) {
        event->accept(); // before a shortcut of the window takes it
        return true;
    }
    return QFrame::event(event);
}

void Toast::keyPressEvent(QKeyEvent *event)
{
    const bool enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (event->key() == Qt::Key_Escape)
        hide();
    else if (enter && m_button->hasFocus()) // which passes it on: it is no button of a dialog
        act();
    else
        QFrame::keyPressEvent(event);
}

void Toast::enterEvent(QEnterEvent *event)
{
    QFrame::enterEvent(event);
    m_pointed = true;
}

void Toast::leaveEvent(QEvent *event)
{
    QFrame::leaveEvent(event);
    m_pointed = false;
}

} // namespace Heddle::Ui
