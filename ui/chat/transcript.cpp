// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/transcript.h"
#include "ui/common/theme.h"
#include <QCoreApplication>
#include <QRegularExpression>

namespace Heddle::Ui {
namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Heddle::Ui", text);
}

QString withBreaks(const QString &text)
{
    return text.toHtmlEscaped().replace(QLatin1Char('\n'), QLatin1String("<br/>"));
}

QString place(const Dialog::Source &source)
{
    QString text = source.path.section(QLatin1Char('/'), -1);
    if (source.page > 0)
        text += tr(" · page %1").arg(source.page);
    if (!source.heading.isEmpty())
        text += QStringLiteral(" › ") + source.heading;
    return text;
}

QString link(qsizetype exchange, int n, const QString &text, const QPalette &palette)
{
    return QStringLiteral("<a href=\"cite:%1:%2\" style=\"color:%3;text-decoration:none\">%4</a>")
        .arg(exchange)
        .arg(n)
        .arg(Theme::accent(palette).name(), text);
}

//! The markers of the answer become links; numbers in brackets that no source has stay text.
QString linked(const Exchange &exchange, qsizetype index, const QPalette &palette)
{
    QString html;
    // A quoted sentence may hold such a number itself; there only the one behind it is a citation.
    static const QRegularExpression anywhere(QStringLiteral("\\[(\\d+)\\]")),
        atLineEnd(QStringLiteral("\\[(\\d+)\\]$"), QRegularExpression::MultilineOption);
    const QRegularExpression &marker = exchange.turn.kind == Dialog::Turn::Kind::Quoted ? atLineEnd : anywhere;
    qsizetype from = 0;
    for (auto it = marker.globalMatch(exchange.turn.answer); it.hasNext();) {
        const auto match = it.next();
        const int n = match.capturedView(1).toInt();
        const bool known =
            std::any_of(exchange.turn.sources.cbegin(), exchange.turn.sources.cend(), [n](const auto &source) { return source.n == n; });
        html += withBreaks(exchange.turn.answer.mid(from, match.capturedStart() - from));
        html += known ? link(index, n, match.captured(), palette) : match.captured();
        from = match.capturedEnd();
    }
    return html + withBreaks(exchange.turn.answer.mid(from));
}

QString paragraph(const QString &html, const QColor &color, const QString &style = {})
{
    return QStringLiteral("<p style=\"color:%1;%2\">%3</p>").arg(color.name(), style, html);
}

QString exchangeHtml(const Exchange &exchange, qsizetype index, const QPalette &palette)
{
    const QColor text = palette.color(QPalette::Text), quiet = Theme::quietText(palette);
    QString html =
        QStringLiteral("<table width=\"100%\" cellpadding=\"8\" cellspacing=\"0\"><tr><td bgcolor=\"%1\"><p>%2</p></td></tr></table>")
            .arg(Theme::faint(palette).name(), withBreaks(exchange.question));
    if (exchange.state == Exchange::State::Running)
        return html + paragraph(exchange.stage.toHtmlEscaped(), quiet);
    if (exchange.state == Exchange::State::Stopped)
        return html + paragraph(tr("Stopped. The question is kept; ask it again whenever you like."), quiet);
    if (exchange.state == Exchange::State::Failed)
        return html + paragraph(withBreaks(exchange.error), Theme::signal(palette));
    html += paragraph(linked(exchange, index, palette), text, QStringLiteral("line-height:145%;"));
    QStringList places;
    for (const Dialog::Source &source : exchange.turn.sources) {
        if (source.n > 0)
            places += link(index, source.n, QStringLiteral("[%1] %2").arg(source.n).arg(place(source)).toHtmlEscaped(), palette);
    }
    html += paragraph(places.join(QLatin1String("<br/>")), text);
    if (exchange.turn.kind == Dialog::Turn::Kind::Quoted)
        html += paragraph(tr("quoted from your documents, nothing was sent anywhere"), quiet);
    for (const QString &notice : exchange.turn.notices)
        html += paragraph(withBreaks(notice), Theme::signal(palette));
    return html;
}

} // namespace

QString transcriptHtml(const QList<Exchange> &exchanges, const QPalette &palette)
{
    QString html;
    for (qsizetype i = 0; i < exchanges.size(); ++i)
        html += exchangeHtml(exchanges[i], i, palette) + QLatin1String("<p></p>");
    return html;
}

QString sourceHtml(const Dialog::Source &source, const QPalette &palette)
{
    QString html = QStringLiteral("<h3>%1</h3>").arg(source.title.toHtmlEscaped());
    html += paragraph(
        source.path.toHtmlEscaped() + (source.heading.isEmpty() ? QString() : QStringLiteral("<br/>") + source.heading.toHtmlEscaped()),
        Theme::quietText(palette));
    const bool marked = source.sentenceStart >= 0 && source.sentenceEnd <= source.text.size() && source.sentenceStart < source.sentenceEnd;
    const qsizetype from = marked ? source.sentenceStart : source.text.size(), to = marked ? source.sentenceEnd : source.text.size();
    html += QStringLiteral("<p>%1<span style=\"background-color:%2\">%3</span>%4</p>")
                .arg(withBreaks(source.text.left(from)), Theme::mark(palette).name(), withBreaks(source.text.mid(from, to - from)),
                    withBreaks(source.text.mid(to)));
    return html;
}

} // namespace Heddle::Ui
