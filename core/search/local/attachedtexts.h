// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/search/searchengine.h"
#include "core/storage/libraryrepository.h"

namespace Heddle::Search {

//! \brief The texts of the files attached to a conversation, searchable by words; its index lives in memory, and belongs to no
//! library. The scores are those of LocalEngine, over these texts alone.
class AttachedTexts : public Searcher {
public:
    //! \brief Blocking: indexes the texts, some milliseconds for a book. Errors: IndexUnavailable.
    static Result<std::shared_ptr<AttachedTexts>> make(QList<Storage::ChunkInDocument> chunks);
    ~AttachedTexts() override;

    //! \brief Filters are not looked at. Errors: IndexUnavailable, Cancelled.
    Result<SearchResult> search(const SearchRequest &request, Concurrency::Context context) override;

private:
    struct Private;
    explicit AttachedTexts(std::unique_ptr<Private> p);
    std::unique_ptr<Private> d;
};

} // namespace Heddle::Search
