// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/concurrency/flowtrace.h"
#include <QBrush>
#include <QPalette>
#include <QString>

namespace Heddle::Ui::Stages {

//! \brief The colour of a kind of work. They are told apart by people of every colour vision (the set of Okabe and Ito),
//! and never alone: bars bear words, and what failed or was stopped is hatched.
QColor color(const Concurrency::Span &span, const QPalette &palette);
//! \brief Over the colour: what a thread waits for, what failed, what was stopped. Style NoBrush: nothing.
QBrush pattern(const Concurrency::Span &span, const QPalette &palette);
//! \brief "done", "0.4 s of 30 s" and the like.
QString stateOf(const Concurrency::Span &span, Concurrency::Span::Time now);
//! \brief "12 ms", "1.4 s"; of what has not ended, until `now`.
QString lasted(Concurrency::Span::Time from, Concurrency::Span::Time to);
QString duration(double ms);
//! \brief Everything about it in a few lines.
QString description(const Concurrency::Span &span, Concurrency::Span::Time now);
QString placeOf(const Concurrency::Span &span);

} // namespace Heddle::Ui::Stages
