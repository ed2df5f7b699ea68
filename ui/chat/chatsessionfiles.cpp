// SPDX-License-Identifier: GPL-3.0-or-later
// The files that belong to the conversation that is shown.
#include "ui/chat/chatsession.h"
#include "ui/common/deliver.h"

namespace Heddle::Ui {

void ChatSession::attach(const QStringList &paths)
{
    m_attaching->add(m_view, m_conversation, paths);
}

void ChatSession::give(const QStringList &paths)
{
    deliver(m_tasks, this, m_conversations->attachments().tellApart(paths, m_tasks->token()),
        [this, view = m_view, conversation = m_conversation](const Result<Conversation::Attachments::Given> &given) {
            if (!given)
                return;
            if (!given->files.isEmpty())
                m_attaching->add(view, view == m_view ? m_conversation : conversation, given->files);
            for (const QString &folder : given->folders)
                Q_EMIT folderGiven(folder);
        });
}

void ChatSession::stopAttaching()
{
    for (const QString &path : reading())
        cancelAttaching(path);
}

void ChatSession::takeAttached(int view, const Conversation::Attachments::Attached &attached)
{
    if (view != m_view) { // another one is shown by now; a new one may be in the list
        Q_EMIT conversationChanged();
        return;
    }
    const bool begun = std::exchange(m_conversation, attached.conversation).isEmpty();
    m_attachments.removeIf([&](const Conversation::Attachment &one) { return one.path == attached.file.path; });
    m_attachments += attached.file;
    ++m_attachmentChanges;
    if (begun)
        Q_EMIT conversationChanged();
}

void ChatSession::detach(const QString &attachment)
{
    deliver(m_tasks, this, m_conversations->attachments().remove(attachment, m_tasks->token()),
        [this, attachment, view = m_view](const Status &removed) {
            if (m_view != view)
                return;
            if (!removed && !removed.error().isCancelled())
                Q_EMIT attachingFailed(removed.error().message);
            else if (removed && m_attachments.removeIf([&](const Conversation::Attachment &one) { return one.id == attachment; }))
                ++m_attachmentChanges;
            Q_EMIT attachmentsChanged();
        });
}

void ChatSession::loadAttachments()
{
    deliver(m_tasks, this, m_conversations->attachments().list(m_conversation, m_tasks->token()),
        [this, view = m_view, changes = m_attachmentChanges](const Result<QList<Conversation::Attachment>> &files) {
            if (m_view != view || !files)
                return;
            if (m_attachmentChanges != changes) // it was read before
                return loadAttachments();
            m_attachments = *files;
            Q_EMIT attachmentsChanged();
        });
}

} // namespace Heddle::Ui
