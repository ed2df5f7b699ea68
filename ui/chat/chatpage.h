// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/concurrency/flowtrace.h"
#include "core/dialog/citation.h"
#include "core/library/catalog.h"
#include "ui/chat/transcriptlink.h"
#include <QWidget>
#include <functional>
#include <optional>

class QSplitter;
class QStackedWidget;
class QUrl;

namespace Heddle::Ui {

struct AnswerModel;
class ChatHeader;
class ChatSession;
class FindBar;
class FlowStrip;
class HoverCard;
class QuestionBar;
class SourcePanel;
class TranscriptView;
class Welcome;

//! \brief One conversation: the question field, what was asked and answered (ChatSession has it), and the document behind
//! a citation.
class ChatPage : public QWidget {
    Q_OBJECT
public:
    //! \brief The page owns `session` and `source`.
    //! \param model What answers questions; asked whenever the conversation is drawn.
    ChatPage(ChatSession *session, SourcePanel *source, std::function<AnswerModel()> model, QWidget *parent = nullptr);
    ~ChatPage() override;

    bool isAnswering() const;
    QString conversation() const;
    void openConversation(const QString &conversation);
    //! \brief Opens a conversation, on the branch of a message that was found in it, at the words.
    void openFound(const QString &conversation, const QString &message, const QString &words);
    void newConversation();
    //! \brief Another program has written: shows what is new, unless an answer is on its way here.
    void reload();
    Welcome *welcome() const { return m_welcome; }
    SourcePanel *source() const { return m_source; }
    //! \brief What questions can be limited to.
    void setCollections(const QList<Library::Collection> &collections);
    void focusQuestion();
    //! \brief What F6 goes to, in this order.
    QWidgetList parts() const;
    //! \brief Opens the search in the source where the focus is in it, else in the conversation.
    void focusFind();
    //! \brief Closes what lies on top (card, find field, editing, document), else stops the answer that is on its way.
    void stop();
    //! \brief Copies the last answer.
    void copyAnswer();
    //! \brief Another model may answer from now on.
    void showModel();
    //! \brief Asks in a conversation. Where another one is shown, or an answer is on its way, the question is put into the
    //! field instead.
    void ask(const QString &conversation, const QString &question);
    //! \brief `question`: that they answer; empty: none that could be kept with them.
    void showSource(const QList<Dialog::Source> &sources, int index, const QString &question = {});
    //! \brief Opens citation n of the last answer.
    void openCitation(int n);
    //! \brief Another answer to the last question.
    void answerAgain();
    //! \brief Attaches files to the conversation that is shown.
    void attach(const QStringList &paths);
    //! \brief The same, of paths that may be those of folders.
    void give(const QStringList &paths);
    //! \brief Asks for files to attach.
    void chooseFiles();
    QByteArray splitterState() const;
    void restoreSplitter(const QByteArray &state);

Q_SIGNALS:
    //! \brief A question or answer was saved, or another conversation is shown.
    void conversationChanged();
    void answeringChanged();
    //! \brief The mind map of an answer.
    void mapRequested(const QString &conversation, const QString &message);
    //! \brief The page has no questions to begin with for what can be asked now (Library::Collection::id; 0: all).
    void startersRequested(qint64 collection);
    //! \brief The steps of a question. `flow`: in the log of this run, 0: it isn't there; then `kept` is what is known of them.
    void flowRequested(quint64 flow, const Heddle::Concurrency::FlowTrace &kept);
    //! \brief The user wants another chat model, or one at all.
    void modelSettingsRequested();
    //! \brief The list of conversations, for which there was no room.
    void listRequested();
    //! \brief A folder was dropped or pasted, which can be added to the library.
    void folderGiven(const QString &path);
    //! \brief Why something is not in an answer. `used`: the chunks that the answer cites.
    void absenceRequested(const QString &question, const QStringList &used);

protected:
    void resizeEvent(QResizeEvent *event) override;
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dragLeaveEvent(QDragLeaveEvent *event) override;
    void dropEvent(QDropEvent *event) override;
    bool eventFilter(QObject *object, QEvent *event) override;

private:
    void layOut();
    void connectParts();
    void connectFiles();
    void connectSource();
    void closeSource();
    void showHeader();
    void find(const QString &text, bool backward);
    void draw(bool keepPlace = false);
    void showFound();

    // Links and the menu of the transcript: chatpagelinks.cpp
    void followLink(const QUrl &url);
    void follow(const TranscriptLink::Citation &citation);
    void follow(const TranscriptLink::Action &action);
    void follow(const TranscriptLink::Version &version);
    void follow(const TranscriptLink::AskRelated &related);
    void follow(const TranscriptLink::Earlier &earlier);
    void follow(const TranscriptLink::Web &web);
    void hover(const QUrl &url);
    void showMenu(const QPoint &at);
    //! The cited sources of an exchange.
    struct CitedSources {
        QList<Dialog::Source> sources;
        int index = -1; //!< of the one that the citation names; -1: there is none
    };
    CitedSources sourcesOf(const TranscriptLink::Citation &citation) const;

    ChatSession *m_session;
    std::function<AnswerModel()> m_model;
    ChatHeader *m_header;
    QList<Library::Collection> m_collections;
    qint64 m_collection = 0; //!< that questions are asked of; 0: all
    Welcome *m_welcome;
    TranscriptView *m_transcript;
    QStackedWidget *m_stack;
    SourcePanel *m_source;
    HoverCard *m_card;
    TranscriptLink::Citation m_hovered; //!< what the card is about
    std::optional<TranscriptLink::Citation> m_opened; //!< whose document was opened last
    //! A message that is shown once it is loaded.
    struct Found {
        QString message, words;
        bool branchAsked = false; //!< it is not on the branch that was shown
    };
    std::optional<Found> m_found;
    QuestionBar *m_question;
    FindBar *m_find;
    FlowStrip *m_flow;
    QSplitter *m_splitter;
    int m_sourceWidth; //!< of the document, as the user has dragged it
};

} // namespace Heddle::Ui
