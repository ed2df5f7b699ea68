// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/concurrency/taskgroup.h"
#include "core/conversation/conversationservice.h"
#include "ui/chat/transcript.h"
#include <QPointer>
#include <QWidget>

class QLineEdit;
class QPushButton;
class QSplitter;
class QTextBrowser;
class QUrl;

namespace Heddle::Ui {

//! \brief Question field, conversation, and the passage behind a citation. The conversation service owns the work: a
//! page that is closed drops no turn.
class ChatPage : public QWidget {
    Q_OBJECT
public:
    ChatPage(Conversation::ConversationService *service, Concurrency::TaskGroup *tasks, QWidget *parent = nullptr);

    bool isAnswering() const { return m_answering; }
    //! \brief Rich text shown while there is no question yet.
    void setWelcome(const QString &html);
    void focusQuestion();
    void stop();

Q_SIGNALS:
    //! \brief A link of the welcome text other than a citation.
    void linkActivated(const QUrl &link);

protected:
    void changeEvent(QEvent *event) override;

private:
    void send();
    void show(const Dialog::Event &event);
    void finish(const Result<Conversation::ConversationService::Answered> &answered);
    void openLink(const QUrl &link);
    void draw();
    static QCoro::Task<void> ask(QPointer<ChatPage> page, Conversation::ConversationService *service, std::stop_token groupStop,
        std::stop_source stop, QString question, QString conversation);

    Conversation::ConversationService *m_service;
    Concurrency::TaskGroup *m_tasks;
    QString m_welcome, m_conversation;
    QList<Exchange> m_exchanges;
    std::stop_source m_stop;
    bool m_answering = false;
    QTextBrowser *m_transcript, *m_source;
    QLineEdit *m_question;
    QPushButton *m_send;
    QSplitter *m_splitter;
};

} // namespace Heddle::Ui
