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
    QStringList headings; //!< paths of headings; a paragraph that is one of their parts is a title, larger at the beginning of a path
};

//! \brief Fills an empty document with the text, with passage and sentence in the colours of the palette.
//! \return The position where the marked sentence begins; 0 if nothing is marked.
int insertMarked(QTextDocument *document, const MarkedText &marked, const QPalette &palette);

//! \brief Marks a passage, and in it a sentence, in a document that shows them as they look. They are told by their letters and digits
//! alone, as markup stands between them; a row of a table is told by its values.
//! \return The position where the mark begins; -1 if the sentence isn't there, and nothing is marked.
int markWords(QTextDocument *document, const QString &passage, const QString &sentence, const QPalette &palette);

//! \brief The height of a line of text that is read, in pixels.
int lineHeight();

//! \brief Fills an empty document with a text in Markdown as it looks, and marks a passage and a sentence: see markWords().
//! \return The position where the mark begins; -1 if the sentence isn't there: the document then shows the text without marks.
int insertRendered(
    QTextDocument *document, const QString &markdown, const QString &passage, const QString &sentence, const QPalette &palette);

} // namespace Heddle::Ui
