// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/base/result.h"
#include <QString>
#include <QStringList>
#include <stop_token>

namespace Heddle::Library {

//! \brief What lies in a folder, before it is added to the library.
struct FolderSurvey {
    qint64 documents = 0, bytes = 0; //!< that would be read
    qint64 otherTypes = 0; //!< files of types that aren't read
    QStringList types; //!< the commonest of these types, at most three
    qint64 outOfReach = 0; //!< folders that can't be looked at now
};

//! \brief Counts the files below a folder without opening any. Blocking, and long for a large folder. Errors: Unreadable (the folder
//! itself), Cancelled.
Result<FolderSurvey> surveyFolder(const QString &folder, std::stop_token stop);

} // namespace Heddle::Library
