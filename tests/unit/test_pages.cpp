// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/library/extract/pdfium.h"
#include "core/library/pages/pagemarks.h"
#include "core/library/pages/pageprotocol.h"
#include "core/library/pages/pagereader.h"
#include "tests/support/openfile.h"
#include "tests/support/pdfbuilder.h"
#include "tests/support/playedcolor.h"
#include "tests/support/testsupport.h"
#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTemporaryDir>
#include <cerrno>
#include <unistd.h>

using namespace Heddle;
using namespace Heddle::Library;
using namespace Heddle::TestSupport;
using std::chrono::milliseconds;
using std::chrono::seconds;

namespace {

constexpr PageLimits ShortLimits { seconds(2), milliseconds(1500), milliseconds(50) }; // a process takes its time to start on a busy machine
constexpr PageLimits LongLimits { seconds(60), seconds(60), milliseconds(50) };
constexpr QSize Small { 30, 40 };

using Pixels = Result<std::shared_ptr<SharedPixels>>;

//! The helper processes that this test has started and that have not ended.
int helpersRunning()
{
    int running = 0;
    for (const QString &process : QDir(QStringLiteral("/proc")).entryList({ QStringLiteral("[0-9]*") }, QDir::Dirs)) {
        QFile file(QStringLiteral("/proc/%1/stat").arg(process));
        if (!file.open(QIODevice::ReadOnly))
            continue; // it has ended
        const QList<QByteArray> fields = file.readAll().split(')').last().simplified().split(' '); // after its name: state, parent, …
        running += fields.size() > 1 && fields[0] != "Z" && fields[1].toLongLong() == getpid();
    }
    return running;
}

unsigned colorOf(const SharedPixels &pixels)
{
    return *reinterpret_cast<const quint32 *>(pixels.data());
}

} // namespace

class TestPages : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;

    QString write(const QByteArray &script) const
    {
        const QString path = m_folder.filePath(QStringLiteral("document.pdf"));
        writeFile(path, script);
        return path;
    }
    //! A reader of a document that plays what it says.
    std::shared_ptr<PageReader> play(const QByteArray &script, const PageLimits &limits = ShortLimits) const
    {
        return PageReader::make(openDocument(write(script).toStdString()), limits, QStringLiteral(HEDDLE_FAKE_EXTRACT));
    }
    static std::shared_ptr<PageReader> realReader(const char *file)
    {
        return PageReader::make(openDocument(std::string(HEDDLE_PDFS "/") + file), {}, QStringLiteral(HEDDLE_EXTRACT));
    }
    static Pixels draw(const std::shared_ptr<PageReader> &reader, int page, int patience = 1, std::stop_token stop = {})
    {
        auto drawn = await(reader->draw(page, Small, patience, stop));
        return drawn ? *drawn : Error { ErrorCode::Programming, QStringLiteral("the task did not end"), {}, false };
    }

private Q_SLOTS:
    void initTestCase() { Pdfium::load(Pdfium::Fonts::System); } // as the helper that draws

    void cleanup() { QTRY_COMPARE(helpersRunning(), 0); }

    void aBadPageIsToldAndTheOthersAreDrawn_data()
    {
        QTest::addColumn<QByteArray>("page");
        QTest::addColumn<QString>("message");
        QTest::addColumn<bool>("retryable");
        QTest::newRow("hangs") << QByteArray("hang") << QStringLiteral("Drawing page 4 took too long and was stopped.") << true;
        QTest::newRow("crashes") << QByteArray("crash") << QStringLiteral("The document reader stopped at page 4.") << true;
        QTest::newRow("garbage") << QByteArray("garbage") << QStringLiteral("invalid data for page 4.") << true;
        QTest::newRow("another's reply") << QByteArray("another") << QStringLiteral("invalid data for page 4.") << true;
        QTest::newRow("a line without end") << QByteArray("flood") << QStringLiteral("invalid data for page 4.") << true;
        QTest::newRow("quits, twice") << QByteArray("quit") << QStringLiteral("The document reader stopped at page 4.") << true;
        QTest::newRow("damaged") << QByteArray("broken") << QStringLiteral("Page 4 is damaged") << false;
    }
    void aBadPageIsToldAndTheOthersAreDrawn()
    {
        QFETCH(const QByteArray, page);
        QFETCH(const QString, message);
        QFETCH(const bool, retryable);
        const auto reader = play("pages 12\n3 " + page);
        const auto sizes = await(reader->open({}));
        QVERIFY(sizes && sizes->ok());
        QCOMPARE((*sizes)->size(), 12);
        const auto good = draw(reader, 2);
        QVERIFY(good.ok());
        const Pixels bad = draw(reader, 3);
        QVERIFY(!bad.ok());
        QVERIFY2(bad.error().message.contains(message), qUtf8Printable(bad.error().message));
        QCOMPARE(bad.error().retryable, retryable);
        const Pixels next = draw(reader, 4);
        QVERIFY2(next.ok(), qUtf8Printable(next.ok() ? QString() : next.error().message));
        QCOMPARE(colorOf(**next), playedColor(4));
        QCOMPARE(colorOf(**good), playedColor(2)); // what was drawn stays, whatever happened to the process
    }

    void aDocumentThatCannotBeOpenedIsTold_data()
    {
        QTest::addColumn<QByteArray>("script");
        for (const char *script : { "damaged", "pages 0", "open hang", "open crash", "open garbage", "open flood", "open quit", "sizes []",
                 "sizes true", "sizes [[1,1e9,10]]", "sizes [[1,-5,10]]", "sizes [[1,0,0]]", "sizes [[1,\"wide\",10]]", "sizes [[0,10,10]]",
                 "sizes [[2000000000,10,10]]", "sizes [[60000,10,10],[60000,10,11]]", "sizes [[1,10]]", "sizes {\"0\":[1,10,10]}" })
            QTest::newRow(script) << QByteArray(script);
    }
    void aDocumentThatCannotBeOpenedIsTold()
    {
        QFETCH(const QByteArray, script);
        const auto reader = play(script);
        const auto sizes = await(reader->open({}));
        QVERIFY(sizes && !sizes->ok());
        QVERIFY(!sizes->error().message.isEmpty() && !sizes->error().isCancelled());
    }

    void aMissingHelperIsToldNotFatal()
    {
        const auto reader = PageReader::make(openDocument(write("pages 3").toStdString()), {}, QStringLiteral("/no/such/program"));
        const auto sizes = await(reader->open({}));
        QVERIFY(sizes && !sizes->ok() && sizes->error().message.contains(QLatin1String("/no/such/program")));
    }

    void aPageThatIsTriedAgainMayTakeLonger()
    {
        const QString path = m_folder.filePath(QStringLiteral("ready"));
        const auto reader = play("pages 2\n1 wait " + QFile::encodeName(path));
        QVERIFY(!draw(reader, 1).ok());
        QElapsedTimer time;
        time.start();
        QVERIFY(!draw(reader, 1, 3).ok());
        QVERIFY(time.elapsed() >= 2 * ShortLimits.drawing.count()); // three times, by a coarse timer
        writeFile(path, "");
        QVERIFY(draw(reader, 1).ok());
    }

    void aPageThatNobodyWaitsForHoldsNothingUp()
    {
        const auto reader = play("pages 2\n1 hang", LongLimits);
        std::stop_source stop;
        auto stopped = std::make_shared<std::optional<Pixels>>();
        QVERIFY(draw(reader, 0).ok());
        QCoro::connect(reader->draw(1, Small, 1, stop.get_token()), this, [stopped](const Pixels &pixels) { *stopped = pixels; });
        auto next = std::make_shared<std::optional<Pixels>>();
        QCoro::connect(reader->draw(0, Small, 1, {}), this, [next](const Pixels &pixels) { *next = pixels; });
        stop.request_stop();
        QTRY_VERIFY(stopped->has_value()); // at once, long before its limit
        QVERIFY((*stopped)->error().isCancelled());
        QTRY_VERIFY(next->has_value());
        QVERIFY((*next)->ok());
    }

    void pagesComeBeforeSearches()
    {
        const auto reader = play("pages 3\n0 wait " + QFile::encodeName(m_folder.filePath(QStringLiteral("go"))), LongLimits);
        QStringList order;
        QCoro::connect(reader->open({}), this, [](const auto &) {});
        QCoro::connect(reader->draw(0, Small, 1, {}), this, [&order](const auto &) { order += QStringLiteral("first"); });
        QCoro::connect(reader->find({ QStringLiteral("word2"), 0, 3 }, {}), this, [&order](const Result<PageSearch::Found> &found) {
            order += QStringLiteral("found on %1").arg(found.ok() && !found->matches.isEmpty() ? found->matches.first().page : -9);
        });
        QCoro::connect(reader->draw(1, Small, 1, {}), this, [&order](const auto &) { order += QStringLiteral("second"); });
        writeFile(m_folder.filePath(QStringLiteral("go")), "");
        QTRY_COMPARE_WITH_TIMEOUT(order.size(), 3, 60'000);
        QVERIFY2(order.indexOf(QStringLiteral("second")) < order.indexOf(QStringLiteral("found on 2")),
            qPrintable(order.join(QLatin1Char(','))));
    }

    void wordsThatCannotBeReadEndNothingElse_data()
    {
        QTest::addColumn<QByteArray>("page");
        QTest::newRow("hang") << QByteArray("deaf");
        QTest::newRow("crash") << QByteArray("mute");
    }
    void wordsThatCannotBeReadEndNothingElse()
    {
        QFETCH(const QByteArray, page);
        const auto reader = play("pages 5\n2 " + page);
        QVERIFY((*await(reader->open({}))).ok());
        QVERIFY(!(*await(reader->marks(2, QStringLiteral("word2"), QStringLiteral("word2"), {}))).ok());
        QVERIFY(!(*await(reader->find({ QStringLiteral("no such words"), 2, 5 }, {}))).ok());
        QVERIFY(!(*await(reader->letters(2, {}))).ok());
        const auto marks = await(reader->marks(4, QStringLiteral("word4"), QStringLiteral("word4"), {}));
        QVERIFY(marks && marks->ok());
        QCOMPARE((*marks)->page, 4);
        QVERIFY(draw(reader, 2).ok());
    }

    void aDocumentThatChangesUnderItsReaderIsTold()
    {
        const auto reader = play("pages 12\n3 crash");
        QVERIFY((*await(reader->open({}))).ok());
        write("pages 2\n");
        QVERIFY(!draw(reader, 3).ok()); // the process had read the document before
        const Pixels changed = draw(reader, 1); // a new one opens it
        QVERIFY(!changed.ok());
        QCOMPARE(changed.error().code, ErrorCode::NotFound);
        QVERIFY2(changed.error().message.contains(QLatin1String("has changed")), qUtf8Printable(changed.error().message));
    }

    void aReaderThatIsClosedEndsItsProcess()
    {
        auto reader = play("pages 2\n1 hang", LongLimits);
        QVERIFY((*await(reader->open({}))).ok());
        QCOMPARE(helpersRunning(), 1);
        reader->rest();
        QTRY_COMPARE(helpersRunning(), 0);
        QVERIFY(draw(reader, 0).ok()); // another one
        QCOMPARE(helpersRunning(), 1);
        std::stop_source stop;
        bool ended = false;
        QCoro::connect(reader->draw(1, Small, 1, stop.get_token()), this, [&ended](const auto &) { ended = true; });
        reader.reset();
        stop.request_stop();
        QTRY_VERIFY(ended);
        QTRY_COMPARE(helpersRunning(), 0);
    }

    void nobodyElseChangesTheSizeOfThePixels()
    {
        const auto pixels = SharedPixels::make(Small);
        QVERIFY(pixels.ok());
        QCOMPARE(ftruncate((*pixels)->descriptor(), 0), -1);
        QCOMPARE(errno, EPERM);
        QCOMPARE(ftruncate((*pixels)->descriptor(), 1 << 20), -1);
    }

    void theHelperDrawsWhatTheLibraryDraws_data()
    {
        QTest::addColumn<QByteArray>("file");
        for (const char *file :
            { "reportlab.pdf", "rotated.pdf", "chromium.pdf", "latex.pdf", "rtl.pdf", "cjk.pdf", "cjk-notembedded.pdf" })
            QTest::newRow(file) << QByteArray(file);
    }
    //! Behind its locks, with the fonts of the system: those of reportlab.pdf and cjk-notembedded.pdf are not in the file.
    void theHelperDrawsWhatTheLibraryDraws()
    {
        QFETCH(const QByteArray, file);
        const auto document = openPages(openDocument(HEDDLE_PDFS "/" + file.toStdString()));
        QVERIFY(document != nullptr);
        const auto reader = realReader(file.constData());
        const auto sizes = await(reader->open({}));
        QVERIFY(sizes && sizes->ok());
        QCOMPARE((*sizes)->size(), document->pageCount());
        QCOMPARE((*sizes)->first(), document->size(0));
        const QSize size = (*sizes)->first().toSize();
        const auto drawn = await(reader->draw(0, size, 1, {}), 60'000);
        QVERIFY(drawn && drawn->ok());
        std::vector<quint32> expected(size_t(size.width()) * size_t(size.height()));
        QVERIFY(document->draw(0, size, reinterpret_cast<uchar *>(expected.data())));
        const auto *got = reinterpret_cast<const quint32 *>((**drawn)->data());
        QVERIFY(std::equal(expected.cbegin(), expected.cend(), got));
        const auto ink = std::count_if(expected.cbegin(), expected.cend(), [](quint32 pixel) { return pixel != 0xffffffffU; });
        QVERIFY2(ink > 1000, qPrintable(QString::number(ink)));
    }

    void repliesAreNotBelieved_data()
    {
        QTest::addColumn<QByteArray>("marks");
        QTest::newRow("none") << QByteArray("[]");
        QTest::newRow("a page beyond the last") << QByteArray(R"({"page":10,"boxes":{"10":[[1,1,1,1]]}})");
        QTest::newRow("a page below the first") << QByteArray(R"({"page":-2,"boxes":{}})");
        QTest::newRow("marks of another page") << QByteArray(R"({"page":2,"boxes":{"77":[[1,1,1,1]]}})");
        QTest::newRow("no box") << QByteArray(R"({"page":2,"boxes":{"2":[]}})");
        QTest::newRow("no boxes") << QByteArray(R"({"page":2})");
        QTest::newRow("three numbers") << QByteArray(R"({"page":2,"boxes":{"2":[[1,1,1]]}})");
        QTest::newRow("far away") << QByteArray(R"({"page":2,"boxes":{"2":[[1,1,1e300,1]]}})");
        QTest::newRow("words") << QByteArray(R"({"page":2,"boxes":{"2":[[1,1,"a",1]]}})");
    }
    void repliesAreNotBelieved()
    {
        QFETCH(const QByteArray, marks);
        const QJsonValue value = QJsonDocument::fromJson(marks).object();
        QVERIFY(!decodeMarks(value, 10));
        QVERIFY(!decodeMarks(QJsonValue::Undefined, 10));
        const PageSearch search { QStringLiteral("x"), 2, 6 };
        for (const char *found : { "{}", R"({"next":2})", R"({"next":7})", R"({"next":6,"matches":[[1,[[1,1,1,1]]]]})",
                 R"({"next":4,"matches":[[4,[[1,1,1,1]]]]})", R"({"next":6,"matches":[[3,[]]]})", R"({"next":6,"matches":[3]})",
                 R"({"next":6,"matches":[[4,[[1,1,1,1]]],[3,[[1,1,1,1]]]]})" })
            QVERIFY2(!decodeFound(QJsonDocument::fromJson(found).object(), search), found);
        for (const char *letters : { R"({"text":"ab","boxes":[1,2,3,4]})", R"({"text":"a","boxes":[1,2,3,"4"]})",
                 R"({"text":"a","boxes":[1,2,3,1e300]})" })
            QVERIFY2(!decodeLetters(QJsonDocument::fromJson(letters).object()), letters);
        for (const char *outline : { R"({"o":7})", R"({"o":[[1,10,0,"a"]]})", R"({"o":[[0,1,0,"a"]]})", R"({"o":[[1,1,-1,"a"]]})",
                 R"({"o":[[1,1,0,""]]})", R"({"o":[[99,1,0,"a"]]})", R"({"o":[[1,1,0]]})" })
            QVERIFY2(!decodeOutline(QJsonDocument::fromJson(outline).object()[QLatin1String("o")], 10), outline);
    }

    void repliesArriveAsTheyWereSent()
    {
        const QList<QSizeF> sizes { { 595, 842 }, { 595, 842 }, { 842.5, 595 }, { 595, 842 } };
        QCOMPARE(*decodeSizes(encodeSizes(sizes)), sizes);
        PageMarks marks { 2, {} };
        marks.boxes.insert(2, { QRectF(1, 2, 3, 4), QRectF(5, 6, 7, 8) });
        marks.boxes.insert(3, { QRectF(1.5, 2, 3, 4) });
        QCOMPARE(decodeMarks(encodeMarks(marks), 4)->boxes, marks.boxes);
        QCOMPARE(decodeMarks(encodeMarks({}), 4)->page, -1);
        const PageSearch search { QStringLiteral("x"), 2, 6 };
        QCOMPARE(decodeFound(encodeFound({ {}, 3 }), search)->next, 3);
        const auto found = decodeFound(encodeFound({ { { 3, { QRectF(1, 2, 3, 4) } }, { 3, { QRectF(5, 6, 7, 8) } } }, 6 }), search);
        QCOMPARE(found->matches.size(), 2);
        QCOMPARE(found->matches.last().boxes, QList<QRectF>({ QRectF(5, 6, 7, 8) }));
        const PageLetters letters { QStringLiteral("a\nb"), { QRectF(1, 2, 3.25, 4), QRectF(), QRectF(5, 6, 7, 8) } };
        QCOMPARE(decodeLetters(encodeLetters(letters))->text, letters.text);
        QCOMPARE(decodeLetters(encodeLetters(letters))->boxes, letters.boxes);
        const QList<PageOutlineEntry> outline { { QStringLiteral("One"), 1, 0, 12.5 }, { QStringLiteral("Nowhere"), 2, -1, 0 } };
        QCOMPARE(*decodeOutline(encodeOutline(outline), 4), outline);
        QCOMPARE(decodeOutline(encodeOutline({}), 4)->size(), 0);
    }

    //! Letters come in the order in which they are read, whatever the document's own order.
    void lettersOfAPageCanBeSelected()
    {
        for (const auto &[file, sentence] : { std::pair("chromium.pdf", QStringLiteral("4 millimetres would close the eastern lane.")),
                 std::pair("rtl.pdf", QStringLiteral("افتتح الجسر في عام 1931")), std::pair("cjk.pdf", QStringLiteral("南桥墩建在坚固的岩石上")) }) {
            const auto reader = realReader(file);
            QVERIFY((*await(reader->open({}), 30'000)).ok());
            QString all;
            for (int page = 0; page < 2; ++page) {
                const auto letters = await(reader->letters(page, {}), 30'000);
                if (!letters || !letters->ok())
                    continue;
                QCOMPARE((*letters)->boxes.size(), (*letters)->text.size());
                all += (*letters)->text;
            }
            QVERIFY2(all.contains(sentence), file);
        }
    }

    void allOccurrencesAreFoundAPartOfTheDocumentAtATime()
    {
        const auto reader = realReader("latex.pdf");
        const auto sizes = await(reader->open({}), 30'000);
        const int pages = int((*sizes)->size());
        QList<PageMatch> all;
        for (PageSearch search { QStringLiteral("affidavits"), 0, pages }; search.first < pages;) {
            const auto found = await(reader->find(search, {}), 30'000);
            QVERIFY(found && found->ok() && (*found)->next > search.first);
            all += (*found)->matches;
            search.first = (*found)->next;
        }
        QVERIFY2(all.size() >= 2, qPrintable(QString::number(all.size())));
    }

    void theContentsOfADocumentLeadToTheirPlaces()
    {
        PdfBuilder pdf;
        for (int page = 0; page < 3; ++page)
            pdf.addPage(textAt(72, 700, { "Page" }));
        pdf.addOutline({ "One", 0 });
        pdf.addOutline({ "Two", 1, 700 });
        pdf.addOutline({ "Two and a half", 2, 100, 2 });
        writeFile(m_folder.filePath(QStringLiteral("outline.pdf")), pdf.build());
        const auto reader = PageReader::make(openDocument(m_folder.filePath(QStringLiteral("outline.pdf")).toStdString()), {},
            QStringLiteral(HEDDLE_EXTRACT));
        QVERIFY((*await(reader->open({}), 30'000)).ok());
        const auto outline = await(reader->outline({}), 30'000);
        QVERIFY(outline && outline->ok());
        QCOMPARE((*outline)->size(), 3);
        QCOMPARE((*outline)->at(0), (PageOutlineEntry { QStringLiteral("One"), 1, 0, 0 }));
        QCOMPARE((*outline)->at(1).page, 1);
        QVERIFY2(std::abs((*outline)->at(1).top - 142) < 1, qPrintable(QString::number((*outline)->at(1).top))); // 842 less 700
        QCOMPARE((*outline)->at(2).depth, 2);
    }

    void aSentenceThatGoesOnOverAPageIsMarkedOnBoth()
    {
        const auto page = [](const QStringList &lines) {
            PageText text;
            double top = 50;
            for (const QString &line : lines) {
                double left = 50;
                for (const QString &word : line.split(QLatin1Char(' '))) {
                    text.words += { word, QRectF(left, top, 6 * double(word.size()), 10), 10, 0, true };
                    text.characters += QList<QRectF>();
                    for (qsizetype i = 0; i < word.size(); ++i)
                        text.characters.last() += QRectF(left + 6 * double(i), top, 6, 10);
                    left += 6 * double(word.size() + 1);
                }
                top += 14;
            }
            return text;
        };
        class Pages : public PageDocument {
        public:
            QList<PageText> texts;
            int pageCount() const override { return int(texts.size()); }
            QSizeF size(int) const override { return { 595, 842 }; }
            PageText text(int number) const override { return texts[number]; }
            bool draw(int, QSize, uchar *) const override { return false; }
        } pages;
        pages.texts = { page({ QStringLiteral("Harbour report"), QStringLiteral("It is old. The tenants tend the green-"),
                            QStringLiteral("1 Measured in June."), QStringLiteral("7") }),
            page({ QStringLiteral("Harbour report"), QStringLiteral("house in spring. Then they rest.") }) };
        const QString passage = QStringLiteral("It is old. The tenants tend the greenhouse in spring. Then they rest.");
        const PageMarks marks = findMarks(pages, 0, passage, QStringLiteral("The tenants tend the greenhouse in spring."));
        QCOMPARE(marks.page, 0);
        QCOMPARE(marks.boxes.size(), 2);
        QCOMPARE(marks.boxes[0].size(), 1);
        QCOMPARE(marks.boxes[0][0].top(), 64.0);
        QCOMPARE(marks.boxes[1].size(), 1);
        QCOMPARE(marks.boxes[1][0].left(), 50.0);
        QCOMPARE(findMarks(pages, 0, passage, QStringLiteral("The tenants tend the garden.")).page, -1);
    }
};

QTEST_MAIN(TestPages)
#include "test_pages.moc"
