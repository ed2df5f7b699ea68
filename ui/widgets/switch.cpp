// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/switch.h"
#include "ui/style/metrics.h"
#include "ui/style/tokens.h"
#include <QPainter>
#include <QStyle>

namespace Heddle::Ui {

Switch::Switch(const QString &text, QWidget *parent) : QCheckBox(text, parent)
{
    setAccessibleName(QString(text).remove(QLatin1Char('&')));
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    m_slide.setDuration(Metrics::MotionMs);
    connect(&m_slide, &QVariantAnimation::valueChanged, this, [this](const QVariant &value) {
        m_place = value.toDouble();
        update();
    });
    connect(this, &QCheckBox::toggled, this, &Switch::slide);
}

void Switch::slide()
{
    const double end = isChecked() ? 1 : 0;
    m_slide.stop();
    if (!isVisible() || style()->styleHint(QStyle::SH_Widget_Animation_Duration, nullptr, this) == 0) {
        m_place = end;
        update();
        return;
    }
    m_slide.setStartValue(m_place);
    m_slide.setEndValue(end);
    m_slide.start();
}

QSize Switch::sizeHint() const
{
    return QSize(Metrics::SwitchWidth, Metrics::SwitchHeight) + QSize(2, 2) * (Metrics::FocusRing + 1);
}

void Switch::paintEvent(QPaintEvent *)
{
    const Style::Tokens &tokens = Style::tokensOf(palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF track = QStyle::alignedRect(layoutDirection(), Qt::AlignCenter, { Metrics::SwitchWidth, Metrics::SwitchHeight }, rect());
    const double radius = track.height() / 2;
    painter.setPen(Qt::NoPen);
    painter.setBrush(!isEnabled() ? tokens.border : isChecked() ? tokens.accent : tokens.strongBorder);
    painter.drawRoundedRect(track, radius, radius);
    const double knob = track.height() - 4, way = track.width() - track.height();
    const double at = layoutDirection() == Qt::RightToLeft ? 1 - m_place : m_place;
    painter.setBrush(isChecked() && isEnabled() ? tokens.onAccent : tokens.raised);
    painter.drawEllipse(QRectF(track.left() + 2 + at * way, track.top() + 2, knob, knob));
    if (hasFocus()) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(tokens.accent, Metrics::FocusRing));
        const double out = Metrics::FocusRing;
        painter.drawRoundedRect(track.adjusted(-out, -out, out, out), radius + out, radius + out);
    }
}

} // namespace Heddle::Ui
