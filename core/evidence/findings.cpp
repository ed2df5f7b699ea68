// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evidence/findings.h"
#include "core/text/sentences.h"
#include <cmath>

namespace Heddle::Evidence {
namespace {

constexpr qsizetype MaxWindows = 4, MaxSentences = 4, MaxJoined = 5;
constexpr double MaxWords = 90; //!< of a window of several sentences
// Measured: how far a score may lie below the best one's.
constexpr double NearlyAsGood = 3; //!< of a further window
constexpr double GoodNeighbour = 3; //!< of the sentence beside the best one, that joins the first window
constexpr double NearlyAll = 0.8; //!< share of the question in a sentence that needs no neighbour
constexpr double NeighbourWords = 60; //!< of that window

//! How many sentences are shown around a window.
struct Context {
    qsizetype before, after;
};
constexpr Context AroundFirst { 2, 3 }, AroundOthers { 1, 2 };

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
    bool announces(qsizetype one) const;
    bool isItem(qsizetype one) const;
    bool isTaken(qsizetype candidate) const;
    bool joinNear(const Grown &window);
    QList<Range> around(qsizetype edge, qsizetype step, qsizetype most);
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

//! Whether a sentence announces the next one: "the following formats:".
bool Choosing::announces(qsizetype one) const
{
    return m_all[one].leadsOn && one + 1 < m_all.size() && m_all[one].passage == m_all[one + 1].passage
        && m_all[one + 1].features[Heading] == 0;
}

//! Whether a list goes on with a sentence: it begins with a bullet or the like.
bool Choosing::isItem(qsizetype one) const
{
    const QChar first = m_passages[m_all[one].passage].hit.text[m_all[one].from];
    static const QString bullets = QStringLiteral("-*+\u2022\u2023\u25aa\u25cf\u25e6\u2013\u2014\u00b7(");
    return bullets.contains(first) || first.isDigit();
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
    if (announces(window.last) && hasRoom(window.last + 1, MaxWords)) {
        ++window.last;
        const auto goesOn = [this](qsizetype one) {
            const bool items = one + 1 < m_all.size() && m_all[one].passage == m_all[one + 1].passage && isItem(one) && isItem(one + 1);
            return items || joins(one, one + 1);
        };
        while (goesOn(window.last) && hasRoom(window.last + 1, MaxWords))
            ++window.last;
    }
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

//! Widens a window that is there, where the new one is next to it or one sentence away: one card of a paragraph, and not three.
bool Choosing::joinNear(const Grown &window)
{
    for (Grown &there : m_windows) {
        const Grown both { std::min(there.first, window.first), std::max(there.last, window.last), there.best };
        const qsizetype between = std::max(window.first - there.last, there.first - window.last) - 1;
        if (between > 1 || both.last - both.first + 1 > MaxJoined || wordsOf(both) > MaxWords)
            continue;
        bool whole = true;
        for (qsizetype i = both.first; i < both.last && whole; ++i)
            whole = joins(i, i + 1) && m_all[i].features[Boilerplate] == m_all[i + 1].features[Boilerplate];
        if (!whole)
            continue;
        for (qsizetype i = both.first; i <= both.last; ++i)
            m_texts += textOf(i);
        there = both;
        return true;
    }
    return false;
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
        if (joinNear(window))
            continue;
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
        const Context &context = windows.isEmpty() ? AroundFirst : AroundOthers;
        window.before = around(grown.first, -1, context.before);
        window.after = around(grown.last, 1, context.after);
        windows += window;
    }
    return windows;
}

//! The sentences next to the edge of a window, up to a heading or one that is shown already.
QList<Range> Choosing::around(qsizetype edge, qsizetype step, qsizetype most)
{
    QList<Range> ranges;
    for (qsizetype i = edge + step; i >= 0 && i < m_all.size() && ranges.size() < most; i += step) {
        const Candidate &one = m_all[i];
        const QString text = textOf(i);
        if (one.passage != m_all[edge].passage || one.features[Heading] > 0 || one.features[Boilerplate] > 0 || m_texts.contains(text))
            break;
        m_texts += text;
        ranges += Range { one.from, one.to };
    }
    if (step < 0)
        std::reverse(ranges.begin(), ranges.end());
    return ranges;
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

//! Fitted on questions with and without an answer (docs/answers.md): what the best sentence has of the question, what others have that it
//! lacks, and what is nowhere. `meaning`: where sentences have cosines, which tell more than some of the words.
struct FitWeights {
    double start, own, near, passage, closeness, terms, moreInOne, moreAround, misfit, namesMissing, unknownNames, meaning;
};
constexpr FitWeights WordFit { -3.6, 6.8, 4.2, 1.3, 1.7, 1, -3, -1.6, -1.3, -2.2, -2, 0 };
constexpr FitWeights VectorFit { -4.7, 4.5, 3.4, 1.3, 1.3, 0.2, -3.1, -1.5, -0.8, -1.2, -2, 4.5 };

//! What all candidates together have.
struct Overview {
    const Candidate *best = nullptr; //!< the best that may be quoted, else the best of all
    double mostInOne = 0, mostAround = 0; //!< shares of the question, of one sentence and with what is around it
    double nearest = 0; //!< cosine of one that may be quoted
    bool words = false, cosines = false; //!< some have words of the question, and cosines
};

Overview overviewOf(const QList<Candidate> &candidates)
{
    Overview all;
    const auto worth = [](const Candidate &one) { return std::pair(isQuotable(one), one.score); };
    for (const Candidate &one : candidates) {
        const double own = one.features[Coverage] + one.features[HeadingCoverage];
        all.mostInOne = std::max(all.mostInOne, own);
        all.mostAround = std::max(all.mostAround, own + one.features[NearCoverage] + one.features[PassageCoverage]);
        all.nearest = std::max(all.nearest, isQuotable(one) ? one.features[Cosine] : 0);
        all.words = all.words || one.terms.any();
        all.cosines = all.cosines || one.features[Cosine] != 0;
        if (!all.best || worth(*all.best) < worth(one))
            all.best = &one;
    }
    return all;
}

double fitOf(const AskedQuestion &question, const Overview &all)
{
    double unknownNames = 0;
    for (const AskedQuestion::Term &term : question.terms)
        unknownNames += term.known || !term.name || question.weight <= 0 ? 0 : term.weight / question.weight;
    const Features &f = all.best->features;
    const FitWeights &w = all.cosines ? VectorFit : WordFit;
    const double own = f[Coverage] + f[HeadingCoverage], around = own + f[NearCoverage] + f[PassageCoverage];
    constexpr double ManyTerms = 12;
    const double logit = w.start + w.own * own + w.near * f[NearCoverage] + w.passage * f[PassageCoverage] + w.closeness * f[Closeness]
        + w.terms * std::min(double(question.terms.size()), ManyTerms) / ManyTerms + w.moreInOne * (all.mostInOne - own)
        + w.moreAround * (all.mostAround - around) + w.misfit * f[KindMisfit] + w.namesMissing * f[NamesMissing] + w.unknownNames * unknownNames
        + w.meaning * f[Cosine];
    return 1 / (1 + std::exp(-logit));
}

} // namespace

Findings findingsFrom(const AskedQuestion &question, const QList<Retrieval::Passage> &passages, const QList<Candidate> &candidates)
{
    constexpr double EnoughByWords = 0.2, EnoughByMeaning = 0.12;
    constexpr double NearEnough = 0.45; //!< cosine, where words tell nothing; unrelated sentences stay below it with the usual models
    Findings findings;
    findings.windows = Choosing(passages, candidates).run();
    const Overview all = overviewOf(candidates);
    if (!findings.windows.isEmpty()) {
        findings.fit = fitOf(question, all);
        findings.answers =
            findings.fit >= (all.cosines ? EnoughByMeaning : EnoughByWords) || (!all.words && all.nearest >= NearEnough);
    }
    for (auto it = question.termOf.cbegin(); it != question.termOf.cend(); ++it) {
        const AskedQuestion::Term &term = question.terms[*it];
        if (term.name && !term.known && !findings.missing.contains(it.key()))
            findings.missing += it.key();
    }
    return findings;
}

} // namespace Heddle::Evidence
