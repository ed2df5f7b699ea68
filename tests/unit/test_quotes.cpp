// SPDX-License-Identifier: GPL-3.0-or-later
// Answers that are quoted from the documents, without a model: which sentences they take, and what is saved of them.
#include "core/conversation/export.h"
#include "core/conversation/messagecodec.h"
#include "core/dialog/quotedanswer.h"
#include "tests/unit/flowfixture.h"
#include <QJsonArray>

using namespace Heddle;
using namespace Heddle::TestSupport;

namespace {

Retrieval::Passage passage(const QString &document, const QString &text, double score)
{
    Retrieval::Passage passage;
    passage.hit.document = document;
    passage.hit.path = QLatin1Char('/') + document;
    passage.hit.chunk = document + text.left(5);
    passage.hit.title = document;
    passage.hit.language = QStringLiteral("en");
    passage.hit.text = text;
    passage.score = score;
    return passage;
}

//! What is quoted, a window a line.
QStringList windowsOf(const QString &question, const QList<Retrieval::Passage> &passages, const QList<Search::QueryTerm> &terms)
{
    const auto asked = Evidence::understand(question, terms);
    const auto found = Evidence::findingsFrom(asked, passages, Evidence::candidatesFrom(asked, passages));
    const auto quoted = Dialog::quoted(found, passages, terms, 8);
    QStringList texts;
    for (const Dialog::Card &card : quoted.answer.cards)
        texts += Dialog::textOf(card, *Dialog::sourceOf(card.n, quoted.sources));
    return texts;
}

Search::QueryTerm term(const char *word, double idf)
{
    return { QLatin1String(word), { QLatin1String(word) }, true, idf };
}

} // namespace

class TestQuotes : public FlowFixture {
    Q_OBJECT

private Q_SLOTS:
    void init() { begin(); }
    void cleanup() { end(); }

    void quotesAreTheDocumentsOwnWords()
    {
        const auto answered = ask(QStringLiteral("What does a penguin eat?"));
        const Conversation::Answer &answer = answered.answer();
        QCOMPARE(answer.kind, Conversation::Answer::Kind::Quoted);
        QVERIFY(answer.quoted && answer.quoted->answers());
        QVERIFY(!answer.quoted->cards.isEmpty() && answer.quoted->cards.size() <= 4);
        int cited = 0;
        QStringList lines;
        for (const Dialog::Card &card : answer.quoted->cards) {
            QCOMPARE(card.n, ++cited);
            const Dialog::Source *source = Dialog::sourceOf(card.n, answer.sources);
            QVERIFY(source);
            QCOMPARE(source->sentenceStart, card.range().from);
            QCOMPARE(source->sentenceEnd, card.range().to);
            QVERIFY(!card.marked.isEmpty());
            for (const Evidence::Range &word : card.marked)
                QVERIFY(word.from >= card.range().from && word.to <= card.range().to);
            lines += QStringLiteral("%1 [%2]").arg(Dialog::textOf(card, *source)).arg(card.n);
        }
        QCOMPARE(answer.text, lines.join(QLatin1Char('\n')));
        QVERIFY(answer.text.contains(QLatin1String("A penguin eats fish and krill every day.")));
        QVERIFY(!answer.text.contains(QLatin1String("What does a penguin eat?")));
    }

    void aShortSentenceThatAnswersIsQuoted()
    {
        const auto windows = windowsOf(QStringLiteral("What leaves my computer?"),
            { passage(QStringLiteral("a"),
                QStringLiteral("Nothing leaves your computer. The file stays as the program found it, whatever happens to be in there."),
                3) },
            { term("leaves", 3), term("computer", 2) });
        QCOMPARE(windows.value(0), QStringLiteral("Nothing leaves your computer."));
    }

    void headingsEchoesAndOverlapsAreNotQuoted()
    {
        const QList<Search::QueryTerm> terms { term("penguin", 3), term("diet", 4), term("fish", 2) };
        const QString question = QStringLiteral("penguin diet fish");
        auto heading = passage(QStringLiteral("a"),
            QStringLiteral("Penguin diet fish\n\nThe penguin diet is fish from cold seas.\n\nAsk about \"penguin diet fish\" here."), 3);
        heading.hit.heading = QStringLiteral("Penguin diet fish");
        const auto windows = windowsOf(question,
            { heading,
                passage(QStringLiteral("b"), QStringLiteral("The penguin diet is fish from cold seas. Another diet holds no fish at all."),
                    2) },
            terms);
        QCOMPARE(windows.first(), QStringLiteral("The penguin diet is fish from cold seas."));
        QCOMPARE(windows.count(QStringLiteral("The penguin diet is fish from cold seas.")), 1);
        QVERIFY(!windows.contains(QStringLiteral("Penguin diet fish")));
        QVERIFY(windowsOf(question, {}, terms).isEmpty());
        QVERIFY(windowsOf(question, { passage(QStringLiteral("c"), QStringLiteral("Nothing of that kind."), 1) }, terms).isEmpty());
    }

    void whatTakesASentenceBackIsShownWithIt()
    {
        const auto windows = windowsOf(QStringLiteral("How high is the late fee?"),
            { passage(QStringLiteral("a"),
                QStringLiteral(
                    "Members meet in May. The late fee is 12 euros. However, members who paid before pay nothing. The garden has "
                    "many trees."),
                3) },
            { term("high", 1), term("late", 3), term("fee", 2) });
        QCOMPARE(windows.value(0), QStringLiteral("The late fee is 12 euros. However, members who paid before pay nothing."));
    }

    void aSentenceThatLeansOnTheOneBeforeIsShownWithIt()
    {
        const auto windows = windowsOf(QStringLiteral("To what does the board lower the fee for students?"),
            { passage(QStringLiteral("a"),
                QStringLiteral(
                    "Many people come. The annual fee is 40 euros. The board lowers it to 25 euros for students. Trees are green."),
                3) },
            { term("board", 3), term("lower", 3), term("lowers", 3), term("students", 3) });
        QCOMPARE(windows.value(0), QStringLiteral("The annual fee is 40 euros. The board lowers it to 25 euros for students."));
    }

    void whatStandsAroundAQuoteIsShownWithIt()
    {
        const QList<Retrieval::Passage> passages { passage(QStringLiteral("a"),
            QStringLiteral("Members meet in May.\n\nThe late fee is 12 euros. Trees have leaves. Roses are red."), 3) };
        const QList<Search::QueryTerm> terms { term("late", 3), term("fee", 2) };
        const auto asked = Evidence::understand(QStringLiteral("late fee"), terms);
        const auto quoted =
            Dialog::quoted(Evidence::findingsFrom(asked, passages, Evidence::candidatesFrom(asked, passages)), passages, terms, 8);
        QCOMPARE(quoted.answer.cards.size(), 1);
        const Dialog::Card &card = quoted.answer.cards.first();
        const Dialog::Source &source = quoted.sources.first();
        QCOMPARE(Dialog::textOf(card, source), QStringLiteral("The late fee is 12 euros."));
        QCOMPARE(Dialog::shownText(card, source),
            QStringLiteral("Members meet in May. The late fee is 12 euros. Trees have leaves. Roses are red."));
        QCOMPARE(Dialog::plainText(quoted.answer, quoted.sources), QStringLiteral("The late fee is 12 euros. [1]"));
        const QJsonObject context = Dialog::contextJson(card, source);
        QCOMPARE(context[QLatin1String("before")].toString(), QStringLiteral("Members meet in May."));
        QCOMPARE(context[QLatin1String("after")].toString(), QStringLiteral("Trees have leaves. Roses are red."));
        const Dialog::QuotedAnswer back = Dialog::quotedFromJson(Dialog::toJson(quoted.answer));
        QCOMPARE(Dialog::shownText(back.cards.first(), source), Dialog::shownText(card, source));
        // As it was stored before: a sentence as text.
        QJsonObject stored = Dialog::toJson(quoted.answer);
        QJsonObject old = stored[QLatin1String("cards")].toArray().first().toObject();
        old[QStringLiteral("before")] = QStringLiteral("Members meet in May.");
        stored[QStringLiteral("cards")] = QJsonArray { old };
        QVERIFY(Dialog::quotedFromJson(stored).cards.first().before.isEmpty());
    }

    void windowsStayInTheirParagraph()
    {
        const auto windows = windowsOf(QStringLiteral("late fee"),
            { passage(QStringLiteral("a"), QStringLiteral("The late fee is 12 euros.\n\nHowever, that is another story altogether."), 3) },
            { term("late", 3), term("fee", 2) });
        QCOMPARE(windows, QStringList(QStringLiteral("The late fee is 12 euros.")));
    }

    void aValueComesBackFromItsJson()
    {
        const auto answered = ask(QStringLiteral("What does a penguin eat?"));
        const Dialog::QuotedAnswer &put = *answered.answer().quoted;
        const Dialog::QuotedAnswer back = Dialog::quotedFromJson(Dialog::toJson(put));
        QCOMPARE(Dialog::toJson(back), Dialog::toJson(put));
        QCOMPARE(Dialog::plainText(back, answered.answer().sources), answered.answer().text);
        const Dialog::QuotedAnswer damaged = Dialog::quotedFromJson({ { QStringLiteral("cards"), QJsonArray { 1, QJsonObject() } } });
        QVERIFY(damaged.cards.isEmpty());
    }

    void whatTheDocumentsDoNotAnswerIsSaid()
    {
        const auto answered = ask(QStringLiteral("When did Zorbitron buy the penguin factory in Reykjavik?"));
        const Conversation::Answer &answer = answered.answer();
        QCOMPARE(answer.kind, Conversation::Answer::Kind::None);
        QVERIFY(answer.quoted && !answer.quoted->answers());
        QVERIFY(answer.quoted->missing.contains(QStringLiteral("zorbitron")));
        for (const char *part : { "102 documents", "(C)", "zorbitron", "Nearest passages:", "penguin", "[1]" })
            QVERIFY2(answer.text.contains(QLatin1String(part)), qUtf8Printable(answer.text));
        auto loaded = await(m_service->load(answered.conversation, {}));
        QVERIFY(loaded && loaded->ok());
        const Conversation::Answer &stored = *(**loaded).messages[1].answer();
        QCOMPARE(stored.kind, Conversation::Answer::Kind::None);
        QVERIFY(stored.quoted && Dialog::toJson(*stored.quoted) == Dialog::toJson(*answer.quoted));
        QVERIFY(!stored.details.contains(QStringLiteral("quoted")));
    }

    void anAnswerThatWasStoredWithoutCardsHasThem()
    {
        Storage::MessageRow row;
        row.role = QStringLiteral("assistant");
        row.kind = QStringLiteral("quoted");
        row.text = QStringLiteral("The fee is 12 euros. [1]");
        row.sources = { QJsonObject { { QStringLiteral("n"), 1 }, { QStringLiteral("text"), QStringLiteral("Hello. The fee is 12 euros.") },
            { QStringLiteral("sentence_start"), 7 }, { QStringLiteral("sentence_end"), 27 } } };
        const Conversation::Answer answer = *Conversation::messageFrom(row).answer();
        QVERIFY(answer.quoted && answer.quoted->answers());
        QCOMPARE(answer.quoted->cards.size(), 1);
        QCOMPARE(Dialog::plainText(*answer.quoted, answer.sources), row.text);
    }

    void aFollowUpTakesTheWordsOfTheTurnBefore()
    {
        const auto first = ask(QStringLiteral("What does a penguin eat?"));
        const auto second = ask(QStringLiteral("Where does it live?"), first.conversation);
        QVERIFY(second.answer().quoted);
        QCOMPARE(second.answer().quoted->searched, QStringLiteral("Where does it live? penguin eat"));
        QVERIFY2(second.answer().text.contains(QLatin1String("Penguins live in the south.")), qUtf8Printable(second.answer().text));
        QVERIFY(second.answer().text.startsWith(QLatin1String("Searched for: Where does it live? penguin eat\n")));
        // One that stands alone takes none.
        const auto third = ask(QStringLiteral("How high is the fee of case 7?"), first.conversation);
        QVERIFY(third.answer().quoted && third.answer().quoted->searched.isEmpty());
    }

    void aFileOfOneSentenceAnswers()
    {
        m_library->write(QStringLiteral("heron.txt"), "Herons stand in shallow water and wait.");
        QVERIFY(m_library->index().ok());
        const auto answered = ask(QStringLiteral("Where do herons stand?"));
        QCOMPARE(answered.answer().kind, Conversation::Answer::Kind::Quoted); // its sentence is its title as well
        QVERIFY2(answered.answer().text.contains(QLatin1String("shallow water")), qUtf8Printable(answered.answer().text));
    }

    void nothingFoundSaysWhatWasSearched()
    {
        const auto answered = ask(QStringLiteral("zzyzx qwertz"));
        QCOMPARE(answered.answer().kind, Conversation::Answer::Kind::None);
        for (const char *part : { "102 documents", "(C)", "zzyzx", "qwertz" })
            QVERIFY2(answered.answer().text.contains(QLatin1String(part)), qUtf8Printable(answered.answer().text));
        QVERIFY(ask(QStringLiteral("penguin zzyzx")).answer().notices.first().contains(QLatin1String("zzyzx")));
        QVERIFY(ask(QStringLiteral("penguin 企鹅吃鱼")).answer().notices.isEmpty()); // parts of a CJK run are no words
        QVERIFY(ask(QStringLiteral("pengiun")).answer().text.contains(QLatin1String("penguin")));
    }

    void aTurnIsSavedWithItsSourcesAndGoesOn()
    {
        const auto first = ask(QStringLiteral("What does a penguin eat?"));
        const auto second = ask(QStringLiteral("Where does it live?"), first.conversation);
        QCOMPARE(second.conversation, first.conversation);
        auto loaded = await(m_service->load(first.conversation, {}));
        QVERIFY(loaded && loaded->ok());
        const Conversation::Record &record = **loaded;
        const QList<Conversation::Message> &messages = record.messages;
        QCOMPARE(record.summary.title, QStringLiteral("What does a penguin eat?"));
        QCOMPARE(messages.size(), 4);
        QCOMPARE(messages[1].text(), first.answer().text);
        QCOMPARE(messages[1].answer()->sources.size(), first.answer().sources.size());
        QCOMPARE(messages[2].parent, messages[1].id);
        // The sources are copies: they stand when the library is gone.
        QVERIFY(await(m_library->remove(QStringLiteral("C")))->ok());
        QVERIFY((await(m_service->load(first.conversation, {})))
                    ->value()
                    .messages[1]
                    .answer()
                    ->sources.first()
                    .text.contains(QLatin1String("penguin")));
        for (const char *format : { "md", "html", "json" }) {
            const auto exported = Conversation::exportConversation(record, QLatin1String(format));
            QVERIFY(exported.ok() && exported->contains("krill") && exported->contains("answer.txt"));
        }
        QCOMPARE(Conversation::exportConversation(record, QStringLiteral("doc")).error().code, ErrorCode::Input);
        // A written sentence that no passage says.
        Conversation::Record written = record;
        Conversation::Answer invented;
        invented.kind = Conversation::Answer::Kind::Written;
        invented.text = QStringLiteral("Penguins <fly>.");
        invented.details[QStringLiteral("no_source")] = QJsonArray { QJsonArray { 0, 15 } };
        written.messages[1].content = invented;
        QVERIFY(Conversation::exportConversation(written, QStringLiteral("md"))->contains("No source: “Penguins"));
        QVERIFY(Conversation::exportConversation(written, QStringLiteral("html"))->contains("No source: “Penguins &lt;fly&gt;.”"));
    }
};

QTEST_GUILESS_MAIN(TestQuotes)
#include "test_quotes.moc"
