// SPDX-License-Identifier: GPL-3.0-or-later
#include <xapian.h>
// Xapian before any Qt header
#include "core/search/quotes.h"
#include "core/search/snippet.h"
#include "core/text/foldings.h"
#include "tests/support/testlibrary.h"
#include <QRandomGenerator>

using namespace Heddle;
using namespace Heddle::Search;
using namespace Heddle::TestSupport;

namespace {

struct Script {
    const char *name;
    const char *letters; //!< small ones
    bool spaces = true; //!< words are longer than a few characters
};

const Script Scripts[] { { "Latin", "abcdefghijklmnopqrstuvwxyzäöüßéèêçñáíóúåøæœłđðþżśńőűžščřěğşıėāķ" },
    { "Greek", "αβγδεζηθικλμνξοπρστυφχψωάέήίόύώϊϋΐ" }, { "Cyrillic", "абвгдежзийклмнопрстуфхцчшщъыьэюяёіїєґђћљњџўқғңөү" },
    { "Arabic", "ابتثجحخدذرزسشصضطظعغفقكلمنهويءآأإؤئىةپچگکی" }, { "Hebrew", "אבגדהוזחטיכלמנסעפצקרשתךםןףץ" },
    { "Devanagari", "कखगघचछजझटठडढणतथदधनपफबभमयरलवशषसह" }, { "Armenian", "աբգդեզէըթժիլխծկհձղճմյնշոչպջռսվտրցւփքօֆ" },
    { "Georgian", "აბგდევზთიკლმნოპჟრსტუფქღყშჩცძწჭხჯჰ" }, { "Thai", "กขคงจชซดตถทนบปผพฟมยรลวสหอ" },
    { "Han", "的一是不了人我在有他这中大来上国个到说们为子和你地出道也时年得就那要下以生会自着去之过家学对可她里后", false },
    { "Kana", "かきくけこさしすせそたちつてとがぎぐばびぶぱカキクケコガギグバパー", false },
    { "Hangul", "가나다라마바사아자차카타파하서울부산대구인천광주한글말글씨", false } };

QString randomWord(const Script &script, QRandomGenerator &random)
{
    const auto letters = QString::fromUtf8(script.letters).toUcs4();
    const int length = int(script.spaces ? random.bounded(3, 10) : random.bounded(2, 5));
    QString word;
    for (int i = 0; i < length; ++i) {
        const char32_t letter = char32_t(letters[random.bounded(letters.size())]);
        word += QString::fromUcs4(&letter, 1);
    }
    return word;
}

//! As other programs write the same word.
QString disguised(QString word, QRandomGenerator &random)
{
    switch (random.bounded(6)) {
    case 0: return word.normalized(QString::NormalizationForm_D);
    case 1: return word.insert(random.bounded(1, int(word.size())), QChar(0x00ad));
    case 2: return word.insert(random.bounded(1, int(word.size())), QChar(0x200b));
    case 3: return QChar(0x202b) + word + QChar(0x202c);
    case 4: return word.toUpper();
    default: return word;
    }
}

//! As people type it who leave accents out.
QString withoutAccents(const QString &word)
{
    QString plain;
    for (const uint letter : word.normalized(QString::NormalizationForm_D).toUcs4()) {
        const std::string_view spelling = Text::plainSpelling(char32_t(letter));
        const bool accent =
            QChar::category(letter) == QChar::Mark_NonSpacing && (letter < 0x900 || letter > 0x1100) && letter != 0x306 && letter < 0x3000;
        if (!spelling.empty())
            plain += QString::fromUtf8(spelling.data(), qsizetype(spelling.size()));
        else if (!accent)
            plain += QString::fromUcs4(reinterpret_cast<const char32_t *>(&letter), 1);
    }
    return plain.normalized(QString::NormalizationForm_C);
}

//! Whether the ranges together hold the text from `from` to `to`.
bool cover(const QList<std::pair<qsizetype, qsizetype>> &ranges, const QString &text, qsizetype from, qsizetype to)
{
    for (qsizetype i = from; i < to; ++i) {
        const bool seen = text[i].isLetterOrNumber() || text[i].isMark();
        const bool held =
            std::any_of(ranges.cbegin(), ranges.cend(), [i](const auto &range) { return range.first <= i && i < range.second; });
        if (seen && !held)
            return false;
    }
    return true;
}

} // namespace

class TestFindingWords : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void cleanup() { Storage::Database::closeThreadConnections(); }

    //! Every word of random texts in twelve scripts is found as typed, in capitals and without accents, and its place is marked.
    void everyWordIsFoundAgain()
    {
        QRandomGenerator random(19);
        TestLibrary library;
        struct Place {
            QString file, word, inText;
        };
        QList<Place> places;
        for (const Script &script : Scripts) {
            for (int document = 0; document < 2; ++document) {
                const QString file = QLatin1String(script.name) + QString::number(document);
                QString text;
                for (int i = 0; i < 10; ++i) {
                    const QString word = randomWord(script, random), written = disguised(word, random);
                    places += { file, word, written };
                    text += written + QString::fromUtf8(std::array { " ", ", ", "; ", " (", ") ", ". ", "\n" }[random.bounded(7)]);
                }
                library.write(file + QLatin1String(".txt"), text.toUtf8());
            }
        }
        QVERIFY(library.index().ok());
        for (const Place &place : std::as_const(places)) {
            for (const QString &question : { place.word, place.word.toUpper(), withoutAccents(place.word), place.inText }) {
                const SearchResult found = library.search(question);
                const auto hit = std::find_if(found.hits.cbegin(), found.hits.cend(),
                    [&place](const Hit &one) { return one.path.endsWith(QLatin1Char('/') + place.file + QLatin1String(".txt")); });
                QVERIFY2(
                    hit != found.hits.cend(), qPrintable(place.file + QLatin1String(": ") + place.word + QLatin1String(" by ") + question));
                const qsizetype at = hit->text.indexOf(place.inText);
                QVERIFY(at >= 0);
                QVERIFY2(cover(matchRanges(hit->text, found.terms, hit->language), hit->text, at, at + place.inText.size()),
                    qPrintable(place.file + QLatin1String(": ") + place.inText + QLatin1String(" by ") + question));
            }
        }
    }

    void aWordIsFoundHoweverItIsWritten_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QStringList>("questions"); //!< each finds the text
        QTest::addColumn<QStringList>("others"); //!< none does
        const auto row = [](const char *text, const char *questions, const char *others = "") {
            QTest::newRow(text) << QString::fromUtf8(text) << QString::fromUtf8(questions).split(QLatin1Char('|'))
                                << QString::fromUtf8(others).split(QLatin1Char('|'), Qt::SkipEmptyParts);
        };
        row("Rechnung vom 15.03.2024", "15.03.2024|15.3.2024|15/03/2024|2024|15.03|03.2024", "15.03.2023|16.03.2024");
        row("Ids 4711,4712,4713,4714", "4712|4711,4712|4712,4713|4711, 4714", "4715");
        row("The host 10.0.0.7 answers", "10.0.0.7|10.0.0|0.0.7|10.0", "10.0.0.8");
        row("Akte AB-1234/5 liegt bei", "AB-1234/5|ab 1234/5|AB-1234|1234/5|1234", "XY-1235/6");
        row("Total 1.250,00 EUR", "1250,00|1,250.00|1250|1250.00|1'250,00", "1.251,00");
        row("Fixed in v3.11.4 of it", "3.11|3.11.4|v3.11.4|v3.11", "3.12");
        row("Our Wi-Fi is slow", "wifi|wi-fi|Wi Fi|WIFI|\"wi-fi\"");
        row("Our wifi is slow", "Wi-Fi|wifi|WI-FI");
        row("since COVID-19 began", "covid19|COVID-19|covid");
        row("since covid19 began", "COVID-19|covid19");
        row("sent by e-mail", "email|E-Mail|emails");
        row("written in C++ here", "C++|c++", "C|C#|C+");
        row("vitamin C content", "C|vitamin C", "C++|C#");
        row("written in F# and C#", "F#|C#|c#", "C++|F");
        row("ISBN 978-3-16-148410-0", "978-3-16-148410-0|9783161484100|148410");
        row("ISBN 9783161484100", "978-3-16-148410-0");
        row("Backup 20240315", "2024-03-15");
        row("needs Python3.11 here", "3.11|python3.11|Python3.11");
        row("Der Müller aus Køge", "mueller|MUELLER|muller|koege|koge");
        row("UN² and EU³ met", "UN|EU|UN²");
        row("we use .NET and ASP.NET here", ".NET|net|asp.net|ASP");
        row("the fishing net is torn", "net", "C++");
        row("the R&D budget", "R&D|r&d", "D&R");
        row("costs 5 € by § 3 🎉", "€|§|🎉|5 €");
        row("Emissions³ fell", "emissions|Emissions³");
        row("H₂O and CO₂ in m²", "H2O|h₂o|CO2|m2|m²");
        row("Neben\u00adkosten und zero\u200bwidth", "Nebenkosten|zerowidth|Neben\u00adkosten|zero\u200bwidth");
        row("10:02 \x1b[31mERROR\x1b[0m valve \x1b[1mjam\x1b[4mmed", "error|jammed");
        row("Die ﾃﾞｰﾀ und ⽇本 und ＡＢＣ", "データ|日本|abc|ｄａｔａ データ");
        row("שנתי של צה״ל", "צה\"ל|צהל|צה״ל");
        row("می\u200cخواهم بروم", "میخواهم|می خواهم|می\u200cخواهم");
    }
    void aWordIsFoundHoweverItIsWritten()
    {
        QFETCH(const QString, text);
        QFETCH(const QStringList, questions);
        QFETCH(const QStringList, others);
        TestLibrary library;
        library.write(QStringLiteral("it.txt"), text.toUtf8());
        library.write(QStringLiteral("other.txt"), "Nothing of this kind is said here.");
        QVERIFY(library.index().ok());
        for (const QString &question : questions) {
            QVERIFY2(library.found(question).contains(QStringLiteral("it")), qPrintable(question));
            QCOMPARE(library.search(question).suggestion, QString());
        }
        for (const QString &question : others)
            QVERIFY2(!library.found(question).contains(QStringLiteral("it")), qPrintable(question));
    }

    void theWholeComesBeforeItsParts()
    {
        TestLibrary library;
        library.write(QStringLiteral("whole.txt"), "The printer has 192.168.40.17 in this house, which nobody likes at all.");
        library.write(QStringLiteral("parts.txt"), "Of 192 people 168 came, 40 left and 17 stayed: 192, 168, 40, 17.");
        QVERIFY(library.index().ok());
        QCOMPARE(library.found(QStringLiteral("192.168.40.17")), QStringList(QStringLiteral("whole")));
        QCOMPARE(library.found(QStringLiteral("192.168.40")), QStringList(QStringLiteral("whole")));
        QVERIFY(library.found(QStringLiteral("40,17,168")).contains(QStringLiteral("parts"))); // the numbers by themselves
    }

    void compoundsMeetTheirParts()
    {
        TestLibrary library;
        library.write(QStringLiteral("compound.txt"),
            QStringLiteral("Die Kündigungsfrist beträgt nach diesem Mietvertrag immer noch drei Monate für alle Häuser.").toUtf8());
        library.write(QStringLiteral("parts.txt"),
            QStringLiteral("Nach der Kündigung gilt für den Mieter eine Frist; der Vertrag über die Miete endet dann von selbst.")
                .toUtf8());
        library.write(QStringLiteral("houses.txt"),
            QStringLiteral("Die Krankenhäuser der Stadt sind für die Kranken da, und sie sind alle groß und weit.").toUtf8());
        library.write(QStringLiteral("none.txt"),
            QStringLiteral("Der Unterricht beginnt am Morgen um acht Uhr, und die Kinder sitzen dann in der Schule.").toUtf8());
        QVERIFY(library.index().ok());
        const auto found = [&library](const char *question) { return library.found(QString::fromUtf8(question)); };
        QCOMPARE(found("Frist").first(), QStringLiteral("parts")); // the word itself before a part of another
        QVERIFY(found("Frist").contains(QStringLiteral("compound")));
        QVERIFY(found("Vertrag").contains(QStringLiteral("compound")));
        QVERIFY(found("Kündigung").contains(QStringLiteral("compound")));
        QCOMPARE(found("Kündigungsfrist").first(), QStringLiteral("compound"));
        QVERIFY(found("Kündigungsfrist").contains(QStringLiteral("parts")));
        QVERIFY(found("Kündigungsfristen").contains(QStringLiteral("parts")));
        QVERIFY(found("Mietverträge").contains(QStringLiteral("parts")));
        QVERIFY(found("Haus").contains(QStringLiteral("houses")));
        QVERIFY(!found("recht").contains(QStringLiteral("none"))); // "unter" and "icht"
        const SearchResult result = library.search(QStringLiteral("Kündigungsfrist"));
        QCOMPARE(result.total, result.hits.size()); // counted as they are searched
    }

    void quotesQuote_data()
    {
        QTest::addColumn<QString>("question");
        QTest::addColumn<QStringList>("quoted");
        const auto row = [](const char *question, const QStringList &quoted) {
            QTest::newRow(question) << QString::fromUtf8(question) << quoted;
        };
        row("the \"late fee\" here", { QStringLiteral("late fee") });
        row("“late fee” „späte Gebühr“ «frais de retard» »späte Gebühr« 「電脑」『本』 ”sen avgift”",
            { QStringLiteral("late fee"), QStringLiteral("späte Gebühr"), QStringLiteral("frais de retard"), QStringLiteral("späte Gebühr"),
                QStringLiteral("電脑"), QStringLiteral("本"), QStringLiteral("sen avgift") });
        row("27\" and 32\" screens", {});
        row("27“ Monitor, 32“ Ständer", {});
        row("他说“我来”。", { QStringLiteral("我来") });
        row("a 27″ or 27” monitor, 32” stand", {});
        row("1/2\" or 3/4\"", {});
        row("6'2\" and 5'11\" tall", {});
        row("47°25'12\" N, 10°59'18\" E", {});
        row("צה\"ל ארה\"ב", {});
        row("\"צה\"ל\" הוא", { QStringLiteral("צה\"ל") });
        row("\"a 27\" monitor\" here", { QStringLiteral("a 27\" monitor") });
        row("\"size 27\" and \"size 32\"", { QStringLiteral("size 27"), QStringLiteral("size 32") });
        row("(\"late fee\"), \"due.\"", { QStringLiteral("late fee"), QStringLiteral("due.") });
        row("an \"unclosed quote", {});
        row("\"two\nlines\"", {});
        row("\"\" \" \" x", {});
        row("＂全角＂", { QStringLiteral("全角") });
    }
    void quotesQuote()
    {
        QFETCH(const QString, question);
        QStringList quoted;
        for (const auto &[from, to] : quotesIn(question))
            quoted += question.mid(from, to - from);
        QTEST(quoted, "quoted");
    }

    void filesAreFoundByTheirNames()
    {
        TestLibrary library;
        library.write(QStringLiteral("Albatros/notes.md"), "# Kick-off\n\nIt was postponed.\n");
        library.write(QStringLiteral("invoice_ACME-2031.txt"), "Sum due at once.");
        library.write(QStringLiteral("Mietvertrag Lindenstrasse 2021.txt"), "Hier steht nichts davon.");
        library.write(QStringLiteral("Übergabe 서울.txt"), "Eine Liste.");
        library.write(QStringLiteral("leaseMainStreet7.txt"), "Nothing is said here.");
        library.write(QStringLiteral("会议记录.txt"), "无关的内容。");
        library.write(QStringLiteral("long.txt"),
            "Mietvertrag, Lindenstrasse and 2021: the Mietvertrag of 2021 in Lindenstrasse. ACME invoice of 2031, an invoice of ACME.");
        QVERIFY(library.index().ok());
        const auto found = [&library](const char *question) { return library.found(QString::fromUtf8(question)); };
        QCOMPARE(found("Albatros"), QStringList(QStringLiteral("notes")));
        QCOMPARE(found("postponed albatros").first(), QStringLiteral("notes"));
        QCOMPARE(found("main street"), QStringList(QStringLiteral("leaseMainStreet7")));
        QCOMPARE(found("leasemainstreet7"), QStringList(QStringLiteral("leaseMainStreet7")));
        QCOMPARE(found("ubergabe"), QStringList(QString::fromUtf8("Übergabe 서울")));
        QCOMPARE(found("서울"), QStringList(QString::fromUtf8("Übergabe 서울")));
        QCOMPARE(found("ACME").first(), QStringLiteral("long")); // the text says more than the name
        QVERIFY(found("ACME").contains(QStringLiteral("invoice_ACME-2031")));
        QCOMPARE(found("What does Mietvertrag Lindenstrasse 2021.txt say?").first(), QStringLiteral("Mietvertrag Lindenstrasse 2021"));
        QCOMPARE(found("Mietvertrag Lindenstrasse 2021").first(), QStringLiteral("Mietvertrag Lindenstrasse 2021"));
        QCOMPARE(found("invoice ACME 2031").first(), QStringLiteral("invoice_ACME-2031"));
        QCOMPARE(found("会议记录.txt").first(), QString::fromUtf8("会议记录"));
        QCOMPARE(library.search(QStringLiteral("Albatros")).suggestion, QString());
        QCOMPARE(library.search(QStringLiteral("Albatros")).total, 1);
    }

    //! An index that an earlier version has made is searched until it is rebuilt, and the search says so.
    void anOlderIndexIsSearchedAndRebuiltOnce()
    {
        TestLibrary library;
        library.write(QStringLiteral("a.txt"), "The boundary layer is thin, and COVID-19 is long ago.");
        QVERIFY(library.index().ok());
        library.engine().closeWriters();
        for (int shard = 0; shard < library.engine().shards(); ++shard) {
            Xapian::WritableDatabase db((*library.engine().health(shard)).server.toStdString());
            db.set_metadata("format", "5");
            db.commit();
        }
        const SearchResult before = library.search(QStringLiteral("boundary"));
        QCOMPARE(before.hits.size(), 1);
        QVERIFY(before.partial && !before.notices.isEmpty());
        QVERIFY(!*library.engine().position(0));
        const auto report = library.index();
        QVERIFY(report.ok());
        const SearchResult after = library.search(QStringLiteral("boundary covid19"));
        QCOMPARE(after.hits.size(), 1);
        QVERIFY(!after.partial && after.notices.isEmpty());
        QVERIFY(*library.engine().position(0));
    }

    void numbersAreNotCorrected()
    {
        TestLibrary library;
        library.write(QStringLiteral("a.txt"), "Order 20315 was shipped in 2021.");
        QVERIFY(library.index().ok());
        QCOMPARE(library.search(QStringLiteral("order 20316")).suggestion, QString());
    }
};

QTEST_GUILESS_MAIN(TestFindingWords)
#include "test_findingwords.moc"
