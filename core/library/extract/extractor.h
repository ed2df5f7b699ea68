// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/library/extract/inputfile.h"
#include <QString>
#include <QStringList>
#include <functional>
#include <memory>

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
    int pagesUnreadable = 0; //!< their text is there, but not which letters it consists of
    QByteArray charset = {}; //!< that a text was decoded with
    bool charsetCertain = true;
};

//! \brief Takes blocks in reading order; false asks the extractor to stop. A block without text is no part of the document:
//! it says that reading goes on, where a long way has nothing to hand over.
using BlockSink = std::function<bool(Block)>;

//! \brief Reads one format. One file per format in this folder; add it to extractorFor(). It runs in the locked helper process,
//! which can open nothing but the document (docs/security.md). The programs themselves are not linked with it.
class Extractor {
public:
    virtual ~Extractor() = default;
    //! \brief Reads the file from its start and hands over its blocks. Errors: Unreadable with a reason for the user.
    virtual Result<Extracted> extract(const InputFile &file, const BlockSink &sink) const = 0;
};

//! \brief Raised when readers take more or other text from a file than before: every file is read again, in the background.
constexpr int ReaderVersion = 3;

//! \brief The extractor of a file type (lower-case extension without dot), or null: "not read: type".
const Extractor *extractorFor(const QString &type);

std::unique_ptr<Extractor> makeHtmlExtractor();
std::unique_ptr<Extractor> makeMarkdownExtractor();
std::unique_ptr<Extractor> makePdfExtractor();
std::unique_ptr<Extractor> makePlainTextExtractor();

} // namespace Heddle::Library
