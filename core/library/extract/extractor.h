// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/base/result.h"
#include <QByteArray>
#include <QString>
#include <QStringList>
#include <filesystem>
#include <functional>
#include <memory>
#include <stop_token>

namespace Heddle::Library {

//! \brief A piece of a document's text that belongs together: the unit that chunks are packed from.
struct Block {
    enum class Kind { Heading, Paragraph, ListItem, TableRow, Code };
    Kind kind = Kind::Paragraph;
    QString text; //!< plain text, no markup, no leading or trailing white space
    QStringList headings; //!< the heading path above it («Report», «2 Results»)
    int page = 0; //!< 1-based; 0 where the format has no pages
};

//! \brief What is known of a document after its last block.
struct Extracted {
    QString title;
    int pages = 0; //!< 0 where the format has none
    int pagesWithoutText = 0; //!< pictures only, most often scans
};

//! \brief Takes blocks in reading order; false asks the extractor to stop.
using BlockSink = std::function<bool(Block)>;

//! \brief Reads one format. One file per format in this folder; add it to extractorFor().
class Extractor {
public:
    virtual ~Extractor() = default;
    //! \brief Reads the file and hands over its blocks. Errors: Unreadable with a reason for the user.
    virtual Result<Extracted> extract(const std::filesystem::path &file, const BlockSink &sink) const = 0;
    //! \brief True for formats whose parser is a stranger's: they run in the helper process.
    virtual bool needsProcess() const { return true; }
};

//! \brief The extractor of a file type (lower-case extension without dot), or null: "not read: type".
const Extractor *extractorFor(const QString &type);
//! \brief The type of a file name: its extension in lower case, "" without one.
QString typeOf(const std::filesystem::path &file);

//! \brief The error of a file that can't be opened or read, in words (no permission, no such file, …).
Error fileError(const std::filesystem::path &file, int systemError);
//! \brief Reads a file of up to `limit` bytes.
Result<QByteArray> readFile(const std::filesystem::path &file, qint64 limit);

std::unique_ptr<Extractor> makeHtmlExtractor();
std::unique_ptr<Extractor> makeMarkdownExtractor();
std::unique_ptr<Extractor> makePdfExtractor();
std::unique_ptr<Extractor> makePlainTextExtractor();

} // namespace Heddle::Library
