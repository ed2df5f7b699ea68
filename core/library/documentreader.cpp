// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/library/documentreader.h"
#include "core/base/filename.h"
#include "core/base/ids.h"
#include "core/library/chunk/chunker.h"
#include "core/library/documentfacts.h"
#include "core/library/extract/format.h"
#include "core/library/reach.h"
#include "core/storage/charsetchoices.h"
#include "core/text/language.h"
#include <QCoreApplication>
#include <QCryptographicHash>
#include <QThreadStorage>

namespace Heddle::Library {
namespace {

constexpr qsizetype ChunksPerTransaction = 500;
constexpr int ReadAttempts = 3;

ExtractionProcess &processOfThisThread(const ExtractionLimits &limits)
{
    static QThreadStorage<ExtractionProcess *> storage; // emptied before the thread counts as finished
    if (!storage.hasLocalData())
        storage.setLocalData(new ExtractionProcess(limits));
    return *storage.localData();
}

QByteArray pathInCollection(const Storage::RootRow &root, const QByteArray &path)
{
    return root.label.isEmpty() ? path : root.label.toUtf8() + '/' + path;
}

} // namespace

FileOutcome outcomeFromState(const QString &state)
{
    return state == QLatin1String("no_text") ? FileOutcome::NoText
        : state == QLatin1String("failed")   ? FileOutcome::Failed
        : state == QLatin1String("not_read") ? FileOutcome::NotRead
                                             : FileOutcome::Unchanged;
}

qint64 readIdentity(const FileStamp &stamp)
{
    return qint64(quint64(stamp.statusNs) + quint64(ReaderVersion)); // may wrap around
}

qint64 statusTimeOf(const Storage::KnownFile &file)
{
    return file.identity == 0 ? 0 : qint64(quint64(file.identity) - quint64(ReaderVersion));
}

//! One file on its way into the library: holds chunks until there are enough for a transaction.
class DocumentReader::Session {
public:
    Session(const DocumentReader &reader, const FileTask &task, std::stop_token stop)
        : m_reader(reader), m_stop(std::move(stop)), m_chunker([this](Chunk chunk) { return take(std::move(chunk)); }),
          m_hash(QCryptographicHash::Sha256)
    {
        m_document = task.known;
        m_document.collectionId = reader.m_target.collectionId;
        m_document.rootId = reader.m_target.root.id;
        m_document.path = task.file.path;
        m_document.type = task.file.type;
        m_place = pathInCollection(reader.m_target.root, task.file.path);
        m_document.publicId = contentId({ reader.m_target.collectionUuid.toUtf8(), m_place });
        m_document.language.clear();
    }

    bool block(const Block &block)
    {
        if (m_stop.stop_requested())
            return false;
        m_hash.addData(block.text.toUtf8());
        if (m_sample.size() < 8000)
            m_sample += block.text + QLatin1Char('\n');
        return m_chunker.add(block);
    }

    //! Stores the rest and the document's final state. Errors: storage, stop.
    Result<qint64> finish(const Extracted &extracted, const FileStamp &stamp, const Storage::DocumentRow &before)
    {
        if (!m_chunker.finish() && m_error.code != ErrorCode::Programming)
            return m_error;
        if (m_document.language.isEmpty())
            m_document.language = Text::detectLanguage(m_sample);
        m_document.title = titleOf(extracted.title, m_document.path, m_document.language);
        m_document.size = stamp.size;
        m_document.mtimeNs = stamp.mtimeNs;
        m_document.identity = readIdentity(stamp);
        m_document.contentHash = QString::fromLatin1(m_hash.resultView().toByteArray().toHex());
        const bool retitled = before.id != 0 && before.state == QLatin1String("ready")
            && (before.title != m_document.title || before.language != m_document.language);
        const bool empty = m_ordinal == 0 && m_held.isEmpty();
        m_document.chunks = m_ordinal + m_held.size();
        m_document.state = empty ? QStringLiteral("no_text") : QStringLiteral("ready");
        m_document.reason = reasonOf(extracted, empty);
        HEDDLE_TRY(m_reader.write([&]() -> Status {
            const bool storedBefore = m_started;
            HEDDLE_TRY(writeHeld());
            for (const Storage::ChunkRow &gone : std::as_const(m_old)) {
                HEDDLE_TRY(m_reader.m_library.removeChunk(m_document.id, gone.id));
                m_changed = true;
            }
            if (storedBefore) {
                if (auto id = m_reader.m_library.putDocument(m_document); !id)
                    return id.error();
            }
            if (retitled) {
                HEDDLE_TRY(m_reader.m_library.reindexDocument(m_document.id));
                m_changed = true;
            }
            return Done {};
        }));
        return qint64(m_ordinal);
    }
    bool changed() const { return m_changed; }
    const Error &error() const { return m_error; }

private:
    bool take(Chunk chunk)
    {
        m_held += std::move(chunk);
        if (m_held.size() < ChunksPerTransaction)
            return true;
        if (m_document.language.isEmpty())
            m_document.language = Text::detectLanguage(m_sample);
        // Until the last chunk is stored the file counts as not read: a crash here reads it again.
        m_document.state = QStringLiteral("reading");
        const Status written = m_reader.write([this] { return writeHeld(); });
        if (!written)
            m_error = written.error();
        return written.ok();
    }

    Status writeHeld()
    {
        const Storage::LibraryRepository &library = m_reader.m_library;
        if (!m_started) {
            auto id = library.putDocument(m_document);
            if (!id)
                return id.error();
            m_changed = m_document.id == 0;
            m_document.id = *id;
            auto old = library.storedChunks(*id);
            if (!old)
                return old.error();
            m_old = *old;
            m_started = true;
        }
        for (const Chunk &chunk : std::as_const(m_held)) {
            const QByteArray textHash = QCryptographicHash::hash(chunk.text.toUtf8(), QCryptographicHash::Sha256);
            const int occurrence = m_occurrences[textHash]++;
            Storage::ChunkRow row { 0,
                contentId({ m_reader.m_target.collectionUuid.toUtf8(), m_place, textHash, QByteArray::number(occurrence) }), m_ordinal++,
                chunk.start, chunk.end, chunk.page, chunk.heading, chunk.text };
            if (const auto kept = m_old.take(row.publicId); kept.id != 0) {
                if (kept.heading == row.heading) {
                    HEDDLE_TRY(library.moveChunk(kept.id, row));
                    continue;
                }
                // The words of its heading are searched, and embedded with it: it is indexed anew.
                HEDDLE_TRY(library.removeChunk(m_document.id, kept.id));
            }
            auto added = library.addChunk(m_document.id, row);
            if (!added)
                return added.error();
            m_changed = true;
        }
        m_held.clear();
        return Done {};
    }

    const DocumentReader &m_reader;
    std::stop_token m_stop;
    Chunker m_chunker;
    QCryptographicHash m_hash;
    Storage::DocumentRow m_document;
    QByteArray m_place;
    QString m_sample;
    QList<Chunk> m_held;
    QHash<QString, Storage::ChunkRow> m_old; //!< stored chunks that the new text has not confirmed yet
    QHash<QByteArray, int> m_occurrences;
    int m_ordinal = 0;
    bool m_started = false, m_changed = false;
    Error m_error;
};

Storage::DocumentRow DocumentReader::rowOf(const FileTask &task, const QString &state, const QString &reason) const
{
    Storage::DocumentRow document = task.known;
    document.publicId = contentId({ m_target.collectionUuid.toUtf8(), pathInCollection(m_target.root, task.file.path) });
    document.collectionId = m_target.collectionId;
    document.rootId = m_target.root.id;
    document.path = task.file.path;
    document.type = task.file.type;
    document.state = state;
    document.reason = reason;
    document.title = displayName(task.file.path).section(QLatin1Char('/'), -1);
    return document;
}

Status DocumentReader::write(const std::function<Status()> &work) const
{
    Status written = Done {};
    {
        const std::lock_guard lock(m_writing->turn);
        written = m_library.transaction(work);
    }
    m_writing->written.notify();
    return written;
}

Status DocumentReader::storeState(const Storage::DocumentRow &document, qint64 textToRemove) const
{
    if (textToRemove != 0) {
        HEDDLE_TRY(remove({ textToRemove }));
    }
    return write([&]() -> Status {
        auto id = m_library.putDocument(document);
        if (!id)
            return id.error();
        return Done {};
    });
}

//! Stores that a file is not read. Text that an earlier version took from what is never read now goes away.
Result<FileReport> DocumentReader::refuse(const FileTask &task, const QString &why) const
{
    const FileReport report { task.file.path, FileOutcome::NotRead, QCoreApplication::translate("Heddle::Library", "not read: %1").arg(why),
        0 };
    Storage::DocumentRow document = rowOf(task, QStringLiteral("not_read"), report.reason);
    document.size = task.file.stamp.size;
    document.mtimeNs = task.file.stamp.mtimeNs;
    const qint64 before = task.known.chunks > 0 ? task.known.id : 0;
    if (before != 0) {
        document.id = 0;
        document.chunks = 0;
    }
    HEDDLE_TRY(storeState(document, before));
    return report;
}

//! Stores that a file could not be read. What was read of it before stays searchable: a file that is locked for a moment
//! loses nothing. `stamp`: of a file that will fail again as long as it is as it is.
Result<FileReport> DocumentReader::fail(const FileTask &task, const Error &error, const std::optional<FileStamp> &stamp) const
{
    const FileReport report { task.file.path, FileOutcome::Failed,
        QCoreApplication::translate("Heddle::Library", "could not be read: %1").arg(error.message), 0 };
    Storage::DocumentRow document = rowOf(task, QStringLiteral("failed"), report.reason);
    document.size = stamp ? stamp->size : 0;
    document.mtimeNs = stamp ? stamp->mtimeNs : 0;
    document.identity = stamp ? readIdentity(*stamp) : 0;
    HEDDLE_TRY(storeState(document, 0));
    return report;
}

Result<FileReport> DocumentReader::read(const ScannedFile &scanned, qint64 document, std::stop_token stop) const
{
    FileTask task { scanned, {} };
    if (document != 0) {
        HEDDLE_TRY_VALUE(task.known, m_library.document(document));
    }
    if (!task.file.refusal.isEmpty())
        return refuse(task, task.file.refusal);
    if (!formatOf(task.file.type))
        return refuse(task, task.file.type.isEmpty() ? QCoreApplication::translate("Heddle::Library", "no file type") : task.file.type);
    const std::filesystem::path root = m_target.root.path.toStdString();
    for (int attempt = 1;; ++attempt) {
        if (stop.stop_requested())
            return Error::cancelled();
        const auto opened = openWithinReach(root, task.file.path, stop);
        if (!opened && opened.error().isCancelled())
            return opened.error();
        if (!opened)
            return fail(task, opened.error(), {});
        const FileStamp before = opened->identity.stamp;
        HEDDLE_TRY_VALUE(const QByteArray charset, Storage::chosenCharset(m_library.database(), m_target.root.id, task.file.path));
        opened->file->setCharset(charset);
        Session session(*this, task, stop);
        const BlockSink sink = [&](Block block) { return session.block(block); };
        const auto extracted = processOfThisThread(m_limits).extract(*opened->file, task.file.type, sink, stop);
        if (!extracted && extracted.error().isCancelled())
            return session.error().code != ErrorCode::Programming ? session.error() : extracted.error();
        // A file that was read to its end lies on a drive that answers.
        const auto after = extracted ? opened->file->stamp() : stampWithinReach(opened->file, m_target.root.path, stop);
        const bool steady = after && *after == before;
        if (!steady && attempt < ReadAttempts)
            continue;
        if (!extracted) {
            // What the disk or the system did may not happen again; what the file does will.
            const bool lasts = steady && extracted.error().code == ErrorCode::Unreadable && !extracted.error().retryable;
            return fail(task, extracted.error(), lasts ? std::optional(before) : std::nullopt);
        }
        // A file that keeps changing is stored as it was, with a stamp that makes the next scan read it again.
        auto chunks = session.finish(*extracted, steady ? before : FileStamp { before.size, 0 }, task.known);
        if (!chunks)
            return chunks.error();
        const FileOutcome outcome = *chunks == 0 ? FileOutcome::NoText : session.changed() ? FileOutcome::Indexed : FileOutcome::Unchanged;
        return FileReport { task.file.path, outcome, reasonOf(*extracted, *chunks == 0), *chunks };
    }
}

Status DocumentReader::remove(const QList<qint64> &documentIds) const
{
    const std::lock_guard lock(m_writing->turn);
    return m_library.removeDocuments(documentIds);
}

} // namespace Heddle::Library
