// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewer/pdfopening.h"
#include <QCoreApplication>
#include <QFile>

namespace Heddle::Ui {
namespace {

struct File {
    std::shared_ptr<Library::InputFile> file; //!< jobs return what can be copied
    Library::FileIdentity identity;
};

QString tr(const char *text)
{
    return QCoreApplication::translate("Heddle::Ui", text);
}

Error unreadable(const QString &message, const Error &cause)
{
    return { ErrorCode::Unreadable, message, cause.message + QLatin1Char(' ') + cause.detail, cause.retryable };
}

Result<File> openFile(const QString &path)
{
    // A link may lead anywhere: the user has chosen this document.
    auto opened = Library::InputFile::open("/", QFile::encodeName(path).mid(1));
    const auto identity = opened ? opened->identity() : opened.error();
    if (!identity) {
        return unreadable(identity.error().retryable ? tr("The file is no longer there. This is the passage as it was read.")
                                                     : tr("The file can't be opened. This is the passage as it was read."),
            identity.error());
    }
    return File { std::make_shared<Library::InputFile>(std::move(*opened)), *identity };
}

} // namespace

QCoro::Task<Result<OpenPdf>> openPdf(
    Concurrency::WorkPool *files, Library::PageLimits limits, OpenPdf known, QString path, std::stop_token stop)
{
    auto job = files->submit([path](std::stop_token) { return openFile(path); }, stop, QStringLiteral("open a PDF"));
    HEDDLE_CO_TRY_VALUE(File file, co_await std::move(job));
    if (known.reader && known.file == file.identity)
        co_return known;
    OpenPdf pdf { Library::PageReader::make(std::move(*file.file), limits), file.identity, {} };
    auto opening = pdf.reader->open(stop);
    auto sizes = co_await std::move(opening);
    if (!sizes && sizes.error().isCancelled())
        co_return sizes.error();
    if (!sizes)
        co_return unreadable(tr("The page can't be shown. This is the passage as it was read."), sizes.error());
    pdf.sizes = *sizes;
    co_return pdf;
}

} // namespace Heddle::Ui
