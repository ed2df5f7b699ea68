// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/transcript.h"
#include "ui/common/theme.h"
#include <QGuiApplication>
#include <QLocale>
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

QString link(qsizetype exchange, int n, const QString &text, const QPalette &palette)
{
    return QStringLiteral("<a href=\"cite:%1:%2\" style=\"color:%3;text-decoration:none;font-weight:600\">%4</a>")
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

//! What the program says: in its own direction, whatever script it quotes first.
QString said(const QString &html, const QColor &color)
{
    const bool rightToLeft = QGuiApplication::layoutDirection() == Qt::RightToLeft;
    return QStringLiteral("<p dir=\"%1\" style=\"color:%2\">%3</p>")
        .arg(rightToLeft ? QStringLiteral("rtl") : QStringLiteral("ltr"), color.name(), html);
}

QString exchangeHtml(const Exchange &exchange, qsizetype index, const QPalette &palette)
{
    const QColor text = palette.color(QPalette::Text), quiet = Theme::quietText(palette);
    QString html = QStringLiteral("<table width=\"100%\" cellpadding=\"8\" cellspacing=\"0\"><tr><td width=\"25%\"></td>"
                                  "<td bgcolor=\"%1\"><p align=\"right\">%2</p></td></tr></table>")
                       .arg(Theme::faint(palette).name(), withBreaks(exchange.question));
    if (exchange.state == Exchange::State::Running)
        return html + said(exchange.stage.toHtmlEscaped(), quiet);
    if (exchange.state == Exchange::State::Stopped)
        return html + said(tr("Stopped. The question is kept; ask it again whenever you like."), quiet);
    if (exchange.state == Exchange::State::Failed)
        return html + said(withBreaks(exchange.error), Theme::signal(palette));
    html += paragraph(linked(exchange, index, palette), text, QStringLiteral("line-height:145%;"));
    QStringList places;
    for (const Dialog::Source &source : exchange.turn.sources) {
        if (source.n > 0)
            places += link(index, source.n, QStringLiteral("[%1] %2").arg(source.n).arg(placeOf(source)).toHtmlEscaped(), palette);
    }
    html += paragraph(places.join(QLatin1String("<br/>")), text);
    if (exchange.turn.kind == Dialog::Turn::Kind::Quoted)
        html += said((tr("quoted from your documents, ") + Dialog::sentText(exchange.turn.sent)).toHtmlEscaped(), quiet);
    for (const QString &notice : exchange.turn.notices)
        html += said(withBreaks(notice), Theme::signal(palette));
    return html;
}

} // namespace

QString placeOf(const Dialog::Source &source)
{
    QString text = source.path.section(QLatin1Char('/'), -1);
    if (source.page > 0)
        text += tr(" · page %1").arg(source.page);
    if (!source.heading.isEmpty())
        text += QStringLiteral(" › ") + source.heading;
    return text;
}

QString transcriptHtml(const QList<Exchange> &exchanges, const QPalette &palette)
{
    QString html;
    for (qsizetype i = 0; i < exchanges.size(); ++i)
        html += exchangeHtml(exchanges[i], i, palette) + QLatin1String("<p></p>");
    return html;
}

QString cardHtml(const Dialog::Source &source, const QPalette &palette)
{
    const bool marked = source.sentenceStart >= 0 && source.sentenceEnd <= source.text.size() && source.sentenceStart < source.sentenceEnd;
    const qsizetype from = marked ? source.sentenceStart : source.text.size(), to = marked ? source.sentenceEnd : source.text.size();
    QString html = QStringLiteral("<b>%1</b>").arg(source.title.toHtmlEscaped());
    html += paragraph(placeOf(source).toHtmlEscaped(), Theme::quietText(palette));
    html += QStringLiteral("<p>%1<b>%2</b>%3</p>")
                .arg(withBreaks(source.text.left(from)), withBreaks(source.text.mid(from, to - from)), withBreaks(source.text.mid(to)));
    const bool moved = source.searchRank > 0 && source.searchRank != source.rank;
    const QString rank = moved ? tr("Place %1 after reranking, %2 in the search").arg(source.rank).arg(source.searchRank)
                               : tr("Place %1 in the search").arg(source.rank);
    html += paragraph(tr("%1 · score %2").arg(rank, QLocale().toString(source.score, 'g', 3)).toHtmlEscaped(), Theme::quietText(palette));
    return html
        + QStringLiteral("<p><a href=\"open:\" style=\"color:%1\">%2</a></p>")
              .arg(Theme::accent(palette).name(), tr("Open the document here").toHtmlEscaped());
}

QList<Exchange> exchangesFrom(const QList<Storage::MessageRow> &messages)
{
    QList<Exchange> exchanges;
    for (const Storage::MessageRow &message : messages) {
        if (message.role == QLatin1String("user")) {
            Exchange exchange;
            exchange.question = message.text;
            exchange.stage = tr("This question is still being answered, or Heddle was closed before its answer was done.");
            exchanges += exchange;
            continue;
        }
        if (exchanges.isEmpty())
            continue;
        Exchange &exchange = exchanges.last();
        exchange.turn.kind = message.kind == QLatin1String("quoted") ? Dialog::Turn::Kind::Quoted
            : message.kind == QLatin1String("written")               ? Dialog::Turn::Kind::Written
                                                                     : Dialog::Turn::Kind::None;
        exchange.turn.answer = message.text;
        exchange.turn.timings = message.timings;
        exchange.turn.sent = Dialog::sentFromJson(message.sent);
        for (const QJsonValue &notice : message.notices)
            exchange.turn.notices += notice.toString();
        for (const QJsonValue &source : message.sources)
            exchange.turn.sources += Dialog::sourceFromJson(source.toObject());
        exchange.state = message.state == QLatin1String("stopped") ? Exchange::State::Stopped
            : message.state == QLatin1String("failed")             ? Exchange::State::Failed
                                                                   : Exchange::State::Done;
        exchange.error = message.error[QLatin1String("message")].toString();
    }
    return exchanges;
}

} // namespace Heddle::Ui
