// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/llm/chaterror.h"
#include "core/llm/chatprogress.h"
#include "tests/fuzz/fuzzformats.h"
#include <cmath>

namespace Heddle::Fuzz {

void chat(const QByteArray &bytes)
{
    if (bytes.isEmpty())
        return;
    const auto choice = std::uint8_t(bytes.front());
    const QByteArray body = bytes.mid(1);
    const auto &providers = Llm::chatProviders();
    const Llm::Provider &provider = providers[choice % providers.size()];
    Net::HttpReply reply;
    reply.status = 400 + choice;
    reply.body = body;
    const Net::ServiceEndpoint endpoint { provider.id, QStringLiteral("http://127.0.0.1:1"), "k3y", QStringLiteral("model") };
    int context = 0;
    require(!Llm::errorFor(provider, endpoint, QUrl(endpoint.url), reply, &context).message.isEmpty() && context >= 0);

    qsizetype shown = 0;
    QElapsedTimer clock;
    clock.start();
    Llm::ChatProgress progress(
        provider.wire,
        [&shown](const Llm::ChatEvent &event) {
            if (const auto *delta = std::get_if<Llm::ChatDelta>(&event))
                shown += delta->text.size();
        },
        clock, 0);
    Net::EventParser parser(provider.wire->framing, qsizetype(64) << 10);
    bool more = true;
    const auto read = [&](const Net::ServerEvent &event) {
        const auto control = progress.read(event);
        more = control != Net::StreamControl::All && control != Net::StreamControl::Abort;
    };
    parser.feed(body);
    while (more) {
        const auto event = parser.next();
        if (!event)
            break;
        read(*event);
    }
    if (more && !parser.isTooLong()) {
        if (const auto last = parser.finish())
            read(*last);
    }
    reply.status = 200;
    const Llm::ChatReply answer = progress.finish(reply, QStringLiteral("http://127.0.0.1:1"));
    require(answer.answer.size() + answer.thinking.size() <= body.size() + 64);
    require(std::isfinite(answer.usage.tokensPerSecond) && answer.usage.promptTokens >= 0 && answer.usage.answerTokens >= 0);
    require(shown <= body.size() + 64);
}

} // namespace Heddle::Fuzz
