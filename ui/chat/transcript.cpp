// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/transcript.h"
#include "core/conversation/branch.h"
#include "core/dialog/dialogservice.h"
#include "core/text/markdown.h"
#include "ui/chat/transcriptgrounds.h"
#include "ui/chat/transcriptlink.h"
#include "ui/common/openoutside.h"
#include "ui/common/richtext.h"
#include "ui/common/sources.h"
#include "ui/common/theme.h"
#include "ui/style/fonts.h"
#include <QCoreApplication>
#include <QJsonArray>
#include <QLocale>
#include <QRegularExpression>
#include <QUrl>

namespace Heddle::Ui {
namespace {

using Conversation::Answer;
using Kind = TranscriptLink::Action::Kind;

constexpr char16_t MarkOpen = 0xe000, MarkClose = 0xe001; //!< stand around a marker's number while Markdown is rendered

QString tr(const char *text)
{
    return QCoreApplication::translate("Heddle::Ui", text);
}

QString linkTo(TranscriptLink::Target target, const QString &html, const QColor &color, const char *weight = "600")
{
    return QStringLiteral("<a href=\"%1\" style=\"color:%2;text-decoration:none;font-weight:%3\">%4</a>")
        .arg(TranscriptLink { std::move(target) }.toUrl(), color.name(), QLatin1String(weight), html);
}

//! A number in brackets, over which its pill is painted; by the colour of its text (transcriptgrounds.h).
QString citationMark(TranscriptLink::Citation target, const QPalette &palette, bool contradicted = false)
{
    const Style::Tokens &tokens = Style::tokensOf(palette);
    return QStringLiteral("<a href=\"%1\" style=\"color:%2;text-decoration:none;font-weight:600;font-size:%3pt\">[%4]</a>")
        .arg(TranscriptLink { target }.toUrl(),
            (contradicted             ? tokens.signal
                    : target.use >= 0 ? tokens.thirdText
                                      : tokens.accent)
                .name())
        .arg(Style::font(Style::TextRole::Caption).pointSizeF())
        .arg(target.n);
}

QString action(Kind kind, qsizetype exchange, const QString &text, const QColor &color)
{
    return linkTo(TranscriptLink::Action { kind, int(exchange) }, text.toHtmlEscaped(), color, "400");
}

//! What a card quotes: the sentence that answers is marked, the words of the question are bold.
QString windowHtml(const Dialog::Card &card, const QString &text, const QPalette &palette)
{
    static const QRegularExpression space(QStringLiteral("\\s+"));
    const auto plain = [&text](qsizetype from, qsizetype to) {
        return text.mid(from, to - from).replace(space, QStringLiteral(" ")).toHtmlEscaped();
    };
    const auto withWords = [&](const Evidence::Range &range) {
        QString html;
        qsizetype from = range.from;
        for (const Evidence::Range &word : card.marked) {
            if (word.from < from || word.to > range.to)
                continue;
            html += plain(from, word.from) + QStringLiteral("<b>%1</b>").arg(plain(word.from, word.to));
            from = word.to;
        }
        return html + plain(from, range.to);
    };
    QString html;
    qsizetype from = card.range().from;
    for (qsizetype i = 0; i < card.sentences.size(); ++i) {
        const Evidence::Range &sentence = card.sentences[i];
        const bool marked = i == card.best && card.sentences.size() > 1;
        html += plain(from, sentence.from)
            + (marked
                    ? QStringLiteral("<span style=\"background-color:%1\">%2</span>").arg(Theme::mark(palette).name(), withWords(sentence))
                    : withWords(sentence));
        from = sentence.to;
    }
    return html;
}

//! A quoted answer: what is said above its cards, then each card below a line with its place.
QString quotedHtml(const Exchange &exchange, qsizetype index, const QPalette &palette)
{
    const QColor text = palette.color(QPalette::Text), quiet = Theme::quietText(palette);
    const Dialog::QuotedAnswer &quoted = *exchange.answer.quoted;
    QString html;
    for (const QString &line : Dialog::saidAbove(quoted))
        html += RichText::said(RichText::withBreaks(line), quoted.answers() ? quiet : text);
    for (const Dialog::Card &card : quoted.cards) {
        const Dialog::Source *source = Dialog::sourceOf(card.n, exchange.answer.sources);
        if (!source)
            continue;
        const TranscriptLink::Citation target { int(index), card.n };
        const QString file = fileOf(*source), heading = headingsOf(*source);
        html += QStringLiteral("<table width=\"100%\" border=\"0\" cellspacing=\"4\" cellpadding=\"%1\"><tr><td>").arg(TablePadding::Card)
            + citationMark(target, palette) + QStringLiteral("&nbsp; ") + linkTo(target, file.toHtmlEscaped(), text, "500")
            + RichText::small(heading.isEmpty() ? QString() : QLatin1String(" &nbsp;") + heading.toHtmlEscaped(), quiet)
            + QStringLiteral("<p style=\"color:%1;line-height:150%;margin-top:6px;margin-bottom:0px\">%2</p></td></tr></table>")
                  .arg(text.name(), windowHtml(card, source->text, palette));
    }
    for (const QString &line : Dialog::saidBelow(quoted))
        html += RichText::said(RichText::withBreaks(line), quiet);
    return html;
}

//! A list of documents: how many there are, and a line for each.
QString listHtml(const Exchange &exchange, qsizetype index, const QPalette &palette)
{
    const QColor text = palette.color(QPalette::Text), quiet = Theme::quietText(palette);
    QString html = RichText::paragraph(
        exchange.answer.details[QLatin1String("list")].toObject()[QLatin1String("headline")].toString().toHtmlEscaped(), text);
    for (const Dialog::Source &source : exchange.answer.sources) {
        const TranscriptLink::Citation target { int(index), source.n };
        const QString name = (source.title.isEmpty() ? placeOf(source) : source.title).toHtmlEscaped();
        html += QStringLiteral("<p style=\"margin-top:6px;margin-bottom:0px\">%1&nbsp; %2<br/>%3</p>")
                    .arg(source.chunk.isEmpty() ? QString::number(source.n) : citationMark(target, palette),
                        source.chunk.isEmpty() ? name : linkTo(target, name, text, "400"),
                        RichText::small(
                            (placeOf(source) + (source.text.isEmpty() ? QString() : QStringLiteral(" · ") + source.text)).toHtmlEscaped(),
                            quiet));
    }
    return html;
}

//! "‹ 2 of 3 ›" with a link to each neighbour; empty where there is one version.
QString versionsHtml(const QStringList &versions, const QString &shown, const QColor &color)
{
    const qsizetype at = versions.indexOf(shown);
    if (versions.size() < 2 || at < 0)
        return {};
    const auto side = [&](qsizetype other, const QString &sign) {
        return other < 0 || other >= versions.size() ? sign : linkTo(TranscriptLink::Version { versions[other] }, sign, color);
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
    ms("total", tr("All together"));
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

//! What stands below an answer that was stopped.
QString stoppedText(const Answer &answer)
{
    if (answer.error && (answer.interrupted || !answer.error->isCancelled()))
        return answer.error->message;
    return answer.text.isEmpty() ? tr("Stopped. The question is kept; ask it again whenever you like.")
                                 : tr("Stopped; what is above is kept.");
}

//! The cited sources as cards, two in a row.
QString sourcesHtml(const Exchange &exchange, qsizetype index, const QPalette &palette)
{
    constexpr int InRow = 2;
    QStringList cards;
    for (const Dialog::Source &source : exchange.answer.sources) {
        if (source.n <= 0 || source.uses.isEmpty())
            continue;
        const TranscriptLink::Citation target { int(index), source.n };
        const QString file = fileOf(source), heading = headingsOf(source);
        cards += citationMark(target, palette) + QStringLiteral("&nbsp; ")
            + linkTo(target, file.toHtmlEscaped(), palette.color(QPalette::Text), "400")
            + (heading.isEmpty() ? QString()
                                 : QLatin1String("<br/>") + RichText::small(heading.toHtmlEscaped(), Theme::quietText(palette)));
    }
    if (cards.isEmpty())
        return {};
    QString html = QStringLiteral("<table width=\"100%\" border=\"0\" cellspacing=\"6\" cellpadding=\"%1\">").arg(TablePadding::Source);
    for (qsizetype i = 0; i < cards.size(); i += InRow) {
        html += QLatin1String("<tr>");
        for (qsizetype j = i; j < i + InRow; ++j)
            html += QStringLiteral("<td width=\"50%\">%1</td>").arg(cards.value(j));
        html += QLatin1String("</tr>");
    }
    return html + QLatin1String("</table>");
}

//! The line below an answer: how it came to be, and what can be done with it.
QString footHtml(const Exchange &exchange, qsizetype index, bool last, const QPalette &palette)
{
    const QColor quiet = Theme::quietText(palette), accent = Theme::accent(palette);
    const Answer &answer = exchange.answer;
    QString html;
    if (answer.kind == Answer::Kind::List)
        html += RichText::said((tr("listed from the index, ") + Dialog::sentText(answer.sent)).toHtmlEscaped(), quiet);
    else if (answer.kind == Answer::Kind::Quoted)
        html += RichText::said((tr("quoted from your documents, ") + Dialog::sentText(answer.sent)).toHtmlEscaped(), quiet);
    else if (answer.kind == Answer::Kind::Written)
        html += RichText::said(
            tr("written by %1, %2").arg(answer.details[QLatin1String("model")].toString(), Dialog::sentText(answer.sent)).toHtmlEscaped(),
            quiet);
    QStringList actions;
    if (const QString versions = versionsHtml(exchange.answerVersions, exchange.answerId, accent); !versions.isEmpty())
        actions += versions;
    const bool retry = exchange.answer.state != Answer::State::Done || answer.error;
    if (!exchange.questionId.isEmpty() && (last || retry))
        actions += action(Kind::Again, index, retry ? tr("Try again") : tr("Answer again"), accent);
    if (!answer.text.isEmpty())
        actions += action(Kind::Copy, index, tr("Copy"), accent);
    if (!answer.timings.isEmpty())
        actions += action(Kind::Details, index, exchange.detailsOpen ? tr("Hide details") : tr("Details"), accent);
    if (!exchange.answerId.isEmpty() && !answer.sources.isEmpty() && exchange.answer.state != Answer::State::Running)
        actions += action(Kind::Map, index, tr("Mind map"), accent);
    if (last && exchange.related.isEmpty() && !answer.sources.isEmpty())
        actions += action(Kind::Related, index, tr("What to ask next"), accent);
    if (last && !exchange.answerId.isEmpty() && exchange.answer.state == Answer::State::Done)
        actions += action(Kind::Missing, index, tr("Something missing?"), accent);
    html += RichText::said(actions.join(QLatin1String(" &nbsp;&middot;&nbsp; ")), quiet);
    if (exchange.detailsOpen)
        html += detailsHtml(exchange, quiet);
    for (qsizetype i = 0; i < exchange.related.size(); ++i)
        html += RichText::paragraph(
            linkTo(TranscriptLink::AskRelated { int(index), int(i) }, exchange.related[i].toHtmlEscaped(), accent, "400"), quiet);
    return html;
}

} // namespace

QString questionHtml(const Exchange &exchange, qsizetype index, const QPalette &palette)
{
    const QColor quiet = Theme::quietText(palette);
    QString html = QStringLiteral("<table border=\"0\" cellpadding=\"%1\" cellspacing=\"0\"><tr><td>%2</td></tr></table>")
                       .arg(TablePadding::Question)
                       .arg(RichText::withBreaks(exchange.question));
    if (!exchange.questionId.isEmpty() && exchange.answer.state != Answer::State::Running) {
        QStringList actions { action(Kind::Edit, index, tr("Edit"), Theme::accent(palette)) };
        if (const QString versions = versionsHtml(exchange.questionVersions, exchange.questionId, Theme::accent(palette));
            !versions.isEmpty())
            actions.prepend(versions);
        html +=
            QStringLiteral("<p align=\"right\">%1</p>").arg(RichText::small(actions.join(QLatin1String(" &nbsp;&middot;&nbsp; ")), quiet));
    }
    if (!exchange.answer.thinking.isEmpty()) {
        const bool running = exchange.answer.state == Answer::State::Running && exchange.answer.text.isEmpty();
        const QString head = QString(exchange.thinkingOpen ? QStringLiteral("▾ ") : QStringLiteral("▸ "))
            + (running ? tr("Thinking… (%1 words)").arg(exchange.answer.thinking.count(QLatin1Char(' ')) + 1)
                       : tr("Thought (%1 words)").arg(exchange.answer.thinking.count(QLatin1Char(' ')) + 1));
        html += RichText::said(action(Kind::Thinking, index, head, quiet), quiet);
        if (exchange.thinkingOpen)
            html +=
                RichText::paragraph(RichText::withBreaks(exchange.answer.thinking.trimmed()), quiet, QStringLiteral("margin-left:16px;"));
    }
    return html;
}

namespace {

//! Part of an answer without the characters that stand for marks here, spelled as themselves or as numbers.
QString withoutMarks(const QString &markdown)
{
    static const QRegularExpression marks(
        QStringLiteral("[\\x{e000}-\\x{e003}]|&#(?:x0*e00[0-3]|0*5734[4-7]);"), QRegularExpression::CaseInsensitiveOption);
    return QString(markdown).remove(marks);
}

//! Makes a link of each address that Text::markdownToHtml() has marked.
QString withWebLinks(const QString &html, const QPalette &palette)
{
    static const QRegularExpression marked(QStringLiteral("\\x{e002}([^\\x{e002}\\x{e003}]*)\\x{e003}"));
    QString linked;
    qsizetype from = 0;
    for (auto it = marked.globalMatch(html); it.hasNext();) {
        const auto match = it.next();
        QString address = match.captured(1);
        address.replace(QLatin1String("&quot;"), QLatin1String("\"")).replace(QLatin1String("&lt;"), QLatin1String("<"));
        address.replace(QLatin1String("&gt;"), QLatin1String(">")).replace(QLatin1String("&amp;"), QLatin1String("&"));
        linked += QStringView(html).mid(from, match.capturedStart() - from);
        if (const auto url = webAddress(address)) {
            const QString encoded = url->toString(QUrl::FullyEncoded);
            linked += linkTo(TranscriptLink::Web { encoded }, encoded.toHtmlEscaped(), Theme::accent(palette), "400");
        } else {
            linked += match.captured(1);
        }
        from = match.capturedEnd();
    }
    linked += QStringView(html).mid(from);
    return linked;
}

} // namespace

QString writtenHtml(const QString &markdown, qsizetype offset, const Exchange &exchange, qsizetype index, const QPalette &palette)
{
    struct Mark {
        qsizetype at;
        int n, use; //!< use: of the source; -1 while it is not checked, or where nothing was found against it
        bool contradicted = false;
    };
    QList<Mark> marks;
    bool checked = false;
    for (const Dialog::Source &source : exchange.answer.sources) {
        for (int i = 0; i < int(source.uses.size()); ++i) {
            const Dialog::CitationUse &use = source.uses[i];
            checked = true;
            if (use.at >= offset && use.at < offset + markdown.size())
                marks +=
                    { use.at - offset, source.n, Dialog::isDoubted(use.outcome) ? i : -1, use.outcome == Dialog::Outcome::Contradicted };
        }
    }
    if (!checked) {
        int numbered = 0;
        for (const Dialog::Source &source : exchange.answer.sources)
            numbered = std::max(numbered, source.n);
        for (const auto &[at, n] : looseMarkers(markdown, numbered))
            marks += { at, n, -1, false };
    }
    std::sort(marks.begin(), marks.end(), [](const Mark &a, const Mark &b) { return a.at < b.at; });
    QString text;
    qsizetype from = 0;
    const auto plain = [&markdown](qsizetype a, qsizetype b) { return withoutMarks(markdown.mid(a, b - a)); };
    for (int i = 0; i < int(marks.size()); ++i) {
        text += plain(from, marks[i].at);
        text += QString(QChar(MarkOpen)) + QString::number(i) + QChar(MarkClose);
        from = marks[i].at + 2 + QString::number(marks[i].n).size();
    }
    text += plain(from, markdown.size());
    const QString rendered = withWebLinks(Text::markdownToHtml(text, Text::WebLinks::Marked), palette);
    QString html;
    static const QRegularExpression marked(QStringLiteral("\\x{e000}(\\d+)\\x{e001}"));
    from = 0;
    for (auto it = marked.globalMatch(rendered); it.hasNext();) {
        const auto match = it.next();
        const int mark = match.capturedView(1).toInt();
        if (mark >= marks.size())
            continue;
        const Mark &one = marks[mark];
        html += QStringView(rendered).mid(from, match.capturedStart() - from);
        html += citationMark({ int(index), one.n, one.use }, palette, one.contradicted);
        from = match.capturedEnd();
    }
    html += QStringView(rendered).mid(from);
    // What a text document shows badly by itself.
    const QString ground = Theme::faint(palette).name();
    html.replace(QLatin1String("<table>"),
        QStringLiteral("<table border=\"1\" cellspacing=\"0\" cellpadding=\"4\" "
                       "style=\"border-collapse:collapse;margin-top:8px;margin-bottom:8px\">"));
    html.replace(QLatin1String("<code>"), QStringLiteral("<code style=\"background-color:%1\">").arg(ground));
    html.replace(QLatin1String("<p>"), QStringLiteral("<p style=\"line-height:155%\">"));
    html.replace(QLatin1String("<li>"), QStringLiteral("<li style=\"line-height:155%\">"));
    html.replace(QLatin1String("\n</code></pre>"), QLatin1String("</code></pre>"));
    return QStringLiteral("<div style=\"color:%1\">%2</div>").arg(palette.color(QPalette::Text).name(), html);
}

QString exchangeHtml(const Exchange &exchange, qsizetype index, bool last, const QPalette &palette)
{
    const QColor text = palette.color(QPalette::Text), quiet = Theme::quietText(palette);
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
    html += sourcesHtml(exchange, index, palette);
    if (const qsizetype count = exchange.answer.details[QLatin1String("no_source")].toArray().size(); count > 0)
        html += RichText::said(
            QCoreApplication::translate("Heddle::Ui", "%n sentence(s) without a source", nullptr, int(count)).toHtmlEscaped(), quiet);
    const std::optional<Error> &error = exchange.answer.error;
    if (exchange.answer.state == Answer::State::Stopped)
        html += RichText::said(stoppedText(exchange.answer).toHtmlEscaped(), quiet);
    if (exchange.answer.state == Answer::State::Failed && error && !exchange.answer.notices.contains(error->message))
        html += RichText::said(RichText::withBreaks(error->message), Theme::signal(palette));
    for (const QString &notice : exchange.answer.notices)
        html += RichText::said(RichText::withBreaks(notice), Theme::signal(palette));
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
