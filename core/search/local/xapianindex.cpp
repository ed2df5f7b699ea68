// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/search/local/xapianindex.h"
#include "core/search/chunkterms.h"
#include "core/text/analyzer.h"
#include <QCoreApplication>
#include <QRegularExpression>
#include <cmath>
#include <set>
#include <unordered_map>

namespace Heddle::Search {
namespace {

constexpr double LanguageShare = 0.02;
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

BuiltQuery buildQuery(const ParsedQuestion &question, const std::vector<std::string> &languages, const Filters &filters,
    const QueryWeights &weights, const Xapian::Database &db)
{
    using Xapian::Query;
    BuiltQuery built;
    Text::Analyzer &analyzer = Text::Analyzer::forThisThread();
    const double count = db.get_doccount();
    const bool onlyStops = std::all_of(question.words.begin(), question.words.end(), [](const auto &word) { return word.stop; });

    std::vector<Query> clauses;
    std::vector<std::pair<double, std::size_t>> rarest; //!< frequency and clause, in a question of stop words alone
    std::set<std::string> used;
    for (const auto &word : question.words) {
        if (word.stop && !onlyStops)
            continue;
        const std::size_t first = clauses.size();
        QueryTerm term;
        term.word = QString::fromStdString(word.term);
        term.forms += term.word;
        std::vector<Query> variants;
        double frequency = word.ngram ? db.get_termfreq(word.term) : 0;
        if (word.ngram) {
            clauses.emplace_back(word.term);
            built.anyOf.push_back(word.term);
        } else {
            std::set<std::string> stems;
            for (const std::string &language : languages)
                stems.insert(analyzer.stem(word.term, language));
            const bool inflected = !stems.contains(word.term);
            for (const std::string &stem : stems) {
                const double df = db.get_termfreq(stem);
                frequency = std::max(frequency, df);
                if (stem != word.term)
                    term.forms += QString::fromStdString(stem);
                if (df > 0 && used.insert(stem).second) {
                    variants.emplace_back(stem);
                    built.anyOf.push_back(stem);
                }
            }
            if (variants.size() == 1)
                clauses.push_back(variants.front());
            else if (!variants.empty())
                clauses.emplace_back(Query::OP_SYNONYM, variants.begin(), variants.end()); // OP_MAX reads freed memory in Xapian 1.4.22
            if (weights.exact > 0 && inflected && !variants.empty()) {
                clauses.emplace_back(Query::OP_SCALE_WEIGHT, Query(word.term), weights.exact);
                built.anyOf.push_back(word.term);
            }
        }
        if (onlyStops && clauses.size() > first)
            rarest.push_back({ frequency, first });
        term.known = word.ngram || frequency > 0;
        term.idf = std::max(0.0, std::log((count + 1) / (frequency + 0.5)));
        built.terms += term;
    }
    // Words that most passages hold tell these little apart and take long: the rarest few decide the order, as soon as
    // one of them is in half of all passages, so that there is no lack of hits. All of them count for the total.
    std::sort(rarest.begin(), rarest.end());
    for (std::size_t kept = RankedStopWords; kept < rarest.size(); ++kept) {
        if (rarest[kept - 1].first * 2 < count)
            continue;
        std::vector<Query> few;
        for (std::size_t i = 0; i < kept; ++i)
            few.push_back(clauses[rarest[i].second]);
        clauses = few;
        break;
    }
    built.hasPhrase = !question.phrases.empty();
    Query query = clauses.empty() ? Query() : Query(Query::OP_OR, clauses.begin(), clauses.end());
    for (const auto &phrase : question.phrases) {
        const Query required(phrase.size() > 1 ? Query(Query::OP_PHRASE, phrase.begin(), phrase.end(), Xapian::termcount(phrase.size()))
                                               : Query(phrase.front()));
        // The phrase decides who is in, the words (the phrase's own among them) decide the order.
        query = query.empty() ? required : Query(Query::OP_AND_MAYBE, Query(Query::OP_FILTER, required, required), query);
    }
    if (!query.empty() && !question.fileNames.isEmpty()) {
        std::vector<Query> names;
        for (const QString &name : question.fileNames) {
            names.emplace_back("F" + latin(name));
            built.anyOf.push_back("F" + latin(name));
        }
        const Query boost(Query::OP_SCALE_WEIGHT, Query(Query::OP_OR, names.begin(), names.end()), weights.fileName);
        query = question.phrases.empty() ? Query(Query::OP_OR, query, boost) : Query(Query::OP_AND_MAYBE, query, boost);
    }
    built.empty = query.empty();
    const auto filter = [&](const std::vector<std::string> &terms) {
        if (terms.empty() || built.empty)
            return;
        query = Query(Query::OP_FILTER, query, Query(Query::OP_OR, terms.begin(), terms.end()));
        built.filters.push_back(terms);
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

namespace {

//! Insertions, deletions, replacements and swaps of neighbours that turn a into b; more than `most` is `most` + 1.
int editDistance(const std::u32string &a, const std::u32string &b, int most)
{
    const std::size_t n = a.size(), m = b.size();
    if (int(std::max(n, m) - std::min(n, m)) > most)
        return most + 1;
    std::vector<int> before(m + 1), last(m + 1), now(m + 1);
    for (std::size_t j = 0; j <= m; ++j)
        last[j] = int(j);
    for (std::size_t i = 1; i <= n; ++i) {
        now[0] = int(i);
        int best = now[0];
        for (std::size_t j = 1; j <= m; ++j) {
            now[j] = std::min({ last[j] + 1, now[j - 1] + 1, last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1) });
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                now[j] = std::min(now[j], before[j - 2] + 1);
            best = std::min(best, now[j]);
        }
        if (best > most)
            return most + 1;
        std::swap(before, last);
        std::swap(last, now);
    }
    return last[m];
}

//! A stem such as "studi" is a term as well, but stands nowhere in a text.
bool isWord(const Xapian::Database &db, const std::string &term)
{
    const auto first = db.postlist_begin(term);
    return first != db.postlist_end(term) && db.positionlist_begin(*first, term) != db.positionlist_end(*first, term);
}

//! The commonest of the nearest words that begin alike (or with the first two letters swapped); empty when none is near.
std::string nearestWord(const std::u32string &word, const Xapian::Database &db)
{
    const int most = qsizetype(word.size()) < ShortWord ? 1 : 2;
    struct Candidate {
        int distance;
        Xapian::doccount documents;
        std::string term;
    };
    std::vector<Candidate> candidates;
    for (const char32_t start : std::set<char32_t> { word[0], word[1] }) {
        const std::string prefix = QString::fromUcs4(&start, 1).toStdString();
        for (auto it = db.allterms_begin(prefix); it != db.allterms_end(prefix); ++it) {
            const std::string term = *it;
            if (term.size() > 4 * (word.size() + std::size_t(most)))
                continue;
            const int distance = editDistance(word, QString::fromStdString(term).toStdU32String(), most);
            if (distance <= most && (start == word[0] || distance == 1))
                candidates.push_back({ distance, it.get_termfreq(), term });
        }
    }
    std::sort(candidates.begin(), candidates.end(), [](const Candidate &a, const Candidate &b) {
        return a.distance != b.distance  ? a.distance < b.distance
            : a.documents != b.documents ? a.documents > b.documents
                                         : a.term < b.term;
    });
    for (const Candidate &candidate : candidates) {
        if (isWord(db, candidate.term))
            return candidate.term;
    }
    return {};
}

} // namespace

QString spellingSuggestion(const QString &question, const QList<QueryTerm> &terms, const Xapian::Database &db)
{
    QHash<QString, QString> better;
    for (const QueryTerm &term : terms) {
        const bool known =
            std::any_of(term.forms.cbegin(), term.forms.cend(), [&db](const QString &form) { return db.term_exists(form.toStdString()); });
        const std::u32string word = term.word.toStdU32String();
        if (known || qsizetype(word.size()) < MinSpellingLength || qsizetype(word.size()) > MaxSpellingLength
            || better.size() >= MaxSpellings)
            continue;
        if (const std::string nearest = nearestWord(word, db); !nearest.empty())
            better.insert(term.word, QString::fromStdString(nearest));
    }
    return corrected(question, better);
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
    return { ErrorCode::IndexUnavailable,
        tr("The index in %1 can't be read. Run: heddle-cli collections rescan NAME, which builds it anew from the library.").arg(folder),
        detail, true };
}

} // namespace Heddle::Search
