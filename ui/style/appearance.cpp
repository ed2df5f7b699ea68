// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/style/appearance.h"
#include "ui/style/fonts.h"
#include "ui/style/heddlestyle.h"
#include "ui/style/stylesheet.h"
#include "ui/style/tokens.h"
#include <QApplication>
#include <QFontInfo>
#include <QPixmapCache>
#include <QStyleFactory>

namespace Heddle::Ui::Style {

Appearance::Appearance(QObject *parent)
    : QObject(parent), m_system(this), m_systemFont(QApplication::font()), m_systemPalette(QApplication::palette())
{
    connect(&m_system, &SystemTheme::changed, this, &Appearance::apply);
    apply();
}

void Appearance::set(const Settings::Values &values)
{
    const Settings::Theme theme = values.get(Settings::Keys::AppearanceTheme);
    const int textPercent = values.get(Settings::Keys::AppearanceTextSize);
    if (theme == m_theme && textPercent == m_textPercent)
        return;
    m_theme = theme;
    m_textPercent = textPercent;
    apply();
}

void Appearance::apply()
{
    QFont font = m_systemFont;
    const double pixels = QFontInfo(m_systemFont).pixelSize() * m_textPercent / 100.0;
    if (m_textPercent != 100)
        font.setPointSizeF(QFontInfo(m_systemFont).pointSizeF() * m_textPercent / 100.0);
    QApplication::setFont(font);
    if (m_system.hasHighContrast()) {
        qApp->setStyleSheet({});
        QApplication::setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
        QApplication::setPalette(m_systemPalette);
        renewTextRoles(); // a style sheet that goes gives the fonts back that it found
        return;
    }
    const bool dark = m_theme == Settings::Theme::Dark || (m_theme == Settings::Theme::System && m_system.isDark());
    const Tokens &tokens = dark ? darkTokens() : lightTokens();
    QApplication::setStyle(new HeddleStyle);
    QApplication::setPalette(paletteOf(tokens));
    qApp->setStyleSheet(styleSheet(tokens, pixels));
    renewTextRoles();
}

} // namespace Heddle::Ui::Style
