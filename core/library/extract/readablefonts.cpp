// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/library/extract/readablefonts.h"
#include <algorithm>

namespace Heddle::Library {
namespace {

constexpr int Letters = 27; //!< the end of a word, then a to z

// How surprising the second letter is after the first, in tenths of a bit: from Debian's installation guide in 18 languages and
// manuals in Polish and Italian, accents removed, each language with the same weight. Texts in these languages have 3.2 to 4.1
// bits a pair, programs 3.8, texts with letters in place of others 5.2 and more.
// clang-format off
constexpr quint8 Surprise[Letters * Letters] = {
    99, 39, 32, 42, 33, 45, 49, 57, 58, 39, 77, 61, 46, 47, 49, 49, 39, 71, 56, 37, 41, 50, 55, 59, 85, 72, 71,
    25, 74, 59, 47, 50, 77, 71, 60, 76, 54, 84, 60, 33, 48, 27, 71, 51, 82, 30, 43, 34, 56, 62, 88, 99, 71, 67,
    8, 45, 83, 75, 99, 37, 99, 99, 99, 30, 99, 99, 46, 95, 91, 39, 99, 99, 55, 76, 84, 52, 99, 99, 99, 64, 99,
    36, 29, 90, 57, 56, 33, 66, 99, 28, 36, 78, 54, 57, 83, 82, 23, 62, 99, 52, 73, 44, 48, 99, 99, 99, 84, 64,
    22, 33, 80, 93, 72, 16, 90, 99, 67, 29, 99, 98, 80, 76, 71, 37, 80, 99, 57, 63, 81, 47, 67, 75, 99, 81, 77,
    18, 62, 49, 50, 49, 58, 65, 66, 82, 62, 80, 75, 44, 47, 31, 89, 69, 91, 29, 36, 41, 69, 64, 79, 62, 87, 74,
    27, 36, 86, 84, 78, 43, 51, 56, 93, 19, 99, 99, 64, 99, 99, 26, 99, 99, 37, 63, 40, 47, 99, 94, 99, 75, 99,
    19, 39, 69, 99, 86, 24, 99, 60, 59, 43, 99, 67, 55, 95, 41, 50, 68, 99, 34, 57, 64, 32, 99, 99, 99, 99, 77,
    28, 25, 87, 55, 73, 17, 99, 99, 99, 33, 99, 89, 67, 86, 71, 31, 97, 99, 58, 82, 50, 52, 72, 81, 99, 76, 99,
    29, 40, 62, 42, 54, 40, 60, 51, 82, 83, 75, 64, 44, 55, 23, 36, 61, 92, 52, 36, 39, 72, 57, 99, 77, 99, 66,
    34, 23, 96, 95, 57, 18, 57, 80, 99, 34, 99, 48, 57, 67, 51, 44, 76, 99, 82, 49, 64, 39, 66, 94, 99, 99, 74,
    24, 25, 83, 74, 71, 27, 99, 70, 52, 43, 99, 58, 51, 99, 70, 33, 93, 99, 55, 43, 40, 42, 91, 64, 99, 67, 90,
    25, 26, 89, 88, 67, 25, 87, 70, 85, 30, 95, 80, 30, 81, 76, 39, 82, 99, 99, 53, 51, 52, 67, 99, 99, 59, 99,
    24, 22, 52, 81, 62, 21, 99, 97, 99, 40, 99, 87, 79, 49, 77, 37, 42, 99, 99, 64, 79, 48, 94, 65, 99, 80, 99,
    19, 40, 99, 56, 38, 35, 53, 37, 66, 42, 99, 77, 81, 99, 63, 46, 99, 91, 99, 35, 33, 45, 78, 99, 99, 64, 81,
    25, 67, 64, 51, 51, 70, 56, 53, 91, 64, 85, 67, 48, 39, 25, 46, 49, 99, 30, 42, 44, 44, 62, 55, 99, 99, 72,
    33, 25, 90, 60, 69, 30, 99, 84, 57, 47, 99, 80, 44, 91, 88, 29, 46, 99, 26, 60, 42, 49, 74, 99, 85, 78, 98,
    42, 99, 96, 99, 99, 66, 99, 99, 99, 99, 99, 99, 99, 99, 66, 99, 99, 78, 83, 89, 99, 1, 99, 75, 99, 99, 99,
    23, 29, 79, 62, 50, 24, 77, 69, 90, 35, 99, 62, 68, 50, 60, 35, 86, 95, 60, 54, 42, 50, 65, 83, 99, 62, 72,
    21, 46, 64, 50, 73, 29, 91, 98, 61, 36, 99, 54, 73, 76, 85, 44, 52, 92, 78, 46, 22, 50, 92, 71, 99, 55, 78,
    23, 28, 82, 68, 99, 26, 73, 98, 38, 29, 99, 90, 78, 70, 82, 37, 66, 99, 41, 60, 54, 52, 91, 67, 92, 64, 78,
    26, 47, 55, 57, 57, 36, 73, 61, 88, 48, 74, 60, 44, 46, 30, 62, 50, 99, 34, 35, 36, 87, 81, 86, 50, 86, 65,
    35, 23, 89, 95, 54, 17, 97, 80, 99, 29, 99, 99, 88, 50, 73, 30, 99, 99, 67, 67, 72, 64, 70, 99, 99, 61, 99,
    31, 22, 99, 75, 62, 30, 99, 96, 42, 25, 99, 95, 82, 74, 51, 29, 63, 99, 58, 49, 57, 82, 99, 70, 99, 51, 93,
    11, 38, 99, 61, 77, 33, 68, 99, 99, 38, 99, 83, 86, 72, 99, 61, 40, 99, 99, 85, 30, 77, 94, 99, 52, 93, 99,
    13, 40, 59, 47, 73, 57, 97, 79, 99, 73, 81, 62, 63, 51, 60, 33, 45, 99, 62, 26, 57, 87, 93, 71, 99, 99, 82,
    30, 25, 72, 68, 59, 25, 99, 95, 91, 25, 99, 70, 70, 71, 44, 41, 71, 99, 78, 73, 68, 43, 81, 59, 99, 41, 51,
};
// clang-format on

//! 1 to 26, or 0.
int letterOf(QChar c)
{
    char16_t plain = c.toLower().unicode();
    if (plain > 0x7f) {
        const QString parts = QString(c).normalized(QString::NormalizationForm_KD).toLower();
        plain = parts[0].unicode();
        constexpr std::pair<char16_t, char16_t> Whole[] = { { u'ł', u'l' }, { u'ø', u'o' }, { u'ı', u'i' }, { u'ß', u's' }, { u'đ', u'd' },
            { u'æ', u'a' }, { u'œ', u'o' }, { u'ð', u'd' }, { u'þ', u't' } };
        for (const auto &[letter, like] : Whole)
            plain = plain == letter ? like : plain;
    }
    return plain >= u'a' && plain <= u'z' ? plain - u'a' + 1 : 0;
}

} // namespace

void ReadableFonts::see(const PageWord &word)
{
    constexpr qsizetype Shortest = 3, LongestName = 5;
    if (word.font < 0)
        return;
    if (size_t(word.font) >= m_fonts.size())
        m_fonts.resize(size_t(word.font) + 1);
    Seen &font = m_fonts[size_t(word.font)];
    qint64 letters = 0, others = 0;
    bool upper = true;
    for (const QChar c : word.text) {
        letters += letterOf(c) > 0;
        others += c.isLetter() && letterOf(c) == 0;
        upper = upper && !c.isLower();
    }
    font.letters += letters;
    font.otherLetters += others;
    font.fixedPitch += word.fixedPitch ? letters : 0;
    font.doubtful += word.doubtful ? letters : 0;
    if (letters < Shortest
        || (upper && !word.doubtful && word.text.size() <= LongestName)) // a name such as HTTP or LTE follows no language
        return;
    int following = 0, before = 0;
    for (const QChar c : word.text) { // samples of a font show the alphabet, and each letter with all its accents
        const int letter = letterOf(c);
        following += letter > 0 && (letter == before + 1 || letter == before);
        before = letter;
    }
    if (following * 2 > letters)
        return;
    before = 0;
    for (qsizetype i = 0; i <= word.text.size(); ++i) {
        const int letter = i < word.text.size() ? letterOf(word.text[i]) : 0;
        if (letter == 0 && before == 0)
            continue;
        font.bits += Surprise[before * Letters + letter];
        ++font.pairs;
        before = letter;
    }
}

bool ReadableFonts::isReadable(int font) const
{
    if (font < 0 || size_t(font) >= m_fonts.size())
        return true;
    const Seen &seen = m_fonts[size_t(font)];
    const bool doubtful = seen.doubtful * 2 > seen.letters;
    const qint64 fewestPairs = doubtful ? 30 : 80, mostBits = doubtful ? 46 : 48; // in tenths
    // Letters of other scripts have no model; in fixed pitch stand keys, hashes and encoded data, too.
    if (seen.pairs < fewestPairs || seen.otherLetters * 3 > seen.letters || (seen.fixedPitch * 2 > seen.letters && !doubtful))
        return true;
    return seen.bits < mostBits * seen.pairs;
}

} // namespace Heddle::Library
