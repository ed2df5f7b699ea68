// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/library/folderplan.h"
#include "core/library/indexer.h"
#include "core/library/indexfeeder.h"

namespace Heddle::Library {

//! State of one run, on the event loop's thread only; lanes share it.
struct Indexer::Run {
    std::shared_ptr<Search::TextIndexWriter> engine;
    std::stop_token stop;
    ProgressSink progress;
    WorkClock clock;
    IndexReport report;
    IndexProgress shown;
    std::shared_ptr<SharedWriting> writing = std::make_shared<SharedWriting>();
    QList<qint64> removals; //!< collections that are marked to be removed
    std::vector<FolderPlan> folders;
    std::size_t folder = 0;
    qsizetype next = 0;
    int readers = 0; //!< lanes still reading
    std::vector<std::shared_ptr<IndexFeeder>> feeders; //!< per shard
    int upToDate = 0; //!< shards that hold everything
    Status status = Done {};

    void fail(const Error &error)
    {
        if (status)
            status = error;
        writing->written.notify(); // whoever waits for more has to end
    }
    //! The lanes that carry the log into the index wait for this.
    std::shared_ptr<Concurrency::EventCount> written() const { return { writing, &writing->written }; }
    void reportProgress()
    {
        const double seconds = clock.workedSeconds();
        shown.filesPerSecond = seconds > 0 ? double(shown.done) / seconds : 0;
        shown.secondsLeft = shown.filesPerSecond > 0 ? double(shown.files - shown.done) / shown.filesPerSecond : -1;
        if (progress)
            progress(shown);
    }
};

} // namespace Heddle::Library
