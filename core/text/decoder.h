// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/base/result.h"
#include "core/text/charsetdetector.h"
#include <QByteArray>
#include <QString>

struct UConverter;

namespace Heddle::Text {

//! \brief Decodes a byte stream of a known character set, piece by piece; bad bytes become U+FFFD. Zeros, which are holes and
//! padding, and the mark that ends files of CP/M and DOS are left out.
class Decoder {
public:
    explicit Decoder(const QByteArray &charset);
    ~Decoder();
    Decoder(const Decoder &) = delete;
    Decoder &operator=(const Decoder &) = delete;

    QString decode(const QByteArray &input, bool last);

private:
    UConverter *m_converter = nullptr;
    bool m_wide;
    bool m_first = true;
};

struct DecodedText {
    QString text;
    DetectedCharset charset;
};

//! \brief Decodes a whole text: with the character set that was `chosen` for it, else with the one that is detected.
Result<DecodedText> decodeText(const QByteArray &bytes, const QByteArray &chosen);

} // namespace Heddle::Text
