// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/base/error.h"
#include "core/concurrency/contents.h"
#include "core/dialog/quotedanswer.h"
#include <QDateTime>
#include <QJsonObject>
#include <QStringList>
#include <optional>
#include <variant>

namespace Heddle::Conversation {

//! \brief What the user asked.
struct Question {
    QString text;
    Concurrency::Contents contents {}; //!< whose text it has in it, where it was not typed
};

//! \brief An answer, finished or not, with everything that is kept of how it came about.
struct Answer {
    enum class Kind {
        None, //!< nothing was found or fits, or nothing has come yet
        Quoted, //!< sentences of the documents
        List, //!< of documents: the sources, in their order; details["list"] has the headline and the numbers
        Written, //!< by a chat model
    };
    enum class State {
        Running,
        Done,
        Stopped, //!< by the user, or because the program ended (`interrupted`)
        Failed,
    };
    Kind kind = Kind::None;
    State state = State::Running;
    QString text {}, thinking {};
    std::optional<Dialog::QuotedAnswer> quoted {}; //!< the answer as a value, where no chat model wrote it; `text` says the same
    QList<Dialog::Source> sources {}; //!< cited ones first, by n; then the other passages, with n 0
    QStringList notices {};
    QList<Retrieval::Sent> sent {}; //!< what left this computer
    QJsonObject timings {}; //!< milliseconds by stage, as Dialog::Turn has them
    QJsonObject details {}; //!< as Dialog::Turn has them
    //! Why there is no answer, why it broke off, or why it is quoted although a chat model is set up.
    std::optional<Error> error {};
    bool interrupted = false; //!< the program ended while it was being written; found out when it is loaded, never stored
};

//! \brief A message of a conversation: a question or an answer.
//!
//! `parent` is the message that it follows (a question) or answers (an answer); empty for one that opens the conversation. A
//! question that was edited, or an answer that was asked for again, is another child of the same parent.
struct Message {
    QString id, conversation, parent;
    QDateTime created {}, updated {}; //!< set when it is stored
    std::variant<Question, Answer> content {};

    //! \brief The question; null for an answer.
    const Question *question() const { return std::get_if<Question>(&content); }
    //! \brief The answer; null for a question.
    const Answer *answer() const { return std::get_if<Answer>(&content); }
    const QString &text() const { return answer() ? answer()->text : question()->text; }
};

} // namespace Heddle::Conversation
