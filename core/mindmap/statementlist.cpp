// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/mindmap/statementlist.h"
#include "core/evidence/sentenceform.h"
#include <algorithm>

namespace Heddle::MindMap {
namespace {

QSet<QString> wordsOf(const QString &text)
{
    const QStringList words = Evidence::foldedWords(text).split(QLatin1Char(' '), Qt::SkipEmptyParts);
    return QSet<QString>(words.cbegin(), words.cend());
}

QSet<QString> numbersIn(QSet<QString> words)
{
    erase_if(words, [](const QString &word) { return std::none_of(word.cbegin(), word.cend(), [](QChar c) { return c.isDigit(); }); });
    return words;
}

} // namespace

void addStatement(QList<Statement> *known, Statement statement)
{
    statement.words = wordsOf(statement.label + QLatin1Char(' ') + statement.items.join(QLatin1Char(' ')));
    constexpr double Same = 0.8; //!< share of the words of the shorter one
    for (Statement &other : *known) {
        const double common = double((other.words & statement.words).size());
        const double fewer = double(std::min(other.words.size(), statement.words.size()));
        const bool overlap = other.passage == statement.passage && other.from == statement.from;
        if (overlap && statement.label.size() > other.label.size())
            other.label = statement.label; // with what is said of it next
        if (!overlap && (common < Same * fewer || numbersIn(other.words) != numbersIn(statement.words)))
            continue;
        other.chunks += statement.chunks;
        other.chunks.removeDuplicates();
        return;
    }
    *known += statement;
}

void arrange(QList<Statement> *statements, const QList<Retrieval::Passage> &passages)
{
    QHash<QString, qsizetype> documents;
    for (const Statement &one : std::as_const(*statements)) {
        const QString &document = passages[one.passage].hit.document;
        if (!documents.contains(document))
            documents.insert(document, documents.size());
    }
    const auto key = [&](const Statement &one) {
        const Search::Hit &hit = passages[one.passage].hit;
        return std::pair(documents.value(hit.document), hit.start + one.from);
    };
    std::stable_sort(statements->begin(), statements->end(), [&](const Statement &a, const Statement &b) { return key(a) < key(b); });
}

} // namespace Heddle::MindMap
