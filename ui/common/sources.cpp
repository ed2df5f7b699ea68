// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/sources.h"
#include "core/text/visiblecontrols.h"
#include "ui/common/richtext.h"
#include "ui/style/tokens.h"
#include <QCoreApplication>

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

QString passageHtml(const Dialog::Source &source, const QPalette &palette)
{
    const bool marked = source.sentenceStart >= 0 && source.sentenceEnd <= source.text.size() && source.sentenceStart < source.sentenceEnd;
    const qsizetype from = marked ? source.sentenceStart : source.text.size(), to = marked ? source.sentenceEnd : source.text.size();
    const Style::Tokens &tokens = Style::tokensOf(palette);
    return QStringLiteral("<p style=\"color:%1\">%2<b style=\"color:%3\">%4</b>%5</p>")
        .arg(tokens.secondText.name(), RichText::withBreaks(source.text.left(from)), tokens.text.name(),
            RichText::withBreaks(source.text.mid(from, to - from)), RichText::withBreaks(source.text.mid(to)));
}

QString rankText(const Dialog::Source &source)
{
    if (source.rank <= 0)
        return {};
    const bool moved = source.searchRank > 0 && source.searchRank != source.rank;
    return moved ? tr("Place %1 after reranking, %2 in the search").arg(source.rank).arg(source.searchRank)
                 : tr("Place %1 in the search").arg(source.rank);
}

QString quotation(const QString &words, const Dialog::Source &source)
{
    return tr("“%1” (%2)").arg(words.simplified(), placeOf(source));
}

} // namespace Heddle::Ui
