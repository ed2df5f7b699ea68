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

//! \brief Returns the size of the messages' text, for the record of what was sent.
inline qint64 bytesOf(const QList<ChatMessage> &messages)
{
    qint64 bytes = 0;
    for (const ChatMessage &message : messages)
        bytes += message.text.toUtf8().size();
    return bytes;
}

struct ChatRequest {
    QList<ChatMessage> messages;
    QString purpose; //!< like "answer", for the live panel and the record of what was sent
    int maxTokens = 0; //!< of the reply; 0: as configured
    bool brief = false; //!< a small task beside the answer: temperature 0, one attempt
};

struct ChatDelta {
    enum class Kind { Answer, Thinking };
    Kind kind = Kind::Answer;
    QString text;
};
//! \brief What came as the answer so far was thinking: the model has closed a think block that it never opened.
struct ChatRethought { };
//! \brief The server is not ready yet and will be asked again; the text tells the user so.
struct ChatWaiting {
    QString text;
};
using ChatEvent = std::variant<ChatDelta, ChatRethought, ChatWaiting>;
//! \brief Called on the event loop's thread, never after the task is complete.
using ChatSink = std::function<void(const ChatEvent &)>;

struct ChatUsage {
    int promptTokens = 0, answerTokens = 0; //!< 0: the server did not say
    double tokensPerSecond = 0; //!< as the server measured it, otherwise as we did
};

struct ChatReply {
    enum class Finish { Stop, Length, Filtered, Looping, Unknown };
    QString answer, thinking;
    Finish finish = Finish::Unknown;
    ChatUsage usage;
    double firstTokenMs = 0; //!< since the request
    qint64 sentBytes = 0; //!< of messages
    QString model; //!< as the server names it
    std::optional<Error> cut; //!< why the stream broke off in the middle; the text until then is above
};

struct ChatModelInfo {
    QString id, name;
    int context = 0; //!< tokens; 0: the server did not say
};

//! \brief Answers messages with text, which it streams. Having no chat model is a normal state: answers are then quoted.
class ChatModel {
public:
    virtual ~ChatModel() = default;
    virtual QString name() const = 0; //!< display name of the service
    virtual QString host() const = 0; //!< scheme://host:port that messages are sent to
    virtual QString model() const = 0;
    //! \brief Whether what it is told leaves this computer.
    virtual bool sendsElsewhere() const { return false; }
    //! \brief Returns how many tokens prompt and answer may have together, as configured or as the server says.
    virtual QCoro::Task<int> contextTokens(Concurrency::Context context) = 0;
    //! \brief Returns how many tokens the model makes of one that Text::estimateTokens() expects, for messages like these.
    virtual double tokenFactor(const QList<ChatMessage> &) const { return 1; }
    //! \brief Returns how many tokens the model makes of messages, as its server counts them; 0: it can't, or takes longer than 2 s.
    virtual QCoro::Task<int> countTokens(QList<ChatMessage> messages, Concurrency::Context context);
    //! \brief Asks the model; attempts are repeated only before the first token. Errors: Unreachable, Transport, Timeout, Protocol, Provider,
    //! ContextExceeded, Cancelled. Once some of the answer has come, Cancelled is the only one (see ChatReply::cut).
    virtual QCoro::Task<Result<ChatReply>> complete(ChatRequest request, ChatSink sink, Concurrency::Context context) = 0;
};

inline QCoro::Task<int> ChatModel::countTokens(QList<ChatMessage>, Concurrency::Context)
{
    co_return 0;
}

} // namespace Heddle::Llm
