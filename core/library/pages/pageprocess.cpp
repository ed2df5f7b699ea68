// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/library/pages/pageprocess.h"
#include "core/concurrency/settledawaiter.h"
#include "core/library/extract/extractionprotocol.h"
#include "core/library/extract/readerprogram.h"
#include <QCoreApplication>
#include <QJsonDocument>
#include <QProcess>
#include <QSet>

namespace Heddle::Library {
namespace {

constexpr int CpuSeconds = 7200; //!< of one process; one that has used half of it is replaced by a new one
constexpr auto Open = "open";

QString tr(const char *text)
{
    return QCoreApplication::translate("Heddle::Library", text);
}

Error invalidReply()
{
    return { ErrorCode::Protocol, tr("The document reader returned invalid data."), {}, true };
}

//! Ends a process without waiting for it. One that hangs in the kernel, in a read from a lost network drive, ends when the drive
//! lets go of it, and QProcess would wait for that in its destructor.
void release(QProcess *process)
{
    static auto *const ending = new QSet<QProcess *>;
    process->disconnect();
    process->kill();
    if (process->state() == QProcess::NotRunning)
        return process->deleteLater();
    ending->insert(process);
    QObject::connect(process, &QProcess::finished, process, [process] {
        ending->remove(process);
        process->deleteLater();
    });
}

} // namespace

PageProcess::PageProcess(InputFile document, const PageLimits &limits, QString program)
    : m_document(std::move(document)), m_limits(limits), m_program(program.isEmpty() ? readerProgram() : std::move(program))
{
    m_deadline.setSingleShot(true);
    m_overtaking.setSingleShot(true);
    connect(&m_deadline, &QTimer::timeout, this, [this] {
        fail({ ErrorCode::Timeout, tr("It took longer than %1 s and was stopped.").arg(double(m_running->request.limit.count()) / 1000), {},
            true });
    });
    connect(&m_overtaking, &QTimer::timeout, this, &PageProcess::proceed);
}

PageProcess::~PageProcess()
{
    end();
}

void PageProcess::rest()
{
    for (const auto &pending : std::exchange(m_waiting, {}))
        pending->answer->settle(Error::cancelled());
    end();
}

void PageProcess::end()
{
    m_deadline.stop();
    m_overtaking.stop();
    m_requests.reset();
    if (m_process)
        release(std::exchange(m_process, nullptr));
    if (const auto running = std::exchange(m_running, nullptr))
        running->answer->settle(Error::cancelled());
}

QCoro::Task<Result<QJsonValue>> PageProcess::open(std::stop_token stop)
{
    const QJsonValue known = m_opened;
    if (!known.isUndefined())
        co_return known;
    Request request { QLatin1String(Open), true, m_document.descriptor(), m_limits.drawing, Urgency::Drawing, true };
    co_return co_await ask(std::move(request), std::move(stop));
}

QCoro::Task<Result<QJsonValue>> PageProcess::ask(Request request, std::stop_token stop)
{
    auto pending = std::make_shared<Pending>();
    pending->request = std::move(request);
    co_return co_await wait(std::move(pending), std::move(stop));
}

QCoro::Task<Result<QJsonValue>> PageProcess::wait(std::shared_ptr<Pending> pending, std::stop_token stop)
{
    // What is drawn comes before what is searched.
    auto place = m_waiting.end();
    while (place != m_waiting.begin() && (*std::prev(place))->request.urgency > pending->request.urgency)
        --place;
    m_waiting.insert(place, pending);
    const std::stop_callback onStop(stop, [this, answer = pending->answer] {
        if (answer->settle(Error::cancelled()))
            QMetaObject::invokeMethod(
                this, [this] { proceed(); }, Qt::QueuedConnection); // others may have waited for it
    });
    proceed();
    co_return co_await Concurrency::SettledAwaiter<Result<QJsonValue>>(pending->answer, this);
}

//! Sends the next request if the process is free, and frees it from one that nobody waits for any more.
void PageProcess::proceed()
{
    std::erase_if(m_waiting, [](const auto &pending) { return pending->answer->settled(); });
    if (m_waiting.empty())
        return;
    if (m_running) {
        if (!m_running->answer->settled())
            return;
        const auto left = m_limits.overtaking - std::chrono::milliseconds(m_sent.elapsed());
        if (left.count() > 0)
            return m_overtaking.start(left);
        end();
    }
    const auto next = m_waiting.front();
    if (!m_process)
        return start();
    m_waiting.pop_front();
    transmit(next);
}

void PageProcess::start()
{
    auto channel = DescriptorChannel::make();
    if (!channel)
        return fail(channel.error());
    m_requests = std::move(channel->program);
    m_process = new QProcess;
    prepareReader(*m_process, m_program, { QStringLiteral("--pages"), QString::number(m_limits.memoryBytes), QString::number(CpuSeconds) },
        channel->helper.get());
    QProcessEnvironment environment = m_process->processEnvironment();
    for (const char *name : { "HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME" }) { // where the user's own fonts are
        if (qEnvironmentVariableIsSet(name))
            environment.insert(QLatin1String(name), qEnvironmentVariable(name));
    }
    m_process->setProcessEnvironment(environment);
#ifndef __SANITIZE_ADDRESS__
    m_process->setStandardErrorFile(QProcess::nullDevice());
#endif
    connect(m_process, &QProcess::readyReadStandardOutput, this, &PageProcess::read);
    connect(m_process, &QProcess::finished, this, &PageProcess::processEnded);
    connect(m_process, &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart) {
            fail({ ErrorCode::Programming, tr("The document reader %1 could not be started; install Heddle again.").arg(m_program),
                m_process->errorString(), false });
        }
    });
    m_process->start();
    if (!m_process)
        return; // it could not be started, which is told already
    if (m_waiting.front()->request.opens) {
        const auto opening = m_waiting.front();
        m_waiting.pop_front();
        return transmit(opening);
    }
    auto opening = std::make_shared<Pending>();
    opening->request = { QLatin1String(Open), true, m_document.descriptor(), m_limits.drawing, Urgency::Drawing, true };
    transmit(std::move(opening));
}

void PageProcess::transmit(std::shared_ptr<Pending> pending)
{
    pending->id = ++m_lastId;
    m_running = std::move(pending);
    m_sent.start();
    m_deadline.start(m_running->request.limit);
    const Request &request = m_running->request;
    const QByteArray line = protocolLine({ { QStringLiteral("id"), m_running->id }, { request.name, request.arguments } });
    sendRequest(m_requests.get(), line, request.descriptor); // where nobody reads it, the process is about to end
}

void PageProcess::read()
{
    while (m_process && m_process->canReadLine())
        take(m_process->readLine());
    if (m_process && m_process->bytesAvailable() > MaxReplyLine)
        fail(invalidReply());
}

void PageProcess::take(const QByteArray &line)
{
    const QJsonObject reply = QJsonDocument::fromJson(line).object();
    if (!m_running || reply[QLatin1String("id")].toInt() != m_running->id || reply.size() != 2)
        return fail(invalidReply());
    m_deadline.stop();
    const auto done = std::exchange(m_running, nullptr);
    const QJsonValue result = reply[done->request.name];
    if (done->request.name == QLatin1String(Open)) {
        if (!result.isUndefined() && m_opened.isUndefined())
            m_opened = result;
        // Another process has opened the document before, and saw something else in it.
        if (result != m_opened || result.isUndefined()) {
            const Error error = m_opened.isUndefined()
                ? Error { ErrorCode::Unreadable, tr("The PDF can't be opened."), {}, false }
                : Error { ErrorCode::NotFound, tr("The file has changed while it was shown."), {}, true };
            m_running = done;
            return fail(error);
        }
    }
    done->answer->settle(
        result.isUndefined() ? Result<QJsonValue>(Error { ErrorCode::Unreadable, tr("It can't be drawn."), {}, false }) : result);
    proceed();
}

void PageProcess::processEnded()
{
    const bool inOrder = m_process->exitStatus() == QProcess::NormalExit && m_process->exitCode() == 0;
    // It had used up its time before it saw the request: that is no fault of this page.
    if (m_running && inOrder && !std::exchange(m_running->repeated, true) && m_running->request.name != QLatin1String(Open)) {
        m_waiting.push_front(std::exchange(m_running, nullptr));
        end();
        return proceed();
    }
    if (m_running)
        return fail({ ErrorCode::Unreadable, tr("The document reader stopped on it; the file may be damaged."), {}, true });
    end();
}

//! Ends the process. What it was at has failed; without a document, everything has.
void PageProcess::fail(const Error &error)
{
    const bool opening = !m_running || m_running->request.opens;
    if (const auto running = std::exchange(m_running, nullptr))
        running->answer->settle(error);
    end();
    if (opening) {
        for (const auto &pending : std::exchange(m_waiting, {}))
            pending->answer->settle(error);
    }
    proceed();
}

} // namespace Heddle::Library
