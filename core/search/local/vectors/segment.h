// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/base/result.h"
#include "core/search/searchengine.h"
#include <QFile>
#include <array>
#include <memory>
#include <vector>

namespace Heddle::Search {

using TextHash = std::array<std::uint8_t, 16>;

//! \brief What a row of a segment says of its chunk, as it lies in the file.
struct RowInfo {
    std::int64_t chunk = 0;
    std::uint32_t collection = 0, document = 0; //!< internal ids
    std::uint32_t type = 0; //!< stableNumber() of the file's extension
    std::uint32_t name = 0; //!< stableNumber() of the chunk's public id: a row's number may come to mean another passage
    TextHash text = {}; //!< of the text that was embedded
};
static_assert(sizeof(RowInfo) == 40);

//! \brief A short text as a number, the same on every machine.
std::uint32_t stableNumber(const QString &text);
TextHash textHash(const QString &text);

//! \brief An immutable file of vectors, mapped into memory: rows' infos, scales, the two planes of 8-bit numbers (kernel.h),
//! floats to score the best again.
class Segment {
public:
    //! \brief Writes a segment and syncs it to disk; all vectors have the same dimension. Error Protocol where it is none that
    //! a model has, or a number isn't finite: nothing is written then.
    static Status write(const QString &path, const std::vector<RowInfo> &rows, const std::vector<const float *> &vectors, int dimension);
    //! \brief Error Unreadable where the file is not a whole segment.
    static Result<std::shared_ptr<const Segment>> open(const QString &path);
    ~Segment();

    QString path() const { return m_file.fileName(); }
    std::size_t size() const { return m_count; }
    int dimension() const { return m_dimension; }
    const RowInfo &row(std::size_t i) const { return m_rows[i]; }
    const float *scales() const { return m_scales; }
    const std::uint8_t *upper() const { return m_upper; }
    const std::uint8_t *lower() const { return m_lower; }
    const float *vector(std::size_t i) const { return m_floats + i * std::size_t(m_dimension); }
    //! \brief Reads everything, compares it with the checksum in the file and looks for numbers that aren't finite.
    bool isIntact() const;

private:
    Segment() = default;
    QFile m_file;
    uchar *m_map = nullptr;
    std::size_t m_count = 0;
    int m_dimension = 0;
    const RowInfo *m_rows = nullptr;
    const float *m_scales = nullptr;
    const std::uint8_t *m_upper = nullptr, *m_lower = nullptr;
    const float *m_floats = nullptr;
};

} // namespace Heddle::Search
