// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/library/extract/extractionprocess.h"
#include "core/library/extract/blocklimits.h"
#include "core/library/extract/extractionprotocol.h"
#include "core/library/extract/readerprogram.h"
#include "core/text/charsets.h"
#include <QCoreApplication>
#include <QDeadlineTimer>
#include <QJsonArray>
#include <QJsonDocument>
#include <QProcess>
#include <QRandomGenerator>

namespace Heddle::Library {
namespace {

constexpr qsizetype MaxErrorOutput = 2048; //!< bytes that are kept for the log
constexpr qsizetype MaxMessage = 500; //!< UTF-16 units of an error's message
constexpr qsizetype MaxCharset = 40; //!< of its name

QString tr(const char *text)
{
    return QCoreApplication::translate("Heddle::Library", text);
}

Error unreadable(const QString &message, const QString &detail = {})
{
    return { ErrorCode::Unreadable, message, detail, false };
}

//! What the helper may use over all its files; twice the time of one, so that each has enough.
QStringList argumentsFor(const ExtractionLimits &limits)
{
    return { QString::number(limits.memoryBytes), QString::number(2 * limits.total.count()) };
}

} // namespace

//! One file: what was asked, and what the helper answered to it.
class ExtractionProcess::Conversation {
public:
    Conversation(qint64 fileSize, const BlockSink &sink) : m_decoder(outputBudget(fileSize)), m_sink(sink) { }

    int id() const { return m_id; }
    //! The process had ended, or was still with an earlier file: that is no fault of this file.
    bool mustRepeat() const { return m_repeat; }
    //! The helper said what was wrong with the file, and is ready for another.
    bool endedInOrder() const { return m_endedInOrder; }
    void repeatUnlessAnswered() { m_repeat = !m_answered; }
    //! Takes a line of the helper's. \return The end, once it is there.
    std::optional<Result<Extracted>> take(const QByteArray &line)
    {
        const QJsonObject reply = QJsonDocument::fromJson(line).object();
        if (reply[QLatin1String("id")].toInt() != m_id) {
            repeatUnlessAnswered();
            return invalid();
        }
        m_answered = true;
        if (reply.contains(QLatin1String("alive")))
            return std::nullopt;
        if (const QJsonValue value = reply[QLatin1String("block")]; value.isObject()) {
            auto block = m_decoder.decode(value.toObject());
            if (!block)
                return block.error();
            if (!m_sink(std::move(*block)))
                return Error::cancelled();
            return std::nullopt;
        }
        if (const QJsonValue value = reply[QLatin1String("done")]; value.isObject())
            return extracted(value.toObject());
        if (const QJsonValue value = reply[QLatin1String("error")]; value.isObject()) {
            m_endedInOrder = true;
            const auto text = [&value](const char *key) { return value.toObject()[QLatin1String(key)].toString().left(MaxMessage); };
            return Error { ErrorCode::Unreadable, text("message"), text("detail"), value.toObject()[QLatin1String("retryable")].toBool() };
        }
        return invalid();
    }

private:
    static Error invalid() { return unreadable(tr("the document reader returned invalid data")); }
    static Result<Extracted> extracted(const QJsonObject &done)
    {
        Extracted result { done[QLatin1String("title")].toString().left(MaxTitle), done[QLatin1String("pages")].toInt(),
            done[QLatin1String("pages_without_text")].toInt(), done[QLatin1String("pages_unreadable")].toInt(),
            Text::charsetFor(done[QLatin1String("charset")].toString().left(MaxCharset).toLatin1()),
            done[QLatin1String("charset_certain")].toBool(true) };
        if (result.pages < 0 || result.pagesWithoutText < 0 || result.pagesUnreadable < 0
            || result.pagesUnreadable > result.pages - result.pagesWithoutText || result.pagesWithoutText > result.pages)
            return invalid();
        return result;
    }

    const int m_id = int(QRandomGenerator::global()->bounded(1, std::numeric_limits<int>::max()));
    BlockDecoder m_decoder;
    const BlockSink &m_sink;
    bool m_answered = false;
    bool m_repeat = false;
    bool m_endedInOrder = false;
};

ExtractionProcess::ExtractionProcess(ExtractionLimits limits, QString program)
    : m_limits(limits), m_program(program.isEmpty() ? readerProgram() : std::move(program))
{ }

ExtractionProcess::~ExtractionProcess()
{
    kill();
}

void ExtractionProcess::kill()
{
    m_requests.reset();
    if (!m_process)
        return;
    m_process->kill();
    const QDeadlineTimer limit(std::chrono::seconds(2));
    while (m_process->state() != QProcess::NotRunning && !limit.hasExpired())
        m_process->waitForReadyRead(20); // returns when the process ends, too
    // A process that hangs in the kernel, in a read from a lost network drive, ends when the drive lets go of it; QProcess would
    // wait for that in its destructor.
    if (m_process->state() != QProcess::NotRunning) [[maybe_unused]]
        const QProcess *left = m_process.release();
    m_process.reset();
}

Status ExtractionProcess::start()
{
    if (m_process)
        m_process->waitForReadyRead(0); // notices that it has ended
    if (m_process && m_process->state() == QProcess::Running)
        return Done {};
    kill();
    HEDDLE_TRY_VALUE(DescriptorChannel channel, DescriptorChannel::make());
    m_requests = std::move(channel.program);
    m_errorOutput.clear();
    m_process = std::make_unique<QProcess>();
    prepareReader(*m_process, m_program, argumentsFor(m_limits), channel.helper.get());
    m_process->start();
    if (m_process->waitForStarted(10'000))
        return Done {};
    Error error { ErrorCode::Programming, tr("the document reader %1 could not be started; install Heddle again").arg(m_program),
        m_process->errorString(), false };
    m_process.reset();
    return error;
}

Result<Extracted> ExtractionProcess::extract(const InputFile &file, const QString &type, const BlockSink &sink, std::stop_token stop)
{
    const QJsonObject what { { QStringLiteral("type"), type }, { QStringLiteral("charset"), QString::fromLatin1(file.charset()) } };
    return request(file, what, sink, stop);
}

Result<Extracted> ExtractionProcess::look(const InputFile &file, int pages, std::stop_token stop)
{
    const QJsonObject what { { QStringLiteral("type"), QStringLiteral("pdf") }, { QStringLiteral("look"), pages } };
    const BlockSink nothing = [](const Block &) { return true; };
    return request(file, what, nothing, stop);
}

Result<Extracted> ExtractionProcess::request(
    const InputFile &file, const QJsonObject &what, const BlockSink &sink, const std::stop_token &stop)
{
    HEDDLE_TRY_VALUE(const FileStamp stamp, file.stamp());
    constexpr int Attempts = 2;
    for (int attempt = 1;; ++attempt) {
        HEDDLE_TRY(start());
        Conversation conversation(stamp.size, sink);
        auto result = converse(conversation, file, what, stop);
        if (!result && !conversation.endedInOrder())
            kill(); // it may have been captured or damaged: the next file gets a fresh process
        if (result || !conversation.mustRepeat() || attempt == Attempts)
            return result;
    }
}

Result<Extracted> ExtractionProcess::converse(
    Conversation &conversation, const InputFile &file, QJsonObject what, const std::stop_token &stop)
{
    const QDeadlineTimer total(m_limits.total);
    what[QStringLiteral("id")] = conversation.id();
    if (!sendRequest(m_requests.get(), protocolLine(what), file.descriptor()))
        return stopped(conversation);
    while (true) {
        HEDDLE_TRY_VALUE(const QByteArray line, nextLine(conversation, total, stop));
        if (auto end = conversation.take(line))
            return *end;
    }
}

//! Waits for a line. What the sink does meanwhile (it may wait for the index) does not count as silence.
Result<QByteArray> ExtractionProcess::nextLine(Conversation &conversation, const QDeadlineTimer &total, const std::stop_token &stop)
{
    constexpr int StopInterval = 50; // ms
    const QDeadlineTimer silence(m_limits.silence);
    while (true) {
        m_errorOutput = (m_errorOutput + m_process->readAllStandardError()).right(MaxErrorOutput);
        if (stop.stop_requested())
            return Error::cancelled();
        if (total.hasExpired())
            return unreadable(tr("reading it took longer than %1 minutes").arg(m_limits.total.count() / 60));
        if (silence.hasExpired())
            return unreadable(tr("reading it stood still for %1 s").arg(m_limits.silence.count()));
        if (m_process->canReadLine())
            return m_process->readLine();
        if (m_process->bytesAvailable() > MaxReplyLine)
            return unreadable(tr("the document reader returned invalid data"), QStringLiteral("a line without end"));
        if (!m_process->waitForReadyRead(StopInterval) && m_process->state() != QProcess::Running && !m_process->canReadLine())
            return stopped(conversation);
    }
}

Error ExtractionProcess::stopped(Conversation &conversation)
{
    const QDeadlineTimer limit(std::chrono::seconds(1));
    while (m_process->state() != QProcess::NotRunning && !limit.hasExpired())
        m_process->waitForReadyRead(20); // it is on its way to its end
    m_errorOutput = (m_errorOutput + m_process->readAllStandardError()).right(MaxErrorOutput);
    const bool crashed = m_process->exitStatus() == QProcess::CrashExit;
    if (!crashed && m_process->exitCode() == 0)
        conversation.repeatUnlessAnswered(); // it had done its part with the file before
    const QString how = (crashed ? QStringLiteral("signal %1") : QStringLiteral("exit code %1")).arg(m_process->exitCode());
    return unreadable(tr("the document reader stopped on it (out of memory or damaged file)"),
        m_errorOutput.isEmpty() ? how : how + QLatin1String(": ") + QString::fromUtf8(m_errorOutput));
}

Result<QList<ReaderLock>> ExtractionProcess::locks(const QString &program, std::stop_token stop)
{
    QProcess process;
    prepareReader(process, program.isEmpty() ? readerProgram() : program, QStringList(QStringLiteral("--locks")) + argumentsFor({}));
    process.start();
    const QDeadlineTimer limit(std::chrono::seconds(10));
    while (!process.canReadLine() && !limit.hasExpired() && !stop.stop_requested()
        && (process.waitForReadyRead(100) || process.state() != QProcess::NotRunning))
        continue;
    const QJsonValue list = QJsonDocument::fromJson(process.readLine(MaxReplyLine)).object()[QLatin1String("locks")];
    process.kill();
    process.waitForReadyRead(1000);
    if (!list.isArray()) {
        return Error { ErrorCode::Programming,
            tr("the document reader %1 could not be started; install Heddle again").arg(process.program()),
            process.errorString() + QLatin1Char(' ') + QString::fromUtf8(process.readAllStandardError()), false };
    }
    QList<ReaderLock> locks;
    for (const QJsonValue &value : list.toArray()) {
        const QJsonObject lock = value.toObject();
        locks +=
            { lock[QLatin1String("name")].toString(), lock[QLatin1String("active")].toBool(), lock[QLatin1String("detail")].toString() };
    }
    return locks;
}

} // namespace Heddle::Library
