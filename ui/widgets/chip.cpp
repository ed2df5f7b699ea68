// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/chip.h"
#include "ui/style/fonts.h"
#include "ui/style/icons.h"
#include "ui/style/metrics.h"
#include "ui/style/tokens.h"
#include <QEvent>
#include <QLocale>
#include <QPainter>
#include <QStyle>

namespace Heddle::Ui {

Chip::Chip(const QString &text, QWidget *parent) : QAbstractButton(parent)
{
    Chip::setText(text);
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_Hover);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void Chip::setText(const QString &text)
{
    QAbstractButton::setText(QString(text).replace(QLatin1Char('&'), QLatin1String("&&")));
    setAccessibleName(shownText());
    updateGeometry();
}

QString Chip::text() const
{
    return QAbstractButton::text().replace(QLatin1String("&&"), QLatin1String("&"));
}

void Chip::setCount(qint64 count)
{
    m_count = count;
    setAccessibleName(shownText());
    updateGeometry();
    update();
}

void Chip::setMenuArrow(bool shown)
{
    m_arrow = shown;
    updateGeometry();
}

void Chip::setSmall(bool small)
{
    m_small = small;
    updateGeometry();
}

QString Chip::shownText() const
{
    return m_count < 0 ? text() : tr("%1 %2").arg(text(), QLocale().toString(m_count));
}

QSize Chip::sizeHint() const
{
    const QFontMetrics metrics(Style::font(m_small ? Style::TextRole::Small : Style::TextRole::Interface));
    const int padding = m_small ? Metrics::ChipPadding - 2 : Metrics::ChipPadding;
    int width = metrics.horizontalAdvance(shownText()) + 2 * padding + 2;
    for (const bool drawn : { !icon().isNull(), m_arrow })
        width += drawn ? Metrics::PillIconSize + Metrics::Gap - 2 : 0;
    return { width, std::max(m_small ? Metrics::SmallChipHeight : Metrics::ControlHeight, metrics.height() + Metrics::Gap) };
}

QSize Chip::minimumSizeHint() const
{
    return { std::min(sizeHint().width(), 2 * Metrics::ControlHeight), sizeHint().height() };
}

void Chip::paintEvent(QPaintEvent *)
{
    const Style::Tokens &tokens = Style::tokensOf(palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const bool on = isChecked(), hover = underMouse() && isEnabled();
    const QRectF box = QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5);
    const double radius = box.height() / 2;
    painter.setPen(on ? tokens.selected : tokens.border);
    painter.setBrush(isDown() || on ? tokens.selected : hover ? tokens.hover : tokens.raised);
    painter.drawRoundedRect(box, radius, radius);
    if (hasFocus()) {
        painter.setPen(QPen(tokens.accent, Metrics::FocusRing));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), radius - 0.5, radius - 0.5);
    }
    QRect inside = rect().adjusted(
        m_small ? Metrics::ChipPadding - 2 : Metrics::ChipPadding, 0, m_small ? 2 - Metrics::ChipPadding : -Metrics::ChipPadding, 0);
    const auto drawIcon = [&](const QIcon &icon, Qt::Alignment side) {
        const QSize size(Metrics::PillIconSize, Metrics::PillIconSize);
        const QRect place = QStyle::alignedRect(layoutDirection(), side | Qt::AlignVCenter, size, inside);
        icon.paint(&painter, place, Qt::AlignCenter, isEnabled() ? QIcon::Normal : QIcon::Disabled, on ? QIcon::On : QIcon::Off);
        const int used = size.width() + Metrics::Gap - 2;
        const bool atLeft = (side == Qt::AlignLeading) == (layoutDirection() == Qt::LeftToRight);
        inside = atLeft ? inside.adjusted(used, 0, 0, 0) : inside.adjusted(0, 0, -used, 0);
    };
    if (!icon().isNull())
        drawIcon(icon(), Qt::AlignLeading);
    if (m_arrow)
        drawIcon(Style::icon(QStringLiteral("chevron-down")), Qt::AlignTrailing);
    painter.setFont(Style::font(m_small ? Style::TextRole::Small : Style::TextRole::Interface));
    painter.setPen(!isEnabled() ? tokens.thirdText : on ? tokens.accent : tokens.secondText);
    painter.setLayoutDirection(shownText().isRightToLeft() ? Qt::RightToLeft : Qt::LeftToRight); // whatever that of the window is
    const Qt::Alignment leading = layoutDirection() == Qt::LeftToRight ? Qt::AlignLeft : Qt::AlignRight;
    painter.drawText(inside, int(leading | Qt::AlignAbsolute | Qt::AlignVCenter) | Qt::TextSingleLine,
        painter.fontMetrics().elidedText(shownText(), Qt::ElideRight, inside.width()));
}

bool Chip::event(QEvent *event)
{
    if (event->type() == QEvent::FontChange || event->type() == QEvent::ApplicationFontChange)
        updateGeometry();
    return QAbstractButton::event(event);
}

} // namespace Heddle::Ui
