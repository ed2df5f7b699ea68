// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/library/extract/inputfile.h"
#include <QFile>

namespace Heddle::TestSupport {

//! \brief Opens a document by its path, which may hold any bytes. Fails the test when it can't.
inline Library::InputFile openDocument(const std::filesystem::path &path)
{
    auto file = Library::InputFile::open(path.parent_path(), QByteArray::fromStdString(path.filename().native()));
    if (!file)
        qFatal("%s: %s", path.c_str(), qUtf8Printable(file.error().message));
    return std::move(*file);
}

} // namespace Heddle::TestSupport
