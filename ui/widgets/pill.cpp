// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/pill.h"
#include "ui/style/fonts.h"
#include "ui/style/icons.h"
#include "ui/style/metrics.h"
#include "ui/style/tokens.h"
#include <QEvent>
#include <QFontMetrics>
#include <QPainter>
#include <QStyle>

namespace Heddle::Ui {
namespace {

struct Colors {
    QColor text, ground;
    Style::IconTint tint;
};

Colors colorsOf(Tone tone, const Style::Tokens &tokens)
{
    switch (tone) {
    case Tone::Accent: return { tokens.accent, tokens.selected, Style::IconTint::Accent };
    case Tone::Good: return { tokens.good, tokens.goodGround, Style::IconTint::Good };
    case Tone::Signal: return { tokens.signal, tokens.signalGround, Style::IconTint::Signal };
    case Tone::Quiet: break;
    }
    return { tokens.secondText, tokens.subtle, Style::IconTint::Second };
}

} // namespace

Pill::Pill(const QString &text, Tone tone, const QString &icon, QWidget *parent) : QWidget(parent), m_icon(icon), m_tone(tone)
{
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    setText(text);
}

void Pill::setText(const QString &text)
{
    m_text = text;
    setAccessibleName(text);
    updateGeometry();
    update();
}

void Pill::setTone(Tone tone)
{
    m_tone = tone;
    update();
}

QSize Pill::sizeOf(const QString &text, const QString &icon)
{
    const QFontMetrics metrics(Style::font(Style::TextRole::Small));
    const int iconWidth = icon.isEmpty() ? 0 : Metrics::PillIconSize + Metrics::Gap / 2;
    constexpr int Slack = 3; // what fractions of pixels add up to
    return { metrics.horizontalAdvance(text) + Slack + iconWidth + 2 * Metrics::Gap, metrics.height() + Metrics::Gap / 2 };
}

QSize Pill::sizeHint() const
{
    return sizeOf(m_text, m_icon);
}

QSize Pill::minimumSizeHint() const
{
    return { std::min(sizeHint().width(), sizeHint().height() * 2), sizeHint().height() };
}

void Pill::paint(QPainter &painter, const QRect &area, const QString &text, Tone tone, const QPalette &palette,
    Qt::LayoutDirection direction, const QString &icon)
{
    const Colors colors = colorsOf(tone, Style::tokensOf(palette));
    const QSize size = sizeOf(text, icon).boundedTo(area.size());
    const QRect rect = QStyle::alignedRect(direction, Qt::AlignLeading | Qt::AlignVCenter, size, area);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(colors.ground);
    painter.drawRoundedRect(rect, rect.height() / 2.0, rect.height() / 2.0);
    QRect inside = rect.adjusted(Metrics::Gap, 0, -Metrics::Gap, 0);
    if (!icon.isEmpty()) {
        const QRect place =
            QStyle::alignedRect(direction, Qt::AlignLeading | Qt::AlignVCenter, { Metrics::PillIconSize, Metrics::PillIconSize }, inside);
        Style::icon(icon, colors.tint).paint(&painter, place);
        const int used = Metrics::PillIconSize + Metrics::Gap / 2;
        inside = direction == Qt::RightToLeft ? inside.adjusted(0, 0, -used, 0) : inside.adjusted(used, 0, 0, 0);
    }
    painter.setFont(Style::font(Style::TextRole::Small));
    painter.setPen(colors.text);
    painter.setLayoutDirection(direction);
    painter.drawText(inside, Qt::AlignLeading | Qt::AlignVCenter | Qt::TextSingleLine,
        painter.fontMetrics().elidedText(text, Qt::ElideRight, inside.width()));
    painter.restore();
}

void Pill::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    paint(painter, rect(), m_text, m_tone, palette(), layoutDirection(), m_icon);
}

void Pill::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::ApplicationFontChange)
        updateGeometry();
}

} // namespace Heddle::Ui
