// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/search/spelling.h"
#include "core/search/local/xapianindex.h"
#include "core/text/language.h"
#include "core/text/stopwords.h"
#include <set>

namespace Heddle::Search {
namespace {

//! A stem such as "studi" is a term as well, but stands nowhere in a text.
bool isWord(const Xapian::Database &db, const std::string &term)
{
    const auto first = db.postlist_begin(term);
    return first != db.postlist_end(term) && db.positionlist_begin(*first, term) != db.positionlist_end(*first, term);
}

//! Whether most passages that have the word, of a few that are looked at, are in a language.
bool isOfLanguage(const Xapian::Database &db, const std::string &term, const std::string &language)
{
    constexpr int Looked = 50;
    auto inLanguage = db.postlist_begin("XL" + language);
    const auto end = db.postlist_end("XL" + language);
    int all = 0, own = 0;
    for (auto it = db.postlist_begin(term); it != db.postlist_end(term) && all < Looked; ++it, ++all) {
        if (inLanguage != end)
            inLanguage.skip_to(*it);
        own += inLanguage != end && *inLanguage == *it ? 1 : 0;
    }
    return own * 2 > all;
}

//! The word that is most likely meant; empty when none is likely enough. An empty language: any.
std::string likelyWord(const std::u32string &word, const std::string &language, const Xapian::Database &db)
{
    const auto letters = qsizetype(word.size());
    struct Candidate {
        double cost;
        Xapian::doccount passages;
        std::string term;
    };
    std::vector<Candidate> candidates;
    for (const char32_t start : std::set<char32_t> { word[0], word[1] }) {
        const std::string prefix = QString::fromUcs4(&start, 1).toStdString();
        for (auto it = db.allterms_begin(prefix); it != db.allterms_end(prefix); ++it) {
            const std::string term = *it;
            if (term.size() > 4 * (word.size() + 2))
                continue;
            const std::u32string meant = QString::fromStdString(term).toStdU32String();
            // As long as the longer of both: what was typed may lack a letter.
            const double most = maxTypingCost(std::max(letters, qsizetype(meant.size())));
            const double cost = typingCost(word, meant, most);
            if (cost <= most && qint64(it.get_termfreq()) >= leastPassages(letters, cost, db.get_doccount()))
                candidates.push_back({ cost, it.get_termfreq(), term });
        }
    }
    std::sort(candidates.begin(), candidates.end(), [](const Candidate &a, const Candidate &b) {
        return a.cost != b.cost ? a.cost < b.cost : a.passages != b.passages ? a.passages > b.passages : a.term < b.term;
    });
    for (const Candidate &candidate : candidates) {
        const bool stop = !language.empty() && Text::stopWords(language).contains(candidate.term);
        if (!stop && isWord(db, candidate.term) && (language.empty() || isOfLanguage(db, candidate.term, language)))
            return candidate.term;
    }
    return {};
}

} // namespace

QString spellingSuggestion(
    const QString &question, const QList<QueryTerm> &terms, const std::vector<std::string> &languages, const Xapian::Database &db)
{
    constexpr qsizetype FewWords = 3; // whose language can't be told
    const std::string language = terms.size() < FewWords ? std::string() : Text::detectLanguage(question).toStdString();
    const QStringList words = doubtfulWords(question, terms, language == "de");
    if (words.isEmpty())
        return {};
    // The words of another language than the library's are no misspelled words of its own.
    const bool foreign = !language.empty() && std::find(languages.begin(), languages.end(), language) == languages.end();
    if (foreign && std::find(languages.begin(), languages.end(), std::string()) == languages.end())
        return {};
    QHash<QString, QString> better;
    for (const QString &word : words) {
        if (const std::string likely = likelyWord(word.toStdU32String(), foreign ? std::string() : language, db); !likely.empty())
            better.insert(word, QString::fromStdString(likely));
    }
    return corrected(question, better);
}

} // namespace Heddle::Search
