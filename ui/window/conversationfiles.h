// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/conversation/conversationservice.h"
#include <QObject>

namespace Heddle::Ui {

//! \brief Carries conversations to files and back: asks for the place, and says what came of it.
class ConversationFiles : public QObject {
    Q_OBJECT
public:
    //! \param pool files are written and read in it.
    //! \param window what the dialogs and messages belong to.
    ConversationFiles(
        Conversation::ConversationService *conversations, Concurrency::WorkPool *pool, Concurrency::TaskGroup *tasks, QWidget *window);

    //! \brief Exports one conversation as "md", "html", "pdf" or "json".
    void exportOne(const QString &id, const QString &title, const QString &format);
    //! \brief Exports several in one file, as "md" or "json"; no ids: all.
    void exportSeveral(const QStringList &ids, const QString &format);
    void importFile();

Q_SIGNALS:
    //! \brief There are conversations that were not there before.
    void imported();
    void failed(const QString &message);

private:
    void choose(const QString &name, const QStringList &ids, const QString &format);
    void read(const QString &path);
    void showImported(const Result<Conversation::ImportReport> &report);

    Conversation::ConversationService *m_conversations;
    Concurrency::WorkPool *m_pool;
    Concurrency::TaskGroup *m_tasks;
    QWidget *m_window;
};

} // namespace Heddle::Ui
