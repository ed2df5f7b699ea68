// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/dialog/events.h"
#include "core/dialog/promptbuilder.h"
#include <memory>

namespace Heddle::Dialog {

struct WrittenAnswer {
    QString answer, thinking; //!< as streamed, however it ended
    Llm::ChatReply reply;
    int passages = 0, turns = 0; //!< that were in the prompt
    double promptMs = 0; //!< from the call to the request
    qint64 sentBytes = 0;
    QStringList notices; //!< what of question and passages did not fit into the model's context
    Concurrency::Contents contents; //!< of the prompt
    bool stopped = false;
    std::optional<Error> error; //!< it failed, or broke off in the middle
};

//! \brief Streams an answer from passages. A prompt that turns out to be too long for the model is built again, smaller,
//! once. Never fails as a whole: what has come is kept.
QCoro::Task<WrittenAnswer> writeAnswer(
    std::shared_ptr<Llm::ChatModel> model, PromptRequest request, EventSink sink, Concurrency::Context context);

} // namespace Heddle::Dialog
