// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/base/result.h"
#include <QJsonObject>
#include <QString>
#include <optional>

namespace Heddle::Search::Elastic {

//! \brief What this computer knows of its part of the shared index; a file in the data folder, written by the holder of
//! index.lock, read by anyone. Without it the part is compared anew, which costs time and loses nothing.
struct State {
    QString library; //!< id of the library whose rows are on the server
    QString index; //!< uuid of the index that `applied` is about; another one: this library's part must be compared anew
    QString generation; //!< of the library's log
    std::optional<qint64> applied; //!< op of the library's log that the index holds for sure
    bool rebuilding = false;
    bool interrupted = false; //!< the server failed while it was filled, and nothing was written since
    QString model; //!< of the vectors that this computer took part in last
    qint64 refused = 0; //!< passages that the server did not take
    QString refusedReason; //!< of the last of them

    static State read(const QString &file);
    Status write(const QString &file) const;
};

} // namespace Heddle::Search::Elastic
