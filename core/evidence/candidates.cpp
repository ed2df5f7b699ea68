// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evidence/candidates.h"
#include "core/evidence/sentenceform.h"
#include "core/text/abbreviations.h"
#include "core/text/analyzer.h"
#include "core/text/sentences.h"
#include <cmath>

namespace Heddle::Evidence {
namespace {

//! Fitted on the parts of public collections that are named in docs/answers.md: the logarithm of the odds that a sentence is the one
//! that answers. The second list is for questions that have a vector.
constexpr Features WordWeights { 5.1, 7.4, 6.7, 3.1, 0.4, 1.1, -1.1, 1.5, 5.9, 0.5, -4, -2.1, -1.8, -2.6, 7.2, 0, 0 };
constexpr Features VectorWeights { 3.6, 8.2, 6.9, 3.9, 0.2, 1.1, -1.1, 0.7, 4.4, 1.1, -3.4, -3.3, -1.6, -1.5, 6.4, 0, 5.6 };

constexpr qsizetype MaxPassage = 20'000; //!< UTF-16 units of a passage that are looked at; the library's are far shorter
constexpr qsizetype MaxSentences = 200; //!< of a passage, so that a long one leaves room for those after it
constexpr int NearWords = 3; //!< that two words of the question may stand apart to be close
constexpr double ShortSentence = 3, ShortFragment = 6; //!< words; shorter ones say nothing

double weightOf(const AskedQuestion &question, const TermSet &terms)
{
    double sum = 0;
    for (std::size_t i = 0; i < std::size_t(question.terms.size()); ++i)
        sum += terms[i] ? question.terms[qsizetype(i)].weight : 0;
    return question.weight > 0 ? sum / question.weight : 0;
}

//! What words of one family have in common, with the number of the term: "invad" for invade and invasion is out of reach of stemmers.
using Roots = std::vector<std::pair<QString, int>>;

constexpr double AfterQuestion = 0.8; //!< how much words of a question count for the sentence behind it
constexpr double Kinship = 0.5; //!< of a word, that one of its family counts for

Roots rootsOf(const AskedQuestion &question)
{
    Roots roots;
    for (auto it = question.termOf.cbegin(); it != question.termOf.cend(); ++it) {
        if (it.key().size() >= ShortRoot && !Text::isCjk(it.key().at(0).unicode()) && !it.key().at(0).isDigit())
            roots.emplace_back(it.key(), it.value());
    }
    return roots;
}

//! One sentence, taken apart.
class Reading {
public:
    Reading(const AskedQuestion &question, const Roots &roots, QStringView sentence, const std::string &language)
        : m_question(question), m_roots(roots)
    {
        Text::Analyzer &analyzer = Text::Analyzer::forThisThread();
        m_places.assign(std::size_t(question.terms.size()), {});
        analyzer.tokenize(sentence, [&](const Text::Token &token) {
            const QString term = QString::fromStdString(token.term);
            const bool word = token.kind == Text::Token::Kind::Word;
            auto it = question.termOf.constFind(term);
            if (it == question.termOf.cend() && !token.ngram)
                it = question.termOf.constFind(QString::fromStdString(analyzer.stem(token.term, language)));
            if (it != question.termOf.cend()) {
                terms.set(std::size_t(*it));
                m_places[std::size_t(*it)].push_back(m_place);
            } else if (word) {
                look(sentence.mid(token.start, token.end - token.start), term);
            }
            if (word) {
                words += term + QLatin1Char(' ');
                ++m_place;
            }
        });
    }
    double closeness() const;

    TermSet terms, kin; //!< kin: of which only a word of the same family is there
    QString words { QLatin1Char(' ') };
    Contents contents;

private:
    //! A word that the question doesn't have.
    void look(QStringView word, const QString &term);

    const AskedQuestion &m_question;
    const Roots &m_roots;
    std::vector<std::vector<int>> m_places; //!< by term
    int m_place = 0; //!< of the present word
};

void Reading::look(QStringView word, const QString &term)
{
    if (word.isEmpty())
        return;
    for (const auto &[root, number] : m_roots) {
        if (!kin[std::size_t(number)] && isKin(term, root)) {
            kin.set(std::size_t(number));
            m_places[std::size_t(number)].push_back(m_place);
        }
    }
    const auto isDigit = [](QChar c) { return c.isDigit(); };
    if (std::any_of(word.begin(), word.end(), isDigit)) {
        contents.number = true;
        contents.date = contents.date || (word.size() == 4 && std::all_of(word.begin(), word.end(), isDigit));
    } else if (word.front().isUpper() && m_place > 0) {
        contents.name = true;
    }
    static const QSet<QString> numbers = [] {
        QSet<QString> all;
        for (const char *one : { "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
                 "twenty", "thirty", "forty", "fifty", "sixty", "hundred", "thousand", "million", "billion", "half", "quarter", "third",
                 "dozen", "zwei", "drei", "vier", "funf", "sechs", "sieben", "acht", "neun", "zehn", "elf", "zwolf", "hundert", "tausend",
                 "million", "millionen", "halfte", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve", "diez", "cien",
                 "mil", "mitad", "deux", "trois", "quatre", "cinq", "sept", "huit", "neuf", "dix", "cent", "mille", "moitie", "due", "tre",
                 "quattro", "cinque", "sei", "sette", "otto", "nove", "dieci", "cento", "два", "две", "три", "четыре", "пять", "шесть",
                 "семь", "восемь", "девять", "десять", "сто", "тысяча", "тысяч", "миллион", "миллионов", "половина" })
            all += QString::fromUtf8(one);
        return all;
    }();
    contents.number = contents.number || numbers.contains(term);
    contents.date = contents.date || Text::isMonth(word);
}

double Reading::closeness() const
{
    double close = 0, all = 0;
    for (std::size_t i = 0; i + 1 < m_places.size(); ++i) {
        const double weight = std::min(m_question.terms[qsizetype(i)].weight, m_question.terms[qsizetype(i) + 1].weight);
        all += weight;
        bool together = false;
        for (const int a : m_places[i]) {
            for (const int b : m_places[i + 1])
                together = together || std::abs(a - b) <= NearWords;
        }
        close += together ? weight : 0;
    }
    return all > 0 ? close / all : 0;
}

//! A numbered step, or an instruction.
bool isStep(QStringView sentence, const QString &words)
{
    static const QStringList instructions { QStringLiteral("click"), QStringLiteral("select"), QStringLiteral("choose"),
        QStringLiteral("open"), QStringLiteral("press"), QStringLiteral("run"), QStringLiteral("use"), QStringLiteral("enter"),
        QStringLiteral("type"), QStringLiteral("go to"), QStringLiteral("add"), QStringLiteral("you can"), QStringLiteral("to"),
        QStringLiteral("klicken"), QStringLiteral("wahlen"), QStringLiteral("offnen"), QStringLiteral("um") };
    const QChar first = sentence.isEmpty() ? QChar() : sentence.front();
    return first.isDigit() || first == QLatin1Char('-') || first == QLatin1Char('*') || first == QChar(0x2022)
        || std::any_of(instructions.cbegin(), instructions.cend(),
            [&words](const QString &one) { return words.startsWith(QLatin1Char(' ') + one + QLatin1Char(' ')); });
}

//! "X is a …" near its beginning.
bool isDefinition(const QString &words)
{
    static const QStringList copulas { QStringLiteral(" is "), QStringLiteral(" are "), QStringLiteral(" was "), QStringLiteral(" means "),
        QStringLiteral(" ist "), QStringLiteral(" sind "), QStringLiteral(" est "), QStringLiteral(" sont "), QStringLiteral(" es "),
        QStringLiteral(" son "), QStringLiteral(" e "), QStringLiteral(" sono "), QStringLiteral(" это "), QStringLiteral("是") };
    constexpr qsizetype Beginning = 60;
    const QString beginning = words.left(Beginning);
    return std::any_of(copulas.cbegin(), copulas.cend(), [&beginning](const QString &copula) { return beginning.contains(copula); });
}

//! "The board lowers it to": what "it" is stands in the sentence before.
bool hasEarlyPronoun(const QString &words)
{
    constexpr int Beginning = 5;
    static const QSet<QString> objects { QStringLiteral("it"), QStringLiteral("them"), QStringLiteral("this"), QStringLiteral("these"),
        QStringLiteral("ihn"), QStringLiteral("ihm"), QStringLiteral("ihnen") };
    const QStringList list = words.left(80).split(QLatin1Char(' '), Qt::SkipEmptyParts).mid(0, Beginning);
    return std::any_of(list.cbegin(), list.cend(), [](const QString &word) { return objects.contains(word); });
}

//! The passages of one question, taken apart one after the other.
class Collecting {
public:
    Collecting(const AskedQuestion &question, const QList<Retrieval::Passage> &passages)
        : m_question(question), m_passages(passages), m_roots(rootsOf(question))
    {
        m_best = passages.isEmpty() ? 1 : std::max(std::abs(passages.first().score), 1e-9);
    }
    void add(qsizetype passage);
    //! What only all sentences together tell.
    void finish();

    QList<Candidate> all;

private:
    Candidate candidate(qsizetype passage, qsizetype from, qsizetype to, const Reading &reading) const;
    void addCoverage(qsizetype first);

    const AskedQuestion &m_question;
    const QList<Retrieval::Passage> &m_passages;
    const Roots m_roots;
    double m_best;
    std::vector<TermSet> m_kin; //!< by candidate
    QSet<QString> m_headings; //!< of the present passage, folded
    TermSet m_headed; //!< terms of the question in them
    bool m_boilerplate = false;
};

void Collecting::add(qsizetype number)
{
    const Search::Hit &hit = m_passages[number].hit;
    const std::string language = hit.language.toStdString();
    const QStringList headings = hit.heading.split(QStringLiteral(" › "), Qt::SkipEmptyParts) + QStringList { hit.title };
    m_headings.clear();
    m_headed.reset();
    m_boilerplate = false;
    for (const QString &heading : headings) {
        const Reading reading(m_question, m_roots, heading, language);
        m_headings += reading.words;
        m_headed |= reading.terms;
        m_boilerplate = m_boilerplate || isBoilerplateHeading(reading.words);
    }
    const qsizetype first = all.size();
    int block = 0;
    qsizetype last = 0;
    for (const auto &[from, to] : Text::sentenceRanges(QStringView(hit.text).left(MaxPassage), hit.language)) {
        if (all.size() - first >= MaxSentences)
            break;
        const QStringView between = QStringView(hit.text).mid(last, from - last);
        block += between.count(QLatin1Char('\n')) > 1 ? 1 : 0;
        last = to;
        const Reading reading(m_question, m_roots, QStringView(hit.text).mid(from, to - from), language);
        all += candidate(number, from, to, reading);
        all.last().block = block;
        m_kin.push_back(reading.kin & ~reading.terms);
    }
    addCoverage(first);
}

Candidate Collecting::candidate(qsizetype passage, qsizetype from, qsizetype to, const Reading &reading) const
{
    const QStringView sentence = QStringView(m_passages[passage].hit.text).mid(from, to - from);
    Candidate one;
    one.passage = passage;
    one.from = from;
    one.to = to;
    one.terms = reading.terms;
    one.words = Text::countWords(sentence);
    one.opening = openingOf(reading.words);
    one.pointsBack = one.opening == Opening::Own && hasEarlyPronoun(reading.words);
    Contents contents = reading.contents;
    contents.reason = givesReason(reading.words);
    contents.step = isStep(sentence, reading.words);
    contents.definition = isDefinition(reading.words);
    const std::optional<bool> fit = fits(m_question.kind, contents);
    const bool ended = endsAsSentence(sentence);
    Features &f = one.features;
    f[Closeness] = reading.closeness();
    const double telling = tells(m_question.kind) ? 1 : 0.2;
    f[KindFit] = fit && *fit ? telling : 0;
    f[KindMisfit] = fit && !*fit ? telling : 0;
    f[PassageRank] = 1 / (1 + double(passage));
    f[PassageScore] = std::clamp(m_passages[passage].score / m_best, 0.0, 1.0);
    f[Length] = std::log(std::max(one.words, 1.0)) / 4;
    f[Fragment] = one.words < (ended ? ShortSentence : ShortFragment);
    f[Echo] = isQuestion(sentence) || (m_question.terms.size() > 2 && reading.words.contains(m_question.words));
    f[Heading] = !ended && m_headings.contains(reading.words); // the title of a plain text may be its first sentence
    one.leadsOn = sentence.endsWith(QLatin1Char(':')) || sentence.endsWith(QChar(0xff1a));
    f[Boilerplate] = m_boilerplate || isBoilerplate(sentence, reading.words);
    return one;
}

//! What a sentence and its surroundings have of the question, from the first sentence of the present passage on.
void Collecting::addCoverage(qsizetype first)
{
    TermSet whole;
    for (qsizetype i = first; i < all.size(); ++i)
        whole |= all[i].terms;
    double names = 0;
    for (std::size_t i = 0; i < std::size_t(m_question.terms.size()); ++i) {
        const AskedQuestion::Term &term = m_question.terms[qsizetype(i)];
        if (!whole[i] && !m_headed[i] && term.name && m_question.weight > 0)
            names += term.weight / m_question.weight;
    }
    for (qsizetype i = first; i < all.size(); ++i) {
        Candidate &one = all[i];
        const TermSet headed = one.terms | m_headed;
        one.around = headed;
        if (i > first)
            one.around |= all[i - 1].terms;
        if (i + 1 < all.size())
            one.around |= all[i + 1].terms;
        const double own = weightOf(m_question, one.terms), withHeadings = weightOf(m_question, headed),
                     near = weightOf(m_question, one.around), everything = weightOf(m_question, one.around | whole);
        one.features[Coverage] = own + Kinship * weightOf(m_question, m_kin[std::size_t(i)]);
        // Behind a question, as in lists of questions and answers, a sentence is about what was asked.
        if (i > first && all[i - 1].features[Echo] > 0 && one.features[Echo] == 0)
            one.features[Coverage] = std::max(one.features[Coverage], AfterQuestion * weightOf(m_question, all[i - 1].terms | one.terms));
        one.features[HeadingCoverage] = withHeadings - own;
        one.features[NearCoverage] = near - withHeadings;
        one.features[PassageCoverage] = everything - near;
        one.features[NamesMissing] = names;
    }
}

void Collecting::finish()
{
    // Of the words of a question those that name the topic of the documents found are in many sentences, and tell them apart least.
    std::vector<double> weights(std::size_t(m_question.terms.size()), 0);
    double sum = 0;
    const double count = double(all.size());
    for (std::size_t term = 0; term < weights.size(); ++term) {
        const double having = double(std::count_if(all.cbegin(), all.cend(), [term](const Candidate &one) { return one.terms[term]; }));
        if (m_question.terms[qsizetype(term)].weight > 0 && having > 0)
            weights[term] = std::log(1 + (count - having + 0.5) / (having + 0.5));
        sum += weights[term];
    }
    for (std::size_t i = 0; i < std::size_t(all.size()); ++i) {
        Candidate &one = all[qsizetype(i)];
        double local = 0;
        for (std::size_t term = 0; term < weights.size(); ++term)
            local += one.terms[term] ? weights[term] : m_kin[i][term] ? Kinship * weights[term] : 0;
        one.features[LocalCoverage] = sum > 0 ? local / sum : 0;
    }
}

double scoreOf(const Features &features, const Features &weights)
{
    double score = 0;
    for (std::size_t i = 0; i < FeatureCount; ++i)
        score += features[i] * weights[i];
    return score;
}

} // namespace

QList<Candidate> candidatesFrom(const AskedQuestion &question, const QList<Retrieval::Passage> &passages, std::stop_token stop)
{
    Collecting collecting(question, passages);
    for (qsizetype p = 0; p < std::min<qsizetype>(passages.size(), SearchedPassages) && !stop.stop_requested(); ++p)
        collecting.add(p);
    collecting.finish();
    for (Candidate &one : collecting.all)
        one.score = scoreOf(one.features, WordWeights);
    return collecting.all;
}

void addCosines(QList<Candidate> &candidates, const std::vector<double> &cosines)
{
    double least = 1;
    for (const double cosine : cosines)
        least = std::isnan(cosine) ? least : std::min(least, cosine);
    for (qsizetype i = 0; i < candidates.size(); ++i) {
        const double cosine = cosines[std::size_t(i)];
        candidates[i].features[Cosine] = std::isnan(cosine) ? least : cosine;
        candidates[i].score = scoreOf(candidates[i].features, VectorWeights);
    }
}

QList<qsizetype> worthEmbedding(const QList<Candidate> &candidates, qsizetype most)
{
    QList<qsizetype> places(candidates.size());
    std::iota(places.begin(), places.end(), 0);
    std::stable_sort(
        places.begin(), places.end(), [&candidates](qsizetype a, qsizetype b) { return candidates[a].score > candidates[b].score; });
    places.resize(std::min(places.size(), most));
    return places;
}

} // namespace Heddle::Evidence
