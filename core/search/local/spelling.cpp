// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/search/local/xapianindex.h"
#include <set>

namespace Heddle::Search {
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
        const std::u32string word = term.word.toStdU32String();
        const bool number = std::any_of(word.begin(), word.end(), [](char32_t c) { return c >= U'0' && c <= U'9'; }); // no other will do
        if (term.known || number || qsizetype(word.size()) < MinSpellingLength || qsizetype(word.size()) > MaxSpellingLength
            || better.size() >= MaxSpellings)
            continue;
        if (const std::string nearest = nearestWord(word, db); !nearest.empty())
            better.insert(term.word, QString::fromStdString(nearest));
    }
    return corrected(question, better);
}

} // namespace Heddle::Search
