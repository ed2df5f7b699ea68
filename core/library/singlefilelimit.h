// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/library/singlefile.h"

namespace Heddle::Library {

//! \brief readSingleFile() with another limit than LongestSingleFile, in UTF-16 units of text.
Result<SingleFile> readSingleFileUpTo(qint64 longest, const QByteArray &path, const ExtractionLimits &limits, std::stop_token stop);

} // namespace Heddle::Library
