// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QPalette>
#include <QRectF>

class QPainter;
class QTextCursor;
class QTextDocument;

namespace Heddle::Ui {

//! \brief Cell paddings by which the transcript's tables are told apart: a text document keeps no other mark of where one came from.
namespace TablePadding {
constexpr int Question = 11, Source = 9, Card = 12; //!< Card: of a quoted answer
} // namespace TablePadding

//! \brief Paints what lies under the transcript's text: the rounded grounds of questions and code, and the frames of source cards. They are no part of the document, so that selecting, copying and searching meet text alone.
//! \param visible the part of the document that is seen, in its own coordinates, as the painter's are.
void paintGrounds(QPainter &painter, const QTextDocument &document, const QRectF &visible, const QPalette &palette);

//! \brief Paints the pills of citations over their markers [n]; of a sentence that its passage contradicts it has a dashed edge, of
//! one that it doesn't say a dotted one. \param focused a marker inside of this selection looks chosen.
void paintPills(
    QPainter &painter, const QTextDocument &document, const QRectF &visible, const QPalette &palette, const QTextCursor &focused);

} // namespace Heddle::Ui
