// SPDX-License-Identifier: GPL-3.0-or-later
// bench_mindmap: arranges random maps of 200 and of 2,000 nodes, 20 times each, and reads an outline of 10 MB. Prints the
// medians as JSON, beside their limits.
#include "core/mindmap/layout.h"
#include "core/mindmap/outline.h"
#include <QElapsedTimer>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRandomGenerator>
#include <algorithm>
#include <cstdio>

using namespace Heddle;
using namespace Heddle::MindMap;

namespace {

double arrangedIn(int nodes, QRandomGenerator &random)
{
    Map map(QStringLiteral("root"));
    QList<NodeId> ids { map.root() };
    QHash<NodeId, QSizeF> sizes { { map.root(), { 120, 30 } } };
    while (map.size() < nodes) {
        ids += map.add(ids[random.bounded(ids.size())], QStringLiteral("node"));
        sizes.insert(ids.last(), QSizeF(40 + random.bounded(200), 20 + random.bounded(40)));
    }
    QElapsedTimer clock;
    clock.start();
    const Layout layout = arrange(map, [&sizes](const Node &node) { return sizes[node.id]; });
    const double ms = double(clock.nsecsElapsed()) / 1e6;
    return layout.boxes.size() == nodes ? ms : -1;
}

double median(QList<double> times)
{
    std::sort(times.begin(), times.end());
    return times[times.size() / 2];
}

} // namespace

int main()
{
    constexpr int Rounds = 20;
    QRandomGenerator random(7);
    QList<double> few, many;
    for (int round = 0; round < Rounds; ++round) { // in turn, so that both meet the same machine
        few += arrangedIn(200, random);
        many += arrangedIn(2'000, random);
    }
    const double small = median(few), large = median(many);
    const QString line = QStringLiteral("  - a **point** of the matter with `code` in it\n");
    const QString text = line.repeated(10'000'000 / line.size());
    QElapsedTimer clock;
    clock.start();
    const Outline outline = parseOutline(text, QStringLiteral("question"));
    const QJsonObject result { { QStringLiteral("layout_200_ms"), small }, { QStringLiteral("layout_2000_ms"), large },
        { QStringLiteral("layout_2000_goal_ms"), 20 }, { QStringLiteral("ratio"), large / small }, { QStringLiteral("ratio_goal"), 12 },
        { QStringLiteral("outline_10_mb_ms"), double(clock.nsecsElapsed()) / 1e6 },
        { QStringLiteral("outline_nodes"), outline.map.size() + outline.leftOut } };
    std::fputs(QJsonDocument(result).toJson().constData(), stdout);
    return 0;
}
