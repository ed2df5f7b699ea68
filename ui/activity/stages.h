// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/concurrency/flowtrace.h"
#include <QPalette>
#include <QString>

class QPainter;

namespace Heddle::Ui::Stages {

//! \brief What is done, as the picture tells it apart.
enum class Kind { Conversations, Database, Search, Waiting, Model, Other, Call, Last = Call };
Kind kindOf(const Concurrency::Span &span);
QString nameOf(Kind kind);

//! \brief The colour of a kind of work. They are told apart by people of every colour vision (the set of Okabe and Ito),
//! and never alone: bars bear words, and what failed, was stopped or only waits is hatched.
QColor color(Kind kind, const QPalette &palette);
//! \brief Fills a bar or a swatch.
void fill(QPainter &painter, const QRectF &rect, Kind kind, const QPalette &palette);
//! \brief The same, with what became of it over it: failed, stopped.
void fill(QPainter &painter, const QRectF &rect, const Concurrency::Span &span, const QPalette &palette);
//! \brief "done", "0.4 s of 30 s" and the like.
QString stateOf(const Concurrency::Span &span, Concurrency::Span::Time now);
//! \brief "12 ms", "1.4 s"; of what has not ended, until `now`.
QString lasted(Concurrency::Span::Time from, Concurrency::Span::Time to);
QString duration(double ms);
//! \brief Everything about it in a few lines.
QString description(const Concurrency::Span &span, Concurrency::Span::Time now);
QString placeOf(const Concurrency::Span &span);

} // namespace Heddle::Ui::Stages
