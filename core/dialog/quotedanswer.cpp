// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialog/quotedanswer.h"
#include "core/text/analyzer.h"
#include "core/text/sentences.h"
#include <QHash>
#include <QSet>
#include <cmath>

namespace Heddle::Dialog {
namespace {

constexpr int MostPassages = 8;
constexpr int MostSentences = 5;
constexpr int FewestSentences = 3;
constexpr double LongSentence = 60; //!< words; longer ones say less per word
constexpr double ShortSentence = 3, ShortFragment = 5; //!< words; shorter ones say nothing
constexpr double WorthQuoting = 0.45; //!< of the best sentence's score

struct Candidate {
    qsizetype passage;
    qsizetype from, to;
    double score;
    QSet<int> terms;
};

QSet<int> termsIn(QStringView sentence, const QHash<QString, int> &termOf, const std::string &language)
{
    QSet<int> found;
    Text::Analyzer &analyzer = Text::Analyzer::forThisThread();
    analyzer.tokenize(sentence, [&](const Text::Token &token) {
        auto it = termOf.constFind(QString::fromStdString(token.term));
        if (it == termOf.cend() && !token.ngram)
            it = termOf.constFind(QString::fromStdString(analyzer.stem(token.term, language)));
        if (it != termOf.cend())
            found += *it;
    });
    return found;
}

//! Ends with a question mark, whatever closes after it.
bool isQuestion(QStringView sentence)
{
    static const QString closing = QStringLiteral("\"'\u201d\u2019\u00bb)]\u300d\u300f*_ ");
    while (!sentence.isEmpty() && closing.contains(sentence.back()))
        sentence.chop(1);
    return sentence.endsWith(QLatin1Char('?')) || sentence.endsWith(QChar(0xff1f)) || sentence.endsWith(QChar(0x061f));
}

bool endsAsSentence(QStringView sentence)
{
    static const QString ends = QStringLiteral(".!?\u2026\u3002\uff01\uff1f\u061f\u06d4\u0964\"\u201d\u300d)");
    return !sentence.isEmpty() && ends.contains(sentence.back());
}

//! The words alone, folded, each between spaces.
QString foldedWords(QStringView text)
{
    QString words(QLatin1Char(' '));
    Text::Analyzer::forThisThread().words(
        text, [&words](const Text::Token &token) { words += QString::fromStdString(token.term) + QLatin1Char(' '); });
    return words;
}

QList<Candidate> candidates(const QString &question, const QList<Retrieval::Passage> &passages, const QList<Search::QueryTerm> &terms)
{
    const QString asked = foldedWords(question);
    QHash<QString, int> termOf;
    for (int i = 0; i < terms.size(); ++i) {
        for (const QString &form : terms[i].forms)
            termOf.insert(form, i);
    }
    QList<Candidate> all;
    const double bestPassage = passages.isEmpty() ? 1 : std::max(std::abs(passages.first().score), 1e-9);
    for (qsizetype p = 0; p < std::min<qsizetype>(passages.size(), MostPassages); ++p) {
        const Search::Hit &hit = passages[p].hit;
        const std::string language = hit.language.toStdString();
        QSet<QString> headings { foldedWords(hit.title) };
        for (const QString &heading : hit.heading.split(QStringLiteral(" › ")))
            headings += foldedWords(heading);
        for (const auto &[from, to] : Text::sentenceRanges(hit.text, hit.language)) {
            const QStringView sentence = QStringView(hit.text).mid(from, to - from);
            const double words = Text::countWords(sentence);
            Candidate candidate { p, from, to, 0, termsIn(sentence, termOf, language) };
            if (candidate.terms.isEmpty())
                continue;
            for (const int term : std::as_const(candidate.terms))
                candidate.score += terms[term].idf + 0.05;
            if (words < (endsAsSentence(sentence) ? ShortSentence : ShortFragment) || isQuestion(sentence))
                candidate.score *= 0.3; // a heading or another question names the topic and says nothing of it
            const QString said = foldedWords(sentence);
            if (headings.contains(said) || (terms.size() > 2 && said.contains(asked)))
                candidate.score *= 0.2; // the heading itself, or the question said again
            if (!endsAsSentence(sentence))
                candidate.score *= 0.8;
            if (words > LongSentence)
                candidate.score *= std::sqrt(LongSentence / words);
            candidate.score *= 0.5 + 0.5 * std::clamp(passages[p].score / bestPassage, 0.0, 1.0);
            all += candidate;
        }
    }
    return all;
}

//! Where no sentence has a word of the question: how passages begin that say nearly the same in other words.
QList<Candidate> beginnings(const QList<Retrieval::Passage> &passages)
{
    constexpr double NearEnough = 0.4; // cosine; unrelated texts stay well below it with the usual models
    QList<Candidate> all;
    for (qsizetype p = 0; p < passages.size() && all.size() < FewestSentences; ++p) {
        const Search::Hit &hit = passages[p].hit;
        if (!hit.vectorLeg || hit.vectorLeg->score < NearEnough)
            continue;
        for (const auto &[from, to] : Text::sentenceRanges(hit.text, hit.language)) {
            const QStringView sentence = QStringView(hit.text).mid(from, to - from);
            if (!endsAsSentence(sentence) || isQuestion(sentence) || Text::countWords(sentence) < ShortSentence)
                continue;
            all += { p, from, to, hit.vectorLeg->score, {} };
            break;
        }
    }
    return all;
}

} // namespace

QuotedAnswer quoteAnswer(const QString &question, const QList<Retrieval::Passage> &passages, const QList<Search::QueryTerm> &terms)
{
    QList<Candidate> left = candidates(question, passages, terms);
    if (left.isEmpty())
        left = beginnings(passages);
    QList<Candidate> chosen;
    QSet<QString> documents, quoted;
    QSet<int> covered;
    double best = 0;
    while (chosen.size() < MostSentences) {
        qsizetype pick = -1;
        double pickScore = 0;
        for (qsizetype i = 0; i < left.size(); ++i) {
            const Retrieval::Passage &passage = passages[left[i].passage];
            double fresh = 0, all = 1e-9;
            for (const int term : std::as_const(left[i].terms)) {
                all += terms[term].idf + 0.05;
                fresh += covered.contains(term) ? 0 : terms[term].idf + 0.05;
            }
            // What is said already counts for half; the second document comes before a second sentence of the first.
            double score = left[i].score * (0.5 + 0.5 * fresh / all);
            if (chosen.size() >= 1 && documents.size() == 1 && !documents.contains(passage.hit.document))
                score *= 1.6;
            if (score > pickScore) {
                pickScore = score;
                pick = i;
            }
        }
        best = std::max(best, pickScore);
        if (pick < 0 || (chosen.size() >= FewestSentences && pickScore < WorthQuoting * best))
            break;
        const Candidate candidate = left.takeAt(pick);
        const Search::Hit &hit = passages[candidate.passage].hit;
        const QString sentence = Text::sentenceText(QStringView(hit.text).mid(candidate.from, candidate.to - candidate.from));
        if (quoted.contains(sentence))
            continue; // the overlap of two chunks, or a copy of the file
        quoted += sentence;
        documents += hit.document;
        covered += candidate.terms;
        chosen += candidate;
    }
    // The passage with the best sentence first; inside a passage the order of the text.
    QHash<qsizetype, double> bestOf;
    for (const Candidate &candidate : std::as_const(chosen))
        bestOf[candidate.passage] = std::max(bestOf.value(candidate.passage), candidate.score);
    std::sort(chosen.begin(), chosen.end(), [&bestOf](const Candidate &a, const Candidate &b) {
        const double ofA = bestOf.value(a.passage), ofB = bestOf.value(b.passage);
        return a.passage == b.passage ? a.from < b.from : ofA != ofB ? ofA > ofB : a.passage < b.passage;
    });
    QuotedAnswer answer;
    QStringList lines;
    for (const Candidate &candidate : std::as_const(chosen)) {
        Source source = sourceFrom(passages[candidate.passage]);
        source.n = int(answer.sources.size()) + 1;
        source.sentenceStart = candidate.from;
        source.sentenceEnd = candidate.to;
        const QString sentence = Text::sentenceText(QStringView(source.text).mid(candidate.from, candidate.to - candidate.from));
        lines += QStringLiteral("%1 [%2]").arg(sentence).arg(source.n);
        answer.sources += source;
    }
    answer.text = lines.join(QLatin1Char('\n'));
    return answer;
}

} // namespace Heddle::Dialog
