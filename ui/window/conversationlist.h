// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/conversation/conversationservice.h"
#include "ui/window/conversationsmodel.h"
#include <QWidget>

class QLineEdit;
class QListView;
class QMenu;
class QPushButton;

namespace Heddle::Ui {

class Chip;
class ConversationDelegate;
class ConversationFiles;
class IconButton;

//! \brief The conversations, searched by title and by what was said in them; they are renamed, pinned, labelled, archived, exported,
//! imported and deleted here, several at once; what was deleted or archived comes back as long as a toast says so.
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
    //! \brief One was chosen. `message`: the one that was found in it by `words`; empty where it was not looked for, or its title was
    //! found.
    void opened(const QString &conversation, const QString &message, const QString &words);
    void newConversation();
    //! \brief The list was filled again.
    void shown();
    //! \brief The one that is shown was deleted, or is back.
    void deleted(const QString &conversation);
    //! \brief Something could not be done; in words.
    void failed(const QString &message);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void refreshIfDue();
    void layOut();
    void connectParts();
    void open(const QModelIndex &index);
    QStringList chosen() const;
    void showMenu(const QModelIndex &index, const QPoint &global);
    void rename(const QString &id, const QString &title);
    void pin(const QStringList &ids, bool pinned);
    void archive(const QStringList &chosen, bool archived);
    void addLabels(QMenu *menu, const QStringList &ids, Conversation::Label now);
    void fillMenu();
    void setFilter(const Conversation::ListFilter &filter);
    void remove(const QStringList &ids);
    void showResult(const Status &result);
    void show(
        const QList<Conversation::Summary> &conversations, const QHash<QString, ConversationsModel::Found> &found, const QString &words);

    Conversation::ConversationService *m_conversations;
    Concurrency::TaskGroup *m_tasks;
    std::stop_source m_stop;
    QString m_current;
    QString m_words; //!< that the listed ones were found by
    Conversation::ListFilter m_filter;
    bool m_refreshDue = false; //!< once no title is being edited and no button is pressed
    bool m_pressed = false; //!< a button of the mouse, in the view
    bool m_menuAsked = false; //!< by the click that is on its way
    ConversationsModel *m_model;
    QLineEdit *m_search;
    QListView *m_view;
    QPushButton *m_new;
    ConversationDelegate *m_delegate;
    ConversationFiles *m_files;
    IconButton *m_more;
    Chip *m_filterChip; //!< what is listed, where it is not everything
};

} // namespace Heddle::Ui
