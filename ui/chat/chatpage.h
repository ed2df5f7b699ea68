// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/dialog/citation.h"
#include "ui/common/services.h"
#include <QWidget>
#include <optional>

class QLabel;
class QPushButton;
class QSplitter;
class QStackedWidget;
class QToolButton;
class QUrl;

namespace Heddle::Ui {

class ChatSession;
class FindBar;
class FlowStrip;
class HoverCard;
class QuestionField;
class SourcePanel;
class TranscriptView;
class Welcome;

//! \brief One conversation: the question field, what was asked and answered (ChatSession has it), and the document behind
//! a citation.
class ChatPage : public QWidget {
    Q_OBJECT
public:
    explicit ChatPage(Services services, QWidget *parent = nullptr);

    bool isAnswering() const;
    QString conversation() const;
    void openConversation(const QString &conversation);
    void newConversation();
    //! \brief Another program has written: shows what is new, unless an answer is on its way here.
    void reload();
    Welcome *welcome() const { return m_welcome; }
    SourcePanel *source() const { return m_source; }
    void focusQuestion();
    //! \brief What F6 goes to, in this order.
    QWidgetList parts() const;
    //! \brief Opens the search in the source where the focus is in it, else in the conversation.
    void focusFind();
    //! \brief Closes what lies on top (card, find field, editing), else stops the answer that is on its way.
    void stop();
    //! \brief Asks in a conversation. Where another one is shown, or an answer is on its way, the question is put into the
    //! field instead.
    void ask(const QString &conversation, const QString &question);
    //! \brief `question`: that they answer; empty: none that could be kept with them.
    void showSource(const QList<Dialog::Source> &sources, int index, const QString &question = {});
    //! \brief Opens citation n of the last answer.
    void openCitation(int n);
    //! \brief Another answer to the last question.
    void answerAgain();
    QByteArray splitterState() const;
    void restoreSplitter(const QByteArray &state);

Q_SIGNALS:
    //! \brief A question or answer was saved, or another conversation is shown.
    void conversationChanged();
    void answeringChanged();
    //! \brief The mind map of an answer.
    void mapRequested(const QString &conversation, const QString &message);

protected:
    void resizeEvent(QResizeEvent *event) override;
    bool eventFilter(QObject *object, QEvent *event) override;

private:
    QWidget *makeQuestionRow();
    void connectParts();
    void send();
    void edit(int exchange);
    void setEditing(std::optional<QString> before);
    void followLink(const QUrl &link);
    void act(const QString &action, int exchange);
    void openLink(const QUrl &link);
    void hover(const QUrl &link);
    void showMenu(const QPoint &at);
    void chooseLanguages();
    void find(const QString &text, bool backward);
    void draw(bool keepPlace = false);
    //! The source that a link "cite:EXCHANGE:N" names, as an index into the exchange's cited sources; -1: none.
    std::pair<QList<Dialog::Source>, int> sourcesOf(const QUrl &link) const;

    Services m_services;
    ChatSession *m_session;
    std::optional<QString> m_editing; //!< the message that the question in the field will follow
    Welcome *m_welcome;
    TranscriptView *m_transcript;
    QStackedWidget *m_stack;
    SourcePanel *m_source;
    HoverCard *m_card;
    QuestionField *m_question;
    FindBar *m_find;
    FlowStrip *m_flow;
    QPushButton *m_send;
    QToolButton *m_more;
    QAction *m_keywords, *m_languages;
    QWidget *m_editingBar;
    QSplitter *m_splitter;
};

} // namespace Heddle::Ui
