// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/concurrency/flowtrace.h"
#include <QJsonObject>
#include <QList>
#include <QPalette>
#include <QString>

class QPainter;
class QRectF;

namespace Heddle::Ui::FlowStages {

enum StageColor { Save, Words, Meaning, Rerank, Write }; //!< as Style::Tokens::stages has them

//! \brief A stage, as Style::Tokens::stages counts them, with what it took in milliseconds.
using Stretches = QList<std::pair<int, double>>;

//! \brief What each stage of an answer took, in their order. `timings`: as Dialog::Turn has them.
Stretches stretchesOf(const QJsonObject &timings);
//! \brief The same in words: "search 6 ms · reranking 212 ms · 0.9 s in all"; empty where nothing is known.
QString wordsOf(const QJsonObject &timings);
//! \brief The steps of an answer whose question isn't in the log any more, one after another, as far as they are kept.
Concurrency::FlowTrace traceOf(const QString &question, const QJsonObject &timings);
//! \brief "0.9" for 900 milliseconds.
QString seconds(double ms);
//! \brief A bar with a stretch for each stage, as long as its share.
void paint(QPainter &painter, const QRectF &bar, const Stretches &stretches, const QPalette &palette);

} // namespace Heddle::Ui::FlowStages
