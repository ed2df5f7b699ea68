// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QList>
#include <QRectF>
#include <QString>

namespace Heddle::Library {

//! \brief A word as it stands on a page. Characters of right-to-left scripts come as they are seen, from left to right.
struct PageWord {
    static constexpr int Slanted = 4; //!< rotation of text that runs neither along the page nor down or up
    static constexpr double Gap = 0.13; //!< between two words, as a part of the font's size; words that are nearer are one

    QString text;
    QRectF box; //!< points, origin at the top left of the page as shown
    double size = 0; //!< of the font, in points; 0: not known
    int rotation = 0; //!< quarter turns clockwise, or Slanted
    bool spaceAfter = false;
    int font = -1; //!< a number for the font, the same for all words in it; -1: not known
    bool bold = false;
    bool fixedPitch = false;
    bool doubtful = false; //!< the file doesn't say which characters it has
    bool field = false; //!< the value of a form field, which is no part of the page's own text
};

//! \brief A line of a page, or of one of its columns.
struct PageLine {
    struct Place {
        int word = -1; //!< index into the words; -1: put in between words
        int character = 0; //!< UTF-16 unit in that word's text
    };
    QString text; //!< right-to-left text in the order in which it is read; superscript digits as such characters
    QList<Place> places; //!< one for each UTF-16 unit of text
    QRectF box; //!< as if its text ran from left to right
    double size = 0; //!< of its largest font
    int rotation = 0;
    int column = 0; //!< lines of one column have the same number
    bool bold = false; //!< all of it
    bool fixedPitch = false; //!< all of it
    bool cells = false; //!< parts that stand far from each other, as in a table
};

//! \brief A paragraph or heading of a page, in reading order.
struct PageBlock {
    using Place = PageLine::Place;
    //! \brief Stands in a text for a hyphen at a line's end that may belong to the word or to the line.
    static constexpr QChar LineEndHyphen { 0x00ad };

    QString text;
    QList<Place> places; //!< one for each UTF-16 unit of text
    double size = 0; //!< of its first line's font
    QRectF box; //!< as if its text ran from left to right
    int rotation = 0;
    int lines = 1;
    bool bold = false, fixedPitch = false, cells = false;
};

//! \brief The lines of a page in the order in which they are read: columns one after another, the rows of tables as they are.
QList<PageLine> linesOfPage(const QList<PageWord> &words);
//! \brief Puts lines together to paragraphs. A word that is cut by a hyphen at a line's end becomes whole, with
//! LineEndHyphen in it where the hyphen may be its own.
QList<PageBlock> blocksOfLines(const QList<PageLine> &lines);
//! \brief Both steps. The extractor stores this text and the viewer finds its letters again with the same function, so that
//! marks fall on the right words.
QList<PageBlock> layOutPage(const QList<PageWord> &words);

//! \brief True if a text ends as a sentence does.
bool endsSentence(const QString &text);
//! \brief True if `next` continues a paragraph that was interrupted by the end of a column or page.
bool continuesParagraph(const QString &text, const QString &next);
//! \brief Appends a line, with what belongs between the two: a space, a LineEndHyphen, or nothing.
void appendLine(PageBlock &block, const QString &text, const QList<PageLine::Place> &places);

} // namespace Heddle::Library
