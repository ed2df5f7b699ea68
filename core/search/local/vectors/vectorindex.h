// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/search/local/vectors/segment.h"
#include <mutex>
#include <optional>
#include <stop_token>

namespace Heddle::Search {

//! \brief Only rows that fulfil all of it are found; an empty list allows everything. Sorted.
struct VectorFilter {
    std::vector<std::uint32_t> collections, documents, types;
    bool allows(const RowInfo &row) const;
    bool isEmpty() const { return collections.empty() && documents.empty() && types.empty(); }
};

//! \brief A passage as the library knows it: its row, and which passage that row means.
struct PassageName {
    std::int64_t chunk = 0;
    std::uint32_t name = 0; //!< stableNumber() of its public id
    auto operator<=>(const PassageName &) const = default;
};

struct VectorMatch {
    PassageName passage;
    float score = 0; //!< cosine
};

//! \brief The vectors of one model in one folder: immutable segments that a manifest lists, and a bitmap of the deleted
//! rows of each. Whatever happens while it is written, the manifest names only whole files. Blocking; search() and
//! counting from any thread and process, writing from one caller at a time that holds index.lock.
class VectorIndex {
public:
    VectorIndex(QString folder, QString model) : m_folder(std::move(folder)), m_model(std::move(model)) { }

    const QString &model() const { return m_model; }
    //! \brief 0 while there is none.
    int dimension();
    //! \brief Rows that are not deleted.
    std::size_t size();

    //! \brief The best `depth` by cosine with `query` (length 1): every row is looked at by the upper halves of its 8-bit
    //! numbers, the best of these by all 8 bits, the best of those by floats. Error Input where the query has another dimension.
    Result<std::vector<VectorMatch>> search(const std::vector<float> &query, int depth, const VectorFilter &filter, std::stop_token stop);

    //! \brief Which of these passages (sorted) have no vector here: their chunks.
    std::vector<std::int64_t> missing(const std::vector<PassageName> &passages);
    //! \brief Marks the rows of all other passages as deleted.
    Status keepOnly(const std::vector<PassageName> &passages);
    //! \brief Adds rows; they are durable, and found, when it returns. Small segments are merged on the way.
    Status append(const std::vector<RowInfo> &rows, const std::vector<const float *> &vectors, int dimension);
    //! \brief A vector of the same text, where one is there, deleted ones included: nothing is embedded twice.
    std::optional<std::vector<float>> byText(const TextHash &text);
    //! \brief Writes segments anew of which a good part is deleted. After that byText() knows these rows no more.
    Status compact();
    //! \brief Forgets what byText() needed.
    void dropTextTable();
    //! \brief How many segments differ from their checksum. They are remembered for the next writer. Reads everything.
    int check();
    bool needsRepair() const;
    //! \brief Segments whose content differs from their checksum are taken out of the manifest; how many.
    Result<int> dropDamaged();

private:
    using Bitmap = std::vector<std::uint64_t>;
    struct Part {
        std::shared_ptr<const Segment> segment;
        std::shared_ptr<const Bitmap> dead; //!< null: none
        QString deadFile;
        std::size_t deadRows = 0;
        bool isDead(std::size_t row) const { return dead && ((*dead)[row / 64] >> (row % 64) & 1) != 0; }
    };
    using Parts = std::vector<Part>;
    struct TextAt {
        std::uint64_t key = 0; //!< the hash's first half
        std::uint32_t part = 0, row = 0;
    };
    struct Candidate {
        float score = 0;
        std::uint32_t part = 0, row = 0;
        std::int32_t upper = 0; //!< dot product with the upper plane
    };

    static bool isWasteful(const Part &part) { return part.deadRows * 4 > part.segment->size(); }
    std::shared_ptr<const Parts> parts();
    Parts read(const QByteArray &manifest) const;
    QString inFolder(const QString &name) const;
    Status publish(Parts parts);
    Status merge(Parts &parts) const;
    Status mergeRange(Parts &parts, std::size_t first, std::size_t count) const;
    QString newFile() const;
    QString damageMark() const { return m_folder + QLatin1String("/damaged"); }
    QString manifestPath() const { return m_folder + QLatin1String("/manifest.json"); }

    const QString m_folder, m_model;
    std::mutex m_mutex;
    std::shared_ptr<const Parts> m_parts;
    qint64 m_manifestTime = -1, m_manifestSize = -1;
    std::mutex m_textMutex; //!< of the two below
    std::vector<TextAt> m_texts;
    std::shared_ptr<const Parts> m_textParts;
};

} // namespace Heddle::Search
