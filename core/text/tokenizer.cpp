// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/tokenizer.h"
#include "core/text/characters.h"
#include "core/text/joinedterms.h"
#include "core/text/sentences.h"

namespace Heddle::Text {
namespace {

constexpr std::size_t LongestTerm = 200; //!< bytes; Xapian refuses terms over 245
constexpr std::size_t MaxParts = 8; //!< of a compound; longer ones are lists, whose parts alone are found
constexpr std::size_t FewParts = 4; //!< up to here any run of parts is found, beyond only those from the first part on

} // namespace

char32_t Tokenizer::codePoint(qsizetype i) const
{
    if (m_text[i].isHighSurrogate() && i + 1 < m_text.size() && m_text[i + 1].isLowSurrogate())
        return QChar::surrogateToUcs4(m_text[i], m_text[i + 1]);
    return m_text[i].unicode();
}

bool Tokenizer::isWordAt(qsizetype i) const
{
    if (i >= m_text.size())
        return false;
    const char32_t c = codePoint(i);
    return isWordCharacter(c) && !(c >= 0x1100 && isCjk(c)) && !isDictionaryScript(c);
}

bool Tokenizer::isDigitAt(qsizetype i) const
{
    return i >= 0 && i < m_text.size() && m_text[i].isDigit();
}

bool Tokenizer::isLetterAt(qsizetype i) const
{
    return i >= 0 && i < m_text.size() && (m_text[i].isLetter() || m_text[i].isMark() || m_text[i].isSurrogate());
}

void Tokenizer::emit(Token::Kind kind, std::string term, qsizetype from, qsizetype to, bool replacesWords)
{
    if (term.empty() || term.size() > LongestTerm)
        return;
    m_token.term = std::move(term);
    m_token.start = m_normalized.start(from);
    m_token.end = m_normalized.end(to);
    m_token.kind = kind;
    m_token.replacesWords = replacesWords;
    m_sink(m_token);
}

void Tokenizer::run()
{
    while (m_at < m_text.size()) {
        const char32_t c = codePoint(m_at);
        if (!isWordCharacter(c))
            readSymbol();
        else if (c >= 0x1100 && isCjk(c))
            readCjk();
        else if (isDictionaryScript(c))
            readDictionaryRun();
        else if (isSuperscriptDigit(c) || (isNoteLetter(c) && isLetterAt(m_at - 1)))
            readSuperscript();
        else
            readCompound();
    }
}

void Tokenizer::readCjk()
{
    m_token.ngram = true;
    std::string previous;
    qsizetype previousAt = m_at;
    while (m_at < m_text.size()) {
        const char32_t c = codePoint(m_at);
        if (!isCjk(c))
            break;
        const qsizetype from = m_at, to = from + (c > 0xffff ? 2 : 1);
        m_at = to;
        const std::string current = m_analyzer.fold(m_text.mid(from, to - from));
        if (current.empty()) // a mark by itself
            continue;
        emit(Token::Kind::Word, current, from, to);
        if (!previous.empty())
            emit(Token::Kind::Word, previous + current, previousAt, to);
        previous = current;
        previousAt = from;
    }
    m_token.ngram = false;
}

void Tokenizer::readDictionaryRun()
{
    const qsizetype from = m_at;
    while (m_at < m_text.size() && isDictionaryScript(m_text[m_at].unicode()) && isWordCharacter(m_text[m_at].unicode()))
        ++m_at;
    qsizetype start = from;
    for (const qsizetype end : m_analyzer.dictionaryBreaks(m_text.mid(from, m_at - from))) {
        emit(Token::Kind::Word, m_analyzer.fold(m_text.mid(start, from + end - start)), start, from + end);
        start = from + end;
    }
}

//! The mark of a note, or an exponent: no part of the word before it.
void Tokenizer::readSuperscript()
{
    const qsizetype from = m_at++;
    while (m_at < m_text.size() && (isSuperscriptDigit(m_text[m_at].unicode()) || isNoteLetter(m_text[m_at].unicode())))
        ++m_at;
    emit(Token::Kind::Symbol, m_analyzer.fold(m_text.mid(from, m_at - from)), from, m_at);
}

void Tokenizer::readSymbol()
{
    const char32_t c = codePoint(m_at);
    const qsizetype from = m_at;
    m_at += c > 0xffff ? 2 : 1;
    if (!isSymbol(c))
        return;
    if (isRegionalIndicator(c) && m_at < m_text.size() && isRegionalIndicator(codePoint(m_at))) // a flag is two of them
        m_at += 2;
    emit(Token::Kind::Symbol, m_text.mid(from, m_at - from).toString().toStdString(), from, m_at);
}

bool Tokenizer::apostropheJoins(qsizetype at) const
{
    if (at == 0 || at + 1 >= m_text.size())
        return false;
    if (isGershayim(m_text[at]) && isHebrewLetter(m_text[at - 1]) && isHebrewLetter(m_text[at + 1]))
        return true;
    return isApostrophe(m_text[at]) && isLetterAt(at - 1) && isLetterAt(at + 1) && isWordAt(at + 1);
}

qsizetype Tokenizer::endOfPart() const
{
    constexpr qsizetype Noted = 4; //!< letters of a word that has a note
    qsizetype letters = 0;
    for (qsizetype i = m_at; i < m_text.size();) {
        if (const char16_t unit = m_text[i].unicode(); isAsciiLetter(unit) || (unit >= u'0' && unit <= u'9')) { // nearly always
            letters += isAsciiLetter(unit);
            ++i;
            continue;
        }
        const char32_t c = codePoint(i);
        if (i > m_at && isSuperscriptDigit(c))
            return i;
        if (isNoteLetter(c) && letters >= Noted)
            return i;
        if (isWordAt(i)) {
            letters += isLetterAt(i) ? 1 : 0;
            i += c > 0xffff ? 2 : 1;
        } else if (i > m_at && apostropheJoins(i)) {
            ++i;
        } else {
            return i;
        }
    }
    return m_text.size();
}

//! Without apostrophes: the longest word between them, as in l'eau and it's; all of it in Hebrew and Cyrillic, where they are letters.
std::string Tokenizer::foldPart(QStringView word)
{
    const auto apostrophe = [](QChar c) { return !isAsciiLetter(c.unicode()) && (isApostrophe(c) || isGershayim(c)); };
    if (std::none_of(word.begin(), word.end(), apostrophe))
        return m_analyzer.fold(word);
    if (isHebrewLetter(word.front()) || std::any_of(word.begin(), word.end(), isCyrillic)) {
        QString letters = word.toString();
        letters.removeIf(apostrophe);
        return m_analyzer.fold(letters);
    }
    QStringView longest;
    for (qsizetype from = 0; from <= word.size();) {
        qsizetype to = from;
        while (to < word.size() && !apostrophe(word[to]))
            ++to;
        if (to - from > longest.size())
            longest = word.mid(from, to - from);
        from = to + 1;
    }
    return m_analyzer.fold(longest);
}

Tokenizer::Part Tokenizer::readPart(char16_t joiner)
{
    Part part;
    part.from = m_at;
    part.to = m_at = endOfPart();
    part.joiner = joiner;
    const QStringView word = m_text.mid(part.from, part.to - part.from);
    part.term = foldPart(word);
    part.digits = std::all_of(word.begin(), word.end(), [](QChar c) { return c.isDigit(); });
    if (const qsizetype signs = part.term.empty() ? 0 : signsBehind(part); signs > 0) {
        const std::string behind = m_analyzer.fold(m_text.mid(m_at, signs));
        part.term += behind;
        part.signs = behind.size();
        part.raised = isSuperscriptDigit(m_text[m_at].unicode());
        part.to = m_at += signs;
    }
    return part;
}

qsizetype Tokenizer::signsBehind(const Part &part) const
{
    constexpr qsizetype Short = 2; //!< "C#", "m²"; behind longer words a raised digit is the mark of a note
    if (m_at >= m_text.size() || m_text[m_at] == u' ')
        return 0;
    const bool raised = isSuperscriptDigit(m_text[m_at].unicode());
    if (!raised && m_text[m_at] != u'+' && m_text[m_at] != u'#')
        return 0;
    const qsizetype letters = part.to - part.from;
    if (!std::all_of(m_text.begin() + part.from, m_text.begin() + part.to, [](QChar c) { return c.isLetter(); }))
        return 0;
    if (raised) {
        qsizetype end = m_at;
        while (end < m_text.size() && isSuperscriptDigit(m_text[end].unicode()))
            ++end;
        return letters <= Short ? end - m_at : 0;
    }
    const auto endsAt = [this](qsizetype i) { return !isWordAt(i) && (i >= m_text.size() || m_text[i] != m_text[m_at]); };
    if (m_text[m_at] == u'#')
        return letters <= Short && endsAt(m_at + 1) ? 1 : 0;
    if (m_at + 1 < m_text.size() && m_text[m_at + 1] == u'+')
        return !isLetterAt(m_at + 2) && (endsAt(m_at + 2) || isDigitAt(m_at + 2)) ? 2 : 0;
    return letters == 1 && endsAt(m_at + 1) ? 1 : 0;
}

//! 1'250 and 1 250 with a narrow or fixed blank.
bool Tokenizer::groupsDigits(const Part &part) const
{
    constexpr qsizetype Group = 3;
    if (!part.digits || part.to - part.from > Group)
        return false;
    qsizetype digits = 0;
    while (digits <= Group && isDigitAt(m_at + 1 + digits))
        ++digits;
    return digits == Group && !isLetterAt(m_at + 1 + digits);
}

char16_t Tokenizer::joinerBehind(const Part &part) const
{
    const char16_t sign = m_at < m_text.size() ? m_text[m_at].unicode() : u' ';
    if (sign == u' ' || !isWordAt(m_at + 1) || isSuperscriptDigit(codePoint(m_at + 1)))
        return 0;
    const bool digitBefore = isDigitAt(m_at - 1), digitAfter = isDigitAt(m_at + 1);
    const bool letters = isLetterAt(m_at - 1) && isLetterAt(m_at + 1);
    switch (sign) {
    case u'-':
    case 0x2010:
    case 0x2011: return u'-';
    case 0x2012:
    case 0x2013:
    case 0x2212: return digitBefore && digitAfter ? u'-' : 0;
    case u'.': return digitBefore || digitAfter || letters ? u'.' : 0;
    case u'/': return digitBefore || digitAfter ? u'/' : 0;
    case u',':
    case u':': return digitBefore && digitAfter ? sign : 0;
    case 0x066b: return digitBefore && digitAfter ? u'.' : 0;
    case 0x066c: return digitBefore && digitAfter ? u',' : 0;
    case u'&': return letters ? u'&' : 0;
    case u'\'':
    case 0x2019:
    case 0x00a0:
    case 0x2009:
    case 0x202f: return groupsDigits(part) ? u'\'' : 0;
    default: return 0;
    }
}

void Tokenizer::readCompound()
{
    Part first = readPart(0);
    char16_t joiner = joinerBehind(first);
    if (!joiner) { // nearly always
        emitDotted(first);
        emitPart(first);
        return;
    }
    std::vector<Part> parts { std::move(first) };
    for (; joiner; joiner = joinerBehind(parts.back())) {
        ++m_at;
        parts.push_back(readPart(joiner));
        if (parts.back().to == parts.back().from) { // nothing but a note mark
            parts.pop_back();
            break;
        }
    }
    emitCompound(parts);
}

//! .NET is not a net.
void Tokenizer::emitDotted(const Part &first)
{
    const qsizetype dot = first.from - 1;
    const bool dotted = dot >= 0 && m_text[dot] == u'.' && first.to - first.from > 1 && isLetterAt(first.from)
        && (dot == 0 || (!isWordAt(dot - 1) && m_text[dot - 1] != u'.'));
    if (dotted)
        emit(Token::Kind::Joined, '.' + first.term, dot, first.to, true);
}

void Tokenizer::emitCompound(const std::vector<Part> &parts)
{
    emitDotted(parts.front());
    for (std::size_t i = 0; i < parts.size(); ++i) {
        if (parts.size() > 1 && parts.size() <= MaxParts && (i == 0 || parts.size() <= FewParts))
            emitJoinedFrom(parts, i);
        emitPart(parts[i]);
    }
}

//! The runs of parts that begin with this one, the longest first.
void Tokenizer::emitJoinedFrom(const std::vector<Part> &parts, std::size_t first)
{
    JoinedParts joined;
    std::vector<JoinedTerms> runs;
    for (std::size_t i = first; i < parts.size(); ++i) {
        joined.add(parts[i].term, parts[i].digits, parts[i].joiner);
        if (i > first)
            runs.push_back(joined.terms());
    }
    for (std::size_t run = runs.size(); run-- > 0;) {
        const std::size_t last = first + run + 1;
        const bool whole = first == 0 && last + 1 == parts.size();
        const JoinedTerms &terms = runs[run];
        emit(whole ? Token::Kind::Joined : Token::Kind::Partial, terms.term, parts[first].from, parts[last].to,
            whole && terms.replacesWords);
        emit(whole ? Token::Kind::Joined : Token::Kind::Partial, terms.other, parts[first].from, parts[last].to);
    }
}

void Tokenizer::emitPart(const Part &part)
{
    if (part.signs == 0 || part.isMark()) {
        emit(Token::Kind::Word, part.term, part.from, part.to);
        return;
    }
    emit(Token::Kind::Joined, part.term, part.from, part.to, part.raised);
    emit(Token::Kind::Word, part.term.substr(0, part.term.size() - part.signs), part.from, part.to - qsizetype(part.signs));
}

} // namespace Heddle::Text
