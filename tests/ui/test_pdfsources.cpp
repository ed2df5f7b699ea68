// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/windowfixture.h"
#include "ui/style/tokens.h"
#include "ui/viewer/pdfview.h"
#include "ui/viewer/sourcepanel.h"
#include <QLineEdit>
#include <QSignalSpy>
#include <QSpinBox>

using namespace Heddle;
using namespace Heddle::TestSupport;

//! PDF files behind the citations of the window: their pages, what is marked and found there, and files that are gone.
class TestPdfSources : public WindowFixture {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { useEnglishNumbers(); }
    void init() { begin(); }
    void cleanup() { end(); }

    void fromAPdfToTheMarkedWordsOnItsPage()
    {
        QTemporaryDir folder;
        QVERIFY(QFile::copy(QStringLiteral(HEDDLE_PDFS "/chromium.pdf"), folder.filePath(QStringLiteral("bridge.pdf"))));
        QVERIFY(QFile::copy(QStringLiteral(HEDDLE_PDFS "/rtl.pdf"), folder.filePath(QStringLiteral("arabic.pdf"))));
        m_window->addFolder(folder.path(), QStringLiteral("Reports"));
        QTRY_COMPARE_WITH_TIMEOUT(child<QLabel>("libraryState")->text(), QStringLiteral("2 documents in Reports"), 120'000);
        type(QStringLiteral("What do the inspectors recommend about the bearing before winter?"));
        QTRY_VERIFY_WITH_TIMEOUT(transcript().contains(QLatin1String("replace the bearing before the winter of 2026")), 120'000);
        auto *browser = child<QTextBrowser>("transcript");
        // The citation behind that very sentence.
        QTextCursor sentence = browser->document()->find(QStringLiteral("close the eastern lane."));
        QVERIFY(!sentence.isNull());
        QTextCursor marker = browser->document()->find(QStringLiteral("["), sentence, QTextDocument::FindBackward); // above what it quotes
        marker.movePosition(QTextCursor::NextCharacter, QTextCursor::KeepAnchor);
        browser->setTextCursor(marker);
        browser->ensureCursorVisible();
        marker.setPosition(marker.position() - 1);
        const QPoint at = browser->cursorRect(marker).center();
        QVERIFY(browser->anchorAt(at).startsWith(QLatin1String("cite:0:")));

        // Hovering shows the whole passage.
        QTest::mouseMove(browser->viewport(), at - QPoint(0, 40));
        QTest::mouseMove(browser->viewport(), at);
        auto *card = child<QWidget>("hoverCard");
        QTRY_VERIFY(card->isVisible());
        const QString passage = card->findChild<QTextBrowser *>()->toPlainText();
        const QString place = card->findChild<QLabel *>(QStringLiteral("cardPlace"))->accessibleName();
        QVERIFY2(place.contains(QStringLiteral("bridge.pdf · page 2")), qUtf8Printable(place));
        QVERIFY(passage.contains(QLatin1String("a further movement of 4 millimetres")));
        QTest::keyClick(m_window.get(), Qt::Key_Escape);
        QTRY_VERIFY(!card->isVisible());

        // Clicking shows the page, with exactly those words marked.
        QTest::mouseClick(browser->viewport(), Qt::LeftButton, {}, at);
        auto *pdf = m_window->findChild<Ui::PdfView *>();
        QVERIFY(pdf);
        QTRY_VERIFY_WITH_TIMEOUT(pdf->isVisible() && pdf->isDrawn(1), 120'000);
        QCOMPARE(pdf->marks().page, 1);
        QCOMPARE(pdf->marks().boxes.size(), 1);
        QTRY_COMPARE(child<QSpinBox>("sourcePage")->value(), 2);
        const QImage image = pdf->viewport()->grab().toImage();
        int marked = 0;
        for (int y = 0; y < image.height(); ++y) {
            for (int x = 0; x < image.width(); ++x)
                marked += image.pixelColor(x, y) == Ui::Style::pageMark();
        }
        QVERIFY2(marked > 500, qPrintable(QString::number(marked)));
    }

    void theKeyboardFindsInWhatIsShown()
    {
        QTemporaryDir folder;
        QVERIFY(QFile::copy(QStringLiteral(HEDDLE_PDFS "/chromium.pdf"), folder.filePath(QStringLiteral("bridge.pdf"))));
        m_window->addFolder(folder.path(), QStringLiteral("Reports"));
        QTRY_COMPARE_WITH_TIMEOUT(child<QLabel>("libraryState")->text(), QStringLiteral("1 document in Reports"), 120'000);
        type(QStringLiteral("What do the inspectors recommend about the bearing before winter?"));
        QTRY_VERIFY_WITH_TIMEOUT(transcript().contains(QLatin1String("Quoted from your documents")), 120'000);
        QTest::keyClick(m_window.get(), Qt::Key_1, Qt::AltModifier);
        auto *pdf = m_window->findChild<Ui::PdfView *>();
        QTRY_VERIFY_WITH_TIMEOUT(pdf->isVisible() && pdf->marks().page >= 0, 120'000);

        m_window->resize(1280, 800); // room for both, which a screen of 800 pixels has not
        QTRY_VERIFY(child<QPlainTextEdit>("question")->isVisible());
        // F6 goes around the parts; Ctrl+F searches the part that has the focus.
        child<QPlainTextEdit>("question")->setFocus();
        QTest::keyClick(m_window.get(), Qt::Key_F6);
        QTRY_VERIFY(pdf->hasFocus());
        QTest::keyClick(m_window.get(), Qt::Key_F, Qt::ControlModifier);
        auto *field = child<Ui::SourcePanel>("sourcePanel")->findChild<QLineEdit *>(QStringLiteral("findText"));
        QTRY_VERIFY(field->hasFocus());
        pdf->goToPage(0);
        QTest::keyClicks(field, QStringLiteral("pier"));
        QSignalSpy searched(pdf, &Ui::PdfView::searched);
        QList<std::pair<int, double>> places;
        const auto next = [&](Qt::KeyboardModifiers modifiers) {
            const auto before = searched.count();
            QTest::keyClick(field, Qt::Key_Return, modifiers);
            QTRY_COMPARE(searched.count(), before + 1);
            QVERIFY(searched.last().first().toBool());
            const Ui::PdfSearch &search = pdf->search();
            places += std::pair(search.page(), search.matches(search.page()).value(search.index()).first().top());
        };
        next({});
        next({});
        next(Qt::ShiftModifier);
        QVERIFY(places[1] > places[0]);
        QCOMPARE(places[2], places[0]);
        field->setText(QStringLiteral("no such words"));
        QTest::keyClick(field, Qt::Key_Return);
        QTRY_COMPARE(searched.count(), 4);
        QCOMPARE(
            child<Ui::SourcePanel>("sourcePanel")->findChild<QLabel *>(QStringLiteral("findResult"))->text(), QStringLiteral("not found"));
        QTest::keyClick(m_window.get(), Qt::Key_Escape);
        QTRY_VERIFY(!field->isVisible());
    }

    void aFileThatIsGoneStillShowsItsPassage()
    {
        QTemporaryDir folder;
        const QString file = folder.filePath(QStringLiteral("minutes.pdf"));
        QVERIFY(QFile::copy(QStringLiteral(HEDDLE_PDFS "/ghostscript.pdf"), file));
        m_window->addFolder(folder.path(), QStringLiteral("Minutes"));
        QTRY_COMPARE_WITH_TIMEOUT(child<QLabel>("libraryState")->text(), QStringLiteral("1 document in Minutes"), 120'000);
        type(QStringLiteral("How much does the upper sluice leak?"));
        QTRY_VERIFY_WITH_TIMEOUT(transcript().contains(QLatin1String("30 litres")), 120'000);
        QVERIFY(QFile::remove(file));
        QTest::keyClick(m_window.get(), Qt::Key_1, Qt::AltModifier);
        QTRY_VERIFY_WITH_TIMEOUT(child<QTextBrowser>("source")->isVisible(), 120'000);
        QTRY_VERIFY(child<QTextBrowser>("source")->toPlainText().contains(QLatin1String("30 litres")));
        QTRY_VERIFY(child<QLabel>("sourceNotice")->text().contains(QLatin1String("no longer there")));
    }
};

QTEST_MAIN(TestPdfSources)
#include "test_pdfsources.moc"
