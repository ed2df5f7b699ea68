// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/flow/pools.h"
#include "tests/support/playedcolor.h"
#include "tests/support/testsupport.h"
#include "ui/viewer/pdfview.h"
#include <QDir>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QWheelEvent>
#include <unistd.h>

using namespace Heddle;
using namespace Heddle::TestSupport;
using std::chrono::milliseconds;

//! The pages of documents that play what their text says (fakepages.h), in a window of their own.
class TestPdfView : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;
    std::unique_ptr<Flow::Pools> m_pools;
    std::unique_ptr<Concurrency::TaskGroup> m_tasks;
    std::unique_ptr<Ui::PdfView> m_view;

    QString path(const char *name) const { return m_folder.filePath(QLatin1String(name)); }
    QString write(const QByteArray &script) const
    {
        writeFile(path("document.pdf"), script);
        return path("document.pdf");
    }
    void show(const QByteArray &script, int page = 0, const QString &words = {})
    {
        QSignalSpy shown(m_view.get(), &Ui::PdfView::shown), failed(m_view.get(), &Ui::PdfView::failed);
        m_view->open(write(script), page, words, words);
        QTRY_VERIFY_WITH_TIMEOUT(!shown.isEmpty() || !failed.isEmpty(), 120'000);
    }
    QColor colorAt(double part) const
    {
        const QImage image = m_view->viewport()->grab().toImage();
        return image.pixelColor(image.width() / 2, int(image.height() * part));
    }
    bool isShowing(int page) const { return m_view->currentPage() == page && colorAt(0.5) == QColor(playedColor(page)); }
    void turnWheel(int notches)
    {
        const QPointF at(200, 200);
        QWheelEvent wheel(at, m_view->mapToGlobal(at), {}, { 0, -120 * notches }, Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase, false);
        QApplication::sendEvent(m_view->viewport(), &wheel);
    }
    QPushButton *retryButton() const { return m_view->findChild<QPushButton *>(QStringLiteral("retryPage")); }

private Q_SLOTS:
    void initTestCase() { qputenv("HEDDLE_EXTRACT", HEDDLE_FAKE_EXTRACT); }
    void init()
    {
        m_pools = std::make_unique<Flow::Pools>();
        m_tasks = std::make_unique<Concurrency::TaskGroup>();
        const Library::PageLimits limits { milliseconds(1000), milliseconds(500), milliseconds(50) };
        m_view = std::make_unique<Ui::PdfView>(&m_pools->render, m_tasks.get(), limits);
        m_view->resize(400, 500);
        m_view->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_view.get()));
    }
    void cleanup()
    {
        m_view.reset();
        QVERIFY(await(m_tasks->drain(std::chrono::seconds(10))).value_or(false));
        m_tasks.reset();
        m_pools.reset();
        QFile::remove(path("ready"));
    }

    void aPageThatHangsIsToldAndTriedAgain()
    {
        show("pages 30\n1 wait " + QFile::encodeName(path("ready")));
        QTRY_VERIFY(isShowing(0));
        m_view->goToPage(1);
        QTRY_COMPARE(m_view->failure(1), QStringLiteral("Drawing page 2 took too long and was stopped."));
        QTRY_VERIFY(retryButton() && retryButton()->isVisible());
        QTRY_VERIFY(m_view->isDrawn(2)); // its neighbour, by another process
        writeFile(path("ready"), "");
        QTest::mouseClick(retryButton(), Qt::LeftButton);
        QTRY_VERIFY(m_view->isDrawn(1));
        QTRY_VERIFY(isShowing(1));
        QVERIFY(m_view->failure(1).isEmpty());
        QTRY_VERIFY(!retryButton());
    }

    void aPageThatCrashesIsToldAndTheWheelGoesOn()
    {
        show("pages 30\n0 crash\n3 garbage\n4 broken");
        QTRY_COMPARE(m_view->failure(0), QStringLiteral("The document reader stopped at page 1. The file may be damaged."));
        while (m_view->currentPage() < 3) {
            turnWheel(3);
            QTest::qWait(0);
        }
        QTRY_COMPARE(m_view->failure(3), QStringLiteral("The document reader returned invalid data for page 4."));
        m_view->goToPage(4);
        QTRY_COMPARE(m_view->failure(4), QStringLiteral("Page 5 is damaged and can't be drawn."));
        m_view->goToPage(6);
        QTRY_VERIFY(isShowing(6));
        QTRY_VERIFY(!retryButton()); // it belongs to pages that are scrolled away
    }

    void theKeyboardReachesTheButton()
    {
        show("pages 30\n0 wait " + QFile::encodeName(path("ready")));
        QTRY_VERIFY(retryButton());
        m_view->setFocus();
        QTest::keyClick(m_view.get(), Qt::Key_Tab);
        QTRY_VERIFY(retryButton()->hasFocus());
        writeFile(path("ready"), "");
        QTest::keyClick(retryButton(), Qt::Key_Space);
        QTRY_VERIFY(isShowing(0));
    }

    void pagesThatAreScrolledAwayHoldNothingUp()
    {
        // Ten pages on the way hang; waiting for each would take ten seconds and more.
        QByteArray script("pages 400");
        for (int page = 100; page < 200; page += 10)
            script += '\n' + QByteArray::number(page) + " hang";
        show(script);
        QTRY_VERIFY(isShowing(0));
        QElapsedTimer time;
        time.start();
        QScrollBar *bar = m_view->verticalScrollBar();
        while (bar->value() < bar->maximum()) {
            turnWheel(12);
            QTest::qWait(1);
        }
        QTRY_VERIFY_WITH_TIMEOUT(m_view->isDrawn(399), 120'000);
        QTRY_VERIFY(isShowing(399));
        int told = 0;
        for (int page = 0; page < 400; ++page)
            told += !m_view->failure(page).isEmpty();
        QVERIFY2(told < 10, qPrintable(QString::number(told))); // nobody waited for all of them
        m_view->goToPage(110); // one that was given up is not broken: it is tried when somebody looks
        QTRY_VERIFY(!m_view->failure(110).isEmpty());
    }

    void aDocumentThatWasReplacedIsOpenedAnew()
    {
        show("pages 5");
        QTRY_VERIFY(isShowing(0));
        show("pages 7\n0 broken");
        QCOMPARE(m_view->pageCount(), 7);
        QTRY_COMPARE(m_view->failure(0), QStringLiteral("Page 1 is damaged and can't be drawn."));
        show("pages 7\n0 broken"); // the same text, but written later: another stamp
        QCOMPARE(m_view->pageCount(), 7);
    }

    void aDocumentThatIsReplacedWhileItIsShownIsReadAgainOnRequest()
    {
        show("pages 5\n1 crash");
        QTRY_VERIFY(isShowing(0));
        QTRY_VERIFY(!m_view->failure(1).isEmpty());
        write("pages 7");
        m_view->goToPage(1);
        QTRY_VERIFY(retryButton());
        QTest::mouseClick(retryButton(), Qt::LeftButton);
        QTRY_COMPARE(m_view->pageCount(), 7);
        QTRY_VERIFY(isShowing(1));
        QVERIFY(QFile::remove(path("document.pdf")));
    }

    void aDocumentThatIsGoneCannotBeTriedAgain()
    {
        show("pages 5\n0 crash");
        QTRY_VERIFY(retryButton());
        QVERIFY(QFile::remove(path("document.pdf")));
        QTest::mouseClick(retryButton(), Qt::LeftButton);
        QTRY_COMPARE(m_view->failure(0), QStringLiteral("The file can't be opened any more."));
    }

    void whatCannotBeOpenedIsTold()
    {
        for (const char *script : { "damaged", "open hang", "open crash", "sizes [[1,1e9,-5]]" }) {
            QSignalSpy failed(m_view.get(), &Ui::PdfView::failed);
            show(script);
            QCOMPARE(failed.size(), 1);
            QVERIFY(failed.first().first().toString().startsWith(QLatin1String("The page can't be shown.")));
            QCOMPARE(m_view->pageCount(), 0);
        }
    }

    void wordsThatCannotBeReadLeaveThePages()
    {
        show("pages 9\n4 deaf", 4, QStringLiteral("word4"));
        QCOMPARE(m_view->marks().page, -1);
        QTRY_VERIFY(isShowing(4));
        QSignalSpy searched(m_view.get(), &Ui::PdfView::searched);
        m_view->find(QStringLiteral("word2"), false); // on the other side of that page
        QTRY_COMPARE_WITH_TIMEOUT(searched.size(), 1, 30'000);
        QCOMPARE(m_view->search().page(), 2);
        QCOMPARE(m_view->search().unreadPages(), 1);
        m_view->goToPage(6);
        QTRY_VERIFY(isShowing(6));
        m_view->find(QStringLiteral("word7"), false);
        QTRY_COMPARE(m_view->search().page(), 7); // as soon as it is found
    }

    void aSearchGoesOnWhenTheViewIsShownAgain()
    {
        show("pages 9\n4 deaf");
        QSignalSpy searched(m_view.get(), &Ui::PdfView::searched);
        connect(m_view.get(), &Ui::PdfView::searchProgressed, m_view.get(), [this](int found) {
            if (found == 3)
                m_view->hide();
        });
        m_view->find(QStringLiteral("word"), false);
        QTRY_VERIFY_WITH_TIMEOUT(!m_view->isVisible(), 30'000);
        QVERIFY(m_view->search().isInterrupted());
        m_view->show();
        QTRY_COMPARE_WITH_TIMEOUT(searched.size(), 1, 30'000);
        QCOMPARE(m_view->search().count(), 8);
        QCOMPARE(m_view->search().unreadPages(), 1);
    }

    void theReaderStaysWhereItIsWhenTheViewIsResized()
    {
        show("pages 9", 4, QStringLiteral("word4"));
        QCOMPARE(m_view->marks().page, 4);
        const int atMark = m_view->verticalScrollBar()->value();
        m_view->resize(600, 500);
        QVERIFY(m_view->verticalScrollBar()->value() > atMark);
        m_view->resize(400, 500);
        QCOMPARE(m_view->verticalScrollBar()->value(), atMark); // what is marked stays in sight
        m_view->setPlace(4.6);
        for (const int width : { 420, 500, 700, 410 })
            m_view->resize(width, 500);
        QVERIFY2(std::abs(m_view->place() - 4.6) < 0.02, qPrintable(QString::number(m_view->place())));
    }

    void aViewThatIsHiddenDrawsAgainWhenItIsShown()
    {
        show("pages 9");
        QTRY_VERIFY(isShowing(0));
        m_view->hide();
        m_view->setZoom(0.5);
        m_view->show();
        QTRY_VERIFY(m_view->isDrawn(2));
        QVERIFY(m_view->failure(0).isEmpty());
        m_view->closeDocument();
        QCOMPARE(m_view->pageCount(), 0);
        QTRY_COMPARE(m_tasks->running(), 0);
    }
};

QTEST_MAIN(TestPdfView)
#include "test_pdfview.moc"
