// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/settings/keys.h"
#include "core/settings/values.h"
#include "ui/style/systemtheme.h"
#include <QFont>
#include <QPalette>

namespace Heddle::Ui::Style {

//! \brief Dresses the application: style, palette, style sheet and text size, by what the user and the desktop ask for. High contrast
//! of the desktop wins over all of it. One for the application.
class Appearance : public QObject {
    Q_OBJECT
public:
    explicit Appearance(QObject *parent = nullptr);

    //! \brief Takes theme and size of text from the settings.
    void set(const Settings::Values &values);

private:
    void apply();

    SystemTheme m_system;
    const QFont m_systemFont;
    const QPalette m_systemPalette;
    Settings::Theme m_theme = Settings::Theme::System;
    int m_textPercent = 100; //!< of the system's size
};

} // namespace Heddle::Ui::Style
