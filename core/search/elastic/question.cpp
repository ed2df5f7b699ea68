// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/search/elastic/question.h"
#include "core/search/compounds.h"
#include "core/search/local/localengine.h"
#include "core/search/query.h"
#include "core/search/spelling.h"
#include "core/text/analyzer.h"
#include "core/text/language.h"
#include <algorithm>
#include <cmath>
#include <set>

namespace Heddle::Search::Elastic {
namespace {

constexpr double LanguageShare = 0.02;
constexpr int MaxLanguages = 50;
constexpr int MinCandidates = 400; //!< of the graph, so that a small depth finds the nearest all the same
constexpr int MaxCandidates = 10'000;
constexpr double NamedFile = 10; //!< what a word of a file that is asked for by name may weigh; its weight doesn't depend on its rarity
constexpr std::size_t MaxGuessedSplits = 12; //!< of a compound whose parts nobody has looked for

QJsonObject object(const QString &key, const QJsonValue &value)
{
    return { { key, value } };
}

QJsonObject term(const char *field, const QString &value, double boost = 1)
{
    const QJsonObject inner = boost == 1 ? QJsonObject { { QStringLiteral("value"), value } }
                                         : QJsonObject { { QStringLiteral("value"), value }, { QStringLiteral("boost"), boost } };
    return object(QStringLiteral("term"), object(QLatin1String(field), inner));
}

QJsonObject anyOf(const char *field, const QStringList &values)
{
    return object(QStringLiteral("terms"), object(QLatin1String(field), QJsonArray::fromStringList(values)));
}

//! Adds the clauses of a word: its stems in all languages, and the word itself beside them.
void addForms(const std::string &word, const std::vector<std::string> &languages, double weight, QueryTerm &asked, QJsonArray &clauses)
{
    Text::Analyzer &analyzer = Text::Analyzer::forThisThread();
    std::set<std::string> stems;
    for (const std::string &language : languages)
        stems.insert(analyzer.stem(word, language));
    const bool inflected = !stems.contains(word);
    QJsonArray variants;
    for (const std::string &stem : stems) {
        const QString text = QString::fromStdString(stem);
        if (text != asked.word)
            asked.forms += text;
        variants += term("terms", text, weight);
    }
    clauses +=
        variants.size() == 1 ? variants.first().toObject() : object(QStringLiteral("dis_max"), object(QStringLiteral("queries"), variants));
    const RankingParameters ranking;
    if (ranking.exactWeight > 0 && inflected)
        clauses += term("terms", asked.word, weight * ranking.exactWeight);
}

//! Adds the words in the names of file and folders.
void addNames(const QueryTerm &asked, QJsonArray &clauses)
{
    for (const QString &form : asked.forms)
        clauses += term("names", form, RankingParameters().nameWeight);
}

QJsonObject phrase(const std::vector<std::string> &words)
{
    QByteArray text;
    for (const std::string &word : words)
        text += QByteArray::fromStdString(word) + ' ';
    text.chop(1);
    return object(QStringLiteral("match_phrase"), object(QStringLiteral("terms"), QString::fromUtf8(text)));
}

QJsonObject startsWith(const char *field, const std::string &text, double boost)
{
    return object(QStringLiteral("prefix"),
        object(QLatin1String(field),
            QJsonObject { { QStringLiteral("value"), QString::fromStdString(text) }, { QStringLiteral("boost"), boost } }));
}

//! Adds compounds that the word is a part of, and passages with both parts of the compound that the word may be: which words the
//! server's index knows shows as it searches.
void addCompounds(const std::string &word, const std::string &language, QJsonArray &clauses)
{
    constexpr std::size_t ShortestPart = 5; // without a look at the words of the index a shorter one is found in too many
    Text::Analyzer &analyzer = Text::Analyzer::forThisThread();
    const double weight = RankingParameters().compoundWeight;
    const std::string stem = analyzer.stem(word, language);
    if (mayBePart(stem) && stem.size() >= ShortestPart) {
        clauses += startsWith("endings", backwards(stem), weight);
        clauses += startsWith("terms", stem, weight);
    }
    const auto anyWord = [](const std::string &part) { return mayBePart(part) ? part : std::string(); };
    for (const auto &parts : splitCompound(word, anyWord, MaxGuessedSplits)) {
        QJsonArray both;
        for (const std::string &part : parts)
            both += term("terms", QString::fromStdString(analyzer.stem(part, language)), weight);
        clauses += object(QStringLiteral("bool"), object(QStringLiteral("must"), both));
    }
}

//! A match of at least one clause from `first` on.
QJsonObject oneOf(const QJsonArray &clauses, qsizetype first)
{
    QJsonArray some;
    for (qsizetype i = first; i < clauses.size(); ++i)
        some += clauses[i];
    return object(QStringLiteral("bool"), object(QStringLiteral("should"), some));
}

QJsonObject hitsOnly(int size)
{
    return { { QStringLiteral("size"), size }, { QStringLiteral("_source"), false },
        { QStringLiteral("docvalue_fields"), QJsonArray { QStringLiteral("key"), QStringLiteral("holders") } } };
}

QJsonObject languagesAggregation()
{
    return object(QStringLiteral("terms"),
        QJsonObject { { QStringLiteral("field"), QStringLiteral("language") }, { QStringLiteral("size"), MaxLanguages } });
}

} // namespace

QJsonArray filtersOf(const Filters &filters, const Names &names, const QHash<QString, Storage::DocumentPlace> &places)
{
    QJsonArray result;
    if (!filters.collections.isEmpty()) {
        QStringList collections;
        for (const qint64 id : filters.collections)
            collections += names.collection(id);
        result += anyOf("collection", collections);
    }
    if (!filters.documents.isEmpty()) {
        QStringList documents;
        for (const QString &id : filters.documents) {
            const auto place = places.constFind(id);
            documents += place == places.cend() ? id : documentId(names.collection(place->collectionId), place->label, place->path);
        }
        result += anyOf("document", documents);
    }
    if (!filters.types.isEmpty())
        result += anyOf("type", filters.types);
    return result;
}

TextLeg textLeg(const QString &question, const QStringList &languages, const QJsonArray &filters, bool allWords)
{
    std::vector<std::string> codes;
    for (const QString &language : languages)
        codes.push_back(language.toStdString());
    if (codes.empty())
        codes.emplace_back("en");
    const ParsedQuestion parsed = parseQuestion(question, codes);
    const RankingParameters ranking;
    TextLeg leg;
    leg.cut = parsed.cut;
    const bool onlyStops = std::all_of(parsed.words.begin(), parsed.words.end(), [](const auto &word) { return word.stop; });
    const bool brief = parsed.words.size() <= MaxBriefQuestion;
    const auto joining = brief ? std::find_if(codes.begin(), codes.end(), joinsWords) : codes.end();
    QJsonArray words, required = filters;
    for (const auto &word : parsed.words) {
        if (word.stop && !onlyStops)
            continue;
        QueryTerm asked;
        asked.word = QString::fromStdString(word.term);
        asked.forms += asked.word;
        leg.ngram.push_back(word.ngram);
        const qsizetype first = words.size();
        if (word.ngram || word.symbol)
            words += term("terms", asked.word);
        else
            addForms(word.term, codes, word.joined ? ranking.joinedWeight : 1, asked, words);
        if (brief)
            addNames(asked, words);
        if (word.parts.size() > 1)
            words += phrase(word.parts);
        if (joining != codes.end() && !word.ngram && !word.symbol && word.parts.empty())
            addCompounds(word.term, *joining, words);
        if (allWords && !word.joined)
            required += oneOf(words, first);
        leg.terms += asked;
    }
    for (const auto &quoted : parsed.phrases)
        required += phrase(quoted);
    if (words.isEmpty() && parsed.phrases.empty())
        return leg;
    if (!parsed.names.empty()) {
        QJsonArray names;
        for (const std::string &name : parsed.names)
            names += QString::fromStdString(name);
        words += object(QStringLiteral("terms"),
            QJsonObject { { QStringLiteral("full_name"), names }, { QStringLiteral("boost"), ranking.fullNameWeight * NamedFile } });
    }
    for (const QString &ending : parsed.endings)
        words += term("type", ending, ranking.endingWeight);
    // A phrase decides who is in, the words (its own among them) decide the order.
    leg.query = object(QStringLiteral("bool"),
        QJsonObject { { QStringLiteral("should"), words }, { QStringLiteral("filter"), required },
            { QStringLiteral("minimum_should_match"), parsed.phrases.empty() ? 1 : 0 } });
    return leg;
}

QJsonObject textBody(const TextLeg &leg, int depth)
{
    QJsonObject body = hitsOnly(depth);
    body.insert(QStringLiteral("query"), leg.query);
    body.insert(QStringLiteral("track_total_hits"), true);
    // How many passages of the whole index have each word, whatever the filters; counted in the same round trip.
    QJsonObject counts;
    for (qsizetype i = 0; i < leg.terms.size(); ++i)
        counts.insert(QString::number(i),
            object(QStringLiteral("bool"),
                object(QStringLiteral("should"), QJsonArray { anyOf("terms", leg.terms[i].forms), anyOf("names", leg.terms[i].forms) })));
    QJsonObject inner { { QStringLiteral("languages"), languagesAggregation() } };
    if (!counts.isEmpty())
        inner.insert(QStringLiteral("words"), object(QStringLiteral("filters"), object(QStringLiteral("filters"), counts)));
    body.insert(QStringLiteral("aggs"),
        object(QStringLiteral("all"), QJsonObject { { QStringLiteral("global"), QJsonObject() }, { QStringLiteral("aggs"), inner } }));
    return body;
}

QJsonObject vectorBody(Product product, const std::vector<float> &vector, const QJsonArray &filters, int depth)
{
    QJsonArray numbers;
    for (const float value : vector)
        numbers += double(value);
    QJsonObject body = hitsOnly(depth);
    const QJsonObject filter = object(QStringLiteral("bool"), object(QStringLiteral("filter"), filters));
    if (product == Product::OpenSearch) {
        QJsonObject nearest { { QStringLiteral("vector"), numbers }, { QStringLiteral("k"), std::max(depth, MinCandidates) } };
        if (!filters.isEmpty())
            nearest.insert(QStringLiteral("filter"), filter);
        body.insert(QStringLiteral("query"), object(QStringLiteral("knn"), object(QStringLiteral("vector"), nearest)));
        return body;
    }
    QJsonObject nearest { { QStringLiteral("field"), QStringLiteral("vector") }, { QStringLiteral("query_vector"), numbers },
        { QStringLiteral("k"), depth }, { QStringLiteral("num_candidates"), std::clamp(2 * depth, MinCandidates, MaxCandidates) } };
    if (!filters.isEmpty())
        nearest.insert(QStringLiteral("filter"), filter);
    body.insert(QStringLiteral("knn"), nearest);
    return body;
}

void readStatistics(const QJsonObject &answer, TextLeg &leg)
{
    const QJsonObject all = answer[QLatin1String("aggregations")].toObject()[QLatin1String("all")].toObject();
    const double count = all[QLatin1String("doc_count")].toDouble();
    const QJsonObject words = all[QLatin1String("words")].toObject()[QLatin1String("buckets")].toObject();
    for (qsizetype i = 0; i < leg.terms.size(); ++i) {
        const double frequency = words[QString::number(i)].toObject()[QLatin1String("doc_count")].toDouble();
        leg.terms[i].known = frequency > 0 || leg.ngram[std::size_t(i)];
        const double idf = std::log((count + 1) / (frequency + 0.5));
        leg.terms[i].idf = std::isfinite(idf) ? std::max(0.0, idf) : 0;
    }
}

QStringList readLanguages(const QJsonObject &answer)
{
    const QJsonObject all = answer[QLatin1String("aggregations")].toObject()[QLatin1String("all")].toObject();
    const double count = std::max(1.0, all[QLatin1String("doc_count")].toDouble());
    QStringList languages;
    for (const QJsonValue &value : all[QLatin1String("languages")].toObject()[QLatin1String("buckets")].toArray()) {
        const QJsonObject bucket = value.toObject();
        if (bucket[QLatin1String("doc_count")].toDouble() >= LanguageShare * count)
            languages += bucket[QLatin1String("key")].toString();
    }
    return languages;
}

QJsonObject languagesBody()
{
    QJsonObject body = hitsOnly(0);
    body.insert(QStringLiteral("aggs"),
        object(QStringLiteral("all"),
            QJsonObject { { QStringLiteral("global"), QJsonObject() },
                { QStringLiteral("aggs"), object(QStringLiteral("languages"), languagesAggregation()) } }));
    return body;
}

QJsonObject spellingBody(const QString &question, const QList<QueryTerm> &terms)
{
    constexpr int Candidates = 10; //!< which of them is likely is not the server's to say
    QJsonObject suggestions;
    for (const QString &word : doubtfulWords(question, terms, Text::detectLanguage(question) == QLatin1String("de"))) {
        suggestions.insert(word,
            QJsonObject { { QStringLiteral("text"), word },
                { QStringLiteral("term"),
                    QJsonObject { { QStringLiteral("field"), QStringLiteral("words") }, { QStringLiteral("size"), Candidates },
                        { QStringLiteral("max_edits"), maxTypingCost(word.toUcs4().size()) < 2 ? 1 : 2 },
                        { QStringLiteral("string_distance"), QStringLiteral("damerau_levenshtein") } } } });
    }
    if (suggestions.isEmpty())
        return {};
    // All passages of the index are counted along.
    return { { QStringLiteral("size"), 0 }, { QStringLiteral("track_total_hits"), true }, { QStringLiteral("suggest"), suggestions } };
}

QHash<QString, QString> readSpellings(const QJsonObject &answer)
{
    QHash<QString, QString> better;
    const qint64 passages = answer[QLatin1String("hits")].toObject()[QLatin1String("total")].toObject()[QLatin1String("value")].toInteger();
    const QJsonObject suggestions = answer[QLatin1String("suggest")].toObject();
    for (auto it = suggestions.begin(); it != suggestions.end(); ++it) {
        const std::u32string word = it.key().toStdU32String();
        const auto letters = qsizetype(word.size());
        std::pair<double, qint64> best { maxTypingCost(letters), 0 };
        for (const QJsonValue &option : it->toArray().first().toObject()[QLatin1String("options")].toArray()) {
            const QString meant = option[QLatin1String("text")].toString();
            const qint64 frequency = option[QLatin1String("freq")].toInteger();
            const double cost = typingCost(word, meant.toStdU32String(), maxTypingCost(letters));
            if (frequency < leastPassages(letters, cost, passages) || std::pair(cost, -frequency) >= best)
                continue;
            best = { cost, -frequency };
            better.insert(it.key(), meant);
        }
    }
    return better;
}

QList<Found> readHits(const QJsonObject &answer)
{
    QList<Found> hits;
    for (const QJsonValue &value : answer[QLatin1String("hits")].toObject()[QLatin1String("hits")].toArray()) {
        const QJsonObject hit = value.toObject(), fields = hit[QLatin1String("fields")].toObject();
        const double score = hit[QLatin1String("_score")].toDouble();
        hits += { fields[QLatin1String("key")].toArray().first().toString(), fields[QLatin1String("holders")].toArray(),
            std::isfinite(score) ? score : 0 };
    }
    return hits;
}

} // namespace Heddle::Search::Elastic
