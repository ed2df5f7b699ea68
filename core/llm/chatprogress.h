// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/llm/chatprovider.h"
#include "core/llm/thinksplitter.h"
#include "core/net/eventstream.h"
#include <QElapsedTimer>

namespace Heddle::Llm {

//! \brief An answer on its way in: reads the messages of a stream, tells thinking from the answer, hands both to the sink, and
//! ends a stream that repeats itself. On the event loop's thread.
class ChatProgress {
public:
    //! \param clock runs since the question was asked, attempts before included
    //! \param maxTokens ends the answer here, about; 0: the server was told a limit
    ChatProgress(const Wire *wire, ChatSink sink, QElapsedTimer clock, int maxTokens)
        : m_wire(wire), m_sink(std::move(sink)), m_clock(clock), m_maxTokens(maxTokens)
    { }

    Net::StreamControl read(const Net::ServerEvent &event);
    //! \brief Whether some of the answer or of the thinking has come.
    bool hasContent() const { return m_hasContent; }
    //! \brief Whether the server has said that the answer is complete.
    bool isComplete() const { return m_complete; }
    //! \brief What ended the stream, where its messages said so: Provider in the server's words, or Protocol.
    const std::optional<Error> &error() const { return m_error; }
    //! \brief Puts the answer together when nothing more comes. `http`: how the call ended.
    ChatReply finish(const Result<Net::HttpReply> &http, const QString &host);

private:
    void emitEvents(const QList<ChatEvent> &events);
    void addUsage(const ChatUsage &usage);
    std::optional<ChatReply::Finish> runaway();
    bool isOverdue(qsizetype more);

    const Wire *m_wire;
    ChatSink m_sink;
    QElapsedTimer m_clock;
    int m_maxTokens;
    ThinkSplitter m_splitter;
    ChatReply m_reply;
    std::optional<Error> m_error;
    bool m_hasContent = false, m_complete = false;
    qsizetype m_dropped = 0; //!< characters behind the end of the answer
    qsizetype m_checkedSize = 0; //!< of the text when it was last looked at for repetition
};

} // namespace Heddle::Llm
