// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/library/extract/htmlelements.h"
#include <QList>

namespace Heddle::Library {

//! \brief Which open elements end where, as the HTML standard implies it: a paragraph at the next one, a row at the next row.
//!
//! \tparam Reader Has m_open, a list of elements with a `name`, m_paragraphs, how many of them are paragraphs, and pop(), which closes the
//! last of them.
template <class Reader>
class HtmlNesting {
protected:
    //! \brief Closes the innermost element of these names, if it lies inside of the nearest one of `scope`.
    bool closeInScope(std::initializer_list<const char *> names, std::initializer_list<const char *> scope)
    {
        auto &open = self().m_open;
        qsizetype at = open.size() - 1;
        while (at >= 0 && !isOneOf(open[at].name, names)) {
            if (isOneOf(open[at].name, scope))
                return false;
            --at;
        }
        if (at < 0)
            return false;
        while (open.size() > at)
            self().pop();
        return true;
    }

    //! \brief Ends what can't hold an element of this name.
    void closeImplied(const QString &name)
    {
        static const QSet<QString> endsParagraph = setOf({ "address", "article", "aside", "blockquote", "center", "details", "dialog",
            "dir", "div", "dl", "dd", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6",
            "header", "hgroup", "hr", "li", "listing", "main", "menu", "nav", "ol", "p", "plaintext", "pre", "search", "section",
            "summary", "table", "ul", "xmp" });
        if (self().m_open.isEmpty())
            return;
        if (isOneOf(name, { "tr" }))
            closeInScope({ "tr", "caption" }, { "table" });
        else if (isOneOf(name, { "td", "th" }))
            closeInScope({ "td", "th", "caption" }, { "tr", "table" });
        else if (isOneOf(name, { "thead", "tbody", "tfoot", "colgroup" }))
            closeInScope({ "thead", "tbody", "tfoot", "caption", "tr" }, { "table" });
        else if (name == QLatin1String("li"))
            closeInScope({ "li" }, { "ul", "ol", "menu", "dir", "table", "td", "th" });
        else if (isOneOf(name, { "dt", "dd" }))
            closeInScope({ "dt", "dd" }, { "dl", "table", "td", "th" });
        else if (isOneOf(name, { "rt", "rp", "rb", "rtc" }))
            closeInScope({ "rt", "rp", "rb" }, { "ruby" });
        else if (isOneOf(name, { "option", "optgroup", "a", "button" }))
            closeInScope({ name.toLatin1().constData() }, { "select", "table", "td", "th", "body" });
        if (self().m_paragraphs > 0 && endsParagraph.contains(name))
            closeInScope({ "p" }, { "td", "th", "table", "caption", "button", "object", "li" });
        static const QSet<QString> headings = setOf({ "h1", "h2", "h3", "h4", "h5", "h6" });
        if (headings.contains(name) && !self().m_open.isEmpty() && headings.contains(self().m_open.last().name))
            self().pop();
    }

    //! \brief Closes what an end tag of this name ends; not for those of paragraphs and line breaks, which may stand alone.
    void closeNamed(const QString &name)
    {
        const QByteArray latin = name.toLatin1();
        if (isOneOf(name, { "table" }))
            closeInScope({ "table" }, {});
        else if (isOneOf(name, { "tr", "td", "th", "thead", "tbody", "tfoot", "caption" }))
            closeInScope({ latin.constData() }, { "table" });
        else if (isOneOf(name, { "h1", "h2", "h3", "h4", "h5", "h6" }))
            closeInScope({ "h1", "h2", "h3", "h4", "h5", "h6" }, { "td", "th", "table" });
        else if (name != QLatin1String("body") && name != QLatin1String("html") && name != QLatin1String("head"))
            closeInScope({ latin.constData() }, { "td", "th", "table" });
    }

private:
    Reader &self() { return static_cast<Reader &>(*this); }
};

} // namespace Heddle::Library
