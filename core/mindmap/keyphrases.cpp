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
            analyzer.tokenize(word, [&term](const Text::Token &token) {
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

} // namespace

QStringList keyPhrases(const QString &whole, const QString &language, const QString &question, const QStringList &known, int most)
{
    const QString text = whole.left(MostText);
    WordReader reader(language);
    const std::vector<Word> words = reader.read(text);
    const auto stemsOf = [&reader](const QString &label) {
        QSet<QString> stems;
        for (const Word &word : reader.read(label)) {
            if (word.content)
                stems += word.stem;
        }
        return stems;
    };
    const QSet<QString> asked = stemsOf(question);
    QList<QSet<QString>> taken;
    for (const QString &label : known)
        taken += stemsOf(label);

    QHash<QString, Candidate> candidates;
    const auto isPart = [&text](const Word &word, bool before) { // of a word with hyphens
        const qsizetype at = before ? word.start - 1 : word.end;
        return at > 0 && at < text.size() - 1 && text[at] == QLatin1Char('-') && text[before ? at - 1 : at + 1].isLetterOrNumber();
    };
    for (std::size_t i = 0; i < words.size(); ++i) {
        QString key;
        QSet<QString> stems;
        if (isPart(words[i], true))
            continue;
        for (std::size_t j = i; j < words.size() && j < i + MostWords; ++j) {
            const Word &word = words[j];
            if (!word.content || word.cjk != words[i].cjk)
                break;
            if (j > i) {
                const QString between = text.mid(words[j - 1].end, word.start - words[j - 1].end);
                if (between != (word.cjk ? QString() : QStringLiteral(" ")) && between != QLatin1String("-"))
                    break;
            }
            if (word.cjk && word.end - words[i].start > MostCjk)
                break;
            key += word.stem + QLatin1Char(' ');
            stems += word.stem;
            const qsizetype length = word.end - words[i].start;
            if ((word.cjk && length < 2) || isPart(word, false))
                continue;
            Candidate &candidate = candidates[key];
            if (candidate.count++ == 0) {
                candidate.phrase = text.mid(words[i].start, length);
                candidate.stems = stems;
                candidate.words = int(j - i) + 1;
                candidate.first = words[i].start;
            }
        }
    }
    QList<Candidate> sorted;
    for (Candidate &candidate : candidates) {
        const bool once = candidate.words == 1 && candidate.count == 1 && !candidate.phrase[0].isUpper();
        if (once && candidate.phrase.size() < MostCjk && !Text::isCjk(candidate.phrase[0].unicode()))
            continue; // any word at all
        const int asks = int((QSet<QString>(candidate.stems) & asked).size());
        constexpr double PerWord = 0.6, PerAsked = 0.8, Early = 0.3, Alone = 0.4;
        const bool alone = candidate.words == 1 && candidate.phrase.size() < MostCjk; // one common word says little
        candidate.score = candidate.count * (alone ? Alone : 1 + PerWord * std::min(candidate.words - 1, 2)) + PerAsked * asks
            + Early * (1 - double(candidate.first) / double(text.size() + 1)) - (candidate.words == MostWords ? 1 : 0);
        if (candidate.phrase[0].isUpper())
            candidate.score += Early;
        sorted += candidate;
    }
    std::sort(sorted.begin(), sorted.end(),
        [](const Candidate &a, const Candidate &b) { return a.score != b.score ? a.score > b.score : a.first < b.first; });
    QStringList phrases;
    for (const Candidate &candidate : std::as_const(sorted)) {
        if (phrases.size() >= most)
            break;
        const bool said = std::any_of(taken.begin(), taken.end(), [&candidate](const QSet<QString> &one) { // part of one, or has all of it
            return one.contains(candidate.stems) || (!one.isEmpty() && candidate.stems.contains(one));
        });
        const bool asks = asked.contains(candidate.stems);
        if (said || asks)
            continue;
        phrases += candidate.phrase;
        taken += candidate.stems;
    }
    return phrases;
}

} // namespace Heddle::MindMap
