// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/library/extract/inputfile.h"
#include "core/text/charsetdetector.h"
#include <QString>
#include <functional>

namespace Heddle::Library {

//! \brief What a file says itself about its character set, from its first bytes (at most 4 MB) and what its bytes look like.
using CharsetDeclaration = std::function<Text::DetectedCharset(const QByteArray &start, const Text::DetectedCharset &detected)>;

//! \brief Reads and decodes a text file piece by piece, with line ends as «\n»; the memory it needs does not grow with
//! the file. All of it is read once to find its character set, unless one was chosen for it (InputFile::charset()).
//! Zero bytes, which are holes in the file or padding, are left out of what `sink` gets, and letters that are struck over (with
//! backspaces) appear once; a file that goes on with nothing but zeros is no text. `sink` also gets empty texts, as signs of life.
//! \return The character set that was taken. Errors: Unreadable; cancelled when `sink` returned false.
Result<Text::DetectedCharset> readTextFile(
    const InputFile &file, const CharsetDeclaration &declaration, const std::function<bool(const QString &)> &sink);

//! \brief What a decoded text is read as: line ends as «\n», letters that are struck over once.
QString plainLines(QString text);

} // namespace Heddle::Library
