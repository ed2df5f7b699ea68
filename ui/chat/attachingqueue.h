// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/concurrency/taskgroup.h"
#include "core/conversation/attachments.h"
#include <QObject>
#include <QSet>
#include <memory>
#include <vector>

namespace Heddle::Ui {

//! \brief Files that are being read for conversations, for each one after another. They are read to the end whatever conversation is
//! shown meanwhile. A conversation is known by the number of the view that shows it, since it may have no id yet.
class AttachingQueue : public QObject {
    Q_OBJECT
public:
    using Attached = Conversation::Attachments::Attached;
    AttachingQueue(Conversation::Attachments *attachments, Concurrency::TaskGroup *tasks, QObject *parent = nullptr)
        : QObject(parent), m_attachments(attachments), m_tasks(tasks)
    { }

    //! \param conversation empty: it begins with the first of the files
    void add(int view, const QString &conversation, const QStringList &paths);
    //! \brief The first question of a new conversation is being saved: nothing is attached before resume() gives its id.
    void hold(int view) { m_held += view; }
    //! \param conversation empty: it was not saved
    void resume(int view, const QString &conversation);
    //! \brief A conversation is shown by another view from now on.
    void show(int view, const QString &conversation);
    //! \brief The paths that are being read or wait for it.
    QStringList reading(int view) const;
    void cancel(int view, const QString &path);

Q_SIGNALS:
    void changed();
    void attached(int view, const Heddle::Conversation::Attachments::Attached &file);
    //! \brief Why, for the user, with the name of the file.
    void failed(const QString &message);

private:
    struct Batch {
        int view = 0;
        QString conversation;
        QStringList paths; //!< the first one is being read, where `reading` is set
        std::optional<std::stop_source> reading;
    };
    using BatchPtr = std::shared_ptr<Batch>;
    BatchPtr find(int view) const;
    void next(const BatchPtr &batch);
    void take(const BatchPtr &batch, const Result<Attached> &read);

    Conversation::Attachments *m_attachments;
    Concurrency::TaskGroup *m_tasks;
    std::vector<BatchPtr> m_batches;
    QSet<int> m_held;
};

} // namespace Heddle::Ui
