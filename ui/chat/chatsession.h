// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/conversation/conversationservice.h"
#include "ui/chat/attachingqueue.h"
#include "ui/chat/transcript.h"
#include <QObject>

namespace Heddle::Ui {

//! \brief The conversation that is shown: its exchanges, what is being asked in it, how it is asked. The conversation
//! service owns the work: a session that goes, or shows another conversation meanwhile, drops no turn.
class ChatSession : public QObject {
    Q_OBJECT
public:
    ChatSession(Conversation::ConversationService *conversations, Concurrency::TaskGroup *tasks, QObject *parent = nullptr);

    const QString &conversation() const { return m_conversation; }
    //! \brief The title of the conversation; until it has one, its first question.
    QString title() const;
    const QList<Exchange> &exchanges() const { return m_exchanges; }
    Exchange &exchange(int index) { return m_exchanges[index]; }
    bool isAnswering() const { return m_answering; }

    //! \brief Shows another conversation; an empty id: a new one.
    void open(const QString &conversation);
    //! \brief Another program has written: shows what is new, unless an answer is on its way here.
    void reload();
    //! \brief Asks. `before`: the message that it follows, where an earlier question is changed.
    void ask(const QString &question, const std::optional<QString> &before);
    //! \brief Another answer to a question; what followed the old one stays on its own branch.
    void answerAgain(int index);
    //! \brief Stops the answer that is on its way; what was shown is kept.
    void stop() { m_stop.request_stop(); }
    //! \brief Shows another version of a question or answer.
    void showVersion(const QString &message);
    void deleteTurn(int index);
    //! \brief Looks for what could be asked next.
    void findRelated(int index);

    //! \brief Questions are asked of this collection from now on (its internal id); 0: of all.
    void setCollection(qint64 collection)
    {
        m_collection = collection;
        m_onlyAttached = false;
    }
    //! \brief Questions are asked of the attached files alone.
    void setOnlyAttached() { m_onlyAttached = true; }

    //! \brief The files that belong to the conversation, and the paths of those that are being read: until then nothing is asked.
    const QList<Conversation::Attachment> &attachments() const { return m_attachments; }
    QStringList reading() const { return m_attaching->reading(m_view); }
    //! \brief Reads files for this conversation, one after another; a new conversation begins with the first.
    void attach(const QStringList &paths);
    //! \brief The same, of paths that may be those of folders.
    void give(const QStringList &paths);
    void cancelAttaching(const QString &path) { m_attaching->cancel(m_view, path); }
    //! \brief All that are being read.
    void stopAttaching();
    void detach(const QString &attachment);

    const Dialog::QuestionOptions &options() const { return m_options; }
    //! \brief How questions are asked from now on in this conversation.
    void setOptions(const Dialog::QuestionOptions &options);

Q_SIGNALS:
    //! \brief Everything may be another now; `keepPlace`: the reader goes on where he was.
    void changed(bool keepPlace);
    void lastChanged();
    //! \brief Other files are attached, or being read.
    void attachmentsChanged();
    //! \brief A folder was among what was given.
    void folderGiven(const QString &path);
    //! \brief A file could not be attached, or taken away; why, for the user.
    void attachingFailed(const QString &message);
    void answeringChanged();
    void titleChanged();
    //! \brief It was saved, or another one is shown.
    void conversationChanged();
    void stageChanged(const Heddle::Dialog::Stage &stage);
    void writing();
    //! \brief `late`: they came when the answer was there already.
    void passagesFound(const Heddle::Dialog::Passages &passages, bool late);
    //! \brief An answer is done, here or in what was loaded; null: nothing to show of how it came to be.
    void finished(const Heddle::Conversation::Answer *answer);

private:
    using Answered = Conversation::ConversationService::Answered;
    void begin(const Exchange &exchange, Conversation::AskRequest request);
    void take(const Dialog::Event &event);
    void take(const Dialog::Delta &delta);
    //! Shows what is quoted while nothing is written, else what was given to the model.
    void showQuotation(bool quoted);
    //! \brief The turn that was begun while `view` was shown is over. `branched`: it has versions beside it.
    void settle(const Result<Answered> &answered, bool branched, int view);
    void finish(const Result<Answered> &answered, bool branched);
    void load(bool keepPlace);
    void takeAttached(int view, const Conversation::Attachments::Attached &attached);
    void loadAttachments();
    void loadTitle();
    void setTitle(const QString &title);
    void show(const Conversation::Record &record, bool keepPlace);
    void showRelated(int index, const Dialog::DialogService::Related &related);
    void setAnswering(bool answering);

    Conversation::ConversationService *m_conversations;
    Concurrency::TaskGroup *m_tasks;
    AttachingQueue *m_attaching;
    QString m_conversation, m_title;
    QList<Exchange> m_exchanges;
    Dialog::QuestionOptions m_options;
    qint64 m_collection = 0;
    bool m_onlyAttached = false;
    QList<Conversation::Attachment> m_attachments;
    int m_attachmentChanges = 0; //!< counts them, so that a list that was read before is known
    bool m_optionsChanged = false, m_answering = false;
    std::stop_source m_stop;
    std::optional<Dialog::Quotation> m_quotation; //!< of the question that is being answered
    QList<Dialog::Source> m_given; //!< its passages as a stream numbers them
    int m_view = 0; //!< counts the conversations that were shown here, so that a late answer knows its own
};

} // namespace Heddle::Ui
