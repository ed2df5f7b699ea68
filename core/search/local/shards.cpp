// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/search/local/shards.h"
#include "core/base/filedescriptor.h"
#include "core/base/files.h"
#include "core/base/log.h"
#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <sys/stat.h>
#include <unistd.h>

namespace Heddle::Search {

namespace {

//! \brief Where a shard stands, as its metadata have it; nothing while it is being built, or in another format.
std::optional<Storage::LogPosition> positionOf(const Xapian::Database &db, const std::string &format = Shards::Format)
{
    if (db.get_metadata("format") != format || !db.get_metadata("rebuilding").empty())
        return {};
    const auto text = [&db](const char *key) { return QString::fromStdString(db.get_metadata(key)); };
    bool number = false;
    const Storage::LogPosition position { text("library"), text("generation"), text("applied_seq").toLongLong(&number) };
    return number ? std::optional(position) : std::nullopt;
}

} // namespace

const std::string Shards::Format = "6";
const std::string Shards::FormerFormat = "5";

bool Shards::isLost(const Xapian::Error &error)
{
    const std::string_view type(error.get_type());
    if (type == "DatabaseCorruptError" || type == "DatabaseVersionError" || type == "DatabaseNotFoundError")
        return true;
    // Files that could not be opened: gone, or out of reach for the moment.
    const char *const reason = error.get_error_string();
    return type == "DatabaseOpeningError" && (!reason || std::string_view(reason) == std::strerror(ENOENT));
}

std::string Shards::file(int shard) const
{
    return QFile::encodeName(path(shard)).toStdString();
}

Xapian::WritableDatabase &Shards::open(int shard)
{
    auto &db = writer(shard).db;
    if (!db)
        db = std::make_unique<Xapian::WritableDatabase>(file(shard), Xapian::DB_CREATE_OR_OPEN | Xapian::DB_BACKEND_GLASS);
    return *db;
}

void Shards::recreate(int shard)
{
    Writer &writer = this->writer(shard);
    writer.db.reset();
    QDir(path(shard)).removeRecursively();
    QFile::remove(damageMark(shard));
    QDir().mkpath(path(shard));
    writer.db = std::make_unique<Xapian::WritableDatabase>(file(shard), Xapian::DB_CREATE_OR_OVERWRITE | Xapian::DB_BACKEND_GLASS);
    writer.db->set_metadata("rebuilding", "1");
    writer.db->set_metadata("format", Format);
    writer.db->commit();
    writer.upTo.reset();
}

namespace {

const char *const MostPassages = "most_passages";

//! Ends a compaction between two tables, which is as often as Xapian asks.
class Stoppable : public Xapian::Compactor {
public:
    struct Stopped { };
    explicit Stoppable(std::stop_token stop) : m_stop(std::move(stop)) { }
    void set_status(const std::string &, const std::string &) override
    {
        if (m_stop.stop_requested())
            throw Stopped();
    }

private:
    const std::stop_token m_stop;
};

Error failedSystemCall(const QString &path)
{
    return { ErrorCode::Storage,
        QCoreApplication::translate("Heddle::Search", "The index in %1 could not be made smaller.").arg(QDir::toNativeSeparators(path)),
        QString::fromLocal8Bit(std::strerror(errno)), true };
}

//! Everything in a folder is on the disk before its name is.
Status syncFolder(const std::string &folder)
{
    std::error_code listed;
    std::vector<std::filesystem::path> paths { folder };
    for (const auto &entry : std::filesystem::directory_iterator(folder, listed))
        paths.push_back(entry.path());
    for (const auto &path : paths) {
        const FileDescriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
        if (!file.isOpen() || ::fsync(file.get()) != 0)
            return failedSystemCall(QString::fromStdString(folder));
    }
    return Done {};
}

qint64 bytesIn(const QString &folder)
{
    qint64 sum = 0;
    for (const QFileInfo &file : QDir(folder).entryInfoList(QDir::Files))
        sum += file.size();
    return sum;
}

} // namespace

void Shards::noteSize(Xapian::WritableDatabase &db)
{
    const std::string known = db.get_metadata(MostPassages);
    if (known.empty() || std::atoll(known.c_str()) < qint64(db.get_doccount()))
        db.set_metadata(MostPassages, std::to_string(db.get_doccount()));
}

Status Shards::compact(int shard, const std::stop_token &stop)
{
    constexpr qint64 LeastGain = 1 << 20; // bytes
    constexpr double LeastShare = 0.25;
    const QString fresh = path(shard) + QLatin1String(".compact");
    QDir(fresh).removeRecursively(); // of a kill
    const std::string freshFile = QFile::encodeName(fresh).toStdString();
    try {
        Xapian::Database db(file(shard));
        const double most = double(std::atoll(db.get_metadata(MostPassages).c_str())), now = db.get_doccount();
        const double gone = most > 0 ? 1 - now / most : 0;
        if (gone < LeastShare || gone * double(bytesIn(path(shard))) < double(LeastGain) || !positionOf(db))
            return Done {};
        Stoppable compactor(stop);
        db.compact(freshFile, Xapian::DBCOMPACT_NO_RENUMBER, 0, compactor);
        Xapian::WritableDatabase written(freshFile, Xapian::DB_OPEN);
        written.set_metadata(MostPassages, std::to_string(db.get_doccount()));
        written.commit();
    } catch (const Stoppable::Stopped &) {
        QDir(fresh).removeRecursively();
        return Error::cancelled();
    }
    makePrivate(fresh);
    HEDDLE_TRY(syncFolder(freshFile));
    // One step: there is a whole shard under this name at any moment. Where the file system can't do it, the shard stays large.
    const bool exchanged = ::renameat2(AT_FDCWD, freshFile.c_str(), AT_FDCWD, file(shard).c_str(), RENAME_EXCHANGE) == 0;
    const Status done = exchanged || errno == EINVAL || errno == ENOSYS ? Status(Done {}) : Status(failedSystemCall(path(shard)));
    QDir(fresh).removeRecursively();
    return done;
}

void Shards::closeWriters()
{
    for (Writer &writer : m_writers) {
        const std::lock_guard lock(writer.mutex);
        try {
            writer.db.reset();
        } catch (const Xapian::Error &error) {
            qCWarning(logSearch) << "closing the index:" << error.get_description().c_str();
        }
        writer.upTo.reset();
    }
}

std::optional<Storage::LogPosition> Shards::position(int shard) const
{
    if (QFile::exists(damageMark(shard)))
        return {};
    try {
        return positionOf(Xapian::Database(file(shard)));
    } catch (const Xapian::Error &error) {
        if (isLost(error))
            return {};
        throw;
    }
}

bool Shards::isOfLibrary(const Xapian::Database &part) const
{
    const auto position = positionOf(part);
    // A library that can't be read now says so by itself.
    return position && m_library.followsFrom(*position).valueOr(true);
}

std::optional<Xapian::Database> Shards::openPart(int shard, bool &partial) const
{
    try {
        Xapian::Database part(file(shard));
        if (isOfLibrary(part))
            return part;
        part.reopen(); // an indexing run may have gone on just now
        if (isOfLibrary(part))
            return part;
        partial = true;
        // What is being built is searched as far as it is there, what an older version has built until that begins.
        const bool building = part.get_metadata("format") == Format && !part.get_metadata("rebuilding").empty();
        const auto former = positionOf(part, FormerFormat);
        return building || (former && m_library.followsFrom(*former).valueOr(false)) ? std::optional(part) : std::nullopt;
    } catch (const Xapian::DatabaseError &error) {
        if (!isLost(error))
            throw;
        partial = partial || QFile::exists(path(shard)) || libraryHasChunks(shard);
        return {};
    }
}

std::vector<FolderIdentity> Shards::folders() const
{
    std::vector<FolderIdentity> identities;
    for (int shard = 0; shard < m_count; ++shard) {
        FolderIdentity identity;
        struct statx info { };
        if (::statx(AT_FDCWD, file(shard).c_str(), 0, STATX_INO | STATX_BTIME, &info) == 0) {
            identity.number = info.stx_ino;
            if (info.stx_mask & STATX_BTIME)
                identity.born = qint64(info.stx_btime.tv_sec) * 1'000'000'000 + info.stx_btime.tv_nsec;
        }
        identities.push_back(identity);
    }
    return identities;
}

bool Shards::isCurrent(const OpenShards &reader) const
{
    return reader.folders == folders();
}

std::unique_ptr<OpenShards> Shards::openReader() const
{
    constexpr int Attempts = 5; // a shard may be replaced while it is opened
    for (int attempt = 1;; ++attempt) {
        auto reader = std::make_unique<OpenShards>();
        reader->folders = folders();
        try {
            for (int shard = 0; shard < m_count; ++shard) {
                if (const auto part = openPart(shard, reader->partial)) {
                    reader->all.add_database(*part);
                    reader->parts.push_back(*part);
                    reader->shardOf.push_back(shard);
                }
            }
        } catch (const Xapian::DatabaseError &) {
            if (attempt == Attempts || isCurrent(*reader))
                throw;
            continue;
        }
        if (attempt == Attempts || isCurrent(*reader))
            return reader;
    }
}

std::unique_ptr<OpenShards> Shards::takeReader()
{
    std::unique_ptr<OpenShards> reader;
    {
        const std::lock_guard lock(m_readersMutex);
        if (!m_idleReaders.empty()) {
            reader = std::move(m_idleReaders.back());
            m_idleReaders.pop_back();
        }
    }
    if (!reader || !isCurrent(*reader))
        return openReader();
    try {
        bool current = true;
        if (reader->all.reopen()) { // something was written since
            for (const Xapian::Database &part : reader->parts)
                current = current && isOfLibrary(part);
        }
        return current && isCurrent(*reader) ? std::move(reader) : openReader();
    } catch (const Xapian::DatabaseError &) {
        return openReader(); // which says what is wrong, if it still is
    }
}

void Shards::giveBack(std::unique_ptr<OpenShards> reader)
{
    if (reader->partial || int(reader->shardOf.size()) < m_count)
        return; // opened anew next time: what is missing may be there then
    const std::lock_guard lock(m_readersMutex);
    m_idleReaders.push_back(std::move(reader));
}

void Shards::markDamaged(int shard) const
{
    QFile mark(damageMark(shard));
    if (!mark.open(QIODevice::WriteOnly))
        qCWarning(logSearch) << "can't mark" << path(shard) << "as damaged:" << mark.errorString();
}

void Shards::markDamage() const
{
    for (int shard = 0; shard < m_count; ++shard) {
        bool damaged = true;
        try {
            damaged = Xapian::Database::check(file(shard), 0, nullptr) > 0;
        } catch (const Xapian::DatabaseOpeningError &) {
            damaged = false; // a missing shard is not damaged; it is built when there is something to index
        } catch (const Xapian::Error &) { }
        if (damaged)
            markDamaged(shard);
    }
}

} // namespace Heddle::Search
