// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/search/elastic/trial.h"
#include "core/search/elastic/sharedindex.h"
#include <QElapsedTimer>

namespace Heddle::Search::Elastic {

Result<Trial> tryServer(
    const Configuration &configuration, Net::BlockingHttp *http, const Storage::LibraryRepository &library, std::stop_token stop)
{
    Client client(configuration, http);
    SharedIndex shared(&client, library, {});
    auto server = client.server(Concurrency::Context(stop));
    if (!server)
        return server.error();
    Trial trial;
    trial.server = server->name();
    trial.nodeTroubles = client.nodeTroubles(Concurrency::Context(stop));
    QElapsedTimer clock;
    clock.start();
    auto index = shared.current(stop);
    if (!index)
        return index.error();
    trial.ms = clock.elapsed();
    if (!*index)
        return trial;
    trial.hasIndex = true;
    trial.model = (*index)->model;
    auto passages = shared.count((*index)->name, {}, stop);
    if (!passages)
        return passages.error();
    trial.passages = *passages;
    return trial;
}

} // namespace Heddle::Search::Elastic
