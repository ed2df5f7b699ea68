// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QList>
#include <QRectF>
#include <QString>

namespace Heddle::Library {

//! \brief A word as it stands on a page. Characters of right-to-left scripts come as they are seen, from left to right.
struct PageWord {
    QString text;
    QRectF box; //!< points, origin at the top left of the page as shown
    double size = 0; //!< of the font, in points; 0: not known
    int rotation = 0; //!< quarter turns clockwise
    bool spaceAfter = false;
};

//! \brief A paragraph or heading of a page, in reading order.
struct PageBlock {
    struct Place {
        int word = -1; //!< index into the words; -1: put in between words
        int character = 0; //!< UTF-16 unit in that word's text
    };
    QString text; //!< right-to-left text in the order in which it is read
    QList<Place> places; //!< one for each UTF-16 unit of text
    double size = 0; //!< of its first line's font
};

//! \brief Puts the words of a page together: lines, then paragraphs; words cut by a hyphen at a line's end become whole.
//! The extractor stores this text and the viewer finds it again with the same function, so that marks fall on the right
//! words. The words come in the order that Poppler reads them in.
QList<PageBlock> layOutPage(const QList<PageWord> &words);

} // namespace Heddle::Library
