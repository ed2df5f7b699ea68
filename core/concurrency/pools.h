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
        : conversationsWriter(QStringLiteral("conversations-write"), 1),
          conversations(QStringLiteral("conversations"), sizes.value(QStringLiteral("conversations"), 2)),
          library(QStringLiteral("library"), sizes.value(QStringLiteral("library"), 2)),
          search(QStringLiteral("search"), sizes.value(QStringLiteral("search"), 4)),
          indexing(QStringLiteral("indexing"), sizes.value(QStringLiteral("indexing"), std::max(2, QThread::idealThreadCount() - 1)),
              P::Background),
          inference(QStringLiteral("inference"), sizes.value(QStringLiteral("inference"), std::max(1, QThread::idealThreadCount() / 2))),
          render(QStringLiteral("render"), sizes.value(QStringLiteral("render"), 1))
    { }
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
