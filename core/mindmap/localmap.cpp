// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/mindmap/localmap.h"
#include "core/mindmap/statements.h"
#include "core/text/language.h"
#include "core/text/sentences.h"
#include <QCoreApplication>
#include <algorithm>
#include <numeric>

namespace Heddle::MindMap {
namespace {

constexpr qsizetype MostBranches = 7, MostLeaves = 5; //!< of a node, before the rest stands under "More"
constexpr qsizetype MostStatements = 12, MostInPassage = 3;
constexpr qsizetype MostItems = 8; //!< of a list
constexpr double Near = 5; //!< how far a statement's score may lie below the best one's
constexpr double NearMeaning = 0.68; //!< share of the best sentence's cosine that a statement needs
constexpr double NearWords = 0.65; //!< the same of its words, where there are no vectors
constexpr double JoinedWords = 26; //!< of a statement with the one before, that its "it" means
constexpr qsizetype LongestHeading = 80; //!< characters

QString languageOf(const Search::Hit &hit)
{
    return hit.language.isEmpty() ? Text::detectLanguage(hit.text) : hit.language;
}

QString titleOf(const Search::Hit &hit)
{
    return hit.title.isEmpty() ? hit.path.section(QLatin1Char('/'), -1) : hit.title;
}

void support(Map *map, NodeId node, const QString &chunk)
{
    QStringList sources = map->node(node).sources;
    if (!sources.contains(chunk))
        map->setSources(node, sources << chunk);
}

//! A statement that becomes a leaf, or, with what it announces, a small branch.
struct Statement {
    qsizetype passage = 0, from = 0;
    QString label;
    QStringList items {};
    QStringList chunks {}; //!< of all passages that say so
    QSet<QString> words {};
};

QSet<QString> wordsOf(const QString &label)
{
    const QStringList words = Evidence::foldedWords(label).split(QLatin1Char(' '), Qt::SkipEmptyParts);
    return QSet<QString>(words.cbegin(), words.cend());
}

QSet<QString> numbersIn(QSet<QString> words)
{
    erase_if(words, [](const QString &word) { return std::none_of(word.cbegin(), word.cend(), [](QChar c) { return c.isDigit(); }); });
    return words;
}

//! Chooses statements from the best sentence on.
class Choosing {
public:
    Choosing(
        const Evidence::AskedQuestion &question, const QList<Retrieval::Passage> &passages, const QList<Evidence::Candidate> &candidates)
        : m_passages(passages), m_all(candidates)
    {
        for (auto it = question.termOf.cbegin(); it != question.termOf.cend(); ++it)
            m_wanted += it.key();
        m_meaning = std::any_of(
            m_all.cbegin(), m_all.cend(), [](const Evidence::Candidate &one) { return one.features[Evidence::Cosine] != 0; });
    }
    QList<Statement> run();

private:
    bool isUsable(const Evidence::Candidate &one) const
    {
        return one.isSentence() && one.features[Evidence::Echo] == 0 && (one.terms.any() || one.features[Evidence::Cosine] > 0);
    }
    QString textOf(qsizetype candidate) const
    {
        const Evidence::Candidate &one = m_all[candidate];
        return Text::sentenceText(QStringView(m_passages[one.passage].hit.text).mid(one.from, one.to - one.from));
    }
    bool isInPassage(qsizetype candidate, qsizetype passage) const
    {
        return candidate >= 0 && candidate < m_all.size() && m_all[candidate].passage == passage;
    }
    bool isItem(qsizetype candidate, qsizetype passage) const
    {
        return isInPassage(candidate, passage)
            && isListItem(QStringView(m_passages[passage].hit.text).mid(m_all[candidate].from, m_all[candidate].to - m_all[candidate].from));
    }
    double relevanceOf(const Evidence::Candidate &one) const;
    qsizetype announcementOf(qsizetype candidate) const;
    std::optional<Statement> listFrom(qsizetype announcement) const;
    std::optional<Statement> statementOf(qsizetype candidate) const;
    bool joinsKnown(const Statement &statement);
    void takeNearest(const QList<qsizetype> &order);

    const QList<Retrieval::Passage> &m_passages;
    const QList<Evidence::Candidate> &m_all;
    QSet<QString> m_wanted; //!< folded words of the question, and their stems
    QList<Statement> m_chosen;
    bool m_meaning = false; //!< sentences have cosines
};

//! How much a sentence is about the question: by meaning where that is known, else by words.
double Choosing::relevanceOf(const Evidence::Candidate &one) const
{
    constexpr double Neighbour = 0.2;
    const Evidence::Features &f = one.features;
    return m_meaning ? f[Evidence::Cosine]
                     : f[Evidence::Coverage] + f[Evidence::HeadingCoverage] + Neighbour * f[Evidence::NearCoverage];
}

//! The sentence that announces the list of which a candidate is an item, or the candidate itself where it announces one; else -1.
qsizetype Choosing::announcementOf(qsizetype candidate) const
{
    const qsizetype passage = m_all[candidate].passage;
    qsizetype at = candidate;
    while (isItem(at, passage) && !(m_all[at].leadsOn && at == candidate))
        --at;
    return isInPassage(at, passage) && m_all[at].leadsOn && isItem(at + 1, passage) ? at : -1;
}

std::optional<Statement> Choosing::listFrom(qsizetype announcement) const
{
    const Evidence::Candidate &one = m_all[announcement];
    QString lead = textOf(announcement);
    lead.chop(1);
    Statement list { one.passage, one.from, itemFrom(lead) };
    for (qsizetype at = announcement + 1; isItem(at, one.passage) && list.items.size() < MostItems; ++at)
        list.items += itemFrom(textOf(at));
    list.items.removeAll(QString());
    list.items.removeDuplicates();
    return list.items.size() > 1 && !list.label.isEmpty() ? std::optional(list) : std::nullopt;
}

std::optional<Statement> Choosing::statementOf(qsizetype candidate) const
{
    if (const qsizetype announcement = announcementOf(candidate); announcement >= 0) {
        if (auto list = listFrom(announcement))
            return list;
    }
    const Evidence::Candidate &one = m_all[candidate];
    const QString language = languageOf(m_passages[one.passage].hit);
    Statement statement { one.passage, one.from, statementFrom(textOf(candidate), language, m_wanted) };
    if (one.opening == Evidence::Opening::Pronoun || one.pointsBack) { // what "it" is stands before
        const bool joins = isInPassage(candidate - 1, one.passage) && m_all[candidate - 1].block == one.block
            && m_all[candidate - 1].isSentence() && m_all[candidate - 1].words + one.words <= JoinedWords;
        if (!joins)
            return {};
        const QString before = statementFrom(textOf(candidate - 1), language, m_wanted);
        if (before.isEmpty() || statement.label.isEmpty())
            return {};
        statement.from = m_all[candidate - 1].from;
        statement.label = before + QLatin1String(". ") + statement.label;
    }
    return statement.label.isEmpty() ? std::nullopt : std::optional(statement);
}

//! A statement whose words another one has already only adds its passage to that.
bool Choosing::joinsKnown(const Statement &statement)
{
    constexpr double Same = 0.8; //!< share of the words of the shorter one
    for (Statement &known : m_chosen) {
        const double common = double((known.words & statement.words).size());
        const double fewer = double(std::min(known.words.size(), statement.words.size()));
        const bool overlap = known.passage == statement.passage && known.from == statement.from;
        if (!overlap && (common < Same * fewer || numbersIn(known.words) != numbersIn(statement.words)))
            continue;
        if (!known.chunks.contains(statement.chunks.first()))
            known.chunks += statement.chunks;
        return true;
    }
    return false;
}

QList<Statement> Choosing::run()
{
    QList<qsizetype> order(m_all.size());
    std::iota(order.begin(), order.end(), 0);
    std::stable_sort(order.begin(), order.end(), [this](qsizetype a, qsizetype b) { return m_all[a].score > m_all[b].score; });
    double mostRelevant = 0;
    for (const Evidence::Candidate &one : m_all)
        mostRelevant = std::max(mostRelevant, isUsable(one) ? relevanceOf(one) : 0);
    QHash<qsizetype, int> inPassage;
    std::optional<double> best;
    for (const qsizetype candidate : std::as_const(order)) {
        const Evidence::Candidate &one = m_all[candidate];
        if (!isUsable(one))
            continue;
        best = best.value_or(one.score);
        if (one.score < *best - Near || m_chosen.size() >= MostStatements)
            break;
        if (inPassage.value(one.passage) >= MostInPassage || relevanceOf(one) < (m_meaning ? NearMeaning : NearWords) * mostRelevant)
            continue;
        auto statement = statementOf(candidate);
        if (!statement)
            continue;
        statement->chunks = { m_passages[one.passage].hit.chunk };
        statement->words = wordsOf(statement->label);
        if (joinsKnown(*statement))
            continue;
        ++inPassage[one.passage];
        m_chosen += *statement;
    }
    if (m_chosen.isEmpty())
        takeNearest(order);
    return m_chosen;
}

//! Where nothing is a statement: the sentences that come nearest, as they are.
void Choosing::takeNearest(const QList<qsizetype> &order)
{
    for (const qsizetype candidate : order) {
        const Evidence::Candidate &one = m_all[candidate];
        const bool alone = one.opening == Evidence::Opening::Own && !one.pointsBack;
        const QString label = isUsable(one) && alone ? itemFrom(textOf(candidate)) : QString();
        if (!isReadable(label) || m_chosen.size() >= MostLeaves)
            continue;
        Statement statement { one.passage, one.from, label, {}, { m_passages[one.passage].hit.chunk }, wordsOf(label) };
        if (!joinsKnown(statement))
            m_chosen += statement;
    }
}

//! Documents as their best statements come, and their statements in the order of the text.
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

//! Single children take the place of what they hang on, so that no level says nothing.
void fold(Map *map)
{
    for (bool changed = true; changed;) {
        changed = false;
        for (const NodeId id : map->preorder()) {
            if (id == map->root() || map->node(id).children.size() != 1)
                continue;
            const NodeId child = map->node(id).children.first();
            const bool leaf = map->node(child).children.isEmpty();
            if (leaf && map->depthOf(id) == 1)
                continue; // a document, or a heading, with what it says
            if (leaf) {
                map->move(child, map->node(id).parent, map->indexOf(id));
                map->remove(id);
            } else {
                const QList<NodeId> grandchildren = map->node(child).children;
                for (const NodeId grandchild : grandchildren)
                    map->move(grandchild, id);
                map->remove(child);
            }
            changed = true;
            break;
        }
    }
}

//! What is more than a glance takes in stands under "More", collapsed.
void limit(Map *map)
{
    for (const NodeId id : map->preorder()) {
        const qsizetype most = id == map->root() ? MostBranches : MostLeaves;
        const QList<NodeId> children = map->node(id).children;
        if (children.size() <= most)
            continue;
        const NodeId more = map->add(id, QCoreApplication::translate("Heddle::MindMap", "More"));
        for (const NodeId child : children.mid(most - 1)) {
            for (const QString &chunk : map->sourcesWithin(child))
                support(map, more, chunk);
            map->move(child, more);
        }
        map->setCollapsed(more, true);
    }
}

void addStatement(Map *map, NodeId at, const Statement &statement)
{
    const NodeId node = map->add(at, statement.label, statement.chunks);
    for (const QString &item : statement.items)
        map->add(node, item, statement.chunks);
}

} // namespace

Map mapFromEvidence(
    const Evidence::AskedQuestion &question, const QList<Retrieval::Passage> &passages, const QList<Evidence::Candidate> &candidates)
{
    QList<Statement> statements = Choosing(question, passages, candidates).run();
    QSet<QString> documents;
    for (const Statement &one : std::as_const(statements))
        documents += passages[one.passage].hit.document;
    const bool flat = documents.size() == 1 && std::none_of(statements.cbegin(), statements.cend(), [&passages](const Statement &one) {
        return !passages[one.passage].hit.heading.isEmpty();
    });
    if (flat) // nothing to group them by: as many as a glance takes in
        statements = statements.mid(0, MostBranches);
    arrange(&statements, passages);
    Map map(question.text);
    QHash<QString, NodeId> branches; // two documents may have the same title
    for (const Statement &one : std::as_const(statements)) {
        const Search::Hit &hit = passages[one.passage].hit;
        const QString title = titleOf(hit);
        NodeId at = map.root();
        support(&map, at, hit.chunk);
        if (documents.size() > 1) {
            NodeId &branch = branches[hit.document];
            if (!branch)
                branch = map.add(at, title);
            at = branch;
            support(&map, at, hit.chunk);
        }
        for (const QString &heading : hit.heading.split(QStringLiteral(" › "), Qt::SkipEmptyParts)) {
            const QString label = labelFrom(heading);
            if (label.size() > LongestHeading || foldedLabel(label) == foldedLabel(title)
                || foldedLabel(label) == foldedLabel(map.node(at).label))
                continue;
            const NodeId known = map.childNamed(at, label);
            at = known ? known : map.add(at, label);
            support(&map, at, hit.chunk);
        }
        addStatement(&map, at, one);
    }
    fold(&map);
    limit(&map);
    return map;
}

} // namespace Heddle::MindMap
