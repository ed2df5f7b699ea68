// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/normalizer.h"
#include "core/text/foldings.h"
#include <bitset>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/uscript.h>

namespace Heddle::Text {
namespace {

constexpr char16_t Backspace = 0x08, Bell = 0x07, Escape = 0x1b, Csi = 0x9b;
constexpr char16_t SoftHyphen = 0x00ad, NonJoiner = 0x200c, Hyphen = 0x2010, FractionSlash = 0x2044;
constexpr qsizetype MaxGroup = 32; //!< combining characters behind one base that are composed together
constexpr qsizetype MaxCommand = 4096; //!< UTF-16 units of a terminal code that holds a text, such as a window's title

const icu::Normalizer2 &nfc()
{
    static const icu::Normalizer2 *const instance = [] {
        UErrorCode status = U_ZERO_ERROR;
        return icu::Normalizer2::getNFCInstance(status);
    }();
    return *instance;
}

const icu::Normalizer2 &nfkc()
{
    static const icu::Normalizer2 *const instance = [] {
        UErrorCode status = U_ZERO_ERROR;
        return icu::Normalizer2::getNFKCInstance(status);
    }();
    return *instance;
}

bool isInvisible(char32_t c)
{
    return u_hasBinaryProperty(UChar32(c), UCHAR_DEFAULT_IGNORABLE_CODE_POINT) || (c >= 0xfff9 && c <= 0xfffb);
}

bool isVoicedMark(char32_t c)
{
    return c == 0xff9e || c == 0xff9f;
}

//! Circled and parenthesized numbers and letters: marks of lists and notes, each a word of its own.
bool isEnclosed(char32_t c)
{
    return (c >= 0x2460 && c <= 0x24ff) || (c >= 0x2776 && c <= 0x2793);
}

bool isFraction(char32_t c)
{
    return (c >= 0xbc && c <= 0xbe) || (c >= 0x2150 && c <= 0x215f) || c == 0x2189;
}

//! Forms of characters that stand for plain ones, by their compatibility decomposition.
bool isCompatibilityForm(char32_t c)
{
    return (c >= 0x2f00 && c <= 0x2fdf) || (c >= 0x3200 && c <= 0x33ff) || (c >= 0xff00 && c <= 0xffef) || c == 0x2103 || c == 0x2109;
}

bool isRadical(char32_t c)
{
    return c >= 0x2e80 && c <= 0x2eff;
}

//! By UTF-16 unit: whether a text with it is more than copied.
class Remarkable {
public:
    Remarkable()
    {
        m_bits.set(Escape).set(Backspace).set(Csi);
        for (UChar32 c = 0x80; c < 0x10000; ++c) {
            if (isInvisible(char32_t(c)) || !nfc().hasBoundaryBefore(c) || u_getIntPropertyValue(c, UCHAR_NFC_QUICK_CHECK) != UNORM_YES
                || isEnclosed(char32_t(c)) || isFraction(char32_t(c)) || isCompatibilityForm(char32_t(c)) || isRadical(char32_t(c)))
                m_bits.set(std::size_t(c));
        }
        m_bits.set(U16_LEAD(0x2f800)).set(U16_LEAD(0xe0100)).set(U16_LEAD(0x1d15e)).set(U16_LEAD(0x110ba)); // composed or unseen
    }
    bool operator[](QChar c) const { return m_bits[c.unicode()]; }

private:
    std::bitset<0x10000> m_bits;
};

bool anyRemarkable(QStringView text)
{
    static const Remarkable remarkable;
    for (const QChar c : text) {
        if (remarkable[c])
            return true;
    }
    return false;
}

bool isArabicLetter(char32_t c)
{
    UErrorCode status = U_ZERO_ERROR;
    return u_isalpha(UChar32(c)) && uscript_getScript(UChar32(c), &status) == USCRIPT_ARABIC;
}

} // namespace

class NormalizedText::Builder {
public:
    Builder(NormalizedText &result) : m_source(result.m_original), m_result(result)
    {
        m_result.m_text.reserve(m_source.size());
        m_result.m_starts.reserve(std::size_t(m_source.size()));
        m_result.m_ends.reserve(std::size_t(m_source.size()));
    }

    void run()
    {
        while (m_at < m_source.size()) {
            const char16_t unit = m_source[m_at].unicode();
            if (unit == Escape || unit == Csi)
                skipTerminalCode();
            else if (unit == Backspace)
                overstrike();
            else if (const char32_t c = codePoint(m_at); isInvisible(c))
                skipInvisible(c);
            else
                addGroup(c);
        }
    }

private:
    char32_t codePoint(qsizetype i) const
    {
        if (m_source[i].isHighSurrogate() && i + 1 < m_source.size() && m_source[i + 1].isLowSurrogate())
            return QChar::surrogateToUcs4(m_source[i], m_source[i + 1]);
        return m_source[i].unicode();
    }
    static qsizetype unitsOf(char32_t c) { return c > 0xffff ? 2 : 1; }

    //! What stands for the original text from `from` to `to`.
    void put(QStringView text, qsizetype from, qsizetype to)
    {
        if (m_overstruck >= 0)
            from = std::exchange(m_overstruck, -1);
        m_result.m_text += text;
        m_result.m_starts.insert(m_result.m_starts.end(), std::size_t(text.size()), from);
        m_result.m_ends.insert(m_result.m_ends.end(), std::size_t(text.size()), to);
    }
    void put(const icu::UnicodeString &text, qsizetype from, qsizetype to)
    {
        put(QStringView(reinterpret_cast<const QChar *>(text.getBuffer()), text.length()), from, to);
    }

    //! Colours and the like are nothing; what moves the cursor parts words.
    void skipTerminalCode()
    {
        const qsizetype from = m_at;
        const bool shortForm = m_source[m_at] == QChar(Csi);
        ++m_at;
        const char16_t kind = shortForm ? u'[' : m_at < m_source.size() ? m_source[m_at].unicode() : u'\0';
        if (!shortForm && m_at < m_source.size())
            ++m_at;
        const auto unit = [this] { return m_source[m_at].unicode(); };
        if (kind == u'[') {
            while (m_at < m_source.size() && unit() >= 0x20 && unit() <= 0x3f)
                ++m_at;
            if (m_at < m_source.size() && unit() >= 0x40 && unit() <= 0x7e) {
                const bool moves = unit() != u'm' && unit() != u'K';
                ++m_at;
                if (moves)
                    put(QStringView(u" "), from, m_at);
            }
        } else if (kind == u']' || kind == u'P' || kind == u'^' || kind == u'_') { // with a text, up to its end
            const qsizetype last = std::min(m_source.size(), m_at + MaxCommand);
            qsizetype end = m_at;
            while (end < last && m_source[end] != QChar(Bell) && m_source[end] != QChar(Escape) && m_source[end] != u'\n')
                ++end;
            if (end < last && m_source[end] != u'\n')
                m_at = m_source[end] == QChar(Bell) ? end + 1 : std::min(end + 2, m_source.size());
        } else if (kind >= u'(' && kind <= u'+' && m_at < m_source.size()) {
            ++m_at;
        } else if (kind == u'\n' || kind >= 0x80) {
            --m_at; // no code
        }
    }

    //! A letter printed twice for bold, or over a line, as printers and manual pages have it.
    void overstrike()
    {
        ++m_at;
        QString &text = m_result.m_text;
        if (text.isEmpty() || text.back().isSpace() || m_at >= m_source.size())
            return;
        if (m_source[m_at] == u'_' && text.back() != u'_') {
            ++m_at;
            return;
        }
        const qsizetype units = text.back().isLowSurrogate() && text.size() > 1 ? 2 : 1;
        text.chop(units);
        m_overstruck = m_result.m_starts[std::size_t(text.size())];
        m_result.m_starts.resize(std::size_t(text.size()));
        m_result.m_ends.resize(std::size_t(text.size()));
    }

    void skipInvisible(char32_t c)
    {
        const qsizetype from = m_at;
        m_at += unitsOf(c);
        if (c == SoftHyphen)
            skipLineBreak();
        // Persian writes parts of a word with a gap, and people type it, leave it out or write a blank: as with a hyphen.
        const QString &text = m_result.m_text;
        if (c == NonJoiner && !text.isEmpty() && isArabicLetter(text.back().unicode()) && m_at < m_source.size()
            && isArabicLetter(codePoint(m_at)))
            put(QStringView(u"\u2010"), from, m_at);
    }
    //! A word that goes on in the next line.
    void skipLineBreak()
    {
        qsizetype next = m_at;
        while (next < m_source.size() && m_source[next].isSpace() && m_source[next] != u'\n')
            ++next;
        if (next >= m_source.size() || m_source[next] != u'\n')
            return;
        ++next;
        while (next < m_source.size() && m_source[next].isSpace() && m_source[next] != u'\n')
            ++next;
        if (next < m_source.size() && m_source[next].isLower())
            m_at = next;
    }

    //! A character with what combines with it.
    void addGroup(char32_t c)
    {
        const qsizetype from = m_at;
        m_at += unitsOf(c);
        while (m_at < m_source.size() && m_at - from < MaxGroup) {
            const char32_t next = codePoint(m_at);
            if (next < 0x80 || (nfc().hasBoundaryBefore(UChar32(next)) && !isVoicedMark(next)) || isInvisible(next))
                break;
            m_at += unitsOf(next);
        }
        const QStringView group = m_source.mid(from, m_at - from);
        if (c < 0x80 && group.size() == 1) {
            put(group, from, m_at);
            return;
        }
        const icu::UnicodeString source(false, reinterpret_cast<const UChar *>(group.utf16()), int32_t(group.size()));
        UErrorCode status = U_ZERO_ERROR;
        if (isEnclosed(c) || isFraction(c))
            putApart(c, source, from);
        else if (const char32_t ideograph = isRadical(c) ? ideographOfRadical(c) : 0)
            put(icu::UnicodeString(UChar32(ideograph)), from, m_at);
        else if (isCompatibilityForm(c) || isVoicedMark(group.back().unicode()))
            put(nfkc().normalize(source, status), from, m_at);
        else
            put(nfc().normalize(source, status), from, m_at);
    }

    //! ① and ½ are words of their own, whatever they touch.
    void putApart(char32_t c, const icu::UnicodeString &source, qsizetype from)
    {
        UErrorCode status = U_ZERO_ERROR;
        icu::UnicodeString plain = nfkc().normalize(source, status);
        plain.findAndReplace(icu::UnicodeString(UChar32(FractionSlash)), icu::UnicodeString(UChar32(u'/')));
        if (const int32_t number = u_charType(UChar32(c)) == U_OTHER_NUMBER && isEnclosed(c) ? int32_t(u_getNumericValue(UChar32(c))) : -1;
            number >= 0)
            plain = icu::UnicodeString(QString::number(number).toStdU16String().c_str());
        put(QStringView(u" "), from, m_at);
        put(plain, from, m_at);
        put(QStringView(u" "), from, m_at);
    }

    const QStringView m_source;
    NormalizedText &m_result;
    qsizetype m_at = 0;
    qsizetype m_overstruck = -1; //!< where the letter begins that the next one is printed over
};

NormalizedText::NormalizedText(QStringView original) : m_original(original)
{
    if (!anyRemarkable(original))
        return;
    m_changed = true;
    Builder(*this).run();
}

} // namespace Heddle::Text
