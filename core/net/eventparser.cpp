// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/eventparser.h"
#include <utility>

namespace Heddle::Net {

void EventParser::feed(const QByteArray &bytes)
{
    if (m_tooLong)
        return;
    if (m_at > 0) { // what is read goes, once per packet and not once per line
        m_bytes.remove(0, m_at);
        m_searched -= m_at;
        m_at = 0;
    }
    m_bytes += bytes;
}

void EventParser::checkLength(qsizetype bytes)
{
    if (bytes <= m_maxMessageBytes)
        return;
    m_tooLong = true;
    m_bytes = m_data = m_name = {};
    m_at = m_searched = 0;
    m_hasData = false;
}

bool EventParser::decide()
{
    if (m_kind != Kind::Undecided)
        return true;
    const QByteArray mark("\xEF\xBB\xBF");
    if (m_atStart) {
        if (m_bytes.size() < mark.size() && mark.startsWith(m_bytes))
            return false;
        if (m_bytes.startsWith(mark))
            m_bytes.remove(0, mark.size());
        m_atStart = false; // a second one is part of the stream
    }
    const auto isBlank = [](char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; };
    while (m_searched < m_bytes.size() && isBlank(m_bytes[m_searched]))
        ++m_searched;
    if (m_searched == m_bytes.size())
        return false;
    const char c = m_bytes[std::exchange(m_searched, 0)];
    m_kind = m_framing == Framing::Events && (c == '{' || c == '[' || c == '<') ? Kind::Whole : Kind::Stream;
    return true;
}

std::optional<QByteArray> EventParser::line()
{
    if (m_skipLineFeed && m_at < m_bytes.size()) {
        m_skipLineFeed = false;
        if (m_bytes[m_at] == '\n')
            ++m_at;
    }
    m_searched = std::max(m_searched, m_at);
    while (m_searched < m_bytes.size() && m_bytes[m_searched] != '\n' && m_bytes[m_searched] != '\r')
        ++m_searched;
    checkLength(m_searched - m_at);
    if (m_searched == m_bytes.size())
        return {};
    const QByteArray found = m_bytes.mid(m_at, m_searched - m_at);
    m_skipLineFeed = m_bytes[m_searched] == '\r';
    m_at = ++m_searched;
    return found;
}

void EventParser::field(const QByteArray &line)
{
    const qsizetype colon = line.indexOf(':');
    const QByteArray name = colon < 0 ? line : line.left(colon);
    QByteArray value = colon < 0 ? QByteArray() : line.mid(colon + 1);
    if (value.startsWith(' '))
        value.remove(0, 1);
    if (name == "data") {
        checkLength(m_data.size() + value.size());
        if (m_tooLong)
            return;
        if (std::exchange(m_hasData, true))
            m_data += '\n';
        m_data += value;
    } else if (name == "event") {
        m_name = value;
    } // a comment has no name; id and retry are for streams that are taken up again
}

std::optional<ServerEvent> EventParser::take()
{
    ServerEvent event { std::exchange(m_name, {}), std::exchange(m_data, {}) };
    if (std::exchange(m_hasData, false))
        return event;
    return {};
}

std::optional<ServerEvent> EventParser::next()
{
    if (!decide() || m_kind == Kind::Whole) {
        checkLength(m_bytes.size());
        return {};
    }
    while (const auto one = line()) {
        if (m_framing == Framing::Lines) {
            if (!one->trimmed().isEmpty())
                return ServerEvent { {}, *one };
        } else if (!one->isEmpty()) {
            field(*one);
        } else if (auto event = take()) {
            return event;
        }
    }
    return {};
}

std::optional<ServerEvent> EventParser::finish()
{
    const QByteArray rest = m_bytes.mid(m_at);
    m_bytes.clear();
    m_at = m_searched = 0;
    if (m_kind == Kind::Whole || m_framing == Framing::Lines)
        return rest.trimmed().isEmpty() ? std::nullopt : std::optional(ServerEvent { {}, rest });
    if (!rest.isEmpty())
        field(rest);
    return take();
}

} // namespace Heddle::Net
