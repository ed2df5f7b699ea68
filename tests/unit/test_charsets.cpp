// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/library/extract/extractor.h"
#include "core/text/charsets.h"
#include "core/text/decoder.h"
#include "tests/support/openfile.h"
#include "tests/support/testsupport.h"
#include <QTemporaryDir>
#include <unicode/ucnv.h>

using namespace Heddle;
using TestSupport::writeFile;

namespace {

QByteArray encoded(const QString &text, const QByteArray &charset)
{
    UErrorCode status = U_ZERO_ERROR;
    UConverter *const converter = ucnv_open(charset.constData(), &status);
    QByteArray bytes(4 * text.size() + 64, Qt::Uninitialized);
    const int size = ucnv_fromUChars(
        converter, bytes.data(), int(bytes.size()), reinterpret_cast<const UChar *>(text.utf16()), int(text.size()), &status);
    ucnv_close(converter);
    return U_SUCCESS(status) ? bytes.left(size) : QByteArray();
}

struct Example {
    const char *name, *charsets;
    const char16_t *text;
};

constexpr Example Texts[] {
    { "German", "windows-1252 ISO-8859-15 macintosh IBM850 IBM437",
        u"Die Gebühren für Änderungen betragen höchstens fünf Mark, größere Beträge müssen schriftlich bestätigt werden." },
    { "French", "windows-1252 macintosh IBM850", u"Le siège a été réservé à l'avance, mais le client n'est jamais arrivé à la gare." },
    { "Spanish", "windows-1252 macintosh IBM850 IBM437", u"¿Dónde está el año pasado? La señora compró tres paños más en el mercado." },
    { "Polish", "windows-1250 ISO-8859-2 IBM852 x-mac-centraleurroman",
        u"Zażółć gęślą jaźń, a później wróć do źródła i weź trochę świeżej wody." },
    { "Czech", "windows-1250 ISO-8859-2 IBM852", u"Příliš žluťoučký kůň úpěl ďábelské ódy a všichni ho slyšeli až do rána." },
    { "Hungarian", "windows-1250 ISO-8859-2 IBM852", u"Az őszi hűvös időben a gyűjtők többször is fölkeresték a szőlőhegyet." },
    { "Russian", "windows-1251 KOI8-R IBM866 ISO-8859-5 x-mac-cyrillic",
        u"Договор вступает в силу с момента подписания обеими сторонами." },
    { "Ukrainian", "windows-1251 KOI8-U", u"Її ґанок стоїть біля річки, і діти щодня бігають туди після школи." },
    { "Greek", "windows-1253 ISO-8859-7 IBM737", u"Η σύμβαση αρχίζει να ισχύει από την ημέρα της υπογραφής της." },
    { "Turkish", "windows-1254 IBM857", u"Şirketin bütün çalışanları için yeni bir sözleşme hazırlanmıştır, ağustos ayında başlayacak." },
    { "Hebrew", "windows-1255 IBM862", u"החוזה נכנס לתוקף ביום החתימה של שני הצדדים." },
    { "Arabic", "windows-1256 ISO-8859-6", u"يبدأ العمل بهذا العقد من تاريخ توقيع الطرفين عليه." },
    { "Lithuanian", "windows-1257 ISO-8859-13 IBM775", u"Šiandien žmonės džiaugiasi, kad mūsų šalyje vėl šviečia saulė ir žydi sodai." },
    { "Latvian", "windows-1257 ISO-8859-13", u"Šodien visi cilvēki priecājas, ka mūsu zemē atkal spīd saule un zied dārzi." },
    { "Thai", "windows-874", u"สัญญานี้มีผลบังคับใช้ตั้งแต่วันที่ลงนามเป็นต้นไป" },
    { "Vietnamese", "UTF-16LE UTF-16BE UTF-8", u"Hợp đồng này có hiệu lực kể từ ngày ký của cả hai bên." },
    { "Chinese", "GB18030 UTF-16LE UTF-16BE HZ-GB-2312", u"本合同自双方签字之日起生效，租金每月三千元，押金两个月。" },
    { "Traditional Chinese", "Big5-HKSCS UTF-16BE", u"本合約自雙方簽字之日起生效，租金每月三千元，押金兩個月。" },
    { "Japanese", "windows-31j EUC-JP ISO-2022-JP UTF-16LE UTF-16BE",
        u"この契約は署名の日から有効となります。家賃は毎月末までにお支払いください。" },
    { "Korean", "windows-949 UTF-16LE",
        u"이 계약은 서명한 날부터 효력이 있으며 임대료는 매월 말까지 납부해야 합니다. 똠방각하와 펲시콜라" },
    { "Hindi", "UTF-16LE UTF-16BE UTF-8", u"यह अनुबंध हस्ताक्षर की तिथि से प्रभावी होगा और किराया हर महीने दिया जाएगा।" },
    { "Georgian", "UTF-16LE UTF-16BE", u"ეს ხელშეკრულება ძალაში შედის ხელმოწერის დღიდან." },
    { "English", "UTF-16LE UTF-16BE UTF-32LE UTF-32BE", u"The contract takes effect on the day of its signing." },
};

const QString PlainEnglish =
    QStringLiteral("The function below reads the configuration and starts the worker threads. Each option is described in the manual. ");

} // namespace

class TestCharsets : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;

    struct Read {
        QString text;
        Result<Library::Extracted> extracted = Library::Extracted {};
    };
    Read read(const QByteArray &bytes, const QString &type = QStringLiteral("txt"), const QByteArray &chosen = {})
    {
        const QString path = m_folder.filePath(QStringLiteral("text.") + type);
        writeFile(path, bytes);
        Read result;
        Library::InputFile file = TestSupport::openDocument(path.toStdString());
        file.setCharset(chosen);
        QStringList texts;
        result.extracted = Library::extractorFor(type)->extract(file, [&texts](const Library::Block &block) {
            if (!block.text.isEmpty())
                texts += block.text;
            return true;
        });
        result.text = texts.join(QLatin1Char('\n'));
        return result;
    }

private Q_SLOTS:
    void oneSentenceTellsItsCharset_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QByteArray>("charset");
        for (const Example &one : Texts) {
            for (const QByteArray &charset : QByteArray(one.charsets).split(' '))
                QTest::addRow("%s in %s", one.name, charset.constData()) << QStringView(one.text).toString() << charset;
        }
    }
    void oneSentenceTellsItsCharset()
    {
        QFETCH(QString, text);
        QFETCH(QByteArray, charset);
        const QByteArray bytes = encoded(text, charset);
        QVERIFY(!bytes.isEmpty());
        const auto decoded = Text::decodeText(bytes, {});
        QVERIFY(decoded.ok());
        QCOMPARE(decoded->text, text);
        QCOMPARE(read(bytes).text, text);
    }

    void fewForeignWordsInMuchEnglishAreFound_data()
    {
        QTest::addColumn<QString>("foreign");
        QTest::addColumn<QByteArray>("charset");
        QTest::newRow("Chinese") << QStringLiteral("备注：请勿断电，保持通风。") << QByteArray("GB18030");
        QTest::newRow("Traditional Chinese") << QStringLiteral("備註：請勿斷電，保持通風。") << QByteArray("Big5-HKSCS");
        QTest::newRow("Japanese") << QStringLiteral("注意：電源を切らないでください。") << QByteArray("windows-31j");
        QTest::newRow("Japanese, EUC") << QStringLiteral("注意：電源を切らないでください。") << QByteArray("EUC-JP");
        QTest::newRow("Japanese, 7 bits") << QStringLiteral("注意：電源を切らないでください。") << QByteArray("ISO-2022-JP");
        QTest::newRow("Korean") << QStringLiteral("주의: 전원을 끄지 마십시오.") << QByteArray("windows-949");
        QTest::newRow("Russian") << QStringLiteral("Внимание: не отключать питание во время работы.") << QByteArray("windows-1251");
        QTest::newRow("Russian, KOI8") << QStringLiteral("Внимание: не отключать питание во время работы.") << QByteArray("KOI8-R");
        QTest::newRow("Greek") << QStringLiteral("Προσοχή: μην κλείνετε τη συσκευή.") << QByteArray("windows-1253");
        QTest::newRow("German") << QStringLiteral("Achtung: Gerät nicht ausschalten.") << QByteArray("windows-1252");
        QTest::newRow("Polish") << QStringLiteral("Uwaga: nie wyłączać urządzenia podczas ładowania.") << QByteArray("windows-1250");
        QTest::newRow("a dash and quotes") << QStringLiteral("“quoted” – and the “rest” isn’t") << QByteArray("windows-1252");
    }
    void fewForeignWordsInMuchEnglishAreFound()
    {
        QFETCH(QString, foreign);
        QFETCH(QByteArray, charset);
        // At both ends, and far behind what a look at the head would see.
        for (const auto &[before, after] : { std::pair(0, 40), std::pair(6, 3), std::pair(60'000, 10) }) {
            const QByteArray bytes =
                PlainEnglish.repeated(before).toLatin1() + encoded(foreign, charset) + "\n" + PlainEnglish.repeated(after).toLatin1();
            const auto got = read(bytes);
            QVERIFY(got.extracted.ok());
            QVERIFY2(got.text.contains(foreign), got.extracted->charset.constData());
        }
    }

    void whatIsNoBinaryIsRead_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("expected");
        QTest::newRow("^Z at the end") << QByteArray("Short note.\x1a") << QStringLiteral("Short note.");
        QTest::newRow("^Z and what follows it") << QByteArray("Short note.\r\n\x1a\x1a\x1a") << QStringLiteral("Short note.");
        QTest::newRow("a zero at the end") << QByteArray("Note about rake.\0\n", 18) << QStringLiteral("Note about rake.");
        QTest::newRow("padding") << QByteArray("pump started\n") + QByteArray(4711, '\0') + QByteArray("pump stopped\n")
                                 << QStringLiteral("pump started\npump stopped");
        QTest::newRow("a hole, then a foreign word")
            << QByteArray(9001, '\0') + QByteArray("Gr\xfc\xdf") + "e an M\xfcller in K\xf6ln" << QStringLiteral("Grüße an Müller in Köln");
        QTest::newRow("struck over") << QByteArray("N\bNA\bAM\bME\bE\n_\bu_\bs_\be scythe\nx\b_y")
                                     << QStringLiteral("NAME\nuse scythe\nxy");
        QTest::newRow("^Z in the middle") << QByteArray("Short n\x1aote.") << QStringLiteral("Short note.");
        QTest::newRow("UTF-16, a letter with the byte of ^Z")
            << encoded(PlainEnglish.trimmed() + QStringLiteral(" Ěra"), "UTF-16LE") << PlainEnglish.trimmed() + QStringLiteral(" Ěra");
        QTest::newRow("UTF-16 and a byte") << encoded(PlainEnglish, "UTF-16LE") + '\n' << PlainEnglish.trimmed();
    }
    void whatIsNoBinaryIsRead()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, expected);
        const auto got = read(bytes);
        QVERIFY(got.extracted.ok());
        QCOMPARE(QString(got.text).remove(QChar(QChar::ReplacementCharacter)).trimmed(), expected);
    }

    void binaryFilesAreRefused()
    {
        QByteArray all;
        for (int i = 0; i < 10'240; ++i)
            all += char(i & 0xff);
        QVERIFY(!read(all).extracted.ok());
        QByteArray numbers;
        for (qint32 i = 0; i < 4000; ++i)
            numbers.append(reinterpret_cast<const char *>(&i), sizeof i);
        QVERIFY(!read(numbers).extracted.ok());
    }

    void namesOfPagesMeanWhatBrowsersTakeThemFor()
    {
        QCOMPARE(Text::charsetFor("euc-kr"), QByteArray("windows-949"));
        QCOMPARE(Text::charsetFor("KS_C_5601-1987"), QByteArray("windows-949"));
        QCOMPARE(Text::charsetFor("UHC"), QByteArray("windows-949"));
        QCOMPARE(Text::charsetFor("iso-8859-1"), QByteArray("windows-1252"));
        QCOMPARE(Text::charsetFor("gb2312"), QByteArray("GB18030"));
        QCOMPARE(Text::charsetFor("x-sjis"), QByteArray("windows-31j"));
        QCOMPARE(Text::charsetFor("cp1250"), QByteArray("windows-1250"));
        QCOMPARE(Text::charsetFor("klingon"), QByteArray());
        for (const QByteArray &name : Text::allCharsets())
            QVERIFY2(!Text::charsetFor(name).isEmpty() && !Text::charsetTitle(name).isEmpty(), name.constData());
        const QString korean = QStringLiteral("펲시콜라와 똠방각하");
        QCOMPARE(read("<meta charset=euc-kr><p>" + encoded(korean, "windows-949"), QStringLiteral("html")).text, korean);
    }

    void whatIsUncertainIsSaidAndCanBeChosen()
    {
        const QByteArray short1 = encoded(QStringLiteral("ćw"), "windows-1250");
        const auto guessed = read(short1);
        QVERIFY(guessed.extracted.ok());
        QVERIFY(!guessed.extracted->charsetCertain);
        const auto chosen = read(short1, QStringLiteral("txt"), "windows-1250");
        QCOMPARE(chosen.text, QStringLiteral("ćw"));
        QVERIFY(chosen.extracted->charsetCertain);
        QCOMPARE(read("# " + encoded(QStringLiteral("Łódź"), "IBM852"), QStringLiteral("md"), "IBM852").text, QStringLiteral("Łódź"));
        QVERIFY(read(QStringLiteral("Grüße aus Köln").toUtf8()).extracted->charsetCertain);
    }
};

QTEST_GUILESS_MAIN(TestCharsets)
#include "test_charsets.moc"
