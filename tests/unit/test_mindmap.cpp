// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/mindmap/editor.h"
#include "core/mindmap/formats.h"
#include "core/mindmap/keyphrases.h"
#include "core/mindmap/layout.h"
#include "core/mindmap/outline.h"
#include <QJsonDocument>
#include <QRandomGenerator>
#include <QTest>
#include <QXmlStreamReader>
#include <algorithm>

using namespace Heddle;
using namespace Heddle::MindMap;

namespace {

//! root[child, child[grandchild]]
QString shown(const Map &map, NodeId id = 0)
{
    const Node &node = map.node(id ? id : map.root());
    QStringList children;
    for (const NodeId child : node.children)
        children += shown(map, child);
    return node.label + (children.isEmpty() ? QString() : QLatin1Char('[') + children.join(QLatin1String(", ")) + QLatin1Char(']'));
}

QString randomLabel(QRandomGenerator &random)
{
    static const QStringList words { QStringLiteral("loom"), QStringLiteral("*warp*"), QStringLiteral("# weft"), QStringLiteral("- heddle"),
        QStringLiteral("1. shed"), QStringLiteral("`reed`"), QStringLiteral("[link](x)"), QStringLiteral("a|b"), QStringLiteral("织机"),
        QStringLiteral("النول"), QStringLiteral("\\"), QStringLiteral("<b>"), QStringLiteral("snake_case"), QStringLiteral("---"),
        QStringLiteral("C#"), QStringLiteral("[1]"), QStringLiteral("```"), QStringLiteral("&amp;"), QStringLiteral("2*3"),
        QStringLiteral("> quoted"), QStringLiteral("😀"), QStringLiteral("**"), QStringLiteral("==="), QStringLiteral("~~gone~~"),
        QStringLiteral("…") };
    QStringList label;
    for (int i = random.bounded(1, 4); i > 0; --i)
        label += words[random.bounded(words.size())];
    return label.join(QLatin1Char(' '));
}

Map randomMap(QRandomGenerator &random, int nodes, bool labels = true)
{
    Map map(labels ? randomLabel(random) : QStringLiteral("root"));
    QList<NodeId> ids { map.root() };
    QList<int> depths { 0 };
    while (map.size() < nodes) {
        // Some are bushy, some are long.
        const int at = random.bounded(3) ? random.bounded(int(ids.size())) : std::max(0, int(ids.size()) - 1 - random.bounded(5));
        if (depths[at] > 60)
            continue;
        ids += map.add(ids[at], labels ? randomLabel(random) : QStringLiteral("node %1").arg(map.size()));
        depths += depths[at] + 1;
    }
    return map;
}

} // namespace

class TestMindMap : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void outlines_data()
    {
        QTest::addColumn<QString>("markdown");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char *name, const char *markdown, const char *expected) {
            QTest::newRow(name) << QString::fromUtf8(markdown) << QString::fromUtf8(expected);
        };
        // The table of the specification.
        row("flat list", "# A\n- one\n- two\n- three", "A[one, two, three]");
        row("second children", "# A\n- p\n  - c1\n  - c2", "A[p[c1, c2]]");
        row("paragraph, then list", "# A\nSome words.\n\n- one\n- two", "A[Some words., one, two]");
        row("paragraph, list without blank line", "# A\nSome words:\n- one\n- two", "A[Some words:, one, two]");
        row("repeated headings", "# A\n## Overview\n- x\n# B\n## Overview\n- y", "Q[A[Overview[x]], B[Overview[y]]]");
        row("no heading", "- one\n- two", "Q[one, two]");
        row("empty", "", "Q");
        row("white space", " \n\t\n\r\n", "Q");
        // Headings.
        row("levels", "# A\n## B\n### C\n## D", "A[B[C], D]");
        row("level left out", "# A\n#### B\n## C", "A[B, C]");
        row("higher heading later", "## B\n# A\n## C", "Q[B, A[C]]");
        row("twelve levels",
            "# 1\n## 2\n### 3\n#### 4\n##### 5\n###### 6\n####### 7\n######## 8\n######### 9\n########## 10\n########### 11\n############ "
            "12",
            "1[2[3[4[5[6[7[8[9[10[11[12]]]]]]]]]]]");
        row("twelve levels of lists",
            "- 1\n  - 2\n    - 3\n      - 4\n        - 5\n          - 6\n            - 7\n              - 8\n                - 9\n"
            "                  - 10\n                    - 11\n                      - 12",
            "Q[1[2[3[4[5[6[7[8[9[10[11[12]]]]]]]]]]]]");
        row("no space after #", "#A\n##B\n- c", "A[B[c]]");
        row("closing hashes", "# A #\n## C# ##", "A[C#]");
        row("number sign", "# A\n#1 of all", "A[#1 of all]");
        row("setext", "A\n===\n\nB\n---\n- c\n\nD\n---", "A[B[c], D]");
        row("bold headings", "# A\n**B**\n- c\n\n**D:**\n- e", "A[B[c], D:[e]]");
        row("bold headings below levels", "# A\n## B\n\n**C**\n\ntext\n\n## D", "A[B[C[text]], D]");
        row("bold headings alone", "**A**\n- b\n\n**C**\n- d", "Q[A[b], C[d]]");
        row("bold list items are items", "- **A**: words\n- **B**", "Q[A: words, B]");
        row("heading in an item", "- ## A\n  - ### B", "Q[A[B]]");
        row("empty heading", "# A\n##\n- b", "A[b]");
        row("text before the heading", "Here it is:\n\n# A\n- b", "A[Here it is:, b]");
        row("text outside any heading", "- loose\n\n# A\n- b\n# B", "Q[loose, A[b], B]");
        // Lists.
        row("tabs", "-\tone\n\t-\ttwo\n\t\t-\tthree", "Q[one[two[three]]]");
        row("numbered", "1. one\n2. two\n   - three\n10) four", "Q[one, two[three], four]");
        row("numbered, two spaces", "1. one\n  - two\n  - three\n2. four", "Q[one[two, three], four]");
        row("four spaces", "* one\n    * two\n        * three\n* four", "Q[one[two[three]], four]");
        row("six spaces", "- one\n      - two", "Q[one[two]]");
        row("mixed marks", "* one\n  + two\n    - three\n  1) four\n• five", "Q[one[two[three], four], five]");
        row("dedent by half", "- one\n    - two\n  - three", "Q[one[two, three]]");
        row("one space is no level", "- one\n - two", "Q[one, two]");
        row("task list", "- [ ] one\n- [x] two", "Q[one, two]");
        row("year is no number", "# A\n- 1984. The year\n\n1984. A book", "A[1984. The year, 1984. A book]");
        row("decimals are no numbers", "3.5 kg of yarn", "Q[3.5 kg of yarn]");
        row("item over lines", "- one\n  goes on\n- two", "Q[one goes on, two]");
        row("paragraph in an item", "- one\n\n  more of it\n\n- two", "Q[one[more of it], two]");
        row("item without text", "-\n  - one\n-\n", "Q[…[one]]");
        row("headings and lists", "# A\n- b\n  - c\n## D\n- e\n\ntext\n\n- f", "A[b[c], D[e, text, f]]");
        row("list after list", "# A\n- b\n\n- c\n\n\n* d", "A[b, c, d]");
        row("indentation alone", "loom\n  warp\n    end\n  weft\nreed", "Q[loom[warp[end], weft], reed]");
        // What is not outline.
        row("paragraph over lines", "# A\none\ntwo\n\nthree", "A[one two, three]");
        row("Chinese lines", "# 题\n第一行\n第二行", "题[第一行第二行]");
        row("rule", "# A\n\n---\n\n- b\n\n***\n- c", "A[b, c]");
        row("table", "# A\n\n| n | m |\n|---|:-:|\n| 1 | 2 |\n| 3 | 4 |\n\n- b", "A[n | m[1 | 2, 3 | 4], b]");
        row("bars are no table", "# A\n- x | y\n- z", "A[x | y, z]");
        row("code", "# A\n\n```cpp\nint *x;\n# no heading\n```\n- b", "A[int *x; # no heading, b]");
        row("code without an end", "# A\n- b\n```py\nx = 1", "A[b, x = 1]");
        row("quote", "> # A\n> - b\n>   - c", "A[b[c]]");
        row("fences around", "```markdown\n# A\n- b\n```", "A[b]");
        row("fences around, words too", "Here:\n```\n# A\n- b\n```\nDone.", "A[Here:, b, Done.]");
        row("think block", "<think>\n# no\n- no\n</think>\n\n# A\n- b", "A[b]");
        row("CRLF", "# A\r\n- b\r\n  - c\r\n\r\ntext\r\n", "A[b[c], text]");
        row("CR alone", "# A\r- b\r- c", "A[b, c]");
        row("no line end, no space", "#A\n-b", "A[b]");
        // Within labels.
        row("emphasis", "# **A**\n- *b* and __c__ and ***d***\n- ~~e~~ `f*g*` _h_", "A[b and c and d, e f*g* h]");
        row("no emphasis", "- 2 * 3 * 4\n- snake_case_name\n- 2*3*4\n- a * b", "Q[2 * 3 * 4, snake_case_name, 2*3*4, a * b]");
        row("Chinese emphasis", "- **“织机”**是机器", "Q[“织机”是机器]");
        row("links", "- [loom](https://x.org/a_(b)) and ![reed](r.png)", "Q[loom and reed]");
        row("escapes", "- \\*no\\* \\# \\[x\\]", "Q[*no* # [x]]");
        row("line break tag", "- one<br>two <b>three</b>", "Q[one two three]");
        row("markers stay without passages", "- one [1]", "Q[one [1]]");
        // Scripts.
        row("Chinese", "# 织机\n1、经纱\n2、纬纱\n（3）综片\n•梭口", "织机[经纱, 纬纱, 综片, 梭口]");
        row("Arabic", "# النول\n- السداة\n  - اللحمة\n١. مشط", "النول[السداة[اللحمة], مشط]");
        row("full-width digits", "１．一\n２．二", "Q[一, 二]");
    }

    void outlines()
    {
        QFETCH(QString, markdown);
        QFETCH(QString, expected);
        const Outline outline = parseOutline(markdown, QStringLiteral("Q"));
        QCOMPARE(shown(outline.map), expected);
        QCOMPARE(outline.isEmpty(), expected == QLatin1String("Q"));
    }

    void markersBecomeSources()
    {
        const QStringList chunks { QStringLiteral("c1"), QStringLiteral("c2"), QStringLiteral("c3") };
        const Outline outline =
            parseOutline(QStringLiteral("# A\n- one [1]\n  - two [2, 3]\n- three [9]\n- four [ID:2]\n"), QStringLiteral("Q"), chunks);
        QCOMPARE(shown(outline.map), QStringLiteral("A[one[two], three, four]"));
        const QList<NodeId> ids = outline.map.preorder();
        QCOMPARE(outline.map.node(ids[1]).sources, QStringList { QStringLiteral("c1") });
        QCOMPARE(outline.map.node(ids[2]).sources, (QStringList { QStringLiteral("c2"), QStringLiteral("c3") }));
        QVERIFY(outline.map.node(ids[3]).sources.isEmpty());
        QCOMPARE(outline.map.node(ids[4]).sources, QStringList { QStringLiteral("c2") });
        QCOMPARE(outline.map.sourcesWithin(ids[1]), chunks);
    }

    void whatIsPrintedIsReadAgain()
    {
        QRandomGenerator random(20260311);
        for (int round = 0; round < 300; ++round) {
            const Map map = randomMap(random, 1 + round / 3);
            const Map again = parseOutline(printOutline(map), QStringLiteral("other")).map;
            QVERIFY2(map == again, qPrintable(printOutline(map) + QLatin1Char('\n') + printOutline(again)));
        }
    }

    void everyLabelOfTheInputOccurs()
    {
        // Lines of every kind in any order: whatever becomes their tree, their words are in it.
        QRandomGenerator random(7);
        for (int round = 0; round < 500; ++round) {
            QString text;
            QStringList words;
            for (int i = random.bounded(1, 40); i > 0; --i) {
                const QString word = QStringLiteral("word%1x").arg(words.size());
                words += word;
                const QString space(random.bounded(7), QLatin1Char(' '));
                switch (random.bounded(9)) {
                case 0: text += QString(random.bounded(1, 8), QLatin1Char('#')) + QLatin1Char(' ') + word; break;
                case 1: text += space + QLatin1String("- ") + word; break;
                case 2: text += space + QLatin1String("3. **") + word + QLatin1String("**"); break;
                case 3: text += space + word; break;
                case 4: text += QLatin1Char('\n') + word + QLatin1String("\n---"); break;
                case 5: text += QLatin1String("\n**") + word + QLatin1String("**"); break;
                case 6: text += QLatin1String("| ") + word + QLatin1String(" | x |\n|---|---|"); break;
                case 7: text += QLatin1String("> ") + word; break;
                default: text += QLatin1String("```\n") + word + QLatin1String("\n```"); break;
                }
                text += random.bounded(3) ? QLatin1String("\n") : QLatin1String("\r\n\r\n");
            }
            const QString all = shown(parseOutline(text, QStringLiteral("Q")).map);
            for (const QString &word : std::as_const(words))
                QVERIFY2(all.count(word) == 1, qPrintable(word + QLatin1Char('\n') + text + all));
        }
    }

    void mergingLosesNothing()
    {
        QRandomGenerator random(99);
        for (int round = 0; round < 200; ++round) {
            Map a = randomMap(random, random.bounded(1, 40)), b = randomMap(random, random.bounded(1, 40));
            if (round % 2)
                b.setLabel(b.root(), a.node(a.root()).label);
            Map merged = a;
            merge(&merged, b);
            QSet<QString> paths, expected;
            const auto collect = [](const Map &map, QSet<QString> *into, const QString &under) {
                map.visit([&](const Node &node, int) { *into += under + foldedLabel(map.path(node.id).join(QChar(1))); });
            };
            collect(merged, &paths, {});
            collect(a, &expected, {});
            const bool same = foldedLabel(a.node(a.root()).label) == foldedLabel(b.node(b.root()).label);
            const QString top = foldedLabel(b.node(b.root()).label);
            b.visit([&](const Node &node, int) {
                QStringList path = b.path(node.id);
                if (!same)
                    path.prepend(top);
                expected += foldedLabel(path.join(QChar(1)));
            });
            QCOMPARE(paths, expected);
        }
        Map into(QStringLiteral("Q"));
        into.add(into.root(), QStringLiteral("Looms"), { QStringLiteral("c1") });
        Map more(QStringLiteral("q"));
        const NodeId looms = more.add(more.root(), QStringLiteral("  looms "), { QStringLiteral("c2") });
        more.add(looms, QStringLiteral("heddle"));
        more.add(more.root(), QStringLiteral("Yarn"));
        merge(&into, more);
        QCOMPARE(shown(into), QStringLiteral("Q[Looms[heddle], Yarn]"));
        QCOMPARE(into.node(into.node(into.root()).children[0]).sources, (QStringList { QStringLiteral("c1"), QStringLiteral("c2") }));
    }

    void badRepliesAreSurvived()
    {
        // 10 MB of anything: bounded, in time that grows with the text.
        const QString line = QStringLiteral("- a point that is made over and over `code **bold [link\n");
        Outline outline = parseOutline(line.repeated(10'000'000 / line.size()), QStringLiteral("Q"));
        QCOMPARE(outline.map.size(), MostNodes);
        QVERIFY(outline.leftOut > 100'000);
        outline = parseOutline(QStringLiteral("word ").repeated(2'000'000), QStringLiteral("Q"));
        QCOMPARE(outline.map.size(), 2);
        outline = parseOutline(QStringLiteral("**").repeated(3'000), QStringLiteral("Q"));
        QVERIFY(outline.map.size() >= 1);
        // One heading 5,000 times is one branch, once it is merged.
        Map map(QStringLiteral("Q"));
        merge(&map, parseOutline(QStringLiteral("## Same\n- %1\n").repeated(2'400).arg(QStringLiteral("x")), QStringLiteral("Q")).map);
        QCOMPARE(shown(map), QStringLiteral("Q[Same[x]]"));
        // Deeper than any file format can hold.
        QString deep;
        for (int i = 0; i < 3'000; ++i)
            deep += QString(2 * i, QLatin1Char(' ')) + QStringLiteral("- n%1\n").arg(i);
        outline = parseOutline(deep, QStringLiteral("Q"));
        QCOMPARE(outline.map.size(), 3'001);
        const auto again = fromJson(QJsonDocument::fromJson(QJsonDocument(toJson(outline.map)).toJson()).object());
        QVERIFY(again && *again == outline.map);
    }

    void editsAreUndone()
    {
        QRandomGenerator random(5);
        for (int round = 0; round < 60; ++round) {
            Editor editor(randomMap(random, 25));
            QList<Map> states { editor.map() };
            while (states.size() < 30) {
                const QList<NodeId> ids = editor.map().preorder();
                const auto any = [&] { return ids[random.bounded(ids.size())]; };
                bool changed = false;
                switch (random.bounded(5)) {
                case 0: changed = editor.rename(any(), randomLabel(random)); break;
                case 1: changed = editor.add(any(), randomLabel(random), {}, random.bounded(3)) != 0; break;
                case 2: changed = random.bounded(3) == 0 && editor.remove(any()); break;
                case 3: changed = editor.move(any(), any(), random.bounded(4) - 1); break;
                default: changed = random.bounded(4) == 0 && editor.merge(randomMap(random, 5)); break;
                }
                if (changed)
                    states += editor.map();
            }
            for (qsizetype i = states.size() - 2; i >= 0; --i) {
                QVERIFY(editor.undo());
                QVERIFY2(editor.map() == states[i], qPrintable(shown(editor.map()) + QLatin1Char('\n') + shown(states[i])));
            }
            QVERIFY(!editor.canUndo() && !editor.undo());
            for (qsizetype i = 1; i < states.size(); ++i) {
                QVERIFY(editor.redo());
                QVERIFY(editor.map() == states[i]);
            }
            QVERIFY(!editor.canRedo());
        }
        Editor editor((Map(QStringLiteral("Q"))));
        const NodeId a = editor.add(editor.map().root(), QStringLiteral("a")), b = editor.add(a, QStringLiteral("b"));
        QVERIFY(!editor.move(a, b)); // into itself
        QVERIFY(!editor.remove(editor.map().root()));
        QVERIFY(!editor.rename(a, QStringLiteral("  ")));
        QCOMPARE(shown(editor.map()), QStringLiteral("Q[a[b]]"));
    }

    void filesAreReadAgain()
    {
        QRandomGenerator random(11);
        for (int round = 0; round < 100; ++round) {
            Map map = randomMap(random, random.bounded(1, 60));
            for (const NodeId id : map.preorder()) {
                if (random.bounded(2))
                    map.setSources(id, { QStringLiteral("c%1").arg(id), QStringLiteral("d%1").arg(id) });
            }
            const auto opml = readMap(toOpml(map), QStringLiteral("other"));
            QVERIFY2(opml && *opml == map, opml ? qPrintable(shown(*opml)) : qPrintable(opml.error().message));
            map.setCollapsed(map.preorder().last(), true);
            const auto freeMind = readMap(toFreeMind(map), QStringLiteral("other"));
            QVERIFY2(freeMind && *freeMind == map, qPrintable(QString::fromUtf8(toFreeMind(map))));
            const auto json = readMap(QJsonDocument(toJson(map)).toJson(), QStringLiteral("other"));
            QVERIFY(json && *json == map);
        }
        QVERIFY(toFreeMind(Map(QStringLiteral("Q"))).startsWith("<map version=\"0.9.0\">")); // else Freeplane warns
        // What other programs write.
        const auto freeplane =
            readMap("<map version=\"freeplane 1.9.13\"><node TEXT=\"A\" FOLDED=\"false\"><edge STYLE=\"bezier\"/>"
                    "<node POSITION=\"left\"><richcontent TYPE=\"NODE\"><html><body><p>b <b>c</b></p></body></html></richcontent>"
                    "<richcontent TYPE=\"NOTE\"><html><body><p>a note</p></body></html></richcontent></node></node></map>",
                {});
        QVERIFY(freeplane);
        QCOMPARE(shown(*freeplane), QStringLiteral("A[b c]"));
        const auto opml = readMap("<?xml version=\"1.0\"?><opml version=\"1.0\"><head><title>T</title></head><body><outline text=\"a\"/>"
                                  "<outline title=\"b\"><outline text=\"c\"/></outline></body></opml>",
            {});
        QVERIFY(opml);
        QCOMPARE(shown(*opml), QStringLiteral("T[a, b[c]]"));
    }

    void opmlIsWhatItsSpecificationSays()
    {
        // opml.org/spec2.opml: <opml version>, <head>, then <body> with outlines that have a text; nothing else.
        QRandomGenerator random(12);
        const Map map = randomMap(random, 40);
        QXmlStreamReader xml(toOpml(map));
        QStringList open, top;
        int outlines = 0;
        while (!xml.atEnd()) {
            xml.readNext();
            if (xml.isStartElement()) {
                const QString name = xml.name().toString(), within = open.value(open.size() - 1);
                if (name == QLatin1String("outline")) {
                    QVERIFY(within == QLatin1String("body") || within == QLatin1String("outline"));
                    QVERIFY(!xml.attributes().value(QLatin1String("text")).isEmpty());
                    ++outlines;
                } else if (open.size() == 1) {
                    top += name;
                } else {
                    QVERIFY(open.isEmpty()
                            ? name == QLatin1String("opml") && xml.attributes().value(QLatin1String("version")) == QLatin1String("2.0")
                            : within == QLatin1String("head") && name == QLatin1String("title"));
                }
                open += name;
            } else if (xml.isEndElement()) {
                open.removeLast();
            }
        }
        QVERIFY2(!xml.hasError(), qPrintable(xml.errorString()));
        QCOMPARE(top, (QStringList { QStringLiteral("head"), QStringLiteral("body") }));
        QCOMPARE(outlines, map.size());
    }

    void badFilesAreExplained_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("words");
        QTest::newRow("empty") << QByteArray() << QStringLiteral("empty");
        QTest::newRow("JSON, cut") << QByteArray("{\"label\":\"a\",") << QStringLiteral("position");
        QTest::newRow("JSON of another kind") << QByteArray("{\"a\":1}") << QStringLiteral("label");
        QTest::newRow("XML, cut") << QByteArray("<map><node TEXT=\"a\"><node") << QStringLiteral("line 1");
        QTest::newRow("OPML, cut") << QByteArray("<opml><body>\n<outline text=\"a\">") << QStringLiteral("line 2");
        QTest::newRow("XML of another kind") << QByteArray("<svg/>") << QStringLiteral("<svg>");
        QTest::newRow("map without nodes") << QByteArray("<map/>") << QStringLiteral("no node");
        QTest::newRow("two roots") << QByteArray("<map><node TEXT=\"a\"/><node TEXT=\"b\"/></map>") << QStringLiteral("two roots");
        QTest::newRow("too deep") << QByteArray("<map>") + QByteArray("<node TEXT=\"a\">").repeated(5000) << QStringLiteral("levels");
    }

    void badFilesAreExplained()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, words);
        const auto map = readMap(bytes, QStringLiteral("name"));
        QVERIFY(!map);
        QVERIFY2(map.error().message.contains(words), qPrintable(map.error().message));
    }

    void boxesNeverOverlap()
    {
        QRandomGenerator random(3);
        for (const int nodes : { 1, 2, 3, 10, 50, 200, 700, 2'000 }) {
            for (int round = 0; round < (nodes > 500 ? 3 : 20); ++round) {
                Map map = randomMap(random, nodes, false);
                QHash<NodeId, QSizeF> sizes;
                for (const NodeId id : map.preorder()) {
                    sizes.insert(id, QSizeF(20 + random.bounded(300), 16 + random.bounded(80)));
                    if (random.bounded(30) == 0)
                        map.setCollapsed(id, true);
                }
                const Layout layout = arrange(map, [&sizes](const Node &node) { return sizes[node.id]; });
                QList<QPair<QRectF, NodeId>> boxes;
                for (const NodeId id : map.preorder()) {
                    bool hidden = false;
                    for (NodeId above = map.node(id).parent; above; above = map.node(above).parent)
                        hidden = hidden || map.node(above).collapsed;
                    QCOMPARE(layout.boxes.contains(id), !hidden);
                    if (hidden)
                        continue;
                    const QRectF box = layout.boxes[id];
                    QCOMPARE(box.size(), sizes[id]);
                    QVERIFY(layout.bounds.contains(box));
                    boxes += { box, id };
                    // A parent stands at the middle of its children, beside them.
                    const Node &node = map.node(id);
                    if (node.children.isEmpty() || node.collapsed)
                        continue;
                    QList<double> right, left;
                    for (const NodeId child : node.children) {
                        const QRectF one = layout.boxes[child];
                        (layout.isLeft(child) ? left : right) += one.center().y();
                        QVERIFY(layout.isLeft(child) ? one.right() < box.left() : one.left() > box.right());
                        QVERIFY(id == map.root() || layout.isLeft(child) == layout.isLeft(id));
                    }
                    for (const QList<double> &side : { right, left }) {
                        QVERIFY(std::is_sorted(side.begin(), side.end()));
                        if (!side.isEmpty())
                            QVERIFY(std::abs((side.first() + side.last()) / 2 - box.center().y()) < 1e-6);
                    }
                }
                std::sort(boxes.begin(), boxes.end(), [](const auto &a, const auto &b) { return a.first.left() < b.first.left(); });
                for (qsizetype i = 0; i < boxes.size(); ++i) {
                    for (qsizetype j = i + 1; j < boxes.size() && boxes[j].first.left() < boxes[i].first.right(); ++j)
                        QVERIFY2(!boxes[i].first.intersects(boxes[j].first),
                            qPrintable(QStringLiteral("%1 and %2").arg(boxes[i].second).arg(boxes[j].second)));
                }
            }
        }
    }

    void layoutIsCompact()
    {
        // A small branch stands beside a large one, not below everything that hangs on it.
        Map map(QStringLiteral("Q"));
        const NodeId branch = map.add(map.root(), QStringLiteral("b"));
        const NodeId large = map.add(branch, QStringLiteral("large")), small = map.add(branch, QStringLiteral("small"));
        for (int i = 0; i < 20; ++i)
            map.add(large, QString::number(i));
        const Layout layout = arrange(map, [](const Node &) { return QSizeF(60, 20); });
        QVERIFY(layout.boxes[small].top() - layout.boxes[large].bottom() < 20);
    }

    void keyPhrasesSayWhatATextIsAbout()
    {
        const QString text = QStringLiteral("The warp tension of the loom is set by the brake. Too much warp tension breaks the yarn; "
                                            "a weaver sets the warp tension before the first pick.");
        const QStringList phrases = keyPhrases(text, QStringLiteral("en"), QStringLiteral("How is the loom set?"), {}, 3);
        QVERIFY2(phrases.contains(QStringLiteral("warp tension")), qPrintable(phrases.join(QLatin1Char('|'))));
        for (const QString &phrase : phrases)
            QVERIFY(text.contains(phrase));
        QVERIFY(
            !keyPhrases(text, QStringLiteral("en"), {}, { QStringLiteral("Warp tension") }, 5).contains(QStringLiteral("warp tension")));
        const QString chinese = QStringLiteral("综片控制经纱的升降。综片由钢丝制成，综片的数量决定花纹。");
        const QStringList found = keyPhrases(chinese, QStringLiteral("zh"), {}, {}, 3);
        QVERIFY2(!found.isEmpty(), qPrintable(found.join(QLatin1Char('|'))));
        for (const QString &phrase : found)
            QVERIFY2(chinese.contains(phrase) && phrase.size() >= 2, qPrintable(phrase));
        QVERIFY(keyPhrases({}, QStringLiteral("en"), {}, {}, 3).isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestMindMap)
#include "test_mindmap.moc"
