// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/base/result.h"
#include <QCoroTask>
#include <QList>
#include <QString>
#include <functional>
#include <stop_token>

namespace Heddle::Llm {

struct ChatMessage {
    enum class Role { System, User, Assistant };
    Role role = Role::User;
    QString text;
};

//! \brief Writes text from messages, streamed. Having none is a normal state: answers are then quoted.
class ChatModel {
public:
    virtual ~ChatModel() = default;
    virtual QString model() const = 0;
    //! \brief Calls `delta` on the GUI thread for each piece; returns the whole text.
    virtual QCoro::Task<Result<QString>> complete(
        QList<ChatMessage> messages, std::function<void(QString)> delta, std::stop_token stop) = 0;
};

} // namespace Heddle::Llm
