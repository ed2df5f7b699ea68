// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QKeySequence>
#include <QToolButton>

namespace Heddle::Ui {

//! \brief A square button with an icon; its name is the tooltip, with the shortcut, and what assistive programs read. Where the
//! program has no icons it shows the name.
class IconButton : public QToolButton {
    Q_OBJECT
public:
    //! \param icon a name for Style::icon().
    IconButton(const QString &icon, const QString &name, const QKeySequence &shortcut = {}, QWidget *parent = nullptr);

    //! \brief Another icon and name, such as for Pause and Resume.
    void setLook(const QString &icon, const QString &name, const QKeySequence &shortcut = {});
};

} // namespace Heddle::Ui
