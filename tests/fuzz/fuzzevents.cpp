// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/eventparser.h"
#include "tests/fuzz/fuzzformats.h"
#include <algorithm>

namespace Heddle::Fuzz {
namespace {

using Parser = Net::EventParser;

struct Messages {
    QList<QPair<QByteArray, QByteArray>> all;
    bool tooLong = false;
    bool operator==(const Messages &) const = default;
};

Messages messagesOf(const QByteArray &bytes, Parser::Framing framing, qsizetype packet)
{
    constexpr qsizetype MaxMessage = 256;
    Messages messages;
    Parser parser(framing, MaxMessage);
    const auto take = [&messages](const std::optional<Net::ServerEvent> &event) {
        if (event)
            messages.all += qMakePair(event->name, event->data);
        return event.has_value();
    };
    for (qsizetype at = 0; at < bytes.size() && !parser.isTooLong(); at += packet) {
        parser.feed(bytes.mid(at, packet));
        while (take(parser.next()))
            continue;
    }
    messages.tooLong = parser.isTooLong();
    if (!messages.tooLong)
        take(parser.finish());
    return messages;
}

} // namespace

void events(const QByteArray &bytes)
{
    for (const auto framing : { Parser::Framing::Events, Parser::Framing::Lines }) {
        const Messages whole = messagesOf(bytes, framing, std::max<qsizetype>(1, bytes.size()));
        for (const qsizetype packet : { 1, 2, 3, 64 }) // however the packets cut it, it says the same
            require(messagesOf(bytes, framing, packet) == whole);
    }
}

} // namespace Heddle::Fuzz
