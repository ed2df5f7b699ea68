// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/concurrency/taskgroup.h"
#include "core/concurrency/workpool.h"
#include "core/dialog/citation.h"
#include "core/dialog/events.h"
#include "core/storage/conversationrepository.h"
#include <QTimer>
#include <map>

namespace Heddle::Conversation {

//! \brief Answers that are being written: saved once a second, all in one transaction, so that a program that is killed
//! loses a second of them at most. Lives on the event loop's thread.
class Drafts {
public:
    Drafts(Storage::ConversationRepository conversations, Concurrency::WorkPool *writer, Concurrency::TaskGroup *tasks);

    void begin(const QString &messageId);
    //! \brief Takes what the answer's event adds to it.
    void take(const QString &messageId, const Dialog::Event &event);
    void end(const QString &messageId);
    //! \brief A running answer that was not touched for so long was left by a program that ended.
    static constexpr std::chrono::seconds Alive { 15 };

private:
    struct Draft {
        QString text {}, thinking {};
        QList<Dialog::Source> passages {}; //!< as numbered in the prompt
        std::optional<QList<Dialog::Source>> sources {}; //!< where they changed since they were saved
    };
    void save();
    static QCoro::Task<void> write(
        Drafts *self, Storage::ConversationRepository conversations, Concurrency::WorkPool *writer, QList<Storage::DraftRow> rows);

    Storage::ConversationRepository m_conversations;
    Concurrency::WorkPool *m_writer;
    Concurrency::TaskGroup *m_tasks;
    std::map<QString, Draft> m_drafts;
    bool m_saving = false;
    QTimer m_timer;
};

} // namespace Heddle::Conversation
