// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/llm/chatmodel.h"
#include <memory>

namespace Heddle::Llm {

//! \brief The outcome of trying a chat model.
struct Trial {
    QString said, model; //!< model: as the server names it
    double firstTokenMs = 0, tokensPerSecond = 0;
    int context = 0; //!< tokens that it is used with
};

//! \brief Tries a chat model by asking for one word. Errors: those of ChatModel::complete(), and Provider where it wrote nothing.
QCoro::Task<Result<Trial>> tryChatModel(std::shared_ptr<ChatModel> model, std::stop_token stop);

} // namespace Heddle::Llm
