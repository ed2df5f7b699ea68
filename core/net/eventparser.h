// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QByteArray>
#include <optional>

namespace Heddle::Net {

//! \brief One message of a stream: a server-sent event, a line of JSON, or the whole body of a reply that isn't a stream.
struct ServerEvent {
    QByteArray name, data;
};

//! \brief Cuts the bytes of a stream into its messages, wherever the packets cut them: LF, CRLF and CR, comments, several
//! data lines, a byte order mark (https://html.spec.whatwg.org/multipage/server-sent-events.html).
class EventParser {
public:
    enum class Framing { Events, Lines }; //!< server-sent events; one JSON object a line
    //! \param maxMessageBytes the longest line, and the longest message of several lines
    EventParser(Framing framing, qsizetype maxMessageBytes) : m_framing(framing), m_maxMessageBytes(maxMessageBytes) { }

    void feed(const QByteArray &bytes);
    //! \brief Returns the next complete message; nothing until more bytes are fed.
    std::optional<ServerEvent> next();
    //! \brief Returns what is left of a stream that ended without its end mark. Call it once next() returns nothing.
    std::optional<ServerEvent> finish();
    //! \brief Whether a line or message exceeds the limit. The parser then holds nothing and gives no more messages.
    bool isTooLong() const { return m_tooLong; }

private:
    //! A server that doesn't stream answers with one JSON object or a web page, and neither can begin an event.
    enum class Kind { Undecided, Stream, Whole };
    bool decide();
    std::optional<QByteArray> line();
    std::optional<ServerEvent> take();
    void field(const QByteArray &line);
    void checkLength(qsizetype bytes);

    Framing m_framing;
    qsizetype m_maxMessageBytes;
    Kind m_kind = Kind::Undecided;
    QByteArray m_bytes;
    qsizetype m_at = 0, m_searched = 0; //!< everything before is consumed; no line end before
    bool m_atStart = true;
    bool m_hasData = false, m_skipLineFeed = false, m_tooLong = false;
    QByteArray m_name, m_data;
};

} // namespace Heddle::Net
