// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QByteArray>
#include <QString>
#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm.h>
#include <initializer_list>
#include <mutex>

namespace Heddle::Text {

//! \brief A Markdown text (CommonMark with GitHub's extensions) as cmark's tree; owns parser and nodes.
class MarkdownTree {
public:
    //! \brief Parses `markdown` with the named extensions: "table", "strikethrough", "tasklist", "autolink". A text with a line
    //! that has more bars than any table is parsed without tables.
    //! `options` are cmark's.
    MarkdownTree(const QString &markdown, std::initializer_list<const char *> extensions, int options = CMARK_OPT_DEFAULT)
    {
        static std::once_flag once;
        std::call_once(once, cmark_gfm_core_extensions_ensure_registered);
        m_parser = cmark_parser_new(options);
        for (const char *name : extensions) {
            cmark_syntax_extension *extension = cmark_find_syntax_extension(name);
            if (extension && (qstrcmp(name, "table") != 0 || canHaveTables(markdown)))
                cmark_parser_attach_syntax_extension(m_parser, extension);
        }
        const QByteArray utf8 = markdown.toUtf8();
        cmark_parser_feed(m_parser, utf8.constData(), std::size_t(utf8.size()));
        m_root = cmark_parser_finish(m_parser);
    }
    ~MarkdownTree()
    {
        cmark_node_free(m_root);
        cmark_parser_free(m_parser);
    }
    MarkdownTree(const MarkdownTree &) = delete;
    MarkdownTree &operator=(const MarkdownTree &) = delete;

    cmark_node *root() const { return m_root; }
    cmark_llist *extensions() const { return cmark_parser_get_syntax_extensions(m_parser); }

    //! \brief Calls visit(node, entering) for each node in reading order, without recursion: a hostile text nests ten
    //! thousand quotes. Stops when `visit` returns false.
    template <class Visit>
    bool walk(Visit visit) const
    {
        cmark_iter *it = cmark_iter_new(m_root);
        bool go = true;
        for (cmark_event_type event; go && (event = cmark_iter_next(it)) != CMARK_EVENT_DONE;)
            go = visit(cmark_iter_get_node(it), event == CMARK_EVENT_ENTER);
        cmark_iter_free(it);
        return go;
    }

private:
    //! The time that cmark takes for a row grows with the square of its cells: 60,000 of them take 9 s.
    static bool canHaveTables(const QString &markdown)
    {
        constexpr int MaxBars = 1000; // of a line
        int bars = 0;
        for (const QChar c : markdown) {
            bars = c == QLatin1Char('\n') || c == QLatin1Char('\r') ? 0 : bars + (c == QLatin1Char('|'));
            if (bars > MaxBars)
                return false;
        }
        return true;
    }

    cmark_parser *m_parser = nullptr;
    cmark_node *m_root = nullptr;
};

} // namespace Heddle::Text
