// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/concurrency/workpool.h"
#include <QMap>

namespace Heddle::Flow {

using Concurrency::WorkPool;

//! \brief The thread pools that a question passes through, by name. The composition root builds them before, and destroys
//! them after, everything that uses them.
struct Pools {
    using P = WorkPool::Priority;
    //! \brief `sizes`: settings pools.NAME; what is missing gets its default.
    explicit Pools(const QMap<QString, int> &sizes = {}) { resize(sizes); }
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
    std::vector<WorkPool *> all() { return { &conversationsWriter, &conversations, &library, &search, &indexing, &inference, &render }; }
    //! \brief No job runs or waits in any of them.
    bool areIdle() const
    {
        for (const WorkPool *pool : { &conversationsWriter, &conversations, &library, &search, &indexing, &inference, &render }) {
            const Concurrency::PoolFigures figures = pool->figures();
            if (figures.active > 0 || figures.queued > 0)
                return false;
        }
        return true;
    }
    const std::shared_ptr<Concurrency::FlowLog> flows = std::make_shared<Concurrency::FlowLog>(); //!< the questions that pass through them
    WorkPool conversationsWriter { QStringLiteral("conversations-write"), 1, P::Normal, flows };
    WorkPool conversations { QStringLiteral("conversations"), 1, P::Normal, flows };
    WorkPool library { QStringLiteral("library"), 1, P::Normal, flows };
    WorkPool search { QStringLiteral("search"), 1, P::Normal, flows };
    WorkPool indexing { QStringLiteral("indexing"), 1, P::Background, flows };
    WorkPool inference { QStringLiteral("inference"), 1, P::Normal, flows };
    WorkPool render { QStringLiteral("render"), 1, P::Normal, flows };
};

} // namespace Heddle::Flow
