// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialog/checking/pieces.h"
#include "core/text/sentences.h"

namespace Heddle::Dialog {
namespace {

constexpr QChar SoftHyphen { 0xad }, Tatweel { 0x640 }, Breve { 0x306 };

bool isHanNumeral(QChar c)
{
    return QStringView(u"一二三四五六七八九十百千万萬億亿兆〇零两兩").contains(c);
}

bool isHan(QChar c)
{
    return Text::isCjk(c.unicode()) && !(c.unicode() >= 0xac00 && c.unicode() <= 0xd7a3); // Hangul is cut at blanks like other words
}

Piece::Kind kindOf(QChar c)
{
    if (c.isDigit())
        return Piece::Kind::Digits;
    if (isHanNumeral(c))
        return Piece::Kind::HanNumber;
    if (isHan(c))
        return Piece::Kind::Ideograph;
    return c.isLetter() || c.isMark() || c.isSurrogate() || c == SoftHyphen ? Piece::Kind::Letters : Piece::Kind::Sign;
}

QString plainDigits(QStringView digits)
{
    QString plain;
    for (const QChar c : digits)
        plain += QChar(u'0' + ushort(c.digitValue()));
    return plain;
}

} // namespace

QString foldedWord(QStringView word)
{
    bool ascii = true;
    for (const QChar c : word)
        ascii = ascii && c.unicode() < 0x80;
    if (ascii)
        return word.toString().toLower();
    QString folded;
    for (const QChar c : word.toString().toCaseFolded().normalized(QString::NormalizationForm_KD)) {
        const bool cyrillicShort = c == Breve && !folded.isEmpty() && folded.back().script() == QChar::Script_Cyrillic;
        if (c == SoftHyphen || c == Tatweel || (c.category() == QChar::Mark_NonSpacing && !cyrillicShort))
            continue;
        folded += c == QChar(0xf8) ? QChar(u'o') : c == QChar(0x142) ? QChar(u'l') : c;
    }
    return folded.normalized(QString::NormalizationForm_KC);
}

QList<Piece> piecesOf(QStringView text)
{
    QList<Piece> pieces;
    for (qsizetype i = 0; i < text.size();) {
        if (text[i].isSpace()) {
            ++i;
            continue;
        }
        Piece piece;
        piece.kind = kindOf(text[i]);
        piece.start = i++;
        if (piece.kind != Piece::Kind::Sign && piece.kind != Piece::Kind::Ideograph) {
            while (i < text.size() && !text[i].isSpace() && kindOf(text[i]) == piece.kind)
                ++i;
        }
        piece.end = i;
        const QStringView written = text.mid(piece.start, piece.end - piece.start);
        piece.folded = piece.kind == Piece::Kind::Digits ? plainDigits(written)
            : piece.kind == Piece::Kind::Letters         ? foldedWord(written)
                                                         : written.toString();
        piece.glued = !pieces.isEmpty() && pieces.last().end == piece.start;
        pieces += piece;
    }
    return pieces;
}

} // namespace Heddle::Dialog
