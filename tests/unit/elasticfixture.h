// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/flow/pools.h"
#include "core/net/blockinghttp.h"
#include "core/search/elastic/client.h"
#include "tests/support/fakehttpserver.h"
#include "tests/support/testsupport.h"

namespace Heddle::TestSupport {

//! \brief Calls to search servers that play, from the pool in which engines are called.
class ElasticFixture : public QObject {
protected:
    Flow::Pools m_pools;
    Net::BlockingHttp m_http { std::make_shared<Net::CallRegistry>() };

    template <class Job>
    auto inPool(Job job)
    {
        auto result =
            await(m_pools.search.submit([job](std::stop_token) { return job(); }, Concurrency::Context(), QStringLiteral("test")), 60'000);
        if (!result)
            qFatal("it did not end in time");
        return *result;
    }
    static FakeReply answer(const QByteArray &body, int status = 200)
    {
        FakeReply reply;
        reply.status = status;
        reply.body = body;
        reply.headers = { { "Content-Type", "application/json" } };
        return reply;
    }
    static Search::Elastic::Configuration at(const QStringList &nodes)
    {
        Search::Elastic::Configuration configuration;
        configuration.nodes = nodes;
        configuration.searchDeadline = std::chrono::seconds(10);
        return configuration;
    }
};

} // namespace Heddle::TestSupport
