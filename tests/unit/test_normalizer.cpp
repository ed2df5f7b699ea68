// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/search/snippet.h"
#include "core/text/analyzer.h"
#include "core/text/foldings.h"
#include "core/text/normalizer.h"
#include "core/text/superscripts.h"
#include "tests/support/testsupport.h"
#include <unicode/normalizer2.h>
#include <unicode/translit.h>
#include <unicode/uchar.h>
#include <unicode/uscript.h>

using namespace Heddle;
using namespace Heddle::Text;

namespace {

QString normalized(const QString &text)
{
    return NormalizedText(text).text().toString();
}

//! Terms in order: = joined, ~ a part of what is joined, * a symbol.
QString terms(const QString &text)
{
    QStringList list;
    for (const Token &token : Analyzer::forThisThread().tokens(text)) {
        const char *const mark = token.kind == Token::Kind::Joined ? "="
            : token.kind == Token::Kind::Partial                   ? "~"
            : token.kind == Token::Kind::Symbol                    ? "*"
                                                                   : "";
        list += QLatin1String(mark) + QString::fromStdString(token.term);
    }
    return list.join(QLatin1Char(' '));
}

QString word(const QString &text)
{
    const auto tokens = Analyzer::forThisThread().tokens(text);
    return tokens.empty() ? QString() : QString::fromStdString(tokens.front().term);
}

} // namespace

class TestNormalizer : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void whatIsNotSeenIsGone_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char *name, const QString &text, const QString &expected) { QTest::newRow(name) << text << expected; };
        row("soft hyphens", QStringLiteral("Haus\u00adver\u00adwaltung"), QStringLiteral("Hausverwaltung"));
        row("a soft hyphen at a line's end", QStringLiteral("Haus\u00ad\n  verwaltung"), QStringLiteral("Hausverwaltung"));
        row("a soft hyphen before a new word", QStringLiteral("Haus\u00ad\nGarten"), QStringLiteral("Haus\nGarten"));
        row("zero width", QStringLiteral("a\u200bb\u200cc\u200dd\u2060e\ufefff\u180eg"), QStringLiteral("abcdefg"));
        row("direction", QStringLiteral("\u200eab\u200fc\u202ad\u202ce\u2066f\u2069g\u061c"), QStringLiteral("abcdefg"));
        row("variation selectors", QStringLiteral("❤\ufe0f葛\U000e0100飾"), QStringLiteral("❤葛飾"));
        row("math and tags", QStringLiteral("f\u2061x\u2062y \U000e0067z"), QStringLiteral("fxy z"));
        row("colours", QStringLiteral("\u001b[31mERR\u001b[1;4mOR\u001b[0m\u001b[K"), QStringLiteral("ERROR"));
        row("8-bit colours", QStringLiteral("\u009b31mERROR\u009b0m"), QStringLiteral("ERROR"));
        row("cursor", QStringLiteral("one\u001b[2;5Htwo"), QStringLiteral("one two"));
        row("titles", QStringLiteral("\u001b]0;a window\u0007ready \u001b]8;;http://x\u001b\\link"), QStringLiteral("ready link"));
        row("character sets", QStringLiteral("\u001b(Bplain\u001b=x"), QStringLiteral("plainx"));
        row("no code", QStringLiteral("end\u001b\nnext"), QStringLiteral("end\nnext"));
        row("printed twice", QStringLiteral("N\bNA\bAM\bME\bE"), QStringLiteral("NAME"));
        row("underlined", QStringLiteral("_\bf_\bi_\bl_\be o\b_k\b_"), QStringLiteral("file ok"));
        row("plain", QStringLiteral("Größe, 15 %"), QStringLiteral("Größe, 15 %"));
    }
    void whatIsNotSeenIsGone()
    {
        QFETCH(const QString, text);
        QTEST(normalized(text), "expected");
    }

    void formsOfACharacterAreOne_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char *name, const QString &text, const QString &expected) { QTest::newRow(name) << text << expected; };
        row("NFD Latin", QStringLiteral("u\u0308ber a\u0323\u0302n"), QStringLiteral("über ận"));
        row("NFD kana", QStringLiteral("か\u3099き\u3099ハ\u309a"), QStringLiteral("がぎパ"));
        row("NFD hangul", QStringLiteral("\u1109\u1165\u110b\u116e\u11af"), QStringLiteral("서울"));
        row("half-width kana", QStringLiteral("ｶﾞｷﾞﾊﾟｱ"), QStringLiteral("ガギパア"));
        row("half-width hangul", QStringLiteral("ﾡ"), QStringLiteral("\u1100"));
        row("full width", QStringLiteral("ＣＯＶＩＤ－１９　Ａ．Ｂ"), QStringLiteral("COVID-19\u3000A.B"));
        row("Kangxi radicals", QStringLiteral("⽇⽉⼈"), QStringLiteral("日月人"));
        row("radicals of PDFs", QStringLiteral("⻑⻘⻝⻢"), QStringLiteral("長青食马"));
        row("compatibility ideographs", QStringLiteral("\uf900\U0002f800"), QStringLiteral("豈丽"));
        row("squared", QStringLiteral("㎡ ㎏ ㍿ ℃"), QStringLiteral("m2 kg 株式会社 °C"));
        row("fractions", QStringLiteral("3½"), QStringLiteral("3 1/2 "));
        row("circled numbers", QStringLiteral("text①and⑳"), QStringLiteral("text 1 and 20 "));
    }
    void formsOfACharacterAreOne()
    {
        QFETCH(const QString, text);
        QTEST(normalized(text), "expected");
    }

    void hostileTextsAreQuick()
    {
        for (const QString &part : { QStringLiteral("\u0301"), QStringLiteral("\u001b"), QStringLiteral("\b"), QStringLiteral("\u00ad\n "),
                 QStringLiteral("\u001b]x"), QStringLiteral("1."), QStringLiteral("a-"), QStringLiteral("'"), QStringLiteral("a'") }) {
            QElapsedTimer timer;
            timer.start();
            const QString text = QLatin1Char('a') + part.repeated(200'000);
            Analyzer::forThisThread().tokens(text);
            QVERIFY2(timer.elapsed() < 5'000, qPrintable(part));
        }
        QCOMPARE(normalized(QString(QChar(0xd800)) + QStringLiteral("\u00ad") + QChar(0xdc00)).size(), 2);
    }

    void placesAreThoseOfTheOriginal()
    {
        const QString text = QStringLiteral("Das Was\u00adser\u00adwerk, か\u3099い und \u001b[1mjam\u001b[0mmed.");
        QStringList found;
        for (const Token &token : Analyzer::forThisThread().tokens(text)) {
            QVERIFY(token.start >= 0 && token.start < token.end && token.end <= text.size());
            if (!token.ngram)
                found += text.mid(token.start, token.end - token.start);
        }
        QCOMPARE(found,
            QStringList({ QStringLiteral("Das"), QStringLiteral("Was\u00adser\u00adwerk"), QStringLiteral("und"),
                QStringLiteral("jam\u001b[0mmed") }));
    }

    //! Small letters of Latin script that Unicode does not decompose are spelled as CLDR spells them; letters with a stroke, hook or
    //! tail as those without.
    void everyLatinLetterHasAPlainSpelling()
    {
        UErrorCode status = U_ZERO_ERROR;
        const std::unique_ptr<icu::Transliterator> latin(icu::Transliterator::createInstance("Latin-ASCII", UTRANS_FORWARD, status));
        QVERIFY(U_SUCCESS(status));
        const icu::Normalizer2 *const decompose = icu::Normalizer2::getNFKDInstance(status);
        int checked = 0;
        for (UChar32 c = 0x80; c < 0x1e00; ++c) {
            if (!u_isalpha(c) || uscript_getScript(c, &status) != USCRIPT_LATIN)
                continue;
            icu::UnicodeString letter(c);
            letter.foldCase();
            letter = decompose->normalize(letter, status);
            const UChar32 base = letter.char32At(0);
            if (base < 0x80)
                continue;
            icu::UnicodeString ascii(base);
            latin->transliterate(ascii);
            ascii.foldCase();
            std::string expected;
            ascii.toUTF8String(expected);
            const bool spelled = std::all_of(expected.begin(), expected.end(), [](char ch) { return ch >= 'a' && ch <= 'z'; });
            if (!spelled)
                continue;
            ++checked;
            const char32_t wanted = char32_t(base);
            QVERIFY2(plainSpelling(wanted) == expected, qPrintable(QString::fromUcs4(&wanted, 1)));
        }
        QVERIFY(checked > 100);
    }

    void lettersFold_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char *text, const char *expected) {
            QTest::newRow(text) << QString::fromUtf8(text) << QString::fromUtf8(expected);
        };
        row("Łódź", "lodz");
        row("ŻÓŁĆ", "zolc");
        row("Ærø", "aero");
        row("Þingvellir", "thingvellir");
        row("REYÐARFJÖRÐUR", "reydarfjordur");
        row("Đurđevac", "durdevac");
        row("Đặng", "dang");
        row("Œuvre", "oeuvre");
        row("STRAẞE", "strasse");
        row("Ħal", "hal");
        row("Ŧŋ", "tn");
        row("Azərbaycan", "azerbaycan");
        row("Ɓɗƴ", "bdy");
        row("ISITMA", "isitma");
        row("ısıtma", "isitma");
        row("İstanbul", "istanbul");
        row("Ёлка", "елка");
        row("йод", "йод");
        row("И\xcc\x86од", "йод");
        row("Қазақстан", "казакстан");
        row("Ґанок", "ганок");
        row("Өңір", "онір");
        row("ΆΝΘΡΩΠΟΣ", "ανθρωποσ");
        row("άνθρωπος", "ανθρωποσ");
        row("כֹּתֶל", "כתל");
        row("أُسْتَاذ", "استاذ");
        row("کتاب", "كتاب");
        row("ﻛﺘﺎﺏ", "كتاب");
        row("كـــتاب", "كتاب");
        row("٢٠٢٤", "2024");
        row("२०२४", "2024");
        row("𝐇𝐞𝐥𝐥𝐨", "hello");
        row("ﬁne", "fine");
        row("ʿAlī", "ali");
        row("п’ять", "пять");
        row("п'ять", "пять");
    }
    void lettersFold()
    {
        QFETCH(const QString, text);
        QTEST(word(text), "expected");
    }

    void joinedWordsAreFoundWholeAndInParts_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char *text, const char *expected) {
            QTest::newRow(text) << QString::fromUtf8(text) << QString::fromUtf8(expected);
        };
        row("15.03.2024", "=15.3.2024 ~15.03 15 ~03.2024 03 2024");
        row("2024-03-15", "=2024.3.15 =20240315 ~2024.03 ~202403 2024 ~03.15 03 15");
        row("4711,4712", "=4711.4712 4711 4712");
        row("10.0.0.7", "=10.0.0.7 ~10.0.0 ~10.0 10 ~0.0.7 ~0.0 0 ~0.7 0 7");
        row("AB-1234/5", "=ab12345 ~ab1234 ab ~1234.5 1234 5");
        row("1.250,00", "=1250.00 ~1250 1 ~250.00 250 00");
        row("1,250.00", "=1250.00 ~1250 1 ~250.00 250 00");
        row("1250,00", "=1250.00 1250 00");
        row("1\u00a0250,00", "=1250.00 ~1250 1 ~250.00 250 00");
        row("1'250", "=1250 1 250");
        row("0.125", "=0.125 0 125");
        row("10:30", "=10.30 10 30");
        row("v3.11.4", "=v3114 =3.11.4 ~v311 ~3.11 v3 ~11.4 11 4");
        row("1914–1918", "=1914.1918 =19141918 1914 1918");
        row("Wi-Fi", "=wifi wi fi");
        row("Wi‑Fi", "=wifi wi fi");
        row("COVID-19", "=covid19 covid 19");
        row("E-Mail", "=email e mail");
        row("Node.js", "=nodejs node js");
        row("U.S.A.", "=usa u s a");
        row("R&D", "=r&d r d");
        row("AT&T", "=at&t at t");
        row("Johnson&Johnson", "=johnson&johnson johnson johnson");
        row("C++", "c++");
        row("C++20.", "c++ 20");
        row("C#", "c#");
        row("F# und c#", "f# und c#");
        row("A+", "a+");
        row("Notepad++", "=notepad++ notepad");
        row("a+b c#5 18+", "a b c 5 18");
        row(".NET", "=.net net");
        row("ASP.NET", "=aspnet asp net");
        row("end... next", "end next");
        row("€ 5 § 3 🎉🇩🇪", "*€ 5 *§ 3 *🎉 *🇩🇪");
        row("• ■ → ─ © ™", "");
        row("Emissions³", "emissions *3");
        row("Narvik¹²,", "narvik *12");
        row("rateᵃ", "rate *a");
        row("m² km³ 1ᵉ EU³", "m2 =km3 km 1e =eu3 eu");
        row("10⁶", "10 *6");
        row("H₂O CO₂", "h2o co2");
        row("צה\"ל צה״ל", "צהל צהל");
        row("ג'ירפה", "גירפה");
        row("rock'n'roll it's l’eau", "rock it eau");
        row("می\u200cخواهم", "=ميخواهم مي خواهم");
        row("5001,5002,5003,5004,5005,5006,5007,5008,5009", "5001 5002 5003 5004 5005 5006 5007 5008 5009");
        row("snake_case", "snake case");
    }
    void joinedWordsAreFoundWholeAndInParts()
    {
        QFETCH(const QString, text);
        QTEST(terms(text), "expected");
    }

    void tokensComeInTheOrderOfTheirStarts()
    {
        const QString text =
            QStringLiteral("On 15.03.2024 AB-1234/5, v3.11.4 and Wi-Fi-Router cost 1.250,00 € (R&D, .NET, C++, 日本語, Note³).");
        qsizetype last = 0;
        for (const Token &token : Analyzer::forThisThread().tokens(text)) {
            QVERIFY(token.start >= last || token.ngram);
            last = token.start;
        }
        Search::QueryTerm whole, part;
        whole.forms = QStringList(QStringLiteral("wifirouter"));
        part.forms = QStringList(QStringLiteral("router"));
        const auto ranges = Search::matchRanges(text, { part, whole }, QStringLiteral("en"));
        QCOMPARE(ranges.size(), 1);
        QCOMPARE(text.mid(ranges[0].first, ranges[0].second - ranges[0].first), QStringLiteral("Wi-Fi-Router"));
    }

    void notesAreRaised()
    {
        QCOMPARE(raised(QStringLiteral("12")), QStringLiteral("¹²"));
        QCOMPARE(raised(QStringLiteral("-6")), QStringLiteral("⁻⁶"));
        QCOMPARE(raised(QStringLiteral("a")), QStringLiteral("ᵃ"));
        QCOMPARE(raised(QStringLiteral("th")), QStringLiteral("th"));
        QCOMPARE(lowered(QStringLiteral("2")), QStringLiteral("₂"));
    }
};

QTEST_GUILESS_MAIN(TestNormalizer)
#include "test_normalizer.moc"
