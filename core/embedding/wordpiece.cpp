// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/embedding/wordpiece.h"
#include <QCoreApplication>
#include <QFile>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/utf16.h>

namespace Heddle::Embedding {
namespace {

constexpr int MaxWordLength = 100; // code points; a longer one is unknown as a whole

QString tr(const char *text)
{
    return QCoreApplication::translate("Heddle::Embedding", text);
}

bool isSpace(UChar32 c)
{
    return c == '\t' || c == '\n' || c == '\r' || u_isUWhiteSpace(c);
}

bool isDropped(UChar32 c)
{
    if (c == 0 || c == 0xFFFD)
        return true;
    if (c == '\t' || c == '\n' || c == '\r')
        return false;
    constexpr auto Dropped = U_GC_CC_MASK | U_GC_CF_MASK | U_GC_CO_MASK | U_GC_CS_MASK;
    return (U_GET_GC_MASK(c) & Dropped) != 0;
}

//! Every such character is a word of its own. The ranges are the reference's, gaps included.
bool isIdeograph(UChar32 c)
{
    return (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3400 && c <= 0x4DBF) || (c >= 0x20000 && c <= 0x2A6DF) || (c >= 0x2A700 && c <= 0x2B73F)
        || (c >= 0x2B740 && c <= 0x2B81F) || (c >= 0x2B920 && c <= 0x2CEAF) || (c >= 0xF900 && c <= 0xFAFF)
        || (c >= 0x2F800 && c <= 0x2FA1F);
}

bool isPunctuation(UChar32 c)
{
    const bool ascii = (c >= 33 && c <= 47) || (c >= 58 && c <= 64) || (c >= 91 && c <= 96) || (c >= 123 && c <= 126);
    return ascii || (U_GET_GC_MASK(c) & U_GC_P_MASK) != 0;
}

void append(std::u16string &to, UChar32 c)
{
    if (c > 0xFFFF) {
        to += char16_t(U16_LEAD(c));
        to += char16_t(U16_TRAIL(c));
    } else {
        to += char16_t(c);
    }
}

//! Drops what carries no text, spaces out ideographs, decomposes, drops accents, lowers: in this order.
std::u16string normalized(std::u16string_view text)
{
    std::u16string clean;
    clean.reserve(text.size() + 16);
    bool plain = true; // nothing to decompose
    for (std::size_t i = 0; i < text.size();) {
        UChar32 c = 0;
        U16_NEXT(text.data(), i, text.size(), c);
        if (isDropped(c))
            continue;
        if (isSpace(c))
            clean += u' ';
        else if (isIdeograph(c)) {
            clean += u' ';
            append(clean, c);
            clean += u' ';
        } else {
            append(clean, c);
        }
        plain = plain && c < 0x80;
    }
    if (plain) {
        for (char16_t &c : clean)
            c = char16_t(c >= u'A' && c <= u'Z' ? c + 32 : c);
        return clean;
    }
    UErrorCode status = U_ZERO_ERROR;
    const UNormalizer2 *nfd = unorm2_getNFDInstance(&status);
    std::u16string decomposed(clean.size() * 2 + 16, u'\0');
    int32_t length = unorm2_normalize(nfd, clean.data(), int32_t(clean.size()), decomposed.data(), int32_t(decomposed.size()), &status);
    if (status == U_BUFFER_OVERFLOW_ERROR) {
        status = U_ZERO_ERROR;
        decomposed.resize(std::size_t(length));
        length = unorm2_normalize(nfd, clean.data(), int32_t(clean.size()), decomposed.data(), int32_t(decomposed.size()), &status);
    }
    if (U_FAILURE(status))
        return clean;
    std::u16string lower;
    lower.reserve(std::size_t(length));
    for (int32_t i = 0; i < length;) {
        UChar32 c = 0;
        U16_NEXT(decomposed.data(), i, length, c);
        if (u_charType(c) != U_NON_SPACING_MARK)
            append(lower, u_tolower(c)); // one by one: a sigma at the end of a word stays as it is
    }
    return lower;
}

} // namespace

Result<WordPiece> WordPiece::load(const QString &vocabularyFile)
{
    QFile file(vocabularyFile);
    if (!file.open(QIODevice::ReadOnly))
        return Error { ErrorCode::Unreadable, tr("The embedding model's vocabulary %1 can't be read.").arg(vocabularyFile),
            file.errorString(), false };
    WordPiece tokenizer;
    std::int64_t number = 0;
    for (const QByteArray &line : file.readAll().split('\n')) {
        const std::u16string piece = QString::fromUtf8(line.endsWith('\r') ? line.chopped(1) : line).toStdU16String();
        if (piece.empty()) {
            ++number;
            continue; // the file's end
        }
        const bool inner = piece.size() > 2 && piece.starts_with(u"##");
        (inner ? tokenizer.m_inner : tokenizer.m_pieces).emplace(inner ? piece.substr(2) : piece, number++);
        tokenizer.m_longest = std::max(tokenizer.m_longest, piece.size());
    }
    const auto special = [&tokenizer](const char16_t *name) {
        const auto it = tokenizer.m_pieces.find(std::u16string_view(name));
        return it == tokenizer.m_pieces.end() ? std::int64_t(-1) : it->second;
    };
    tokenizer.m_unknown = special(u"[UNK]");
    tokenizer.m_begin = special(u"[CLS]");
    tokenizer.m_end = special(u"[SEP]");
    if (tokenizer.m_unknown < 0 || tokenizer.m_begin < 0 || tokenizer.m_end < 0)
        return Error { ErrorCode::Unreadable, tr("%1 is not the vocabulary of a BERT model.").arg(vocabularyFile), {}, false };
    return tokenizer;
}

void WordPiece::appendWord(std::u16string_view word, std::size_t limit, std::vector<std::int64_t> &ids) const
{
    int codePoints = 0;
    for (const char16_t c : word)
        codePoints += U16_IS_TRAIL(c) ? 0 : 1;
    if (codePoints > MaxWordLength) {
        ids.push_back(m_unknown);
        return;
    }
    const std::size_t before = ids.size();
    for (std::size_t begin = 0; begin < word.size();) {
        const Pieces &pieces = begin == 0 ? m_pieces : m_inner;
        std::size_t length = std::min(word.size() - begin, m_longest);
        auto found = pieces.end();
        for (; length > 0 && found == pieces.end(); --length)
            found = pieces.find(word.substr(begin, length));
        if (found == pieces.end()) { // one part without a piece makes the whole word unknown
            ids.resize(before);
            ids.push_back(m_unknown);
            return;
        }
        ids.push_back(found->second);
        begin += length + 1; // the loop has gone one step past the match
    }
    if (ids.size() > limit)
        ids.resize(limit);
}

std::vector<std::int64_t> WordPiece::encode(const QString &text, int limit) const
{
    const std::size_t most = std::size_t(std::max(2, limit)) - 1; // the last place is [SEP]'s
    std::vector<std::int64_t> ids { m_begin };
    const std::u16string clean = normalized({ reinterpret_cast<const char16_t *>(text.utf16()), std::size_t(text.size()) });
    std::size_t begin = 0;
    const auto word = [&](std::size_t end) {
        if (end > begin)
            appendWord(std::u16string_view(clean).substr(begin, end - begin), most, ids);
    };
    for (std::size_t i = 0; i < clean.size() && ids.size() < most;) {
        const std::size_t at = i;
        UChar32 c = 0;
        U16_NEXT(clean.data(), i, clean.size(), c);
        const bool space = isSpace(c);
        if (!space && !isPunctuation(c))
            continue;
        word(at);
        begin = at;
        if (!space && ids.size() < most)
            word(i);
        begin = i;
    }
    if (ids.size() < most)
        word(clean.size());
    ids.push_back(m_end);
    return ids;
}

} // namespace Heddle::Embedding
