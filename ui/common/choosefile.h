// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QString>
#include <functional>

class QWidget;

namespace Heddle::Ui {

//! \brief Asks for a place to save to, without stopping the window; `chosen` gets the path, unless `parent` has gone.
void chooseFile(
    QWidget *parent, const QString &title, const QString &name, const QString &suffix, std::function<void(const QString &)> chosen);

} // namespace Heddle::Ui
