// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/mindmap/keyphrases.h"
#include "core/text/analyzer.h"
#include "core/text/sentences.h"
#include "core/text/stopwords.h"
#include <QHash>
#include <QSet>
#include <algorithm>
#include <unicode/brkiter.h>
#include <unicode/unistr.h>
#include <unordered_set>

namespace Heddle::MindMap {
namespace {

//! Words that name nothing; a search keeps them.
bool isWeak(const std::string &term)
{
    static const std::unordered_set<std::string> words { "again", "almost", "already", "although", "another", "anything", "anywhere",
        "because", "beside", "best", "better", "cannot", "come", "comes", "done", "each", "either", "else", "ends", "even", "every",
        "everything", "first", "get", "gets", "give", "gives", "goes", "instead", "keep", "keeps", "know", "last", "least", "less", "like",
        "made", "make", "makes", "many", "may", "more", "most", "much", "must", "need", "needs", "never", "next", "nothing", "often",
        "once", "one", "only", "other", "others", "own", "say", "says", "second", "see", "several", "shows", "since", "some", "something",
        "still", "such", "take", "takes", "tells", "than", "though", "three", "too", "tries", "two", "until", "use", "used", "uses", "very",
        "want", "wants", "well", "whether", "whole", "within", "without", "works", "yet", "zero" };
    return words.contains(term);
}

struct Word {
    qsizetype start, end; //!< UTF-16 units in the text
    QString stem;
    bool content, cjk;
};

constexpr int MostWords = 4, MostCjk = 8; // characters
constexpr qsizetype MostText = 20'000;

class WordReader {
public:
    explicit WordReader(const QString &language) : m_language(language.toStdString())
    {
        UErrorCode status = U_ZERO_ERROR;
        m_breaks.reset(icu::BreakIterator::createWordInstance(icu::Locale::getRoot(), status));
    }

    std::vector<Word> read(const QString &text)
    {
        std::vector<Word> words;
        if (!m_breaks)
            return words;
        Text::Analyzer &analyzer = Text::Analyzer::forThisThread();
        const icu::UnicodeString string(false, reinterpret_cast<const char16_t *>(text.utf16()), int32_t(text.size()));
        m_breaks->setText(string);
        int32_t start = m_breaks->first();
        for (int32_t end = m_breaks->next(); end != icu::BreakIterator::DONE; start = end, end = m_breaks->next()) {
            if (m_breaks->getRuleStatus() < UBRK_WORD_NUMBER)
                continue;
            const bool number = m_breaks->getRuleStatus() < UBRK_WORD_LETTER;
            const QStringView word = QStringView(text).mid(start, end - start);
            std::string term;
            analyzer.words(word, [&term](const Text::Token &token) {
                if (term.empty() || token.ngram)
                    term = token.term;
            });
            const bool cjk = Text::isCjk(char32_t(word[0].unicode())) || word[0].isHighSurrogate();
            const bool stop = Text::stopWords(m_language).contains(term) || Text::stopWords("en").contains(term);
            const bool content = !term.empty() && !stop && !number && !isWeak(term) && (cjk || word.size() > 2);
            words.push_back({ start, end, cjk ? word.toString() : QString::fromStdString(analyzer.stem(term, m_language)), content, cjk });
        }
        return words;
    }

private:
    std::string m_language;
    std::unique_ptr<icu::BreakIterator> m_breaks;
};

struct Candidate {
    QString phrase;
    QSet<QString> stems;
    int count = 0, words = 0;
    qsizetype first = 0;
    double score = 0;
};

//! The content words of a label.
QSet<QString> stemsOf(WordReader &reader, const QString &label)
{
    QSet<QString> stems;
    for (const Word &word : reader.read(label)) {
        if (word.content)
            stems += word.stem;
    }
    return stems;
}

//! Runs of content words, each with how often it comes.
class CandidateFinder {
public:
    CandidateFinder(const QString &text, const std::vector<Word> &words) : m_text(text), m_words(words) { }

    QHash<QString, Candidate> find()
    {
        for (std::size_t i = 0; i < m_words.size(); ++i) {
            if (!hasHyphenBefore(m_words[i]))
                addFrom(i);
        }
        return m_candidates;
    }

private:
    bool isHyphenBetweenLetters(qsizetype at, qsizetype beyond) const
    {
        return at > 0 && at < m_text.size() - 1 && m_text[at] == QLatin1Char('-') && m_text[beyond].isLetterOrNumber();
    }
    bool hasHyphenBefore(const Word &word) const { return isHyphenBetweenLetters(word.start - 1, word.start - 2); }
    bool hasHyphenAfter(const Word &word) const { return isHyphenBetweenLetters(word.end, word.end + 1); }

    bool follows(const Word &word, const Word &before) const
    {
        const QStringView between = QStringView(m_text).mid(before.end, word.start - before.end);
        return word.cjk ? between.isEmpty() || between == QLatin1String("-")
                        : between == QLatin1String(" ") || between == QLatin1String("-");
    }

    void addFrom(std::size_t i)
    {
        const Word &first = m_words[i];
        QString key;
        QSet<QString> stems;
        for (std::size_t j = i; j < m_words.size() && j < i + MostWords; ++j) {
            const Word &word = m_words[j];
            const qsizetype length = word.end - first.start;
            if (!word.content || word.cjk != first.cjk || (j > i && !follows(word, m_words[j - 1])) || (word.cjk && length > MostCjk))
                return;
            key += word.stem + QLatin1Char(' ');
            stems += word.stem;
            if ((word.cjk && length < 2) || hasHyphenAfter(word))
                continue;
            Candidate &candidate = m_candidates[key];
            if (candidate.count++ == 0) {
                candidate.phrase = m_text.mid(first.start, length);
                candidate.stems = stems;
                candidate.words = int(j - i) + 1;
                candidate.first = first.start;
            }
        }
    }

    const QString &m_text;
    const std::vector<Word> &m_words;
    QHash<QString, Candidate> m_candidates;
};

bool isAnyWord(const Candidate &candidate)
{
    const bool once = candidate.words == 1 && candidate.count == 1 && !candidate.phrase[0].isUpper();
    return once && candidate.phrase.size() < MostCjk && !Text::isCjk(candidate.phrase[0].unicode());
}

double scoreOf(const Candidate &candidate, const QSet<QString> &asked, qsizetype textSize)
{
    constexpr double PerWord = 0.6, PerAsked = 0.8, Early = 0.3, Alone = 0.4;
    const int asks = int((QSet<QString>(candidate.stems) & asked).size());
    const bool alone = candidate.words == 1 && candidate.phrase.size() < MostCjk; // one common word says little
    return candidate.count * (alone ? Alone : 1 + PerWord * std::min(candidate.words - 1, 2)) + PerAsked * asks
        + Early * (1 - double(candidate.first) / double(textSize + 1)) - (candidate.words == MostWords ? 1 : 0)
        + (candidate.phrase[0].isUpper() ? Early : 0);
}

} // namespace

QStringList keyPhrases(const QString &whole, const QString &language, const QString &question, const QStringList &known, int most)
{
    const QString text = whole.left(MostText);
    WordReader reader(language);
    const std::vector<Word> words = reader.read(text);
    const QSet<QString> asked = stemsOf(reader, question);
    QList<Candidate> sorted;
    for (Candidate candidate : CandidateFinder(text, words).find()) {
        if (isAnyWord(candidate))
            continue;
        candidate.score = scoreOf(candidate, asked, text.size());
        sorted += candidate;
    }
    std::sort(sorted.begin(), sorted.end(),
        [](const Candidate &a, const Candidate &b) { return a.score != b.score ? a.score > b.score : a.first < b.first; });

    QList<QSet<QString>> taken;
    for (const QString &label : known)
        taken += stemsOf(reader, label);
    QStringList phrases;
    for (const Candidate &candidate : std::as_const(sorted)) {
        if (phrases.size() >= most)
            break;
        const bool said = std::any_of(taken.begin(), taken.end(), [&candidate](const QSet<QString> &one) { // part of one, or has all of it
            return one.contains(candidate.stems) || (!one.isEmpty() && candidate.stems.contains(one));
        });
        if (said || asked.contains(candidate.stems))
            continue;
        phrases += candidate.phrase;
        taken += candidate.stems;
    }
    return phrases;
}

} // namespace Heddle::MindMap
