// SPDX-License-Identifier: GPL-3.0-or-later
// One grammar reads the citations of an answer and makes passages safe to be repeated in one.
#include "core/text/citationmarkers.h"
#include <QElapsedTimer>
#include <QRandomGenerator>
#include <QTest>

using namespace Heddle;
using namespace Heddle::Text;

namespace {

constexpr int Passages = 8;

QList<int> numbersIn(const MarkedText &marked)
{
    QList<int> numbers;
    for (const Marker &marker : marked.markers)
        numbers += marker.numbers;
    return numbers;
}

struct Form {
    const char *text;
    QList<int> numbers;
};

//! Each way of citing, as it stands behind a word.
const QList<Form> &forms()
{
    static const QList<Form> list {
        { " [1]", { 1 } },
        { "[1]", { 1 } },
        { " [1, 2]", { 1, 2 } },
        { " [1,2]", { 1, 2 } },
        { " [1; 2]", { 1, 2 } },
        { " [1-3]", { 1, 2, 3 } },
        { " [1–3]", { 1, 2, 3 } },
        { " [1][2]", { 1, 2 } },
        { " [1] [2]", { 1, 2 } },
        { " [1 and 2]", { 1, 2 } },
        { " [1 & 2]", { 1, 2 } },
        { " [1, 2 and 4]", { 1, 2, 4 } },
        { " [1 und 2]", { 1, 2 } },
        { " [1 et 2]", { 1, 2 } },
        { " [1 и 2]", { 1, 2 } },
        { "[1和2]", { 1, 2 } },
        { " [ 1 ]", { 1 } },
        { " [01]", { 1 } },
        // With words
        { " [Source 1]", { 1 } },
        { " [source: 1]", { 1 } },
        { " [Source #1]", { 1 } },
        { " [Sources 1, 2]", { 1, 2 } },
        { " [Source 1, Source 2]", { 1, 2 } },
        { " [Source 1; Passage 2]", { 1, 2 } },
        { " [Passage 2]", { 2 } },
        { " [Doc 1]", { 1 } },
        { " [doc1]", { 1 } },
        { " [doc_1]", { 1 } },
        { " [Document No. 3]", { 3 } },
        { " [ID:1]", { 1 } },
        { " [ID: 1]", { 1 } },
        { " [citation:1]", { 1 } },
        { " [cite: 1, 2]", { 1, 2 } },
        { " [Ref. 1]", { 1 } },
        { " [S1]", { 1 } },
        { " [S1, S2]", { 1, 2 } },
        { " [P3]", { 3 } },
        { " [see source 1]", { 1 } },
        { " [Quelle 1]", { 1 } },
        { " [Quellen 1 und 2]", { 1, 2 } },
        { " [Fuente 1]", { 1 } },
        { " [Fonte 1]", { 1 } },
        { " [Extrait 1]", { 1 } },
        { " [Bron 1]", { 1 } },
        { " [Źródło 1]", { 1 } },
        { " [Kaynak 1]", { 1 } },
        { " [источник 1]", { 1 } },
        { " [Источники 1, 2]", { 1, 2 } },
        { " [المصدر 1]", { 1 } },
        { " [المصدر ١]", { 1 } },
        { " [स्रोत 1]", { 1 } },
        { " [מקור 1]", { 1 } },
        { " [출처 1]", { 1 } },
        { "［出典1］", { 1 } },
        { "[文档1]", { 1 } },
        { "[来源：1]", { 1 } },
        { "[引用:1]", { 1 } },
        { "【来源1】", { 1 } },
        { "【来源一】", { 1 } },
        { "[资料1、资料2]", { 1, 2 } },
        // With a place or a title
        { " [1, page 3]", { 1 } },
        { " [1, p. 3]", { 1 } },
        { " [1, pp. 3-4]", { 1 } },
        { " [1 p. 3]", { 1 } },
        { " [1, S. 12]", { 1 } },
        { " [1, § 4]", { 1 } },
        { " [1, стр. 3]", { 1 } },
        { "[1，第3页]", { 1 } },
        { " [1: Late fees]", { 1 } },
        { " [1 - Late fees]", { 1 } },
        { " [Source 1: fees.md]", { 1 } },
        { " [1, fees.md]", { 1 } },
        { " [1, fees.md, page 3]", { 1 } },
        { " [1, Late fees]", { 1 } },
        { " [1, \"late fees\", p. 2]", { 1 } },
        { " ⟦1⟧", { 1 } },
        { " [†1]", { 1 } },
        { " [1, page 3; 2, page 5]", { 1, 2 } },
        // In other brackets
        { " 【1】", { 1 } },
        { "【1†source】", { 1 } },
        { "【1:0†source】", { 1 } },
        { "【1†L4-L9】", { 1 } },
        { "［1］", { 1 } },
        { "〔1〕", { 1 } },
        { "［１］", { 1 } },
        { " [[1]]", { 1 } },
        { " [[1], [2]]", { 1, 2 } },
        { " [^1]", { 1 } },
        { " [^1^]", { 1 } },
        { " [#1]", { 1 } },
        { " [١]", { 1 } },
        { " [١، ٢]", { 1, 2 } },
        { " [۳]", { 3 } },
        { " \\[1\\]", { 1 } },
        { " ([1])", { 1 } },
        { " (see [1], [2])", { 1, 2 } },
        { " (Source: [1])", { 1 } },
        // In round ones
        { " (Source 1)", { 1 } },
        { " (passages 1 and 2)", { 1, 2 } },
        { " (see passage 2)", { 2 } },
        { " (vgl. Quelle 1)", { 1 } },
        { "（来源1）", { 1 } },
        { " (1)", { 1 } },
        { " (1, 2)", { 1, 2 } },
        { " (1)(2)", { 1, 2 } },
        { "（3）", { 3 } },
        // As markup
        { "<sup>1</sup>", { 1 } },
        { "<sup>[1]</sup>", { 1 } },
        { "<sup>1, 2</sup>", { 1, 2 } },
        { " <cite>1</cite>", { 1 } },
        { " <cite>[1]</cite>", { 1 } },
        { " <ref>1</ref>", { 1 } },
        { " <cite id=\"1\"/>", { 1 } },
        { " <source id=1></source>", { 1 } },
        { " <a href=\"#1\">[1]</a>", { 1 } },
        { " [1](#source-1)", { 1 } },
        { " [1](fees.md)", { 1 } },
        { " [[1]](http://x/fees.md)", { 1 } },
        { " [Source 1](#1)", { 1 } },
        { " **[1]**", { 1 } },
        { " *[1]*", { 1 } },
        { " ^[1]^", { 1 } },
        { "^1^", { 1 } },
        { "^1", { 1 } },
        { "¹", { 1 } },
        { "¹²", { 1, 2 } },
        { "¹,²", { 1, 2 } },
        { "⁽¹⁾", { 1 } },
        { " ##1$$", { 1 } },
    };
    return list;
}

} // namespace

class TestCitationMarks : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyFormIsRead()
    {
        for (const Form &form : forms()) {
            for (const char *sentence : { "Late fees are due ten days after the letter%1.",
                     "Late fees are due after the letter%1, and rents too.", "- Late fees are due after the letter%1\n- Rents rise." }) {
                const QString mark = QString::fromUtf8(form.text), text = QString::fromUtf8(sentence);
                const MarkedText marked = takeMarkers(QString(text).replace(QLatin1String("%1"), mark), Passages);
                QVERIFY2(numbersIn(marked) == form.numbers, qPrintable(mark + QLatin1String(" in ") + text));
                QVERIFY2(
                    marked.text == QString(text).remove(QLatin1String("%1")), qPrintable(mark + QLatin1String(" leaves ") + marked.text));
                QCOMPARE(marked.outOfRange, 0);
            }
        }
    }

    //! Nothing that is left in a passage is read as a citation of the answer that repeats it.
    void whatAPassageKeepsCitesNothing()
    {
        for (const Form &form : forms()) {
            for (const char *sentence :
                { "Late fees are due ten days after the letter%1.", "Late fees are due after the letter%1, and rents too.",
                    "- Late fees are due after the letter%1\n- Rents rise.", "He wrote \"%1\" on it.", "Code: `x%1` is it.",
                    "%1 Fees fell.", "Fees%1fell%1.%1", "The range is%1.", "A value in%1", "The $x%1 = y$ holds." }) {
                const QString text = QString::fromUtf8(sentence).replace(QLatin1String("%1"), QString::fromUtf8(form.text));
                const QString safe = withoutMarkers(text, Passages);
                const MarkedText marked = takeMarkers(safe, Passages);
                QVERIFY2(marked.markers.isEmpty(), qPrintable(text + QLatin1String(" became ") + safe));
                // Nor where the answer says it otherwise: without the code, the quotation marks, or the words before it.
                QString bare = safe;
                bare.remove(QLatin1Char('`')).remove(QLatin1Char('"')).remove(QLatin1Char('$'));
                QVERIFY2(takeMarkers(bare, Passages).markers.isEmpty(), qPrintable(text + QLatin1String(" became ") + safe));
            }
        }
    }

    void numbersThatCiteNothingStay_data()
    {
        QTest::addColumn<QString>("text");
        for (const char *text : { "The share lies in [0, 1].", "A value in the range [1, 5] is taken.", "Each x in [1, 3] is odd.",
                 "x ∈ [1, 2]", "The list [1, 2, 3] is sorted.", "It returns [1, 2].", "Take a[1] and b[2] first.", "Use argv[1] for it.",
                 "m[1][2] = 3", "rows[1] = rows[2];", "word_list[1] is the first.", "Use `a[1]` here.", "```\nx = y[1]\n```",
                 "The area is 5 m² here.", "It is 10³ times more.", "Take x² and y³.", "10<sup>3</sup> items", "5 km<sup>2</sup> of land",
                 "The marker \"[2]\" is a citation.", "He wrote “[1]” there.", "The text says \"as [12] shows\" there.",
                 "Smith v. Jones [2019] UKSC 4.", "In 1998 (2001) it began.", "1. Fees fell.\n2. Rents rose.",
                 "(1) Fees fell.\n(2) Rents rose.", "Three (3) fees fell.", "See section (2).", "§ 573c (1).", "Section 5(3) applies.",
                 "Under Article 5 (2), fees fall.", "See [1](https://example.org).", "[1]: https://example.org",
                 "See [Figure 1] and [Table 2].", "[Section 2] says so.", "[Step 1] Open it.", "- [x] done\n- [ ] open",
                 "The pattern [1-9]+ matches.", "[1:3] is a slice.", "At [12:30] it began.", "Version [1.5] is out.", "It is [1/3] done.",
                 "From 1 to 5 (from 1 to 5).", "The sum $x_{[1]} + y$ is it.", "He wrote [sic] and [a].",
                 "The tag <sup>2</sup> stands alone? No: x<sup>2</sup>.", "[1-100] is much.", "Take [1, the first] of them.",
                 "Item [2nd] is it.", "f(3), then g(2).", "C# and F#, ##2 of them.", "Fees {1} fell {2}." })
            QTest::addRow("%s", text) << QString::fromUtf8(text);
    }
    void numbersThatCiteNothingStay()
    {
        QFETCH(QString, text);
        const MarkedText marked = takeMarkers(text, Passages);
        QCOMPARE(marked.text, text);
        QVERIFY(marked.markers.isEmpty());
    }

    void whatWrapsAClaimIsTakenFromAround()
    {
        const MarkedText marked =
            takeMarkers(QStringLiteral("It is so: <cite id=\"2\">late fees fell</cite>. [cite_start]Rents rose [cite: 1]."), Passages);
        QCOMPARE(marked.text, QStringLiteral("It is so: late fees fell. Rents rose."));
        QCOMPARE(numbersIn(marked), (QList<int> { 2, 1 }));
    }

    void randomTextsAreMadeSafe()
    {
        QRandomGenerator random(7);
        const QStringList parts { QStringLiteral("["), QStringLiteral("]"), QStringLiteral("("), QStringLiteral(")"), QStringLiteral("1"),
            QStringLiteral("2"), QStringLiteral(", "), QStringLiteral(" fees"), QStringLiteral("."), QStringLiteral("\n"),
            QStringLiteral("¹"), QStringLiteral("^"), QStringLiteral("【"), QStringLiteral("】"), QStringLiteral("Source "),
            QStringLiteral("<sup>"), QStringLiteral("</sup>"), QStringLiteral("*"), QStringLiteral("`"), QStringLiteral("\""),
            QStringLiteral("#"), QStringLiteral("$$") };
        for (int round = 0; round < 20'000; ++round) {
            QString text;
            for (int i = 0; i < 24; ++i)
                text += parts[random.bounded(int(parts.size()))];
            const QString safe = withoutMarkers(text, Passages);
            QVERIFY2(takeMarkers(safe, Passages).markers.isEmpty(), qPrintable(text + QLatin1String("\nbecame\n") + safe));
        }
    }

    void hugeTextsEndInTime()
    {
        QElapsedTimer clock;
        clock.start();
        for (const char *part : { "[", "[1", "[1]", "(1", "(1)", "[1](", "<sup>1", "<cite id=1>", "**", "**[1]**", "##1", "^1", "¹",
                 "[Source 1, ", "$x", "【1", "([1], ", "\\[1\\]", "word [1] (2) " }) {
            const QString text = QString::fromUtf8(part).repeated(5000);
            takeMarkers(text, Passages);
            withoutMarkers(text, Passages);
        }
        QVERIFY2(clock.elapsed() < 60'000, qPrintable(QString::number(clock.elapsed())));
        qInfo("%lld ms", clock.elapsed());
    }
};

QTEST_GUILESS_MAIN(TestCitationMarks)
#include "test_citationmarks.moc"
