// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/library/extract/textfile.h"
#include "core/library/extract/extractor.h"
#include "core/text/decoder.h"
#include <QCoreApplication>
#include <cerrno>
#include <cstdio>

namespace Heddle::Library {
namespace {

constexpr qsizetype SampleBytes = 4 << 20;
constexpr qsizetype PieceBytes = 1 << 20;

} // namespace

Status readTextFile(const std::filesystem::path &file, const std::function<QByteArray(const QByteArray &, bool)> &charsetOf,
    const std::function<bool(const QString &)> &sink)
{
    const std::unique_ptr<FILE, int (*)(FILE *)> stream(std::fopen(file.c_str(), "rb"), &std::fclose);
    if (!stream)
        return fileError(file, errno);
    const auto read = [&](qsizetype size) {
        QByteArray bytes(size, Qt::Uninitialized);
        bytes.resize(qsizetype(std::fread(bytes.data(), 1, size_t(size), stream.get())));
        return bytes;
    };
    QByteArray bytes = read(SampleBytes);
    const QByteArray charset = charsetOf(bytes, bytes.size() < SampleBytes);
    if (charset.isEmpty())
        return Error { ErrorCode::Unreadable, QCoreApplication::translate("Heddle::Library", "this is not a text file"), {}, false };
    Text::Decoder decoder(charset);
    while (!bytes.isEmpty()) {
        QString text = decoder.decode(bytes, false);
        text.replace(QLatin1String("\r\n"), QLatin1String("\n")).replace(QLatin1Char('\r'), QLatin1Char('\n'));
        if (!sink(text))
            return Error::cancelled();
        bytes = read(PieceBytes);
    }
    if (std::ferror(stream.get()))
        return fileError(file, errno);
    return sink(decoder.decode({}, true)) ? Status(Done {}) : Status(Error::cancelled());
}

} // namespace Heddle::Library
