// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/library/extract/extractionprocess.h"
#include <QCoreApplication>
#include <QDeadlineTimer>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <iostream>
#include <mutex>
#include <string>
#include <thread>
#ifdef Q_OS_UNIX
#include <sys/resource.h>
#endif

namespace Heddle::Library {
namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Heddle::Library", text);
}

QByteArray line(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact) + '\n';
}

class RequestQueue {
public:
    void add(std::string request)
    {
        const std::scoped_lock lock(m_mutex);
        m_requests.push_back(std::move(request));
        m_changed.notify_one();
    }
    std::string next()
    {
        std::unique_lock lock(m_mutex);
        m_changed.wait(lock, [this] { return !m_requests.empty(); });
        std::string request = std::move(m_requests.front());
        m_requests.pop_front();
        return request;
    }

private:
    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::deque<std::string> m_requests;
};

} // namespace

QString ExtractionProcess::defaultProgram()
{
    if (const QString named = qEnvironmentVariable("HEDDLE_EXTRACT"); !named.isEmpty())
        return named;
    const QString here = QCoreApplication::applicationDirPath();
    for (const char *place :
        { "/heddle-extract", "/../libexec/heddle/heddle-extract", "/../app/heddle-extract", "/../../app/heddle-extract" }) {
        if (const QFileInfo file(here + QLatin1String(place)); file.isExecutable())
            return file.canonicalFilePath();
    }
    return here + QLatin1String("/heddle-extract");
}

ExtractionProcess::ExtractionProcess(ExtractionLimits limits, QString program)
    : m_limits(limits), m_program(program.isEmpty() ? defaultProgram() : std::move(program))
{ }

ExtractionProcess::~ExtractionProcess()
{
    kill();
}

void ExtractionProcess::kill()
{
    if (!m_process)
        return;
    m_process->kill();
    QDeadlineTimer limit(std::chrono::seconds(5));
    while (m_process->state() != QProcess::NotRunning && !limit.hasExpired())
        m_process->waitForReadyRead(20); // returns when the process ends, too
    m_process.reset();
}

Status ExtractionProcess::start()
{
    if (m_process && m_process->state() == QProcess::Running)
        return Done {};
    m_process = std::make_unique<QProcess>();
    m_process->setProgram(m_program);
    m_process->setArguments({ QString::number(m_limits.memoryBytes) });
    m_process->setProcessChannelMode(QProcess::ForwardedErrorChannel);
    m_process->start();
    if (m_process->waitForStarted(10'000))
        return Done {};
    Error error { ErrorCode::Programming, tr("the reading program %1 could not be started; install Heddle again").arg(m_program),
        m_process->errorString(), false };
    m_process.reset();
    return error;
}

Result<Extracted> ExtractionProcess::extract(
    const std::filesystem::path &file, const QString &type, const BlockSink &sink, std::stop_token stop)
{
    HEDDLE_TRY(start());
    const std::string &path = file.native();
    m_process->write(line({ { QStringLiteral("path"), QString::fromLatin1(QByteArray(path.data(), qsizetype(path.size())).toBase64()) },
        { QStringLiteral("type"), type } }));
    const QDeadlineTimer total(m_limits.total);
    while (true) {
        // What the sink does meanwhile (it may wait for the index) does not count as silence.
        const QDeadlineTimer silence(m_limits.silence);
        while (true) {
            if (stop.stop_requested()) {
                kill();
                return Error::cancelled();
            }
            if (silence.hasExpired() || total.hasExpired()) {
                kill();
                const QString why = total.hasExpired() ? tr("reading it took longer than %1 minutes").arg(m_limits.total.count() / 60)
                                                       : tr("reading it stood still for %1 s").arg(m_limits.silence.count());
                return Error { ErrorCode::Unreadable, why, {}, false };
            }
            if (m_process->canReadLine())
                break;
            if (!m_process->waitForReadyRead(50) && m_process->state() != QProcess::Running && !m_process->canReadLine()) {
                const QString how =
                    m_process->exitStatus() == QProcess::CrashExit ? QStringLiteral("signal %1") : QStringLiteral("exit code %1");
                const QString detail = how.arg(m_process->exitCode());
                kill();
                return Error { ErrorCode::Unreadable, tr("the reading program stopped on it (out of memory or damaged file)"), detail,
                    false };
            }
        }
        const QJsonObject event = QJsonDocument::fromJson(m_process->readLine()).object();
        if (const QJsonValue value = event[QLatin1String("block")]; value.isObject()) {
            const QJsonObject o = value.toObject();
            Block block { Block::Kind(o[QLatin1String("kind")].toInt()), o[QLatin1String("text")].toString(), {},
                o[QLatin1String("page")].toInt() };
            for (const QJsonValue &heading : o[QLatin1String("headings")].toArray())
                block.headings += heading.toString();
            if (!sink(std::move(block))) {
                kill();
                return Error::cancelled();
            }
        } else if (event.contains(QLatin1String("done"))) {
            const QJsonObject done = event[QLatin1String("done")].toObject();
            return Extracted { done[QLatin1String("title")].toString(), done[QLatin1String("pages")].toInt(),
                done[QLatin1String("pages_without_text")].toInt() };
        } else {
            return Error { ErrorCode::Unreadable, event[QLatin1String("error")].toString(tr("the reading program answered nonsense")),
                event[QLatin1String("detail")].toString(), event[QLatin1String("retryable")].toBool() };
        }
    }
}

int runExtractionHelper(qint64 memoryBytes, const Extractor *(*extractorOf)(const QString &type))
{
#if defined(Q_OS_UNIX) && !defined(__SANITIZE_ADDRESS__)
    const rlimit memory { rlim_t(memoryBytes), rlim_t(memoryBytes) };
    setrlimit(RLIMIT_AS, &memory);
    const rlimit noCore { 0, 0 };
    setrlimit(RLIMIT_CORE, &noCore);
#else
    Q_UNUSED(memoryBytes)
#endif
    const auto write = [](const QJsonObject &object) {
        const QByteArray bytes = line(object);
        return std::fwrite(bytes.constData(), 1, size_t(bytes.size()), stdout) == size_t(bytes.size());
    };
    RequestQueue requests;
    std::thread([&requests] {
        for (std::string request; std::getline(std::cin, request);)
            requests.add(std::move(request));
        std::_Exit(0);
    }).detach();
    while (true) {
        const std::string request = requests.next();
        const QJsonObject o = QJsonDocument::fromJson(QByteArray::fromStdString(request)).object();
        const QByteArray path = QByteArray::fromBase64(o[QLatin1String("path")].toString().toLatin1());
        const Extractor *extractor = extractorOf(o[QLatin1String("type")].toString());
        Result<Extracted> result = Error { ErrorCode::Unreadable, tr("not read: %1").arg(o[QLatin1String("type")].toString()), {}, false };
        if (extractor) {
            result = extractor->extract(std::filesystem::path(path.toStdString()), [&](const Block &block) {
                return write({ { QStringLiteral("block"),
                    QJsonObject { { QStringLiteral("kind"), int(block.kind) }, { QStringLiteral("text"), block.text },
                        { QStringLiteral("page"), block.page },
                        { QStringLiteral("headings"), QJsonArray::fromStringList(block.headings) } } } });
            });
        }
        if (result) {
            write({ { QStringLiteral("done"),
                QJsonObject { { QStringLiteral("title"), result->title }, { QStringLiteral("pages"), result->pages },
                    { QStringLiteral("pages_without_text"), result->pagesWithoutText } } } });
        } else {
            write({ { QStringLiteral("error"), result.error().message }, { QStringLiteral("detail"), result.error().detail },
                { QStringLiteral("retryable"), result.error().retryable } });
        }
        std::fflush(stdout);
    }
}

} // namespace Heddle::Library
