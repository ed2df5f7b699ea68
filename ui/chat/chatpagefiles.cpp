// SPDX-License-Identifier: GPL-3.0-or-later
// Files and folders that are given to the chat page.
#include "ui/chat/chatpage.h"
#include "ui/chat/chatsession.h"
#include "ui/chat/givenfiles.h"
#include "ui/chat/questionbar.h"
#include <QDragEnterEvent>

namespace Heddle::Ui {

void ChatPage::connectFiles()
{
    connect(m_question, &QuestionBar::pathsGiven, this, &ChatPage::give);
    connect(m_session, &ChatSession::folderGiven, this, &ChatPage::folderGiven);
    connect(m_question, &QuestionBar::cancelAttachingRequested, m_session, &ChatSession::cancelAttaching);
    connect(m_question, &QuestionBar::detachRequested, m_session, &ChatSession::detach);
    connect(m_session, &ChatSession::attachmentsChanged, this,
        [this] { m_question->setAttachments(m_session->attachments(), m_session->reading()); });
    connect(m_session, &ChatSession::attachingFailed, m_question, &QuestionBar::showNotice);
}

void ChatPage::attach(const QStringList &paths)
{
    m_question->showNotice({});
    m_session->attach(paths);
}

void ChatPage::give(const QStringList &paths)
{
    m_question->showNotice({});
    m_session->give(paths);
}

void ChatPage::chooseFiles()
{
    m_question->chooseFiles();
}

void ChatPage::dragEnterEvent(QDragEnterEvent *event)
{
    if (pathsIn(event->mimeData()).isEmpty())
        return event->ignore();
    m_question->setDropTarget(true);
    event->acceptProposedAction();
}

void ChatPage::dragLeaveEvent(QDragLeaveEvent *event)
{
    m_question->setDropTarget(false);
    QWidget::dragLeaveEvent(event);
}

void ChatPage::dropEvent(QDropEvent *event)
{
    m_question->setDropTarget(false);
    event->acceptProposedAction();
    give(pathsIn(event->mimeData()));
}

} // namespace Heddle::Ui
