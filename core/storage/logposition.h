// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QString>

namespace Heddle::Storage {

//! \brief How far something has followed the op log of which library. The numbers of a log begin anew in a new file, and go on
//! from an earlier one in a file that was put back from a backup: only all three together say what was followed.
struct LogPosition {
    QString library; //!< id of the library
    QString generation; //!< the generation of the log that was the newest then
    qint64 seq = 0; //!< the last op
    bool operator==(const LogPosition &) const = default;
};

} // namespace Heddle::Storage
