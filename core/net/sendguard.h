// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/concurrency/contents.h"
#include "core/concurrency/taskgroup.h"
#include "core/concurrency/workpool.h"
#include "core/net/httpmessage.h"
#include <QCoroTask>
#include <QHash>
#include <functional>
#include <memory>

namespace Heddle::Net {

//! \brief The collections whose text never leaves this computer.
struct Sealed {
    QHash<QString, QString> names; //!< by the collection's id

    bool isEmpty() const { return names.isEmpty(); }
    bool holds(const QString &collection) const { return names.contains(collection); }
    //! \brief The names of those that are in something; sorted.
    QStringList among(const Concurrency::Contents &contents) const;
    //! \brief Whether something may leave: nothing sealed is in it, and it is known what is.
    bool allows(const Concurrency::Contents &contents) const;
};

//! \brief Looks at each request before it leaves: one with sealed contents goes to this computer or nowhere. All clients ask it, so
//! that no caller can forget to. What is sealed is read anew for each request, so that a seal which another program has set a
//! moment ago holds.
//!
//! This computer is a loopback address, unless the request asks for a model that the server there has computed elsewhere (Ollama's
//! "-cloud" models). A program on this computer that forwards what it gets is beyond what can be seen from here.
class SendGuard {
public:
    using Reader = std::function<Result<Sealed>()>; //!< blocking, from any thread
    //! \brief A request that has left this computer.
    struct Departure {
        QString host; //!< scheme://host:port, with the model where that is what takes it elsewhere
        qint64 bytes = 0;
        int passages = 0;
    };
    using Recorder = std::function<void(const Departure &)>; //!< must not block; from any thread
    using ContentsPtr = std::shared_ptr<const Concurrency::Contents>; //!< null: nobody has said

    //! \brief `tasks` holds questions that are being answered, and is drained before this goes.
    SendGuard(Reader read, Recorder record, Concurrency::TaskGroup *tasks)
        : m_read(std::move(read)), m_record(std::move(record)), m_tasks(tasks)
    { }
    //! \brief Whether a request to this address, for this model, leaves the computer.
    static bool leaves(const QUrl &url, const QString &model = {});
    //! \brief Whether a request to a server leaves the computer, for tests whose servers are all on it.
    void setElsewhere(std::function<bool(const QUrl &)> isElsewhere) { m_isElsewhere = std::move(isElsewhere); }
    bool isElsewhere(const QUrl &url, const QString &model = {}) const
    {
        return leaves(url, model) || (m_isElsewhere && m_isElsewhere(url));
    }
    //! \brief The same for whoever has a client, which may be gone or have no guard.
    template <class Client>
    static bool isElsewhere(const Client &client, const QUrl &url, const QString &model)
    {
        return client && client->guard() ? client->guard()->isElsewhere(url, model) : leaves(url, model);
    }

    //! \brief Whether the request has to be looked at: it has something in it, and it leaves.
    bool concerns(const HttpRequest &request) const { return !request.body.isEmpty() && isElsewhere(request.url, request.model); }
    //! \brief Whether it may leave. Blocking. Errors: Withheld, with the names of what is sealed; those of reading what is sealed, since
    //! then nobody knows.
    Status verdict(const HttpRequest &request, const ContentsPtr &contents) const;
    //! \brief The same without blocking; `then` is called from the event loop.
    void ask(const HttpRequest &request, const ContentsPtr &contents, std::function<void(const Status &)> then);
    //! \brief What is sealed now. Blocking.
    Result<Sealed> sealed() const { return m_read(); }
    QCoro::Task<Result<Sealed>> sealedNow();
    //! \brief Notes a request that leaves and is on its way.
    void noteSent(const HttpRequest &request, const ContentsPtr &contents) const;

private:
    QCoro::Task<void> answer(HttpRequest request, ContentsPtr contents, std::function<void(const Status &)> then);

    const Reader m_read;
    const Recorder m_record;
    Concurrency::TaskGroup *const m_tasks;
    std::function<bool(const QUrl &)> m_isElsewhere;
    Concurrency::WorkPool m_pool { QStringLiteral("seals"), 1 };
};

//! \brief What is sealed now; nothing where there is no guard.
QCoro::Task<Result<Sealed>> sealedNow(std::shared_ptr<SendGuard> guard);

} // namespace Heddle::Net
