// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/charsetdetector.h"
#include "core/text/charsets.h"
#include "core/text/decoder.h"
#include "core/text/lettermodels.h"
#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

namespace Heddle::Text {
namespace {

constexpr qsizetype StartBytes = 8192;
constexpr qsizetype WideBytes = 2048; //!< of the start, read as UTF-16 and as the best of the others
constexpr qsizetype WordBytes = 4096; //!< of a word; Chinese and Japanese texts have long ones
constexpr qsizetype FirstBytes = 1 << 15, LaterBytes = 1 << 15, RareBytes = 1 << 14, EscapedBytes = 1 << 13;
constexpr qint64 RareByte = 4; //!< occurrences up to which a byte's words are kept in any case
constexpr qint64 PaddingRun = 8; //!< zero bytes in a row that are no character

bool isSpace(char c)
{
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

//! Long runs of zeros go, four by four, so that wider characters stay in step.
QByteArray withoutPadding(const QByteArray &bytes)
{
    QByteArray kept;
    for (qsizetype i = 0; i < bytes.size();) {
        qsizetype end = i;
        while (end < bytes.size() && bytes[end] == 0)
            ++end;
        const qsizetype run = end - i;
        kept.append(run >= PaddingRun ? run % 4 : run, '\0');
        if (end < bytes.size())
            kept += bytes[end];
        i = end + 1;
    }
    return kept;
}

//! How much the plain words of a text speak against each language, in bits. They are English in many texts of other languages,
//! so they never weigh much.
std::vector<double> languagePenalties(const QByteArray &start)
{
    constexpr double Weight = 0.25, Most = 10;
    const LetterModels &models = LetterModels::instance();
    QString plain;
    for (const QByteArray &word : QByteArray(start).replace('\n', ' ').replace('\t', ' ').split(' ')) {
        if (std::all_of(word.cbegin(), word.cend(), [](char c) { return quint8(c) < 0x80; }))
            plain += QString::fromLatin1(word) + QLatin1Char(' ');
    }
    const LetterModels::Sample sample = LetterModels::sampleOf(plain.left(4096));
    std::vector<double> bits;
    for (int language = 0; language < models.count(); ++language)
        bits.push_back(models.cost(language, sample));
    const double least = *std::min_element(bits.cbegin(), bits.cend()), english = bits[std::size_t(models.indexOf("en"))];
    for (int language = 0; language < models.count(); ++language) {
        double &one = bits[std::size_t(language)]; // plain words among those of another script are English ones
        one = std::min(Weight * ((models.isLatin(language) ? one : english) - least), Most);
    }
    return bits;
}

//! What speaks against a language beside the words that are decoded, in bits.
struct Penalties {
    std::vector<double> languages; //!< by index
    double otherScript = 0; //!< of a script that few words of the text are in
};

//! The bits of a text in the language that fits it best.
double leastCost(const QString &text, const std::vector<int> &languages, const Penalties &penalties)
{
    const LetterModels &models = LetterModels::instance();
    const LetterModels::Sample sample = LetterModels::sampleOf(text);
    double least = std::numeric_limits<double>::infinity();
    for (const int language : languages) {
        const double penalty = penalties.languages.empty() ? 0 : penalties.languages[std::size_t(language)];
        const double script = models.isLatin(language) ? 0 : penalties.otherScript;
        least = std::min(least, models.cost(language, sample) + penalty + script);
    }
    return least + sample.cost;
}

double leastCostOfAll(const QString &text)
{
    std::vector<int> all;
    for (int language = 0; language < LetterModels::instance().count(); ++language)
        all.push_back(language);
    return leastCost(text, all, {});
}

std::vector<int> languagesOf(const LegacyCharset &charset)
{
    std::vector<int> languages;
    for (const QByteArray &language : QByteArray(charset.languages).split(' ')) {
        if (const int index = LetterModels::instance().indexOf(language); index >= 0)
            languages.push_back(index);
    }
    return languages;
}

struct Reading {
    const LegacyCharset *charset;
    double bits;
    QString text;
};

//! Reads `bytes` with each of these character sets; the best comes first.
std::vector<Reading> readings(const QByteArray &bytes, const std::vector<const LegacyCharset *> &charsets, Penalties penalties)
{
    penalties.otherScript *= double(bytes.count('\n'));
    std::vector<Reading> all;
    for (const LegacyCharset *charset : charsets) {
        const QString text = Decoder(charset->name).decode(bytes, true).normalized(QString::NormalizationForm_C);
        all.push_back({ charset, charset->prior + leastCost(text, languagesOf(*charset), penalties), text });
    }
    std::stable_sort(all.begin(), all.end(), [](const Reading &a, const Reading &b) { return a.bits < b.bits; });
    return all;
}

struct WideReading {
    QByteArray charset;
    double bits = 0;
};

bool belongsToText(char32_t c)
{
    switch (QChar::category(c)) {
    case QChar::Other_Control: return c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == 0x1a;
    case QChar::Other_NotAssigned:
    case QChar::Other_PrivateUse:
    case QChar::Other_Surrogate: return false;
    default: return c != QChar::ReplacementCharacter;
    }
}

//! UTF-16 and UTF-32 without a mark, in any language: nearly all of it are characters of texts, and they follow each other as in one.
std::optional<WideReading> wideReading(const QByteArray &head)
{
    constexpr double MostBitsPerCharacter = 16; // noise has about 20
    std::optional<WideReading> best;
    for (const char *charset : { "UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE" }) {
        const qsizetype width = QByteArray(charset).startsWith("UTF-32") ? 4 : 2;
        const qsizetype size = std::min(WideBytes, head.size() / width * width);
        if (size < 2 * width)
            continue;
        const QString text = Decoder(charset).decode(head.left(size), true);
        const auto codes = text.toUcs4();
        const auto good = std::count_if(codes.cbegin(), codes.cend(), belongsToText);
        const qsizetype units = width == 4 ? codes.size() : text.size();
        const qsizetype strange = size / width - units + codes.size() - good; // zeros are gone from the text
        if (strange * 50 > size / width)
            continue;
        const double bits = leastCostOfAll(text);
        if (bits > MostBitsPerCharacter * double(codes.size()) || (best && best->bits <= bits))
            continue;
        best = WideReading { charset, bits };
    }
    return best;
}

double narrowBits(const QByteArray &head, const QByteArray &charset)
{
    constexpr double Zero = 24;
    const QByteArray bytes = head.left(WideBytes);
    return leastCostOfAll(Decoder(charset).decode(bytes, true)) + Zero * double(bytes.count('\0'));
}

} // namespace

void CharsetDetector::countUtf8(quint8 byte)
{
    if (m_utf8Missing > 0) {
        if ((byte & 0xc0) == 0x80) {
            m_utf8Good += --m_utf8Missing == 0;
            return;
        }
        ++m_utf8Bad;
        m_utf8Missing = 0;
    }
    if (byte < 0x80)
        return;
    m_utf8Missing = byte >= 0xc2 && byte < 0xe0 ? 1 : (byte & 0xf0) == 0xe0 ? 2 : byte >= 0xf0 && byte < 0xf5 ? 3 : 0;
    m_utf8Bad += m_utf8Missing == 0;
}

void CharsetDetector::add(QByteArrayView bytes)
{
    if (m_start.size() < StartBytes) {
        qsizetype from = 0;
        while (m_start.isEmpty() && from + 4 <= bytes.size() && bytes.sliced(from, 4) == QByteArrayView("\0\0\0\0", 4))
            from += 4;
        m_start += bytes.sliced(from, std::min(bytes.size() - from, StartBytes - m_start.size()));
    }
    for (const char c : bytes) {
        const auto byte = quint8(c);
        ++m_counts[byte];
        if (byte >= 0x80 || m_utf8Missing > 0)
            countUtf8(byte);
        if (byte == 0) {
            ++m_zeroRun;
            m_padding += m_zeroRun == PaddingRun ? PaddingRun : m_zeroRun > PaddingRun;
        } else {
            m_zeroRun = 0;
        }
    }
    if (m_counts[0x1b] > 0 || m_counts['~'] > 0)
        collectEscaped(bytes);
    collectWords(bytes);
    m_size += bytes.size();
}

//! A word that goes on over the end of `bytes` is left out, unless it is all there is.
void CharsetDetector::collectWords(QByteArrayView bytes)
{
    for (qsizetype i = 0; i < bytes.size(); ++i) {
        if (quint8(bytes[i]) < 0x80)
            continue;
        qsizetype from = i, to = i;
        while (from > 0 && !isSpace(bytes[from - 1]) && bytes[from - 1] != 0 && i - from < WordBytes)
            --from;
        while (to < bytes.size() && !isSpace(bytes[to]) && bytes[to] != 0)
            ++to;
        if (from > 0 || m_size == 0)
            keepWord(bytes.sliced(from, std::min(to - from, WordBytes)));
        i = to;
    }
}

void CharsetDetector::keepWord(QByteArrayView word)
{
    ++m_words;
    const auto append = [word](QByteArray &to) { to.append(word.data(), word.size()).append('\n'); };
    if (m_first.size() + word.size() <= FirstBytes)
        return append(m_first);
    const bool rare =
        std::any_of(word.begin(), word.end(), [this](char c) { return quint8(c) >= 0x80 && m_counts[quint8(c)] <= RareByte; });
    if (rare && m_rare.size() + word.size() <= RareBytes)
        return append(m_rare);
    if (m_words % m_stride != 0)
        return;
    m_later += QByteArray(word.data(), word.size());
    m_laterBytes += word.size();
    if (m_laterBytes <= LaterBytes)
        return;
    QByteArrayList half;
    m_laterBytes = 0;
    for (qsizetype i = 0; i < m_later.size(); i += 2) {
        half += m_later[i];
        m_laterBytes += m_later[i].size();
    }
    m_later = half;
    m_stride *= 2;
}

QByteArray CharsetDetector::head() const
{
    return withoutPadding(m_start);
}

QByteArray CharsetDetector::evidence() const
{
    return m_first + m_rare + m_later.join('\n');
}

//! Control characters that no text has: a binary file under a text name.
bool CharsetDetector::isBinary() const
{
    qint64 controls = m_counts[0x7f];
    for (quint8 byte = 1; byte < 0x20; ++byte) {
        const bool ofTexts = (byte >= '\b' && byte <= '\r') || byte == 0x1b || byte == 0x1a || byte == 0x0e || byte == 0x0f;
        controls += ofTexts ? 0 : m_counts[byte];
    }
    const qint64 size = m_size - m_padding;
    return controls * 50 > size || (m_counts[0] - m_padding) * 4 > size;
}

DetectedCharset CharsetDetector::marked() const
{
    if (m_start.startsWith("\xef\xbb\xbf"))
        return { "UTF-8" };
    if (m_start.startsWith(QByteArrayView("\xff\xfe\0\0", 4)))
        return { "UTF-32LE" };
    if (m_start.startsWith("\xff\xfe"))
        return { "UTF-16LE" };
    if (m_start.startsWith("\xfe\xff"))
        return { "UTF-16BE" };
    if (m_start.startsWith(QByteArrayView("\0\0\xfe\xff", 4)))
        return { "UTF-32BE" };
    return {};
}

//! The lines with what may switch to another alphabet: ESC $, or ~{.
void CharsetDetector::collectEscaped(QByteArrayView bytes)
{
    for (const char *escape : { "\x1b$", "~{" }) {
        for (qsizetype at = bytes.indexOf(escape); at >= 0 && m_escaped.size() < EscapedBytes; at = bytes.indexOf(escape, at + 1)) {
            const qsizetype to = bytes.indexOf('\n', at);
            const QByteArrayView line = bytes.sliced(at, std::min(to < 0 ? bytes.size() - at : to - at, WordBytes));
            m_escaped.append(line.data(), line.size()).append('\n');
            at += line.size() - 1;
        }
    }
}

DetectedCharset CharsetDetector::escaped() const
{
    DetectedCharset best { "UTF-8" };
    if (m_escaped.isEmpty())
        return best;
    if (m_escaped.startsWith("\x1b$)C"))
        return { "ISO-2022-KR" }; // announces its alphabet once, in a line of its own
    double bits = leastCostOfAll(QString::fromLatin1(m_escaped));
    for (const char *charset : { "ISO-2022-JP", "ISO-2022-CN", "HZ-GB-2312" }) {
        const double one = leastCostOfAll(Decoder(charset).decode(m_escaped, true));
        if (one < bits) {
            bits = one;
            best.name = charset;
        }
    }
    return best;
}

DetectedCharset CharsetDetector::legacy() const
{
    constexpr qsizetype Glance = 3000; // bytes, with which the unlikely ones are sorted out
    constexpr double FarBehind = 150, Sure = 10; // bits
    constexpr std::size_t Finalists = 10;
    std::vector<const LegacyCharset *> charsets;
    for (const LegacyCharset &charset : legacyCharsets())
        charsets.push_back(&charset);
    const QByteArray all = evidence();
    constexpr double MostPerWord = 6;
    const double plainWords = double(m_counts[' '] + m_counts['\n'] + 1) / double(std::max<qint64>(1, m_words));
    const Penalties penalties { languagePenalties(head()), std::clamp(std::log2(plainWords) - 1, 0.0, MostPerWord) };
    std::vector<Reading> best = readings(all.left(Glance), charsets, penalties);
    if (all.size() > Glance) {
        charsets.clear();
        for (const Reading &reading : best) {
            if (reading.bits <= best.front().bits + FarBehind && charsets.size() < Finalists)
                charsets.push_back(reading.charset);
        }
        best = readings(all, charsets, penalties);
    }
    DetectedCharset detected { best.front().charset->name };
    QStringList texts { best.front().text };
    for (const Reading &reading : best) {
        if (texts.contains(reading.text))
            continue;
        if (texts.size() == 1)
            detected.certain = reading.bits - best.front().bits >= Sure;
        texts += reading.text;
        detected.others += reading.charset->name;
    }
    return detected;
}

DetectedCharset CharsetDetector::finish() const
{
    constexpr qint64 GoodPerBad = 4; // well-formed characters of several bytes hardly occur by chance
    if (const DetectedCharset charset = marked(); !charset.name.isEmpty())
        return charset;
    const bool plain = m_utf8Good + m_utf8Bad + m_utf8Missing == 0;
    const bool binary = isBinary();
    DetectedCharset narrow { "UTF-8", m_utf8Bad == 0 };
    if (m_utf8Bad > 0 && m_utf8Good < GoodPerBad * m_utf8Bad)
        narrow = legacy();
    if (binary || m_counts[0] > m_padding || narrow.name != "UTF-8") {
        const QByteArray start = head();
        const auto wide = wideReading(start);
        if (wide && (binary || wide->bits < narrowBits(start, narrow.name)))
            return { wide->charset };
    }
    if (binary)
        return {};
    return plain ? escaped() : narrow;
}

} // namespace Heddle::Text
