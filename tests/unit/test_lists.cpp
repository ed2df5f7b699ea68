// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/retrieval/documentlist.h"
#include "core/retrieval/listgrammar.h"
#include "core/text/analyzer.h"
#include "tests/support/testlibrary.h"
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

using namespace Heddle;
using namespace Heddle::Retrieval;
using namespace Heddle::TestSupport;

//! Questions for documents as a whole, and what answers them.
class TestLists : public QObject {
    Q_OBJECT
    std::unique_ptr<TestLibrary> m_library;

    DocumentList find(const QString &question)
    {
        const auto asked = listQuestion(question);
        if (!asked)
            qFatal("no list question: %s", qUtf8Printable(question));
        const auto list = findDocuments(m_library->engine(), m_library->library(), *asked, {}, {});
        if (!list)
            qFatal("%s", qUtf8Printable(list.error().message));
        return *list;
    }
    static QStringList names(const DocumentList &list)
    {
        QStringList names;
        for (const DocumentList::Row &row : list.rows)
            names += row.path.section(QLatin1Char('/'), -1);
        return names;
    }

private Q_SLOTS:
    void init()
    {
        Storage::Database::closeThreadConnections();
        m_library = std::make_unique<TestLibrary>();
    }
    void cleanup() { m_library.reset(); }

    void listQuestionsAreRecognized_data()
    {
        QTest::addColumn<QString>("question");
        QTest::addColumn<bool>("count");
        QTest::addColumn<QString>("subject");
        QTest::addColumn<QString>("noun");
        struct Row {
            const char *question;
            bool count;
            const char *subject, *noun;
        };
        const Row rows[] = {
            { "Which documents mention arbitration?", false, "arbitration", "" },
            { "Which of my files contain the word surety?", false, "\"surety\"", "" },
            { "Which documents mention the word will?", false, "\"will\"", "" },
            { "How many documents contain the phrase late fee?", true, "\"late fee\"", "" },
            { "Which documents mention “the rule of law”?", false, "\"the rule of law\"", "" },
            { "Which contracts contain the clause \"of the tenant\"?", false, "\"of the tenant\"", "contracts" },
            { "Which documents mention fees in \"Main Street\"?", false, "fees in \"Main Street\"", "" },
            { "Which documents mention \"late fees\" or \"Main Street\"?", false, "\"late fees\" or \"Main Street\"", "" },
            { "Which documents mention word processors?", false, "word processors", "" },
            { "In welchen Dokumenten steht das Wort „Bürgschaft“?", false, "\"Bürgschaft\"", "" },
            { "Welche Dokumente enthalten das Wort Bürgschaft?", false, "\"Bürgschaft\"", "" },
            { "Quels documents contiennent le mot préavis ?", false, "\"préavis\"", "" },
            { "Quels documents mentionnent un mot de passe ?", false, "mot de passe", "" },
            { "В каких документах упоминается слово залог?", false, "\"залог\"", "" },
            { "In which documents is the notice period mentioned?", false, "notice period", "" },
            { "How many contracts mention late fees?", true, "late fees", "contracts" },
            { "how many contracts are there", true, "", "contracts" },
            { "How many documents do I have?", true, "", "" },
            { "List all invoices", false, "", "invoices" },
            { "Please show me the letters about \"Main Street\".", false, "\"Main Street\"", "letters" },
            { "Find all contracts with Acme", false, "Acme", "contracts" },
            { "What papers discuss gene editing?", false, "gene editing", "" },
            { "Welche Dokumente erwähnen die Kündigungsfrist?", false, "Kündigungsfrist", "" },
            { "In welchen Verträgen wird die Bürgschaft erwähnt?", false, "Bürgschaft", "Verträgen" },
            { "Wie viele Rechnungen gibt es?", true, "", "Rechnungen" },
            { "Quels documents mentionnent le préavis ?", false, "préavis", "" },
            { "Combien de contrats parlent de caution ?", true, "caution", "contrats" },
            { "¿Qué documentos mencionan el aval?", false, "aval", "" },
            { "¿Cuántas facturas hay?", true, "", "facturas" },
            { "Quali documenti menzionano la cauzione?", false, "cauzione", "" },
            { "Quantos contratos mencionam a caução?", true, "caução", "contratos" },
            { "Welke documenten vermelden de opzegtermijn?", false, "opzegtermijn", "" },
            { "Vilka dokument nämner uppsägningstiden?", false, "uppsägningstiden", "" },
            { "Hvilke dokumenter nævner depositummet?", false, "depositummet", "" },
            { "Hvor mange kontrakter omtaler depositum?", true, "depositum", "kontrakter" },
            { "Mitkä asiakirjat mainitsevat takuun?", false, "takuun", "" },
            { "В каких документах упоминается залог?", false, "залог", "" },
            { "Сколько договоров упоминают залог?", true, "залог", "договоров" },
            { "Care documente menționează garanția?", false, "garanția", "" },
            { "Mely dokumentumok említik a kauciót?", false, "kauciót", "" },
            { "Hangi belgeler depozitodan bahsediyor?", false, "depozitodan", "" },
            { "Quins documents esmenten la fiança?", false, "fiança", "" },
            { "Dokumen mana yang menyebutkan jaminan?", false, "jaminan", "" },
            { "Kurie dokumentai mini užstatą?", false, "užstatą", "" },
            { "哪些文档提到了押金？", false, "押金", "" },
            { "有多少合同提到违约金?", true, "违约金", "合同" },
        };
        for (const Row &row : rows)
            QTest::newRow(row.question) << QString::fromUtf8(row.question) << row.count << QString::fromUtf8(row.subject)
                                        << QString::fromUtf8(row.noun);
    }
    void listQuestionsAreRecognized()
    {
        QFETCH(QString, question);
        QFETCH(bool, count);
        QFETCH(QString, subject);
        QFETCH(QString, noun);
        const auto read = listQuestion(question);
        QVERIFY(read);
        QCOMPARE(read->kind == ListQuestion::Kind::Count, count);
        QCOMPARE(read->subject, subject);
        QCOMPARE(read->noun, noun);
    }

    void everyLanguageWithAStemmerHasItsWords()
    {
        for (const ListGrammar &grammar : listGrammars()) {
            QVERIFY2(Text::Analyzer::hasStemmer(grammar.language) || grammar.language == "no", grammar.language.c_str());
            for (const auto *words :
                { &grammar.which, &grammar.count, &grammar.command, &grammar.documents, &grammar.kinds, &grammar.verbs })
                QVERIFY2(!words->empty(), grammar.language.c_str());
        }
        QVERIFY(listGrammars().size() >= 23);
    }

    //! What a passage answers is no question for documents.
    void otherQuestionsAreLeftAlone_data()
    {
        QTest::addColumn<QString>("question");
        for (const char *question : { "How many people work there?", "Which document describes the warranty?",
                 "What is mentioned in the report?", "How many letters are there in the Hawaiian alphabet?",
                 "How many articles does the constitution have?", "What are the contracts?", "Which documents do I need for a passport?",
                 "List the advantages of solar power.", "Who mentions the treaty?", "Wie lang ist die Kündigungsfrist?",
                 "Welche Unterlagen brauche ich für den Antrag?", "Combien de pages a le livre ?", "押金是多少？", "Documents", "" })
            QTest::newRow(question) << QString::fromUtf8(question);
    }
    void otherQuestionsAreLeftAlone()
    {
        QFETCH(QString, question);
        QVERIFY(!listQuestion(question));
    }

    //! Nobody who asked these wanted a list of documents: the questions of a public collection, in six languages.
    void questionsOfAPublicCollectionAreLeftAlone()
    {
        int asked = 0;
        for (const char *language : { "en", "de", "es", "ru", "zh", "ar" }) {
            QFile file(QStringLiteral(HEDDLE_TEST_DATA "/xquad/xquad.%1.json").arg(QLatin1String(language)));
            if (!file.open(QIODevice::ReadOnly))
                QSKIP("XQuAD is not here");
            for (const QJsonValue &article : QJsonDocument::fromJson(file.readAll())[QLatin1String("data")].toArray()) {
                for (const QJsonValue &paragraph : article[QLatin1String("paragraphs")].toArray()) {
                    for (const QJsonValue &one : paragraph[QLatin1String("qas")].toArray()) {
                        const QString question = one[QLatin1String("question")].toString();
                        QVERIFY2(!listQuestion(question), qUtf8Printable(question));
                        ++asked;
                    }
                }
            }
        }
        QCOMPARE(asked, 6 * 1190);
    }

    void everyDocumentIsFoundWithItsCount()
    {
        for (int i = 0; i < 300; ++i)
            m_library->write(QStringLiteral("note%1.txt").arg(i, 3, 10, QLatin1Char('0')),
                QStringLiteral("Note %1 mentions the late fee.").arg(i).toUtf8());
        m_library->write(QStringLiteral("other.txt"), "Bread is baked from flour. A fee is due, and lately it rose.");
        m_library->write(QStringLiteral("long.txt"), QByteArray("The late fee is due. ").repeated(400));
        m_library->write(QStringLiteral("scan.docx"), "not read");
        QVERIFY(m_library->index());
        const DocumentList list = find(QStringLiteral("Which documents mention \"late fee\"?"));
        QCOMPARE(list.documents, 301);
        QCOMPARE(list.rows.size(), DocumentList::MaxListed);
        QCOMPARE(list.lookedAt, 302);
        QCOMPARE(list.unread, 1);
        QVERIFY(list.isComplete);
        QCOMPARE(names(list).first(), QStringLiteral("long.txt"));
        QVERIFY(list.rows.first().passages > 1);
        QVERIFY(list.rows[1].line.contains(QLatin1String("late fee")));
        QVERIFY(!list.rows[1].chunk.isEmpty());
        QVERIFY2(headline(list).startsWith(QLatin1String("301 of 302 documents mention \"late fee\".")), qUtf8Printable(headline(list)));
        QCOMPARE(find(QStringLiteral("How many documents are there?")).documents, 302);
    }

    //! Every word has to be there, in one of its forms; the order doesn't matter.
    void allWordsAreRequired()
    {
        m_library->write(QStringLiteral("a.txt"), "The fees for late payment are high.");
        m_library->write(QStringLiteral("b.txt"), "The fee is low.");
        m_library->write(QStringLiteral("c.txt"), "It is late.");
        m_library->write(QStringLiteral("late-fee.txt"), "Nothing of it stands here.");
        QVERIFY(m_library->index());
        QCOMPARE(names(find(QStringLiteral("Which files mention a late fee?"))),
            QStringList({ QStringLiteral("a.txt"), QStringLiteral("late-fee.txt") }));
        QCOMPARE(find(QStringLiteral("Which files mention a late xylophone?")).documents, 0);
    }

    //! In quotation marks, or as "the word …", words are meant as they are written.
    void aQuotedWordOrPhraseIsFoundAsItIsWritten()
    {
        m_library->write(QStringLiteral("a.txt"), "The fee is due in May.");
        m_library->write(QStringLiteral("b.txt"), "All fees are due in May.");
        m_library->write(QStringLiteral("fee.txt"), "Nothing of it stands here.");
        m_library->write(QStringLiteral("c.txt"), "The rule of the law is old.");
        m_library->write(QStringLiteral("d.txt"), "The rule of law is old.");
        QVERIFY(m_library->index());
        QCOMPARE(names(find(QStringLiteral("Which documents mention the word fee?"))), QStringList(QStringLiteral("a.txt")));
        QCOMPARE(names(find(QStringLiteral("Which documents contain \"FEES\"?"))), QStringList(QStringLiteral("b.txt")));
        QCOMPARE(find(QStringLiteral("Which documents mention a fee?")).documents, 3);
        const DocumentList law = find(QStringLiteral("How many documents contain the phrase “rule of law”?"));
        QCOMPARE(names(law), QStringList(QStringLiteral("d.txt")));
        QCOMPARE(headline(law), QStringLiteral("1 of 5 documents mention \"rule of law\"."));
        QCOMPARE(names(find(QStringLiteral("Which documents mention \"of law\"?"))), QStringList(QStringLiteral("d.txt")));
        QCOMPARE(names(find(QStringLiteral("Which documents mention the word all?"))), QStringList(QStringLiteral("b.txt")));
    }

    void aKindOfDocumentIsWhatIsCalledSo()
    {
        m_library->write(QStringLiteral("contracts/acme.txt"), "Acme pays a deposit.");
        m_library->write(QStringLiteral("contract-miller.txt"), "Miller pays no deposit.");
        m_library->write(QStringLiteral("letter.txt"), "The deposit of the contract is discussed here.");
        m_library->write(QStringLiteral("bread.txt"), "Bread is baked from flour.");
        QVERIFY(m_library->index());
        QStringList found = names(find(QStringLiteral("How many contracts mention a deposit?")));
        found.sort();
        QCOMPARE(found, QStringList({ QStringLiteral("acme.txt"), QStringLiteral("contract-miller.txt") }));
        // Where none is called so, the word in the text has to do, and that is said.
        const DocumentList guides = find(QStringLiteral("How many invoices mention flour?"));
        QVERIFY(!guides.isCalledKnown);
        QCOMPARE(guides.documents, 0);
    }
};

QTEST_GUILESS_MAIN(TestLists)
#include "test_lists.moc"
