// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/search/local/shards.h"
#include "core/base/log.h"
#include <QDir>
#include <QFile>
#include <cerrno>
#include <cstring>

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
    if (reader) {
        bool current = true;
        if (reader->all.reopen()) { // something was written since
            for (const Xapian::Database &part : reader->parts)
                current = current && isOfLibrary(part);
        }
        if (current)
            return reader;
    }
    reader = std::make_unique<OpenShards>();
    for (int shard = 0; shard < m_count; ++shard) {
        if (const auto part = openPart(shard, reader->partial)) {
            reader->all.add_database(*part);
            reader->parts.push_back(*part);
            reader->shardOf.push_back(shard);
        }
    }
    return reader;
}

void Shards::giveBack(std::unique_ptr<OpenShards> reader)
{
    if (reader->partial || int(reader->shardOf.size()) < m_count)
        return; // opened anew next time: what is missing may be there then
    const std::lock_guard lock(m_readersMutex);
    m_idleReaders.push_back(std::move(reader));
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
        QFile mark(damageMark(shard));
        if (damaged && !mark.open(QIODevice::WriteOnly))
            qCWarning(logSearch) << "can't mark" << path(shard) << "as damaged:" << mark.errorString();
    }
}

} // namespace Heddle::Search
