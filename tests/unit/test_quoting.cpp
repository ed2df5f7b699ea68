// SPDX-License-Identifier: GPL-3.0-or-later
// Answers without a chat model: in which order passages are taken, which files could not be looked at, and the outline of a document.
#include "core/dialog/starters.h"
#include "core/dialog/summaryquestion.h"
#include "core/dialog/unreadfiles.h"
#include "tests/unit/dialogfixture.h"
#include "tests/unit/passages.h"
#include <QRegularExpression>
#include <QSemaphore>

using namespace Heddle;
using namespace Heddle::TestSupport;
using Conversation::Answer;

class TestQuoting : public DialogFixture {
    Q_OBJECT

private Q_SLOTS:
    void init() { begin(); }
    void cleanup() { end(); }

    //! However the words alone would rank them: meaning puts the one first that answers here, of more than are looked through.
    void passagesAreTakenInTheOrderOfTheSearch()
    {
        struct Ordered : Search::Searcher {
            Result<Search::SearchResult> search(const Search::SearchRequest &, Concurrency::Context) override
            {
                Search::SearchResult result;
                for (int i = 0; i < 20; ++i) {
                    Search::Hit hit = passage(i == 0 ? QStringLiteral("The harbour pier was dredged to nine metres.")
                                                     : QStringLiteral("Harbour %1 has a pier of wood.").arg(i))
                                          .hit;
                    hit.document = QString::number(i);
                    if (i > 0)
                        hit.textLeg = { i, 20.0 - i };
                    result.hits += hit;
                }
                for (const char *word : { "harbour", "pier", "dredged" })
                    result.terms += Search::QueryTerm { QLatin1String(word), { QLatin1String(word) }, true, 2 };
                return result;
            }
        };
        m_setup->change([](Setup::AnswerSetup &setup) { setup.engine = std::make_shared<Ordered>(); });
        const Answer answer = ask(question(QStringLiteral("Was the harbour pier dredged?"))).answer();
        QCOMPARE(answer.kind, Answer::Kind::Quoted);
        QVERIFY2(answer.text.startsWith(QLatin1String("The harbour pier was dredged to nine metres. [1]")), qPrintable(answer.text));
    }

    void unreadFilesAreLookedForBesideTheSearch()
    {
        // With no thread free in the pool, both wait in it at the same time.
        Flow::Pools &pools = m_library->pools();
        QSemaphore go;
        std::vector<QCoro::Task<Status>> busy;
        const int threads = pools.search.figures().threads;
        for (int i = 0; i < threads; ++i)
            busy.push_back(pools.search.submit(
                [&go](std::stop_token) -> Status {
                    go.acquire();
                    return Done {};
                },
                Concurrency::Context(), QStringLiteral("hold")));
        auto asking = m_service->ask(question(QStringLiteral("How high are the late fees?")), {}, {});
        const bool both = QTest::qWaitFor([&] { return pools.search.figures().queued >= 2; }, 10'000);
        go.release(threads);
        for (auto &one : busy)
            QVERIFY(await(std::move(one))->ok());
        const auto answered = await(std::move(asking));
        QVERIFY(answered && answered->ok());
        QVERIFY(both);
    }

    void wordsThatOnlyAskAreNotMissed()
    {
        for (const char *text : { "How much are late fees?", "How far do late fees fall?", "Wie viel late fees fall?" }) {
            const Answer answer = ask(question(QString::fromUtf8(text))).answer();
            for (const QString &notice : answer.notices)
                QVERIFY2(!notice.contains(QLatin1String("occur")), qPrintable(notice));
        }
        const Answer answer = ask(question(QStringLiteral("How much are late zzyzx fees?"))).answer();
        QVERIFY2(answer.notices.join(QLatin1Char(' ')).contains(QLatin1String("\"zzyzx\" occurs in none")),
            qPrintable(answer.notices.join(QLatin1Char(' '))));
    }

    void aListCountsItsPassages()
    {
        m_library->write(QStringLiteral("long.txt"), QByteArray("Nobody likes late fees. ").repeated(200));
        QVERIFY(m_library->index().ok());
        const Answer answer = ask(question(QStringLiteral("Which documents mention the word fees?"))).answer();
        QCOMPARE(answer.kind, Answer::Kind::List);
        QVERIFY2(answer.text.contains(QLatin1String("(1 passage)")), qPrintable(answer.text));
        static const QRegularExpression several(QStringLiteral("\\((?:[2-9]|\\d\\d+) passages\\)"));
        QVERIFY2(several.match(answer.text).hasMatch() && !answer.text.contains(QLatin1String("(s)")), qPrintable(answer.text));
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
            const auto starters = Dialog::starters(m_library->library(), asked, 4);
            for (const Dialog::Starter &starter : *starters)
                questions += starter.question;
            return questions;
        };
        QCOMPARE(of(QStringLiteral("Second")), QStringList(QStringLiteral("Where do herons stand?")));
        QCOMPARE(of(QStringLiteral("First")).size(), 1); // one of a document
        QCOMPARE(of({}).size(), 2);
        QVERIFY(m_library->library().beginRemoval(QStringLiteral("Second")).ok());
        QCOMPARE(of({}).size(), 1);
    }

    //! Neither the number of a section nor a heading that only announces or shouts is part of a question.
    void questionsToBeginWithReadAsQuestions()
    {
        const QByteArray words = QByteArray("The keeper looks at it each day. ").repeated(40);
        const std::pair<const char *, QByteArray> files[] = { { "a.md", "4.2. Where do herons stand?" }, { "b.md", "SECURITY FIXES" },
            { "c.md", "Security fixes:" }, { "d.md", "\u00a7 12 Notice periods" }, { "e.md", "1939 in the harbour" } };
        for (const auto &[name, heading] : files)
            m_library->write(QLatin1String(name), "# Handbook\n\n" + words + "\n\n## " + heading + "\n\n" + words);
        QVERIFY(m_library->index().ok());
        QStringList questions;
        const auto starters = Dialog::starters(m_library->library(), {}, 9);
        for (const Dialog::Starter &starter : *starters)
            questions += starter.question;
        QCOMPARE(questions.value(0), QStringLiteral("Where do herons stand?"));
        questions.sort();
        QVERIFY2(questions.size() == 3 && questions[0].contains(QStringLiteral("about “1939 in the harbour”"))
                && questions[1].contains(QStringLiteral("about “Notice periods”")),
            qUtf8Printable(questions.join(QLatin1Char('\n'))));
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
