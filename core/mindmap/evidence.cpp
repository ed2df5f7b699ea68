// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/mindmap/evidence.h"
#include "core/evidence/candidates.h"
#include "core/mindmap/clauses.h"
#include "core/text/analyzer.h"
#include "core/text/language.h"
#include "core/text/sentences.h"
#include "core/text/stopwords.h"
#include <QCoreApplication>
#include <QSet>
#include <algorithm>
#include <map>

namespace Heddle::MindMap {
namespace {

QString languageOf(const Retrieval::Passage &passage)
{
    return passage.hit.language.isEmpty() ? Text::detectLanguage(passage.hit.text) : passage.hit.language;
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

NodeId childOrNew(Map *map, NodeId parent, const QString &label)
{
    const NodeId known = map->childNamed(parent, label);
    return known ? known : map->add(parent, label);
}

QSet<QString> stemsOf(const QString &text, const std::string &language)
{
    QSet<QString> stems;
    Text::Analyzer &analyzer = Text::Analyzer::forThisThread();
    analyzer.words(text, [&](const Text::Token &token) {
        const bool stop = Text::stopWords(language).contains(token.term) || Text::stopWords("en").contains(token.term);
        if (!stop)
            stems += QString::fromStdString(token.ngram ? token.term : analyzer.stem(token.term, language));
    });
    return stems;
}

constexpr qsizetype MaxBranches = 7, MaxLeaves = 5; //!< of a node, before the rest stands under "More"

//! A question's words with the forms that they have in the passages' languages; all of them count the same.
QList<Search::QueryTerm> termsOf(const QString &question, const QList<Retrieval::Passage> &passages)
{
    QSet<std::string> languages;
    for (const Retrieval::Passage &passage : passages)
        languages += languageOf(passage).toStdString();
    QList<Search::QueryTerm> terms;
    Text::Analyzer &analyzer = Text::Analyzer::forThisThread();
    analyzer.words(question, [&](const Text::Token &token) {
        const bool stop = std::any_of(
            languages.cbegin(), languages.cend(), [&](const std::string &one) { return Text::stopWords(one).contains(token.term); });
        if (stop || Text::stopWords("en").contains(token.term))
            return;
        Search::QueryTerm term { QString::fromStdString(token.term), { QString::fromStdString(token.term) }, true, 1 };
        for (const std::string &language : languages) {
            if (!token.ngram)
                term.forms += QString::fromStdString(analyzer.stem(token.term, language));
        }
        term.forms.removeDuplicates();
        terms += term;
    });
    return terms;
}

//! What a passage says about the question, short enough for a label.
struct Point {
    QString label;
    double score = 0;
    bool onTopic = false; //!< it, or what stands around it, has a word of the question
};

std::vector<std::optional<Point>> pointsOf(const QString &question, const QList<Retrieval::Passage> &passages, std::stop_token stop)
{
    const QList<Search::QueryTerm> terms = termsOf(question, passages);
    const Evidence::AskedQuestion asked = Evidence::understand(question, terms);
    QSet<QString> wanted;
    for (const Search::QueryTerm &term : terms)
        wanted += QSet<QString>(term.forms.cbegin(), term.forms.cend());
    std::vector<std::optional<Point>> points(std::size_t(passages.size()));
    for (const Evidence::Candidate &candidate : Evidence::candidatesFrom(asked, passages, stop)) {
        auto &point = points[std::size_t(candidate.passage)];
        if (!candidate.isSentence() || (point && point->score >= candidate.score))
            continue;
        const Retrieval::Passage &passage = passages[candidate.passage];
        const QString sentence = Text::sentenceText(QStringView(passage.hit.text).mid(candidate.from, candidate.to - candidate.from));
        point = Point { labelFrom(clauseFor(sentence, languageOf(passage), wanted)), candidate.score, candidate.around.any() };
    }
    return points;
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
        const qsizetype most = id == map->root() ? MaxBranches : MaxLeaves;
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

} // namespace

Map mapFromPassages(const QString &question, const QList<Retrieval::Passage> &all, std::stop_token stop)
{
    const QList<Retrieval::Passage> passages = all.mid(0, MapPassages);
    const auto points = pointsOf(question, passages, stop);
    const bool onTopic = std::any_of(points.begin(), points.end(), [](const auto &point) { return point && point->onTopic; });
    QSet<QString> documents, said;
    for (const Retrieval::Passage &passage : passages)
        documents += passage.hit.document;
    Map map(question);
    QHash<QString, NodeId> branches; // two documents may have the same title
    for (qsizetype i = 0; i < passages.size(); ++i) {
        const auto &point = points[std::size_t(i)];
        const Search::Hit &hit = passages[i].hit;
        if (!point || (onTopic && !point->onTopic) || said.contains(foldedLabel(point->label)))
            continue;
        said += foldedLabel(point->label);
        NodeId at = map.root();
        support(&map, at, hit.chunk);
        const QString title = titleOf(hit);
        if (documents.size() > 1) {
            NodeId &branch = branches[hit.document];
            if (!branch)
                branch = map.add(at, title);
            at = branch;
            support(&map, at, hit.chunk);
        }
        for (const QString &heading : hit.heading.split(QStringLiteral(" › "), Qt::SkipEmptyParts)) {
            const QString label = labelFrom(heading);
            if (foldedLabel(label) == foldedLabel(title) || foldedLabel(label) == foldedLabel(map.node(at).label))
                continue;
            at = childOrNew(&map, at, label);
            support(&map, at, hit.chunk);
        }
        map.add(at, point->label, { hit.chunk });
    }
    fold(&map);
    limit(&map);
    return map;
}

void addEvidence(Map *map, const QList<Retrieval::Passage> &passages, std::stop_token stop)
{
    struct Terms {
        QString chunk;
        std::string language;
        QSet<QString> stems;
    };
    QList<Terms> known;
    for (const Retrieval::Passage &passage : passages) {
        const std::string language = languageOf(passage).toStdString();
        known += Terms { passage.hit.chunk, language,
            stemsOf(passage.hit.text + QLatin1Char('\n') + passage.hit.heading + QLatin1Char('\n') + passage.hit.title, language) };
    }
    for (const NodeId id : map->preorder()) {
        if (stop.stop_requested())
            return;
        if (id == map->root() || !map->node(id).sources.isEmpty())
            continue;
        QList<QPair<double, QString>> best;
        std::map<std::string, QSet<QString>> labels; //!< the stems of the label, by language
        for (const Terms &terms : std::as_const(known)) {
            auto label = labels.find(terms.language);
            if (label == labels.end())
                label = labels.emplace(terms.language, stemsOf(map->node(id).label, terms.language)).first;
            const QSet<QString> &stems = label->second;
            const double share = stems.isEmpty() ? 0 : double((QSet<QString>(stems) & terms.stems).size()) / double(stems.size());
            constexpr double Half = 0.5;
            if (share >= Half)
                best += { share, terms.chunk };
        }
        std::stable_sort(best.begin(), best.end(), [](const auto &a, const auto &b) { return a.first > b.first; });
        QStringList sources;
        constexpr int Most = 3;
        for (const auto &[share, chunk] : best.mid(0, Most))
            sources += chunk;
        map->setSources(id, sources);
    }
}

} // namespace Heddle::MindMap
