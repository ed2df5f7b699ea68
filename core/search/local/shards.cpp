// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/search/local/shards.h"
#include "core/base/log.h"
#include <QDir>
#include <QFile>

namespace Heddle::Search {

const std::string Shards::Format = "4";

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
    writer.upToSeq = -1;
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
        writer.upToSeq = -1;
    }
}

std::optional<qint64> Shards::appliedSeq(int shard) const
{
    if (QFile::exists(damageMark(shard)))
        return {};
    try {
        const Xapian::Database db(file(shard));
        const QByteArray applied = QByteArray::fromStdString(db.get_metadata("applied_seq"));
        bool number = false;
        const qint64 seq = applied.toLongLong(&number);
        if (db.get_metadata("format") != Format || !number || !db.get_metadata("rebuilding").empty())
            return {};
        return seq;
    } catch (const Xapian::Error &) {
        return {}; // missing or damaged
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
    if (reader && !reader->partial) {
        reader->all.reopen();
        return reader;
    }
    reader = std::make_unique<OpenShards>();
    for (int shard = 0; shard < m_count; ++shard) {
        try {
            const Xapian::Database part(file(shard));
            if (part.get_metadata("format") != Format || !part.get_metadata("rebuilding").empty())
                reader->partial = true;
            if (part.get_metadata("format") != Format)
                continue;
            reader->all.add_database(part);
            reader->parts.push_back(part);
            reader->shardOf.push_back(shard);
        } catch (const Xapian::DatabaseError &) { // missing, damaged, or written by another version of Xapian
            reader->partial = reader->partial || QFile::exists(path(shard)) || libraryHasChunks(shard);
        }
    }
    return reader;
}

void Shards::giveBack(std::unique_ptr<OpenShards> reader)
{
    if (int(reader->shardOf.size()) < m_count)
        return; // opened anew next time: the missing shard may be there then
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
