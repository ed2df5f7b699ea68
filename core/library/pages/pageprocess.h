// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/concurrency/settleonce.h"
#include "core/library/extract/inputfile.h"
#include <QCoroTask>
#include <QElapsedTimer>
#include <QJsonObject>
#include <QObject>
#include <QTimer>
#include <chrono>
#include <deque>
#include <memory>
#include <stop_token>

class QProcess;

namespace Heddle::Library {

struct PageLimits {
    std::chrono::milliseconds drawing { 20'000 }; //!< of a page; of opening the document, too
    std::chrono::milliseconds reading { 5'000 }; //!< of the words of some pages
    std::chrono::milliseconds overtaking { 300 }; //!< how long a request that nobody waits for may hold up others
    qint64 memoryBytes = qint64(2) << 30;
};

//! \brief The process that has one document open to draw its pages, and the requests that wait for it.
//!
//! It belongs to the event loop's thread, and never waits. The process is started when it is asked for something, gets one request
//! at a time, and is ended when it exceeds a limit, crashes, or answers what no helper of ours would; the next request finds a
//! new one.
class PageProcess : public QObject {
public:
    enum class Urgency { Drawing, Thumbnail, Searching };
    struct Request {
        QString name;
        QJsonValue arguments;
        int descriptor = -1; //!< open until the reply is there
        std::chrono::milliseconds limit { 0 };
        Urgency urgency = Urgency::Drawing;
        bool opens = false; //!< it brings the document itself, so that no "open" comes before it
    };

    PageProcess(InputFile document, const PageLimits &limits, QString program);
    ~PageProcess() override;

    //! \brief The reply to "open", from the process or as it was before. Errors as those of ask().
    QCoro::Task<Result<QJsonValue>> open(std::stop_token stop);
    //! \brief Sends a request when those before it are done. The caller keeps this object until the task ends.
    //! Errors: Cancelled; Timeout; Unreadable, when it can't be done or the process crashed (then it is retryable); Protocol, for
    //! an invalid reply; NotFound, when the document has changed; Programming, when no process can be started.
    QCoro::Task<Result<QJsonValue>> ask(Request request, std::stop_token stop);
    //! \brief Stops all requests, and ends the process until it is asked again.
    void rest();

private:
    using Answer = Concurrency::SettleOnce<Result<QJsonValue>>;
    struct Pending {
        int id = 0;
        Request request;
        std::shared_ptr<Answer> answer = std::make_shared<Answer>();
        bool repeated = false;
    };

    QCoro::Task<Result<QJsonValue>> wait(std::shared_ptr<Pending> pending, std::stop_token stop);
    void proceed();
    void start();
    void transmit(std::shared_ptr<Pending> pending);
    void read();
    void take(const QByteArray &line);
    void opened(const QJsonValue &reply);
    void processEnded();
    void fail(const Error &error);
    void end();

    const InputFile m_document;
    const PageLimits m_limits;
    const QString m_program;
    QProcess *m_process = nullptr;
    FileDescriptor m_requests; //!< this program's end of the socket
    std::deque<std::shared_ptr<Pending>> m_waiting;
    std::shared_ptr<Pending> m_running; //!< what the process is at
    QJsonValue m_opened = QJsonValue::Undefined; //!< the reply to the first "open"
    QElapsedTimer m_sent; //!< since m_running was sent
    QTimer m_deadline, m_overtaking;
    int m_lastId = 0;
};

} // namespace Heddle::Library
