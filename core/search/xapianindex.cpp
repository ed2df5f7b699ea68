// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/search/xapianindex.h"
#include "core/search/analyzer.h"
#include <QCoreApplication>
#include <QRegularExpression>
#include <cmath>
#include <set>

namespace Heddle::Search {
namespace {

constexpr double LanguageShare = 0.02;
constexpr std::size_t ShortestSpelling = 4;

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

Xapian::Document toXapian(const IndexChunk &chunk, int titleWeight, std::unordered_map<std::string, unsigned> &spelling)
{
    Xapian::Document document;
    Analyzer &analyzer = Analyzer::forThisThread();
    const std::string language = chunk.language.toStdString();
    Xapian::termpos position = 0;
    // Collected first: one add_posting list per term costs less than a look-up in the document for each word.
    std::unordered_map<std::string, std::vector<Xapian::termpos>> words;
    std::unordered_map<std::string, unsigned> stems;
    words.reserve(256);
    stems.reserve(256);
    analyzer.tokenize(chunk.text, [&](const Token &token) {
        const bool single = token.ngram && token.end - token.start <= (token.term.size() > 3 ? 2 : 1);
        if (!token.ngram) {
            words[token.term].push_back(++position);
            ++stems[analyzer.stem(token.term, language)];
        } else if (single) {
            words[token.term].push_back(0); // no position: phrases go by bigrams
        } else {
            words[token.term].push_back(++position);
        }
    });
    const auto addTitle = [&](const QString &text) {
        analyzer.tokenize(text, [&](const Token &token) {
            if (token.ngram)
                words[token.term].push_back(0);
            else
                stems[analyzer.stem(token.term, language)] += unsigned(titleWeight);
        });
    };
    if (titleWeight > 0) {
        addTitle(chunk.title);
        const QString heading = chunk.heading.startsWith(chunk.title) ? chunk.heading.mid(chunk.title.size()) : chunk.heading;
        addTitle(heading);
    }
    for (const auto &[term, positions] : words) {
        const bool spell = term.size() >= ShortestSpelling && term.size() <= 40;
        if (spell && (quint8(term[0]) < 0x80 ? std::isalpha(quint8(term[0])) != 0 : positions.front() > 0))
            spelling[term] += unsigned(positions.size());
        for (const Xapian::termpos at : positions) {
            if (at > 0)
                document.add_posting(term, at);
            else
                document.add_term(term);
        }
    }
    for (const auto &[stem, count] : stems)
        document.add_term("Z" + stem, count);
    addFileName(document, chunk);
    document.add_boolean_term("XC" + std::to_string(chunk.collectionId));
    document.add_boolean_term("XD" + latin(chunk.documentId));
    document.add_boolean_term("XT" + latin(chunk.type));
    document.add_boolean_term("XL" + language);
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

BuiltQuery buildQuery(const ParsedQuestion &question, const std::vector<std::string> &languages, const Filters &filters,
    const QueryWeights &weights, const Xapian::Database &db)
{
    using Xapian::Query;
    BuiltQuery built;
    Analyzer &analyzer = Analyzer::forThisThread();
    const double count = db.get_doccount();
    const bool onlyStops = std::all_of(question.words.begin(), question.words.end(), [](const auto &word) { return word.stop; });

    std::vector<Query> clauses;
    std::set<std::string> used;
    for (const auto &word : question.words) {
        if (word.stop && !onlyStops)
            continue;
        QueryTerm term;
        term.word = QString::fromStdString(word.term);
        term.forms += term.word;
        std::vector<Query> variants;
        double frequency = word.ngram ? db.get_termfreq(word.term) : 0;
        if (word.ngram) {
            clauses.emplace_back(word.term);
        } else {
            std::set<std::string> stems { word.term };
            for (const std::string &language : languages)
                stems.insert(analyzer.stem(word.term, language));
            for (const std::string &stem : stems) {
                const std::string key = "Z" + stem;
                const double df = db.get_termfreq(key);
                frequency = std::max(frequency, df);
                if (stem != word.term)
                    term.forms += QString::fromStdString(stem);
                if (df > 0 && used.insert(key).second)
                    variants.emplace_back(key);
            }
            if (variants.size() == 1)
                clauses.push_back(variants.front());
            else if (!variants.empty())
                clauses.emplace_back(Query::OP_MAX, variants.begin(), variants.end());
            if (weights.exact > 0 && !variants.empty())
                clauses.emplace_back(Query::OP_SCALE_WEIGHT, Query(word.term), weights.exact);
        }
        term.idf = std::max(0.0, std::log((count + 1) / (frequency + 0.5)));
        built.terms += term;
    }
    Query query = clauses.empty() ? Query() : Query(Query::OP_OR, clauses.begin(), clauses.end());
    for (const auto &phrase : question.phrases) {
        const Query required(phrase.size() > 1 ? Query(Query::OP_PHRASE, phrase.begin(), phrase.end(), Xapian::termcount(phrase.size())) : Query(phrase.front()));
        // The phrase decides who is in, the words (the phrase's own among them) decide the order.
        query = query.empty() ? required : Query(Query::OP_AND_MAYBE, Query(Query::OP_FILTER, required, required), query);
    }
    if (!query.empty() && !question.fileNames.isEmpty()) {
        std::vector<Query> names;
        for (const QString &name : question.fileNames)
            names.emplace_back("F" + latin(name));
        const Query boost(Query::OP_SCALE_WEIGHT, Query(Query::OP_OR, names.begin(), names.end()), weights.fileName);
        query = question.phrases.empty() ? Query(Query::OP_OR, query, boost) : Query(Query::OP_AND_MAYBE, query, boost);
    }
    built.empty = query.empty();
    const auto filter = [&](const std::vector<std::string> &terms) {
        if (!terms.empty() && !built.empty)
            query = Query(Query::OP_FILTER, query, Query(Query::OP_OR, terms.begin(), terms.end()));
    };
    std::vector<std::string> terms;
    for (const qint64 id : filters.collections)
        terms.push_back("XC" + std::to_string(id));
    filter(terms);
    terms.clear();
    for (const QString &id : filters.documents)
        terms.push_back("XD" + latin(id));
    filter(terms);
    terms.clear();
    for (const QString &type : filters.types)
        terms.push_back("XT" + latin(type));
    filter(terms);
    built.query = query;
    return built;
}

QString spellingSuggestion(const QString &question, const QList<QueryTerm> &terms, const Xapian::Database &db)
{
    Analyzer &analyzer = Analyzer::forThisThread();
    QHash<QString, QString> better;
    for (const QueryTerm &term : terms) {
        const std::string word = term.word.toStdString();
        if (word.size() < ShortestSpelling || db.term_exists(word))
            continue;
        bool known = false;
        for (const QString &form : term.forms)
            known = known || db.term_exists("Z" + form.toStdString());
        const std::string suggestion = known ? std::string() : db.get_spelling_suggestion(word, 2);
        if (!suggestion.empty() && db.term_exists(suggestion))
            better.insert(term.word, QString::fromStdString(suggestion));
    }
    if (better.isEmpty())
        return {};
    QString suggested = question;
    auto tokens = analyzer.tokens(question);
    for (auto it = tokens.rbegin(); it != tokens.rend(); ++it) {
        const auto replacement = better.constFind(QString::fromStdString(it->term));
        if (replacement != better.cend())
            suggested.replace(it->start, it->end - it->start, *replacement);
    }
    return suggested;
}

Error fromXapian(const Xapian::Error &error, const QString &folder)
{
    const auto tr = [](const char *text) { return QCoreApplication::translate("Heddle::Search", text); };
    const QString detail = QString::fromStdString(error.get_description());
    if (std::string_view(error.get_type()) == "DatabaseLockError")
        return { ErrorCode::Locked, tr("Another program is writing the index in %1. Wait until it is done.").arg(folder), detail, true };
    if (detail.contains(QLatin1String("No space left")))
        return { ErrorCode::StorageFull, tr("The disk that holds %1 is full. Free some space; indexing then goes on.").arg(folder), detail, true };
    if (detail.contains(QLatin1String("Permission denied")) || detail.contains(QLatin1String("Read-only")))
        return { ErrorCode::StorageReadOnly, tr("The index in %1 can't be written. Give your user the right to write there.").arg(folder), detail, false };
    return { ErrorCode::IndexUnavailable,
        tr("The index in %1 can't be read. Run: heddle-cli collections rescan NAME, which builds it anew from the library.").arg(folder), detail, true };
}

} // namespace Heddle::Search
