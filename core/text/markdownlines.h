// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QList>
#include <QString>
#include <QStringView>

namespace Heddle::Text {

//! \brief One line of a Markdown text, with the block that it belongs to.
struct MarkdownLine {
    enum class Kind {
        Blank,
        Prose, //!< of a paragraph or list item
        Heading, //!< # to ######
        Rule, //!< a thematic break, or the line under a heading
        Table,
        Code //!< fenced or indented, the fences included
    };
    Kind kind = Kind::Prose;
    qsizetype start = 0; //!< UTF-16 units in the text
    QStringView text; //!< without the line end
    bool listItem = false; //!< begins an item of a list
    bool fence = false; //!< ``` or ~~~
};

//! \brief Splits a Markdown text into its lines and tells the block of each, without building a tree. The lines view into
//! `text`.
QList<MarkdownLine> markdownLines(QStringView text);

struct TextSpan {
    qsizetype from, to;
};

//! \brief Fenced, indented and inline code of a Markdown text, line by line, in order.
QList<TextSpan> codeSpans(const QString &text);

} // namespace Heddle::Text
