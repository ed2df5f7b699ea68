// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/library/extract/extractor.h"
#include "core/library/extract/readerlocks.h"
#include <chrono>
#include <memory>
#include <stop_token>

class QDeadlineTimer;
class QJsonObject;
class QProcess;

namespace Heddle::Library {

//! \brief Limits of one file in the helper process.
struct ExtractionLimits {
    std::chrono::seconds silence { 60 }; //!< it must say something this often
    std::chrono::seconds total { 3600 };
    qint64 memoryBytes = qint64(2) << 30;
};

//! \brief One heddle-extract, owned by one indexing thread; started on first use.
//!
//! The helper gets an empty environment, locks itself in, and reads the documents that are sent to it as open descriptors.
//! What it answers is as untrusted as the documents are. A file that crashes it, hangs, or goes beyond a limit ends in
//! "could not be read: …", and the next file gets a fresh process.
class ExtractionProcess {
public:
    explicit ExtractionProcess(ExtractionLimits limits = {}, QString program = {});
    ~ExtractionProcess();

    Result<Extracted> extract(const InputFile &file, const QString &type, const BlockSink &sink, std::stop_token stop);

    //! \brief Looks into some pages of a PDF, `pages` at most, until one has text. \return The pages that were looked at, and those of
    //! them without text: all where the PDF is a scan.
    Result<Extracted> look(const InputFile &file, int pages, std::stop_token stop);

    //! \brief Starts a helper that locks itself in, and returns which locks hold on this system. Blocks for some milliseconds.
    static Result<QList<ReaderLock>> locks(const QString &program = {}, std::stop_token stop = {});

private:
    class Conversation;
    Status start();
    void kill();
    Result<Extracted> request(const InputFile &file, const QJsonObject &what, const BlockSink &sink, const std::stop_token &stop);
    Result<Extracted> converse(Conversation &conversation, const InputFile &file, QJsonObject what, const std::stop_token &stop);
    Result<QByteArray> nextLine(Conversation &conversation, const QDeadlineTimer &total, const std::stop_token &stop);
    Error stopped(Conversation &conversation);

    ExtractionLimits m_limits;
    QString m_program;
    std::unique_ptr<QProcess> m_process;
    FileDescriptor m_requests; //!< this program's end of the socket
    QByteArray m_errorOutput; //!< the last that the helper wrote to standard error
};

} // namespace Heddle::Library
