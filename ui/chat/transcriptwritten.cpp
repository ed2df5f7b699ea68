// SPDX-License-Identifier: GPL-3.0-or-later
// An answer that a model has written.
#include "core/text/markdown.h"
#include "ui/chat/transcriptparts.h"
#include "ui/common/openoutside.h"
#include "ui/common/richtext.h"
#include "ui/style/tokens.h"
#include <QRegularExpression>
#include <QUrl>

namespace Heddle::Ui {
namespace {

using TranscriptParts::citationMark;
using TranscriptParts::linkTo;

constexpr char16_t MarkOpen = 0xe000, MarkClose = 0xe001; //!< stand around a marker's number while Markdown is rendered

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
            linked += linkTo(TranscriptLink::Web { encoded }, encoded.toHtmlEscaped(), Style::tokensOf(palette).accent, "400");
        } else {
            linked += match.captured(1);
        }
        from = match.capturedEnd();
    }
    linked += QStringView(html).mid(from);
    return linked;
}

struct Mark {
    qsizetype at;
    int n, use; //!< use: of the source; -1 while it is not checked, or where nothing was found against it
    bool contradicted = false;
};

//! The citations in a part of an answer that begins at `offset`, in order.
QList<Mark> marksOf(const QString &markdown, qsizetype offset, const QList<Dialog::Source> &sources)
{
    QList<Mark> marks;
    bool checked = false;
    int numbered = 0;
    for (const Dialog::Source &source : sources) {
        numbered = std::max(numbered, source.n);
        for (int i = 0; i < int(source.uses.size()); ++i) {
            const Dialog::CitationUse &use = source.uses[i];
            checked = true;
            if (use.at >= offset && use.at < offset + markdown.size())
                marks +=
                    { use.at - offset, source.n, Dialog::isDoubted(use.outcome) ? i : -1, use.outcome == Dialog::Outcome::Contradicted };
        }
    }
    if (!checked) {
        for (const auto &[at, n] : looseMarkers(markdown, numbered))
            marks += { at, n, -1, false };
    }
    std::sort(marks.begin(), marks.end(), [](const Mark &a, const Mark &b) { return a.at < b.at; });
    return marks;
}

//! The text with the place of each mark in the list between MarkOpen and MarkClose.
QString withPlaces(const QString &markdown, const QList<Mark> &marks)
{
    QString text;
    qsizetype from = 0;
    const auto plain = [&markdown](qsizetype a, qsizetype b) { return withoutMarks(markdown.mid(a, b - a)); };
    for (int i = 0; i < int(marks.size()); ++i) {
        text += plain(from, marks[i].at);
        text += QString(QChar(MarkOpen)) + QString::number(i) + QChar(MarkClose);
        from = marks[i].at + 2 + QString::number(marks[i].n).size();
    }
    return text + plain(from, markdown.size());
}

//! With a citation for each place.
QString withCitations(const QString &rendered, const QList<Mark> &marks, qsizetype index, const QPalette &palette)
{
    QString html;
    static const QRegularExpression marked(QStringLiteral("\\x{e000}(\\d+)\\x{e001}"));
    qsizetype from = 0;
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
    return html;
}

} // namespace

QString writtenHtml(const QString &markdown, qsizetype offset, const Exchange &exchange, qsizetype index, const QPalette &palette)
{
    const QList<Mark> marks = marksOf(markdown, offset, exchange.answer.sources);
    const QString rendered = withWebLinks(Text::markdownToHtml(withPlaces(markdown, marks), Text::WebLinks::Marked), palette);
    const QString html = RichText::dressed(withCitations(rendered, marks, index, palette), TranscriptParts::lineHeight(), palette);
    return QStringLiteral("<div style=\"color:%1\">%2</div>").arg(palette.color(QPalette::Text).name(), html);
}

} // namespace Heddle::Ui
