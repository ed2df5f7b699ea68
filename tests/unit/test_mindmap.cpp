// SPDX-License-Identifier: GPL-3.0-or-later
// Maps: how they are merged, edited, kept in files and laid out.
#include "core/mindmap/editor.h"
#include "core/mindmap/evidence.h"
#include "core/mindmap/formats.h"
#include "core/mindmap/headings.h"
#include "core/mindmap/layout.h"
#include "core/mindmap/outline.h"
#include "core/mindmap/statements.h"
#include "tests/unit/passages.h"
#include "tests/unit/randommaps.h"
#include <QJsonDocument>
#include <QRegularExpression>
#include <QTest>
#include <QXmlStreamReader>

using namespace Heddle;
using namespace Heddle::MindMap;
using namespace Heddle::TestSupport;

class TestMindMap : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aMapWithoutAModelSaysWhatEachPassageSays()
    {
        const auto passage = [](const char *chunk, const char *document, const char *heading, const char *text) {
            Retrieval::Passage one;
            one.hit.chunk = QString::fromLatin1(chunk);
            one.hit.document = one.hit.title = QString::fromLatin1(document);
            one.hit.heading = QString::fromUtf8(heading);
            one.hit.text = QString::fromLatin1(text);
            one.hit.language = QStringLiteral("en");
            return one;
        };
        QList<Retrieval::Passage> passages {
            passage("a", "Report", "Report › Traffic › Lanes",
                "The weather was fine. The inspectors closed the eastern lane in March. Nobody complained."),
            passage("b", "Report", "Report › Costs", "Closing the lane of the bridge cost 2.3 million."),
            passage("c", "Minutes", "", "The inspectors closed the eastern lane in March."), // said already
            passage("d", "Minutes", "", "The board will open the lane of the bridge again next year."),
            passage("e", "Recipes", "", "Stir the flour into the warm milk and wait for an hour."), // about something else
        };
        const QString question = QStringLiteral("Who closed the lane of the bridge?");
        const MindMap::Map map = localMap(question, passages);
        QStringList labels;
        map.visit([&labels](const MindMap::Node &node, int depth) { labels += QString(depth, QLatin1Char('-')) + node.label; });
        QCOMPARE(labels,
            QStringList({ question, QStringLiteral("-Report"), QStringLiteral("--Costs"),
                QStringLiteral("---Closing the lane of the bridge cost 2.3 million"), QStringLiteral("--Lanes"),
                QStringLiteral("---The inspectors closed the eastern lane in March"), QStringLiteral("-Minutes"),
                QStringLiteral("--The board will open the lane of the bridge again next year") }));
        const MindMap::NodeId report = map.childNamed(map.root(), QStringLiteral("Report"));
        QCOMPARE(map.node(report).sources, QStringList({ QStringLiteral("b"), QStringLiteral("a") }));
        QCOMPARE(map.node(map.node(report).children.first()).sources, QStringList(QStringLiteral("b")));

        // More than can be taken in at a glance is put away, not lost.
        passages.clear();
        for (int i = 0; i < 12; ++i) {
            const QByteArray n = QByteArray::number(i);
            passages += passage(n, "One", ("Part " + n).constData(), ("The lane number " + n + " of the bridge was closed.").constData());
        }
        const MindMap::Map wide = localMap(question, passages);
        QCOMPARE(wide.node(wide.root()).children.size(), 7);
        const MindMap::Node more = wide.node(wide.node(wide.root()).children.last());
        QVERIFY(more.collapsed);
        QCOMPARE(more.sources.size(), 6);
        QCOMPARE(wide.sourcesWithin(wide.root()).size(), 12);
        QCOMPARE(localMap(question, {}).size(), 1);
    }

    void whatAStatementAnnouncesHangsBelowIt()
    {
        const QString text = QStringLiteral(
            "The loom needs some care.\n\nBefore the loom is stored, do the following:\n\n- loosen the warp\n- take off the brake rope\n"
            "- cover the beams\n\nIt keeps for years then.");
        const MindMap::Map map = localMap(QStringLiteral("How is the loom stored?"), { passage(text) });
        QStringList labels;
        map.visit([&labels](const MindMap::Node &node, int depth) { labels += QString(depth, QLatin1Char('-')) + node.label; });
        QCOMPARE(labels,
            QStringList({ QStringLiteral("How is the loom stored?"), QStringLiteral("-Before the loom is stored, do the following"),
                QStringLiteral("--loosen the warp"), QStringLiteral("--take off the brake rope"), QStringLiteral("--cover the beams") }));
        QCOMPARE(map.node(map.node(map.root()).children.first()).sources.size(), 1);
    }

    void aListGoesOnInTheNextPassageOfItsSection()
    {
        const QStringList texts { QStringLiteral("The librarian may:\n\n1. Count the books.\n\n2. Mend old bindings. Glue is kept in the cellar."),
            QStringLiteral("Glue is kept in the cellar.\n\n3. Write to late readers.\n\n4. Wind the clock.\n\nNobody else may do so.") };
        QList<Retrieval::Passage> passages { passage(texts[0]), passage(texts[1]) };
        for (int i = 0; i < 2; ++i) {
            passages[i].hit.chunk = QString::number(i);
            passages[i].hit.heading = QStringLiteral("Powers of the librarian");
            passages[i].hit.start = i * (texts[0].size() - 27);
            passages[i].hit.end = passages[i].hit.start + texts[i].size();
        }
        std::reverse(passages.begin(), passages.end()); // the search found the second one first
        const MindMap::Map map = localMap(QStringLiteral("What powers does the librarian have?"), passages);
        const QString outline = MindMap::printOutline(map);
        static const QRegularExpression list(QStringLiteral(
            "- Count the books\\n +- Mend old bindings\\n +- Write to late readers\\n +- Wind the clock\\n"));
        QVERIFY2(list.match(outline).hasMatch(), qPrintable(outline));
        for (const MindMap::NodeId id : map.preorder()) {
            if (map.node(id).label == QLatin1String("Wind the clock"))
                QCOMPARE(map.node(id).sources, QStringList({ QStringLiteral("0"), QStringLiteral("1") }));
        }
    }

    void aHeadingMayNameTheQuestionInOtherWords_data()
    {
        QTest::addColumn<QString>("heading");
        QTest::addColumn<bool>("named");
        QTest::newRow("the same words") << QStringLiteral("Recover damaged files") << true;
        QTest::newRow("another form") << QStringLiteral("Recovering from damage") << true;
        QTest::newRow("of the family") << QStringLiteral("Recoveries of old tapes") << true;
        QTest::newRow("a compound") << QStringLiteral("Tapes and filerecovery") << true;
        QTest::newRow("the lesser word alone") << QStringLiteral("Damaged tapes") << false;
        QTest::newRow("something else") << QStringLiteral("Costs of the tape drive") << false;
    }
    void aHeadingMayNameTheQuestionInOtherWords()
    {
        QFETCH(const QString, heading);
        QFETCH(const bool, named);
        Evidence::AskedQuestion question;
        question.terms = { { 3.0 }, { 1.0 } };
        question.termOf = { { QStringLiteral("recover"), 0 }, { QStringLiteral("damaged"), 1 }, { QStringLiteral("damag"), 1 } };
        question.weight = 4;
        QCOMPARE(questionShareOfPath(question, QStringLiteral("Manual › ") + heading, "en") >= NamesIt, named);
        QCOMPARE(questionShareOfPath(question, heading + QStringLiteral(" › Weather"), "en"), 0.0);
    }

    void aStatementBringsWhatItsPronounMeans()
    {
        const QString question = QStringLiteral("When is the fee lowered?");
        const MindMap::Map joined = localMap(question, { passage(QStringLiteral("The board sets the fee. It is lowered in May.")) });
        QCOMPARE(joined.node(joined.node(joined.root()).children.value(0)).label,
            QStringLiteral("The board sets the fee. It is lowered in May"));
        const MindMap::Map alone = localMap(question, { passage(QStringLiteral("It is lowered in May by a fee that nobody knows.")) });
        QCOMPARE(alone.size(), 1); // who knows what "it" is
    }

    void whatIsSaidTwiceStandsOnceWithBothPassages()
    {
        const QString question = QStringLiteral("When is the brake of the loom oiled?");
        const MindMap::Map map = localMap(question,
            { passage(QStringLiteral("The brake of the loom is oiled each spring.")), passage(QStringLiteral("The brake of the loom is oiled each spring!")),
                passage(QStringLiteral("The brake of the loom 7 is oiled each spring.")) });
        const QList<MindMap::NodeId> leaves = map.node(map.root()).children;
        QCOMPARE(leaves.size(), 2); // another number is another statement
        QCOMPARE(map.node(leaves[0]).sources.size() + map.node(leaves[1]).sources.size(), 3);
    }

    void sentencesBecomeStatements_data()
    {
        QTest::addColumn<QString>("language");
        QTest::addColumn<QString>("sentence");
        QTest::addColumn<QStringList>("wanted"); // stems
        QTest::addColumn<QString>("expected");
        const auto row = [](const char *name, const char *language, const char *sentence, const QStringList &wanted, const char *expected) {
            QTest::newRow(name) << QString::fromLatin1(language) << QString::fromUtf8(sentence) << wanted << QString::fromUtf8(expected);
        };
        const char *added = "The board of the harbour authority of the old town decided on a replacement of both bearings, which had been "
                            "made by the same workshop as the gate.";
        row("whole", "en", "The bridge was closed in 1987.", {}, "The bridge was closed in 1987");
        row("with its condition", "en",
            "Late fees are due on the first of each month, unless the tenant has told the landlord in writing before the end of the month "
            "that he will pay on another day.",
            {},
            "Late fees are due on the first of each month, unless the tenant has told the landlord in writing before the end of the month "
            "that he will pay on another day");
        row("what is only added", "en", added, {},
            "The board of the harbour authority of the old town decided on a replacement of both bearings…");
        row("unless it is asked for", "en", added, { QStringLiteral("workshop") },
            "The board of the harbour authority of the old town decided on a replacement of both bearings, which had been made by the same "
            "workshop as the gate");
        row("or has a number", "en",
            "The board of the harbour authority of the old town decided on a replacement of both bearings, which had been made in the year "
            "of 1987 by a workshop.",
            {},
            "The board of the harbour authority of the old town decided on a replacement of both bearings, which had been made in the year "
            "of 1987 by a workshop");
        row("brackets", "en",
            "The board of the harbour authority (whose members are chosen by the council of the old town) decided on a replacement of both "
            "bearings of the gate in March.",
            {}, "The board of the harbour authority decided on a replacement of both bearings of the gate in March");
        row("a reference", "en", "CYC is an essential component of the oscillator (Glossop et al. 1999) in flies (65 of 70).", {},
            "CYC is an essential component of the oscillator in flies (65 of 70)");
        row("a caption", "en", "Figure 1: Four multi-state models of a disease.", {}, "");
        row("what lost its signs", "en", "The second form uses Pr ( ) and Pr ( ) interchangeably.", {}, "");
        row("the rest of a sentence", "en", "played only seven games with the Blue Jackets.", {}, "");
        row("a bullet, a note, a word that leads over", "en", "- Moreover, the gate is opened twice a day [12].", {},
            "The gate is opened twice a day");
        row("a speaker", "en", "MRS. HARBOUR: The gate is opened twice a day.", {}, "The gate is opened twice a day");
        row("a field of a form", "en", "Author: Anna Meier", {}, "");
        row("code", "en", "if (x == 1) { return y->z; } else { x |= 2; }", {}, "");
        row("a line of a table of contents", "en", "The gate and its bearings .......... 12", {}, "");
        row("a fragment", "en", "If so, stop.", {}, "");
        row("numbers", "en", "12 14 17 19 22 24 (33) 41 67 % 88", {}, "");
        row("German", "de",
            "Der Vertrag läuft auf unbestimmte Zeit, wobei die Vergütung des Verwalters und die Auslagen seiner Gehilfen in einer eigenen "
            "Anlage zu diesem Vertrag geregelt sind.",
            { QStringLiteral("vertrag") }, "Der Vertrag läuft auf unbestimmte Zeit…");
        row("Chinese", "zh", "检查人员还是在三月关闭了东边的车道。", {}, "检查人员还是在三月关闭了东边的车道");
    }
    void sentencesBecomeStatements()
    {
        QFETCH(QString, language);
        QFETCH(QString, sentence);
        QFETCH(QStringList, wanted);
        QTEST(MindMap::statementFrom(sentence, language, QSet<QString>(wanted.cbegin(), wanted.cend())), "expected");
    }

    void statementsOfAnyTextEnd()
    {
        const QString endless = QStringLiteral("word and another, ").repeated(20'000);
        QVERIFY(MindMap::statementFrom(endless, QStringLiteral("en"), {}).size() < 400);
        QVERIFY(MindMap::statementFrom(QString::fromUtf8("字，").repeated(20'000), QStringLiteral("zh"), {}).size() < 400);
        QVERIFY(MindMap::itemFrom(endless).size() < 400);
        QVERIFY(MindMap::itemFrom(QStringLiteral("x").repeated(20'000)).size() < 2000);
        MindMap::statementFrom(QString(QChar(0xd800)) + QLatin1String(" x\n\0y"), {}, {});
    }

    void evidenceIsFoundUntilItIsStopped()
    {
        const QList<Retrieval::Passage> passages { passage(QStringLiteral("The granite walls of the harbour.")),
            passage(QStringLiteral("Swans were counted.")) };
        Map map(QStringLiteral("What?"));
        const NodeId node = map.add(map.root(), QStringLiteral("Granite wall"));
        std::stop_source stop;
        stop.request_stop();
        addEvidence(&map, passages, stop.get_token());
        QVERIFY(map.node(node).sources.isEmpty());
        addEvidence(&map, passages, {});
        QCOMPARE(map.node(node).sources, QStringList(passages.first().hit.chunk));
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
        // What the user writes is the user's, and no longer what a model made up.
        Map written = editor.map();
        written.setUnsupported(b, true);
        editor.setMap(written);
        QVERIFY(editor.rename(b, QStringLiteral("mine")) && !editor.map().node(b).unsupported);
        editor.undo();
        QVERIFY(editor.map().node(b).unsupported);
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
        Map written(QStringLiteral("Q")), checked(QStringLiteral("Q")); // as it was written, and once it is checked
        const NodeId goats = written.add(written.root(), QStringLiteral("Goats"));
        const NodeId sheep = written.add(written.root(), QStringLiteral("Sheep"));
        checked.setUnsupported(checked.add(checked.root(), QStringLiteral("Goats")), true);
        checked.add(checked.root(), QStringLiteral("Sheep"));
        merge(&written, checked);
        QVERIFY(written.node(goats).unsupported && !written.node(sheep).unsupported);
        Map marked(QStringLiteral("Q"));
        marked.setUnsupported(marked.add(marked.root(), QStringLiteral("Goats")), true);
        QVERIFY(toFreeMind(marked).contains("<icon BUILTIN=\"help\"/>")); // which FreeMind and Freeplane show
        QCOMPARE(printOutline(marked), QStringLiteral("# Q\n\n- Goats _(no source)_\n"));
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
};

QTEST_GUILESS_MAIN(TestMindMap)
#include "test_mindmap.moc"
