// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/library/indexer.h"
#include <QString>

namespace Heddle::Ui {

//! \brief What is being read or embedded, in one line: "3,120 of 10,412 files · 84/s · 1 min 27 s left".
QString progressText(const Library::IndexProgress &progress);

} // namespace Heddle::Ui
