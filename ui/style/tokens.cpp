// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/style/tokens.h"
#include <algorithm>
#include <cmath>

namespace Heddle::Ui::Style {
namespace {

QColor lighter(QRgb color)
{
    constexpr double Share = 0.12;
    const QColor c(color);
    const auto up = [](int value) { return int(std::lround(value + (255 - value) * Share)); };
    return QColor(up(c.red()), up(c.green()), up(c.blue()));
}

double luminance(const QColor &color)
{
    const auto linear = [](double value) { return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4); };
    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF());
}

constexpr QRgb Stages[] = { 0x7b8794, 0x2c7a4b, 0x8f6fb0, 0xd9a441, 0x2f6f8f };

} // namespace

const Tokens &lightTokens()
{
    static const Tokens tokens { .dark = false,
        .window = QColor(0xf4f5f7),
        .page = QColor(0xffffff),
        .raised = QColor(0xffffff),
        .subtle = QColor(0xf1f3f5),
        .hover = QColor(0xe9ecef),
        .selected = QColor(0xe6f0f5),
        .border = QColor(0xe1e5e9),
        .strongBorder = QColor(0xc9d0d7),
        .text = QColor(0x1b2026),
        .secondText = QColor(0x55616c),
        .thirdText = QColor(0x5c6772),
        .accent = QColor(0x2f6f8f),
        .onAccent = QColor(0xffffff),
        .signal = QColor(0xa34a16),
        .signalGround = QColor(0xfcf0e8),
        .good = QColor(0x26704a),
        .goodGround = QColor(0xe7f4ec),
        .mark = QColor(0xffe98a),
        .stages = { QColor(Stages[0]), QColor(Stages[1]), QColor(Stages[2]), QColor(Stages[3]), QColor(Stages[4]) } };
    return tokens;
}

const Tokens &darkTokens()
{
    static const Tokens tokens { .dark = true,
        .window = QColor(0x16191c),
        .page = QColor(0x1d2125),
        .raised = QColor(0x262b30),
        .subtle = QColor(0x262b30),
        .hover = QColor(0x2d333a),
        .selected = QColor(0x203440),
        .border = QColor(0x31373e),
        .strongBorder = QColor(0x47505a),
        .text = QColor(0xe7eaed),
        .secondText = QColor(0xa9b3bd),
        .thirdText = QColor(0x94a0ab),
        .accent = QColor(0x7ab8d6),
        .onAccent = QColor(0x10222c),
        .signal = QColor(0xe39a63),
        .signalGround = QColor(0x3a2a1f),
        .good = QColor(0x79c79a),
        .goodGround = QColor(0x1f3328),
        .mark = QColor(0x5d5520),
        .stages = { lighter(Stages[0]), lighter(Stages[1]), lighter(Stages[2]), lighter(Stages[3]), lighter(Stages[4]) } };
    return tokens;
}

bool isDark(const QPalette &palette)
{
    return palette.color(QPalette::Base).lightness() < 128;
}

const Tokens &tokensOf(const QPalette &palette)
{
    return isDark(palette) ? darkTokens() : lightTokens();
}

QColor pageMark()
{
    return lightTokens().mark;
}

QColor shadow(const Tokens &tokens)
{
    return tokens.dark ? QColor(0, 0, 0, 128) : QColor(20, 30, 40, 36);
}

QPalette paletteOf(const Tokens &tokens)
{
    const std::pair<QPalette::ColorRole, QColor> roles[] = {
        { QPalette::Window, tokens.window },
        { QPalette::WindowText, tokens.text },
        { QPalette::Base, tokens.page },
        { QPalette::AlternateBase, tokens.subtle },
        { QPalette::Text, tokens.text },
        { QPalette::PlaceholderText, tokens.thirdText },
        { QPalette::Button, tokens.raised },
        { QPalette::ButtonText, tokens.text },
        { QPalette::BrightText, tokens.signal },
        { QPalette::ToolTipBase, tokens.raised },
        { QPalette::ToolTipText, tokens.text },
        { QPalette::Highlight, tokens.accent },
        { QPalette::HighlightedText, tokens.onAccent },
        { QPalette::Link, tokens.accent },
        { QPalette::LinkVisited, tokens.accent },
        { QPalette::Light, tokens.raised },
        { QPalette::Midlight, tokens.border },
        { QPalette::Mid, tokens.strongBorder },
        { QPalette::Dark, tokens.strongBorder },
        { QPalette::Shadow, tokens.strongBorder },
    };
    QPalette palette;
    for (const auto &[role, color] : roles) {
        for (const QPalette::ColorGroup group : { QPalette::Active, QPalette::Inactive, QPalette::Disabled })
            palette.setColor(group, role, color);
    }
    for (const QPalette::ColorRole role : { QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::Link })
        palette.setColor(QPalette::Disabled, role, tokens.thirdText);
    palette.setColor(QPalette::Disabled, QPalette::Highlight, tokens.hover);
    palette.setColor(QPalette::Disabled, QPalette::HighlightedText, tokens.thirdText);
    return palette;
}

double contrast(const QColor &one, const QColor &other)
{
    const double a = luminance(one), b = luminance(other);
    return (std::max(a, b) + 0.05) / (std::min(a, b) + 0.05);
}

} // namespace Heddle::Ui::Style
