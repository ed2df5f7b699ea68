// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/style/metrics.h"

//! \brief Lengths of what shows documents, in device-independent pixels.
namespace Heddle::Ui::Metrics {

constexpr int ThumbnailWidth = 96; //!< of the picture of a page
constexpr int SidebarWidth = 216; //!< contents, beside the pages
constexpr int DocumentWindowWidth = 900, DocumentWindowHeight = 820; //!< as it opens first

} // namespace Heddle::Ui::Metrics
