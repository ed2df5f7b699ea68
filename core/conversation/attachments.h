// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/flow/pools.h"
#include "core/library/singlefile.h"
#include "core/search/searchengine.h"
#include "core/storage/attachmentrepository.h"
#include "core/storage/conversationrepository.h"
#include <QCoroTask>

namespace Heddle::Conversation {

//! \brief A file that was read for one conversation alone: its text is kept with the conversation, whatever becomes of the file.
struct Attachment {
    QString id;
    QString path; //!< for people
    QString reason; //!< what is to be said of it; most often empty
    qint64 passages = 0;
    Library::FileState state = Library::FileState::Same;

    QString name() const { return path.section(QLatin1Char('/'), -1); }
};

//! \brief The files that are attached to conversations. No collection has them, and no other conversation finds them. Coroutines over
//! the pools; lives on the event loop's thread.
class Attachments {
public:
    Attachments(const Storage::ConversationRepository &conversations, Flow::Pools *pools)
        : m_conversations(conversations), m_files(conversations.database()), m_pools(pools)
    { }

    struct Attached {
        QString conversation;
        Attachment file;
    };
    //! \brief Reads a file and keeps its text. `conversation` empty: a new one, called after the file until a question is asked.
    //! Errors: those of Library::readSingleFile(), and of the storage; nothing is kept then.
    //! Once it is read it is kept, whatever is stopped then.
    QCoro::Task<Result<Attached>> attach(QString conversation, QByteArray path, std::stop_token stop);
    struct Given {
        QStringList files, folders;
    };
    //! \brief Which of these are folders. What is out of reach is a file, so that it is said of it when it is read.
    QCoro::Task<Result<Given>> tellApart(QStringList paths, std::stop_token stop);
    //! \brief With a look at each file.
    QCoro::Task<Result<QList<Attachment>>> list(QString conversation, std::stop_token stop);
    QCoro::Task<Status> remove(QString id, std::stop_token stop);

    //! \brief What a question of the conversation is asked of beside the library.
    struct Texts {
        std::shared_ptr<Search::Searcher> searcher; //!< null: nothing is attached
        int files = 0;
    };
    QCoro::Task<Result<Texts>> texts(QString conversation, Concurrency::Context context);

private:
    Storage::ConversationRepository m_conversations;
    Storage::AttachmentRepository m_files;
    Flow::Pools *m_pools;
    QStringList m_indexed; //!< the ids of the files in m_texts
    Texts m_texts; //!< of the conversation that was asked last
};

//! \brief As it is stored, without a look at the file.
Attachment attachmentFrom(const Storage::AttachmentRow &row);

} // namespace Heddle::Conversation
