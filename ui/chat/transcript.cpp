// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/transcript.h"
#include "core/conversation/branch.h"
#include "core/text/markdown.h"
#include "ui/common/richtext.h"
#include "ui/common/sources.h"
#include "ui/common/theme.h"
#include <QCoreApplication>
#include <QLocale>
#include <QRegularExpression>

namespace Heddle::Ui {
namespace {

constexpr char16_t MarkOpen = 0xe000, MarkClose = 0xe001; //!< stand around a marker's number while Markdown is rendered

QString tr(const char *text)
{
    return QCoreApplication::translate("Heddle::Ui", text);
}

QString linkTo(const QString &target, const QString &html, const QColor &color, const char *weight = "600")
{
    return QStringLiteral("<a href=\"%1\" style=\"color:%2;text-decoration:none;font-weight:%3\">%4</a>")
        .arg(target, color.name(), QLatin1String(weight), html);
}

QString citation(qsizetype exchange, int n, const QString &text, const QPalette &palette)
{
    return linkTo(QStringLiteral("cite:%1:%2").arg(exchange).arg(n), text, Theme::accent(palette));
}

QString action(const char *name, qsizetype exchange, const QString &text, const QColor &color)
{
    return linkTo(QStringLiteral("do:%1:%2").arg(QLatin1String(name)).arg(exchange), text.toHtmlEscaped(), color, "400");
}

//! The markers of a quoted answer, one at the end of each line; such a number inside of a sentence is the document's own.
QString quotedHtml(const Exchange &exchange, qsizetype index, const QPalette &palette)
{
    QString html;
    static const QRegularExpression marker(QStringLiteral("\\[(\\d+)\\]$"), QRegularExpression::MultilineOption);
    qsizetype from = 0;
    for (auto it = marker.globalMatch(exchange.turn.answer); it.hasNext();) {
        const auto match = it.next();
        const int n = match.capturedView(1).toInt();
        const bool known =
            std::any_of(exchange.turn.sources.cbegin(), exchange.turn.sources.cend(), [n](const auto &source) { return source.n == n; });
        html += RichText::withBreaks(exchange.turn.answer.mid(from, match.capturedStart() - from));
        html += known ? citation(index, n, match.captured(), palette) : match.captured();
        from = match.capturedEnd();
    }
    return html + RichText::withBreaks(exchange.turn.answer.mid(from));
}

//! "‹ 2 of 3 ›" with a link to each neighbour; empty where there is one version.
QString versionsHtml(const QStringList &versions, const QString &shown, const QColor &color)
{
    const qsizetype at = versions.indexOf(shown);
    if (versions.size() < 2 || at < 0)
        return {};
    const auto side = [&](qsizetype other, const QString &sign) {
        return other < 0 || other >= versions.size() ? sign : linkTo(QStringLiteral("show:%1").arg(versions[other]), sign, color);
    };
    return side(at - 1, QStringLiteral("‹")) + QLatin1Char(' ') + tr("%1 of %2").arg(at + 1).arg(versions.size()) + QLatin1Char(' ')
        + side(at + 1, QStringLiteral("›"));
}

//! Where code stands, a bracket is no citation. Good enough for text that is still being written.
QList<std::pair<qsizetype, int>> looseMarkers(const QString &text, int passages)
{
    QList<std::pair<qsizetype, int>> found;
    static const QRegularExpression part(QStringLiteral("```[\\s\\S]*?(?:```|$)|`[^`\\n]*`|\\[(\\d{1,3})\\](?!\\()"));
    for (auto it = part.globalMatch(text); it.hasNext();) {
        const auto match = it.next();
        const int n = match.capturedView(1).toInt();
        if (n >= 1 && n <= passages)
            found += std::pair(match.capturedStart(), n);
    }
    return found;
}

QString detailsHtml(const Exchange &exchange, const QColor &quiet)
{
    const Dialog::Turn &turn = exchange.turn;
    const QLocale locale;
    QStringList lines;
    const auto ms = [&](const char *key, const QString &name) {
        if (const double value = turn.timings[QLatin1String(key)].toDouble(); value > 0)
            lines += tr("%1: %2 ms").arg(name, locale.toString(value, 'f', value < 10 ? 1 : 0));
    };
    if (const QString searched = turn.details[QLatin1String("question")].toString(); !searched.isEmpty())
        lines += tr("Searched for: %1").arg(searched);
    ms("rewrite", tr("Understanding the question"));
    ms("embed", tr("Embedding"));
    ms("search", tr("Search"));
    ms("rerank", tr("Reranking"));
    ms("prompt", tr("Prompt"));
    ms("first_token", tr("First word"));
    ms("answer", tr("Answer"));
    ms("total", tr("All together"));
    if (const double speed = turn.timings[QLatin1String("tokens_per_second")].toDouble(); speed > 0)
        lines += tr("Speed: %1 tokens/s").arg(locale.toString(speed, 'f', 1));
    if (const int tokens = turn.details[QLatin1String("answer_tokens")].toInt(); tokens > 0)
        lines += tr("Tokens: %1 read, %2 written").arg(turn.details[QLatin1String("prompt_tokens")].toInt()).arg(tokens);
    if (turn.kind == Dialog::Turn::Kind::Written)
        lines += tr("Passages given: %1, earlier turns: %2")
                     .arg(turn.details[QLatin1String("passages")].toInt())
                     .arg(turn.details[QLatin1String("turns")].toInt());
    if (const int placed = turn.details[QLatin1String("placed")].toInt(); placed > 0)
        lines += tr("Citations that Heddle placed: %1").arg(placed);
    if (const int removed = turn.details[QLatin1String("removed")].toInt(); removed > 0)
        lines += tr("Citations of passages that do not exist, removed: %1").arg(removed);
    for (const Retrieval::Sent &sent : turn.sent)
        lines += tr("Sent to %1: %2 (%3)").arg(sent.host, locale.formattedDataSize(sent.bytes), sent.purpose);
    return RichText::said(lines.join(QLatin1Char('\n')).toHtmlEscaped().replace(QLatin1Char('\n'), QLatin1String("<br/>")), quiet);
}

//! The line below an answer: how it came to be, and what can be done with it.
QString footHtml(const Exchange &exchange, qsizetype index, bool last, const QPalette &palette)
{
    const QColor quiet = Theme::quietText(palette), accent = Theme::accent(palette);
    const Dialog::Turn &turn = exchange.turn;
    QString html;
    if (turn.kind == Dialog::Turn::Kind::Quoted)
        html += RichText::said((tr("quoted from your documents, ") + Dialog::sentText(turn.sent)).toHtmlEscaped(), quiet);
    else if (turn.kind == Dialog::Turn::Kind::Written)
        html += RichText::said(
            tr("written by %1, %2").arg(turn.details[QLatin1String("model")].toString(), Dialog::sentText(turn.sent)).toHtmlEscaped(),
            quiet);
    QStringList actions;
    if (const QString versions = versionsHtml(exchange.answerVersions, exchange.answerId, accent); !versions.isEmpty())
        actions += versions;
    const bool retry = exchange.state != Exchange::State::Done || turn.error;
    if (!exchange.questionId.isEmpty() && (last || retry))
        actions += action("again", index, retry ? tr("Try again") : tr("Answer again"), accent);
    if (!turn.answer.isEmpty())
        actions += action("copy", index, tr("Copy"), accent);
    if (!turn.timings.isEmpty())
        actions += action("details", index, exchange.detailsOpen ? tr("Hide details") : tr("Details"), accent);
    if (!exchange.answerId.isEmpty() && !turn.sources.isEmpty() && exchange.state != Exchange::State::Running)
        actions += action("map", index, tr("Mind map"), accent);
    if (last && exchange.related.isEmpty() && !turn.sources.isEmpty())
        actions += action("related", index, tr("What to ask next"), accent);
    html += RichText::said(actions.join(QLatin1String(" &nbsp;&middot;&nbsp; ")), quiet);
    if (exchange.detailsOpen)
        html += detailsHtml(exchange, quiet);
    for (qsizetype i = 0; i < exchange.related.size(); ++i)
        html += RichText::paragraph(
            linkTo(QStringLiteral("ask:%1:%2").arg(index).arg(i), exchange.related[i].toHtmlEscaped(), accent, "400"), quiet);
    return html;
}

} // namespace

QString questionHtml(const Exchange &exchange, qsizetype index, const QPalette &palette)
{
    const QColor quiet = Theme::quietText(palette);
    QString html = QStringLiteral("<table width=\"100%\" cellpadding=\"8\" cellspacing=\"0\"><tr><td width=\"25%\"></td>"
                                  "<td bgcolor=\"%1\"><p align=\"right\">%2</p></td></tr></table>")
                       .arg(Theme::faint(palette).name(), RichText::withBreaks(exchange.question));
    if (!exchange.questionId.isEmpty() && exchange.state != Exchange::State::Running) {
        QStringList actions { action("edit", index, tr("Edit"), Theme::accent(palette)) };
        if (const QString versions = versionsHtml(exchange.questionVersions, exchange.questionId, Theme::accent(palette));
            !versions.isEmpty())
            actions.prepend(versions);
        html += QStringLiteral("<p align=\"right\" style=\"color:%1\">%2</p>")
                    .arg(quiet.name(), actions.join(QLatin1String(" &nbsp;&middot;&nbsp; ")));
    }
    if (!exchange.turn.thinking.isEmpty()) {
        const bool running = exchange.state == Exchange::State::Running && exchange.turn.answer.isEmpty();
        const QString head = QString(exchange.thinkingOpen ? QStringLiteral("▾ ") : QStringLiteral("▸ "))
            + (running ? tr("Thinking… (%1 words)").arg(exchange.turn.thinking.count(QLatin1Char(' ')) + 1)
                       : tr("Thought (%1 words)").arg(exchange.turn.thinking.count(QLatin1Char(' ')) + 1));
        html += RichText::said(action("thinking", index, head, quiet), quiet);
        if (exchange.thinkingOpen)
            html += RichText::paragraph(RichText::withBreaks(exchange.turn.thinking.trimmed()), quiet, QStringLiteral("margin-left:16px;"));
    }
    return html;
}

QString writtenHtml(const QString &markdown, qsizetype offset, const Exchange &exchange, qsizetype index, const QPalette &palette)
{
    struct Mark {
        qsizetype at;
        int n, use; //!< use: of the source; -1 while it is not checked, or where it is borne out
    };
    QList<Mark> marks;
    bool checked = false;
    for (const Dialog::Source &source : exchange.turn.sources) {
        for (int i = 0; i < int(source.uses.size()); ++i) {
            const Dialog::CitationUse &use = source.uses[i];
            checked = true;
            if (use.at >= offset && use.at < offset + markdown.size())
                marks += { use.at - offset, source.n, use.supported ? -1 : i };
        }
    }
    if (!checked) {
        int numbered = 0;
        for (const Dialog::Source &source : exchange.turn.sources)
            numbered = std::max(numbered, source.n);
        for (const auto &[at, n] : looseMarkers(markdown, numbered))
            marks += { at, n, -1 };
    }
    std::sort(marks.begin(), marks.end(), [](const Mark &a, const Mark &b) { return a.at < b.at; });
    QString text;
    qsizetype from = 0;
    const auto plain = [&markdown](
                           qsizetype a, qsizetype b) { return markdown.mid(a, b - a).remove(QChar(MarkOpen)).remove(QChar(MarkClose)); };
    for (int i = 0; i < int(marks.size()); ++i) {
        text += plain(from, marks[i].at);
        text += QString(QChar(MarkOpen)) + QString::number(i) + QChar(MarkClose);
        from = marks[i].at + 2 + QString::number(marks[i].n).size();
    }
    text += plain(from, markdown.size());
    const QString rendered = Text::markdownToHtml(text);
    QString html;
    static const QRegularExpression mark(QStringLiteral("\\x{e000}(\\d+)\\x{e001}"));
    from = 0;
    for (auto it = mark.globalMatch(rendered); it.hasNext();) {
        const auto match = it.next();
        const Mark &one = marks[match.capturedView(1).toInt()];
        html += QStringView(rendered).mid(from, match.capturedStart() - from);
        const QString number = QStringLiteral("[%1]").arg(one.n);
        html += one.use < 0 ? citation(index, one.n, number, palette)
                            : linkTo(QStringLiteral("cite:%1:%2:%3").arg(index).arg(one.n).arg(one.use), number, Theme::signal(palette));
        from = match.capturedEnd();
    }
    html += QStringView(rendered).mid(from);
    // What a text document shows badly by itself.
    const QString ground = Theme::faint(palette).name();
    html.replace(QLatin1String("<table>"),
        QStringLiteral("<table border=\"1\" cellspacing=\"0\" cellpadding=\"4\" "
                       "style=\"border-collapse:collapse;margin-top:8px;margin-bottom:8px\">"));
    html.replace(QLatin1String("<pre>"), QStringLiteral("<pre style=\"background-color:%1\">").arg(ground));
    html.replace(QLatin1String("<code>"), QStringLiteral("<code style=\"background-color:%1\">").arg(ground));
    html.replace(QLatin1String("<p>"), QStringLiteral("<p style=\"line-height:145%\">"));
    html.replace(QLatin1String("<li>"), QStringLiteral("<li style=\"line-height:145%\">"));
    html.replace(QLatin1String("\n</code></pre>"), QLatin1String("</code></pre>"));
    return QStringLiteral("<div style=\"color:%1\">%2</div>").arg(palette.color(QPalette::Text).name(), html);
}

QString exchangeHtml(const Exchange &exchange, qsizetype index, bool last, const QPalette &palette)
{
    const QColor text = palette.color(QPalette::Text), quiet = Theme::quietText(palette);
    QString html = questionHtml(exchange, index, palette);
    const bool empty = exchange.turn.answer.isEmpty();
    if (exchange.state == Exchange::State::Running && empty)
        return html + RichText::said(exchange.stage.toHtmlEscaped(), quiet);
    if (!empty) {
        html += exchange.turn.kind == Dialog::Turn::Kind::Written
            ? writtenHtml(exchange.turn.answer, 0, exchange, index, palette)
            : RichText::paragraph(quotedHtml(exchange, index, palette), text, QStringLiteral("line-height:145%;"));
    }
    if (exchange.state == Exchange::State::Running)
        return html;
    QStringList places;
    for (const Dialog::Source &source : exchange.turn.sources) {
        const bool cited = !source.uses.isEmpty() || exchange.turn.kind == Dialog::Turn::Kind::Quoted;
        if (source.n > 0 && cited)
            places += citation(index, source.n, QStringLiteral("[%1] %2").arg(source.n).arg(placeOf(source)).toHtmlEscaped(), palette);
    }
    if (!places.isEmpty())
        html += RichText::paragraph(places.join(QLatin1String("<br/>")), text);
    if (exchange.state == Exchange::State::Stopped)
        html += RichText::said(
            (exchange.error.isEmpty() || exchange.error == Error::cancelled().message
                    ? empty ? tr("Stopped. The question is kept; ask it again whenever you like.") : tr("Stopped; what is above is kept.")
                    : exchange.error)
                .toHtmlEscaped(),
            quiet);
    if (exchange.state == Exchange::State::Failed && !exchange.error.isEmpty() && !exchange.turn.notices.contains(exchange.error))
        html += RichText::said(RichText::withBreaks(exchange.error), Theme::signal(palette));
    for (const QString &notice : exchange.turn.notices)
        html += RichText::said(RichText::withBreaks(notice), Theme::signal(palette));
    return html + footHtml(exchange, index, last, palette);
}

QList<Exchange> exchangesFrom(const QList<Storage::MessageRow> &messages, const QString &leaf)
{
    QList<Exchange> exchanges;
    for (const Storage::MessageRow &message : Conversation::branchTo(messages, leaf)) {
        if (message.role == QLatin1String("user")) {
            Exchange exchange;
            exchange.question = message.text;
            exchange.questionId = message.id;
            exchange.before = message.parentId;
            exchange.questionVersions = Conversation::versionsOf(messages, message.id);
            exchange.state = Exchange::State::Stopped; // until its answer says otherwise
            exchanges += exchange;
            continue;
        }
        if (exchanges.isEmpty())
            continue;
        Exchange &exchange = exchanges.last();
        exchange.answerId = message.id;
        exchange.answerVersions = Conversation::versionsOf(messages, message.id);
        exchange.turn.kind = message.kind == QLatin1String("quoted") ? Dialog::Turn::Kind::Quoted
            : message.kind == QLatin1String("written")               ? Dialog::Turn::Kind::Written
                                                                     : Dialog::Turn::Kind::None;
        exchange.turn.answer = message.text;
        exchange.turn.thinking = message.thinking;
        exchange.turn.timings = message.timings;
        exchange.turn.details = message.details;
        exchange.turn.sent = Dialog::sentFromJson(message.sent);
        for (const QJsonValue &notice : message.notices)
            exchange.turn.notices += notice.toString();
        for (const QJsonValue &source : message.sources)
            exchange.turn.sources += Dialog::sourceFromJson(source.toObject());
        exchange.error = message.error[QLatin1String("message")].toString();
        if (!exchange.error.isEmpty())
            exchange.turn.error = Error { ErrorCode::Provider, exchange.error, {}, true };
        exchange.state = message.state == QLatin1String("stopped") ? Exchange::State::Stopped
            : message.state == QLatin1String("failed")             ? Exchange::State::Failed
            : message.state == QLatin1String("running")            ? Exchange::State::Running
                                                                   : Exchange::State::Done;
        if (exchange.state == Exchange::State::Running) {
            exchange.turn.kind = message.text.isEmpty() ? Dialog::Turn::Kind::None : Dialog::Turn::Kind::Written;
            exchange.stage = tr("This question is being answered.");
        }
    }
    return exchanges;
}

} // namespace Heddle::Ui
