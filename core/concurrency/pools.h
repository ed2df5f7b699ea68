// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/concurrency/workpool.h"
#include <QMap>

namespace Heddle::Concurrency {

//! \brief The product's pools, by name. Built by the composition root before, and destroyed after, all their users.
struct Pools {
    using P = WorkPool::Priority;
    //! \brief `sizes`: settings pools.NAME; what is missing gets its default.
    explicit Pools(const QMap<QString, int> &sizes = {})
        : conversationsWriter(QStringLiteral("conversations-write"), 1), conversations(QStringLiteral("conversations"), 1),
          library(QStringLiteral("library"), 1), search(QStringLiteral("search"), 1),
          indexing(QStringLiteral("indexing"), 1, P::Background), inference(QStringLiteral("inference"), 1),
          render(QStringLiteral("render"), 1)
    {
        resize(sizes);
    }
    //! \brief The sizes from now on; what is missing, or 0, gets its default. The writer keeps its one thread.
    void resize(const QMap<QString, int> &sizes)
    {
        const int cores = QThread::idealThreadCount();
        const std::pair<WorkPool *, int> defaults[] = { { &conversations, 2 }, { &library, 2 }, { &search, 4 },
            { &indexing, std::max(2, cores - 1) }, { &inference, std::max(1, cores / 2) }, { &render, 1 } };
        for (const auto &[pool, size] : defaults) {
            const int set = sizes.value(pool->name());
            pool->setThreads(set > 0 ? set : size);
        }
    }
    //! \brief No job runs or waits in any of them.
    bool areIdle() const
    {
        for (const WorkPool *pool : { &conversationsWriter, &conversations, &library, &search, &indexing, &inference, &render }) {
            const PoolFigures figures = pool->figures();
            if (figures.active > 0 || figures.queued > 0)
                return false;
        }
        return true;
    }
    WorkPool conversationsWriter, conversations, library, search, indexing, inference, render;
};

} // namespace Heddle::Concurrency
