// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/concurrency/workpool.h"
#include "core/library/documenttext.h"
#include "core/library/documentview.h"
#include "core/library/encodings.h"
#include "core/library/exclusions.h"
#include "core/library/survey.h"

namespace Heddle::Library {

//! \brief A collection and what there is in it.
struct Collection {
    qint64 id = 0;
    QString name;
    QStringList folders; //!< for display
    int readyDocuments = 0; //!< those that can be searched
    qint64 passages = 0;
    int problems = 0; //!< documents that could not be read, or have no text
    int files = 0; //!< all, those of other types too
    int excluded = 0; //!< files and folders that the user doesn't want to be read
};

//! \brief A document that was found by its name.
struct FoundDocument {
    QString collection; //!< its name
    QByteArray path; //!< absolute, as the file system names it
};

//! \brief Where a document begins: its first passage.
struct DocumentStart {
    QString chunk, document; //!< public ids
    QString title, heading, text;
    int page = 0; //!< from 1; 0 where the format has none
};

//! \brief What the library holds, for showing it. Tasks over the library's pool; lives on the event loop's thread.
class Catalog {
public:
    Catalog(Storage::LibraryRepository library, Concurrency::WorkPool *pool) : m_library(std::move(library)), m_pool(pool) { }

    //! \brief Files that are attached to conversations can be shown as well. Call it before the first question.
    void setAttachments(Storage::AttachmentRepository attachments) { m_attachments = std::move(attachments); }

    //! \brief By name.
    QCoro::Task<Result<QList<Collection>>> collections(std::stop_token stop) const;
    //! \brief The documents of a collection (Collection::id), by path.
    QCoro::Task<Result<Documents>> documents(qint64 collection, std::stop_token stop) const;
    //! \brief Documents of all collections whose name has this text, at most `limit`.
    QCoro::Task<Result<QList<FoundDocument>>> find(QString text, int limit, std::stop_token stop) const;
    //! \brief See Library::arranged().
    QCoro::Task<Result<std::vector<qint32>>> arranged(Documents documents, DocumentView view, std::stop_token stop) const;
    //! \brief How a document of a collection (Collection::id) begins; `path` is absolute. A PDF without text begins at its first page,
    //! with no passage. Error: NotFound where there is nothing to show.
    QCoro::Task<Result<DocumentStart>> startOf(qint64 collection, QByteArray path, std::stop_token stop) const;
    //! \brief The text around a passage of a document, or of an attached file; see documentTextAround().
    QCoro::Task<Result<DocumentText>> textAround(QString chunk, std::stop_token stop) const;
    //! \brief Why a file isn't opened for the user; empty: it is a document. See Library::whyNotToOpen().
    QCoro::Task<Result<QString>> whyNotToOpen(QByteArray path, std::stop_token stop) const;

    //! \brief See Library::encodingsOf().
    QCoro::Task<Result<FileEncodings>> encodings(QByteArray path, std::stop_token stop) const;
    //! \brief See Library::chooseEncoding().
    QCoro::Task<Result<QStringList>> chooseEncoding(QByteArray path, QByteArray name, std::stop_token stop) const;

    //! \brief See Library::exclusionsOf(), exclude(), include() and documentsAt(); `collection` is Collection::id.
    QCoro::Task<Result<QList<Exclusion>>> exclusions(qint64 collection, std::stop_token stop) const;
    QCoro::Task<Result<Exclusion>> exclude(qint64 collection, QByteArray path, std::stop_token stop) const;
    QCoro::Task<Result<Exclusion>> include(qint64 collection, QByteArray path, std::stop_token stop) const;
    QCoro::Task<Result<QList<qint64>>> documentsAt(qint64 collection, QByteArray path, std::stop_token stop) const;
    //! \brief Whether nothing is at this place any more; false where that can't be seen now.
    QCoro::Task<Result<bool>> isGone(QByteArray path, std::stop_token stop) const;

    //! \brief See Library::surveyFolder().
    QCoro::Task<Result<FolderSurvey>> survey(QString folder, std::stop_token stop) const;
    //! \brief See Library::countScans().
    QCoro::Task<Result<ScanCount>> scans(QString folder, std::stop_token stop) const;

    //! \brief The library itself, for jobs of other parts of core that read it.
    const Storage::LibraryRepository &repository() const { return m_library; }

private:
    Storage::LibraryRepository m_library;
    std::optional<Storage::AttachmentRepository> m_attachments;
    Concurrency::WorkPool *m_pool;
};

} // namespace Heddle::Library
