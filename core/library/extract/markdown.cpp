// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/library/extract/blockwriter.h"
#include "core/text/decoder.h"
#include "core/text/markdowntree.h"
#include "core/text/superscripts.h"

namespace Heddle::Library {
namespace {

constexpr qint64 LargestFile = 64 << 20;

//! The text below a node without its markup; soft line breaks become spaces.
QString plainText(cmark_node *node)
{
    QString text;
    int raised = 0, lowered = 0; // depth of <sup> and <sub>
    cmark_iter *it = cmark_iter_new(node);
    for (cmark_event_type event; (event = cmark_iter_next(it)) != CMARK_EVENT_DONE;) {
        if (event != CMARK_EVENT_ENTER)
            continue;
        cmark_node *at = cmark_iter_get_node(it);
        const cmark_node_type type = cmark_node_get_type(at);
        if (type == CMARK_NODE_TEXT) {
            const QString part = QString::fromUtf8(cmark_node_get_literal(at));
            text += raised > 0 ? Text::raised(part) : lowered > 0 ? Text::lowered(part) : part;
        } else if (type == CMARK_NODE_CODE) {
            text += QString::fromUtf8(cmark_node_get_literal(at));
        } else if (type == CMARK_NODE_HTML_INLINE) {
            const QByteArray tag = QByteArray(cmark_node_get_literal(at)).toLower();
            raised = std::max(0, raised + (tag.startsWith("<sup>") ? 1 : tag.startsWith("</sup>") ? -1 : 0));
            lowered = std::max(0, lowered + (tag.startsWith("<sub>") ? 1 : tag.startsWith("</sub>") ? -1 : 0));
        } else if (type == CMARK_NODE_SOFTBREAK || type == CMARK_NODE_LINEBREAK) {
            text += QLatin1Char(type == CMARK_NODE_SOFTBREAK ? ' ' : '\n');
        }
    }
    cmark_iter_free(it);
    return text.trimmed();
}

//! Walks the tree and hands over one block per heading, paragraph, list item paragraph, table row and code block.
class Walker {
public:
    explicit Walker(const BlockSink &sink) : m_writer(sink) { }
    bool walk(const Text::MarkdownTree &tree)
    {
        return tree.walk([this](cmark_node *node, bool entering) {
            const cmark_node_type type = cmark_node_get_type(node);
            if (type == CMARK_NODE_ITEM)
                m_listDepth += entering ? 1 : -1;
            return !entering || enter(node, type);
        });
    }
    QString title() const { return m_writer.title(); }

private:
    //! The table extension's types are numbered at run time; their names are fixed.
    static bool isTable(cmark_node *node, const char *name) { return qstrcmp(cmark_node_get_type_string(node), name) == 0; }
    bool enter(cmark_node *node, cmark_node_type type)
    {
        if (type == CMARK_NODE_HEADING)
            return m_writer.heading(cmark_node_get_heading_level(node), plainText(node));
        if (type == CMARK_NODE_PARAGRAPH)
            return m_writer.hand(m_listDepth > 0 ? Block::Kind::ListItem : Block::Kind::Paragraph, plainText(node));
        if (type == CMARK_NODE_CODE_BLOCK)
            return m_writer.hand(Block::Kind::Code, QString::fromUtf8(cmark_node_get_literal(node)).trimmed());
        if (isTable(node, "table"))
            m_writer.beginTable();
        else if (isTable(node, "table_row") || isTable(node, "table_header"))
            return row(node);
        return true;
    }
    bool row(cmark_node *node)
    {
        QStringList cells;
        for (cmark_node *cell = cmark_node_first_child(node); cell; cell = cmark_node_next(cell))
            cells += plainText(cell);
        return isTable(node, "table_header") ? m_writer.tableHeader(cells) : m_writer.row(cells);
    }

    BlockWriter m_writer;
    int m_listDepth = 0;
};

class Markdown : public Extractor {
public:
    Result<Extracted> extract(const InputFile &file, const BlockSink &sink) const override
    {
        HEDDLE_TRY_VALUE(const QByteArray bytes, file.readAll(LargestFile));
        HEDDLE_TRY_VALUE(const QString text, Text::decodeText(bytes));
        const Text::MarkdownTree tree(withoutFrontMatter(text), { "table", "strikethrough", "tasklist", "autolink" });
        Walker walker(sink);
        if (!walker.walk(tree))
            return Error::cancelled();
        Extracted extracted;
        extracted.title = walker.title();
        return extracted;
    }

private:
    //! «---» … «---» at the top of a file is data for other programs.
    static QString withoutFrontMatter(const QString &text)
    {
        if (!text.startsWith(QLatin1String("---\n")) && !text.startsWith(QLatin1String("---\r\n")))
            return text;
        const qsizetype end = text.indexOf(QLatin1String("\n---"), 3);
        return end < 0 || end > 20'000 ? text : text.mid(text.indexOf(QLatin1Char('\n'), end + 1));
    }
};

} // namespace

std::unique_ptr<Extractor> makeMarkdownExtractor()
{
    return std::make_unique<Markdown>();
}

} // namespace Heddle::Library
