// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/mindmap/evidence.h"
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
