// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/rerank/reply.h"
#include "tests/fuzz/fuzzformats.h"
#include <cmath>

namespace Heddle::Fuzz {

void rerank(const QByteArray &bytes)
{
    if (bytes.isEmpty())
        return;
    const auto choice = std::uint8_t(bytes.front());
    const auto &providers = Rerank::providers();
    const Rerank::Provider &provider = providers[choice % providers.size()];
    const qsizetype documents = 1 + choice / 64;
    Net::HttpReply reply;
    reply.status = choice % 2 == 0 ? 200 : 400 + choice;
    reply.body = bytes.mid(1);
    const QUrl url(QStringLiteral("http://127.0.0.1:1/v1/rerank"));
    const Net::ServiceEndpoint endpoint { provider.id, url.toString(), "k3y", QStringLiteral("model") };
    const auto read = Rerank::readReply(provider, endpoint, url, reply, documents);
    if (!read) {
        require(!read.error().message.isEmpty());
        return;
    }
    require(qsizetype(read->raw.size()) == documents);
    Rerank::Scores scores;
    scores.raw = read->raw;
    Rerank::applyScale(scores, provider.scale);
    require(scores.score.size() == scores.raw.size());
    for (const double score : scores.score)
        require(std::isfinite(score));
}

} // namespace Heddle::Fuzz
