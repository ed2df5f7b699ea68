// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/library/encodings.h"
#include "core/base/filename.h"
#include "core/library/reach.h"
#include "core/storage/charsetchoices.h"
#include "core/text/charsets.h"
#include "core/text/decoder.h"
#include <QCoreApplication>

namespace Heddle::Library {
namespace {

Result<QList<Storage::FilePlace>> filesAt(const Storage::LibraryRepository &library, const QByteArray &path)
{
    HEDDLE_TRY_VALUE(const auto files, Storage::filePlaces(library.database(), path));
    if (files.isEmpty()) {
        return Error { ErrorCode::NotFound,
            QCoreApplication::translate("Heddle::Library", "%1 is in no collection. Add its folder first.").arg(displayName(path)), {},
            false };
    }
    return files;
}

//! The first line that encodings differ in.
QByteArray tellingLine(const QByteArray &bytes)
{
    constexpr qsizetype Longest = 400;
    qsizetype at = 0;
    while (at < bytes.size() && quint8(bytes[at]) < 0x80)
        ++at;
    if (at == bytes.size())
        at = 0;
    const qsizetype from = at == 0 ? 0 : bytes.lastIndexOf('\n', at) + 1, to = bytes.indexOf('\n', at);
    return bytes.mid(
        std::max(from, at - Longest / 2), std::min(to < 0 ? bytes.size() : to, at + Longest) - std::max(from, at - Longest / 2));
}

} // namespace

Result<FileEncodings> encodingsOf(const Storage::LibraryRepository &library, const QByteArray &path, std::stop_token stop)
{
    constexpr qint64 Sample = 1 << 20;
    constexpr qsizetype Few = 6, LineLength = 80;
    HEDDLE_TRY_VALUE(const auto files, filesAt(library, path));
    HEDDLE_TRY_VALUE(const OpenedFile opened, openWithinReach(files.first().root.toStdString(), files.first().path, std::move(stop)));
    HEDDLE_TRY_VALUE(const QByteArray bytes, opened.file->read(Sample));
    Text::CharsetDetector detector;
    detector.add(bytes);
    const Text::DetectedCharset detected = detector.finish();
    FileEncodings encodings { files.first().charset, detected.name, detected.certain, {} };
    QByteArrayList names { detected.name };
    names += detected.others;
    const QByteArray line = tellingLine(bytes);
    for (const QByteArray &name : std::as_const(names)) {
        if (name.isEmpty() || encodings.likely.size() == Few)
            continue;
        const bool wide = name.startsWith("UTF-16") || name.startsWith("UTF-32");
        const QString text = Text::Decoder(name).decode(wide ? bytes.left(8 * LineLength) : line, true).trimmed();
        encodings.likely += { name, Text::charsetTitle(name), text.section(QLatin1Char('\n'), 0, 0).left(LineLength) };
    }
    return encodings;
}

Result<QStringList> chooseEncoding(const Storage::LibraryRepository &library, const QByteArray &path, const QByteArray &name)
{
    const QByteArray charset = Text::charsetFor(name);
    if (charset.isEmpty() && !name.isEmpty()) {
        return Error::input(QCoreApplication::translate("Heddle::Library", "There is no encoding \"%1\". Known are: %2.")
                                .arg(QString::fromLatin1(name), QString::fromLatin1(Text::allCharsets().join(", "))));
    }
    HEDDLE_TRY_VALUE(const auto files, filesAt(library, path));
    QStringList collections;
    for (const Storage::FilePlace &file : files) {
        HEDDLE_TRY(Storage::chooseCharset(library.database(), file, charset));
        if (!collections.contains(file.collection))
            collections += file.collection;
    }
    return collections;
}

} // namespace Heddle::Library
