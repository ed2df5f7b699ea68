// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialog/mapsupport.h"
#include "core/dialog/support.h"
#include "core/text/language.h"
#include <QSet>
#include <map>

namespace Heddle::Dialog {
namespace {

using MindMap::Node;
using MindMap::NodeId;

//! Passages by chunk, taken apart when a node first names them.
class Chunks {
public:
    explicit Chunks(const QList<Retrieval::Passage> &passages)
    {
        for (const Retrieval::Passage &passage : passages)
            m_passages.insert(passage.hit.chunk, &passage);
    }
    //! Null for a chunk that isn't among them.
    const Evidence *of(const QString &chunk)
    {
        const Retrieval::Passage *passage = m_passages.value(chunk);
        return passage ? &m_evidence.try_emplace(chunk, *passage).first->second : nullptr;
    }

private:
    QHash<QString, const Retrieval::Passage *> m_passages;
    std::map<QString, Evidence> m_evidence;
};

//! Whether each of a node's sources says something else.
bool isContradicted(const Node &node, Chunks &chunks)
{
    const AnswerStatement label(node.label, {});
    for (const QString &chunk : node.sources) {
        const Evidence *evidence = chunks.of(chunk);
        if (!evidence || compare(label, *evidence).outcome != Outcome::Contradicted)
            return false;
    }
    return !node.sources.isEmpty();
}

//! Whether the labels are in a language that none of the passages is in: then their words can't be found there.
bool isForeign(const MindMap::Map &map, const QList<Retrieval::Passage> &passages)
{
    constexpr qsizetype Enough = 4'000;
    QString labels;
    map.visit([&labels](const Node &node, int) {
        if (labels.size() < Enough)
            labels += node.label + QLatin1Char('\n');
    });
    const QString language = Text::detectLanguage(labels);
    return !language.isEmpty() && std::none_of(passages.cbegin(), passages.cend(), [&language](const Retrieval::Passage &passage) {
        const QString own = passage.hit.language.isEmpty() ? Text::detectLanguage(passage.hit.text) : passage.hit.language;
        return own.isEmpty() || own == language;
    });
}

} // namespace

void markUnsupported(MindMap::Map *map, const QList<Retrieval::Passage> &passages, std::stop_token stop)
{
    const bool foreign = isForeign(*map, passages);
    Chunks chunks(passages);
    const QList<NodeId> ids = map->preorder();
    QSet<NodeId> supported, marked; // supported: it, or something below it
    for (auto id = ids.crbegin(); id != ids.crend(); ++id) {
        if (stop.stop_requested())
            return;
        const Node &node = map->node(*id);
        const bool contradicted = isContradicted(node, chunks);
        const bool hasSource = (!node.sources.isEmpty() && !contradicted) || supported.contains(*id);
        if (hasSource)
            supported += node.parent;
        // A label without a word of its own has nothing that could be found.
        if (contradicted || (!hasSource && !foreign && contentWords(AnswerStatement(node.label, {})) > 0))
            marked += *id;
    }
    marked.remove(map->root());
    for (const NodeId id : ids)
        map->setUnsupported(id, marked.contains(id));
}

} // namespace Heddle::Dialog
