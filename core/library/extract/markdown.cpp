// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/library/extract/frontmatter.h"
#include "core/library/extract/htmlreader.h"
#include "core/library/extract/textfile.h"
#include "core/text/decoder.h"
#include "core/text/markdowntree.h"
#include "core/text/superscripts.h"

namespace Heddle::Library {
namespace {

constexpr qint64 LargestFile = 64 << 20;

bool isDefinition(cmark_node *node)
{
    return cmark_node_get_type(node) == CMARK_NODE_FOOTNOTE_DEFINITION;
}

QByteArray markOf(int number)
{
    return Text::raised(QString::number(number)).toUtf8();
}

cmark_node *textNode(const QByteArray &text)
{
    cmark_node *node = cmark_node_new(CMARK_NODE_TEXT);
    cmark_node_set_literal(node, text.constData());
    return node;
}

//! Puts a footnote below the block that `at` stands in, and so below its headings.
void placeFootnote(cmark_node *definition, cmark_node *at, int number)
{
    cmark_node *block = at;
    while (cmark_node_parent(block) && cmark_node_get_type(cmark_node_parent(block)) != CMARK_NODE_DOCUMENT)
        block = cmark_node_parent(block);
    if (isDefinition(block))
        return; // a footnote of a footnote
    if (cmark_node *first = cmark_node_first_child(definition); first && cmark_node_get_type(first) == CMARK_NODE_PARAGRAPH)
        cmark_node_prepend_child(first, textNode(markOf(number) + ' '));
    while (cmark_node *child = cmark_node_first_child(definition)) {
        cmark_node_unlink(child);
        cmark_node_insert_after(block, child);
        block = child;
    }
    cmark_node_unlink(definition);
    cmark_node_free(definition);
}

//! cmark gathers footnotes at the end of the file, in the order of their marks; they belong where they are referred to.
void placeFootnotes(const Text::MarkdownTree &tree)
{
    QList<cmark_node *> definitions, marks;
    for (cmark_node *node = cmark_node_first_child(tree.root()); node; node = cmark_node_next(node)) {
        if (isDefinition(node))
            definitions += node;
    }
    if (definitions.isEmpty())
        return;
    tree.walk([&marks](cmark_node *node, bool entering) {
        if (entering && cmark_node_get_type(node) == CMARK_NODE_FOOTNOTE_REFERENCE)
            marks += node;
        return true;
    });
    for (cmark_node *mark : std::as_const(marks)) {
        const int number = QByteArray(cmark_node_get_literal(mark)).toInt();
        if (number < 1 || number > definitions.size())
            continue;
        cmark_node *shown = textNode(markOf(number));
        cmark_node_replace(mark, shown);
        cmark_node_free(mark);
        if (cmark_node *definition = std::exchange(definitions[number - 1], nullptr))
            placeFootnote(definition, shown, number);
    }
}

//! Markdown is read as the page that it stands for: tables, HTML in it and all.
class Markdown : public Extractor {
public:
    Result<Extracted> extract(const InputFile &file, const BlockSink &sink) const override
    {
        HEDDLE_TRY_VALUE(const QByteArray bytes, file.readAll(LargestFile));
        HEDDLE_TRY_VALUE(const Text::DecodedText decoded, Text::decodeText(bytes, file.charset()));
        const QString text = plainLines(decoded.text);
        const FrontMatter front = FrontMatter::of(text);
        if (!sink({ Block::Kind::TableRow, front.line(), {}, 0 }))
            return Error::cancelled();
        HtmlReader reader(sink);
        if (!read(toHtml(text.mid(front.end)), reader, sink))
            return Error::cancelled();
        Extracted extracted;
        extracted.title = front.title.isEmpty() ? reader.title() : front.title;
        extracted.charset = decoded.charset.name;
        extracted.charsetCertain = decoded.charset.certain;
        return extracted;
    }

private:
    static QString toHtml(const QString &markdown)
    {
        const Text::MarkdownTree tree(markdown, { "table", "strikethrough", "tasklist", "autolink" }, CMARK_OPT_FOOTNOTES);
        placeFootnotes(tree);
        char *rendered = cmark_render_html(tree.root(), CMARK_OPT_UNSAFE | CMARK_OPT_FOOTNOTES, tree.extensions());
        QString html = QString::fromUtf8(rendered);
        cmark_get_default_mem_allocator()->free(rendered);
        return html;
    }
    static bool read(const QString &html, HtmlReader &reader, const BlockSink &sink)
    {
        constexpr qsizetype Piece = 1 << 15;
        HtmlTokenizer tokenizer(reader);
        for (qsizetype at = 0; at < html.size() && reader.goesOn() && sink({}); at += Piece)
            tokenizer.add(html.mid(at, Piece));
        tokenizer.finish();
        reader.finish();
        return reader.goesOn();
    }
};

} // namespace

std::unique_ptr<Extractor> makeMarkdownExtractor()
{
    return std::make_unique<Markdown>();
}

} // namespace Heddle::Library
