// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/storage/libraryrepository.h"

namespace Heddle::Library {

//! \brief The collections (internal ids) that a question is asked of where the user has chosen none; empty: all.
//!
//! Heddle's handbook, the sample library, has an answer to nearly everything that is asked about documents, so it stays out as soon as
//! there are other documents, unless the question names Heddle.
//! \param sampleFolder Where the sample library lies; empty: it isn't installed.
QList<qint64> collectionsAskedByDefault(const QList<Storage::CollectionRow> &rows, const QString &sampleFolder, const QString &question);

} // namespace Heddle::Library
