// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/embedding/service.h"
#include "tests/fuzz/fuzzformats.h"
#include <cmath>

namespace Heddle::Fuzz {

void embedding(const QByteArray &bytes)
{
    if (bytes.isEmpty())
        return;
    const auto choice = std::uint8_t(bytes.front());
    const auto &services = Embedding::services();
    const Embedding::Service &service = services[choice % services.size()];
    const qsizetype texts = 1 + choice / 64;
    Net::HttpReply reply;
    reply.status = 400 + choice;
    reply.body = bytes.mid(1);
    const QUrl url(QStringLiteral("http://127.0.0.1:1/v1/embeddings"));
    require(!Embedding::errorFor(service, { service.id, url.toString(), "k3y", QStringLiteral("model") }, url, reply).message.isEmpty());
    const auto vectors = Embedding::readVectors(service, QStringLiteral("127.0.0.1:1"), reply.body, texts);
    if (!vectors)
        return;
    require(vectors->size() == texts);
    for (const Embedding::Vector &vector : *vectors) {
        double norm = 0;
        for (const float number : vector)
            norm += double(number) * double(number);
        require(vector.size() == vectors->first().size() && vector.size() <= Embedding::MaxDimension && std::abs(norm - 1) < 0.01);
    }
}

} // namespace Heddle::Fuzz
