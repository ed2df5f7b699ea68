// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialog/checking/statement.h"
#include "core/text/analyzer.h"
#include "core/text/stopwords.h"

namespace Heddle::Dialog {
namespace {

constexpr int NegationReach = 4; //!< content words that a negation is about
constexpr int LongestPhrase = 3; //!< words of an entry of the lexicon
constexpr int SmallestClause = 2; //!< content words

//! One capital and small letters behind it.
bool isPlainName(QStringView word)
{
    return std::all_of(word.begin() + 1, word.end(), [](QChar c) { return c.isLower() || c == QLatin1Char('\''); });
}

bool isRoman(QStringView word)
{
    return std::all_of(word.begin(), word.end(), [](QChar c) { return QStringLiteral("IVXLC").contains(c); });
}

} // namespace

Statement::Statement(QStringView text, const QString &language, qsizetype offset)
    : m_text(text.toString()), m_language(language), m_offset(offset), m_lexicon(Lexicon::of(language)),
      m_quantities(quantitiesIn(m_text, language, *m_lexicon))
{
    readWords();
    markQuantities();
    splitClauses();
    markNegations();
    markNames();
    for (const StatedWord &word : std::as_const(m_words)) {
        if (word.content)
            m_terms += word.term;
    }
}

void Statement::readWords()
{
    const std::string language = m_language.toStdString();
    Text::Analyzer &analyzer = Text::Analyzer::forThisThread();
    const auto &stop = Text::stopWords(language);
    const auto &english = Text::stopWords("en");
    analyzer.words(m_text, [&](const Text::Token &token) {
        StatedWord word;
        word.folded = QString::fromStdString(token.term);
        word.start = token.start;
        word.end = token.end;
        word.ngram = token.ngram;
        word.term = token.ngram ? word.folded : QString::fromStdString(analyzer.stem(token.term, language));
        word.negation = !token.ngram && m_lexicon->has("negation", word.folded);
        word.content = token.ngram
            ? word.folded.size() > 1
            : word.folded.size() > 1 && !word.negation && !stop.contains(token.term) && (!english.contains(token.term) || !stop.empty());
        word.capital = m_text[token.start].isUpper();
        const qsizetype before = token.start - 1;
        static const QString openers = QStringLiteral("\"“„«‚‘(*_:.!?");
        qsizetype behindBlank = before;
        while (behindBlank >= 0 && m_text[behindBlank].isSpace())
            --behindBlank;
        word.opens = m_words.isEmpty() || (before >= 0 && openers.contains(m_text[before]))
            || (behindBlank >= 0 && QStringLiteral(".:!?•").contains(m_text[behindBlank]));
        m_words += word;
    });
}

void Statement::markQuantities()
{
    qsizetype at = 0;
    for (StatedWord &word : m_words) {
        while (at < m_quantities.size() && m_quantities[at].end <= word.start)
            ++at;
        if (at < m_quantities.size() && word.start < m_quantities[at].end && word.end > m_quantities[at].start) {
            word.quantity = true;
            word.content = false;
        }
    }
}

void Statement::splitClauses()
{
    int clause = 0, content = 0;
    QList<int> contents { 0 };
    for (qsizetype i = 0; i < m_words.size(); ++i) {
        StatedWord &word = m_words[i];
        const QStringView gap =
            i == 0 ? QStringView() : QStringView(m_text).mid(m_words[i - 1].end, std::max<qsizetype>(0, word.start - m_words[i - 1].end));
        bool border = false;
        for (const QChar c : gap)
            border = border || QStringLiteral(",;:—–，；：、。").contains(c);
        border = border || (!word.ngram && m_lexicon->has("conjunctions", word.folded));
        if (border && content >= SmallestClause) {
            ++clause;
            content = 0;
            contents += 0;
        }
        word.clause = clause;
        content += word.content || word.quantity;
        contents[clause] = content;
    }
    if (clause > 0 && contents[clause] < SmallestClause) {
        for (StatedWord &word : m_words)
            word.clause = std::min(word.clause, clause - 1);
    }
}

qsizetype Statement::wordAt(qsizetype position) const
{
    const auto it =
        std::lower_bound(m_words.cbegin(), m_words.cend(), position, [](const StatedWord &word, qsizetype at) { return word.start < at; });
    return it - m_words.cbegin();
}

bool Statement::isAt(qsizetype i, const char *section, int *count) const
{
    const QSet<QString> &entries = m_lexicon->words(section);
    if (entries.isEmpty())
        return false;
    QString phrase;
    for (int n = 1; n <= LongestPhrase && i + n <= m_words.size(); ++n) {
        phrase += (n > 1 ? QStringLiteral(" ") : QString()) + m_words[i + n - 1].folded;
        if (entries.contains(phrase)) {
            if (count)
                *count = n;
            return true;
        }
    }
    return false;
}

bool Statement::has(const char *section) const
{
    if (unspaced()) {
        const QSet<QString> &entries = m_lexicon->words(section);
        return std::any_of(entries.cbegin(), entries.cend(), [this](const QString &entry) { return m_text.contains(entry); });
    }
    for (qsizetype i = 0; i < m_words.size(); ++i) {
        if (isAt(i, section))
            return true;
    }
    return false;
}

//! What the negations are about: the words behind, those before "nothing", all of the clause for "nicht", which may stand at its end.
void Statement::markNegations()
{
    if (unspaced())
        return;
    for (qsizetype i = 0; i < m_words.size(); ++i) {
        int count = 1;
        if (isAt(i, "not negating", &count)) {
            i += count - 1;
            continue;
        }
        const QString &folded = m_words[i].folded;
        const bool verb = isAt(i, "negating verb");
        if (!verb && m_lexicon->language() == QLatin1String("fr") && folded == QLatin1String("pas") && i + 1 < m_words.size()
            && m_words[i + 1].folded == QLatin1String("seulement"))
            continue;
        const bool zero = m_words[i].quantity && isNought(i);
        if (!m_words[i].negation && !verb && !zero)
            continue;
        if (folded == QLatin1String("no") && i + 1 < m_words.size() && m_words[i + 1].folded.front().isDigit())
            continue; // "no. 3"
        const qsizetype numbered = i + 1; // "no less than 30", "no longer" is one
        if (numbered < m_words.size() && m_lexicon->bound(folded + QLatin1Char(' ') + m_words[numbered].folded) != Bound::None)
            continue;
        if (numbered + 1 < m_words.size()
            && m_lexicon->bound(folded + QLatin1Char(' ') + m_words[numbered].folded + QLatin1Char(' ') + m_words[numbered + 1].folded)
                != Bound::None)
            continue;
        m_words[i].negation = true;
        m_words[i].content = false;
        deny(i, m_lexicon->has("negation behind", folded) || zero, m_lexicon->has("negation anywhere", folded), verb);
    }
}

//! "zero", or 0 of something: "0 errors", not the name of "loom 0".
bool Statement::isNought(qsizetype i) const
{
    const qsizetype position = m_words[i].start;
    const bool named = i > 0 && m_words[i - 1].capital && position == m_words[i - 1].end + 1; // "Loom 0"
    if (m_text[position].isDigit() && (named || i + 1 == m_words.size() || !(m_words[i + 1].content || m_words[i + 1].quantity)))
        return false;
    const auto quantity = std::lower_bound(
        m_quantities.cbegin(), m_quantities.cend(), position, [](const Quantity &one, qsizetype at) { return one.start < at; });
    return quantity != m_quantities.cend() && quantity->start == position && quantity->kind == Quantity::Kind::Number
        && quantity->value == 0;
}

//! A verb that negates turns round what is denied already: "does not refrain from compressing".
void Statement::deny(qsizetype negation, bool behind, bool anywhere, bool verb)
{
    int left = NegationReach;
    const int clause = m_words[negation].clause;
    for (qsizetype i = negation + 1; i < m_words.size() && left > 0 && m_words[i].clause == clause; ++i) {
        if (!m_words[i].content)
            continue;
        m_words[i].denied = !verb || !m_words[i].denied;
        --left;
    }
    if (!behind && !anywhere)
        return;
    left = NegationReach;
    for (qsizetype i = negation - 1; i >= 0 && left > 0 && m_words[i].clause == clause; --i) {
        if (!m_words[i].content)
            continue;
        m_words[i].denied = !verb || !m_words[i].denied;
        --left;
    }
}

//! Capitals inside of a sentence, abbreviations anywhere, and what stands before another capital at the beginning. All nouns have
//! capitals in German, where only abbreviations and what is mixed with digits are told from other words.
void Statement::markNames()
{
    const bool nouns = m_language == QLatin1String("de");
    for (qsizetype i = 0; i < m_words.size(); ++i) {
        StatedWord &word = m_words[i];
        if (word.ngram || word.quantity || word.negation)
            continue;
        const QStringView text = QStringView(m_text).mid(word.start, word.end - word.start);
        qsizetype upper = 0, digits = 0;
        for (const QChar c : text) {
            upper += c.isUpper();
            digits += c.isDigit();
        }
        const bool abbreviation = upper >= 2 || (upper > 0 && digits > 0);
        if (!abbreviation && (!word.content || text.size() < 2))
            continue;
        const bool beforeName = i + 1 < m_words.size() && m_words[i + 1].capital && m_words[i + 1].content
            && m_words[i + 1].start == word.end + 1
            && isPlainName(QStringView(m_text).mid(m_words[i + 1].start, m_words[i + 1].end - m_words[i + 1].start));
        const bool opening =
            word.opens && (!beforeName || m_lexicon->isFunctionWord(word.folded) || !m_lexicon->sides(word.folded, word.term).isEmpty());
        word.name = !isRoman(text) && (abbreviation || (word.capital && !nouns && !opening));
    }
}

} // namespace Heddle::Dialog
