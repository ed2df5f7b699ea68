// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/analyzer.h"
#include "core/text/foldings.h"
#include "core/text/tokenizer.h"
#include <QThreadStorage>
#include <unicode/brkiter.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/uscript.h>
#include <unordered_map>
#include <xapian.h>

namespace Heddle::Text {
namespace {

constexpr qsizetype CacheLimit = 200'000;

//! Marks that fold away: accents of alphabets whose readers type without them. Vowel signs of Indic scripts stay.
bool marksFold(UScriptCode script)
{
    return script == USCRIPT_LATIN || script == USCRIPT_GREEK || script == USCRIPT_CYRILLIC || script == USCRIPT_ARABIC
        || script == USCRIPT_HEBREW || script == USCRIPT_COMMON;
}

//! Folds the characters of a decomposed word one by one.
class Folding {
public:
    void add(UChar32 c)
    {
        UErrorCode ignored = U_ZERO_ERROR;
        const UScriptCode own = uscript_getScript(c, &ignored);
        if (own != USCRIPT_COMMON && own != USCRIPT_INHERITED)
            m_script = own;
        const auto type = u_charType(c);
        const bool letterOfItsOwn = m_script == USCRIPT_CYRILLIC && c == 0x0306; // й is no и; the stemmers need it
        const bool unseen = (type == U_NON_SPACING_MARK && marksFold(m_script) && !letterOfItsOwn) || type == U_ENCLOSING_MARK
            || c == 0x0640 // tatweel only stretches a line
            || (type == U_MODIFIER_LETTER && c >= 0x02b9 && c <= 0x02cf) || u_isUWhiteSpace(c);
        if (unseen)
            return;
        if (const std::string_view plain = plainSpelling(char32_t(c)); !plain.empty())
            m_folded.append(icu::UnicodeString::fromUTF8(icu::StringPiece(plain.data(), int32_t(plain.size()))));
        else if (type == U_DECIMAL_DIGIT_NUMBER)
            m_folded.append(UChar32(u'0' + u_charDigitValue(c)));
        else
            m_folded.append(c);
    }
    const icu::UnicodeString &folded() const { return m_folded; }

private:
    icu::UnicodeString m_folded;
    UScriptCode m_script = USCRIPT_COMMON;
};

} // namespace

struct Analyzer::Language {
    std::string code;
    std::unique_ptr<Xapian::Stem> stemmer; //!< null: none for this language
    std::unordered_map<std::string, std::string> cache;
};

struct Analyzer::Breaks {
    std::unique_ptr<icu::BreakIterator> words;
};

Analyzer::Analyzer() : m_breaks(std::make_unique<Breaks>()) { }
Analyzer::~Analyzer() = default;

Analyzer &Analyzer::forThisThread()
{
    static QThreadStorage<Analyzer *> storage; // emptied before the thread counts as finished
    if (!storage.hasLocalData())
        storage.setLocalData(new Analyzer);
    return *storage.localData();
}

std::string Analyzer::fold(QStringView word)
{
    bool ascii = true;
    for (const QChar c : word)
        ascii = ascii && c.unicode() < 0x80;
    if (ascii) {
        std::string term(size_t(word.size()), '\0');
        for (qsizetype i = 0; i < word.size(); ++i) {
            const char c = char(word[i].unicode());
            term[size_t(i)] = c >= 'A' && c <= 'Z' ? char(c + 32) : c;
        }
        return term;
    }
    const QString key = word.toString();
    if (const auto it = m_folded.constFind(key); it != m_folded.cend())
        return *it;
    UErrorCode status = U_ZERO_ERROR;
    const icu::Normalizer2 *decompose = icu::Normalizer2::getNFKDInstance(status);
    const icu::Normalizer2 *compose = icu::Normalizer2::getNFKCInstance(status);
    icu::UnicodeString source(reinterpret_cast<const UChar *>(key.utf16()), int32_t(key.size()));
    source.foldCase();
    icu::UnicodeString parts = decompose->normalize(source, status);
    parts.foldCase(); // mathematical letters have capitals of their own
    Folding folding;
    for (int32_t i = 0; i < parts.length(); i += U16_LENGTH(parts.char32At(i)))
        folding.add(parts.char32At(i));
    std::string term;
    compose->normalize(folding.folded(), status).toUTF8String(term);
    if (m_folded.size() > CacheLimit)
        m_folded.clear();
    m_folded.insert(key, term);
    return term;
}

std::vector<qsizetype> Analyzer::dictionaryBreaks(QStringView run)
{
    UErrorCode status = U_ZERO_ERROR;
    if (!m_breaks->words)
        m_breaks->words.reset(icu::BreakIterator::createWordInstance(icu::Locale::getRoot(), status));
    const icu::UnicodeString text(false, reinterpret_cast<const UChar *>(run.utf16()), int32_t(run.size()));
    m_breaks->words->setText(text);
    std::vector<qsizetype> ends;
    m_breaks->words->first();
    for (int32_t end = m_breaks->words->next(); end != icu::BreakIterator::DONE; end = m_breaks->words->next())
        ends.push_back(end);
    return ends;
}

void Analyzer::tokenize(QStringView text, const Sink &sink)
{
    Tokenizer(*this, text, sink).run();
}

std::vector<Token> Analyzer::tokens(QStringView text)
{
    std::vector<Token> all;
    tokenize(text, [&](const Token &token) { all.push_back(token); });
    return all;
}

void Analyzer::words(QStringView text, const Sink &sink)
{
    tokenize(text, [&](const Token &token) {
        if (token.kind == Token::Kind::Word)
            sink(token);
    });
}

bool Analyzer::hasStemmer(const std::string &language)
{
    // Xapian knows these by their ISO 639-1 code.
    static const QSet<QByteArray> known { "ar", "hy", "eu", "ca", "da", "nl", "en", "fi", "fr", "de", "hu", "id", "ga", "it", "lt", "ne",
        "nb", "nn", "no", "pt", "ro", "ru", "es", "sv", "ta", "tr" };
    return known.contains(QByteArray::fromStdString(language));
}

const std::string &Analyzer::stem(const std::string &term, const std::string &language)
{
    Language *found = nullptr;
    for (const auto &known : m_languages) {
        if (known->code == language)
            found = known.get();
    }
    if (!found) {
        m_languages.push_back(std::make_unique<Language>());
        found = m_languages.back().get();
        found->code = language;
        found->stemmer = std::make_unique<Xapian::Stem>(!hasStemmer(language) ? "en" : language == "no" ? "nb" : language);
    }
    if (const auto it = found->cache.find(term); it != found->cache.end())
        return it->second;
    if (found->cache.size() > std::size_t(CacheLimit))
        found->cache.clear();
    std::string stem = (*found->stemmer)(term);
    return found->cache.emplace(term, stem.empty() ? term : std::move(stem)).first->second; // Arabic: some words are all affix
}

} // namespace Heddle::Text
