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
        row("en", "He said no.|Peter left the sun.|It is a work of art.|Mary wore a cap.");
        row("en", "See Art. IV, No. 5 and Dec. 24.|It holds.[citation needed]|So does this.");
        row("de",
            "Er wohnt an der Interstate 9.|Heizung ist dabei.|Menschen dieser Art.|Häuser am 5. Tag waren es 2.000.|Überreste blieben.");
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
        row("ru",
            "Это было в 1038–40 гг.|Существует спор о школе им. Харриса в XIX в.|Орбиты небесных тел.|Майкл видел дом.|Рядом рос рис.");
        row("ar", "هذا كتاب.|هل هو جديد؟|نعم.");
        row("hi", "यह एक किताब है।|वह नई है।");
        row("hy", "Սա գիրք է։|Նա նոր է։");
        row("", "Prof. Dr. Kern, vgl. Abs. 1, e.g. Fig. 3.|The end.");

        // Numbers of headings and items
        row("en", "8.5. How can I open the lid of the box?");
        row("en", "12.2.1.1. \"Boxes\" and their lids");
        row("en", "A.3. Where is the key?");
        row("en", "Section 4. The tenant pays the rent.|He pays on time.");
        row("en", "Chapter II. The lid of the box is open.");
        row("en", "We do this: 1. Open the lid.|2. Close it.");
        row("de", "Artikel 5. Die Miete ist fällig.|Sie wird überwiesen.");
        row("es", "Artículo 12. Ámbito de la norma.");
        row("ru", "3.1. Арендатор платит вовремя.|Он платит сам.");
        row("ru", "Статья 7. Права жильцов.");
        row("en", "Fig. 3. The lids of the boxes.|All are red.");
        row("en", "Sec. 5. (a) The tenant pays.|(b) The landlord mends the roof.|2) He paints it.");
        row("zh", "4.2. 钥匙在哪里？");
        row("en", "They saw the flat 5.|Then they left.");

        // Marks that end nothing
        row("en", "The term ?name and the test a != b are known, as are .RS and \\(.*\\) of the tool.");
        row("en", "The mark \".\" is small, and so is \"!\" in the table.");
        row("en", "They sell cron.* files, *.txt files and System.Text.Json for .NET users.|Use them.");
        row("en", "He typed :wq! Enter and left.");
        row("en", "Yahoo! is a firm, and so is Jeopardy! of old.|They sell.");
        row("en", "It was heavy,. Hence they left it.|They walked.");
        row("en", "They sold boats, etc.; the rest was kept (etc.) Below.");
        row("fr", "Les caractères « ! » et « ? » sont rares.|Le reste va bien.");
        row("zh", "他走了。|—— 然后回来。|box 也在。|lid 也在。");
        row("zh", "所有包含 \".\" 的例子。|完了。");
        row("en", "!! Note that the lid is hot.|Wait.");
        row("en", "She mailed anna@example.org.|He did not.");

        // Numbers and their abbreviation
        row("en", "The answer is no.|We know.|No. 5 is the number.");

        // French spacing, quotation marks, notes
        row("fr", "Tu viens ?|Non !|Elle part.");
        row("fr", "« Tu viens ? » demanda-t-il.|Elle dit : « Non ! »|Puis elle partit.");
        row("fr", "Il suffit de partir. »|Cela dit, il se leva.");
        row("fr", "Ah ! trop tard ! jamais peut-être !|Il pleut.");
        row("de", "„Halt!“ rief er.|„Wer ist da?“|Niemand kam.");
        row("de", "»Nein!«|Er ging und sah »Alt und Neu« im Kino.");
        row("en", "He said \"it is so. \"|They left.");
        row("en", "She cried \"Stop!\".|He did.");
        row("en", "It works. ^[73]|Others agree.^[4]|None differ.²|It is over.");
        row("en", "Use the **big box.**|It is `red.`|Nobody knows.");

        // Dialogue
        row("ru", "В чём дело? - спросили её.|- Когда как! - сказала она.");
        row("ru", "— Кто там? — спросил он.|— Это я, — ответила она.|— Входи!");
        row("fr", "C'est la nuit !|– Fugitive, elle part.");
        row("es", "—¿Qué gigantes? —dijo Juan.|—Bien parece —respondió— que no.|¡Son molinos!");

        // The next sentence begins with a number, a name or a sign
        row("en", "There were many unions.|35,064 of them were small.|6 were big.");
        row("es", "Había parejas en casa.|35 064 hogares eran grandes.");
        row("de", "Am 3. Mai kamen 20 Min. später 5 Gäste.|400 g Mehl reichten.");
        row("en", "It is kept in ice.|β-Catenin was lost.|mRNA was not.|\"grep -r\" helps.");
        row("en", "It cost much, e.g. iPhones.|They bought it.");

        // Marks apart from their words, small letters, two blanks
        row("en", "the layer of air is thin .|it grows in time .|the end comes soon .");
        row("en", "the u.s. plan failed.|other plans went well.|they were made by hand.");

        // Three dots
        row("en", "They had ... other plans.|Then came rain ...|The end was near...|So they left.");
        row("en", "box [OPTION]... [FILE]... and so on");
        row("de", "Er ging und ... fiel.|Naja...|Dann stand er auf.");
        row("ru", "Она сказала... и ушла...|Потом вернулась.");
        row("en", "## What is it? A box. Or a lid?");
    }
    void sentencesEnd()
    {
        QFETCH(const QString, language);
        QFETCH(const QString, expected);
        QCOMPARE(sentences(QString(expected).replace(QLatin1Char('|'), QLatin1Char(' ')), language), expected);
    }

    //! "|" stands where a sentence ends; the text has nothing there.
    void sentencesEndWithoutBlanks_data()
    {
        QTest::addColumn<QString>("language");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char *language, const char *expected) {
            QTest::newRow(expected) << QString::fromUtf8(language) << QString::fromUtf8(expected);
        };
        row("en", "Aims.|To find the lids.|They were lost in 2010.|Results.|Many lids were found (53%).|None was red.");
        row("en", "Did it work?|Yes, it did.");
        row("en", "See Console.Write and Node.Js for it, a.B.C, foo.Bar() and README.Txt too.");
        row("es", "¿Vienes?|¡No!|¿Por qué?");
        row("zh", "他来了......|没有人在......|完了。|真的吗？！|是的！");
        row("zh", "他说，......所以我们走。|他走了，很远（见图。）|然后回来。");
        row("zh", "见 cron.d 和 http://example.org/a.html。|请看第3.2节。|价格3.5元。");
    }
    void sentencesEndWithoutBlanks()
    {
        QFETCH(const QString, language);
        QFETCH(const QString, expected);
        QCOMPARE(sentences(QString(expected).remove(QLatin1Char('|')), language), expected);
    }

    void twoBlanksPart()
    {
        QCOMPARE(sentences(QStringLiteral("It prints the table.  -ee prints all.  lists are long, e.g.  these."), QStringLiteral("en")),
            QStringLiteral("It prints the table.|-ee prints all.|lists are long, e.g. these."));
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
        row("a number before the wrapped text",
            "4.3. How do we find out who left the lid of the big blue\nbox open?\n\n    The lid is open.",
            "4.3. How do we find out who left the lid of the big blue box open?|The lid is open.");
        row("a manual",
            "LIDS\n       The lid of the box is described by Anna Smith and by Peter\n       Jones in their book, and by boxes(1), "
            "lids(5), hinges(7),\n       keys(8).\n\n       -f file\n              The box belongs to the person of that name (a "
            "number of\n              the list is allowed).\n\n       -x     Opens the lid of the box that stands behind the\n            "
            "  Smiths' house.  It closes again.\n",
            "LIDS|The lid of the box is described by Anna Smith and by Peter Jones in their book, and by boxes(1), lids(5), hinges(7), "
            "keys(8).|-f file|The box belongs to the person of that name (a number of the list is allowed).|-x Opens the lid of the box "
            "that stands behind the Smiths' house.|It closes again.");
        row("an address behind a name", "AUTHOR\n       Anna Jones\n              <anna@example.org>",
            "AUTHOR|Anna Jones <anna@example.org>");
        row("set to both margins",
            "The  lid  of  the   box  is  open\nand   nobody   closes   it   today\nbecause  the  key  was  lost  in a\nlake. It is deep.",
            "The lid of the box is open and nobody closes it today because the key was lost in a lake.|It is deep.");
        row("capitals",
            "THE BOX IS SOLD AS IT IS, WITHOUT A LID OR A KEY, AND THE\nBUYER PAYS FOR ALL THAT IS BROKEN. NO LIDS ARE SOLD TO\nANYBODY "
            "ELSE.",
            "THE BOX IS SOLD AS IT IS, WITHOUT A LID OR A KEY, AND THE BUYER PAYS FOR ALL THAT IS BROKEN.|NO LIDS ARE SOLD TO ANYBODY "
            "ELSE.");
        row("an item that goes on with a capital", "  * the box that was made in the old days by Peter\n    Jones of Hull\n\n  * the lid",
            "* the box that was made in the old days by Peter Jones of Hull|* the lid");
        row("an item with something else below",
            "  2. Now open the box of which we spoke here:\n     :r box.txt\n  3. Type a word\n     This closes the box again, and the lid "
            "as well.",
            "2. Now open the box of which we spoke here:|:r box.txt|3. Type a word|This closes the box again, and the lid as well.");
        row("a date at the beginning of a line",
            "Der Vertrag über die große Kiste wurde von Anna am\n19. März geschlossen und gilt noch immer für uns.",
            "Der Vertrag über die große Kiste wurde von Anna am 19. März geschlossen und gilt noch immer für uns.");
        row("quoted speech behind a colon", "The doctor asked:\n\"What is in the box?\"\n\"I do not know.\"\nNames:\nAnna",
            "The doctor asked: \"What is in the box?\"|\"I do not know.\"|Names:|Anna");
        row("an attribution", "The box is open, and all the lids are lost in the lake.\n                -- Anna Jones, \"Boxes\"",
            "The box is open, and all the lids are lost in the lake.|-- Anna Jones, \"Boxes\"");
        row("turns of a chat",
            "Anna: Is the box open, or did somebody close it again\ntoday?\nPeter: It is open.\n<bob> who did it\n<eve> i did",
            "Anna: Is the box open, or did somebody close it again today?|Peter: It is open.|<bob> who did it|<eve> i did");
        row("a backslash", "$ echo box | \\\n  sed -e 's/\\(b[a-z]*\\).*/=&=/'\n$ ls -F",
            "$ echo box | \\ sed -e 's/\\(b[a-z]*\\).*/=&=/'|$ ls -F");
        row("lines of a log",
            "2031-05-03 10:00:01 the box was opened by the caretaker\n2031-05-03 10:00:02 the box was closed by the caretaker",
            "2031-05-03 10:00:01 the box was opened by the caretaker|2031-05-03 10:00:02 the box was closed by the caretaker");
        row("titles in the middle", "                 The Box License\n            Version 2.0, May 2031\n",
            "The Box License|Version 2.0, May 2031");
        row("verses with a title",
            "The Box\nThe box that stood beside the door\nWas opened by the wind, and more:\nIts lid was gone.\nNobody saw it any more;\nI "
            "shut the door.",
            "The Box|The box that stood beside the door Was opened by the wind, and more: Its lid was gone.|Nobody saw it any more; I shut "
            "the "
            "door.");
        row("verses that end in a French quotation mark",
            "Il tient ce langage ici :\n« Sans mentir, si votre ramage\nSe rapporte au chant,\nVous êtes le roi de ces bois. »\n",
            "Il tient ce langage ici : « Sans mentir, si votre ramage Se rapporte au chant, Vous êtes le roi de ces bois. »");
        row("verses in small letters", "the box has a lid\nthat the porter hid\nso nobody did",
            "the box has a lid that the porter hid so nobody did");
        row("an empty line within a sentence", "the box of the house,\n\nthat is open", "the box of the house,|that is open");
        row("Chinese, to the margin",
            "    在类似的工作环境中，钥匙是通过使用登记簿组成的标准登记\n    工具链保管的。这是另一个非常重要的规定，已经有很多年了\n    "
            "。\n\n    参见 box",
            "在类似的工作环境中，钥匙是通过使用登记簿组成的标准登记工具链保管的。|这是另一个非常重要的规定，已经有很多年了。|参见 box");
        row("Chinese and an identifier", ".box.lid.key\n这是一份将钥匙与用户标识相联系的签名。通常不应删除。",
            ".box.lid.key|这是一份将钥匙与用户标识相联系的签名。|通常不应删除。");
        row("Chinese verses", "企者不立；\n跨者不行；\n自矜者不长。\n其在道也。", "企者不立；跨者不行；自矜者不长。|其在道也。");
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
        QTest::newRow("verses") << QStringLiteral("a verse of it, and more,\n").repeated(4'000);
        QTest::newRow("items") << QStringLiteral("- a\n") + QStringLiteral("  line of the item, and\n").repeated(20'000);
        QTest::newRow("empty lines") << QStringLiteral("a") + QStringLiteral("\n").repeated(100'000) + QStringLiteral("b");
        QTest::newRow("a long line") << QStringLiteral("A word of it. It is ").repeated(3'000);
        QTest::newRow("quotes") << QStringLiteral("a.") + QStringLiteral("\" ").repeated(30'000);
        QTest::newRow("notes") << QStringLiteral("x.^[1, ").repeated(9'000);
        QTest::newRow("markup") << QStringLiteral(".*").repeated(30'000);
        QTest::newRow("glued") << QStringLiteral("Abcd.Efgh ").repeated(6'000);
        QTest::newRow("dashes") << QStringLiteral("a! — ").repeated(12'000);
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
