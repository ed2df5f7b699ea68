// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QList>
#include <QString>
#include <QStringView>

namespace Heddle::Dialog {

//! \brief A run of digits, of letters or of Han numerals, or any other visible sign. A Han character or kana is a piece by itself.
struct Piece {
    enum class Kind { Digits, HanNumber, Letters, Ideograph, Sign };
    Kind kind = Kind::Sign;
    qsizetype start = 0, end = 0; //!< UTF-16 units in the text
    QString folded; //!< case and accents folded, digits as ASCII
    bool glued = false; //!< nothing stands between it and the piece before
};

//! \brief Cuts a text into pieces for what reads numbers, units and dates.
QList<Piece> piecesOf(QStringView text);

//! \brief A word without case and without the accents of Latin, Greek, Cyrillic and Arabic letters, as in the lists of words.
QString foldedWord(QStringView word);

} // namespace Heddle::Dialog
