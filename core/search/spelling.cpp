// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/search/spelling.h"
#include "core/search/query.h"
#include "core/text/analyzer.h"
#include <cmath>
#include <limits>

namespace Heddle::Search {
namespace {

constexpr double Slip = 1, Doubling = 0.6, Swap = 0.8, Neighbour = 0.9, Stranger = 1.5, AtStart = 0.6;

//! Where the keys lie, of the letters that most keyboards share.
int keyDistance(char32_t a, char32_t b)
{
    constexpr std::u32string_view rows[] = { U"qwertyuiop", U"asdfghjkl", U"zxcvbnm" };
    const auto place = [&rows](char32_t c) -> std::pair<int, int> {
        for (int row = 0; row < 3; ++row) {
            if (const auto at = rows[row].find(c); at != std::u32string_view::npos)
                return { row, int(at) };
        }
        return { 100, 100 };
    };
    const auto [rowA, atA] = place(a);
    const auto [rowB, atB] = place(b);
    return std::max(std::abs(rowA - rowB), std::abs(atA - atB));
}

double replacement(char32_t a, char32_t b)
{
    constexpr std::u32string_view vowels = U"aeiouy";
    const bool bothVowels = vowels.find(a) != std::u32string_view::npos && vowels.find(b) != std::u32string_view::npos;
    return keyDistance(a, b) <= 1 ? Neighbour : bothVowels ? Slip : Stranger;
}

//! What the letter at `at` costs where it is too much or missing: less beside an equal one.
double extra(const std::u32string &text, std::size_t at)
{
    const bool doubled = (at > 0 && text[at - 1] == text[at]) || (at + 1 < text.size() && text[at + 1] == text[at]);
    return (doubled ? Doubling : Slip) + (at == 0 && !doubled ? AtStart : 0);
}

//! Another ending, such as "started" for "starter" or "boundaries" for "boundary": another form of the word, or another word.
bool isOtherForm(const std::u32string &word, const std::u32string &meant)
{
    constexpr std::size_t Stem = 4, Ending = 2;
    const std::size_t least = std::min(word.size(), meant.size());
    std::size_t same = 0;
    while (same < least && word[same] == meant[same])
        ++same;
    const std::size_t rest = word.size() - same, meantRest = meant.size() - same;
    if (same < Stem || word == meant)
        return false;
    if (rest == 0 || meantRest == 0) // unless the last letter is only doubled
        return rest + meantRest > 1 || (rest == 1 ? word : meant).back() != meant[same - 1];
    const bool swapped = rest == Ending && meantRest == Ending && word[same] == meant[same + 1] && word[same + 1] == meant[same];
    const bool doubled = rest != meantRest && word.back() == meant.back();
    return rest <= Ending && meantRest <= Ending && !swapped && !doubled;
}

//! Words in capitals, and those with a capital that no sentence begins with, folded.
QSet<QString> namesIn(const QString &question, bool nounsAreCapitalized)
{
    QSet<QString> names;
    bool first = true;
    for (const Text::Token &token : Text::Analyzer::forThisThread().tokens(question)) {
        if (token.kind != Text::Token::Kind::Word)
            continue;
        const QString written = question.mid(token.start, token.end - token.start);
        const bool capitals = written.size() > 1 && written == written.toUpper() && written != written.toLower();
        const bool capital = written.front().isUpper() && !first && !nounsAreCapitalized;
        if (capitals || capital)
            names += QString::fromStdString(token.term);
        first = false;
    }
    return names;
}

} // namespace

QStringList doubtfulWords(const QString &question, const QList<QueryTerm> &terms, bool nounsAreCapitalized)
{
    // A question that is mostly of other words than the library's is about something else.
    const auto unknown = std::count_if(terms.cbegin(), terms.cend(), [](const QueryTerm &term) { return !term.known; });
    if (unknown > 1 && unknown * 2 > terms.size())
        return {};
    const QSet<QString> names = namesIn(question, nounsAreCapitalized);
    QStringList words;
    for (const QueryTerm &term : terms) {
        const auto letters = term.word.toUcs4();
        const bool otherThanLetters = std::any_of(letters.begin(), letters.end(), [](char32_t c) { return !QChar::isLetter(c); });
        const bool tells = letters.size() >= MinSpellingLength && letters.size() <= MaxSpellingLength;
        if (!term.known && tells && !otherThanLetters && !names.contains(term.word) && words.size() < MaxSpellings)
            words += term.word;
    }
    return words;
}

double maxTypingCost(qsizetype letters)
{
    constexpr qsizetype Short = 5, Middling = 7, Long = 10;
    return letters < Short ? Doubling : letters < Middling ? Neighbour : letters < Long ? Slip : Doubling + Slip;
}

double typingCost(const std::u32string &word, const std::u32string &meant, double most)
{
    constexpr double Never = std::numeric_limits<double>::infinity();
    const std::size_t n = word.size(), m = meant.size();
    if (double(std::max(n, m) - std::min(n, m)) * Doubling > most || isOtherForm(word, meant))
        return Never;
    std::vector<double> before(m + 1), last(m + 1), now(m + 1);
    for (std::size_t j = 1; j <= m; ++j)
        last[j] = last[j - 1] + extra(meant, j - 1);
    for (std::size_t i = 1; i <= n; ++i) {
        now[0] = last[0] + extra(word, i - 1);
        double best = now[0];
        for (std::size_t j = 1; j <= m; ++j) {
            const bool same = word[i - 1] == meant[j - 1];
            const double start = i == 1 && j == 1 ? AtStart : 0;
            now[j] = std::min({ last[j] + extra(word, i - 1), now[j - 1] + extra(meant, j - 1),
                last[j - 1] + (same ? 0 : replacement(word[i - 1], meant[j - 1]) + start) });
            if (i > 1 && j > 1 && !same && word[i - 1] == meant[j - 2] && word[i - 2] == meant[j - 1])
                now[j] = std::min(now[j], before[j - 2] + Swap);
            best = std::min(best, now[j]);
        }
        if (best > most)
            return Never;
        std::swap(before, last);
        std::swap(last, now);
    }
    return last[m];
}

qint64 leastPassages(qsizetype letters, double cost, qint64 allPassages)
{
    constexpr qsizetype Long = 8;
    constexpr qint64 PassagesEach = 200; // a small library has most of its words once
    const qint64 wanted = letters >= Long && cost <= Slip ? 2 : 4;
    return std::clamp<qint64>(allPassages / PassagesEach, 1, wanted);
}

} // namespace Heddle::Search
