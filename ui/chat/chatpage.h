// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/chat/transcript.h"
#include "ui/common/services.h"
#include <QPointer>
#include <QWidget>

class QPushButton;
class QSplitter;
class QStackedWidget;
class QTextBrowser;
class QUrl;

namespace Heddle::Ui {

class FindBar;
class FlowStrip;
class HoverCard;
class QuestionField;
class SourcePanel;
class Welcome;

//! \brief One conversation: the question field, what was asked and answered, and the document behind a citation. The
//! conversation service owns the work: a page that is closed, or shows another conversation meanwhile, drops no turn.
class ChatPage : public QWidget {
    Q_OBJECT
public:
    explicit ChatPage(Services services, QWidget *parent = nullptr);

    bool isAnswering() const { return m_answering; }
    QString conversation() const { return m_conversation; }
    void openConversation(const QString &conversation);
    void newConversation();
    Welcome *welcome() const { return m_welcome; }
    SourcePanel *source() const { return m_source; }
    void focusQuestion();
    //! \brief What F6 goes to, in this order.
    QWidgetList parts() const;
    //! \brief Opens the search in the source where the focus is in it, else in the conversation.
    void focusFind();
    //! \brief Closes what lies on top (card, find field), else stops the answer that is on its way.
    void stop();
    //! \brief Opens citation n of the last answer.
    void openCitation(int n);
    QByteArray splitterState() const;
    void restoreSplitter(const QByteArray &state);

Q_SIGNALS:
    //! \brief A question or answer was saved, or another conversation is shown.
    void conversationChanged();
    void answeringChanged();

protected:
    void changeEvent(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    bool eventFilter(QObject *object, QEvent *event) override;

private:
    void send();
    void show(const Dialog::Event &event);
    void finish(const Result<Conversation::ConversationService::Answered> &answered);
    void openLink(const QUrl &link);
    void showSource(const QList<Dialog::Source> &sources, int index);
    void hover(const QUrl &link);
    void find(const QString &text, bool backward);
    void draw();
    void fitColumn();
    void setAnswering(bool answering);
    //! The source that a link "cite:EXCHANGE:N" names, as an index into the exchange's cited sources; -1: none.
    std::pair<QList<Dialog::Source>, int> sourcesOf(const QUrl &link) const;
    static QCoro::Task<void> ask(QPointer<ChatPage> page, Services services, std::stop_token groupStop, std::stop_source stop,
        QString question, QString conversation, int view);
    static QCoro::Task<void> load(QPointer<ChatPage> page, Services services, QString conversation, int view);

    Services m_services;
    QString m_conversation;
    QList<Exchange> m_exchanges;
    std::stop_source m_stop;
    bool m_answering = false;
    int m_view = 0; //!< counts the conversations that were shown here, so that a late answer knows its own
    Welcome *m_welcome;
    QTextBrowser *m_transcript;
    QStackedWidget *m_stack;
    SourcePanel *m_source;
    HoverCard *m_card;
    QuestionField *m_question;
    FindBar *m_find;
    FlowStrip *m_flow;
    QPushButton *m_send;
    QSplitter *m_splitter;
};

} // namespace Heddle::Ui
