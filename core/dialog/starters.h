// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/storage/libraryrepository.h"

namespace Heddle::Dialog {

//! \brief A question to begin with.
struct Starter {
    QString question;
    QString collection; //!< id of the one that it is made from
};

//! \brief Questions to begin with, from the headings of the user's own documents: one of a document, those first that are questions
//! themselves. Blocking, for the library pool.
//! \param collections those that are asked; empty: all
Result<QList<Starter>> starters(const Storage::LibraryRepository &library, const QList<qint64> &collections, int limit);

} // namespace Heddle::Dialog
