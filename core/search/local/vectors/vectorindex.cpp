// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/search/local/vectors/vectorindex.h"
#include "core/base/ids.h"
#include "core/base/log.h"
#include "core/search/local/vectors/kernel.h"
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
#include <cstring>

namespace Heddle::Search {
namespace {

constexpr std::size_t Block = 256; // rows whose scores are computed before they are looked at
// The upper plane chooses this many times the depth for all 8 bits, and they choose this many times the depth for the floats.
constexpr std::size_t CoarseOversampling = 8, FineOversampling = 4;
constexpr std::size_t MergeAt = 8; // segments of one size class are merged into one
constexpr std::size_t MinClassRows = 512; // rows

QString tr(const char *text)
{
    return QCoreApplication::translate("Heddle::Search", text);
}

bool contains(const std::vector<std::uint32_t> &sorted, std::uint32_t value)
{
    return sorted.empty() || std::binary_search(sorted.begin(), sorted.end(), value);
}

int sizeClass(std::size_t rows)
{
    int result = 0;
    for (std::size_t limit = MinClassRows; rows > limit; limit *= MergeAt)
        ++result;
    return result;
}

std::uint64_t keyOf(const TextHash &hash)
{
    std::uint64_t key = 0;
    std::memcpy(&key, hash.data(), sizeof(key));
    return key;
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

bool VectorFilter::allows(const RowInfo &row) const
{
    return contains(collections, row.collection) && contains(documents, row.document) && contains(types, row.type);
}

QString VectorIndex::newFile() const
{
    return m_folder + QLatin1Char('/') + newUuid() + QLatin1String(".seg");
}

VectorIndex::Parts VectorIndex::read(const QByteArray &manifest) const
{
    Parts parts;
    const QJsonArray segments = QJsonDocument::fromJson(manifest).object()[QLatin1String("segments")].toArray();
    for (const auto &value : segments) {
        const QJsonObject entry = value.toObject();
        auto segment = Segment::open(m_folder + QLatin1Char('/') + entry[QLatin1String("file")].toString());
        if (!segment) {
            qCWarning(logSearch) << segment.error().message << segment.error().detail;
            continue; // its chunks count as missing
        }
        Part part { *segment, nullptr, entry[QLatin1String("dead")].toString(), 0 };
        if (!part.deadFile.isEmpty()) {
            QFile file(m_folder + QLatin1Char('/') + part.deadFile);
            const QByteArray bytes = file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
            auto dead = std::make_shared<Bitmap>((part.segment->size() + 63) / 64);
            if (std::size_t(bytes.size()) == dead->size() * sizeof(std::uint64_t)) {
                std::memcpy(dead->data(), bytes.constData(), std::size_t(bytes.size()));
                for (const std::uint64_t word : *dead)
                    part.deadRows += std::size_t(__builtin_popcountll(word));
                part.dead = std::move(dead);
            } else {
                part.deadFile.clear(); // found again by the next keepOnly()
            }
        }
        if (parts.empty() || parts.front().segment->dimension() == part.segment->dimension())
            parts.push_back(std::move(part));
    }
    return parts;
}

//! The parts of the manifest as it is now: another process may have replaced it.
std::shared_ptr<const VectorIndex::Parts> VectorIndex::parts()
{
    const std::lock_guard lock(m_mutex);
    const QFileInfo info(manifestPath());
    const qint64 time = info.exists() ? info.lastModified().toMSecsSinceEpoch() : 0, size = info.exists() ? info.size() : 0;
    if (m_parts && time == m_manifestTime && size == m_manifestSize)
        return m_parts;
    QFile file(manifestPath());
    m_parts = std::make_shared<const Parts>(file.open(QIODevice::ReadOnly) ? read(file.readAll()) : Parts());
    m_manifestTime = time;
    m_manifestSize = size;
    return m_parts;
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

int VectorIndex::dimension()
{
    const auto all = parts();
    return all->empty() ? 0 : all->front().segment->dimension();
}

std::size_t VectorIndex::size()
{
    std::size_t rows = 0;
    for (const Part &part : *parts())
        rows += part.segment->size() - part.deadRows;
    return rows;
}

Result<std::vector<VectorMatch>> VectorIndex::search(
    const std::vector<float> &query, int depth, const VectorFilter &filter, std::stop_token stop)
{
    const auto all = parts();
    std::vector<VectorMatch> matches;
    if (all->empty() || depth <= 0)
        return matches;
    const auto dimension = std::size_t(all->front().segment->dimension());
    if (query.size() != dimension)
        return Error::input(tr("The question's vector has %1 numbers, those of the index have %2. Choose the embedding model again.")
                                .arg(query.size())
                                .arg(dimension));
    const std::size_t bytes = planeBytes(dimension);
    const Query numbers(query.data(), dimension);
    const Kernel &kernel = bestKernel();
    const bool filtered = !filter.isEmpty();
    const auto better = [](const Candidate &a, const Candidate &b) {
        return a.score != b.score ? a.score > b.score : std::pair(a.part, a.row) < std::pair(b.part, b.row);
    };
    std::vector<Candidate> best;
    const auto keep = [&best, &better](std::size_t count) {
        if (best.size() > count) {
            std::nth_element(best.begin(), best.begin() + std::ptrdiff_t(count) - 1, best.end(), better);
            best.resize(count);
        }
    };
    const std::size_t wanted = std::size_t(depth) * CoarseOversampling;
    best.reserve(std::min(wanted, size()) * 2);
    float threshold = -2;
    std::int32_t dots[Block];
    float scores[Block];
    for (std::uint32_t number = 0; number < all->size(); ++number) {
        const Part &part = (*all)[number];
        const Segment &segment = *part.segment;
        for (std::size_t from = 0; from < segment.size(); from += Block) {
            if (from % (Block * 64) == 0 && stop.stop_requested())
                return Error::cancelled();
            const std::size_t count = std::min(Block, segment.size() - from);
            kernel.dots(numbers, segment.upper() + from * bytes, bytes, count, dots);
            for (std::size_t i = 0; i < count; ++i)
                scores[i] = coarseScore(numbers, dots[i], segment.scales()[from + i]);
            for (std::size_t i = 0; i < count; ++i) {
                const std::size_t row = from + i;
                if (scores[i] <= threshold || part.isDead(row) || (filtered && !filter.allows(segment.row(row))))
                    continue;
                best.push_back({ scores[i], number, std::uint32_t(row), dots[i] });
                if (best.size() == wanted * 2) {
                    keep(wanted);
                    threshold = best.back().score;
                }
            }
        }
    }
    keep(wanted);
    for (Candidate &candidate : best) {
        const Segment &segment = *(*all)[candidate.part].segment;
        std::int32_t lower = 0;
        kernel.dots(numbers, segment.lower() + candidate.row * bytes, bytes, 1, &lower);
        candidate.score = fineScore(numbers, candidate.upper, lower, segment.scales()[candidate.row]);
    }
    keep(std::size_t(depth) * FineOversampling);
    for (Candidate &candidate : best)
        candidate.score = dot(query.data(), (*all)[candidate.part].segment->vector(candidate.row), dimension);
    const auto count = std::min(best.size(), std::size_t(depth));
    std::partial_sort(best.begin(), best.begin() + std::ptrdiff_t(count), best.end(), better);
    for (std::size_t i = 0; i < count; ++i)
        matches.push_back({ (*all)[best[i].part].segment->row(best[i].row).chunk, best[i].score });
    return matches;
}

std::vector<std::int64_t> VectorIndex::missing(const std::vector<std::int64_t> &chunks)
{
    const auto all = parts();
    std::vector<std::int64_t> here, result;
    for (const Part &part : *all) {
        for (std::size_t row = 0; row < part.segment->size(); ++row) {
            if (!part.isDead(row))
                here.push_back(part.segment->row(row).chunk);
        }
    }
    std::sort(here.begin(), here.end());
    std::set_difference(chunks.begin(), chunks.end(), here.begin(), here.end(), std::back_inserter(result));
    return result;
}

Status VectorIndex::keepOnly(const std::vector<std::int64_t> &chunks)
{
    Parts changed = *parts();
    bool any = false;
    for (Part &part : changed) {
        auto dead = std::make_shared<Bitmap>((part.segment->size() + 63) / 64);
        std::size_t count = 0;
        for (std::size_t row = 0; row < part.segment->size(); ++row) {
            if (!std::binary_search(chunks.begin(), chunks.end(), part.segment->row(row).chunk)) {
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
            if (all[i].deadRows * 4 > all[i].segment->size()) {
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

std::optional<std::vector<float>> VectorIndex::byText(const TextHash &text)
{
    const std::lock_guard lock(m_textMutex);
    if (!m_textParts) {
        m_textParts = parts();
        for (std::uint32_t part = 0; part < m_textParts->size(); ++part) {
            const Segment &segment = *(*m_textParts)[part].segment;
            for (std::uint32_t row = 0; row < segment.size(); ++row)
                m_texts.push_back({ keyOf(segment.row(row).text), part, row });
        }
        std::sort(m_texts.begin(), m_texts.end(), [](const TextAt &a, const TextAt &b) { return a.key < b.key; });
    }
    const std::uint64_t key = keyOf(text);
    auto at = std::lower_bound(m_texts.begin(), m_texts.end(), key, [](const TextAt &a, std::uint64_t value) { return a.key < value; });
    for (; at != m_texts.end() && at->key == key; ++at) {
        const Segment &segment = *(*m_textParts)[at->part].segment;
        if (segment.row(at->row).text == text) {
            const float *vector = segment.vector(at->row);
            return std::vector<float>(vector, vector + segment.dimension());
        }
    }
    return {};
}

void VectorIndex::dropTextTable()
{
    const std::lock_guard lock(m_textMutex);
    m_texts = {};
    m_textParts.reset();
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

int VectorIndex::check()
{
    const auto all = parts();
    const auto damaged = std::count_if(all->begin(), all->end(), [](const Part &part) { return !part.segment->isIntact(); });
    QFile mark(damageMark());
    if (damaged > 0 && !mark.open(QIODevice::WriteOnly))
        qCWarning(logSearch) << "can't mark the vectors as damaged:" << mark.errorString();
    return int(damaged);
}

bool VectorIndex::needsRepair() const
{
    return QFile::exists(damageMark());
}

} // namespace Heddle::Search
