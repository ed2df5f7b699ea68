// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/style/fonts.h"
#include <QGuiApplication>

namespace Heddle::Ui::Style {
namespace {

struct Type {
    double pixels;
    QFont::Weight weight;
};

Type typeOf(TextRole role)
{
    switch (role) {
    case TextRole::Caption: return { 11, QFont::Normal };
    case TextRole::Small: return { 12, QFont::Normal };
    case TextRole::Interface: return { 13, QFont::Normal };
    case TextRole::Answer: return { 15, QFont::Normal };
    case TextRole::Section: return { 15, QFont::DemiBold };
    case TextRole::PageTitle: return { 20, QFont::DemiBold };
    case TextRole::Welcome: return { 24, QFont::DemiBold };
    case TextRole::BigNumber: return { 23, QFont::DemiBold };
    }
    return { 13, QFont::Normal };
}

} // namespace

QFont font(TextRole role)
{
    constexpr double InterfacePixels = 13;
    const Type type = typeOf(role);
    QFont font = QGuiApplication::font();
    const double scale = type.pixels / InterfacePixels;
    if (font.pointSizeF() > 0)
        font.setPointSizeF(font.pointSizeF() * scale);
    else
        font.setPixelSize(int(font.pixelSize() * scale + 0.5));
    font.setWeight(type.weight);
    return font;
}

} // namespace Heddle::Ui::Style
