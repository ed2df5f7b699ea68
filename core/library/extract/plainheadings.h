// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QList>
#include <QString>
#include <optional>

namespace Heddle::Library {

//! \brief Finds the headings of a plain text in its paragraphs, which come in the order of the text.
//!
//! A heading is a short line without a full stop at its end: underlined with a row of = or - or other signs, or alone in its paragraph
//! and either numbered («5.1. Powers»), named («Chapter 3»), or in capitals; one in capitals may also stand over indented lines. A line
//! with a single number is a heading only where it is not one of several numbered lines in a row, which are a list.
class PlainHeadings {
public:
    struct Heading {
        int level = 0; //!< 1 for the outermost
        QString text;
    };
    //! \brief What a paragraph is made of: headings, and the text behind each.
    struct Part {
        std::optional<Heading> heading;
        QString text; //!< trimmed; may be empty
    };

    //! \brief Takes a paragraph apart.
    //! \param paragraph with its indentation, without empty lines
    //! \param next the paragraph behind it, or its beginning; empty at the end of the text
    QList<Part> partsOf(const QString &paragraph, QStringView next);

private:
    using Style = int; //!< what headings of one level have in common; see the source
    struct Line {
        Style style;
        QString text;
    };
    std::optional<Line> lineFrom(QStringView line, qsizetype indent, QStringView next);
    Heading place(const Line &line);

    QList<Style> m_order; //!< the styles from the outermost to the innermost
    QList<Style> m_open; //!< of the sections that the text is in
    int m_listed = 0; //!< number of the item that the paragraph before began with; 0: none
};

} // namespace Heddle::Library
