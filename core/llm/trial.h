// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/llm/chatmodel.h"
#include <memory>

namespace Heddle::Llm {

//! \brief What a chat model did when it was tried with a made-up sentence.
struct Trial {
    QString said, model; //!< model: as the server names it
    double firstTokenMs = 0, tokensPerSecond = 0;
    int context = 0; //!< tokens that it is used with
};

//! \brief Asks for one word. Errors: as ChatModel::complete() has them; Provider where nothing was said.
QCoro::Task<Result<Trial>> tryChatModel(std::shared_ptr<ChatModel> model, std::stop_token stop);

} // namespace Heddle::Llm
