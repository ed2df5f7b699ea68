// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/theme.h"

namespace Heddle::Ui::Theme {
namespace {

QColor mix(const QColor &a, const QColor &b, double share)
{
    return QColor::fromRgbF(float(a.redF() + (b.redF() - a.redF()) * share), float(a.greenF() + (b.greenF() - a.greenF()) * share),
        float(a.blueF() + (b.blueF() - a.blueF()) * share));
}

} // namespace

bool isDark(const QPalette &palette)
{
    return palette.color(QPalette::Base).lightness() < 128;
}

QColor accent(const QPalette &palette)
{
    return isDark(palette) ? QColor(0x7a, 0xb8, 0xd6) : QColor(0x2f, 0x6f, 0x8f);
}

QColor signal(const QPalette &palette)
{
    return isDark(palette) ? QColor(0xe3, 0x9a, 0x63) : QColor(0xb3, 0x54, 0x1e);
}

QColor faint(const QPalette &palette)
{
    return mix(palette.color(QPalette::Base), palette.color(QPalette::Text), 0.07);
}

QColor mark(const QPalette &palette)
{
    return mix(palette.color(QPalette::Base), accent(palette), 0.25);
}

QColor pageMark()
{
    return QColor(0xff, 0xe9, 0x8a);
}

QColor quietText(const QPalette &palette)
{
    return mix(palette.color(QPalette::Text), palette.color(QPalette::Base), 0.3);
}

} // namespace Heddle::Ui::Theme
