// SPDX-License-Identifier: GPL-3.0-or-later
// Answers without a chat model: in which order passages are taken, which files could not be looked at, and the outline of a document.
#include "core/dialog/starters.h"
#include "core/dialog/summaryquestion.h"
#include "core/dialog/unreadfiles.h"
#include "tests/unit/dialogfixture.h"
#include "tests/unit/passages.h"

using namespace Heddle;
using namespace Heddle::TestSupport;
using Conversation::Answer;

class TestQuoting : public DialogFixture {
    Q_OBJECT

private Q_SLOTS:
    void init() { begin(); }
    void cleanup() { end(); }

    void passagesAreTakenInTheOrderOfTheirWords()
    {
        // Meaning put the passage without words first and turned the other two round.
        Retrieval::Retrieval found;
        found.order = Retrieval::Retrieval::Order::Hybrid;
        for (const char *text : { "by meaning", "second by words", "first by words" })
            found.passages += passage(QLatin1String(text));
        found.passages[1].hit.textLeg = { 2, 3.5 };
        found.passages[2].hit.textLeg = { 1, 5.5 };
        const auto texts = [](const QList<Retrieval::Passage> &passages) {
            QStringList list;
            for (const auto &one : passages)
                list += one.hit.text;
            return list;
        };
        const QList<Retrieval::Passage> ordered = Retrieval::inOrderOfWords(found);
        QCOMPARE(texts(ordered),
            QStringList({ QStringLiteral("first by words"), QStringLiteral("second by words"), QStringLiteral("by meaning") }));
        QCOMPARE(ordered[0].score, 5.5);
        QCOMPARE(ordered[2].score, 0.0);
        found.order = Retrieval::Retrieval::Order::Rerank;
        QCOMPARE(texts(Retrieval::inOrderOfWords(found)), texts(found.passages));
    }

    void filesThatCouldNotBeReadAreNamed()
    {
        m_library->write(QStringLiteral("contract-duarte.docx"), "no such format");
        m_library->write(QStringLiteral("late-fees-2031.mp4"), "a film");
        m_library->write(QStringLiteral("penguins at sea.mp4"), "another");
        QVERIFY(m_library->index().ok());
        const auto named = [this](const char *text) {
            QStringList names;
            const auto files = Dialog::unreadFilesFor(m_library->library(), QString::fromUtf8(text), {});
            for (const auto &file : files.valueOr({}))
                names += file.path.section(QLatin1Char('/'), -1);
            return names;
        };
        QCOMPARE(named("What does the contract with Duarte say about notice?"), QStringList(QStringLiteral("contract-duarte.docx")));
        QCOMPARE(named("How high are the late fees?"), QStringList(QStringLiteral("late-fees-2031.mp4")));
        QCOMPARE(named("What do penguins eat?"), QStringList()); // one word of two
        QCOMPARE(named("Which contracts are there?"), QStringList());

        // A file that can't be read any more, and whose text from before is searched, is no unread one.
        m_library->write(QStringLiteral("walrus-diet.txt"), "The walrus eats clams.");
        QVERIFY(m_library->index().ok());
        QVERIFY(m_library->library()
                    .database()
                    .run(QStringLiteral("UPDATE document SET state='failed' WHERE CAST(path AS TEXT)='walrus-diet.txt'"))
                    .ok());
        QCOMPARE(named("What is the walrus diet?"), QStringList());

        const Answered answered = ask(question(QStringLiteral("How much are late fees?")));
        QCOMPARE(answered.answer().kind, Answer::Kind::Quoted);
        QCOMPARE(answered.answer().quoted->unread.size(), 1);

        QVERIFY2(
            answered.answer().text.contains(QLatin1String("\"late-fees-2031.mp4\": not read: mp4.")), qPrintable(answered.answer().text));
        const Dialog::QuotedAnswer again = Dialog::quotedFromJson(Dialog::toJson(*answered.answer().quoted));
        QCOMPARE(again.unread, answered.answer().quoted->unread);
        // Nothing at all was found: the file is named all the same.
        const Answered none = ask(question(QStringLiteral("duarte contract zzyzx")));
        QVERIFY2(none.answer().text.contains(QLatin1String("contract-duarte.docx")), qPrintable(none.answer().text));
    }

    void aSummaryWithoutAModelIsAnOutline()
    {
        m_library->write(QStringLiteral("lease contract.md"),
            "# Lease contract\n\nThis contract is between Anna and Berta. It has four parts.\n\n## Rent\n\nThe rent is 900 euros a month. "
            "It "
            "is due on the third.\n\n## Notice\n\nEither side gives notice three months before.\n");
        QVERIFY(m_library->index().ok());
        const Answered answered = ask(question(QStringLiteral("Please summarise the lease contract.")));
        const Answer &answer = answered.answer();
        QCOMPARE(answer.kind, Answer::Kind::Quoted);
        QVERIFY(answer.quoted && answer.quoted->outlined.contains(QLatin1String("Lease contract")));
        QStringList cards;
        for (const Dialog::Card &card : answer.quoted->cards)
            cards += Dialog::textOf(card, *Dialog::sourceOf(card.n, answer.sources));
        QCOMPARE(cards,
            QStringList({ QStringLiteral("This contract is between Anna and Berta."), QStringLiteral("The rent is 900 euros a month."),
                QStringLiteral("Either side gives notice three months before.") }));
        QVERIFY(answer.text.contains(QLatin1String("A chat model would write a summary.")));
        QCOMPARE(Dialog::quotedFromJson(Dialog::toJson(*answer.quoted)).outlined, answer.quoted->outlined);
        // No document is called so: the question is answered as any other.
        const Answered other = ask(question(QStringLiteral("Summarise the late fees of walruses.")));
        QVERIFY(!other.answer().quoted || other.answer().quoted->outlined.isEmpty());
    }

    void ofManySectionsSomeFromAllOverAreShown()
    {
        QByteArray text = "# Handbook\n\n";
        for (int i = 1; i <= 30; ++i)
            text += QByteArray("## Part %1\n\n").replace("%1", QByteArray::number(i)) + "This part speaks of matter number "
                + QByteArray::number(i) + ", which has many words so that it is no small one: "
                + QByteArray("the keeper looks at it each day. ").repeated(12) + "\n\n";
        m_library->write(QStringLiteral("handbook.md"), text);
        QVERIFY(m_library->index().ok());
        const Answered answered = ask(question(QStringLiteral("Summarise the handbook.")));
        QVERIFY(answered.answer().quoted);
        QStringList parts;
        for (const Dialog::Card &card : answered.answer().quoted->cards)
            parts += card.headings.last();
        QCOMPARE(parts.size(), 12);
        QVERIFY2(parts.last().section(QLatin1Char(' '), 1).toInt() >= 25, qPrintable(parts.join(QLatin1Char(','))));
    }

    void questionsToBeginWithComeFromWhatIsAsked()
    {
        QByteArray text;
        for (int i = 0; i < 60; ++i)
            text += QByteArray("# How is matter ") + QByteArray::number(i) + " kept?\n\n"
                + QByteArray("It is kept in the cellar. ").repeated(20) + "\n\n";
        m_library->write(QStringLiteral("a.md"), text);
        QVERIFY(m_library->index(QStringLiteral("First")).ok());
        const QTemporaryDir other;
        const QByteArray words = QByteArray("The herons stand in the shallow water of the bay. ").repeated(20);
        writeFile(other.filePath(QStringLiteral("b.md")), "# Herons\n\n" + words + "\n\n## Where do herons stand?\n\n" + words);
        Library::IndexRequest request;
        request.index = m_library->sharedEngine();
        request.collection = QStringLiteral("Second");
        request.folders = QStringList(other.path());
        QVERIFY(await(m_library->indexer().run(request, {}, {}), 60'000)->ok());
        const auto of = [this](const QString &name) {
            const QList<qint64> asked = name.isEmpty() ? QList<qint64>() : QList<qint64> { m_library->library().collection(name)->id };
            QStringList questions;
            for (const Dialog::Starter &starter : *Dialog::starters(m_library->library(), asked, 4))
                questions += starter.question;
            return questions;
        };
        QCOMPARE(of(QStringLiteral("Second")), QStringList(QStringLiteral("Where do herons stand?")));
        QCOMPARE(of(QStringLiteral("First")).size(), 1); // one of a document
        QCOMPARE(of({}).size(), 2);
        QVERIFY(m_library->library().beginRemoval(QStringLiteral("Second")).ok());
        QCOMPARE(of({}).size(), 1);
    }

    void whatIsToBeSummarisedIsTold_data()
    {
        QTest::addColumn<QString>("question");
        QTest::addColumn<QString>("subject");
        const auto row = [](const char *question, const char *subject) {
            QTest::newRow(question) << QString::fromUtf8(question) << QString::fromUtf8(subject);
        };
        row("Summarise the lease contract, please", "lease contract");
        row("Sum insured for flood damage", "");
        row("Can you give me a short summary of the annual report?", "annual report");
        row("Fasse den Mietvertrag zusammen.", "Mietvertrag");
        row("Gib mir bitte eine Zusammenfassung des Mietvertrags", "Mietvertrags");
        row("Résume le contrat de bail", "contrat de bail");
        row("Fais-moi un résumé du contrat", "contrat");
        row("Resume el contrato de alquiler", "contrato de alquiler");
        row("Riassumi il contratto di affitto", "contratto di affitto");
        row("Faça um resumo do contrato de aluguel", "contrato de aluguel");
        row("Vat het huurcontract samen", "huurcontract");
        row("Sammanfatta hyresavtalet", "hyresavtalet");
        row("Сделай краткое содержание договора аренды", "договора аренды");
        row("Kira sözleşmesini özetle", "Kira sözleşmesini");
        row("总结一下租赁合同", "租赁合同");
        row("How do I summarise a table?", "");
        row("Summarise this", "");
        row("What does the summary say about fees?", "");
        row("How high are late fees?", "");
    }
    void whatIsToBeSummarisedIsTold()
    {
        QFETCH(QString, question);
        QTEST(Dialog::summarySubject(question).value_or(QString()), "subject");
    }
};

QTEST_GUILESS_MAIN(TestQuoting)
#include "test_quoting.moc"
