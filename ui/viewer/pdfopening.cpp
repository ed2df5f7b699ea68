// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewer/pdfopening.h"
#include "core/library/reach.h"
#include <QCoreApplication>
#include <QFile>

namespace Heddle::Ui {
namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Heddle::Ui", text);
}

Error unreadable(const QString &message, const Error &cause)
{
    return { ErrorCode::Unreadable, message, cause.message + QLatin1Char(' ') + cause.detail, cause.retryable };
}

Result<Library::OpenedFile> openFile(const QString &path, const std::stop_token &stop)
{
    // A link may lead anywhere: the user has chosen this document.
    const QByteArray name = QFile::encodeName(path);
    auto opened = Library::openWithinReach("/", name.mid(1), stop);
    if (opened || opened.error().isCancelled())
        return opened;
    const bool away = Library::isOutOfReach(name);
    return unreadable(away             ? tr("The drive of the file gives no answer. This is the passage as it was read.")
            : opened.error().retryable ? tr("The file is no longer there. This is the passage as it was read.")
                                       : tr("The file can't be opened. This is the passage as it was read."),
        opened.error());
}

} // namespace

QCoro::Task<Result<OpenPdf>> openPdf(
    Concurrency::WorkPool *files, Library::PageLimits limits, OpenPdf known, QString path, std::stop_token stop)
{
    auto job = files->submit([path](std::stop_token token) { return openFile(path, token); }, stop, QStringLiteral("open a PDF"));
    HEDDLE_CO_TRY_VALUE(const Library::OpenedFile file, co_await std::move(job));
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
