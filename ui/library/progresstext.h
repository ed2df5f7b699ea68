// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/library/indexer.h"
#include <QString>

namespace Heddle::Ui {

//! \brief What is being done in a word: "Reading", "Embedding".
QString stageText(const Library::IndexProgress &progress);
//! \brief How far it is, in one line: "3,120 of 10,412 · 84 a second · 1 min left".
QString progressText(const Library::IndexProgress &progress);

} // namespace Heddle::Ui
