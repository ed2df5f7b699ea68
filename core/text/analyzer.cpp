// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/analyzer.h"
#include "core/text/sentences.h"
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
constexpr std::size_t LongestTerm = 200; //!< bytes; Xapian refuses terms over 245

bool isDictionaryScript(char32_t c)
{
    return (c >= 0x0e00 && c <= 0x0eff) || (c >= 0x1780 && c <= 0x17ff) || (c >= 0x1000 && c <= 0x109f);
}

//! Marks that fold away: accents of alphabets whose readers type without them. Vowel signs of Indic scripts stay.
bool marksFold(UScriptCode script)
{
    return script == USCRIPT_LATIN || script == USCRIPT_GREEK || script == USCRIPT_CYRILLIC || script == USCRIPT_ARABIC
        || script == USCRIPT_HEBREW;
}

char32_t codePoint(QStringView text, qsizetype i, int *units)
{
    if (text[i].isHighSurrogate() && i + 1 < text.size() && text[i + 1].isLowSurrogate()) {
        *units = 2;
        return QChar::surrogateToUcs4(text[i], text[i + 1]);
    }
    *units = 1;
    return text[i].unicode();
}

bool isWordCharacter(char32_t c)
{
    if (c < 0x80)
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    return QChar::isLetterOrNumber(c) || QChar::isMark(c) || c == 0x200d || c == 0x0640;
}

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
    const icu::UnicodeString parts = decompose->normalize(source, status);
    icu::UnicodeString kept;
    UScriptCode script = USCRIPT_COMMON;
    for (int32_t i = 0; i < parts.length();) {
        const UChar32 c = parts.char32At(i);
        i += U16_LENGTH(c);
        UErrorCode ignored = U_ZERO_ERROR;
        const UScriptCode own = uscript_getScript(c, &ignored);
        if (own != USCRIPT_COMMON && own != USCRIPT_INHERITED)
            script = own;
        const bool mark = u_charType(c) == U_NON_SPACING_MARK;
        const bool letterOfItsOwn = script == USCRIPT_CYRILLIC && c == 0x0306; // й is no и; the stemmers need it
        if ((mark && marksFold(script) && !letterOfItsOwn) || c == 0x0640) // tatweel only stretches a line
            continue;
        kept.append(c);
    }
    std::string term;
    compose->normalize(kept, status).toUTF8String(term);
    if (m_folded.size() > CacheLimit)
        m_folded.clear();
    m_folded.insert(key, term);
    return term;
}

void Analyzer::tokenize(QStringView text, const std::function<void(const Token &)> &sink)
{
    const qsizetype size = text.size();
    Token token;
    for (qsizetype i = 0; i < size;) {
        int units = 1;
        char32_t c = codePoint(text, i, &units);
        if (!isWordCharacter(c)) {
            i += units;
            continue;
        }
        const qsizetype from = i;
        if (c >= 0x1100 && isCjk(c)) {
            while (i < size && isCjk(c = codePoint(text, i, &units)))
                i += units;
            emitCjk(text, from, i, sink);
            continue;
        }
        if (isDictionaryScript(c)) {
            while (i < size && (isDictionaryScript(c = codePoint(text, i, &units)) && isWordCharacter(c)))
                i += units;
            emitDictionary(text, from, i, sink);
            continue;
        }
        while (i < size) {
            c = codePoint(text, i, &units);
            const bool joins = (c == '\'' || c == 0x2019 || c == '.' || c == ',') && i > from && i + 1 < size;
            if (joins) {
                // An apostrophe inside a word, a point or comma inside a number.
                const QChar before = text[i - 1], after = text[i + 1];
                const bool quote = c == '\'' || c == 0x2019;
                if (quote ? !(before.isLetter() && after.isLetter()) : !(before.isDigit() && after.isDigit()))
                    break;
                ++i;
            } else if (isWordCharacter(c) && !(c >= 0x1100 && isCjk(c)) && !isDictionaryScript(c)) {
                i += units;
            } else {
                break;
            }
        }
        token.term = fold(text.mid(from, i - from));
        if (const auto quote = token.term.find('\''); quote != std::string::npos) {
            // it's → it, l'eau → eau: what is on the longer side
            token.term = quote >= token.term.size() - quote - 1 ? token.term.substr(0, quote) : token.term.substr(quote + 1);
        } else if (const auto curly = token.term.find("\xe2\x80\x99"); curly != std::string::npos) {
            token.term = curly >= token.term.size() - curly - 3 ? token.term.substr(0, curly) : token.term.substr(curly + 3);
        }
        if (token.term.empty() || token.term.size() > LongestTerm)
            continue;
        token.start = from;
        token.end = i;
        token.ngram = false;
        sink(token);
    }
}

void Analyzer::emitCjk(QStringView text, qsizetype from, qsizetype to, const std::function<void(const Token &)> &sink)
{
    Token token;
    token.ngram = true;
    std::string previous;
    qsizetype previousAt = from;
    for (qsizetype i = from; i < to;) {
        int units = 1;
        codePoint(text, i, &units);
        const std::string current = fold(text.mid(i, units));
        if (current.empty()) { // a mark by itself
            i += units;
            continue;
        }
        token.term = current;
        token.start = i;
        token.end = i + units;
        sink(token);
        if (!previous.empty()) {
            token.term = previous + current;
            token.start = previousAt;
            sink(token);
        }
        previous = current;
        previousAt = i;
        i += units;
    }
}

void Analyzer::emitDictionary(QStringView text, qsizetype from, qsizetype to, const std::function<void(const Token &)> &sink)
{
    UErrorCode status = U_ZERO_ERROR;
    if (!m_breaks->words)
        m_breaks->words.reset(icu::BreakIterator::createWordInstance(icu::Locale::getRoot(), status));
    const icu::UnicodeString run(false, reinterpret_cast<const UChar *>(text.utf16()) + from, int32_t(to - from));
    m_breaks->words->setText(run);
    Token token;
    int32_t start = m_breaks->words->first();
    for (int32_t end = m_breaks->words->next(); end != icu::BreakIterator::DONE; start = end, end = m_breaks->words->next()) {
        token.term = fold(text.mid(from + start, end - start));
        token.start = from + start;
        token.end = from + end;
        if (!token.term.empty() && token.term.size() <= LongestTerm)
            sink(token);
    }
}

std::vector<Token> Analyzer::tokens(QStringView text)
{
    std::vector<Token> all;
    tokenize(text, [&](const Token &token) { all.push_back(token); });
    return all;
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
