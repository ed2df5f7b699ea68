// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/sentences.h"
#include "tests/support/testsupport.h"

using namespace Heddle;
using namespace Heddle::Text;

namespace {

//! The sentences of a text, with a bar between them.
QString sentences(const QString &text, const QString &language)
{
    QStringList list;
    for (const auto &[from, to] : sentenceRanges(text, language))
        list += sentenceText(QStringView(text).mid(from, to - from));
    return list.join(QLatin1Char('|'));
}

} // namespace

class TestSentences : public QObject {
    Q_OBJECT
private Q_SLOTS:
    //! "|" stands where a sentence ends; the text itself has a blank there.
    void sentencesEnd_data()
    {
        QTest::addColumn<QString>("language");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char *language, const char *expected) {
            QTest::newRow(expected) << QString::fromUtf8(language) << QString::fromUtf8(expected);
        };
        row("en", "Dr. Smith met Mrs. Jones of Bolt Ltd. in spring.|They talked.");
        row("en", "The pump was tested by Lt. Col. Brown in the yard.|It ran.");
        row("en", "See Sect. 4 of the U.S. Code for the boiler rules.|Then stop.");
        row("en", "He lives in the U.S.|The house is old.");
        row("en", "J. R. R. Tolkien wrote it.|C. S. Lewis read it.");
        row("en", "We take plan B.|Nobody likes it.");
        row("en", "It has vitamin C.|The rest is water.");
        row("en", "The permit of 3. May 2031 was issued by the head of the office.|It holds.");
        row("en", "It opened in 2019.|Sales rose by 3.5 % to No. 5 of the list.|The rest fell.");
        row("en", "It opens at 8 a.m.|The doors close at 5 p.m. on Monday.");
        row("en", "As Miller et al. 2019 found (see Fig. 3, pp. 4-6), it is so.|Others differ.");
        row("en", "It works.[3, 4]|Others agree.[5]|None differ.");
        row("en", "\"Stop!\" he said.|\"Why?\" she asked.|They left.");
        row("en", "He said \"No.\"|She left (at last.)|It was over.");
        row("en", "Wait…|Then he came.");
        row("en", "Well ... it is.|Apples, pears, etc.|Then more, e.g. plums.");
        row("en", "Visit www.example.org today.|It costs $3.50 vs. 4 before.");
        row("en", "1. Open the lid.|2. Close it again.");
        row("en", "the lift is broken.|it will be mended soon.|ask the porter, e.g. by phone.");
        row("de", "Die Kündigungsfrist beträgt nach § 573c Abs. 1 Satz 2 BGB drei Monate.|Danach endet es.");
        row("de", "Die Kaution darf gem. § 551 BGB drei Monatsmieten nicht übersteigen.");
        row("de", "Der Umsatz lag bei 4 Mio. Euro im Vorjahr.|Das ist viel.");
        row("de", "Der Verwalter Herr Dipl. Ing. Kern ist zuständig.|Er hilft.");
        row("de", "Am 3. Oktober und im 19. Jh. war der 2. Weltkrieg z. B. kein Thema.|Der Rest u. a. auch nicht.");
        row("de", "Karl V. regierte; Ludwig XIV. Bauten stehen noch.|Die Miete beträgt 20.|Der Rest folgt.");
        row("de", "Siehe Art. 5 Abs. 2 lit. a i. V. m. Nr. 3 ff. der Satzung.|Es gilt bzw. galt.");
        row("de", "Äpfel, Birnen usw.|Das Obst ist reif, d. h. es fällt.|Vgl. S. 12 ff. und Bd. 3.");
        row("de", "Das BGB.|Die Strecke misst 5 km.|Der Weg ist weit.");
        row("de", "Hauptstr. 5, Tel. 030 1234, ca. 20 Min. von Frankfurt a. M. entfernt.");
        row("fr", "M. Dupont et Mme. Lenoir, cf. art. 3 al. 2, p. ex. vers 300 av. J.-C. environ.|Ils partent.");
        row("fr", "Du pain, du vin, etc.|Elle est là.");
        row("es", "El contrato del Sr. Ruiz vence en marzo.|Ud. lo sabe.|Vea la pág. 4 y el art. 5 de los EE. UU. hoy.");
        row("es", "¿Cuándo viene la Sra. López?|Mañana, dijo la Dra. Gil.");
        row("it", "Il sig. Rossi e il dott. Bianchi, cfr. art. 3, pag. 4 ecc.|Poi partono.");
        row("pt", "O Sr. Silva mora na Av. Central, n.º 5.|A Dra. Costa também.");
        row("nl", "Dhr. De Vries woont bijv. in St. Anna, d.w.z. ver weg.|Hij komt niet.");
        row("sv", "Han bor t.ex. i Lund, bl.a. kl. 5.|Sedan kom hon.");
        row("da", "Han bor f.eks. i Aarhus, jf. § 3, stk. 2.|Den 3. Maj kom hun.");
        row("fi", "Hän asuu esim. Turussa, ks. s. 5.|Kokous on 3. Toukokuuta.");
        row("hu", "Dr. Kovács pl. Budapesten lakik a 3. Emeleten.|Ez igaz.");
        row("pl", "Prof. Nowak mieszka np. przy ul. Długiej 5, tj. w Łodzi.|To prawda.");
        row("cs", "Ing. Novák bydlí např. v ul. Dlouhá, č. 5.|To je pravda.");
        row("ro", "Dl. Popescu locuiește pe str. Lungă nr. 5, cf. art. 3 alin. 2.|Este adevărat.");
        row("tr", "Prof. Dr. Yılmaz, bkz. s. 5, Atatürk Cad. No. 3.|Bu doğru.");
        row("ru", "Склад находится в Туле, ул. Мира, дом пять.|Его построил А. С. Иванов в 1905 г. для города.");
        row("ru", "Яблоки, груши и т. д.|Всего 5 млн. руб. за год, т. е. много.");
        row("ar", "هذا كتاب.|هل هو جديد؟|نعم.");
        row("hi", "यह एक किताब है।|वह नई है।");
        row("hy", "Սա գիրք է։|Նա նոր է։");
        row("", "Prof. Dr. Kern, vgl. Abs. 1, e.g. Fig. 3.|The end.");
    }
    void sentencesEnd()
    {
        QFETCH(const QString, language);
        QFETCH(const QString, expected);
        QCOMPARE(sentences(QString(expected).replace(QLatin1Char('|'), QLatin1Char(' ')), language), expected);
    }

    void chineseAndJapaneseNeedNoBlanks()
    {
        QCOMPARE(sentences(QString::fromUtf8("钥匙在这里。谁来拿？“我来。”他说。完！"), QStringLiteral("zh")),
            QString::fromUtf8("钥匙在这里。|谁来拿？|“我来。”|他说。|完！"));
        QCOMPARE(sentences(QString::fromUtf8("鍵はここです。「誰ですか？」と聞いた。"), QStringLiteral("ja")),
            QString::fromUtf8("鍵はここです。|「誰ですか？」|と聞いた。"));
    }

    void wrappedLinesAreJoined_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char *name, const char *text, const char *expected) {
            QTest::newRow(name) << QString::fromUtf8(text) << QString::fromUtf8(expected);
        };
        row("wide",
            "The chapel may be visited by all guests who have bought a ticket at the gate\n"
            "and who leave their bags in the locker beside the stairs.",
            "The chapel may be visited by all guests who have bought a ticket at the gate and who leave their bags in the locker beside "
            "the "
            "stairs.");
        row("narrow",
            "The laundry room may be used by\nall tenants on weekdays between\neight in the morning and nine in\nthe evening, provided "
            "that "
            "the\nmachines are cleaned afterwards.",
            "The laundry room may be used by all tenants on weekdays between eight in the morning and nine in the evening, provided that "
            "the "
            "machines are cleaned afterwards.");
        row("a digit begins the next line",
            "A tenant has to give notice to the landlord in writing at least\n3 months before the end of the school year, says the "
            "contract.",
            "A tenant has to give notice to the landlord in writing at least 3 months before the end of the school year, says the "
            "contract.");
        row("a quotation mark does",
            "The word that is painted in red letters on the door of the cellar is\n\"Vorsicht\" and it warns of the steep stairs.",
            "The word that is painted in red letters on the door of the cellar is \"Vorsicht\" and it warns of the steep stairs.");
        row("German nouns do",
            "Der Mieter hat die Wohnung am Ende der Mietzeit in dem\nZustand zurückzugeben, in dem er sie bei Beginn der\nMietzeit "
            "übernommen "
            "hat, und dem Vermieter die\nSchlüssel auszuhändigen. Die Kosten trägt er.",
            "Der Mieter hat die Wohnung am Ende der Mietzeit in dem Zustand zurückzugeben, in dem er sie bei Beginn der Mietzeit "
            "übernommen "
            "hat, und dem Vermieter die Schlüssel auszuhändigen.|Die Kosten trägt er.");
        row("a mail",
            "> The caretaker said that the lift\n> will be out of order from Monday\n> to Wednesday because of a cable.\n\nThanks.",
            "> The caretaker said that the lift will be out of order from Monday to Wednesday because of a cable.|Thanks.");
        row("an item of a list",
            "Rules:\n\n- The bicycle cellar may be used by all tenants who have signed\n  the list that hangs beside the porter's door.\n- "
            "Nobody smokes",
            "Rules:|- The bicycle cellar may be used by all tenants who have signed the list that hangs beside the porter's door.|- Nobody "
            "smokes");
        row("indented first lines",
            "   The caretaker is asked to see that the lights in the stairs are\noff during the day, and that the doors are locked at "
            "night.\n"
            "   The tenants may ask him for a key.",
            "The caretaker is asked to see that the lights in the stairs are off during the day, and that the doors are locked at "
            "night.|The "
            "tenants may ask him for a key.");
        row("Chinese", "本仓库的钥匙由物业管理处的值班人员保管，\n任何住户需要使用时必须在登记簿上签名，\n并在当天晚上八点以前归还。",
            "本仓库的钥匙由物业管理处的值班人员保管，任何住户需要使用时必须在登记簿上签名，并在当天晚上八点以前归还。");
        row("a list without marks", "red apples\nyellow bananas from Peru\ngreen grapes\nplums",
            "red apples|yellow bananas from Peru|green grapes|plums");
        row("numbered", "1. Open the lid\n2. Close it\n3) Go", "1. Open the lid|2. Close it|3) Go");
        row("lettered", "a) the lid\nb) the box\n(c) the key", "a) the lid|b) the box|(c) the key");
        row("bullets in a line", "• open the lid • close the box • go", "• open the lid|• close the box|• go");
        row("verses",
            "Tyger Tyger, burning bright,\nIn the forests of the night;\nWhat immortal hand or eye,\nCould frame thy fearful symmetry?",
            "Tyger Tyger, burning bright, In the forests of the night; What immortal hand or eye, Could frame thy fearful symmetry?");
        row("an address", "Anna Schmidt\nHauptstraße 5\n12345 Berlin", "Anna Schmidt|Hauptstraße 5|12345 Berlin");
        row("values", "Name: Anna Schmidt of the house\nDate: the third of May\nRoom: five",
            "Name: Anna Schmidt of the house|Date: the third of May|Room: five");
        row("a table", "name\tprice\nlid\t5\nbox\t7", "name price|lid 5|box 7");
        row("a table with gaps", "lid     5 euro\nbox     7 euro\nthe key of the cellar     9 euro",
            "lid 5 euro|box 7 euro|the key of the cellar 9 euro");
        row("a program", "int main() {\n    return run(argc, argv);\n}", "int main() {|return run(argc, argv);|}");
        row("a heading", "Heading of it\n=============\nThe text below it is here.",
            "Heading of it|=============|The text below it is here.");
        row("a short line before a long one",
            "Introduction\nThe text below the heading is quite a bit longer than it, as a text should be.",
            "Introduction|The text below the heading is quite a bit longer than it, as a text should be.");
    }
    void wrappedLinesAreJoined()
    {
        QFETCH(const QString, text);
        QTEST(sentences(text, {}), "expected");
    }

    void nothingGoesOnForEver_data()
    {
        QTest::addColumn<QString>("text");
        QTest::newRow("without stops") << QStringLiteral("words and more words without any stop ").repeated(200);
        QTest::newRow("commas") << QStringLiteral("one, two and three, ").repeated(300);
        QTest::newRow("lines") << QStringLiteral("a line that has no end and goes on and on, as the next one does\n").repeated(100);
        QTest::newRow("Chinese") << QString::fromUtf8("没有句号的文字，").repeated(500);
        QTest::newRow("one word") << QStringLiteral("x").repeated(5'000);
        QTest::newRow("emoji") << QStringLiteral("😀").repeated(3'000);
        QTest::newRow("abbreviations") << QStringLiteral("Dr. Prof. ").repeated(2'000);
        QTest::newRow("citations") << QStringLiteral("x.[1]").repeated(5'000);
        QTest::newRow("bullets") << QStringLiteral("• ").repeated(5'000);
        QTest::newRow("brackets") << QStringLiteral("a.)").repeated(5'000);
    }
    void nothingGoesOnForEver()
    {
        QFETCH(const QString, text);
        QElapsedTimer timer;
        timer.start();
        qsizetype last = 0, letters = 0, covered = 0;
        for (const auto &[from, to] : sentenceRanges(text, QStringLiteral("de"))) {
            QVERIFY(from >= last && to > from && to - from <= 1'201);
            QVERIFY(text.mid(from, to - from).isValidUtf16());
            for (qsizetype i = from; i < to; ++i)
                covered += !text[i].isSpace();
            last = to;
        }
        for (const QChar c : text)
            letters += !c.isSpace();
        QCOMPARE(covered, letters); // nothing is left out
        QVERIFY(timer.elapsed() < 5'000);
    }
};

QTEST_GUILESS_MAIN(TestSentences)
#include "test_sentences.moc"
