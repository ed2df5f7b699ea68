// SPDX-License-Identifier: GPL-3.0-or-later
// Outlines in Markdown, as models write them, and the maps that they become.
#include "core/mindmap/formats.h"
#include "core/mindmap/outline.h"
#include "tests/unit/randommaps.h"
#include <QJsonDocument>
#include <QTest>

using namespace Heddle;
using namespace Heddle::MindMap;
using namespace Heddle::TestSupport;

class TestOutlines : public QObject {
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
};

QTEST_GUILESS_MAIN(TestOutlines)
#include "test_outlines.moc"
