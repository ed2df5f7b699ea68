// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/attachingqueue.h"
#include "ui/common/deliver.h"
#include <QFile>

namespace Heddle::Ui {

AttachingQueue::BatchPtr AttachingQueue::find(int view) const
{
    const auto found = std::find_if(m_batches.cbegin(), m_batches.cend(), [view](const BatchPtr &one) { return one->view == view; });
    return found == m_batches.cend() ? BatchPtr() : *found;
}

void AttachingQueue::add(int view, const QString &conversation, const QStringList &paths)
{
    BatchPtr batch = find(view);
    if (!batch) {
        batch = std::make_shared<Batch>(Batch { view, conversation, {}, {} });
        m_batches.push_back(batch);
    }
    for (const QString &path : paths) {
        if (!batch->paths.contains(path))
            batch->paths += path;
    }
    Q_EMIT changed();
    next(batch);
}

void AttachingQueue::resume(int view, const QString &conversation)
{
    if (!m_held.remove(view))
        return;
    if (const BatchPtr batch = find(view)) {
        if (!conversation.isEmpty())
            batch->conversation = conversation;
        next(batch);
    }
}

void AttachingQueue::show(int view, const QString &conversation)
{
    for (const BatchPtr &batch : m_batches) {
        if (!conversation.isEmpty() && batch->conversation == conversation)
            batch->view = view;
    }
}

QStringList AttachingQueue::reading(int view) const
{
    const BatchPtr batch = find(view);
    return batch ? batch->paths : QStringList();
}

void AttachingQueue::cancel(int view, const QString &path)
{
    const BatchPtr batch = find(view);
    if (!batch)
        return;
    if (batch->reading && batch->paths.first() == path) {
        std::stop_source stop = *batch->reading; // whose end resets it
        stop.request_stop();
        return;
    }
    batch->paths.removeOne(path);
    Q_EMIT changed();
}

void AttachingQueue::next(const BatchPtr &batch)
{
    if (batch->reading || m_held.contains(batch->view))
        return;
    if (batch->paths.isEmpty()) {
        std::erase(m_batches, batch);
        return;
    }
    batch->reading.emplace();
    // The group's stop is passed on for as long as it is read.
    using StopCallback = std::stop_callback<std::function<void()>>;
    const auto onGroup = std::make_shared<StopCallback>(m_tasks->token(), [stop = *batch->reading]() mutable { stop.request_stop(); });
    deliver(m_tasks, this, m_attachments->attach(batch->conversation, QFile::encodeName(batch->paths.first()), batch->reading->get_token()),
        [this, batch, onGroup](const Result<Attached> &read) { take(batch, read); });
}

void AttachingQueue::take(const BatchPtr &batch, const Result<Attached> &read)
{
    batch->reading.reset();
    batch->paths.removeFirst();
    if (read) {
        batch->conversation = read->conversation;
        Q_EMIT attached(batch->view, *read);
    } else if (!read.error().isCancelled()) {
        Q_EMIT failed(read.error().message);
    }
    Q_EMIT changed();
    next(batch);
}

} // namespace Heddle::Ui
