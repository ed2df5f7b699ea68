// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/conversation/attachments.h"
#include "core/conversation/drafts.h"
#include "core/conversation/suggestions.h"
#include "core/conversation/summary.h"
#include "core/conversation/transfer.h"
#include "core/dialog/dialogservice.h"
#include "core/flow/pools.h"
#include "core/setup/currentsetup.h"
#include "core/storage/conversationrepository.h"
#include "core/storage/libraryrepository.h"

namespace Heddle::Conversation {

//! \brief A question in a conversation.
struct AskRequest {
    QString question;
    QString conversation; //!< empty: a new one, named after the question
    Search::Filters filters; //!< no collections: those that are asked by default
    std::optional<QString> after; //!< the message that it follows; "" : it opens the conversation. Unset: the last one shown
    QString again; //!< a question of the conversation that gets another answer; `question` and `after` are not looked at
    std::optional<Dialog::QuestionOptions> options; //!< kept for the conversation; unset: its own
    std::function<void(const QString &conversation, const QString &question)> begun; //!< both are saved now
    bool onlyAttached = false; //!< the library isn't searched; without attached files the answer is an error
    Concurrency::Contents contents {}; //!< whose text it has in it, where it was not typed; suggested questions are known by themselves
    bool titleByModel = false; //!< a new conversation gets a title from the chat model after its first answer
};

//! \brief Keeps every turn: question and empty answer are saved before anything is searched, the answer every second
//! while it is written, and when it is done, stopped or failed. Coroutines over the conversations pools; lives on the event
//! loop's thread.
class ConversationService : public QObject {
    Q_OBJECT
public:
    ConversationService(Storage::ConversationRepository conversations, Storage::LibraryRepository library, Dialog::DialogService *dialog,
        const Setup::CurrentSetup *setup, Flow::Pools *pools, Concurrency::TaskGroup *tasks)
        : m_conversations(conversations), m_library(std::move(library)), m_dialog(dialog), m_setup(setup), m_pools(pools), m_tasks(tasks),
          m_attachments(conversations, pools), m_drafts(std::move(conversations), &pools->conversationsWriter, tasks)
    { }

    //! \brief Where the sample library lies, which is not asked by default once there are other documents; see
    //! Library::collectionsAskedByDefault(). Call it before the first question.
    void setSampleFolder(const QString &folder) { m_sampleFolder = folder; }

    //! \brief The files that belong to conversations; questions are asked of them as well.
    Attachments &attachments() { return m_attachments; }

    //! \brief All branches. An answer that a program left behind when it ended is Stopped and `interrupted`.
    QCoro::Task<Result<Record>> load(QString id, std::stop_token stop);
    //! \brief Pinned ones first, then by last use, newest first; those that aren't archived, with `filter` in the title.
    QCoro::Task<Result<QList<Summary>>> list(int offset, int limit, QString filter, std::stop_token stop);
    //! \brief The same for others.
    QCoro::Task<Result<QList<Summary>>> listWhere(ListFilter filter, int limit, std::stop_token stop);
    //! \brief Conversations whose title or messages hold all the words, archived or not.
    QCoro::Task<Result<QList<SearchHit>>> search(QString words, int limit, std::stop_token stop);
    QCoro::Task<Status> rename(QString id, QString title, std::stop_token stop);
    QCoro::Task<Status> setPinned(QStringList ids, bool pinned, std::stop_token stop);
    //! \brief Out of the list, or back; nothing else changes.
    QCoro::Task<Status> setArchived(QStringList ids, bool archived, std::stop_token stop);
    QCoro::Task<Status> setLabel(QStringList ids, Label label, std::stop_token stop);
    //! \brief A file that importFrom() reads, and that loses nothing; no ids: all conversations, archived ones too.
    QCoro::Task<Result<QByteArray>> exportAll(QStringList ids, std::stop_token stop);
    //! \brief Stores the conversations of such a file, all or none. Error: Input, with what is wrong in it.
    QCoro::Task<Result<ImportReport>> importFrom(QByteArray bytes, std::stop_token stop);
    //! \brief Deletes a message; with `pair` a question with all its answers. What followed it follows the one before.
    QCoro::Task<Status> deleteMessage(QString messageId, bool pair, std::stop_token stop);
    QCoro::Task<Status> deleteConversations(QStringList ids, std::stop_token stop);
    //! \brief Shows the branch that this message is on, and of those the one that was written last.
    QCoro::Task<Status> showVersion(QString id, QString message, std::stop_token stop);
    //! \brief Out of sight, to be purged, or back.
    QCoro::Task<Status> trash(QStringList ids, bool deleted, std::stop_token stop);
    //! \brief Deletes what was put out of sight before that time.
    QCoro::Task<Status> purge(QDateTime before, std::stop_token stop);
    //! \brief Whether another program has written conversations since the last call; yes the first time.
    QCoro::Task<bool> changedByOthers(std::stop_token stop);

    using LateSink = std::function<void(const Dialog::Passages &)>;
    //! \brief A turn as it was saved.
    struct Answered {
        Concurrency::FlowId flow = 0; //!< what was done for it, in Pools::flows
        QString conversation;
        Message question, message; //!< message: the answer's
        std::optional<Error> error; //!< the dialog failed or was stopped before it had anything; the answer has it too

        const Answer &answer() const { return *message.answer(); }
    };
    //! \brief Asks and saves. An error means that the turn could not be saved.
    //! \param late Gets the passages again if their scores came too late for the answer; the turn may be saved by then.
    QCoro::Task<Result<Answered>> ask(AskRequest request, std::stop_token stop, Dialog::EventSink sink, LateSink late = {});

    //! \brief Questions for an empty conversation, at most `limit`, from the headings of a collection (0: of what is asked by default).
    //! Each was tried by words alone and has an answer; with a search server they aren't tried.
    QCoro::Task<QStringList> startingQuestions(qint64 collection, qsizetype limit, std::stop_token stop);

    //! \brief What could be asked next after a question that was answered from these sources.
    QCoro::Task<Result<Dialog::DialogService::Related>> related(QString question, QList<Dialog::Source> sources, std::stop_token stop);
    //! \brief These were made of the text of documents and shown to be asked; a question that has one in it has its contents.
    void noteSuggested(const QStringList &questions, const Concurrency::Contents &contents) { m_suggestions.note(questions, contents); }
    //! \brief Whose text a question has in it as far as it was suggested since the start.
    Concurrency::Contents suggested(const QString &question) const { return m_suggestions.contentsOf(question); }

Q_SIGNALS:
    //! \brief A conversation has another title: a chat model gave it one, or it was renamed.
    void titleChanged(const QString &conversation);

private:
    QCoro::Task<QStringList> answerable(QStringList questions, Search::Filters filters, qsizetype limit, std::stop_token stop);
    struct PendingTurn;
    static Result<PendingTurn> begin(const Storage::ConversationRepository &db, const AskRequest &request);
    QCoro::Task<Result<Dialog::DialogRequest>> dialogRequest(
        PendingTurn turn, Search::Filters filters, bool onlyAttached, Concurrency::Context context);
    QCoro::Task<Status> save(Message message, Concurrency::Context context);
    QCoro::Task<Result<Dialog::DialogService::Related>> findRelated(
        Dialog::DialogRequest request, QList<Dialog::Source> sources, std::stop_token stop);
    QCoro::Task<void> titleLater(Dialog::ModelPtr model, Answered answered);

    Storage::ConversationRepository m_conversations;
    Storage::LibraryRepository m_library;
    Dialog::DialogService *m_dialog;
    const Setup::CurrentSetup *m_setup;
    Flow::Pools *m_pools;
    Concurrency::TaskGroup *m_tasks;
    Attachments m_attachments;
    Drafts m_drafts;
    QString m_sampleFolder;
    qint64 m_dataVersion = -1;
    Suggestions m_suggestions;
};

//! \brief A conversation's title from its first question: one line of at most 60 characters, cut at a word.
QString titleFrom(const QString &question);

} // namespace Heddle::Conversation
