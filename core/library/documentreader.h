// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/library/extract/extractionprocess.h"
#include "core/library/scan.h"
#include "core/storage/libraryrepository.h"
#include <mutex>
#include <stop_token>

namespace Heddle::Library {

//! \brief A file to be read, and what the library knows of it so far.
struct FileTask {
    ScannedFile file;
    Storage::DocumentRow known; //!< id 0: new
};

enum class FileOutcome { Indexed, Unchanged, NoText, Failed, NotRead };

struct FileReport {
    QByteArray path;
    FileOutcome outcome = FileOutcome::Failed;
    QString reason;
    qint64 chunks = 0;
};

//! \brief Reads files of one folder of a collection into library.db: extract, chunk, compare with what is stored, log
//! what the index must do. Blocking, for the indexing pool; transactions of at most 500 chunks, one writer at a time.
class DocumentReader {
public:
    struct Target {
        QString collectionUuid;
        qint64 collectionId = 0;
        Storage::RootRow root;
    };
    DocumentReader(Storage::LibraryRepository library, Target target, std::shared_ptr<std::mutex> writer, ExtractionLimits limits)
        : m_library(std::move(library)), m_target(std::move(target)), m_writer(std::move(writer)), m_limits(limits)
    { }

    //! \brief Reads a file and stores it. An error is about the storage or a stop; a file's own trouble is its report.
    Result<FileReport> read(const FileTask &task, std::stop_token stop) const;
    //! \brief Removes documents whose files are gone.
    Status remove(const QList<qint64> &documentIds) const;

private:
    class Session;
    Storage::DocumentRow rowOf(const FileTask &task, const QString &state, const QString &reason) const;
    Status storeState(const Storage::DocumentRow &document, qint64 textToRemove) const;
    Result<FileReport> refuse(const FileTask &task, const QString &why) const;
    Result<FileReport> fail(const FileTask &task, const Error &error) const;

    Storage::LibraryRepository m_library;
    Target m_target;
    std::shared_ptr<std::mutex> m_writer;
    ExtractionLimits m_limits;
};

} // namespace Heddle::Library
