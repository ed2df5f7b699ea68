// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/library/singlefile.h"
#include "core/base/filename.h"
#include "core/library/documentfacts.h"
#include "core/library/extract/format.h"
#include "core/library/reach.h"
#include "core/library/singlefilelimit.h"
#include "core/text/language.h"
#include <QCoreApplication>
#include <QCryptographicHash>
#include <QFile>
#include <QFileInfo>

namespace Heddle::Library {
namespace {

constexpr qsizetype LanguageSample = 8000; //!< UTF-16 units

QString tr(const char *text)
{
    return QCoreApplication::translate("Heddle::Library", text);
}

//! Takes blocks, and makes of them what is kept of a file.
struct Reading {
    SingleFile file;
    Chunker chunker { [this](Chunk chunk) {
        file.chunks += std::move(chunk);
        return true;
    } };
    QCryptographicHash hash { QCryptographicHash::Sha256 };
    QString sample;
    qint64 longest = LongestSingleFile;
    bool tooLong = false;

    bool take(const Block &block)
    {
        hash.addData(block.text.toUtf8());
        if (sample.size() < LanguageSample)
            sample += block.text + QLatin1Char('\n');
        tooLong = chunker.length() + block.text.size() > longest;
        return !tooLong && chunker.add(block);
    }
};

Result<OpenedFile> openAnywhere(const QByteArray &path, std::stop_token stop)
{
    return openWithinReach("/", path.mid(1), std::move(stop));
}

} // namespace

Result<SingleFile> readSingleFile(const QByteArray &path, const ExtractionLimits &limits, std::stop_token stop)
{
    return readSingleFileUpTo(LongestSingleFile, path, limits, std::move(stop));
}

Result<SingleFile> readSingleFileUpTo(qint64 longest, const QByteArray &path, const ExtractionLimits &limits, std::stop_token stop)
{
    const QString name = displayName(path).section(QLatin1Char('/'), -1);
    const QString type = typeOf(std::filesystem::path(path.toStdString()));
    if (QFileInfo(QFile::decodeName(path)).isDir())
        return Error::input(tr("“%1” is a folder. Add it to the library; only files can be attached.").arg(name));
    if (!formatOf(type))
        return Error::input(tr("“%1” can't be attached: only PDF, HTML, Markdown and plain text are read.").arg(name));
    const auto failed = [&name](const Error &error) {
        return error.isCancelled() ? error
                                   : Error { ErrorCode::Unreadable, tr("“%1” could not be read: %2").arg(name, error.message), error.detail,
                                         error.retryable };
    };
    const auto opened = openAnywhere(path, stop);
    if (!opened)
        return failed(opened.error());
    Reading reading;
    reading.longest = longest;
    const BlockSink sink = [&](const Block &block) { return !stop.stop_requested() && reading.take(block); };
    ExtractionProcess process(limits);
    const auto extracted = process.extract(*opened->file, type, sink, stop);
    if (stop.stop_requested())
        return Error::cancelled();
    if (reading.tooLong)
        return Error::input(tr("“%1” has too much text to be attached. Add its folder to the library instead.").arg(name));
    if (!extracted)
        return failed(extracted.error());
    reading.chunker.finish();
    SingleFile file = std::move(reading.file);
    file.reason = reasonOf(*extracted, file.chunks.isEmpty());
    if (file.chunks.isEmpty())
        return Error { ErrorCode::NoText, tr("“%1” can't be attached: %2").arg(name, file.reason), {}, false };
    file.path = path;
    file.type = type;
    file.language = Text::detectLanguage(reading.sample);
    file.title = titleOf(extracted->title, path, file.language);
    file.contentHash = QString::fromLatin1(reading.hash.resultView().toByteArray().toHex());
    file.stamp = opened->identity.stamp;
    return file;
}

bool isFolderWithinReach(const QByteArray &path, std::stop_token stop)
{
    const auto watch = std::make_shared<Watch>();
    const auto found = reach<bool>(
        watch,
        [watch, path](std::stop_token) -> Result<bool> {
            HEDDLE_TRY(watch->enter(path));
            return QFileInfo(QFile::decodeName(path)).isDir();
        },
        std::move(stop));
    return found && *found;
}

FileState stateOfFile(const QByteArray &path, qint64 size, qint64 mtimeNs, std::stop_token stop)
{
    const auto opened = openAnywhere(path, std::move(stop));
    if (!opened)
        return FileState::Gone;
    const FileStamp now = opened->identity.stamp;
    return now.size == size && now.mtimeNs == mtimeNs ? FileState::Same : FileState::Changed;
}

} // namespace Heddle::Library
