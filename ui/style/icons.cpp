// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/style/icons.h"
#include "ui/style/tokens.h"
#include <QFile>
#include <QGuiApplication>
#include <QIconEngine>
#include <QPainter>
#include <QPixmapCache>
#include <QStyle>
#include <QSvgRenderer>

namespace Heddle::Ui::Style {
namespace {

QString pathOf(const QString &name)
{
    return QStringLiteral(":/icons/lucide/%1.svg").arg(name);
}

QColor colorOf(IconTint tint, QIcon::Mode mode, QIcon::State state)
{
    const Tokens &tokens = tokensOf(QGuiApplication::palette());
    if (mode == QIcon::Disabled)
        return tokens.strongBorder;
    switch (tint) {
    case IconTint::Second: return state == QIcon::On ? tokens.accent : tokens.secondText;
    case IconTint::Accent: return tokens.accent;
    case IconTint::OnAccent: return tokens.onAccent;
    case IconTint::Signal: return tokens.signal;
    case IconTint::Good: return tokens.good;
    }
    return tokens.text;
}

//! Draws an outline of 24 units in the theme's colour.
class OutlineEngine : public QIconEngine {
public:
    OutlineEngine(const QString &name, IconTint tint) : m_name(name), m_tint(tint)
    {
        QFile file(pathOf(name));
        if (file.open(QIODevice::ReadOnly))
            m_outline = file.readAll();
    }

    void paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State state) override
    {
        QByteArray outline = m_outline;
        outline.replace("currentColor", colorOf(m_tint, mode, state).name().toLatin1());
        outline.replace("stroke-width=\"2\"", "stroke-width=\"1.75\"");
        const QSize square(std::min(rect.width(), rect.height()), rect.height()); // what is wider has its room behind the outline
        const QRect place = QStyle::alignedRect(QGuiApplication::layoutDirection(), Qt::AlignLeading | Qt::AlignVCenter, square, rect);
        QSvgRenderer(outline).render(painter, QRectF(place));
    }
    QPixmap pixmap(const QSize &size, QIcon::Mode mode, QIcon::State state) override { return scaledPixmap(size, mode, state, 1); }
    QPixmap scaledPixmap(const QSize &size, QIcon::Mode mode, QIcon::State state, qreal scale) override
    {
        const QString key = QStringLiteral("heddle-icon-%1-%2-%3x%4-%5")
                .arg(m_name, colorOf(m_tint, mode, state).name())
                .arg(size.width())
                .arg(size.height())
                .arg(QGuiApplication::layoutDirection());
        QPixmap drawn;
        if (!QPixmapCache::find(key, &drawn)) {
            drawn = QPixmap(size);
            drawn.fill(Qt::transparent);
            QPainter painter(&drawn);
            paint(&painter, QRect(QPoint(), size), mode, state);
            painter.end();
            QPixmapCache::insert(key, drawn);
        }
        drawn.setDevicePixelRatio(scale);
        return drawn;
    }
    QSize actualSize(const QSize &size, QIcon::Mode, QIcon::State) override { return size; }
    QIconEngine *clone() const override { return new OutlineEngine(*this); }

private:
    QString m_name;
    IconTint m_tint;
    QByteArray m_outline;
};

} // namespace

QIcon icon(const QString &name, IconTint tint)
{
    return QFile::exists(pathOf(name)) ? QIcon(new OutlineEngine(name, tint)) : QIcon();
}

QIcon programIcon()
{
    return QIcon(QStringLiteral(":/icons/heddle.svg"));
}

} // namespace Heddle::Ui::Style
