// SPDX-License-Identifier: GPL-3.0-or-later
// What stands below an answer.
#include "core/dialog/dialogservice.h"
#include "core/net/httpmessage.h"
#include "ui/chat/flowstages.h"
#include "ui/chat/transcriptitems.h"
#include "ui/chat/transcriptparts.h"
#include "ui/common/richtext.h"
#include "ui/style/metrics.h"
#include "ui/style/tokens.h"
#include <QCoreApplication>
#include <QJsonArray>
#include <QLocale>
#include <QUrl>

namespace Heddle::Ui {
namespace {

using Conversation::Answer;
using Kind = TranscriptLink::Action::Kind;

QString tr(const char *text)
{
    return QCoreApplication::translate("Heddle::Ui", text);
}

QString detailsHtml(const Exchange &exchange, const QColor &quiet)
{
    const Answer &answer = exchange.answer;
    const QLocale locale;
    QStringList lines;
    const auto ms = [&](const char *key, const QString &name) {
        if (const double value = answer.timings[QLatin1String(key)].toDouble(); value > 0)
            lines += tr("%1: %2 ms").arg(name, locale.toString(value, 'f', value < 10 ? 1 : 0));
    };
    if (const QString searched = answer.details[QLatin1String("question")].toString(); !searched.isEmpty())
        lines += tr("Searched for: %1").arg(searched);
    ms("rewrite", tr("Understanding the question"));
    ms("embed", tr("Embedding"));
    ms("search", tr("Search"));
    ms("rerank", tr("Reranking"));
    ms("prompt", tr("Prompt"));
    ms("first_token", tr("First word"));
    ms("answer", tr("Answer"));
    ms("total", tr("Total"));
    if (const double speed = answer.timings[QLatin1String("tokens_per_second")].toDouble(); speed > 0)
        lines += tr("Speed: %1 tokens/s").arg(locale.toString(speed, 'f', 1));
    if (const int tokens = answer.details[QLatin1String("answer_tokens")].toInt(); tokens > 0)
        lines += tr("Tokens: %1 read, %2 written").arg(answer.details[QLatin1String("prompt_tokens")].toInt()).arg(tokens);
    if (answer.kind == Answer::Kind::Written)
        lines += tr("Passages given: %1, earlier turns: %2")
                     .arg(answer.details[QLatin1String("passages")].toInt())
                     .arg(answer.details[QLatin1String("turns")].toInt());
    if (const int placed = answer.details[QLatin1String("placed")].toInt(); placed > 0)
        lines += tr("Citations that Heddle placed: %1").arg(placed);
    if (const int removed = answer.details[QLatin1String("removed")].toInt(); removed > 0)
        lines += tr("Citations of passages that do not exist, removed: %1").arg(removed);
    for (const Retrieval::Sent &sent : answer.sent)
        lines += tr("Sent to %1: %2 (%3)").arg(sent.host, locale.formattedDataSize(sent.bytes), sent.purpose);
    return RichText::said(lines.join(QLatin1Char('\n')).toHtmlEscaped().replace(QLatin1Char('\n'), QLatin1String("<br/>")), quiet);
}

bool staysHere(const QList<Retrieval::Sent> &sent)
{
    return std::all_of(sent.cbegin(), sent.cend(), [](const Retrieval::Sent &one) { return Net::isLoopback(QUrl(one.host)); });
}

//! Who wrote the answer, what left the computer for it, and what is wrong with it; plain text.
QStringList originOf(const Answer &answer)
{
    QStringList origin;
    switch (answer.kind) {
    case Answer::Kind::None: return {};
    case Answer::Kind::List: origin += tr("Listed from the index"); break;
    case Answer::Kind::Quoted: origin += tr("Quoted from your documents"); break;
    case Answer::Kind::Written: {
        const QString model = answer.details[QLatin1String("model")].toString();
        origin += staysHere(answer.sent) ? tr("Written on this computer by %1").arg(model) : tr("Written by %1").arg(model);
        break;
    }
    }
    if (answer.sent.isEmpty() && answer.kind != Answer::Kind::Written)
        origin += Dialog::sentText(answer.sent);
    else if (answer.kind != Answer::Kind::Written || !staysHere(answer.sent))
        origin += Dialog::leftText(
            answer.sent, answer.kind == Answer::Kind::Written ? answer.details[QLatin1String("passages")].toInt() : 0);
    qsizetype contradicted = 0;
    for (const Dialog::Source &source : answer.sources)
        contradicted += std::count_if(source.uses.cbegin(), source.uses.cend(),
            [](const Dialog::CitationUse &use) { return use.outcome == Dialog::Outcome::Contradicted; });
    if (contradicted > 0)
        origin += contradicted == 1 ? tr("1 statement not supported") : tr("%1 statements not supported").arg(contradicted);
    return origin;
}

//! What can be done with an answer, as icons.
QString actionsHtml(const Exchange &exchange, qsizetype index, bool last)
{
    const Answer &answer = exchange.answer;
    const bool done = answer.state == Answer::State::Done;
    QString html;
    const auto add = [&](Kind kind, const char *icon, const QString &title, const QString &detail = {}, bool on = false) {
        TranscriptItem item { TranscriptItem::Kind::Icon, QLatin1String(icon), title, detail };
        item.on = on;
        html += item.toHtml(TranscriptLink { TranscriptLink::Action { kind, int(index) } });
    };
    if (!answer.text.isEmpty())
        add(Kind::Copy, "copy", tr("Copy the answer"), last ? tr("Ctrl+Shift+C") : QString());
    if (!exchange.questionId.isEmpty() && last)
        add(Kind::Again, "refresh-cw", tr("Regenerate"), tr("Ctrl+Shift+R"));
    if (!exchange.answerId.isEmpty() && !answer.sources.isEmpty() && answer.state != Answer::State::Running)
        add(Kind::Map, "network", tr("Mind map of this answer"));
    if (last && exchange.related.isEmpty() && !answer.sources.isEmpty())
        add(Kind::Related, "lightbulb", tr("What to ask next"));
    if (last && !exchange.answerId.isEmpty() && done)
        add(Kind::Missing, "search-x", tr("Why is something not here?"));
    if (!answer.timings.isEmpty())
        add(Kind::Details, "info", exchange.detailsOpen ? tr("Hide details") : tr("Show details"), {}, exchange.detailsOpen);
    return html;
}

} // namespace

QString TranscriptParts::versionsHtml(const QStringList &versions, const QString &shown, const QColor &color)
{
    const qsizetype at = versions.indexOf(shown);
    if (versions.size() < 2 || at < 0)
        return {};
    const auto side = [&](qsizetype other, const QString &sign) {
        return other < 0 || other >= versions.size() ? sign : linkTo(TranscriptLink::Version { versions[other] }, sign, color);
    };
    return QStringLiteral("&nbsp;") + side(at - 1, QStringLiteral("‹&nbsp;")) + tr("%1 of %2").arg(at + 1).arg(versions.size())
        + side(at + 1, QStringLiteral("&nbsp;›")) + QStringLiteral("&nbsp; ");
}

QString TranscriptParts::footHtml(const Exchange &exchange, qsizetype index, bool last, const QPalette &palette)
{
    const Style::Tokens &tokens = Style::tokensOf(palette);
    const Answer &answer = exchange.answer;
    QString html;
    if ((answer.state != Answer::State::Done || answer.error) && !exchange.questionId.isEmpty())
        html += RichText::said(
            linkTo(TranscriptLink::Action { Kind::Again, int(index) }, tr("Try again"), tokens.accent, "500"), tokens.thirdText);
    const QString versions = versionsHtml(exchange.answerVersions, exchange.answerId, tokens.thirdText);
    QString origin = originOf(answer).join(QStringLiteral(" · ")).toHtmlEscaped();
    if (!origin.isEmpty())
        origin.prepend(TranscriptItem { TranscriptItem::Kind::Sign,
                           staysHere(answer.sent) ? QStringLiteral("shield-check") : QStringLiteral("globe"), {} }
                           .toHtml({})
            + QStringLiteral("&nbsp;"));
    html += RichText::columns(
        actionsHtml(exchange, index, last) + RichText::small(versions, tokens.thirdText), RichText::small(origin, tokens.thirdText));
    if (!FlowStages::wordsOf(answer.timings).isEmpty())
        html += RichText::row(TranscriptItem::ofFlow(answer.timings).toHtml(TranscriptLink { TranscriptLink::Action { Kind::Flow, int(index) } }),
            QStringLiteral("margin-top:0px;margin-bottom:0px"));
    if (exchange.detailsOpen)
        html += detailsHtml(exchange, tokens.thirdText);
    QString chips;
    for (qsizetype i = 0; i < exchange.related.size(); ++i)
        chips += TranscriptItem { TranscriptItem::Kind::Chip, QStringLiteral("corner-down-right"), exchange.related[i] }.toHtml(
            TranscriptLink { TranscriptLink::AskRelated { int(index), int(i) } });
    if (!chips.isEmpty())
        html += RichText::row(chips, QStringLiteral("margin-top:8px;margin-bottom:8px"));
    return html;
}

} // namespace Heddle::Ui
