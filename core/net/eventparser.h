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
    explicit EventParser(Framing framing) : m_framing(framing) { }

    void feed(const QByteArray &bytes);
    //! \brief Returns the next complete message; nothing until more bytes are fed.
    std::optional<ServerEvent> next();
    //! \brief Returns what is left of a stream that ended without its end mark. Call it once next() returns nothing.
    std::optional<ServerEvent> finish();

private:
    //! A server that doesn't stream answers with one JSON object or a web page, and neither can begin an event.
    enum class Kind { Undecided, Stream, Whole };
    bool decide();
    std::optional<QByteArray> line();
    std::optional<ServerEvent> take();
    void field(const QByteArray &line);

    Framing m_framing;
    Kind m_kind = Kind::Undecided;
    QByteArray m_bytes;
    qsizetype m_at = 0, m_searched = 0; //!< everything before is consumed; no line end before
    bool m_hasData = false, m_skipLineFeed = false;
    QByteArray m_name, m_data;
};

} // namespace Heddle::Net
