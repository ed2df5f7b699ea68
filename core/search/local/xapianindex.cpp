// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/search/local/xapianindex.h"
#include "core/search/chunkterms.h"
#include "core/text/analyzer.h"
#include <QCoreApplication>
#include <cmath>
#include <set>
#include <unordered_map>

namespace Heddle::Search {
namespace {

constexpr double LanguageShare = 0.02; //!< of the passages, from which on a language is asked in
constexpr std::size_t RankedStopWords = 3;

std::string latin(const QString &text)
{
    return text.toUtf8().toStdString();
}

void addFileName(Xapian::Document &document, const IndexChunk &chunk)
{
    const QString name = chunk.path.section(QLatin1Char('/'), -1).toLower();
    if (!name.isEmpty() && name.toUtf8().size() < 200)
        document.add_term("F" + latin(name));
    if (!chunk.type.isEmpty())
        document.add_term("F." + latin(chunk.type));
}

} // namespace

Xapian::Document toXapian(const IndexChunk &chunk, int titleWeight)
{
    struct Occurrences {
        std::vector<Xapian::termpos> positions; //!< of the word itself
        unsigned others = 0; //!< inflected forms whose stem this is, and title words
    };
    std::unordered_map<std::string, Occurrences> terms;
    terms.reserve(512);
    Xapian::termpos position = 0;
    chunkTerms(chunk, titleWeight, [&](const std::string &term, int extra) {
        if (extra == 0)
            terms[term].positions.push_back(++position);
        else
            terms[term].others += unsigned(extra);
    });
    Xapian::Document document;
    for (const auto &[term, occurrences] : terms) {
        for (const Xapian::termpos at : occurrences.positions)
            document.add_posting(term, at);
        if (occurrences.others > 0)
            document.add_term(term, occurrences.others);
    }
    addFileName(document, chunk);
    document.add_boolean_term("XC" + std::to_string(chunk.collectionId));
    document.add_boolean_term("XD" + latin(chunk.documentId));
    document.add_boolean_term("XT" + latin(chunk.type));
    document.add_boolean_term("XL" + latin(chunk.language));
    return document;
}

std::vector<std::string> languagesOf(const Xapian::Database &db)
{
    std::vector<std::string> languages;
    const double all = std::max<double>(db.get_doccount(), 1);
    for (auto it = db.allterms_begin("XL"); it != db.allterms_end("XL"); ++it) {
        if (it.get_termfreq() >= LanguageShare * all)
            languages.push_back((*it).substr(2));
    }
    return languages;
}

namespace {

using Xapian::Query;

//! Puts a query together, a step a function, in this order.
class QueryBuilder {
public:
    QueryBuilder(const QueryWeights &weights, const Xapian::Database &db) : m_weights(weights), m_db(db), m_count(db.get_doccount()) { }

    void addWords(const ParsedQuestion &question, const std::vector<std::string> &languages);
    void requirePhrases(const ParsedQuestion &question);
    void boostFileNames(const ParsedQuestion &question);
    void restrict(const Filters &filters);
    BuiltQuery finish()
    {
        m_built.query = m_query;
        return std::move(m_built);
    }

private:
    double addForms(const std::string &word, const std::vector<std::string> &languages, QueryTerm &term);
    void keepRarest();
    void restrictTo(const std::vector<std::string> &terms);

    const QueryWeights &m_weights;
    const Xapian::Database &m_db;
    const double m_count; //!< of passages
    BuiltQuery m_built;
    Query m_query;
    std::vector<Query> m_clauses; //!< one or two of each word
    std::vector<std::pair<double, std::size_t>> m_rarest; //!< frequency and clause, in a question of stop words alone
    std::set<std::string> m_used; //!< stems that are a clause already
};

//! Adds the stems of a word, and the word itself beside them; returns how many passages have the commonest of them.
double QueryBuilder::addForms(const std::string &word, const std::vector<std::string> &languages, QueryTerm &term)
{
    Text::Analyzer &analyzer = Text::Analyzer::forThisThread();
    std::set<std::string> stems;
    for (const std::string &language : languages)
        stems.insert(analyzer.stem(word, language));
    const bool inflected = !stems.contains(word);
    std::vector<Query> variants;
    double frequency = 0;
    for (const std::string &stem : stems) {
        const double df = m_db.get_termfreq(stem);
        frequency = std::max(frequency, df);
        if (stem != word)
            term.forms += QString::fromStdString(stem);
        if (df > 0 && m_used.insert(stem).second) {
            variants.emplace_back(stem);
            m_built.anyOf.push_back(stem);
        }
    }
    if (variants.size() == 1)
        m_clauses.push_back(variants.front());
    else if (!variants.empty())
        m_clauses.emplace_back(Query::OP_SYNONYM, variants.begin(), variants.end()); // OP_MAX reads freed memory in Xapian 1.4.22
    if (m_weights.exact > 0 && inflected && !variants.empty()) {
        m_clauses.emplace_back(Query::OP_SCALE_WEIGHT, Query(word), m_weights.exact);
        m_built.anyOf.push_back(word);
    }
    return frequency;
}

void QueryBuilder::addWords(const ParsedQuestion &question, const std::vector<std::string> &languages)
{
    const bool onlyStops = std::all_of(question.words.begin(), question.words.end(), [](const auto &word) { return word.stop; });
    for (const auto &word : question.words) {
        if (word.stop && !onlyStops)
            continue;
        const std::size_t first = m_clauses.size();
        QueryTerm term;
        term.word = QString::fromStdString(word.term);
        term.forms += term.word;
        double frequency = 0;
        if (word.ngram) {
            frequency = m_db.get_termfreq(word.term);
            m_clauses.emplace_back(word.term);
            m_built.anyOf.push_back(word.term);
        } else {
            frequency = addForms(word.term, languages, term);
        }
        if (onlyStops && m_clauses.size() > first)
            m_rarest.push_back({ frequency, first });
        term.known = word.ngram || frequency > 0;
        term.idf = std::max(0.0, std::log((m_count + 1) / (frequency + 0.5)));
        m_built.terms += term;
    }
    keepRarest();
    if (!m_clauses.empty())
        m_query = Query(Query::OP_OR, m_clauses.begin(), m_clauses.end());
}

//! Words that most passages have hardly tell them apart and take long. The rarest few decide the order, as soon as one of them
//! is in half of all passages, so that there is no lack of hits. All of them count for the total.
void QueryBuilder::keepRarest()
{
    std::sort(m_rarest.begin(), m_rarest.end());
    for (std::size_t kept = RankedStopWords; kept < m_rarest.size(); ++kept) {
        if (m_rarest[kept - 1].first * 2 < m_count)
            continue;
        std::vector<Query> few;
        for (std::size_t i = 0; i < kept; ++i)
            few.push_back(m_clauses[m_rarest[i].second]);
        m_clauses = few;
        return;
    }
}

//! A phrase decides which passages match, the words (its own among them) decide their order.
void QueryBuilder::requirePhrases(const ParsedQuestion &question)
{
    m_built.hasPhrase = !question.phrases.empty();
    for (const auto &phrase : question.phrases) {
        const Query required(phrase.size() > 1 ? Query(Query::OP_PHRASE, phrase.begin(), phrase.end(), Xapian::termcount(phrase.size()))
                                               : Query(phrase.front()));
        m_query = m_query.empty() ? required : Query(Query::OP_AND_MAYBE, Query(Query::OP_FILTER, required, required), m_query);
    }
}

void QueryBuilder::boostFileNames(const ParsedQuestion &question)
{
    if (m_query.empty() || question.fileNames.isEmpty())
        return;
    std::vector<Query> names;
    for (const QString &name : question.fileNames) {
        names.emplace_back("F" + latin(name));
        m_built.anyOf.push_back("F" + latin(name));
    }
    const Query boost(Query::OP_SCALE_WEIGHT, Query(Query::OP_OR, names.begin(), names.end()), m_weights.fileName);
    m_query = question.phrases.empty() ? Query(Query::OP_OR, m_query, boost) : Query(Query::OP_AND_MAYBE, m_query, boost);
}

void QueryBuilder::restrict(const Filters &filters)
{
    m_built.empty = m_query.empty();
    std::vector<std::string> terms;
    for (const qint64 id : filters.collections)
        terms.push_back("XC" + std::to_string(id));
    restrictTo(terms);
    terms.clear();
    for (const QString &id : filters.documents)
        terms.push_back("XD" + latin(id));
    restrictTo(terms);
    terms.clear();
    for (const QString &type : filters.types)
        terms.push_back("XT" + latin(type));
    restrictTo(terms);
}

void QueryBuilder::restrictTo(const std::vector<std::string> &terms)
{
    if (terms.empty() || m_built.empty)
        return;
    m_query = Query(Query::OP_FILTER, m_query, Query(Query::OP_OR, terms.begin(), terms.end()));
    m_built.filters.push_back(terms);
}

} // namespace

BuiltQuery buildQuery(const ParsedQuestion &question, const std::vector<std::string> &languages, const Filters &filters,
    const QueryWeights &weights, const Xapian::Database &db)
{
    QueryBuilder builder(weights, db);
    builder.addWords(question, languages);
    builder.requirePhrases(question);
    builder.boostFileNames(question);
    builder.restrict(filters);
    return builder.finish();
}

Error fromXapian(const Xapian::Error &error, const QString &folder)
{
    const auto tr = [](const char *text) { return QCoreApplication::translate("Heddle::Search", text); };
    const QString detail = QString::fromStdString(error.get_description());
    if (std::string_view(error.get_type()) == "DatabaseLockError")
        return { ErrorCode::Locked, tr("Another program is writing the index in %1. Wait until it is done.").arg(folder), detail, true };
    if (detail.contains(QLatin1String("No space left")))
        return { ErrorCode::StorageFull, tr("The disk that holds %1 is full. Free some space; indexing then goes on.").arg(folder), detail,
            true };
    if (detail.contains(QLatin1String("Permission denied")) || detail.contains(QLatin1String("Read-only")))
        return { ErrorCode::StorageReadOnly, tr("The index in %1 can't be written. Give your user the right to write there.").arg(folder),
            detail, false };
    if (const char *const reason = error.get_error_string(); reason && std::string_view(error.get_type()) == "DatabaseOpeningError")
        return { ErrorCode::IndexUnavailable,
            tr("The index in %1 can't be opened now: %2. Try again in a moment.").arg(folder, QString::fromLocal8Bit(reason)), detail,
            true };
    return { ErrorCode::IndexUnavailable,
        tr("The index in %1 can't be read. Run: heddle-cli collections rescan NAME, which builds it anew from the library.").arg(folder),
        detail, true };
}

} // namespace Heddle::Search
