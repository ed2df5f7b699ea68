// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/conversation/attachments.h"
#include "core/dialog/dialogservice.h"
#include "core/library/catalog.h"
#include <QWidget>
#include <optional>

class QLabel;
class QMenu;
class QPushButton;

namespace Heddle::Ui {

class AttachmentChips;
class Chip;
class IconButton;
class QuestionField;

//! \brief What answers questions: a chat model, or none.
struct AnswerModel {
    QString name; //!< empty: none is set up, answers are quoted
    QString host; //!< where it runs; empty: on this computer
};

//! \brief The row below a conversation: the field for the question, the files that belong to the conversation, what the question is
//! asked of, what answers it, and Send, which stops the answer that is on its way. Above it, while an earlier question is changed, a
//! word about that.
class QuestionBar : public QWidget {
    Q_OBJECT
public:
    explicit QuestionBar(QWidget *parent = nullptr);
    //! \brief In place of a collection: questions are asked of the attached files alone.
    static constexpr qint64 OnlyAttached = -1;

    QuestionField *field() const { return m_field; }
    void focusField();
    //! \brief Puts a question into the field, for the user to send.
    void setQuestion(const QString &question);
    //! \brief Changes an earlier question; `before`: the message that it follows.
    void edit(const QString &question, const QString &before);
    bool isEditing() const { return m_editing.has_value(); }
    void cancelEditing();
    //! \brief Send becomes Stop.
    void setAnswering(bool answering);
    //! \brief The collections that questions can be limited to; the choice stays where its collection is still there.
    void setCollections(const QList<Library::Collection> &collections);
    //! \brief The files of the conversation, and the paths of those that are being read: until then no question is sent.
    void setAttachments(const QList<Conversation::Attachment> &files, const QStringList &reading);
    //! \brief What went wrong with a file; it stays until the next question or file.
    void showNotice(const QString &notice);
    //! \brief Asks for files to attach.
    void chooseFiles();
    //! \brief A ring says that what is dragged would be taken.
    void setDropTarget(bool on);
    //! \brief How questions are asked, and what answers them.
    void setOptions(const Dialog::QuestionOptions &options, const AnswerModel &model);
    //! \brief Whether a conversation has begun, so that the next question follows others.
    void setFollowsUp(bool followsUp);

Q_SIGNALS:
    //! \brief `before`: the message that the question follows, where an earlier one is changed.
    void askRequested(const QString &question, const std::optional<QString> &before);
    void stopRequested();
    //! \brief Files and folders were chosen or pasted.
    void pathsGiven(const QStringList &paths);
    void detachRequested(const QString &attachment);
    //! \brief A file need not be read any more.
    void cancelAttachingRequested(const QString &path);
    //! \brief Questions are asked of this collection (Library::Collection::id) from now on; 0: of all; OnlyAttached.
    void scopeChanged(qint64 collection);
    void optionsChanged(const Heddle::Dialog::QuestionOptions &options);
    //! \brief The user wants another model, or one at all.
    void modelSettingsRequested();

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    QWidget *makeEditingBar();
    QWidget *makeRow();
    void setUpChips();
    void showModel();
    void showScopes();
    void send();
    void setEditing(std::optional<QString> before);
    void chooseLanguages();
    void setScope(qint64 collection, const QString &name);

    QuestionField *m_field;
    AttachmentChips *m_files;
    QLabel *m_notice;
    IconButton *m_attach;
    QFrame *m_composer = nullptr;
    QList<Library::Collection> m_collections;
    int m_attached = 0; //!< files
    bool m_reading = false;
    QPushButton *m_send;
    Chip *m_scope, *m_model;
    QMenu *m_scopeMenu, *m_modelMenu;
    qint64 m_collection = 0; //!< that questions are asked of; 0: all
    QAction *m_keywords, *m_languages;
    QLayout *m_around = nullptr; //!< of the frame with field and chips
    QWidget *m_editingBar;
    Dialog::QuestionOptions m_options;
    AnswerModel m_answers;
    std::optional<QString> m_editing; //!< the message that the question in the field will follow
    bool m_answering = false;
};

} // namespace Heddle::Ui
