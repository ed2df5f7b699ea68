// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/retrieval/retriever.h"
#include <QStringList>

namespace Heddle::Dialog {

constexpr int FewestRelatedQuestions = 3, MostRelatedQuestions = 5;

//! \brief Questions that these passages answer, from their headings and frequent words. 3 to 5 where the passages have
//! as much to say. For the inference pool.
QStringList relatedFrom(const QString &question, const QList<Retrieval::Passage> &passages);
//! \brief The questions in a model's reply: numbers and marks stripped, none twice, none that was asked; at most 5.
QStringList questionsIn(const QString &reply, const QString &asked);

} // namespace Heddle::Dialog
