// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/base/result.h"
#include <QByteArray>
#include <QString>
#include <memory>

struct UConverter;

namespace Heddle::Text {

//! \brief The character set of a text, from its first bytes (up to some megabytes): byte order mark, zero bytes of
//! UTF-16, valid UTF-8, then uchardet. Empty when the bytes are no text at all. `whole`: the sample is the whole file.
QByteArray detectCharset(const QByteArray &sample, bool whole);

//! \brief Decodes a byte stream of a known character set, piece by piece; bad bytes become U+FFFD, zeros are left out.
class Decoder {
public:
    explicit Decoder(const QByteArray &charset);
    ~Decoder();
    Decoder(const Decoder &) = delete;
    Decoder &operator=(const Decoder &) = delete;

    QString decode(const QByteArray &bytes, bool last);

private:
    UConverter *m_converter = nullptr;
    bool m_first = true;
};

//! \brief Detects and decodes a whole text.
Result<QString> decodeText(const QByteArray &bytes);

} // namespace Heddle::Text
