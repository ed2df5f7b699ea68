// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QString>
#include <filesystem>
#include <optional>

namespace Heddle::Library {

//! \brief The formats that documents are read in. Each has an extractor, which only the helper process is linked with.
enum class Format { PlainText, Markdown, Html, Pdf };

//! \brief The type of a file name: its extension in lower case, "" without one.
QString typeOf(const std::filesystem::path &file);
//! \brief The format of a file type; nothing: "not read: type".
std::optional<Format> formatOf(const QString &type);

} // namespace Heddle::Library
