// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/conversation/conversationservice.h"
#include <QWidget>

class QLineEdit;
class QListView;
class QPushButton;

namespace Heddle::Ui {

class ConversationDelegate;
class ConversationsModel;

//! \brief The conversations, searched by title and by what was said in them; they are renamed, pinned, exported and deleted here,
//! several at once; what was deleted comes back as long as a toast says so.
class ConversationList : public QWidget {
    Q_OBJECT
public:
    //! \brief Exports are made in the pool `exports`.
    ConversationList(Conversation::ConversationService *conversations, Concurrency::WorkPool *exports, Concurrency::TaskGroup *tasks,
        QWidget *parent = nullptr);

    void refresh();
    void setCurrent(const QString &conversation);
    //! \brief The title of one that is listed; empty: it isn't.
    QString titleOf(const QString &conversation) const;

Q_SIGNALS:
    void opened(const QString &conversation);
    void newConversation();
    //! \brief The list was filled again.
    void shown();
    //! \brief The one that is shown was deleted, or is back.
    void deleted(const QString &conversation);
    //! \brief Something could not be done; in words.
    void failed(const QString &message);

private:
    void layOut();
    void connectParts();
    void open(const QModelIndex &index);
    QStringList chosen() const;
    void showMenu(const QModelIndex &index, const QPoint &global);
    void rename(const QString &id, const QString &title);
    void pin(const QStringList &ids, bool pinned);
    void exportAs(const QString &id, const QString &title, const QString &format);
    void remove(const QStringList &ids);
    void showResult(const Status &result);
    void show(const QList<Conversation::Summary> &conversations, const QHash<QString, QString> &excerpts);

    Conversation::ConversationService *m_conversations;
    Concurrency::WorkPool *m_exports;
    Concurrency::TaskGroup *m_tasks;
    std::stop_source m_stop;
    QString m_current;
    bool m_refreshDue = false; //!< once no title is being edited
    bool m_menuAsked = false; //!< by the click that is on its way
    ConversationsModel *m_model;
    QLineEdit *m_search;
    QListView *m_view;
    QPushButton *m_new;
    ConversationDelegate *m_delegate;
};

} // namespace Heddle::Ui
