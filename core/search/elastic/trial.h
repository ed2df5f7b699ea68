// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/net/blockinghttp.h"
#include "core/search/elastic/configuration.h"
#include "core/storage/libraryrepository.h"

namespace Heddle::Search::Elastic {

//! \brief What stands behind an address.
struct Trial {
    QString server; //!< "OpenSearch 3.5.0"
    bool hasIndex = false;
    qint64 passages = 0; //!< in the index, whosever they are
    QString model; //!< that they are embedded with; empty: none
    qint64 ms = 0; //!< of a small request
    QStringList nodeTroubles; //!< of several nodes, what is wrong with those that do not answer
};

//! \brief Looks at a server without changing anything. Blocking: for the search pool. Errors say what to do.
Result<Trial> tryServer(
    const Configuration &configuration, Net::BlockingHttp *http, const Storage::LibraryRepository &library, std::stop_token stop);

} // namespace Heddle::Search::Elastic
