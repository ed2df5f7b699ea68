// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/decoder.h"
#include <QCoreApplication>
#include <unicode/ucnv.h>

namespace Heddle::Text {
namespace {

constexpr char EndOfFile = 0x1a; //!< ^Z

} // namespace

Decoder::Decoder(const QByteArray &charset) : m_wide(charset.startsWith("UTF-16") || charset.startsWith("UTF-32"))
{
    UErrorCode status = U_ZERO_ERROR;
    m_converter = ucnv_open(charset.constData(), &status);
    if (U_FAILURE(status)) {
        status = U_ZERO_ERROR;
        m_converter = ucnv_open("windows-1252", &status);
    }
}

Decoder::~Decoder()
{
    ucnv_close(m_converter);
}

QString Decoder::decode(const QByteArray &input, bool last)
{
    QString text;
    QByteArray bytes = input;
    if (!m_wide && bytes.contains(EndOfFile))
        bytes.replace(EndOfFile, '\0');
    const char *from = bytes.constData();
    const char *const end = from + bytes.size();
    UErrorCode status;
    do {
        const qsizetype used = text.size();
        text.resize(used + std::max<qsizetype>(256, end - from + 16));
        auto *to = reinterpret_cast<UChar *>(text.data()) + used;
        auto *const limit = reinterpret_cast<UChar *>(text.data()) + text.size();
        status = U_ZERO_ERROR;
        ucnv_toUnicode(m_converter, &to, limit, &from, end, nullptr, last, &status);
        text.resize(to - reinterpret_cast<UChar *>(text.data()));
    } while (status == U_BUFFER_OVERFLOW_ERROR);
    if (m_first && text.startsWith(QChar(0xfeff)))
        text.remove(0, 1);
    m_first = m_first && text.isEmpty();
    text.remove(QChar(0));
    if (m_wide) {
        text.remove(QLatin1Char(EndOfFile));
        if (last && text.endsWith(QChar::ReplacementCharacter))
            text.chop(1); // half a character
    } else {
        text.replace(QLatin1Char(EndOfFile), QChar(QChar::ReplacementCharacter)); // ICU's substitute for a byte alone
    }
    return text;
}

Result<DecodedText> decodeText(const QByteArray &bytes, const QByteArray &chosen)
{
    DetectedCharset charset { chosen };
    if (chosen.isEmpty()) {
        CharsetDetector detector;
        detector.add(bytes);
        charset = detector.finish();
    }
    if (charset.name.isEmpty())
        return Error { ErrorCode::Unreadable, QCoreApplication::translate("Heddle::Library", "this is not a text file"), {}, false };
    return DecodedText { Decoder(charset.name).decode(bytes, true), charset };
}

} // namespace Heddle::Text
