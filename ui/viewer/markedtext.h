// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QPalette>
#include <QStringList>

class QTextDocument;

namespace Heddle::Ui {

//! \brief A text with a passage in it, and in the passage a sentence. Ranges are offsets in the text; the end is exclusive.
struct MarkedText {
    struct Range {
        qsizetype start = 0, end = 0;
    };
    QString text; //!< paragraphs are separated by empty lines
    Range passage, sentence;
    QStringList headings; //!< paths of headings; a paragraph that is one of their parts is bold
};

//! \brief Fills an empty document with the text, with passage and sentence in the colours of the palette.
//! \return The position where the marked sentence begins; 0 if nothing is marked.
int insertMarked(QTextDocument *document, const MarkedText &marked, const QPalette &palette);

} // namespace Heddle::Ui
