// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/library/pages/pagereader.h"
#include "tests/support/openfile.h"
#include "tests/support/testsupport.h"
#include "ui/viewer/pdfview.h"
#include <QProcess>
#include <QRegularExpression>
#include <QStandardPaths>

using namespace Heddle;
using namespace Heddle::TestSupport;

class TestViewer : public QObject {
    Q_OBJECT

    static std::shared_ptr<Library::PageReader> open(const QString &file)
    {
        return Library::PageReader::make(openDocument((QStringLiteral(HEDDLE_PDFS "/") + file).toStdString()));
    }
    static Library::PageMarks marks(const QString &file, int page, const QString &passage, const QString &sentence)
    {
        const auto reader = open(file + QLatin1String(".pdf"));
        const auto sizes = await(reader->open({}));
        const auto found = await(reader->marks(page, passage, sentence, {}));
        if (!sizes || !sizes->ok() || !found || !found->ok())
            qFatal("%s can't be read", qPrintable(file));
        return **found;
    }
    //! The words that lie in the boxes, as another program (pdftotext -bbox) places them.
    static QStringList wordsIn(const QString &file, int page, const QList<QRectF> &boxes)
    {
        QProcess process;
        process.start(QStandardPaths::findExecutable(QStringLiteral("pdftotext")),
            { QStringLiteral("-bbox"), QStringLiteral("-f"), QString::number(page + 1), QStringLiteral("-l"), QString::number(page + 1),
                QStringLiteral(HEDDLE_PDFS "/%1.pdf").arg(file), QStringLiteral("-") });
        while (process.state() != QProcess::NotRunning)
            process.waitForReadyRead(100);
        const QString xml = QString::fromUtf8(process.readAllStandardOutput());
        static const QRegularExpression word(
            QStringLiteral("<word xMin=\"([\\d.]+)\" yMin=\"([\\d.]+)\" xMax=\"([\\d.]+)\" yMax=\"([\\d.]+)\">([^<]*)</word>"));
        QStringList words;
        for (auto it = word.globalMatch(xml); it.hasNext();) {
            const auto match = it.next();
            const QRectF box(QPointF(match.captured(1).toDouble(), match.captured(2).toDouble()),
                QPointF(match.captured(3).toDouble(), match.captured(4).toDouble()));
            for (const QRectF &mark : boxes) {
                if (mark.contains(box.center())) {
                    words += match.captured(5);
                    break;
                }
            }
        }
        return words;
    }

private Q_SLOTS:
    void theRightWordsAreMarked_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<int>("page");
        QTest::addColumn<QString>("sentence");
        const auto row = [](const char *file, int page, const char *sentence) {
            QTest::newRow(file) << QString::fromLatin1(file) << page << QString::fromUtf8(sentence);
        };
        row("libreoffice", 0, "The northern pier has settled by 11 millimetres, most of it in the winter of 1987,");
        row("chromium", 1, "a further movement of 4 millimetres would close the eastern lane.");
        row("latex", 0, "the efficient workflow then finds the first shelf that fits.");
        row("twocolumns", 0, "The fifth shelf from the window is reserved for");
        row("reportlab", 0, "Readers under sixteen pay nothing.");
        row("rotated", 0, "Readers under sixteen pay nothing.");
        row("ghostscript", 0, "a new gate was ordered.");
    }
    void theRightWordsAreMarked()
    {
        QFETCH(const QString, file);
        QFETCH(const int, page);
        QFETCH(const QString, sentence);
        if (QStandardPaths::findExecutable(QStringLiteral("pdftotext")).isEmpty())
            QSKIP("pdftotext (poppler-utils) is not installed: there is nothing to compare the boxes with");
        const Library::PageMarks found = marks(file, page, sentence, sentence);
        QCOMPARE(found.page, page);
        const QString words = wordsIn(file, page, found.boxes.value(page)).join(QLatin1Char(' '));
        QCOMPARE(QString(words).remove(QLatin1String("- ")), sentence); // a word may be cut at a line's end
    }

    void oneOfSeveralIsFoundByThePassageAroundIt()
    {
        const QString sentence = QStringLiteral("affidavits");
        const Library::PageMarks first =
            marks(QStringLiteral("latex"), 0, QStringLiteral("offline filing of difficult affidavits"), sentence);
        const Library::PageMarks second = marks(
            QStringLiteral("latex"), 0, QStringLiteral("In the first year the officials filed 5,312 affidavits, of which 61"), sentence);
        QVERIFY(first.boxes.value(0).first().top() < 200);
        QVERIFY(second.boxes.value(0).first().top() > first.boxes.value(0).first().bottom() + 100);
    }

    void aPartOfALineOfChineseIsMarkedCharacterByCharacter()
    {
        const Library::PageMarks found = marks(QStringLiteral("cjk"), 0, {}, QStringLiteral("南桥墩建在坚固的岩石上"));
        QCOMPARE(found.boxes.value(0).size(), 1);
        QVERIFY(found.boxes.value(0).first().width() < 200); // eleven characters of twelve points, not the line of 540
        QVERIFY(found.boxes.value(0).first().width() > 100);
    }

    void arabicIsFoundInTheOrderInWhichItIsRead()
    {
        QVERIFY(marks(QStringLiteral("rtl"), 0, {}, QStringLiteral("افتتح الجسر في عام 1931 وتعبره 14200 مركبة كل يوم.")).page == 0);
        QCOMPARE(marks(QStringLiteral("rtl"), 0, {}, QStringLiteral("no such words")).page, -1);
    }

    void strangePagesAreDrawnSmallerOrNotAtAll()
    {
        const QSize huge = Ui::PdfView::pixelsFor({ 595, 842 }, 100); // 59,500 pixels wide
        QVERIFY(qint64(huge.width()) * huge.height() <= 6'100'000);
        QVERIFY(!Ui::PdfView::pixelsFor({ 1, 100'000 }, 0.001).isEmpty());
        const auto reader = open(QStringLiteral("reportlab.pdf"));
        QVERIFY((*await(reader->open({}))).ok());
        QVERIFY((*await(reader->draw(0, huge, 1, {}))).ok());
        std::stop_source stop;
        stop.request_stop();
        QVERIFY((*await(reader->draw(0, { 100, 100 }, 1, stop.get_token()))).error().isCancelled());
        QVERIFY(!(*await(reader->draw(77, { 100, 100 }, 1, {}))).ok());
        QVERIFY(!(*await(open(QStringLiteral("locked.pdf"))->open({}))).ok());
    }
};

QTEST_MAIN(TestViewer)
#include "test_viewer.moc"
