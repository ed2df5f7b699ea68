// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/sources.h"
#include "core/text/visiblecontrols.h"
#include "ui/common/richtext.h"
#include "ui/style/tokens.h"
#include <QCoreApplication>
#include <QLocale>

namespace Heddle::Ui {
namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Heddle::Ui", text);
}

} // namespace

QString fileOf(const Dialog::Source &source)
{
    QString text = source.path.section(QLatin1Char('/'), -1);
    if (source.page > 0)
        text += tr(" · page %1").arg(source.page);
    return Text::withVisibleControls(text, Text::LineBreaks::Show);
}

QString headingsOf(const Dialog::Source &source)
{
    return Text::withVisibleControls(source.heading, Text::LineBreaks::Show);
}

QString placeOf(const Dialog::Source &source)
{
    return source.heading.isEmpty() ? fileOf(source) : fileOf(source) + QStringLiteral(" › ") + headingsOf(source);
}

QString cardHtml(const Dialog::Source &source, const Dialog::CitationUse &use, const QPalette &palette)
{
    const bool marked = source.sentenceStart >= 0 && source.sentenceEnd <= source.text.size() && source.sentenceStart < source.sentenceEnd;
    const qsizetype from = marked ? source.sentenceStart : source.text.size(), to = marked ? source.sentenceEnd : source.text.size();
    QString html;
    if (const QString checked = Dialog::checkedText(use); !checked.isEmpty()) {
        const bool contradicted = use.outcome == Dialog::Outcome::Contradicted;
        html +=
            RichText::said(checked.toHtmlEscaped(), contradicted ? Style::tokensOf(palette).signal : Style::tokensOf(palette).thirdText);
    }
    html += QStringLiteral("<b>%1</b>").arg(source.title.toHtmlEscaped());
    html += RichText::paragraph(placeOf(source).toHtmlEscaped(), Style::tokensOf(palette).thirdText);
    html += QStringLiteral("<p>%1<b>%2</b>%3</p>")
                .arg(RichText::withBreaks(source.text.left(from)), RichText::withBreaks(source.text.mid(from, to - from)),
                    RichText::withBreaks(source.text.mid(to)));
    const bool moved = source.searchRank > 0 && source.searchRank != source.rank;
    const QString rank = moved ? tr("Place %1 after reranking, %2 in the search").arg(source.rank).arg(source.searchRank)
                               : tr("Place %1 in the search").arg(source.rank);
    html += RichText::paragraph(
        tr("%1 · score %2").arg(rank, QLocale().toString(source.score, 'g', 3)).toHtmlEscaped(), Style::tokensOf(palette).thirdText);
    if (!source.uses.isEmpty())
        html += RichText::said(
            tr("Numbers, names and negations are compared with the source.").toHtmlEscaped(), Style::tokensOf(palette).thirdText);
    return html
        + QStringLiteral("<p><a href=\"open:\" style=\"color:%1\">%2</a></p>")
              .arg(Style::tokensOf(palette).accent.name(), tr("Open the document here").toHtmlEscaped());
}

} // namespace Heddle::Ui
