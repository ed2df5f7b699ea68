// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/library/extract/inputfile.h"
#include <QString>
#include <functional>

namespace Heddle::Library {

//! \brief Reads and decodes a text file piece by piece, with line ends as «\n»; the memory it needs does not grow with
//! the file. `charsetOf` gets the first bytes (at most 4 MB) and names their character set; empty: no text.
//! Zero bytes, which are holes in the file or padding, are left out of what `sink` gets; a file that goes on with nothing else
//! is no text. Errors: Unreadable; cancelled when `sink` returned false.
Status readTextFile(const InputFile &file, const std::function<QByteArray(const QByteArray &sample, bool whole)> &charsetOf,
    const std::function<bool(const QString &)> &sink);

} // namespace Heddle::Library
