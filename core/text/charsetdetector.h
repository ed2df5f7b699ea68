// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QByteArray>
#include <QByteArrayList>
#include <QString>
#include <array>

namespace Heddle::Text {

//! \brief The character set of a text, as far as its bytes tell.
struct DetectedCharset {
    QByteArray name; //!< for Decoder; empty: the bytes are no text
    bool certain = true; //!< false: another one would give a text that is about as likely
    QByteArrayList others = {}; //!< that give another text, the most likely first
};

//! \brief Finds the character set of a text from all of its bytes, which it sees once; it keeps some of them, some 100 KB.
//!
//! Byte order marks, the zero bytes of UTF-16, valid UTF-8 and the escapes of ISO-2022 speak for themselves. Otherwise the words
//! with bytes beyond ASCII are decoded with each known character set, and the one is taken whose text needs the fewest bits
//! in the language that fits it best (lettermodels.h).
class CharsetDetector {
public:
    void add(QByteArrayView bytes);
    DetectedCharset finish() const;

private:
    void countUtf8(quint8 byte);
    void collectWords(QByteArrayView bytes);
    void keepWord(QByteArrayView word);
    void collectEscaped(QByteArrayView bytes);
    bool isBinary() const;
    QByteArray head() const;
    QByteArray evidence() const;
    DetectedCharset marked() const;
    DetectedCharset escaped() const;
    DetectedCharset legacy() const;

    std::array<qint64, 256> m_counts {};
    qint64 m_size = 0, m_zeroRun = 0, m_padding = 0; //!< zero bytes in long runs
    QByteArray m_start; //!< the first bytes, from the first that is not zero
    qint64 m_utf8Good = 0, m_utf8Bad = 0;
    int m_utf8Missing = 0;
    QByteArray m_first, m_rare, m_escaped; //!< words; lines with escapes
    QByteArrayList m_later; //!< each m_stride-th word
    qsizetype m_laterBytes = 0;
    qint64 m_words = 0, m_stride = 1;
};

} // namespace Heddle::Text
