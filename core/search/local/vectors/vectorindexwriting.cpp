// SPDX-License-Identifier: GPL-3.0-or-later
// The writing side of VectorIndex: new segments, merging, deleted rows, and the manifest that makes them valid.
#include "core/base/ids.h"
#include "core/search/local/vectors/vectorindex.h"
#include <QCoreApplication>
#include <QDateTime>
#include <QDir>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSaveFile>
#include <QSet>
#include <algorithm>

namespace Heddle::Search {
namespace {

constexpr std::size_t MergeAt = 8; //!< segments of one size class are merged into one
constexpr std::size_t MinClassRows = 512; //!< the largest segment of the smallest size class

QString tr(const char *text)
{
    return QCoreApplication::translate("Heddle::Search", text);
}

int sizeClass(std::size_t rows)
{
    int result = 0;
    for (std::size_t limit = MinClassRows; rows > limit; limit *= MergeAt)
        ++result;
    return result;
}

Status writeWhole(const QString &path, const QByteArray &content)
{
    QSaveFile file(path);
    if (file.open(QIODevice::WriteOnly) && file.write(content) == content.size() && file.commit())
        return Done {};
    return Error { ErrorCode::StorageReadOnly,
        tr("%1 can't be written. Make room on that disk, or give your user the right to write there.").arg(QDir::toNativeSeparators(path)),
        file.errorString(), false };
}

} // namespace

QString VectorIndex::newFile() const
{
    return m_folder + QLatin1Char('/') + newUuid() + QLatin1String(".seg");
}

Status VectorIndex::publish(Parts parts)
{
    QJsonArray segments;
    QSet<QString> named { QStringLiteral("manifest.json") };
    for (const Part &part : parts) {
        const QString file = QFileInfo(part.segment->path()).fileName();
        segments += QJsonObject { { QStringLiteral("file"), file }, { QStringLiteral("dead"), part.deadFile } };
        named << file << part.deadFile;
    }
    const QJsonObject manifest { { QStringLiteral("model"), m_model }, { QStringLiteral("segments"), segments } };
    const std::lock_guard lock(m_mutex);
    HEDDLE_TRY(writeWhole(manifestPath(), QJsonDocument(manifest).toJson()));
    const QFileInfo info(manifestPath());
    m_manifestTime = info.lastModified().toMSecsSinceEpoch();
    m_manifestSize = info.size();
    m_parts = std::make_shared<const Parts>(std::move(parts));
    // What no manifest names any more; readers that have it mapped keep it.
    const QDir folder(m_folder);
    for (const QString &name : folder.entryList(QDir::Files)) {
        if (!named.contains(name))
            QFile::remove(folder.filePath(name));
    }
    return Done {};
}

Status VectorIndex::keepOnly(const std::vector<PassageName> &passages)
{
    Parts changed = *parts();
    bool any = false;
    for (Part &part : changed) {
        auto dead = std::make_shared<Bitmap>((part.segment->size() + 63) / 64);
        std::size_t count = 0;
        for (std::size_t row = 0; row < part.segment->size(); ++row) {
            const PassageName passage { part.segment->row(row).chunk, part.segment->row(row).name };
            if (!std::binary_search(passages.begin(), passages.end(), passage)) {
                (*dead)[row / 64] |= std::uint64_t(1) << (row % 64);
                ++count;
            }
        }
        if (count == part.deadRows && (part.dead ? *part.dead == *dead : count == 0))
            continue;
        any = true;
        part.deadRows = count;
        part.dead = count > 0 ? dead : nullptr;
        part.deadFile.clear();
        if (count > 0) {
            part.deadFile = newUuid() + QLatin1String(".dead");
            HEDDLE_TRY(writeWhole(m_folder + QLatin1Char('/') + part.deadFile,
                QByteArray(reinterpret_cast<const char *>(dead->data()), qsizetype(dead->size() * sizeof(std::uint64_t)))));
        }
    }
    if (!any)
        return Done {};
    return publish(std::move(changed));
}

Status VectorIndex::mergeRange(Parts &all, std::size_t first, std::size_t count) const
{
    std::vector<RowInfo> rows;
    std::vector<const float *> vectors;
    const int width = all[first].segment->dimension();
    for (std::size_t i = first; i < first + count; ++i) {
        const Part &part = all[i];
        for (std::size_t row = 0; row < part.segment->size(); ++row) {
            if (!part.isDead(row)) {
                rows.push_back(part.segment->row(row));
                vectors.push_back(part.segment->vector(row));
            }
        }
    }
    const auto begin = all.begin() + std::ptrdiff_t(first), end = begin + std::ptrdiff_t(count);
    if (rows.empty()) {
        all.erase(begin, end);
        return Done {};
    }
    const QString path = newFile();
    HEDDLE_TRY(Segment::write(path, rows, vectors, width));
    auto merged = Segment::open(path);
    if (!merged)
        return merged.error();
    all.insert(all.erase(begin, end), Part { *merged, nullptr, {}, 0 });
    return Done {};
}

Status VectorIndex::merge(Parts &all) const
{
    // Segments lie from large to small: every append adds a small one, and eight of a class become one of the next.
    for (bool again = true; again;) {
        again = false;
        for (std::size_t i = 0; i < all.size(); ++i) {
            if (isWasteful(all[i])) {
                HEDDLE_TRY(mergeRange(all, i, 1));
                again = true;
                break;
            }
            std::size_t alike = 1;
            while (i + alike < all.size() && sizeClass(all[i + alike].segment->size()) <= sizeClass(all[i].segment->size()))
                ++alike;
            if (alike >= MergeAt && sizeClass(all[i].segment->size()) == sizeClass(all[i + MergeAt - 1].segment->size())) {
                HEDDLE_TRY(mergeRange(all, i, alike));
                again = true;
                break;
            }
        }
    }
    return Done {};
}

Status VectorIndex::append(const std::vector<RowInfo> &rows, const std::vector<const float *> &vectors, int width)
{
    if (rows.empty())
        return Done {};
    Parts changed = *parts();
    if (!changed.empty() && changed.front().segment->dimension() != width)
        return Error { ErrorCode::Protocol,
            tr("The embedding model gives vectors of %1 numbers where it gave %2 before. Choose it again under another name.")
                .arg(width)
                .arg(changed.front().segment->dimension()),
            {}, false };
    if (!QDir().mkpath(m_folder))
        return writeWhole(manifestPath(), {}); // says why
    const QString path = newFile();
    HEDDLE_TRY(Segment::write(path, rows, vectors, width));
    auto segment = Segment::open(path);
    if (!segment)
        return segment.error();
    changed.push_back({ *segment, nullptr, {}, 0 });
    HEDDLE_TRY(merge(changed));
    return publish(std::move(changed));
}

Status VectorIndex::compact()
{
    const auto all = parts();
    if (std::none_of(all->begin(), all->end(), [](const Part &part) { return isWasteful(part); }))
        return Done {};
    Parts changed = *all;
    HEDDLE_TRY(merge(changed));
    return publish(std::move(changed));
}

Result<int> VectorIndex::dropDamaged()
{
    Parts intact;
    const auto all = parts();
    for (const Part &part : *all) {
        if (part.segment->isIntact())
            intact.push_back(part);
    }
    const int damaged = int(all->size() - intact.size());
    if (damaged > 0) {
        HEDDLE_TRY(publish(std::move(intact)));
    }
    QFile::remove(damageMark());
    return damaged;
}

} // namespace Heddle::Search
