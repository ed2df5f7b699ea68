// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/log.h"

namespace Heddle {
Q_LOGGING_CATEGORY(logStorage, "heddle.storage", QtWarningMsg)
Q_LOGGING_CATEGORY(logLibrary, "heddle.library", QtWarningMsg)
Q_LOGGING_CATEGORY(logSearch, "heddle.search", QtWarningMsg)
Q_LOGGING_CATEGORY(logDialog, "heddle.dialog", QtWarningMsg)
} // namespace Heddle
