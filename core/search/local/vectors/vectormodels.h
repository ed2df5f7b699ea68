// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/search/local/vectors/vectorindex.h"
#include <QHash>

namespace Heddle::Search {

//! \brief The vectors of a library: an index for each model, beside each other, and which of them is searched. Blocking;
//! reading from any thread and process, writing as VectorIndex.
class VectorModels {
public:
    explicit VectorModels(QString folder) : m_folder(std::move(folder)) { }

    //! \brief The model whose vectors are complete and searched; empty: none yet.
    QString activeModel() const;
    //! \brief The model's index; nothing is written before its first vector.
    std::shared_ptr<VectorIndex> index(const QString &model);
    //! \brief From now on this model's vectors are searched; those of all others are removed.
    Status activate(const QString &model);

private:
    QString folderOf(const QString &model) const;

    const QString m_folder;
    mutable std::mutex m_mutex;
    QHash<QString, std::shared_ptr<VectorIndex>> m_indexes;
};

} // namespace Heddle::Search
