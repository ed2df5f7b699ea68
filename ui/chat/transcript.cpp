// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/transcript.h"
#include "core/conversation/branch.h"
#include "core/dialog/dialogservice.h"
#include "ui/chat/transcriptgrounds.h"
#include "ui/chat/transcriptitems.h"
#include "ui/chat/transcriptparts.h"
#include "ui/common/richtext.h"
#include "ui/style/metrics.h"
#include "ui/style/tokens.h"
#include <QGuiApplication>

namespace Heddle::Ui {
namespace {

using Conversation::Answer;
using Kind = TranscriptLink::Action::Kind;
using namespace TranscriptParts;

QString tr(const char *text)
{
    return QCoreApplication::translate("Heddle::Ui", text);
}

QString icon(Kind kind, qsizetype exchange, const QString &name, const QString &title)
{
    return TranscriptItem { TranscriptItem::Kind::Icon, name, title }.toHtml(
        TranscriptLink { TranscriptLink::Action { kind, int(exchange) } });
}

//! What stands below an answer that was stopped.
QString stoppedText(const Answer &answer)
{
    if (answer.error && (answer.interrupted || !answer.error->isCancelled()))
        return answer.error->message;
    return answer.text.isEmpty() ? tr("Stopped. The question is kept; ask it again whenever you like.")
                                 : tr("Stopped; what is above is kept.");
}

} // namespace

QString questionHtml(const Exchange &exchange, qsizetype index, const QPalette &palette)
{
    const QColor quiet = Style::tokensOf(palette).thirdText;
    QString html = QStringLiteral("<table border=\"0\" cellpadding=\"%1\" cellspacing=\"0\"><tr><td>%2</td></tr></table>")
                       .arg(TablePadding::Question)
                       .arg(RichText::withBreaks(exchange.question));
    if (!exchange.questionId.isEmpty() && exchange.answer.state != Answer::State::Running) {
        const QString versions = versionsHtml(exchange.questionVersions, exchange.questionId, quiet);
        html += QStringLiteral("<p align=\"%4\" style=\"margin-top:2px;margin-bottom:0px\">%1%2%3</p>")
                    .arg(RichText::small(versions, quiet), icon(Kind::Edit, index, QStringLiteral("pencil"), tr("Edit the question")),
                        icon(Kind::CopyQuestion, index, QStringLiteral("copy"), tr("Copy the question")),
                        QGuiApplication::layoutDirection() == Qt::RightToLeft ? QLatin1String("left") : QLatin1String("right"));
    }
    if (!exchange.answer.thinking.isEmpty()) {
        const bool running = exchange.answer.state == Answer::State::Running && exchange.answer.text.isEmpty();
        const QString head = QString(exchange.thinkingOpen ? QStringLiteral("▾ ") : QStringLiteral("▸ "))
            + (running ? tr("Thinking… (%1 words)").arg(exchange.answer.thinking.count(QLatin1Char(' ')) + 1)
                       : tr("Thought (%1 words)").arg(exchange.answer.thinking.count(QLatin1Char(' ')) + 1));
        html += RichText::said(linkTo(TranscriptLink::Action { Kind::Thinking, int(index) }, head.toHtmlEscaped(), quiet, "400"), quiet);
        if (exchange.thinkingOpen)
            html +=
                RichText::paragraph(RichText::withBreaks(exchange.answer.thinking.trimmed()), quiet, QStringLiteral("margin-left:16px;"));
    }
    return html;
}

QString exchangeHtml(const Exchange &exchange, qsizetype index, bool last, const QPalette &palette)
{
    const QColor text = palette.color(QPalette::Text), quiet = Style::tokensOf(palette).thirdText;
    QString html = questionHtml(exchange, index, palette);
    const bool empty = exchange.answer.text.isEmpty();
    if (exchange.answer.state == Answer::State::Running && empty)
        return html + RichText::said(exchange.stage.toHtmlEscaped(), quiet);
    if (!empty) {
        html += exchange.answer.kind == Answer::Kind::Written ? writtenHtml(exchange.answer.text, 0, exchange, index, palette)
            : exchange.answer.quoted                          ? quotedHtml(exchange, index, palette)
            : exchange.answer.kind == Answer::Kind::List      ? listHtml(exchange, index, palette)
                                                              : RichText::paragraph(RichText::withBreaks(exchange.answer.text), text);
    }
    if (exchange.answer.state == Answer::State::Running)
        return html;
    if (exchange.answer.kind == Answer::Kind::Written)
        html += sourcesHtml(exchange, index);
    const std::optional<Error> &error = exchange.answer.error;
    if (exchange.answer.state == Answer::State::Stopped)
        html += RichText::said(stoppedText(exchange.answer).toHtmlEscaped(), quiet);
    if (exchange.answer.state == Answer::State::Failed && error && !exchange.answer.notices.contains(error->message))
        html += RichText::said(RichText::withBreaks(error->message), Style::tokensOf(palette).signal);
    for (const QString &notice : exchange.answer.notices)
        html += RichText::said(RichText::withBreaks(notice), Style::tokensOf(palette).signal);
    return html + footHtml(exchange, index, last, palette);
}

QList<Exchange> exchangesFrom(const QList<Conversation::Message> &messages, const QString &leaf)
{
    QList<Exchange> exchanges;
    for (const Conversation::Message &message : Conversation::branchTo(messages, leaf)) {
        if (message.question()) {
            Exchange exchange;
            exchange.question = message.text();
            exchange.questionId = message.id;
            exchange.before = message.parent;
            exchange.questionVersions = Conversation::versionsOf(messages, message.id);
            exchange.answer.state = Answer::State::Stopped; // until its answer says otherwise
            exchanges += exchange;
            continue;
        }
        if (exchanges.isEmpty())
            continue;
        Exchange &exchange = exchanges.last();
        exchange.answerId = message.id;
        exchange.answerVersions = Conversation::versionsOf(messages, message.id);
        exchange.answer = *message.answer();
        if (exchange.answer.state == Answer::State::Running) {
            exchange.answer.kind = message.text().isEmpty() ? Answer::Kind::None : Answer::Kind::Written;
            exchange.stage = tr("This question is being answered.");
        }
    }
    return exchanges;
}

} // namespace Heddle::Ui
