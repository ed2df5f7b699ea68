// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialog/markdown.h"
#include <QList>
#include <QRegularExpression>
#include <QStringList>
#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm.h>
#include <mutex>

namespace Heddle::Dialog {
namespace {

constexpr int MostColumns = 30;
constexpr int DeepestNesting = 40; //!< quotes and lists within each other; a text document lays no more of them out

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

//! Nodes that are not for show, each replaced by what it says.
void defuse(cmark_node *node, const QStringList &lines)
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
        while (cmark_node *child = cmark_node_first_child(node)) {
            said += literalOf(child);
            cmark_node_insert_before(node, child); // leaves the link first
        }
        replace(node, textNode(image || url.isEmpty() || said == url ? QString() : QStringLiteral(" (%1)").arg(url)));
        return;
    }
    // A table with more columns than anyone can read.
    if (cmark_gfm_extensions_get_table_columns(node) > MostColumns) {
        const int from = cmark_node_get_start_line(node) - 1, to = cmark_node_get_end_line(node);
        replace(node, codeNode(lines.mid(from, to - from).join(QLatin1Char('\n'))));
    }
}

int depthOf(cmark_node *node)
{
    int depth = 0;
    for (cmark_node *one = node; one; one = cmark_node_parent(one))
        ++depth;
    return depth;
}

} // namespace

QString markdownToHtml(const QString &markdown)
{
    static std::once_flag once;
    std::call_once(once, cmark_gfm_core_extensions_ensure_registered);
    const QByteArray source = markdown.toUtf8();
    cmark_parser *parser = cmark_parser_new(CMARK_OPT_DEFAULT);
    for (const char *name : { "table", "strikethrough", "tasklist" })
        cmark_parser_attach_syntax_extension(parser, cmark_find_syntax_extension(name));
    cmark_parser_feed(parser, source.constData(), size_t(source.size()));
    cmark_node *document = cmark_parser_finish(parser);
    QList<cmark_node *> suspects;
    bool tooDeep = false;
    cmark_iter *nodes = cmark_iter_new(document);
    for (cmark_event_type event = cmark_iter_next(nodes); event != CMARK_EVENT_DONE; event = cmark_iter_next(nodes)) {
        cmark_node *node = cmark_iter_get_node(nodes);
        if (event != CMARK_EVENT_ENTER)
            continue;
        const cmark_node_type type = cmark_node_get_type(node);
        if (type == CMARK_NODE_HTML_BLOCK || type == CMARK_NODE_HTML_INLINE || type == CMARK_NODE_LINK || type == CMARK_NODE_IMAGE
            || cmark_gfm_extensions_get_table_columns(node) > MostColumns)
            suspects.prepend(node); // inner ones first: an image in a link
        else if (type == CMARK_NODE_BLOCK_QUOTE || type == CMARK_NODE_ITEM)
            tooDeep = tooDeep || depthOf(node) > DeepestNesting;
        if (tooDeep)
            break;
    }
    cmark_iter_free(nodes);
    QString html;
    if (tooDeep) {
        html = QStringLiteral("<pre>%1</pre>").arg(markdown.toHtmlEscaped());
    } else {
        const QStringList lines = suspects.isEmpty() ? QStringList() : markdown.split(QLatin1Char('\n'));
        for (cmark_node *node : std::as_const(suspects))
            defuse(node, lines);
        char *rendered = cmark_render_html(document, CMARK_OPT_DEFAULT, cmark_parser_get_syntax_extensions(parser));
        html = QString::fromUtf8(rendered);
        cmark_get_default_mem_allocator()->free(rendered);
    }
    cmark_parser_free(parser);
    cmark_node_free(document);
    html.replace(QLatin1String("<input type=\"checkbox\" checked=\"\" disabled=\"\" />"), QStringLiteral("☑ "));
    html.replace(QLatin1String("<input type=\"checkbox\" disabled=\"\" />"), QStringLiteral("☐ "));
    return html;
}

qsizetype stableEnd(const QString &markdown)
{
    qsizetype stable = 0;
    bool fenced = false, list = false, blank = false;
    static const QRegularExpression item(QStringLiteral("^\\s*([-*+]|\\d{1,9}[.)])(\\s|$)"));
    for (qsizetype from = 0; from < markdown.size();) {
        qsizetype to = markdown.indexOf(QLatin1Char('\n'), from);
        if (to < 0)
            break; // a line that is not whole says nothing yet
        const QString line = markdown.mid(from, to - from);
        const QString trimmed = line.trimmed();
        const bool fence = trimmed.startsWith(QLatin1String("```")) || trimmed.startsWith(QLatin1String("~~~"));
        if (!fenced && !trimmed.isEmpty()) {
            const bool isItem = item.match(line).hasMatch(), indented = line.front().isSpace();
            if (blank && !isItem && !indented)
                list = false;
            if (blank && !list && !isItem && !indented)
                stable = from; // everything before this line is done
            list = list || isItem;
        }
        if (fence)
            fenced = !fenced;
        blank = trimmed.isEmpty() && !fenced;
        from = to + 1;
    }
    return stable;
}

} // namespace Heddle::Dialog
