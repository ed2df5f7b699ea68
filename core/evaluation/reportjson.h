// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/evaluation/evaluator.h"
#include <QJsonObject>

namespace Heddle::Evaluation {

//! \brief A report as `heddle-cli eval --json` prints it.
QJsonObject toJson(const Report &report);
//! \brief The same, read again; error Input where it is something else.
Result<Report> reportFrom(const QJsonObject &object);

//! \brief A saved question as a line of a file for readJudged().
QJsonObject toJson(const Judged &judged);

} // namespace Heddle::Evaluation
