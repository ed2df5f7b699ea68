// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/library/extract/htmlcharset.h"
#include "core/text/charsets.h"
#include <QRegularExpression>

namespace Heddle::Library {
namespace {

//! The page's own word for its character set, from its first bytes; it may be wrong.
QByteArray charsetName(const QByteArray &sample)
{
    constexpr qsizetype Head = 4096;
    static const QRegularExpression charset(QStringLiteral("(?:<meta[^>]+charset|<\\?xml[^>]+encoding)\\s*=\\s*[\"']?\\s*([\\w.:-]+)"),
        QRegularExpression::CaseInsensitiveOption);
    return charset.match(QString::fromLatin1(sample.left(Head))).captured(1).toLatin1().toLower();
}

} // namespace

Text::DetectedCharset declaredCharset(const QByteArray &start, const Text::DetectedCharset &detected)
{
    const QByteArray declared = Text::charsetFor(charsetName(start));
    const bool plain = std::all_of(start.cbegin(), start.cend(), [](char c) { return quint8(c) < 0x80; });
    if (detected.name.isEmpty() || declared.isEmpty() || declared.startsWith("UTF-") || detected.name.startsWith("UTF-16")
        || detected.name.startsWith("UTF-32") || (detected.name == "UTF-8" && !plain))
        return detected;
    return { declared };
}

} // namespace Heddle::Library
