// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QList>
#include <QString>

namespace Heddle::Text {

//! \brief A citation as models write it, in UTF-16 units of the text.
struct CitationMark {
    qsizetype from = 0, to = 0; //!< all that belongs to it: brackets, emphasis around them, the target of a link
    qsizetype innerFrom = 0, innerTo = 0; //!< what stands between the brackets
    QList<int> numbers; //!< empty: it only opens or introduces a citation
    //! \brief Written in a way that means something else as often: (1), a raised 1. Read only where nothing else is cited.
    bool weak = false;
};

enum class CitationReading {
    Answer, //!< what a model wrote: code, formulas and quotations of a marker are left alone, and numbers that cite nothing
    Anything //!< whatever could be one in an answer, wherever it stands there
};

//! \brief Finds the citations of a text, in order.
//!
//! One grammar for the two who need it: what reads an answer and what makes a passage safe to be repeated in one. Every mark that
//! the reading Answer finds with a number from 1 to `passages` is also found by the reading Anything.
//! \param passages how many passages there are; a number beyond them cites nothing, though it may have been meant to
QList<CitationMark> citationMarks(const QString &text, int passages, CitationReading reading);

} // namespace Heddle::Text
