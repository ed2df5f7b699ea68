// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/mindmap/statementchoice.h"

namespace Heddle::MindMap {

//! \brief Adds a statement, with its words. One whose words another one has already only adds its passages to that.
void addStatement(QList<Statement> *known, Statement statement);

//! \brief Documents as their best statements come, and their statements in the order of the text.
//! \param statements the best one first
void arrange(QList<Statement> *statements, const QList<Retrieval::Passage> &passages);

} // namespace Heddle::MindMap
