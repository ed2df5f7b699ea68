// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialog/citations.h"
#include "core/dialog/support.h"
#include "core/text/citationmarkers.h"
#include "core/text/language.h"
#include "core/text/sentences.h"
#include <algorithm>
#include <memory>

namespace Heddle::Dialog {
namespace {

constexpr qsizetype MaxPerSentence = 4;
constexpr qsizetype MaxPlaced = 2; //!< of these by us
constexpr int MinWords = 3; //!< content words of a sentence that a marker can be placed at
constexpr double Thresholds[] = { 0.63, 0.50, 0.40, 0.32 }; //!< the next one only while nothing is cited
constexpr double AsGoodAsBest = 0.97; //!< of the best passage's similarity, for a second marker

//! A sentence of the answer, what it cites, and what that says of it.
struct Cited {
    Text::AnswerSentence range; //!< in the text without markers
    QString text;
    AnswerStatement statement;
    QList<int> passages {}; //!< indexes
};

class Passages {
public:
    explicit Passages(const QList<Retrieval::Passage> &passages) : m_passages(passages), m_evidence(std::size_t(passages.size())) { }
    const Evidence &operator[](int i)
    {
        auto &one = m_evidence[std::size_t(i)];
        if (!one)
            one = std::make_unique<Evidence>(m_passages[i]);
        return *one;
    }

private:
    const QList<Retrieval::Passage> &m_passages;
    std::vector<std::unique_ptr<Evidence>> m_evidence;
};

//! The sentence that a marker belongs to: the one it stands in or behind, at a line's beginning the one that follows.
qsizetype sentenceOf(const QList<Cited> &sentences, const QString &text, qsizetype at)
{
    qsizetype behind = -1;
    for (qsizetype i = 0; i < sentences.size(); ++i) {
        if (sentences[i].range.start >= at) {
            const bool sameLine = behind >= 0
                && !QStringView(text).mid(sentences[behind].range.end, at - sentences[behind].range.end).contains(QLatin1Char('\n'));
            if (sameLine)
                return behind;
            return QStringView(text).mid(at, sentences[i].range.start - at).trimmed().isEmpty() ? i : behind;
        }
        behind = i;
    }
    return behind;
}

bool isWide(QChar c)
{
    return Text::isCjk(c.unicode()) || (c.unicode() >= 0x3000 && c.unicode() <= 0x303f) || (c.unicode() >= 0xff00 && c.unicode() <= 0xffef);
}

//! What asks or introduces needs no passage.
bool needsNoPassage(const QString &sentence)
{
    static const QString ends = QStringLiteral(":?：？؟");
    return sentence.isEmpty() || ends.contains(sentence.back());
}

bool endsSentence(QChar c)
{
    static const QString closers = QStringLiteral(".!?。！？؟…");
    return closers.contains(c);
}

//! One answer while its citations are put right, step by step.
class Citing {
public:
    Citing(const QString &answer, const QList<Retrieval::Passage> &passages, std::stop_token stop)
        : m_passages(passages), m_evidence(passages), m_stop(std::move(stop)), m_marked(Text::takeMarkers(answer, int(passages.size()))),
          m_language(Text::detectLanguage(m_marked.text)), m_numberOf(passages.size(), 0)
    {
        for (const Text::AnswerSentence &range : Text::answerSentences(m_marked.text, m_language)) {
            const QString sentence = m_marked.text.mid(range.start, range.end - range.start);
            m_sentences += Cited { range, sentence, AnswerStatement(sentence, m_language) };
        }
        m_result.removed = m_marked.outOfRange;
    }

    CitedAnswer run()
    {
        assignMarkers();
        placeForgotten();
        writeText();
        checkUses();
        findUnsourced();
        return std::move(m_result);
    }

private:
    struct Use {
        int passage;
        qsizetype sentence, at;
    };

    //! 1 Each of the model's markers belongs to a sentence.
    void assignMarkers()
    {
        for (const Text::Marker &marker : std::as_const(m_marked.markers)) {
            const qsizetype i = sentenceOf(m_sentences, m_marked.text, marker.at);
            if (i < 0)
                continue;
            QList<int> &cited = m_sentences[i].passages;
            for (const int n : marker.numbers) {
                if (!cited.contains(n - 1) && cited.size() < MaxPerSentence)
                    cited += n - 1;
            }
        }
    }

    //! 2 What the model forgot; a lower threshold is tried only while nothing in the answer is cited.
    void placeForgotten()
    {
        for (const double threshold : Thresholds) {
            if (m_stop.stop_requested())
                break;
            for (Cited &sentence : m_sentences) {
                if (sentence.passages.isEmpty() && needsPassage(sentence))
                    place(sentence, threshold);
            }
            if (!m_marked.markers.isEmpty())
                break;
        }
        std::stable_sort(m_marked.markers.begin(), m_marked.markers.end(),
            [](const Text::Marker &one, const Text::Marker &other) { return one.at < other.at; });
    }
    static bool needsPassage(const Cited &sentence)
    {
        return !needsNoPassage(sentence.text) && contentWords(sentence.statement) >= MinWords && !isAboutAbsence(sentence.statement);
    }
    void place(Cited &sentence, double threshold)
    {
        QList<std::pair<double, int>> near;
        for (int p = 0; p < int(m_passages.size()); ++p) {
            const double similar = similarity(sentence.statement, m_evidence[p]);
            // Between two that say as much, the one that is not at odds with it.
            if (similar >= threshold)
                near += std::pair(similar + (isDoubted(compare(sentence.statement, m_evidence[p]).outcome) ? 0.0 : 1.0), p);
        }
        if (near.isEmpty())
            return;
        std::stable_sort(near.begin(), near.end(), [](const auto &one, const auto &other) { return one.first > other.first; });
        Text::Marker marker { sentence.range.end, {} };
        for (const auto &[similarity, p] : std::as_const(near)) {
            if (similarity < near.first().first * AsGoodAsBest || sentence.passages.size() >= MaxPlaced)
                break;
            sentence.passages += p;
            marker.numbers += p + 1;
        }
        m_marked.markers += marker;
        m_result.placed += int(sentence.passages.size());
    }

    //! 3 The text again, with numbers by first use.
    void writeText()
    {
        qsizetype from = 0;
        for (const Text::Marker &marker : std::as_const(m_marked.markers)) {
            const qsizetype sentence = sentenceOf(m_sentences, m_marked.text, marker.at);
            const qsizetype at = std::max(beforeFullStop(marker.at, sentence), from);
            m_result.text += QStringView(m_marked.text).mid(from, at - from);
            from = at;
            QList<int> numbers = marker.numbers;
            if (sentence >= 0)
                numbers.removeIf([&](int n) { return !m_sentences[sentence].passages.contains(n - 1); }); // beyond the four
            writeMarker(numbers, sentence, from < m_marked.text.size() ? m_marked.text[from] : QLatin1Char('\n'));
            m_moves += { from, m_result.text.size() - from };
        }
        m_result.text += QStringView(m_marked.text).mid(from);
        for (const int p : std::as_const(m_order)) {
            m_result.sources += sourceFrom(m_passages[p]);
            m_result.sources.last().n = m_numberOf[p];
        }
    }
    //! A marker at the end of a sentence goes before its full stop.
    qsizetype beforeFullStop(qsizetype at, qsizetype sentence) const
    {
        if (sentence < 0 || at != m_sentences[sentence].range.end)
            return at;
        while (at > m_sentences[sentence].range.start + 1 && endsSentence(m_marked.text[at - 1]))
            --at;
        return at;
    }
    void writeMarker(const QList<int> &numbers, qsizetype sentence, QChar next)
    {
        if (numbers.isEmpty())
            return;
        QString &text = m_result.text;
        static const QString opening = QStringLiteral("(|]");
        const QChar before = text.isEmpty() ? QLatin1Char('\n') : text.back();
        if (!before.isSpace() && !isWide(before) && !opening.contains(before))
            text += QLatin1Char(' ');
        for (const int n : numbers) {
            if (m_numberOf[n - 1] == 0) {
                m_order += n - 1;
                m_numberOf[n - 1] = int(m_order.size());
            }
            m_uses += { n - 1, sentence, text.size() };
            text += QStringLiteral("[%1]").arg(m_numberOf[n - 1]);
        }
        if (next.isLetterOrNumber() && !isWide(next))
            text += QLatin1Char(' ');
    }

    //! 4 Whether each sentence is supported by what it cites; the passages that nothing cites come last.
    void checkUses()
    {
        for (const Use &use : std::as_const(m_uses)) {
            Source &source = m_result.sources[m_numberOf[use.passage] - 1];
            CitationUse checked { use.at };
            bool weak = false;
            if (use.sentence >= 0 && !m_stop.stop_requested())
                weak = check(source, checked, m_sentences[use.sentence], use.passage);
            source.outcome = std::max(source.outcome, checked.outcome);
            source.uses += checked;
            if (weak && isDoubted(checked.outcome))
                m_result.weak += WeakDoubt { m_numberOf[use.passage] - 1, source.uses.size() - 1, m_sentences[use.sentence].text, m_closest,
                    m_language };
        }
        for (int p = 0; p < int(m_passages.size()); ++p) {
            if (m_numberOf[p] == 0)
                m_result.sources += sourceFrom(m_passages[p]);
        }
    }
    //! Several passages may support a sentence together: each of them holds a good part of it, and what one lacks another one says.
    bool isSupportedTogether(const Cited &sentence, int passage, const Support &support)
    {
        if (sentence.passages.size() < 2 || support.similarity < Thresholds[3])
            return false;
        const bool byAnother = std::any_of(sentence.passages.cbegin(), sentence.passages.cend(),
            [&](int other) { return other != passage && !isDoubted(compare(sentence.statement, m_evidence[other]).outcome); });
        if (byAnother)
            return support.outcome == Outcome::NotFound; // what says something else is at odds with both
        Retrieval::Passage all = m_passages[passage];
        for (const int other : sentence.passages) {
            if (other != passage && m_passages[other].hit.language == all.hit.language)
                all.hit.text += QLatin1String("\n\n") + m_passages[other].hit.text;
        }
        return !isDoubted(compare(sentence.statement, Evidence(all)).outcome);
    }
    //! True if nothing but missing words speaks against it.
    bool check(Source &source, CitationUse &use, const Cited &sentence, int passage)
    {
        if (isAboutAbsence(sentence.statement)) { // whatever the model cites for it
            use.outcome = Outcome::Unchecked;
            return false;
        }
        const Support support = compare(sentence.statement, m_evidence[passage]);
        if (!isDoubted(support.outcome) || !isSupportedTogether(sentence, passage, support)) {
            use.outcome = support.outcome;
            use.reason = support.reason;
            use.passageSays = support.passageSays;
            use.answerSays = support.answerSays;
        }
        if (source.sentenceStart < 0 && support.sentenceStart >= 0) {
            source.sentenceStart = support.sentenceStart;
            source.sentenceEnd = support.sentenceEnd;
        }
        m_closest = source.text.mid(support.sentenceStart, support.sentenceEnd - support.sentenceStart);
        return support.weak && support.sentenceStart >= 0;
    }

    //! 5 Sentences that cite nothing and that nothing was found for. Where they stand in the text moved by the markers before them.
    void findUnsourced()
    {
        for (const Cited &sentence : std::as_const(m_sentences)) {
            if (!sentence.passages.isEmpty() || !needsPassage(sentence) || m_stop.stop_requested())
                continue;
            bool found = false;
            for (int p = 0; p < int(m_passages.size()) && !found; ++p)
                found = similarity(sentence.statement, m_evidence[p]) >= Thresholds[3];
            if (!found)
                m_result.unsourced += { placeInText(sentence.range.start), placeInText(sentence.range.end) };
        }
    }
    qsizetype placeInText(qsizetype at) const
    {
        qsizetype moved = at;
        for (const auto &[before, by] : m_moves) {
            if (before > at)
                break;
            moved = at + by;
        }
        return moved;
    }

    const QList<Retrieval::Passage> &m_passages;
    Passages m_evidence;
    std::stop_token m_stop;
    Text::MarkedText m_marked;
    QString m_language;
    QList<Cited> m_sentences;
    QList<int> m_numberOf; //!< by passage; 0: not cited
    QList<int> m_order; //!< passages by first use
    QList<Use> m_uses;
    QList<std::pair<qsizetype, qsizetype>> m_moves; //!< from a place of the text without markers on, how far it moved
    QString m_closest; //!< sentence of the passage that was checked last
    CitedAnswer m_result;
};

} // namespace

CitedAnswer cite(const QString &answer, const QList<Retrieval::Passage> &passages, std::stop_token stop)
{
    return Citing(answer, passages, std::move(stop)).run();
}

} // namespace Heddle::Dialog
