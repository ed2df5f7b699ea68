// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/search/local/vectors/vectorindex.h"
#include "core/base/log.h"
#include "core/search/local/vectors/kernel.h"
#include <QCoreApplication>
#include <QDateTime>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <algorithm>
#include <cmath>
#include <cstring>

namespace Heddle::Search {
namespace {

constexpr std::size_t Block = 256; // rows whose scores are computed before they are looked at
// The upper plane chooses this many times the depth for all 8 bits, and they choose this many times the depth for the floats.
constexpr std::size_t CoarseOversampling = 8, FineOversampling = 4;

QString tr(const char *text)
{
    return QCoreApplication::translate("Heddle::Search", text);
}

bool contains(const std::vector<std::uint32_t> &sorted, std::uint32_t value)
{
    return sorted.empty() || std::binary_search(sorted.begin(), sorted.end(), value);
}

std::uint64_t keyOf(const TextHash &hash)
{
    std::uint64_t key = 0;
    std::memcpy(&key, hash.data(), sizeof(key));
    return key;
}

} // namespace

bool VectorFilter::allows(const RowInfo &row) const
{
    return contains(collections, row.collection) && contains(documents, row.document) && contains(types, row.type);
}

//! A file that the manifest names; it can't name one of another folder.
QString VectorIndex::inFolder(const QString &name) const
{
    return m_folder + QLatin1Char('/') + QFileInfo(name).fileName();
}

VectorIndex::Parts VectorIndex::read(const QByteArray &manifest) const
{
    Parts parts;
    const QJsonArray segments = QJsonDocument::fromJson(manifest).object()[QLatin1String("segments")].toArray();
    for (const auto &value : segments) {
        const QJsonObject entry = value.toObject();
        auto segment = Segment::open(inFolder(entry[QLatin1String("file")].toString()));
        if (!segment) {
            qCWarning(logSearch) << segment.error().message << segment.error().detail;
            continue; // its chunks count as missing
        }
        Part part { *segment, nullptr, entry[QLatin1String("dead")].toString(), 0 };
        if (!part.deadFile.isEmpty()) {
            QFile file(inFolder(part.deadFile));
            auto dead = std::make_shared<Bitmap>((part.segment->size() + 63) / 64);
            const bool fits = file.open(QIODevice::ReadOnly) && std::size_t(file.size()) == dead->size() * sizeof(std::uint64_t);
            const QByteArray bytes = fits ? file.readAll() : QByteArray();
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
    constexpr qint64 MaxManifest = qint64(16) << 20; // bytes; ours have some hundred
    const bool readable = file.open(QIODevice::ReadOnly) && file.size() <= MaxManifest;
    m_parts = std::make_shared<const Parts>(readable ? read(file.readAll()) : Parts());
    m_manifestTime = time;
    m_manifestSize = size;
    return m_parts;
}

int VectorIndex::dimension()
{
    const auto all = parts();
    return all->empty() ? 0 : all->front().segment->dimension();
}

std::size_t VectorIndex::size()
{
    std::size_t rows = 0;
    const std::shared_ptr<const Parts> all = parts(); // another thread may put others in their place
    for (const Part &part : *all)
        rows += part.segment->size() - part.deadRows;
    return rows;
}

// One function although it is long: the three passes share buffers and a threshold that the compiler keeps in registers.
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
    if (!std::all_of(query.begin(), query.end(), [](float number) { return std::isfinite(number); }))
        return Error::input(tr("The question's vector has numbers that aren't finite. Choose another embedding model."));
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
    // First pass: every row, by the upper halves of its numbers.
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
                if (!(scores[i] > threshold) || // also where it is no number at all
                    part.isDead(row) || (filtered && !filter.allows(segment.row(row))))
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
    // Second pass: the best of them, by all 8 bits.
    for (Candidate &candidate : best) {
        const Segment &segment = *(*all)[candidate.part].segment;
        std::int32_t lower = 0;
        kernel.dots(numbers, segment.lower() + candidate.row * bytes, bytes, 1, &lower);
        candidate.score = fineScore(numbers, candidate.upper, lower, segment.scales()[candidate.row]);
    }
    keep(std::size_t(depth) * FineOversampling);
    // Third pass: the best of those, by floats.
    for (Candidate &candidate : best) {
        candidate.score = dot(query.data(), (*all)[candidate.part].segment->vector(candidate.row), dimension);
        if (!std::isfinite(candidate.score)) // of a damaged file; what isn't a number has no place in an order
            candidate.score = -1;
    }
    const auto count = std::min(best.size(), std::size_t(depth));
    std::partial_sort(best.begin(), best.begin() + std::ptrdiff_t(count), best.end(), better);
    for (std::size_t i = 0; i < count; ++i) {
        const RowInfo &row = (*all)[best[i].part].segment->row(best[i].row);
        matches.push_back({ { row.chunk, row.name }, best[i].score });
    }
    return matches;
}

std::vector<std::int64_t> VectorIndex::missing(const std::vector<PassageName> &passages)
{
    const auto all = parts();
    std::vector<PassageName> here;
    for (const Part &part : *all) {
        for (std::size_t row = 0; row < part.segment->size(); ++row) {
            if (!part.isDead(row))
                here.push_back({ part.segment->row(row).chunk, part.segment->row(row).name });
        }
    }
    std::sort(here.begin(), here.end());
    std::vector<std::int64_t> result;
    for (const PassageName &passage : passages) {
        if (!std::binary_search(here.begin(), here.end(), passage))
            result.push_back(passage.chunk);
    }
    return result;
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
