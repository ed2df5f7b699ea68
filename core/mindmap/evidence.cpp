// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/mindmap/evidence.h"
#include "core/mindmap/keyphrases.h"
#include "core/text/analyzer.h"
#include "core/text/language.h"
#include "core/text/stopwords.h"
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

} // namespace

Map mapFromPassages(const QString &question, const QList<Retrieval::Passage> &all)
{
    const QList<Retrieval::Passage> passages = all.mid(0, MapPassages);
    Map map(question);
    QSet<QString> documents;
    for (const Retrieval::Passage &passage : passages)
        documents += passage.hit.document;
    const bool several = documents.size() > 1;
    QHash<QString, NodeId> branches; // two documents may have the same title
    for (const Retrieval::Passage &passage : passages) {
        const Search::Hit &hit = passage.hit;
        support(&map, map.root(), hit.chunk);
        NodeId at = map.root();
        const QString title = titleOf(hit);
        QStringList known { question, title };
        if (several) {
            NodeId &branch = branches[hit.document];
            if (!branch)
                branch = map.add(at, title);
            at = branch;
            support(&map, at, hit.chunk);
        }
        const QStringList headings = hit.heading.split(QStringLiteral(" › "), Qt::SkipEmptyParts);
        for (const QString &heading : headings) {
            const QString label = labelFrom(heading);
            if (foldedLabel(label) == foldedLabel(title) || foldedLabel(label) == foldedLabel(map.node(at).label))
                continue;
            at = childOrNew(&map, at, label);
            support(&map, at, hit.chunk);
            known += label;
        }
        for (const NodeId child : map.node(at).children)
            known += map.node(child).label;
        const int most = passages.size() <= 3 ? 4 : 2;
        const QStringList phrases = keyPhrases(hit.text, languageOf(passage), question, known, most);
        for (const QString &phrase : phrases)
            support(&map, childOrNew(&map, at, phrase), hit.chunk);
    }
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
