// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/dialog/dialogservice.h"
#include "core/flow/pools.h"
#include "core/setup/currentsetup.h"
#include "core/storage/conversationrepository.h"

namespace Heddle::Conversation {

//! \brief The mind maps of answers, kept with their conversations. Coroutines over the conversations pools and the dialog;
//! lives on the event loop's thread.
class AnswerMaps {
public:
    AnswerMaps(
        Storage::ConversationRepository conversations, Dialog::DialogService *dialog, const Setup::CurrentSetup *setup, Flow::Pools *pools)
        : m_conversations(std::move(conversations)), m_dialog(dialog), m_setup(setup), m_pools(pools)
    { }

    struct MapResult {
        QString conversation, message; //!< the answer that it belongs to
        QString question;
        Dialog::AnswerMap map {};
        Concurrency::FlowId flow = 0; //!< what was done to make it
    };
    //! \brief The map of an answer: the one that is kept, else, and with `again`, a new one from the passages of the answer,
    //! which is kept as soon as it is made. `message` empty: the last answer of the branch that is shown.
    //! Errors: NotFound; from the search and the store; Cancelled.
    QCoro::Task<Result<MapResult>> open(QString conversation, QString message, bool again, std::stop_token stop, Dialog::MapSink sink,
        std::function<void(const QString &)> asked);
    //! \brief Keeps what the user made of it.
    QCoro::Task<Status> save(QString message, Dialog::AnswerMap map);

private:
    Storage::ConversationRepository m_conversations;
    Dialog::DialogService *m_dialog;
    const Setup::CurrentSetup *m_setup;
    Flow::Pools *m_pools;
};

} // namespace Heddle::Conversation
