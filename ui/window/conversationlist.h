// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/conversation/conversationservice.h"
#include <QWidget>

class QLabel;
class QLineEdit;
class QListView;
class QPushButton;

namespace Heddle::Ui {

class ConversationsModel;

//! \brief The conversations, searched by title and by what was said in them; they are renamed, exported and deleted here, and
//! come back as long as the window is open.
class ConversationList : public QWidget {
    Q_OBJECT
public:
    //! \brief Exports are made in the pool `exports`.
    ConversationList(Conversation::ConversationService *conversations, Concurrency::WorkPool *exports, Concurrency::TaskGroup *tasks,
        QWidget *parent = nullptr);

    void refresh();
    void setCurrent(const QString &conversation);

Q_SIGNALS:
    void opened(const QString &conversation);
    void newConversation();
    //! \brief The one that is shown was deleted, or is back.
    void deleted(const QString &conversation);
    //! \brief Something could not be done; in words.
    void failed(const QString &message);

private:
    QWidget *makeUndoBar();
    void showMenu(const QPoint &at);
    void rename(const QString &id, const QString &title);
    void exportAs(const QString &id, const QString &title, const QString &format);
    void remove(const QString &id, const QString &title);
    void undo();
    void showResult(const Status &result);
    void show(const QList<Conversation::Summary> &conversations);

    Conversation::ConversationService *m_conversations;
    Concurrency::WorkPool *m_exports;
    Concurrency::TaskGroup *m_tasks;
    std::stop_source m_stop;
    QString m_current;
    ConversationsModel *m_model;
    QLineEdit *m_search;
    QListView *m_view;
    QPushButton *m_new;
    QWidget *m_undoBar;
    QLabel *m_undoText;
    QStringList m_trashed; //!< what "Undo" brings back
};

} // namespace Heddle::Ui
