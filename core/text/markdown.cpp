// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/markdown.h"
#include "core/text/markdownlines.h"
#include "core/text/markdowntree.h"
#include <QList>
#include <QRegularExpression>
#include <QStringList>
#include <algorithm>
#include <array>

namespace Heddle::Text {
namespace {

constexpr int MaxColumns = 30;
constexpr std::array WebSchemes { "http:", "https:", "mailto:" };
constexpr int MaxNesting = 40; //!< quotes and lists within each other; a text document lays no more of them out

QString literalOf(cmark_node *node)
{
    const char *text = cmark_node_get_literal(node);
    return text ? QString::fromUtf8(text) : QString();
}

cmark_node *textNode(const QString &text)
{
    cmark_node *node = cmark_node_new(CMARK_NODE_TEXT);
    cmark_node_set_literal(node, text.toUtf8().constData());
    return node;
}

void replace(cmark_node *node, cmark_node *other)
{
    cmark_node_replace(node, other);
    cmark_node_free(node);
}

cmark_node *codeNode(const QString &text)
{
    cmark_node *node = cmark_node_new(CMARK_NODE_CODE_BLOCK);
    cmark_node_set_literal(node, text.toUtf8().constData());
    return node;
}

bool isWebAddress(QStringView address)
{
    return std::any_of(WebSchemes.begin(), WebSchemes.end(),
        [address](const char *scheme) { return address.startsWith(QLatin1String(scheme), Qt::CaseInsensitive); });
}

//! Nodes that are not for show, each replaced by what it says.
void defuse(cmark_node *node, const QStringList &lines, WebLinks links)
{
    switch (cmark_node_get_type(node)) {
    case CMARK_NODE_HTML_BLOCK: replace(node, codeNode(literalOf(node))); return;
    case CMARK_NODE_HTML_INLINE: replace(node, textNode(literalOf(node))); return;
    default: break;
    }
    const bool image = cmark_node_get_type(node) == CMARK_NODE_IMAGE;
    if (image || cmark_node_get_type(node) == CMARK_NODE_LINK) {
        const QString url = QString::fromUtf8(cmark_node_get_url(node));
        QString said;
        for (cmark_node *child = cmark_node_first_child(node); child; child = cmark_node_next(child))
            said += literalOf(child);
        const bool marked = !image && links == WebLinks::Marked && isWebAddress(url);
        while (cmark_node *child = cmark_node_first_child(node)) {
            if (marked && said == url)
                cmark_node_free(child); // the address itself is what it says
            else
                cmark_node_insert_before(node, child); // leaves the link first
        }
        const QString shown = marked ? QChar(AddressOpen) + url + QChar(AddressClose) : url;
        if (!image && said == url && marked)
            replace(node, textNode(shown));
        else
            replace(node, textNode(image || url.isEmpty() || said == url ? QString() : QStringLiteral(" (%1)").arg(shown)));
        return;
    }
    // A table with more columns than anyone can read.
    if (cmark_gfm_extensions_get_table_columns(node) > MaxColumns) {
        const int from = cmark_node_get_start_line(node) - 1, to = cmark_node_get_end_line(node);
        replace(node, codeNode(lines.mid(from, to - from).join(QLatin1Char('\n'))));
    }
}

//! Whether a program that shows the text would load or open something that markdownToHtml() would not.
bool isInert(const QString &markdown)
{
    const MarkdownTree tree(markdown, { "table", "strikethrough", "tasklist" });
    return tree.walk([](cmark_node *node, bool) {
        switch (cmark_node_get_type(node)) {
        case CMARK_NODE_HTML_BLOCK:
        case CMARK_NODE_HTML_INLINE:
        case CMARK_NODE_IMAGE: return false;
        case CMARK_NODE_LINK: return isWebAddress(QString::fromUtf8(cmark_node_get_url(node)));
        default: return true;
        }
    });
}

//! The text with what would be alive taken apart; what lies in `code` stays.
QString takenApart(const QString &text, const QList<TextSpan> &code)
{
    // As far as a scheme and a label can reach, and no further: a hostile text has nothing but brackets.
    static const QRegularExpression alive(
        QStringLiteral("(?<html><(?=[A-Za-z/!?]))|(?<image>!\\[)|(?<link>\\]\\((?=\\s{0,99}<?\\s{0,99}(?<to>[^\\s>]{0,9})))"
                       "|(?<definition>\\[(?=[^\\]\\n]{0,999}\\]:\\s{0,99}<?(?<target>[^\\s>]{0,9})))"));
    QString apart;
    qsizetype from = 0, nextCode = 0;
    for (auto it = alive.globalMatch(text); it.hasNext();) {
        const auto match = it.next();
        while (nextCode < code.size() && code[nextCode].to <= match.capturedStart())
            ++nextCode;
        if (nextCode < code.size() && code[nextCode].from <= match.capturedStart())
            continue;
        QString inert;
        if (!match.capturedView(u"html").isEmpty())
            inert = QStringLiteral("&lt;");
        else if (!match.capturedView(u"image").isEmpty())
            inert = QStringLiteral("!\\[");
        else if (!match.capturedView(u"link").isEmpty() && !isWebAddress(match.capturedView(u"to")))
            inert = QStringLiteral("]\\(");
        else if (!match.capturedView(u"definition").isEmpty() && !isWebAddress(match.capturedView(u"target")))
            inert = QStringLiteral("&#91;");
        else
            continue;
        apart += QStringView(text).mid(from, match.capturedStart() - from);
        apart += inert;
        from = match.capturedEnd();
    }
    apart += QStringView(text).mid(from);
    return apart;
}

int depthOf(cmark_node *node)
{
    int depth = 0;
    for (cmark_node *one = node; one; one = cmark_node_parent(one))
        ++depth;
    return depth;
}

} // namespace

QString markdownToHtml(const QString &markdown, WebLinks links)
{
    const MarkdownTree tree(markdown, { "table", "strikethrough", "tasklist" });
    QList<cmark_node *> suspects;
    bool tooDeep = false;
    tree.walk([&](cmark_node *node, bool entering) {
        const cmark_node_type type = cmark_node_get_type(node);
        if (!entering)
            return true;
        if (type == CMARK_NODE_HTML_BLOCK || type == CMARK_NODE_HTML_INLINE || type == CMARK_NODE_LINK || type == CMARK_NODE_IMAGE
            || cmark_gfm_extensions_get_table_columns(node) > MaxColumns)
            suspects.prepend(node); // inner ones first: an image in a link
        else if (type == CMARK_NODE_BLOCK_QUOTE || type == CMARK_NODE_ITEM)
            tooDeep = tooDeep || depthOf(node) > MaxNesting;
        return !tooDeep;
    });
    QString html;
    if (tooDeep) {
        html = QStringLiteral("<pre>%1</pre>").arg(markdown.toHtmlEscaped());
    } else {
        const QStringList lines = suspects.isEmpty() ? QStringList() : markdown.split(QLatin1Char('\n'));
        for (cmark_node *node : std::as_const(suspects))
            defuse(node, lines, links);
        char *rendered = cmark_render_html(tree.root(), CMARK_OPT_DEFAULT, tree.extensions());
        html = QString::fromUtf8(rendered);
        cmark_get_default_mem_allocator()->free(rendered);
    }
    html.replace(QLatin1String("<input type=\"checkbox\" checked=\"\" disabled=\"\" />"), QStringLiteral("☑ "));
    html.replace(QLatin1String("<input type=\"checkbox\" disabled=\"\" />"), QStringLiteral("☐ "));
    return html;
}

QString inertMarkdown(const QString &markdown)
{
    // What is code is a guess line by line. Where the parser sees something alive in it, the whole text is taken apart, and
    // where that isn't enough, every character that could begin something.
    QString text = takenApart(markdown, codeSpans(markdown));
    if (!isInert(text))
        text = takenApart(markdown, {});
    if (!isInert(text))
        text = QString(markdown).replace(QLatin1Char('<'), QLatin1String("&lt;")).replace(QLatin1Char('['), QLatin1String("&#91;"));
    return text;
}

qsizetype stableEnd(const QString &markdown)
{
    qsizetype stable = 0;
    bool fenced = false, blank = false;
    QList<MarkdownLine> lines = markdownLines(markdown);
    lines.removeLast(); // a line that is not whole says nothing yet
    for (const MarkdownLine &line : std::as_const(lines)) {
        const bool empty = line.text.trimmed().isEmpty();
        if (!fenced && !empty && blank && !line.listItem && !line.text.front().isSpace())
            stable = line.start; // everything before this line is done
        if (line.fence)
            fenced = !fenced;
        blank = empty && !fenced;
    }
    return stable;
}

} // namespace Heddle::Text
