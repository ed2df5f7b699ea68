// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/chat/transcriptlink.h"
#include <QPalette>
#include <QRectF>

class QPainter;
class QTextCursor;
class QTextDocument;

namespace Heddle::Ui {

//! \brief Cell paddings by which the transcript's tables are told apart: a text document keeps no other mark of where one came from.
namespace TablePadding {
constexpr int Question = 11, Card = 12; //!< Card: of a quoted answer
constexpr int QuestionSide = 16; //!< that a question has at its sides, in which its ground is wider than its table
} // namespace TablePadding

//! \brief Paints what lies under the transcript's text: the rounded grounds of questions and code, and the frames of the cards of quoted answers. They are no part of the document, so that selecting, copying and searching meet text alone.
//! \param visible the part of the document that is seen, in its own coordinates, as the painter's are.
//! \return how many blocks of the text were looked at: about as many as are seen
int paintGrounds(QPainter &painter, const QTextDocument &document, const QRectF &visible, const QPalette &palette);

//! \brief Paints the pills of citations over their markers [n]; of a sentence that its passage contradicts it has a dashed edge, of
//! one that it doesn't say a dotted one.
//! \param focused a marker inside of this selection looks chosen
//! \param chosen the citations of this source look chosen, too
//! \return how many blocks of the text were looked at
int paintPills(QPainter &painter, const QTextDocument &document, const QRectF &visible, const QPalette &palette, const QTextCursor &focused,
    const std::optional<TranscriptLink::Citation> &chosen = {});

//! \brief A block of code in the document and where it is.
struct CodeBlock {
    QRectF rect; //!< of its ground; empty: there is none
    QString text;
};
//! \brief The code at a point of the document.
CodeBlock codeAt(const QTextDocument &document, const QPointF &point);

} // namespace Heddle::Ui
