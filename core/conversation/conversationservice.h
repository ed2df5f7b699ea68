// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/concurrency/pools.h"
#include "core/dialog/dialogservice.h"
#include "core/storage/conversationrepository.h"
#include "core/storage/libraryrepository.h"

namespace Heddle::Conversation {

//! \brief Keeps every turn: the question is saved before anything is searched, the answer when it is done, stopped or
//! failed. Nine operations and ask(), each a coroutine over the conversations pools; lives on the event loop's thread.
class ConversationService {
public:
    using Row = Storage::ConversationRow;
    using Message = Storage::MessageRow;
    using Found = Storage::ConversationRepository::Found;

    ConversationService(Storage::ConversationRepository conversations, Storage::LibraryRepository library, Dialog::DialogService *dialog,
        Concurrency::Pools *pools)
        : m_conversations(std::move(conversations)), m_library(std::move(library)), m_dialog(dialog), m_pools(pools)
    { }

    QCoro::Task<Result<Row>> create(QString title, std::stop_token stop);
    QCoro::Task<Result<QPair<Row, QList<Message>>>> load(QString id, std::stop_token stop);
    QCoro::Task<Result<QList<Row>>> list(int offset, int limit, QString filter, std::stop_token stop);
    QCoro::Task<Status> rename(QString id, QString title, std::stop_token stop);
    QCoro::Task<Result<Message>> append(Message message, std::stop_token stop);
    QCoro::Task<Status> update(Message message, std::stop_token stop);
    QCoro::Task<Status> deleteMessage(QString messageId, bool pair, std::stop_token stop);
    QCoro::Task<Status> deleteConversations(QStringList ids, std::stop_token stop);
    QCoro::Task<Result<QList<Found>>> search(QString words, int limit, std::stop_token stop);

    using LateSink = std::function<void(const Dialog::Passages &)>;
    struct Answered {
        QString conversation;
        Message question, answer;
        Dialog::Turn turn;
        std::optional<Error> error; //!< the dialog failed or was stopped; saved with the turn
    };
    //! \brief Asks in a conversation, or in a new one named after the question when `conversation` is empty. An error
    //! means that the turn could not be saved.
    //! `late` gets the passages again if their scores came too late for the answer; the turn may be saved by then.
    QCoro::Task<Result<Answered>> ask(
        QString question, QString conversation, Search::Filters filters, std::stop_token stop, Dialog::EventSink sink, LateSink late = {});

private:
    Storage::ConversationRepository m_conversations;
    Storage::LibraryRepository m_library;
    Dialog::DialogService *m_dialog;
    Concurrency::Pools *m_pools;
};

//! \brief A conversation's title from its first question: one line of at most 60 characters, cut at a word.
QString titleFrom(const QString &question);

} // namespace Heddle::Conversation
