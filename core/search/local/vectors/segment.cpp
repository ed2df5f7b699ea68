// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/search/local/vectors/segment.h"
#include "core/embedding/encoder.h"
#include "core/search/local/vectors/kernel.h"
#include <QCoreApplication>
#include <QCryptographicHash>
#include <QDir>
#include <algorithm>
#include <cmath>
#include <cstring>
#include <unistd.h>

namespace Heddle::Search {
namespace {

constexpr char Magic[8] = { 'H', 'D', 'L', 'V', 'E', 'C', '0', '1' };
constexpr std::size_t Alignment = 4096;
constexpr std::size_t ChecksumBytes = 32;

//! The first page of a file; numbers as the machine has them (an index is never carried to another one).
struct Header {
    char magic[8] = {};
    std::uint32_t dimension = 0;
    std::uint32_t own = 0; //!< headerSum(); 0 in files of earlier versions, which stay valid: their vectors may have cost money
    std::uint64_t rows = 0;
    char checksum[ChecksumBytes] = {}; //!< of everything after the first page
};

//! A checksum of the numbers that say where everything lies. Never 0.
std::uint32_t headerSum(const Header &header)
{
    std::uint64_t sum = 14695981039346656037U; // FNV-1a
    for (const std::uint64_t number : { std::uint64_t(header.dimension), header.rows }) {
        for (int shift = 0; shift < 64; shift += 8)
            sum = (sum ^ (number >> shift & 0xff)) * 1099511628211U;
    }
    return std::uint32_t(sum >> 32) | 1U;
}

bool areFinite(const float *numbers, std::size_t count)
{
    return std::all_of(numbers, numbers + count, [](float number) { return std::isfinite(number); });
}

QString tr(const char *text)
{
    return QCoreApplication::translate("Heddle::Search", text);
}

constexpr std::size_t aligned(std::size_t bytes)
{
    return (bytes + Alignment - 1) / Alignment * Alignment;
}

struct Layout {
    Layout(std::size_t rows, std::size_t dimension)
        : scales(aligned(sizeof(Header)) + aligned(rows * sizeof(RowInfo))), upper(scales + aligned(rows * sizeof(float))),
          lower(upper + aligned(rows * planeBytes(dimension))), floats(lower + aligned(rows * planeBytes(dimension))),
          end(floats + aligned(rows * dimension * sizeof(float)))
    { }
    std::size_t infos = aligned(sizeof(Header));
    std::size_t scales, upper, lower, floats, end;
};

//! Writes the parts of a file in their places and sums up what it writes.
class Writer {
public:
    explicit Writer(QFile &file) : m_file(file) { }
    void put(const void *data, std::size_t bytes)
    {
        const auto *chars = static_cast<const char *>(data);
        m_hash.addData(QByteArray::fromRawData(chars, qsizetype(bytes)));
        m_fine = m_fine && m_file.write(chars, qint64(bytes)) == qint64(bytes);
        m_at += bytes;
    }
    void padTo(std::size_t position)
    {
        const std::vector<char> zeros(position - m_at, '\0');
        put(zeros.data(), zeros.size());
    }
    void setAt(std::size_t position) { m_at = position; }
    bool fine() const { return m_fine; }
    QByteArray checksum() const { return m_hash.resultView().toByteArray(); }

private:
    QFile &m_file;
    QCryptographicHash m_hash { QCryptographicHash::Blake2b_256 };
    std::size_t m_at = 0;
    bool m_fine = true;
};

} // namespace

std::uint32_t stableNumber(const QString &text)
{
    std::uint32_t number = 2166136261U; // FNV-1a
    for (const char c : text.toUtf8())
        number = (number ^ std::uint8_t(c)) * 16777619U;
    return number;
}

TextHash textHash(const QString &text)
{
    const QByteArray sum = QCryptographicHash::hash(text.toUtf8(), QCryptographicHash::Sha256);
    TextHash hash;
    std::memcpy(hash.data(), sum.constData(), hash.size());
    return hash;
}

Status Segment::write(const QString &path, const std::vector<RowInfo> &rows, const std::vector<const float *> &vectors, int dimension)
{
    const auto failed = [&path](const QString &detail) {
        return Error { ErrorCode::StorageReadOnly,
            tr("The vectors can't be written to %1. Make room on that disk, or give your user the right to write there.")
                .arg(QDir::toNativeSeparators(path)),
            detail, false };
    };
    const auto width = std::size_t(dimension);
    const bool usable = dimension > 0 && width <= Embedding::MaxDimension
        && std::all_of(vectors.begin(), vectors.end(), [width](const float *vector) { return areFinite(vector, width); });
    if (!usable)
        return Error { ErrorCode::Protocol,
            tr("The embedding model gives vectors that can't be used: %1 numbers, or numbers that aren't finite. Choose another model.")
                .arg(dimension),
            {}, false };
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly | QIODevice::Truncate))
        return failed(file.errorString());
    const Layout layout(rows.size(), width);
    Header header;
    std::memcpy(header.magic, Magic, sizeof(Magic));
    header.dimension = std::uint32_t(dimension);
    header.rows = rows.size();
    header.own = headerSum(header);
    if (!file.seek(qint64(layout.infos)))
        return failed(file.errorString());
    Writer writer(file);
    writer.setAt(layout.infos);
    writer.put(rows.data(), rows.size() * sizeof(RowInfo));
    writer.padTo(layout.scales);
    const std::size_t planeRow = planeBytes(width);
    std::vector<std::uint8_t> upper(planeRow * rows.size()), lower(planeRow * rows.size());
    for (std::size_t row = 0; row < rows.size(); ++row) {
        const float scale = quantize(vectors[row], width, upper.data() + row * planeRow, lower.data() + row * planeRow);
        writer.put(&scale, sizeof(scale));
    }
    writer.padTo(layout.upper);
    writer.put(upper.data(), upper.size());
    writer.padTo(layout.lower);
    writer.put(lower.data(), lower.size());
    writer.padTo(layout.floats);
    for (const float *vector : vectors)
        writer.put(vector, width * sizeof(float));
    writer.padTo(layout.end);
    std::memcpy(header.checksum, writer.checksum().constData(), ChecksumBytes);
    const bool whole = writer.fine() && file.seek(0)
        && file.write(reinterpret_cast<const char *>(&header), sizeof(header)) == sizeof(header) && file.flush()
        && ::fsync(file.handle()) == 0;
    if (!whole) {
        const Error error = failed(file.errorString());
        file.remove();
        return error;
    }
    return Done {};
}

Result<std::shared_ptr<const Segment>> Segment::open(const QString &path)
{
    const std::shared_ptr<Segment> segment(new Segment);
    segment->m_file.setFileName(path);
    const auto damaged = [&segment] {
        return Error { ErrorCode::Unreadable, tr("%1 is damaged; its passages are embedded again.").arg(segment->path()),
            segment->m_file.errorString(), false };
    };
    Header header;
    if (!segment->m_file.open(QIODevice::ReadOnly)
        || segment->m_file.read(reinterpret_cast<char *>(&header), sizeof(header)) != qint64(sizeof(header))
        || std::memcmp(header.magic, Magic, sizeof(Magic)) != 0 || header.dimension == 0 || header.dimension > Embedding::MaxDimension
        || (header.own != 0 && header.own != headerSum(header)))
        return damaged();
    const qint64 size = segment->m_file.size();
    if (header.rows > std::uint64_t(size) / header.dimension || Layout(header.rows, header.dimension).end != std::size_t(size))
        return damaged();
    segment->m_map = segment->m_file.map(0, size);
    if (!segment->m_map)
        return damaged();
    const Layout layout(header.rows, header.dimension);
    segment->m_count = header.rows;
    segment->m_dimension = int(header.dimension);
    segment->m_rows = reinterpret_cast<const RowInfo *>(segment->m_map + layout.infos);
    segment->m_scales = reinterpret_cast<const float *>(segment->m_map + layout.scales);
    segment->m_upper = segment->m_map + layout.upper;
    segment->m_lower = segment->m_map + layout.lower;
    segment->m_floats = reinterpret_cast<const float *>(segment->m_map + layout.floats);
    return std::shared_ptr<const Segment>(segment);
}

Segment::~Segment()
{
    if (m_map)
        m_file.unmap(m_map);
}

bool Segment::isIntact() const
{
    constexpr qsizetype Piece = qsizetype(1) << 20;
    QCryptographicHash hash(QCryptographicHash::Blake2b_256);
    Header header;
    std::memcpy(&header, m_map, sizeof(header));
    const auto size = qsizetype(m_file.size());
    for (qsizetype at = qsizetype(aligned(sizeof(Header))); at < size; at += Piece)
        hash.addData(QByteArray::fromRawData(reinterpret_cast<const char *>(m_map) + at, std::min(Piece, size - at)));
    return hash.resultView() == QByteArrayView(header.checksum, ChecksumBytes) && areFinite(m_scales, m_count)
        && areFinite(m_floats, m_count * std::size_t(m_dimension));
}

} // namespace Heddle::Search
