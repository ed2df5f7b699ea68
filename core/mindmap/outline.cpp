// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/mindmap/outline.h"
#include "core/mindmap/outlinereader.h"
#include "core/text/citationmarkers.h"

namespace Heddle::MindMap {
namespace {

//! Labels are cut out of the text once; very long ones are no outline, and stay as they are.
QString plainLabel(const OutlineItem &item)
{
    constexpr qsizetype Longest = 10'000;
    return item.code || item.text.size() > Longest ? item.text : plainText(item.text);
}

const QLatin1String NoSource(" _(no source)_");

//! Takes the sign of a node that no passage supports off its text. True if there was one.
bool takeUnsupported(OutlineItem *item)
{
    const bool unsupported = !item->code && item->text.endsWith(NoSource);
    if (unsupported)
        item->text.chop(NoSource.size());
    return unsupported;
}

QStringList takeSources(QString *label, const QStringList &chunks)
{
    QStringList sources;
    if (chunks.isEmpty())
        return sources;
    const Text::MarkedText marked = Text::takeMarkers(*label, int(chunks.size()));
    for (const Text::Marker &marker : marked.markers) {
        for (const int n : marker.numbers) {
            if (!sources.contains(chunks[n - 1]))
                sources += chunks[n - 1];
        }
    }
    if (!marked.text.trimmed().isEmpty())
        *label = marked.text.trimmed();
    return sources;
}

} // namespace

Outline parseOutline(const QString &markdown, const QString &question, const QStringList &chunks, std::stop_token stop)
{
    OutlineItems read = readOutline(markdown, stop);
    std::vector<OutlineItem> &items = read.items;

    Outline outline { Map(question) };
    outline.isOutline = read.hasStructure;
    int top = -1, topHeadings = 0;
    for (std::size_t i = 0; i < items.size(); ++i) {
        if (items[i].parent < 0 && items[i].heading) {
            top = int(i);
            ++topHeadings;
        }
    }
    std::vector<NodeId> ids(items.size(), 0);
    std::vector<int> depths(items.size(), 0);
    for (std::size_t i = 0; i < items.size() && !stop.stop_requested(); ++i) {
        const bool unsupported = takeUnsupported(&items[i]);
        QString label = plainLabel(items[i]);
        if (int(i) == top && topHeadings == 1) {
            outline.map.setSources(outline.map.root(), takeSources(&label, chunks));
            outline.map.setLabel(outline.map.root(), label);
            outline.map.setUnsupported(outline.map.root(), unsupported);
            outline.named = true;
            ids[i] = outline.map.root();
            continue;
        }
        const bool room = outline.map.size() < MostNodes;
        const int parent = items[i].parent;
        ids[i] = parent < 0 ? outline.map.root() : ids[std::size_t(parent)]; // in the end: its own, if there is room
        const int depth = parent < 0 ? 0 : depths[std::size_t(parent)];
        if (depth >= MostDepth)
            ids[i] = outline.map.node(ids[i]).parent;
        depths[i] = std::min(depth + 1, MostDepth);
        if (!room) {
            ++outline.leftOut;
            continue;
        }
        const QStringList sources = takeSources(&label, chunks);
        if (label.isEmpty() && (i + 1 == items.size() || items[i + 1].parent != int(i)))
            continue; // an empty bullet
        ids[i] = outline.map.add(ids[i], label, sources);
        outline.map.setUnsupported(ids[i], unsupported);
    }
    return outline;
}

QString printOutline(const Map &map)
{
    const auto escaped = [](const QString &label) {
        QString text;
        for (const QChar c : label) {
            if (QStringLiteral("\\`*_~[]<>|#").contains(c) || (text.isEmpty() && (c == QLatin1Char('-') || c == QLatin1Char('+'))))
                text += QLatin1Char('\\');
            text += c;
        }
        return text;
    };
    QString text;
    map.visit([&](const Node &node, int depth) {
        if (depth == 0)
            text += QLatin1String("# ");
        else
            text += QString(2 * (depth - 1), QLatin1Char(' ')) + QLatin1String("- ");
        text += escaped(node.label) + (node.unsupported ? NoSource : QLatin1String("")) + QLatin1String(depth == 0 ? "\n\n" : "\n");
    });
    return text;
}

} // namespace Heddle::MindMap
