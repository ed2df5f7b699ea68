// SPDX-License-Identifier: GPL-3.0-or-later
// What answers are made of where no model wrote them, and the sources below those that one wrote.
#include "core/dialog/quotedanswer.h"
#include "core/text/visiblecontrols.h"
#include "ui/chat/transcriptgrounds.h"
#include "ui/chat/transcriptitems.h"
#include "ui/chat/transcriptparts.h"
#include "ui/common/richtext.h"
#include "ui/common/sources.h"
#include "ui/style/fonts.h"
#include "ui/style/metrics.h"
#include "ui/style/tokens.h"
#include <QCoreApplication>
#include <QFontInfo>
#include <QJsonObject>
#include <QRegularExpression>
#include <cmath>

namespace Heddle::Ui {
namespace TranscriptParts {

QString linkTo(TranscriptLink::Target target, const QString &html, const QColor &color, const char *weight)
{
    return QStringLiteral("<a href=\"%1\" style=\"color:%2;text-decoration:none;font-weight:%3\">%4</a>")
        .arg(TranscriptLink { std::move(target) }.toUrl(), color.name(), QLatin1String(weight), html);
}

QString citationMark(TranscriptLink::Citation target, const QPalette &palette, bool contradicted)
{
    const Style::Tokens &tokens = Style::tokensOf(palette);
    return QStringLiteral(
        "<a href=\"%1\" style=\"color:%2;text-decoration:none;font-weight:600;letter-spacing:1px;font-size:%3pt\">[%4]</a>")
        .arg(TranscriptLink { target }.toUrl(),
            (contradicted             ? tokens.signal
                    : target.use >= 0 ? tokens.thirdText
                                      : tokens.accent)
                .name())
        .arg(Style::font(Style::TextRole::Caption).pointSizeF())
        .arg(target.n);
}

int lineHeight()
{
    constexpr double Lines = 1.6; // of the letters' size
    return int(std::lround(Lines * QFontInfo(Style::font(Style::TextRole::Answer)).pixelSize()));
}

} // namespace TranscriptParts

namespace {

using namespace TranscriptParts;

//! Where in its file a source stands: its page, and the heading right above it.
QString placeInFile(const Dialog::Source &source)
{
    QStringList place;
    if (source.page > 0)
        place += QCoreApplication::translate("Heddle::Ui", "Page %1").arg(source.page);
    if (const QString headings = headingsOf(source); !headings.isEmpty())
        place += headings.section(QStringLiteral(" › "), -1);
    return place.join(QStringLiteral(" · "));
}

QString nameOf(const Dialog::Source &source)
{
    return Text::withVisibleControls(source.path.section(QLatin1Char('/'), -1), Text::LineBreaks::Show);
}

//! What a card quotes, in quieter colour what stands around it: the sentence that answers is marked, the words of the question are bold.
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
    const auto quiet = [&](qsizetype from, qsizetype to) {
        return from == to
            ? QString()
            : QStringLiteral("<span style=\"color:%1\">%2</span>").arg(Style::tokensOf(palette).secondText.name(), plain(from, to));
    };
    const Evidence::Range quote = card.range(), shown = card.shownRange();
    QString html = quiet(shown.from, quote.from);
    qsizetype from = quote.from;
    for (qsizetype i = 0; i < card.sentences.size(); ++i) {
        const Evidence::Range &sentence = card.sentences[i];
        const bool marked = i == card.best && (card.sentences.size() > 1 || shown != quote);
        html += plain(from, sentence.from)
            + (marked ? QStringLiteral("<span style=\"background-color:%1\">%2</span>")
                            .arg(Style::tokensOf(palette).mark.name(), withWords(sentence))
                      : withWords(sentence));
        from = sentence.to;
    }
    return html + quiet(quote.to, shown.to);
}

} // namespace

QString TranscriptParts::quotedHtml(const Exchange &exchange, qsizetype index, const QPalette &palette)
{
    const QColor text = palette.color(QPalette::Text), quiet = Style::tokensOf(palette).thirdText;
    const Dialog::QuotedAnswer &quoted = *exchange.answer.quoted;
    QString html;
    const bool settled = exchange.answer.state != Conversation::Answer::State::Running; // a model may still answer what nothing quoted does
    for (const QString &line : settled ? Dialog::saidAbove(quoted) : QStringList())
        html += RichText::said(RichText::withBreaks(line), quoted.answers() ? quiet : text);
    for (const Dialog::Card &card : quoted.cards) {
        const Dialog::Source *source = Dialog::sourceOf(card.n, exchange.answer.sources);
        if (!source)
            continue;
        const TranscriptLink::Citation target { int(index), card.n };
        const QString file = fileOf(*source), heading = headingsOf(*source);
        html += QStringLiteral("<table width=\"100%\" border=\"0\" cellspacing=\"0\" cellpadding=\"%1\" style=\"margin-bottom:12px\">"
                               "<tr><td>")
                    .arg(TablePadding::Card)
            + citationMark(target, palette) + QStringLiteral("&nbsp; ") + linkTo(target, file.toHtmlEscaped(), text, "500")
            + RichText::small(heading.isEmpty() ? QString() : QLatin1String(" &nbsp;") + heading.toHtmlEscaped(), quiet)
            + QStringLiteral("<p style=\"color:%1;line-height:%2px;margin-top:6px;margin-bottom:0px\">%3</p></td></tr></table>")
                  .arg(text.name(), QString::number(lineHeight()), windowHtml(card, source->text, palette));
    }
    for (const QString &line : Dialog::saidBelow(quoted))
        html += RichText::said(RichText::withBreaks(line), quiet);
    return html;
}

QString TranscriptParts::listHtml(const Exchange &exchange, qsizetype index, const QPalette &palette)
{
    const QColor text = palette.color(QPalette::Text), quiet = Style::tokensOf(palette).thirdText;
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

QString TranscriptParts::sourcesHtml(const Exchange &exchange, qsizetype index)
{
    QList<const Dialog::Source *> cited;
    for (const Dialog::Source &source : exchange.answer.sources) {
        if (source.n <= 0 || source.uses.isEmpty())
            continue;
        const auto sameDocument = [&source](const Dialog::Source *other) { return other->path == source.path; };
        const auto last = std::find_if(cited.crbegin(), cited.crend(), sameDocument);
        cited.insert(last == cited.crend() ? cited.cend() : last.base(), &source);
    }
    if (cited.isEmpty())
        return {};
    QString cards;
    for (const Dialog::Source *source : std::as_const(cited)) {
        TranscriptItem card { TranscriptItem::Kind::Card, QString::number(source->n), nameOf(*source), placeInFile(*source) };
        card.signal = source->outcome == Dialog::Outcome::Contradicted;
        cards += card.toHtml(TranscriptLink { TranscriptLink::Citation { int(index), source->n } });
    }
    return RichText::row(cards, QStringLiteral("margin-top:16px;margin-bottom:2px"));
}

} // namespace Heddle::Ui
