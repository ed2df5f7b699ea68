// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/richtext.h"
#include "ui/style/fonts.h"
#include "ui/style/tokens.h"
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

namespace {

QLatin1String direction()
{
    return QGuiApplication::layoutDirection() == Qt::RightToLeft ? QLatin1String("rtl") : QLatin1String("ltr");
}

} // namespace

QString said(const QString &html, const QColor &color)
{
    return QStringLiteral("<p dir=\"%1\" style=\"color:%2;font-size:%3pt\">%4</p>")
        .arg(direction(), color.name())
        .arg(Style::font(Style::TextRole::Interface).pointSizeF())
        .arg(html);
}

QString row(const QString &html, const QString &style)
{
    return QStringLiteral("<p dir=\"%1\" style=\"%2\">%3</p>").arg(direction(), style, html);
}

QString columns(const QString &first, const QString &last)
{
    const bool mirrored = QGuiApplication::layoutDirection() == Qt::RightToLeft;
    return QStringLiteral(
        "<table width=\"100%\" border=\"0\" cellspacing=\"0\" cellpadding=\"0\"><tr>"
        "<td style=\"vertical-align:middle\"><p dir=\"%1\" align=\"left\" style=\"white-space:%4\">%2</p></td>"
        "<td style=\"vertical-align:middle\"><p dir=\"%1\" align=\"right\" style=\"white-space:%5\">%3</p></td></tr></table>")
        .arg(direction(), mirrored ? last : first, mirrored ? first : last, mirrored ? QLatin1String("normal") : QLatin1String("nowrap"),
            mirrored ? QLatin1String("nowrap") : QLatin1String("normal"));
}

QString dressed(QString html, int lineHeight, const QPalette &palette)
{
    constexpr int CellPadding = 6;
    const Style::Tokens &tokens = Style::tokensOf(palette);
    const QString line = QStringLiteral("line-height:%1px").arg(lineHeight);
    html.replace(QLatin1String("<table>"),
        QStringLiteral("<table border=\"1\" cellspacing=\"0\" cellpadding=\"%1\" style=\"border-collapse:collapse;"
                       "border-color:%2;border-style:solid;margin-top:8px;margin-bottom:12px\">")
            .arg(CellPadding)
            .arg(tokens.border.name()));
    html.replace(QLatin1String("<th>"), QStringLiteral("<th style=\"background-color:%1\">").arg(tokens.subtle.name()));
    html.replace(QLatin1String("<code>"), QStringLiteral("<code style=\"background-color:%1\">").arg(tokens.subtle.name()));
    html.replace(QLatin1String("<p>"), QStringLiteral("<p style=\"%1\">").arg(line));
    html.replace(QLatin1String("<li>"), QStringLiteral("<li style=\"%1\">").arg(line));
    html.replace(QLatin1String("\n</code></pre>"), QLatin1String("</code></pre>"));
    return html;
}

QString small(const QString &html, const QColor &color)
{
    return QStringLiteral("<span style=\"color:%1;font-size:%2pt\">%3</span>")
        .arg(color.name())
        .arg(Style::font(Style::TextRole::Small).pointSizeF())
        .arg(html);
}

} // namespace Heddle::Ui::RichText
