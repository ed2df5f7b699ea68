// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QtGlobal>
#include <algorithm>

namespace Heddle::Library {

// What a document may make of itself. The helper keeps to these limits, and the program that reads its replies checks them.

constexpr qsizetype MaxBlockText = 1 << 18; //!< UTF-16 units; longer texts are handed on in parts
constexpr qsizetype MaxHeading = 300; //!< bytes of UTF-8 of a heading in a path; the heading itself stays whole
constexpr qsizetype MaxHeadingPath = 1024; //!< bytes of UTF-8
constexpr qsizetype MaxTitle = 300; //!< UTF-16 units
constexpr qsizetype MaxColumnName = 200; //!< UTF-16 units
constexpr qsizetype MaxColumnNamesOfRow = 4096; //!< UTF-16 units; cells beyond stand without the names of their columns

//! \brief The most text, in bytes of UTF-8, that a file of this size may hold: compressed text is seldom a tenth of itself.
constexpr qint64 outputBudget(qint64 fileSize)
{
    return std::max(qint64(64) << 20, 20 * fileSize);
}

} // namespace Heddle::Library
