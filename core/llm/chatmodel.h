// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/base/result.h"
#include "core/concurrency/context.h"
#include <QCoroTask>
#include <QList>
#include <QString>
#include <chrono>
#include <functional>
#include <optional>
#include <stop_token>
#include <variant>

namespace Heddle::Llm {

struct ChatMessage {
    enum class Role { System, User, Assistant };
    Role role = Role::User;
    QString text;
};

//! \brief How much text they hold, for the account of what was sent.
inline qint64 bytesOf(const QList<ChatMessage> &messages)
{
    qint64 bytes = 0;
    for (const ChatMessage &message : messages)
        bytes += message.text.toUtf8().size();
    return bytes;
}

struct ChatRequest {
    QList<ChatMessage> messages;
    QString purpose; //!< "answer", for the live view and the account of what was sent
    int maxTokens = 0; //!< of the reply; 0: as the model is set up
    bool brief = false; //!< a helper's call: temperature 0, one attempt
};

struct ChatDelta {
    enum class Kind { Answer, Thinking };
    Kind kind = Kind::Answer;
    QString text;
};
//! \brief What came as answer so far was thinking: the model closes a think block that it never opened.
struct ChatRethought { };
//! \brief The server is not ready yet and is asked again; said in words.
struct ChatWaiting {
    QString text;
};
using ChatEvent = std::variant<ChatDelta, ChatRethought, ChatWaiting>;
//! \brief Called on the event loop's thread, never after the task is complete.
using ChatSink = std::function<void(const ChatEvent &)>;

struct ChatUsage {
    int promptTokens = 0, answerTokens = 0; //!< 0: the server did not say
    double tokensPerSecond = 0; //!< by the server's clock where it tells, else by ours
};

struct ChatReply {
    enum class Finish { Stop, Length, Filtered, Looping, Unknown };
    QString answer, thinking;
    Finish finish = Finish::Unknown;
    ChatUsage usage;
    double firstTokenMs = 0; //!< from the request on
    qint64 sentBytes = 0; //!< of messages
    QString model; //!< as the server names it
    std::optional<Error> cut; //!< the stream broke off in the middle; what had come stands above
};

struct ChatModelInfo {
    QString id, name;
    int context = 0; //!< tokens; 0: the server did not say
};

//! \brief Writes text from messages, streamed. Having none is a normal state: answers are then quoted.
class ChatModel {
public:
    virtual ~ChatModel() = default;
    virtual QString name() const = 0; //!< of the service, for people
    virtual QString host() const = 0; //!< scheme://host:port that messages are sent to
    virtual QString model() const = 0;
    //! \brief How many tokens prompt and answer may have together, as set up, or as the server says.
    virtual QCoro::Task<int> contextTokens(Concurrency::Context context) = 0;
    //! \brief Repeats only before the first token. Errors: Unreachable, Transport, Timeout, Protocol, Provider,
    //! ContextExceeded, Cancelled; none once some of the answer has come (see ChatReply::cut), but for Cancelled.
    virtual QCoro::Task<Result<ChatReply>> complete(ChatRequest request, ChatSink sink, Concurrency::Context context) = 0;
};

} // namespace Heddle::Llm
