// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/storage/database.h"

namespace Heddle::Storage {

//! \brief library.db: collections, documents, chunks and the op log of the search index. Can be rebuilt from the files.
Database::Schema librarySchema();
//! \brief conversations.db: conversations, messages, copies of their sources, settings values. Can't be rebuilt.
Database::Schema conversationsSchema();

} // namespace Heddle::Storage
