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

constexpr int MostOfASentence = 4;
constexpr int FewestWords = 3; //!< content words of a sentence that can be placed
constexpr double Thresholds[] = { 0.63, 0.50, 0.40, 0.32 }; //!< the next one only while nothing is cited
constexpr double AsGoodAsBest = 0.97; //!< of the best passage's similarity, for a second marker

//! A sentence of the answer, what it cites, and what that says of it.
struct Cited {
    Text::AnswerSentence range; //!< in the text without markers
    QString text;
    QList<int> passages; //!< indexes
    bool byModel = false;
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

} // namespace

CitedAnswer cite(const QString &answer, const QList<Retrieval::Passage> &passages, std::stop_token stop)
{
    Text::MarkedText marked = Text::takeMarkers(answer, int(passages.size()));
    const QString language = Text::detectLanguage(marked.text);
    Passages evidence(passages);
    QList<Cited> sentences;
    for (const Text::AnswerSentence &range : Text::answerSentences(marked.text))
        sentences += { range, marked.text.mid(range.start, range.end - range.start), {}, false };
    CitedAnswer result;
    result.removed = marked.outOfRange;
    bool anyCited = !marked.markers.isEmpty();
    for (const Text::Marker &marker : std::as_const(marked.markers)) {
        const qsizetype i = sentenceOf(sentences, marked.text, marker.at);
        if (i < 0)
            continue;
        sentences[i].byModel = true;
        for (const int n : marker.numbers) {
            if (!sentences[i].passages.contains(n - 1) && sentences[i].passages.size() < MostOfASentence)
                sentences[i].passages += n - 1;
        }
    }

    // What the model forgot.
    for (const double threshold : Thresholds) {
        if (stop.stop_requested())
            break;
        for (Cited &sentence : sentences) {
            const QChar last = sentence.text.isEmpty() ? QChar() : sentence.text.back();
            if (!sentence.passages.isEmpty() || last == QLatin1Char(':') || last == QChar(0xff1a) || last == QLatin1Char('?')
                || last == QChar(0xff1f) || last == QChar(0x61f) || contentWords(sentence.text, language) < FewestWords)
                continue;
            QList<std::pair<double, int>> near;
            for (int p = 0; p < int(passages.size()); ++p) {
                const Support support = compare(sentence.text, evidence[p], language);
                // Between two that say as much, the one that is not at odds with it.
                if (support.similarity >= threshold)
                    near += std::pair(support.similarity + (support.supported ? 1.0 : 0.0), p);
            }
            std::stable_sort(near.begin(), near.end(), [](const auto &a, const auto &b) { return a.first > b.first; });
            for (const auto &[similarity, p] : std::as_const(near)) {
                constexpr int MostPlaced = 2;
                if (similarity < near.first().first * AsGoodAsBest || sentence.passages.size() >= MostPlaced)
                    break;
                sentence.passages += p;
            }
            if (!sentence.passages.isEmpty()) {
                marked.markers += Text::Marker { sentence.range.end, {} };
                for (const int p : std::as_const(sentence.passages))
                    marked.markers.last().numbers += p + 1;
                result.placed += int(sentence.passages.size());
                anyCited = true;
            }
        }
        if (anyCited)
            break;
    }
    std::stable_sort(
        marked.markers.begin(), marked.markers.end(), [](const Text::Marker &a, const Text::Marker &b) { return a.at < b.at; });

    // The text again, with numbers by first use; a placed marker goes before the full stop.
    QList<int> numberOf(passages.size(), 0);
    QList<int> order;
    qsizetype from = 0;
    struct Use {
        int passage;
        qsizetype sentence, at;
    };
    QList<Use> uses;
    static const QString closers = QStringLiteral(".!?。！？؟…");
    for (const Text::Marker &marker : std::as_const(marked.markers)) {
        const qsizetype s = sentenceOf(sentences, marked.text, marker.at);
        qsizetype at = marker.at;
        if (s >= 0 && at == sentences[s].range.end) {
            while (at > sentences[s].range.start + 1 && closers.contains(marked.text[at - 1]))
                --at;
        }
        at = std::max(at, from);
        result.text += QStringView(marked.text).mid(from, at - from);
        from = at;
        QList<int> numbers = marker.numbers;
        if (s >= 0)
            numbers.removeIf([&](int n) { return !sentences[s].passages.contains(n - 1); }); // beyond the four
        const QChar before = result.text.isEmpty() ? QLatin1Char('\n') : result.text.back();
        if (!numbers.isEmpty() && !before.isSpace() && !isWide(before) && before != QLatin1Char('(') && before != QLatin1Char('|')
            && before != QLatin1Char(']'))
            result.text += QLatin1Char(' ');
        for (const int n : std::as_const(numbers)) {
            if (numberOf[n - 1] == 0) {
                order += n - 1;
                numberOf[n - 1] = int(order.size());
            }
            uses += { n - 1, s, result.text.size() };
            result.text += QStringLiteral("[%1]").arg(numberOf[n - 1]);
        }
        const QChar next = from < marked.text.size() ? marked.text[from] : QLatin1Char('\n');
        if (!numbers.isEmpty() && next.isLetterOrNumber() && !isWide(next))
            result.text += QLatin1Char(' ');
    }
    result.text += QStringView(marked.text).mid(from);

    for (const int p : std::as_const(order)) {
        Source source = sourceFrom(passages[p]);
        source.n = numberOf[p];
        result.sources += source;
    }
    for (const Use &use : std::as_const(uses)) {
        Source &source = result.sources[numberOf[use.passage] - 1];
        CitationUse one { use.at, true, {} };
        if (use.sentence >= 0 && !stop.stop_requested()) {
            const Cited &sentence = sentences[use.sentence];
            const Support support = compare(sentence.text, evidence[use.passage], language);
            one.supported = support.supported;
            one.reason = support.reason;
            // Two passages may support a sentence together: then each of them holds a good part of it.
            if (!support.supported && sentence.passages.size() > 1 && support.similarity >= Thresholds[3]) {
                for (const int other : sentence.passages) {
                    if (other != use.passage && compare(sentence.text, evidence[other], language).supported) {
                        one.supported = true;
                        one.reason.clear();
                    }
                }
            }
            if (source.sentenceStart < 0 && support.sentenceStart >= 0) {
                source.sentenceStart = support.sentenceStart;
                source.sentenceEnd = support.sentenceEnd;
            }
        }
        source.supported = source.supported && one.supported;
        source.uses += one;
    }
    for (int p = 0; p < int(passages.size()); ++p) {
        if (numberOf[p] == 0)
            result.sources += sourceFrom(passages[p]);
    }
    return result;
}

} // namespace Heddle::Dialog
