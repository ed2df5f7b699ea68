// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/search/local/xapianindex.h"
#include "core/search/chunkterms.h"
#include "core/search/compounds.h"
#include "core/search/local/compoundforms.h"
#include "core/text/analyzer.h"
#include <QCoreApplication>
#include <cmath>
#include <set>
#include <unordered_map>
#include <unordered_set>

namespace Heddle::Search {
namespace {

constexpr double LanguageShare = 0.02; //!< of the passages, from which on a language is asked in
constexpr std::size_t RankedStopWords = 3;
constexpr double EnoughPassages = 1000; //!< with a word; it is not looked for in compounds as well

std::string latin(const QString &text)
{
    return text.toUtf8().toStdString();
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
    std::unordered_set<std::string> endings;
    Xapian::termpos position = 0;
    Xapian::Document document;
    chunkTerms(chunk, titleWeight, [&](const ChunkTerm &term) {
        switch (term.kind) {
        case ChunkTerm::Kind::Placed: terms[term.term].positions.push_back(++position); break;
        case ChunkTerm::Kind::Counted: terms[term.term].others += unsigned(term.count); break;
        case ChunkTerm::Kind::Name: document.add_term("N" + term.term); break;
        case ChunkTerm::Kind::FullName: document.add_term("F" + term.term); break;
        case ChunkTerm::Kind::Ending: endings.insert(term.term); break;
        }
    });
    for (const std::string &ending : endings)
        document.add_boolean_term("R" + ending);
    for (const auto &[term, occurrences] : terms) {
        for (const Xapian::termpos at : occurrences.positions)
            document.add_posting(term, at);
        if (occurrences.others > 0)
            document.add_term(term, occurrences.others);
    }
    if (!chunk.type.isEmpty())
        document.add_term("F." + latin(chunk.type));
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

//! "muller" for "mueller", as people write whose keyboards have no ü, æ or å.
std::string withoutDigraphs(const std::string &word)
{
    std::string plain;
    for (const char c : word) {
        const bool digraph = !plain.empty()
            && ((c == 'e' && std::string_view("aou").find(plain.back()) != std::string_view::npos) || (c == 'a' && plain.back() == 'a'));
        if (!digraph)
            plain += c;
    }
    return plain;
}

//! Puts a query together, a step a function, in this order.
class QueryBuilder {
public:
    QueryBuilder(const RankingParameters &weights, const Xapian::Database &db, bool allWords)
        : m_weights(weights), m_db(db), m_count(db.get_doccount()), m_allWords(allWords)
    { }

    void addWords(const ParsedQuestion &question, const std::vector<std::string> &languages);
    void requirePhrases(const ParsedQuestion &question);
    void boostFiles(const ParsedQuestion &question);
    void restrict(const Filters &filters);
    BuiltQuery finish()
    {
        m_built.query = m_query;
        return std::move(m_built);
    }

private:
    double addWord(const ParsedQuestion::Word &word, const std::vector<std::string> &languages, QueryTerm &term);
    double addForms(const std::string &word, const std::vector<std::string> &languages, QueryTerm &term);
    double addTogether(const std::vector<std::string> &words, double weight, QueryTerm &term);
    double addCompounds(const std::string &word, QueryTerm &term);
    double addNames(const QueryTerm &term);
    void addTerm(const std::string &term, double weight)
    {
        m_clauses.push_back(weight == 1 ? Query(term) : Query(Query::OP_SCALE_WEIGHT, Query(term), weight));
        m_built.anyOf.push_back(term);
    }
    void requireWord(const ParsedQuestion::Word &word, std::size_t first, bool known);
    void keepRarest();
    void restrictTo(const std::vector<std::string> &terms);

    const RankingParameters &m_weights;
    const Xapian::Database &m_db;
    const double m_count; //!< of passages
    const bool m_allWords; //!< each word has to be in a passage
    BuiltQuery m_built;
    Query m_query;
    std::vector<Query> m_clauses; //!< one or two of each word
    std::vector<Query> m_required; //!< one of each word, where all words have to match
    std::vector<std::pair<double, std::size_t>> m_rarest; //!< frequency and clause, in a question of stop words alone
    std::set<std::string> m_used; //!< stems that are a clause already
    bool m_brief = true; //!< names and compounds are searched as well
    std::string m_joining; //!< the commonest language that joins words; empty: there is none
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
    if (m_weights.exactWeight > 0 && inflected && !variants.empty())
        addTerm(word, m_weights.exactWeight);
    if (variants.empty() && inflected && m_used.insert(word).second) { // in a language that few passages have
        frequency = std::max<double>(frequency, m_db.get_termfreq(word));
        addTerm(word, 1);
    }
    return frequency;
}

//! Adds passages that have all these words; returns how many have the rarest of them.
double QueryBuilder::addTogether(const std::vector<std::string> &words, double weight, QueryTerm &term)
{
    double frequency = m_count;
    for (const std::string &word : words)
        frequency = std::min<double>(frequency, m_db.get_termfreq(word));
    if (frequency == 0)
        return 0;
    m_clauses.emplace_back(Query::OP_SCALE_WEIGHT, Query(Query::OP_AND, words.begin(), words.end()), weight);
    m_built.allOf.push_back(words);
    for (const std::string &word : words)
        term.forms += QString::fromStdString(word);
    return frequency;
}

//! Adds compounds that the word is a part of, and passages with all parts of the compound that the word is; returns how many
//! passages have the commonest of them.
double QueryBuilder::addCompounds(const std::string &word, QueryTerm &term)
{
    const CompoundForms compounds(m_db, m_joining);
    double frequency = 0;
    std::vector<Query> variants;
    for (const std::string &compound : compounds.with(word)) {
        if (m_used.contains(compound))
            continue;
        frequency = std::max<double>(frequency, m_db.get_termfreq(compound));
        variants.emplace_back(compound);
        m_built.anyOf.push_back(compound);
        term.forms += QString::fromStdString(compound);
    }
    if (!variants.empty())
        m_clauses.emplace_back(
            Query::OP_SCALE_WEIGHT, Query(Query::OP_SYNONYM, variants.begin(), variants.end()), m_weights.compoundWeight);
    for (const auto &parts : compounds.partsOf(word))
        frequency = std::max(frequency, addTogether(parts, m_weights.compoundWeight, term));
    return frequency;
}

//! Adds files and folders whose names have the word; returns how many passages lie in them.
double QueryBuilder::addNames(const QueryTerm &term)
{
    double frequency = 0;
    for (const QString &form : m_brief ? term.forms : QStringList()) {
        const std::string name = "N" + latin(form);
        const double df = m_db.get_termfreq(name);
        frequency = std::max(frequency, df);
        if (df > 0 && m_used.insert(name).second)
            addTerm(name, m_weights.nameWeight);
    }
    return frequency;
}

//! Adds all that a word of the question is searched by; returns how many passages have it in their text.
double QueryBuilder::addWord(const ParsedQuestion::Word &word, const std::vector<std::string> &languages, QueryTerm &term)
{
    if (word.ngram || word.symbol) {
        addTerm(word.term, 1);
        const double frequency = m_db.get_termfreq(word.term), named = addNames(term);
        term.known = word.ngram || frequency > 0 || named > 0;
        return frequency;
    }
    const std::size_t first = m_clauses.size();
    double frequency = addForms(word.term, languages, term);
    for (std::size_t i = first; word.joined && i < m_clauses.size(); ++i)
        m_clauses[i] = Query(Query::OP_SCALE_WEIGHT, m_clauses[i], m_weights.joinedWeight);
    if (const std::string other = withoutDigraphs(word.term); frequency == 0 && other != word.term) {
        term.forms += QString::fromStdString(other);
        frequency = addForms(other, languages, term);
    }
    const double named = addNames(term);
    if (frequency == 0 && !word.parts.empty())
        frequency = addTogether(word.parts, 1, term);
    if (!m_joining.empty() && !word.stop && word.parts.empty() && frequency < EnoughPassages)
        frequency = std::max(frequency, addCompounds(word.term, term));
    term.known = frequency > 0 || named > 0;
    return frequency;
}

void QueryBuilder::addWords(const ParsedQuestion &question, const std::vector<std::string> &languages)
{
    const bool onlyStops = std::all_of(question.words.begin(), question.words.end(), [](const auto &word) { return word.stop; });
    const auto joining = std::find_if(languages.begin(), languages.end(), joinsWords);
    m_brief = question.words.size() <= MaxBriefQuestion;
    m_joining = joining == languages.end() || !m_brief ? std::string() : *joining;
    for (const auto &word : question.words) {
        if (word.stop && !onlyStops)
            continue;
        const std::size_t first = m_clauses.size();
        QueryTerm term;
        term.word = QString::fromStdString(word.term);
        term.forms += term.word;
        const double frequency = addWord(word, languages, term);
        if (m_allWords)
            requireWord(word, first, term.known);
        if (onlyStops && !m_allWords && m_clauses.size() > first)
            m_rarest.push_back({ frequency, first });
        term.idf = std::max(0.0, std::log((m_count + 1) / (frequency + 0.5)));
        m_built.terms += term;
    }
    if (m_allWords) {
        m_built.hasPhrase = true; // only the matcher knows who has them all
        m_query = m_required.empty() ? Query() : Query(Query::OP_AND, m_required.begin(), m_required.end());
        return;
    }
    keepRarest();
    if (!m_clauses.empty())
        m_query = Query(Query::OP_OR, m_clauses.begin(), m_clauses.end());
}

//! One of the clauses of a word, from `first` on, has to match.
void QueryBuilder::requireWord(const ParsedQuestion::Word &word, std::size_t first, bool known)
{
    const auto from = m_clauses.begin() + std::ptrdiff_t(first);
    if (word.joined || (known && from == m_clauses.end()))
        return; // other words of the question say the same
    m_required.push_back(from == m_clauses.end() ? Query::MatchNothing : Query(Query::OP_OR, from, m_clauses.end()));
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
    m_built.hasPhrase = m_built.hasPhrase || !question.phrases.empty();
    for (const auto &phrase : question.phrases) {
        const Query required(phrase.size() > 1 ? Query(Query::OP_PHRASE, phrase.begin(), phrase.end(), Xapian::termcount(phrase.size()))
                                               : Query(phrase.front()));
        if (m_query.empty())
            m_query = required;
        else if (m_allWords)
            m_query = Query(Query::OP_AND, required, m_query);
        else
            m_query = Query(Query::OP_AND_MAYBE, Query(Query::OP_FILTER, required, required), m_query);
    }
}

//! The file that the question names comes first, files of a type that it names a little sooner.
void QueryBuilder::boostFiles(const ParsedQuestion &question)
{
    std::vector<Query> boosts;
    const auto boost = [&](const std::string &term, double weight) {
        if (m_db.term_exists(term)) {
            boosts.emplace_back(Query::OP_SCALE_WEIGHT, Query(term), weight);
            m_built.anyOf.push_back(term);
        }
    };
    for (const std::string &name : question.names)
        boost("F" + name, m_weights.fullNameWeight);
    for (const QString &ending : question.endings)
        boost("F." + latin(ending), m_weights.endingWeight);
    if (boosts.empty())
        return;
    const Query files(Query::OP_OR, boosts.begin(), boosts.end());
    if (m_query.empty() && !m_allWords)
        m_query = files;
    else
        m_query =
            question.phrases.empty() && !m_allWords ? Query(Query::OP_OR, m_query, files) : Query(Query::OP_AND_MAYBE, m_query, files);
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
    const RankingParameters &weights, const Xapian::Database &db, bool allWords)
{
    QueryBuilder builder(weights, db, allWords);
    builder.addWords(question, languages);
    builder.requirePhrases(question);
    builder.boostFiles(question);
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
