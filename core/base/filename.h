// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QByteArray>
#include <QString>

namespace Heddle {

//! \brief A path for people, from the bytes that the file system gives: bytes that are not UTF-8 become U+FFFD.
inline QString displayName(const QByteArray &path)
{
    return QString::fromUtf8(path);
}

} // namespace Heddle
