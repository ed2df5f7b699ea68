// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/richtext.h"
#include "ui/style/fonts.h"
#include <QGuiApplication>

namespace Heddle::Ui::RichText {

QString withBreaks(const QString &text)
{
    return text.toHtmlEscaped().replace(QLatin1Char('\n'), QLatin1String("<br/>"));
}

QString paragraph(const QString &html, const QColor &color, const QString &style)
{
    return QStringLiteral("<p style=\"color:%1;%2\">%3</p>").arg(color.name(), style, html);
}

QString said(const QString &html, const QColor &color)
{
    const bool rightToLeft = QGuiApplication::layoutDirection() == Qt::RightToLeft;
    return QStringLiteral("<p dir=\"%1\" style=\"color:%2;font-size:%3pt\">%4</p>")
        .arg(rightToLeft ? QStringLiteral("rtl") : QStringLiteral("ltr"), color.name())
        .arg(Style::font(Style::TextRole::Interface).pointSizeF())
        .arg(html);
}

QString small(const QString &html, const QColor &color)
{
    return QStringLiteral("<span style=\"color:%1;font-size:%2pt\">%3</span>")
        .arg(color.name())
        .arg(Style::font(Style::TextRole::Small).pointSizeF())
        .arg(html);
}

} // namespace Heddle::Ui::RichText
