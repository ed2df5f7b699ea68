// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/search/local/vectors/vectormodels.h"
#include "core/search/searchengine.h"
#include "core/storage/libraryrepository.h"

namespace Heddle::Search {

//! \brief The vector leg of the engine on this computer: passages near a question, whatever their words, and what keeps
//! their vectors in step with the library. Blocking; search() from any thread, the rest from one at a time.
class VectorLeg {
public:
    VectorLeg(const QString &folder, Storage::LibraryRepository library) : m_library(std::move(library)), m_store(folder) { }

    //! \brief The model whose vectors are searched; empty: none.
    QString model() const { return m_store.activeModel(); }
    //! \brief Adds the nearest passages to the hits, with their ranks; nothing where the vectors are another model's.
    Status search(SearchResult &result, const SearchRequest &request, std::stop_token stop);

    //! \brief How many of these passages have a vector of the model that is searched.
    Result<qint64> countEmbedded(const QList<qint64> &chunkRows, std::stop_token stop);

    //! \brief Files of vectors that are damaged; the next dropStale() takes them out, so that they are made anew. Reads everything.
    int damaged();

    // As the functions of SearchEngine.
    Status dropStale(const QString &model, std::stop_token stop);
    Result<QList<qint64>> chunksWithout(const QString &model, std::stop_token stop);
    std::optional<std::vector<float>> known(const QString &model, const QString &text);
    Status put(const QString &model, const QList<VectorRow> &rows, std::stop_token stop);
    Status activate(const QString &model);

private:
    Result<VectorFilter> filterOf(const Filters &filters) const;
    Result<std::vector<PassageName>> passages() const; //!< all of the library, sorted

    Storage::LibraryRepository m_library;
    VectorModels m_store;
};

} // namespace Heddle::Search
