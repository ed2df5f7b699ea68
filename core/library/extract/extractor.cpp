// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/library/extract/extractor.h"
#include <QCoreApplication>
#include <QHash>
#include <cerrno>
#include <cstdio>
#include <system_error>

namespace Heddle::Library {

const Extractor *extractorFor(const QString &type)
{
    static const auto plain = makePlainTextExtractor();
    static const auto markdown = makeMarkdownExtractor();
    static const auto html = makeHtmlExtractor();
    static const auto pdf = makePdfExtractor();
    static const QHash<QString, const Extractor *> table {
        { QStringLiteral("txt"), plain.get() },
        { QStringLiteral("text"), plain.get() },
        { QStringLiteral("md"), markdown.get() },
        { QStringLiteral("markdown"), markdown.get() },
        { QStringLiteral("html"), html.get() },
        { QStringLiteral("htm"), html.get() },
        { QStringLiteral("xhtml"), html.get() },
        { QStringLiteral("pdf"), pdf.get() },
    };
    return table.value(type);
}

QString typeOf(const std::filesystem::path &file)
{
    return QString::fromStdString(file.extension().string()).mid(1).toLower();
}

Error fileError(const std::filesystem::path &file, int systemError)
{
    const auto tr = [](const char *text) { return QCoreApplication::translate("Heddle::Library", text); };
    const QString detail =
        QString::fromStdString(file.string()) + QLatin1String(": ") + QString::fromStdString(std::generic_category().message(systemError));
    switch (systemError) {
    case EACCES:
    case EPERM: return { ErrorCode::Unreadable, tr("no permission to read it"), detail, false };
    case ENOENT: return { ErrorCode::Unreadable, tr("it is no longer there"), detail, true };
    case EISDIR: return { ErrorCode::Unreadable, tr("it is a folder"), detail, false };
    default:
        return { ErrorCode::Unreadable,
            tr("the disk reported: %1").arg(QString::fromStdString(std::generic_category().message(systemError))), detail, true };
    }
}

Result<QByteArray> readFile(const std::filesystem::path &file, qint64 limit)
{
    const std::unique_ptr<FILE, int (*)(FILE *)> stream(std::fopen(file.c_str(), "rb"), &std::fclose);
    if (!stream)
        return fileError(file, errno);
    QByteArray bytes;
    char buffer[1 << 16];
    while (const size_t got = std::fread(buffer, 1, sizeof buffer, stream.get())) {
        bytes.append(buffer, qsizetype(got));
        if (bytes.size() > limit) {
            return Error { ErrorCode::Unreadable,
                QCoreApplication::translate("Heddle::Library", "it is larger than %1 MB, the limit for this type").arg(limit >> 20), {},
                false };
        }
    }
    if (std::ferror(stream.get()))
        return fileError(file, errno);
    return bytes;
}

} // namespace Heddle::Library
