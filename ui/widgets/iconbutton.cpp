// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/iconbutton.h"
#include "ui/common/plaintext.h"
#include "ui/style/icons.h"
#include "ui/style/metrics.h"

namespace Heddle::Ui {

IconButton::IconButton(const QString &icon, const QString &name, const QKeySequence &shortcut, QWidget *parent) : QToolButton(parent)
{
    setAutoRaise(true);
    setFocusPolicy(Qt::StrongFocus);
    setProperty("iconButton", true);
    setIconSize({ Metrics::IconSize, Metrics::IconSize });
    setLook(icon, name, shortcut);
}

void IconButton::setLook(const QString &icon, const QString &name, const QKeySequence &shortcut)
{
    setText(name);
    setIcon(Style::icon(icon));
    setPlainToolTip(this, shortcut.isEmpty() ? name : tr("%1 (%2)").arg(name, shortcut.toString(QKeySequence::NativeText)));
    setAccessibleName(name);
    setFixedHeight(Metrics::IconButtonSize);
    setMinimumWidth(Metrics::IconButtonSize);
    if (!this->icon().isNull())
        setFixedWidth(Metrics::IconButtonSize);
}

} // namespace Heddle::Ui
