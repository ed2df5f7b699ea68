// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evidence/findings.h"
#include "core/text/sentences.h"
#include <cmath>

namespace Heddle::Evidence {
namespace {

constexpr qsizetype MaxWindows = 4, MaxSentences = 4;
constexpr double MaxWords = 90; //!< of a window of several sentences
// Measured: how far a score may lie below the best one's.
constexpr double NearlyAsGood = 2.6; //!< of a further window
constexpr double GoodNeighbour = 2.5; //!< of the sentence beside the best one, that joins the first window
constexpr double NearlyAll = 0.8; //!< share of the question in a sentence that needs no neighbour
constexpr double NeighbourWords = 60; //!< of that window

//! Whether a window may be made of it: a question is none of its own answer.
bool isQuotable(const Candidate &one)
{
    return one.isSentence() && one.features[Echo] == 0;
}

//! Windows that are grown one after the other, each from the best sentence that is left.
class Choosing {
public:
    Choosing(const QList<Retrieval::Passage> &passages, const QList<Candidate> &candidates) : m_passages(passages), m_all(candidates) { }
    QList<Window> run();

private:
    struct Grown {
        qsizetype first, last, best; //!< candidates
    };
    Grown grown(qsizetype best) const;
    bool joins(qsizetype one, qsizetype next) const;
    bool isTaken(qsizetype candidate) const;
    bool extends(qsizetype candidate);
    QString textOf(qsizetype candidate) const
    {
        const Candidate &one = m_all[candidate];
        return Text::sentenceText(QStringView(m_passages[one.passage].hit.text).mid(one.from, one.to - one.from));
    }
    double wordsOf(const Grown &window) const
    {
        double words = 0;
        for (qsizetype i = window.first; i <= window.last; ++i)
            words += m_all[i].words;
        return words;
    }
    void arrange();

    const QList<Retrieval::Passage> &m_passages;
    const QList<Candidate> &m_all;
    QList<Grown> m_windows;
    QSet<QString> m_texts; //!< of the sentences that are shown
};

//! Whether two candidates are neighbours in one paragraph, and both are text.
bool Choosing::joins(qsizetype one, qsizetype next) const
{
    return one >= 0 && next < m_all.size() && m_all[one].passage == m_all[next].passage && m_all[one].block == m_all[next].block
        && m_all[one].features[Heading] == 0 && m_all[next].features[Heading] == 0;
}

//! The best sentence with the one before that it leans on, and those after it that take something back or go on with a pronoun.
Choosing::Grown Choosing::grown(qsizetype best) const
{
    Grown window { best, best, best };
    const auto hasRoom = [&](qsizetype more, double most) {
        return window.last - window.first + 1 < MaxSentences && wordsOf(window) + m_all[more].words <= most;
    };
    const auto leans = [this](qsizetype i) { return m_all[i].opening != Opening::Own || m_all[i].pointsBack; };
    while (joins(window.first - 1, window.first) && hasRoom(window.first - 1, MaxWords) && leans(window.first))
        --window.first;
    while (joins(window.last, window.last + 1) && hasRoom(window.last + 1, MaxWords) && leans(window.last + 1))
        ++window.last;
    if (!m_windows.isEmpty() || window.first != window.last || m_all[best].features[Coverage] >= NearlyAll)
        return window;
    // Often the answer stands beside the sentence that has most words of the question.
    const auto worth = [&](qsizetype one, qsizetype next, qsizetype neighbour) {
        return joins(one, next) && m_all[neighbour].features[Echo] == 0 && hasRoom(neighbour, NeighbourWords)
            && m_all[neighbour].score > m_all[best].score - GoodNeighbour;
    };
    const bool before = worth(best - 1, best, best - 1), after = worth(best, best + 1, best + 1);
    if (before && (!after || m_all[best - 1].score > m_all[best + 1].score))
        --window.first;
    else if (after)
        ++window.last;
    return window;
}

bool Choosing::isTaken(qsizetype candidate) const
{
    return std::any_of(m_windows.cbegin(), m_windows.cend(),
        [candidate](const Grown &window) { return candidate >= window.first && candidate <= window.last; });
}

QList<Window> Choosing::run()
{
    QList<qsizetype> order(m_all.size());
    std::iota(order.begin(), order.end(), 0);
    std::stable_sort(order.begin(), order.end(), [this](qsizetype a, qsizetype b) { return m_all[a].score > m_all[b].score; });
    double best = 0;
    for (const qsizetype candidate : std::as_const(order)) {
        const Candidate &one = m_all[candidate];
        if (m_windows.size() >= MaxWindows || (!m_windows.isEmpty() && one.score < best - NearlyAsGood))
            break;
        if (!isQuotable(one) || (one.terms.none() && one.features[Cosine] <= 0) || isTaken(candidate)
            || m_texts.contains(textOf(candidate)))
            continue;
        if (m_windows.isEmpty())
            best = one.score;
        Grown window = grown(candidate);
        while (window.first < window.best && isTaken(window.first))
            ++window.first;
        while (window.last > window.best && isTaken(window.last))
            --window.last;
        for (qsizetype i = window.first; i <= window.last; ++i)
            m_texts += textOf(i);
        m_windows += window;
    }
    arrange();
    QList<Window> windows;
    for (const Grown &grown : std::as_const(m_windows)) {
        Window window { m_all[grown.best].passage, {}, grown.best - grown.first, m_all[grown.best].score };
        for (qsizetype i = grown.first; i <= grown.last; ++i)
            window.sentences += Range { m_all[i].from, m_all[i].to };
        windows += window;
    }
    return windows;
}

//! The best window first; the others by document, the best window's own first, then by their place in it.
void Choosing::arrange()
{
    if (m_windows.size() < 3)
        return;
    QHash<QString, qsizetype> documents;
    for (const Grown &window : std::as_const(m_windows)) {
        const QString &document = m_passages[m_all[window.best].passage].hit.document;
        if (!documents.contains(document))
            documents.insert(document, documents.size());
    }
    const auto key = [&](const Grown &window) {
        const Candidate &one = m_all[window.best];
        const Search::Hit &hit = m_passages[one.passage].hit;
        return std::tuple(documents.value(hit.document), hit.start + one.from);
    };
    std::stable_sort(m_windows.begin() + 1, m_windows.end(), [&](const Grown &a, const Grown &b) { return key(a) < key(b); });
}

//! Fitted on questions with and without an answer (docs/answers.md).
double fitOf(const AskedQuestion &question, const QList<Candidate> &candidates)
{
    const auto best = std::max_element(candidates.cbegin(), candidates.cend(),
        [](const Candidate &a, const Candidate &b) { return std::pair(isQuotable(a), a.score) < std::pair(isQuotable(b), b.score); });
    if (best == candidates.cend())
        return 0;
    double mostInOne = 0, mostAround = 0, unknown = 0, unknownNames = 0;
    for (const Candidate &one : candidates) {
        const double own = one.features[Coverage] + one.features[HeadingCoverage];
        mostInOne = std::max(mostInOne, own);
        mostAround = std::max(mostAround, own + one.features[NearCoverage] + one.features[PassageCoverage]);
    }
    for (const AskedQuestion::Term &term : question.terms) {
        const double share = term.known || question.weight <= 0 ? 0 : term.weight / question.weight;
        unknown += share;
        unknownNames += term.name ? share : 0;
    }
    const Features &f = best->features;
    const double own = f[Coverage] + f[HeadingCoverage], around = own + f[NearCoverage] + f[PassageCoverage];
    constexpr double ManyTerms = 12;
    const double logit = -6.3 + 12.4 * own + 6.6 * f[NearCoverage] + 3.6 * f[PassageCoverage] + 4.4 * f[Closeness]
        + 2.9 * std::min(double(question.terms.size()), ManyTerms) / ManyTerms + 1.0 * (mostInOne - own) + 0.5 * (mostAround - around)
        - 0.7 * unknown - 5.0 * unknownNames;
    return 1 / (1 + std::exp(-logit));
}

} // namespace

Findings findingsFrom(const AskedQuestion &question, const QList<Retrieval::Passage> &passages, const QList<Candidate> &candidates)
{
    constexpr double Enough = 0.19;
    constexpr double NearEnough = 0.45; //!< cosine, where words tell nothing; unrelated sentences stay below it with the usual models
    Findings findings;
    findings.windows = Choosing(passages, candidates).run();
    findings.fit = findings.windows.isEmpty() ? 0 : fitOf(question, candidates);
    double nearest = 0;
    bool words = false;
    for (const Candidate &one : candidates) {
        words = words || one.terms.any();
        nearest = std::max(nearest, isQuotable(one) ? one.features[Cosine] : 0);
    }
    findings.answers = findings.fit >= Enough || (!words && nearest >= NearEnough && !findings.windows.isEmpty());
    for (auto it = question.termOf.cbegin(); it != question.termOf.cend(); ++it) {
        const AskedQuestion::Term &term = question.terms[*it];
        if (term.name && !term.known && !findings.missing.contains(it.key()))
            findings.missing += it.key();
    }
    return findings;
}

} // namespace Heddle::Evidence
