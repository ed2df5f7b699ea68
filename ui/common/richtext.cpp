// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/richtext.h"
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
    return QStringLiteral("<p dir=\"%1\" style=\"color:%2\">%3</p>")
        .arg(rightToLeft ? QStringLiteral("rtl") : QStringLiteral("ltr"), color.name(), html);
}

} // namespace Heddle::Ui::RichText
