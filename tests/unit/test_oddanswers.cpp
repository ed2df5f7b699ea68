// SPDX-License-Identifier: GPL-3.0-or-later
// Answers and passages that nobody would write: what is made of them takes a time in proportion to their length, and loses no text.
#include "core/dialog/citations.h"
#include "core/dialog/mapsupport.h"
#include "core/dialog/quotedanswer.h"
#include "core/llm/thinksplitter.h"
#include "core/mindmap/evidence.h"
#include "core/mindmap/outline.h"
#include "core/text/citationmarkers.h"
#include "tests/support/testsupport.h"
#include "tests/unit/linear.h"
#include "tests/unit/passages.h"
#include <QRandomGenerator>
#include <QTest>

using namespace Heddle;
using namespace Heddle::TestSupport;

namespace {

using Make = std::function<QString(qsizetype)>; //!< a text of about so many characters

Make repeated(const char *piece)
{
    return [text = QString::fromUtf8(piece)](qsizetype length) { return text.repeated(length / text.size()); };
}

//! Letters in order. Marks, digits and blanks may be put right, letters may not.
QString lettersOf(const QString &text)
{
    QString letters;
    for (const QChar c : text) {
        if (c.isLetter())
            letters += c;
    }
    return letters;
}

//! What stands around the first letter that is not among `letters`.
QString firstLost(const QString &text, const QString &letters)
{
    qsizetype at = 0, same = 0;
    for (; at < text.size(); ++at) {
        if (!text[at].isLetter())
            continue;
        if (same == letters.size() || text[at] != letters[same++])
            break;
    }
    constexpr qsizetype Around = 30;
    return text.mid(std::max<qsizetype>(0, at - Around), 2 * Around);
}

QList<Retrieval::Passage> somePassages()
{
    QList<Retrieval::Passage> passages;
    for (const char *text : { "Late fees fall from $32 to $8 in May 2024. Members pay nothing.", "Penguins eat krill. They are not fish.",
             "Die Gebühr beträgt 8 Euro.", "费用是八美元。", "الرسوم ثمانية دولارات." })
        passages += passage(QString::fromUtf8(text));
    return passages;
}

Dialog::QuotedSources quotedFrom(const QList<Retrieval::Passage> &passages)
{
    const QString question = QStringLiteral("What are the late fees in May?");
    QList<Search::QueryTerm> terms;
    for (const char *word : { "late", "fee", "may", "word" })
        terms += Search::QueryTerm { QString::fromLatin1(word), { QString::fromLatin1(word) }, true, 1 };
    const Evidence::AskedQuestion asked = Evidence::understand(question, terms);
    return Dialog::quoted(
        Evidence::findingsFrom(asked, passages, Evidence::candidatesFrom(asked, passages)), passages, terms, passages.size());
}

} // namespace

class TestOddAnswers : public QObject {
    Q_OBJECT

    static void check(const QString &text)
    {
        const Dialog::CitedAnswer cited = Dialog::cite(text, somePassages());
        const QString before = lettersOf(text), after = lettersOf(cited.text);
        QVERIFY2(before == after, qPrintable(firstLost(text, after)));
        for (const Dialog::Source &source : cited.sources) {
            for (const Dialog::CitationUse &use : source.uses)
                QCOMPARE(QStringView(cited.text).mid(use.at, 1), QStringLiteral("["));
        }
        for (const auto &[start, end] : cited.unsourced)
            QVERIFY(start >= 0 && start < end && end <= cited.text.size());
    }
    static void checkAgainst(const QString &text)
    {
        Dialog::cite(QStringLiteral("Late fees fall from $32 to $8 in May 2024 [1]. Penguins are fish [1]."), { passage(text) });
    }
    static void takeMarkers(const QString &text)
    {
        const Text::MarkedText marked = Text::takeMarkers(text, 3);
        QCOMPARE(lettersOf(marked.text), lettersOf(text));
        for (const Text::Marker &marker : marked.markers)
            QVERIFY(marker.at >= 0 && marker.at <= marked.text.size());
    }
    static void quote(const QString &text)
    {
        const QList<Retrieval::Passage> passages { somePassages().first(), passage(text) };
        const Dialog::QuotedSources quoted = quotedFrom(passages);
        QVERIFY(!quoted.answer.cards.isEmpty());
        for (const Dialog::Card &card : quoted.answer.cards) {
            const Dialog::Source *source = Dialog::sourceOf(card.n, quoted.sources);
            QVERIFY(source && card.range().from >= 0 && card.range().to <= source->text.size());
            QVERIFY(card.shownRange().from >= 0 && card.shownRange().from <= card.range().from);
            QVERIFY(card.shownRange().to >= card.range().to && card.shownRange().to <= source->text.size());
            QCOMPARE(lettersOf(Dialog::textOf(card, *source)),
                lettersOf(source->text.mid(card.range().from, card.range().to - card.range().from)));
        }
    }
    static void map(const QString &text)
    {
        const QList<Retrieval::Passage> passages { somePassages().first(), passage(text) };
        QVERIFY(localMap(QStringLiteral("What are the late fees?"), passages).size() > 1);
    }
    static void readOutline(const QString &text)
    {
        const QList<Retrieval::Passage> passages = somePassages();
        MindMap::Outline outline =
            MindMap::parseOutline(QLatin1String("- Fees\n- ") + text, QStringLiteral("q"), { passages[0].hit.chunk });
        MindMap::addEvidence(&outline.map, passages, {});
        Dialog::markUnsupported(&outline.map, passages, {});
        QVERIFY(outline.map.size() > 1);
    }
    //! As a stream brings it, with the thinking apart.
    static void stream(const QString &text)
    {
        Llm::ThinkSplitter splitter;
        QString answer, thinking;
        const auto take = [&](const QList<Llm::ChatEvent> &events) {
            for (const Llm::ChatEvent &event : events) {
                if (const auto *delta = std::get_if<Llm::ChatDelta>(&event))
                    (delta->kind == Llm::ChatDelta::Kind::Answer ? answer : thinking) += delta->text;
            }
        };
        for (qsizetype at = 0; at < text.size(); at += 37)
            take(splitter.add(text.mid(at, 37)));
        take(splitter.finish());
        QVERIFY(answer.size() + thinking.size() <= text.size());
    }

private Q_SLOTS:
    void theyEndInTimeAndLoseNothing_data()
    {
        QTest::addColumn<QString>("half");
        QTest::addColumn<QString>("whole");
        const auto row = [](const char *name, qsizetype length, const Make &make) {
            QTest::newRow(name) << make(length / 2) << make(length);
        };
        constexpr qsizetype Length = 20'000;
        row("random bytes", Length, [](qsizetype length) {
            QRandomGenerator random(5);
            QByteArray bytes;
            for (qsizetype i = 0; i < length; ++i)
                bytes += char(random.bounded(256));
            return QString::fromUtf8(bytes);
        });
        row("random characters", Length, [](qsizetype length) {
            QRandomGenerator random(6);
            QString text;
            for (qsizetype i = 0; i < length; ++i)
                text += QChar(ushort(random.bounded(1, 0x10000)));
            return text;
        });
        const auto randomOf = [](const char *characters) {
            return Make([characters](qsizetype length) {
                QRandomGenerator random(7);
                QString text;
                for (qsizetype i = 0; i < length; ++i)
                    text += QLatin1Char(characters[random.bounded(int(qstrlen(characters)))]);
                return text;
            });
        };
        row("random marks", Length, randomOf("[]()<>{}*_`#|-.,;:!? \n\t\"'\\/&^~$%0123456789"));
        row("random marks and letters", Length, randomOf("])>}*_`#|-.,;:!? \n\t\"'\\/&~$%0123456789ab")); // "[1b]" may cite
        row("right to left", Length, repeated("\u202bالرسوم المتأخرة \u202e8 دولارات\u202c وعود "));
        row("Hebrew", Length, repeated("דמי האיחור הם 8 דולר. "));
        row("100,000 words without a stop", 690'000, [](qsizetype length) {
            QString text;
            for (int i = 0; text.size() < length; ++i)
                text += QStringLiteral("w%1 ").arg(i, 5, 36);
            return text;
        });
        row("100,000 characters without a stop", 100'000, repeated("费用是八美元而且"));
        row("10,000 citations", 140'000, repeated("Fees fall [1]. "));
        row("10,000 citations of one sentence", 30'000, repeated("[1]"));
        row("lists of citations", Length, repeated("Fees [1, 2; 3-5] fall [^3]. "));
        row("citations out of range", Length, repeated("It falls [99] to [0] by [-1]. "));
        row("nested tags", Length, repeated("<b><i><sup>"));
        row("nested thinking", Length, repeated("<think>"));
        row("closed thinking", Length, repeated("</think>"));
        row("template tokens", Length, repeated("<|im_end|>"));
        row("open brackets", Length, repeated("[("));
        row("quotation marks", Length, repeated("“«\""));
        row("line ends", Length, repeated("\n"));
        row("stops", Length, repeated("."));
        row("short sentences", Length, repeated("A fee. "));
        row("numbers", Length, repeated("1,234.5 % of 3 km in May 2024, "));
        row("number words", Length, repeated("three hundred and "));
        row("negations", Length, repeated("not never Napier without Cochrane 0 "));
        row("one word", Length, repeated("a"));
        row("combining marks", Length, [](qsizetype length) { return QString(QLatin1Char('a') + QString(QChar(0x301)).repeated(length)); });
        row("headings", Length, repeated("# Fees\n"));
        row("table", Length, repeated("| Fees | 8 |\n"));
        row("abbreviations", Length, repeated("e.g. No. v. U.S. "));
    }
    void theyEndInTimeAndLoseNothing()
    {
        QFETCH(QString, half);
        QFETCH(QString, whole);
        using Work = std::function<void(const QString &)>;
        const std::pair<const char *, Work> works[] = { { "check", check }, { "check against", checkAgainst }, { "markers", takeMarkers },
            { "quote", quote }, { "map", map }, { "outline", readOutline }, { "stream", stream } };
        for (const auto &[name, work] : works) {
            QVERIFY2(isLinear(work, half, whole), name);
            if (QTest::currentTestFailed())
                QFAIL(name);
        }
    }
};

QTEST_GUILESS_MAIN(TestOddAnswers)
#include "test_oddanswers.moc"
