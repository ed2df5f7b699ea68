// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/concurrency/eventcount.h"
#include "core/library/extract/extractionprocess.h"
#include "core/library/scan.h"
#include "core/storage/libraryrepository.h"
#include <mutex>
#include <stop_token>

namespace Heddle::Library {

enum class FileOutcome { Indexed, Unchanged, NoText, Failed, NotRead };

//! \brief What became of a file that isn't read again, by the state of its document.
FileOutcome outcomeFromState(const QString &state);

//! \brief What is stored with a document that could not be read, or had no text: the same as long as reading it again would end
//! the same.
qint64 readIdentity(const FileStamp &stamp);
//! \brief The status time (FileStamp::statusNs) that a file had when it was read; 0 where none is stored.
qint64 statusTimeOf(const Storage::KnownFile &file);

struct FileReport {
    QByteArray path;
    FileOutcome outcome = FileOutcome::Failed;
    QString reason;
    qint64 chunks = 0;
};

//! \brief What the readers of a run share: they write one at a time, and whoever follows the log is woken.
struct SharedWriting {
    std::mutex turn;
    Concurrency::EventCount written;
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
    DocumentReader(Storage::LibraryRepository library, Target target, std::shared_ptr<SharedWriting> writing, ExtractionLimits limits)
        : m_library(std::move(library)), m_target(std::move(target)), m_writing(std::move(writing)), m_limits(limits)
    { }

    //! \brief Reads a file and stores it; `document` is the one that the library has of it, 0 where it is new. An error is about
    //! the storage or a stop; a file's own trouble is its report.
    Result<FileReport> read(const ScannedFile &file, qint64 document, std::stop_token stop) const;
    //! \brief Removes documents whose files are gone.
    Status remove(const QList<qint64> &documentIds) const;

private:
    //! A file to be read, and what the library knows of it so far.
    struct FileTask {
        ScannedFile file;
        Storage::DocumentRow known; //!< id 0: new
    };
    class Session;
    Storage::DocumentRow rowOf(const FileTask &task, const QString &state, const QString &reason) const;
    Status storeState(const Storage::DocumentRow &document, qint64 textToRemove) const;
    Result<FileReport> refuse(const FileTask &task, const QString &why) const;
    Result<FileReport> fail(const FileTask &task, const Error &error, const std::optional<FileStamp> &stamp) const;
    Status write(const std::function<Status()> &work) const;

    Storage::LibraryRepository m_library;
    Target m_target;
    std::shared_ptr<SharedWriting> m_writing;
    ExtractionLimits m_limits;
};

} // namespace Heddle::Library
