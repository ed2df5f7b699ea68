// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/testsupport.h"
#include "ui/viewer/pagemarks.h"
#include <QProcess>
#include <QRegularExpression>
#include <QStandardPaths>

using namespace Heddle;
using namespace Heddle::TestSupport;

class TestViewer : public QObject {
    Q_OBJECT

    static Ui::PageMarks marks(const QString &file, int page, const QString &passage, const QString &sentence)
    {
        auto pdf = Ui::PdfDocument::open(QStringLiteral(HEDDLE_PDFS "/%1.pdf").arg(file));
        if (!pdf)
            qFatal("%s", qUtf8Printable(pdf.error().message));
        return Ui::findMarks([&](int number) { return (*pdf)->text(number); }, int((*pdf)->sizes().size()), page, passage, sentence);
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
        const Ui::PageMarks found = marks(file, page, sentence, sentence);
        QCOMPARE(found.page, page);
        const QString words = wordsIn(file, page, found.boxes.value(page)).join(QLatin1Char(' '));
        QCOMPARE(QString(words).remove(QLatin1String("- ")), sentence); // a word may be cut at a line's end
    }

    void oneOfSeveralIsFoundByThePassageAroundIt()
    {
        const QString sentence = QStringLiteral("affidavits");
        const Ui::PageMarks first = marks(QStringLiteral("latex"), 0, QStringLiteral("offline filing of difficult affidavits"), sentence);
        const Ui::PageMarks second = marks(
            QStringLiteral("latex"), 0, QStringLiteral("In the first year the officials filed 5,312 affidavits, of which 61"), sentence);
        QVERIFY(first.boxes.value(0).first().top() < 200);
        QVERIFY(second.boxes.value(0).first().top() > first.boxes.value(0).first().bottom() + 100);
    }

    void aPartOfALineOfChineseIsMarkedCharacterByCharacter()
    {
        const Ui::PageMarks found = marks(QStringLiteral("cjk"), 0, {}, QStringLiteral("南桥墩建在坚固的岩石上"));
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
        auto pdf = Ui::PdfDocument::open(QStringLiteral(HEDDLE_PDFS "/reportlab.pdf"));
        auto image = (*pdf)->render(0, 100, {}); // 59,500 pixels wide
        QVERIFY(image.ok());
        QVERIFY(qint64(image->width()) * image->height() <= 6'100'000);
        std::stop_source stop;
        stop.request_stop();
        QVERIFY((*pdf)->render(0, 1, stop.get_token()).error().isCancelled());
        QVERIFY(!(*pdf)->render(77, 1, {}).ok());
        QVERIFY(!Ui::PdfDocument::open(QStringLiteral(HEDDLE_PDFS "/locked.pdf")).ok());
        QVERIFY(!Ui::PdfDocument::open(QStringLiteral("/no/such.pdf")).ok());
    }

    void aSentenceThatGoesOnOverAPageIsMarkedOnBoth()
    {
        const auto page = [](const QStringList &lines) {
            Ui::PageText text;
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
        const QList<Ui::PageText> pages { page({ QStringLiteral("Harbour report"), QStringLiteral("It is old. The tenants tend the green-"),
                                              QStringLiteral("1 Measured in June."), QStringLiteral("7") }),
            page({ QStringLiteral("Harbour report"), QStringLiteral("house in spring. Then they rest.") }) };
        const QString passage = QStringLiteral("It is old. The tenants tend the greenhouse in spring. Then they rest.");
        const Ui::PageMarks marks = Ui::findMarks(
            [&](int number) { return pages[number]; }, 2, 0, passage, QStringLiteral("The tenants tend the greenhouse in spring."));
        QCOMPARE(marks.page, 0);
        QCOMPARE(marks.boxes.size(), 2);
        QCOMPARE(marks.boxes[0].size(), 1);
        QCOMPARE(marks.boxes[0][0].top(), 64.0);
        QCOMPARE(marks.boxes[1].size(), 1);
        QCOMPARE(marks.boxes[1][0].left(), 50.0);
        QCOMPARE(
            Ui::findMarks([&](int number) { return pages[number]; }, 2, 0, passage, QStringLiteral("The tenants tend the garden.")).page,
            -1);
    }
};

QTEST_MAIN(TestViewer)
#include "test_viewer.moc"
