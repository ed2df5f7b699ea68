// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/library/extract/extractor.h"
#include <chrono>
#include <memory>

class QProcess;

namespace Heddle::Library {

//! \brief Limits of one file in the helper process.
struct ExtractionLimits {
    std::chrono::seconds silence { 60 }; //!< it must say something this often
    std::chrono::seconds total { 3600 };
    qint64 memoryBytes = qint64(2) << 30;
};

//! \brief One heddle-extract, owned by one indexing thread; started on first use, restarted when it died. A file that
//! crashes, hangs or overeats it ends in "could not be read: …" and the next file gets a fresh process.
class ExtractionProcess {
public:
    explicit ExtractionProcess(ExtractionLimits limits = {}, QString program = {});
    ~ExtractionProcess();

    Result<Extracted> extract(const std::filesystem::path &file, const QString &type, const BlockSink &sink, std::stop_token stop);

    //! \brief The helper beside this program, or $HEDDLE_EXTRACT.
    static QString defaultProgram();

private:
    Status start();
    void kill();

    ExtractionLimits m_limits;
    QString m_program;
    std::unique_ptr<QProcess> m_process;
};

//! \brief The helper's main loop: a request per line on standard input, events per line on standard output.
//! Request: {"path": base64 of the file name's bytes, "type"}. Events: {"block":…}, then {"done":…} or {"error":…}.
//! It ends when standard input does, in the middle of a file too: it never outlives the program that started it.
int runExtractionHelper(qint64 memoryBytes, const Extractor *(*extractorOf)(const QString &type) = &extractorFor);

} // namespace Heddle::Library
