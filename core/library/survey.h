// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/base/result.h"
#include <QString>
#include <QStringList>
#include <chrono>
#include <stop_token>

namespace Heddle::Library {

//! \brief What lies in a folder, before it is added to the library.
struct FolderSurvey {
    qint64 documents = 0, bytes = 0; //!< that would be read
    qint64 otherTypes = 0; //!< files of types that aren't read
    QStringList types; //!< the commonest of these types, at most three
    qint64 outOfReach = 0; //!< folders that can't be looked at now
};

//! \brief The PDF files of a folder that are scans: none of the pages that were looked at has text.
struct ScanCount {
    qint64 scans = 0;
    bool isAtLeast = false; //!< not all of the PDF files could be looked into in that time
};

//! \brief Looks into the PDF files below a folder, in the document reader's process, for as long as `limit` allows. Blocking. Errors:
//! as surveyFolder(), and Programming where the reader can't be started.
Result<ScanCount> countScans(const QString &folder, std::stop_token stop, std::chrono::milliseconds limit = std::chrono::seconds(10));

//! \brief Counts the files below a folder without opening any. Blocking, and long for a large folder. Errors: Unreadable (the folder
//! itself), Cancelled.
Result<FolderSurvey> surveyFolder(const QString &folder, std::stop_token stop);

} // namespace Heddle::Library
