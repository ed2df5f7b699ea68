// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/decoder.h"
#include <QCoreApplication>
#include <uchardet.h>
#include <unicode/ucnv.h>

namespace Heddle::Text {
namespace {

//! UTF-8, or UTF-8 with a few damaged places: well-formed characters of several bytes hardly occur by chance.
bool looksLikeUtf8(QByteArrayView bytes, bool whole)
{
    constexpr qsizetype GoodPerBad = 4;
    qsizetype good = 0, bad = 0;
    for (qsizetype i = 0; i < bytes.size();) {
        const auto lead = quint8(bytes[i]);
        const qsizetype length = lead < 0x80 ? 1
            : lead >= 0xc2 && lead < 0xe0    ? 2
            : (lead & 0xf0) == 0xe0          ? 3
            : lead >= 0xf0 && lead < 0xf5    ? 4
                                             : 0;
        if (length > 0 && i + length > bytes.size() && !whole)
            break; // the sample ends inside a character
        qsizetype have = 1;
        while (have < length && i + have < bytes.size() && (quint8(bytes[i + have]) & 0xc0) == 0x80)
            ++have;
        const bool complete = length > 0 && have == length;
        good += complete && length > 1;
        bad += !complete;
        i += have;
    }
    return bad == 0 || good >= GoodPerBad * bad;
}

//! UTF-16 without a mark: most characters of a text share their high byte with a neighbour, often zero.
QByteArray utf16WithoutMark(QByteArrayView bytes)
{
    const qsizetype pairs = std::min<qsizetype>(bytes.size() / 2, 4096);
    if (pairs < 2 || bytes.size() % 2)
        return {};
    qsizetype zeroHigh = 0, zeroLow = 0;
    for (qsizetype i = 0; i < pairs; ++i) {
        zeroLow += bytes[2 * i] == 0;
        zeroHigh += bytes[2 * i + 1] == 0;
    }
    if (zeroHigh * 4 > pairs && zeroLow * 20 < pairs)
        return "UTF-16LE";
    if (zeroLow * 4 > pairs && zeroHigh * 20 < pairs)
        return "UTF-16BE";
    return {};
}

QByteArray guessEightBit(const QByteArray &sample)
{
    uchardet_t detector = uchardet_new();
    uchardet_handle_data(detector, sample.constData(), size_t(std::min<qsizetype>(sample.size(), 1 << 18)));
    uchardet_data_end(detector);
    QByteArray guess = uchardet_get_charset(detector);
    uchardet_delete(detector);

    // On short western texts the guesser names exotic relatives. Few accented letters among many plain ones are
    // western European unless it says central European or Turkish.
    qsizetype high = 0, letters = 0;
    for (const char c : sample) {
        const auto byte = quint8(c);
        high += byte >= 0x80;
        letters += byte >= 0x80 || QChar::isLetter(byte);
    }
    static const QByteArrayList keep { "ISO-8859-2", "WINDOWS-1250", "ISO-8859-9", "WINDOWS-1254", "ISO-8859-15", "ISO-8859-16" };
    if (high * 5 < letters && !keep.contains(guess.toUpper()))
        return "windows-1252";
    if (guess.isEmpty() || guess == "ASCII")
        return "windows-1252";
    return guess.toUpper() == "GB2312" ? QByteArray("GB18030") : guess;
}

} // namespace

QByteArray detectCharset(const QByteArray &sample, bool whole)
{
    if (sample.startsWith("\xef\xbb\xbf"))
        return "UTF-8";
    if (sample.startsWith(QByteArrayView("\xff\xfe\0\0", 4)) || sample.startsWith(QByteArrayView("\0\0\xfe\xff", 4)))
        return sample.startsWith('\0') ? "UTF-32BE" : "UTF-32LE";
    if (sample.startsWith("\xff\xfe"))
        return "UTF-16LE";
    if (sample.startsWith("\xfe\xff"))
        return "UTF-16BE";
    if (const QByteArray utf16 = utf16WithoutMark(sample); !utf16.isEmpty())
        return utf16;
    // Control characters that no text has: a binary file under a text name.
    qsizetype control = 0;
    for (const char c : sample)
        control += quint8(c) < 0x20 && c != '\n' && c != '\r' && c != '\t' && c != '\f' && c != '\x1b' && c != '\v';
    if (control * 50 > sample.size())
        return {};
    if (looksLikeUtf8(sample, whole))
        return "UTF-8";
    return guessEightBit(sample);
}

Decoder::Decoder(const QByteArray &charset)
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

QString Decoder::decode(const QByteArray &bytes, bool last)
{
    QString text;
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
    text.remove(QChar(0)); // padding, or a hole in the file
    return text;
}

Result<QString> decodeText(const QByteArray &bytes)
{
    const QByteArray charset = detectCharset(bytes, true);
    if (charset.isEmpty())
        return Error { ErrorCode::Unreadable, QCoreApplication::translate("Heddle::Library", "this is not a text file"), {}, false };
    return Decoder(charset).decode(bytes, true);
}

} // namespace Heddle::Text
