// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/concurrency/flowtrace.h"
#include <QPalette>
#include <QString>

class QPainter;

namespace Heddle::Ui::Stages {

//! \brief Kinds of work that the picture distinguishes.
enum class Kind { Conversations, Database, Search, Waiting, Model, Other, Call, Last = Call };
Kind kindOf(const Concurrency::Span &span);
QString nameOf(Kind kind);

//! \brief Returns the colour of a kind of work, from the set of Okabe and Ito for every kind of colour vision. Colour is never
//! the only cue: bars have text, and failed, stopped and waiting work is hatched.
QColor color(Kind kind, const QPalette &palette);
//! \brief Fills a bar or a swatch.
void fill(QPainter &painter, const QRectF &rect, Kind kind, const QPalette &palette);
//! \brief Fills the bar of a span, hatched if it failed or was stopped.
void fill(QPainter &painter, const QRectF &rect, const Concurrency::Span &span, const QPalette &palette);
//! \brief Describes the state of a span: "done", "0.4 s of 30 s at most".
QString stateOf(const Concurrency::Span &span, Concurrency::Span::Time now);
//! \brief Formats a duration: "12 ms", "1.4 s".
QString lasted(Concurrency::Span::Time from, Concurrency::Span::Time to);
QString duration(double ms);
//! \brief Describes a span in a few lines, for tool tips and screen readers.
QString description(const Concurrency::Span &span, Concurrency::Span::Time now);
QString placeOf(const Concurrency::Span &span);

} // namespace Heddle::Ui::Stages
