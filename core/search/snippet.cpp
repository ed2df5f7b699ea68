// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/search/snippet.h"
#include "core/text/analyzer.h"
#include <QHash>

namespace Heddle::Search {
namespace {

struct Match {
    qsizetype from, to;
    int term;
};

std::vector<Match> matches(QStringView text, const QList<QueryTerm> &terms, const QString &language)
{
    QHash<QString, int> termOf;
    for (int i = 0; i < terms.size(); ++i) {
        for (const QString &form : terms[i].forms)
            termOf.insert(form, i);
    }
    std::vector<Match> found;
    Text::Analyzer &analyzer = Text::Analyzer::forThisThread();
    const std::string code = language.toStdString();
    analyzer.tokenize(text, [&](const Text::Token &token) {
        auto it = termOf.constFind(QString::fromStdString(token.term));
        if (it == termOf.cend() && !token.ngram)
            it = termOf.constFind(QString::fromStdString(analyzer.stem(token.term, code)));
        if (it != termOf.cend())
            found.push_back({ token.start, token.end, *it });
    });
    return found;
}

} // namespace

QList<std::pair<qsizetype, qsizetype>> matchRanges(QStringView text, const QList<QueryTerm> &terms, const QString &language)
{
    QList<std::pair<qsizetype, qsizetype>> ranges;
    for (const Match &match : matches(text, terms, language)) {
        if (!ranges.isEmpty() && match.from < ranges.last().second)
            ranges.last().second = std::max(ranges.last().second, match.to); // in the order of their starts
        else
            ranges.append({ match.from, match.to });
    }
    return ranges;
}

QString snippet(const QString &text, const QList<QueryTerm> &terms, const QString &language, qsizetype length)
{
    if (text.size() <= length)
        return text.simplified();
    const auto found = matches(text, terms, language);
    double best = -1;
    qsizetype from = 0, to = 0;
    std::vector<int> held(std::size_t(terms.size()), 0);
    double weight = 0;
    for (std::size_t first = 0, next = 0; first < found.size(); ++first) {
        while (next < found.size() && found[next].to - found[first].from <= length) {
            if (held[std::size_t(found[next].term)]++ == 0)
                weight += terms[found[next].term].idf + 0.01;
            ++next;
        }
        if (weight > best) {
            best = weight;
            from = found[first].from;
            to = next > first ? found[next - 1].to : found[first].to;
        }
        if (next > first && --held[std::size_t(found[first].term)] == 0)
            weight -= terms[found[first].term].idf + 0.01;
    }
    // The window around the matches, grown evenly, cut at white space or beside a CJK character.
    const qsizetype spare = std::max<qsizetype>(0, length - (to - from));
    qsizetype begin = std::max<qsizetype>(0, from - spare / 2);
    qsizetype end = std::min(text.size(), begin + length);
    begin = std::max<qsizetype>(0, std::min(begin, end - length));
    const auto breaksAt = [&](qsizetype i) {
        return i <= 0 || i >= text.size() || text[i].isSpace() || text[i - 1].isSpace()
            || (text[i].unicode() >= 0x2e80 && !text[i].isLowSurrogate());
    };
    while (begin < from && !breaksAt(begin))
        ++begin;
    while (end > to && !breaksAt(end))
        --end;
    QString part = text.mid(begin, end - begin).simplified();
    if (begin > 0)
        part.prepend(QStringLiteral("… "));
    if (end < text.size())
        part.append(QStringLiteral(" …"));
    return part;
}

} // namespace Heddle::Search
