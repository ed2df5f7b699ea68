// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/app.h"
#include "tests/support/rerankcontracts.h"
#include "tests/support/testsupport.h"
#include "tests/ui/windowfixture.h"
#include "ui/chat/chatpage.h"
#include "ui/chat/transcript.h"
#include "ui/common/heartbeat.h"
#include "ui/common/passagelist.h"
#include "ui/common/theme.h"
#include "ui/library/documentsmodel.h"
#include "ui/viewer/pdfview.h"
#include "ui/viewer/sourcepanel.h"
#include "ui/window/conversationsmodel.h"
#include "ui/window/mainwindow.h"
#include "ui/window/singleinstance.h"
#include <QAbstractItemModelTester>
#include <QComboBox>
#include <QDir>
#include <QDirIterator>
#include <QElapsedTimer>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QLocale>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTabBar>
#include <QTabWidget>
#include <QTableView>
#include <QTemporaryDir>
#include <QTextBrowser>
#include <QTextCursor>
#include <QThread>
#include <QTimer>
#include <QToolButton>
#include <QtMath>

using namespace Heddle;
using namespace Heddle::TestSupport;

namespace {

double luminance(const QColor &color)
{
    const auto part = [](double c) { return c <= 0.03928 ? c / 12.92 : qPow((c + 0.055) / 1.055, 2.4); };
    return 0.2126 * part(color.redF()) + 0.7152 * part(color.greenF()) + 0.0722 * part(color.blueF());
}

double contrast(const QColor &a, const QColor &b)
{
    const double x = luminance(a), y = luminance(b);
    return (qMax(x, y) + 0.05) / (qMin(x, y) + 0.05);
}

QPalette dark()
{
    QPalette palette(QColor(0x30, 0x30, 0x30), QColor(0x24, 0x24, 0x24));
    palette.setColor(QPalette::Base, QColor(0x1e, 0x1e, 0x1e));
    palette.setColor(QPalette::Text, QColor(0xe8, 0xe8, 0xe8));
    return palette;
}

} // namespace

class TestWindow : public WindowFixture {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); }
    void init()
    {
        m_data = std::make_unique<QTemporaryDir>();
        open();
    }
    void cleanup()
    {
        close();
        Storage::Database::closeThreadConnections();
    }

    void fromTheEmptyWindowToThePassageBehindACitation()
    {
        QTRY_VERIFY_WITH_TIMEOUT(child<QPushButton>("chooseFolder")->isVisible(), 30'000);
        addSample();
        QVERIFY(!child<QPushButton>("trySample")->isVisible());
        type(QStringLiteral("How does Heddle show where an answer comes from?"));
        QTRY_VERIFY_WITH_TIMEOUT(transcript().contains(QLatin1String("quoted from your documents, nothing was sent anywhere")), 30'000);
        QVERIFY(transcript().contains(QLatin1String("[1]")) && transcript().contains(QLatin1String("[2]")));
        QVERIFY(!child<QTextBrowser>("source")->isVisible());

        auto *browser = child<QTextBrowser>("transcript");
        QTextCursor marker;
        for (QTextCursor at = browser->document()->find(QStringLiteral("[1]")); !at.isNull();
             at = browser->document()->find(QStringLiteral("[1]"), at)) {
            if (at.charFormat().anchorHref() == QLatin1String("cite:0:1")) {
                marker = at;
                break;
            }
        }
        QVERIFY(!marker.isNull());
        browser->setTextCursor(marker);
        browser->ensureCursorVisible();
        marker.setPosition(marker.position() - 1);
        QTest::mouseClick(browser->viewport(), Qt::LeftButton, {}, browser->cursorRect(marker).center());
        QTRY_VERIFY(child<QTextBrowser>("source")->isVisible() && !child<QTextBrowser>("source")->toPlainText().isEmpty());
        const auto *source = child<QTextBrowser>("source")->document();
        bool marked = false;
        for (QTextCursor at(child<QTextBrowser>("source")->document()); !at.atEnd(); at.movePosition(QTextCursor::NextCharacter))
            marked = marked || at.charFormat().background().style() != Qt::NoBrush;
        QVERIFY(marked);
        QVERIFY(!source->toPlainText().isEmpty());
        QVERIFY(!child<QLabel>("sourceTitle")->text().isEmpty());
    }

    void aQuestionWithoutDocumentsIsAnsweredInWords()
    {
        type(QStringLiteral("Is there anything?"));
        QTRY_VERIFY_WITH_TIMEOUT(transcript().contains(QLatin1String("no documents to search yet")), 30'000);
    }

    void textOfTheUserIsNeverMarkup()
    {
        type(QStringLiteral("<b>bold</b> & <img src=x>"));
        QTRY_VERIFY_WITH_TIMEOUT(transcript().contains(QLatin1String("no documents")), 30'000);
        QVERIFY(transcript().contains(QLatin1String("<b>bold</b> & <img src=x>")));
    }

    void emptyQuestionsAreNotSent()
    {
        type(QStringLiteral("   "));
        QVERIFY(!transcript().contains(QLatin1String("Searching")));
        auto listed = await(m_app->conversations().list(0, 10, {}, {}));
        QCOMPARE(listed->value().size(), 0);
    }

    void aTurnGoesOnInTheSameConversationAndIsThereAfterReopening()
    {
        addSample();
        type(QStringLiteral("What leaves my computer?"));
        QTRY_COMPARE_WITH_TIMEOUT(transcript().count(QLatin1String("quoted from your documents")), 1, 30'000);
        type(QStringLiteral("Where is it kept?"));
        QTRY_COMPARE_WITH_TIMEOUT(transcript().count(QLatin1String("quoted from your documents")), 2, 30'000);
        close();
        open();
        auto listed = await(m_app->conversations().list(0, 10, {}, {}));
        QCOMPARE(listed->value().size(), 1);
        QCOMPARE(listed->value().first().messages, 4);
        QTRY_VERIFY_WITH_TIMEOUT(child<QLabel>("libraryState")->text().contains(QLatin1String("documents in Sample library")), 30'000);
    }

    void closingWhileReadingAndAskingLosesNothing()
    {
        QTemporaryDir folder;
        for (int i = 0; i < 3000; ++i)
            writeFile(folder.filePath(QStringLiteral("f%1.txt").arg(i)), "The common matter of this file.");
        m_window->addFolder(folder.path(), QStringLiteral("Many"));
        QTRY_VERIFY_WITH_TIMEOUT(child<QLabel>("libraryState")->text().contains(QLatin1String(" of ")), 30'000);
        type(QStringLiteral("common matter"));
        QSignalSpy closed(m_window.get(), &Ui::MainWindow::closed);
        m_window->close();
        QCOMPARE(closed.count(), 1);
        close();
        open();
        auto listed = await(m_app->conversations().list(0, 10, {}, {}));
        QCOMPARE(listed->value().size(), 1); // the question was saved when it was asked
        m_window->addFolder(folder.path(), QStringLiteral("Many"));
        QTRY_VERIFY_WITH_TIMEOUT(child<QLabel>("libraryState")->text() == QLatin1String("3,000 documents in Many"), 180'000);
    }

    void aFolderThatCantBeReadIsToldInTheWindow()
    {
        m_window->addFolder(QStringLiteral("/no/such/folder"), QStringLiteral("N"));
        QTRY_VERIFY_WITH_TIMEOUT(child<QLabel>("banner")->isVisible(), 30'000);
        QVERIFY(child<QLabel>("banner")->text().contains(QLatin1String("/no/such/folder")));
        QVERIFY(child<QPushButton>("chooseFolder")->isEnabled());
    }

    void textCanBeReadInLightAndDark()
    {
        for (const QPalette &palette : { QPalette(Qt::white), dark() }) {
            const QColor base = palette.color(QPalette::Base);
            for (const QColor &color : { Ui::Theme::accent(palette), Ui::Theme::signal(palette), Ui::Theme::quietText(palette) })
                QVERIFY2(contrast(color, base) >= 4.5, qPrintable(QStringLiteral("%1 on %2").arg(color.name(), base.name())));
            QVERIFY(contrast(palette.color(QPalette::Text), Ui::Theme::faint(palette)) >= 4.5);
            QVERIFY(contrast(palette.color(QPalette::Text), Ui::Theme::mark(palette)) >= 4.5);
        }
    }

    void fromAPdfToTheMarkedWordsOnItsPage()
    {
        QTemporaryDir folder;
        QVERIFY(QFile::copy(QStringLiteral(HEDDLE_PDFS "/chromium.pdf"), folder.filePath(QStringLiteral("bridge.pdf"))));
        QVERIFY(QFile::copy(QStringLiteral(HEDDLE_PDFS "/rtl.pdf"), folder.filePath(QStringLiteral("arabic.pdf"))));
        m_window->addFolder(folder.path(), QStringLiteral("Reports"));
        QTRY_COMPARE_WITH_TIMEOUT(child<QLabel>("libraryState")->text(), QStringLiteral("2 documents in Reports"), 30'000);
        type(QStringLiteral("What do the inspectors recommend about the bearing before winter?"));
        QTRY_VERIFY_WITH_TIMEOUT(transcript().contains(QLatin1String("replace the bearing before the winter of 2026")), 30'000);
        auto *browser = child<QTextBrowser>("transcript");
        // The citation behind that very sentence.
        QTextCursor sentence = browser->document()->find(QStringLiteral("close the eastern lane."));
        QVERIFY(!sentence.isNull());
        QTextCursor marker = browser->document()->find(QStringLiteral("["), sentence);
        marker.movePosition(QTextCursor::NextCharacter, QTextCursor::KeepAnchor);
        browser->setTextCursor(marker);
        browser->ensureCursorVisible();
        marker.setPosition(marker.position() - 1);
        const QPoint at = browser->cursorRect(marker).center();
        QVERIFY(browser->anchorAt(at).startsWith(QLatin1String("cite:0:")));

        // Hovering shows the whole passage.
        QTest::mouseMove(browser->viewport(), at - QPoint(0, 40));
        QTest::mouseMove(browser->viewport(), at);
        auto *card = child<QFrame>("hoverCard");
        QTRY_VERIFY(card->isVisible());
        const QString passage = card->findChild<QTextBrowser *>()->toPlainText();
        QVERIFY2(passage.contains(QStringLiteral("bridge.pdf · page 2")), qUtf8Printable(passage));
        QVERIFY(passage.contains(QLatin1String("a further movement of 4 millimetres")));
        QTest::keyClick(m_window.get(), Qt::Key_Escape);
        QTRY_VERIFY(!card->isVisible());

        // Clicking shows the page, with exactly those words marked.
        QTest::mouseClick(browser->viewport(), Qt::LeftButton, {}, at);
        auto *pdf = m_window->findChild<Ui::PdfView *>();
        QVERIFY(pdf);
        QTRY_VERIFY_WITH_TIMEOUT(pdf->isVisible() && pdf->isDrawn(1), 30'000);
        QCOMPARE(pdf->marks().page, 1);
        QCOMPARE(pdf->marks().boxes.size(), 1);
        QTRY_COMPARE(child<QSpinBox>("sourcePage")->value(), 2);
        const QImage image = pdf->viewport()->grab().toImage();
        int marked = 0;
        for (int y = 0; y < image.height(); ++y) {
            for (int x = 0; x < image.width(); ++x)
                marked += image.pixelColor(x, y) == Ui::Theme::pageMark();
        }
        QVERIFY2(marked > 500, qPrintable(QString::number(marked)));
    }

    void theKeyboardFindsInWhatIsShown()
    {
        QTemporaryDir folder;
        QVERIFY(QFile::copy(QStringLiteral(HEDDLE_PDFS "/chromium.pdf"), folder.filePath(QStringLiteral("bridge.pdf"))));
        m_window->addFolder(folder.path(), QStringLiteral("Reports"));
        QTRY_COMPARE_WITH_TIMEOUT(child<QLabel>("libraryState")->text(), QStringLiteral("1 document in Reports"), 30'000);
        type(QStringLiteral("What do the inspectors recommend about the bearing before winter?"));
        QTRY_VERIFY_WITH_TIMEOUT(transcript().contains(QLatin1String("quoted from your documents")), 30'000);
        QTest::keyClick(m_window.get(), Qt::Key_1, Qt::AltModifier);
        auto *pdf = m_window->findChild<Ui::PdfView *>();
        QTRY_VERIFY_WITH_TIMEOUT(pdf->isVisible() && pdf->marks().page >= 0, 30'000);

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
            places += std::pair(pdf->marks().page, pdf->marks().boxes.value(pdf->marks().page).first().top());
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

    void aRerankerIsSetUpTriedAndUsed()
    {
        const QByteArray key = "k3y-that-nobody-must-see";
        FakeHttpServer server([key](const FakeRequest &request) {
            FakeReply reply = playContract(QStringLiteral("jina"), key, request);
            if (request.body.contains("in spring and in autumn")) // the trial: the second passage answers
                reply.body = R"({"results":[{"index":1,"relevance_score":0.9},{"index":0,"relevance_score":0.1}]})";
            reply.headers += QPair<QByteArray, QByteArray>("Server", "test-ranker/1");
            return reply;
        });
        addSample();
        QTest::keyClick(m_window.get(), Qt::Key_5, Qt::ControlModifier);
        auto *tabs = child<QTabWidget>("settings")->tabBar();
        QTest::mouseClick(tabs, Qt::LeftButton, {}, tabs->tabRect(3).center());
        auto *provider = child<QComboBox>("rerankProvider");
        QTRY_VERIFY(provider->isVisible() && provider->isEnabled());
        QTRY_COMPARE(child<QSpinBox>("rerankWindow")->value(), 64); // loaded
        QVERIFY(!child<QLineEdit>("rerankUrl")->isEnabled());
        provider->setCurrentIndex(provider->findData(QStringLiteral("jina")));
        const auto endpoint = [this] { return child<QLabel>("rerankEndpoint")->text(); };
        QVERIFY(endpoint().contains(QLatin1String("https://api.jina.ai/v1/rerank")));
        auto *url = child<QLineEdit>("rerankUrl");
        QTest::keyClicks(url, server.base().mid(7));
        QVERIFY(endpoint().contains(QLatin1String("http:// or https:// first")));
        QVERIFY(!child<QPushButton>("rerankSave")->isEnabled() && !child<QPushButton>("rerankTest")->isEnabled());
        url->clear();
        QTest::keyClicks(url, server.base());
        QVERIFY(endpoint().endsWith(server.base() + QLatin1String("/v1/rerank")));
        QTest::keyClicks(child<QLineEdit>("rerankModel"), QStringLiteral("m"));

        // Without the key it does not work, and says what to do; with it, it does.
        const auto result = [this] { return child<QLabel>("rerankResult")->text(); };
        QTest::mouseClick(child<QPushButton>("rerankTest"), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(result().contains(QLatin1String("does not work")), 30'000);
        QTest::keyClicks(child<QLineEdit>("rerankKey"), QString::fromLatin1(key));
        QTest::mouseClick(child<QPushButton>("rerankTest"), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(result().startsWith(QLatin1String("Works: test-ranker/1 answered in")), 30'000);
        QVERIFY(result().contains(QLatin1String("scale: probability")));
        QTest::mouseClick(child<QPushButton>("rerankSave"), Qt::LeftButton);
        QTRY_COMPARE_WITH_TIMEOUT(result(), QStringLiteral("Saved."), 90'000);
        QVERIFY(child<QLabel>("rerankKeyPlace")->text().contains(QLatin1String("key is")));
        QTRY_COMPARE_WITH_TIMEOUT(m_app->tasks().running(), 0, 90'000); // in use

        server.forgetRequests();
        QTest::keyClick(m_window.get(), Qt::Key_1, Qt::ControlModifier);
        type(QStringLiteral("What leaves my computer?"));
        QTRY_VERIFY_WITH_TIMEOUT(transcript().contains(QLatin1String("were sent to 127.0.0.1:")), 30'000);
        QCOMPARE(server.requests().size(), 1);

        // The key is in no file.
        close();
        QDirIterator files(m_data->path(), QDir::Files, QDirIterator::Subdirectories);
        int looked = 0;
        while (files.hasNext()) {
            QVERIFY(!readFile(files.next()).contains(key));
            ++looked;
        }
        QVERIFY(looked > 3);
    }

    void passagesMoveWhenTheirScoresArrive_data()
    {
        QTest::addColumn<QString>("wait");
        QTest::newRow("before the answer") << QStringLiteral("30000");
        QTest::newRow("after the answer") << QStringLiteral("50");
    }
    void passagesMoveWhenTheirScoresArrive()
    {
        QFETCH(const QString, wait);
        const bool late = wait == QLatin1String("50");
        FakeHttpServer server([](const FakeRequest &request) {
            QByteArrayList entries; // the last one first
            const auto count = documentsOf(QStringLiteral("localai"), request.body).size();
            for (qsizetype i = 0; i < count; ++i)
                entries += "{\"index\":" + QByteArray::number(i) + ",\"relevance_score\":0." + QByteArray::number(100 + i) + '}';
            return FakeReply { 200, "{\"results\":[" + entries.join(',') + "]}", {}, FakeReply::Way::Whole, 700 };
        });
        addSample();
        const auto set = [this](const char *key, const QString &value) {
            QVERIFY(m_app->settings().set(QLatin1String("rerank.") + QLatin1String(key), value).ok());
        };
        set("provider", QStringLiteral("localai"));
        set("url", server.base());
        set("wait_ms", wait);
        QVERIFY(awaitVoid(m_app->setup().apply({})));
        type(QStringLiteral("What leaves my computer?"));
        // The order of the search is there while the reranker thinks, and what is waited for is said with its time.
        auto *list = child<Ui::PassageList>("passages");
        auto *strip = child<QToolButton>("flowStrip");
        QTRY_VERIFY(strip->isEnabled());
        if (!late)
            QTRY_VERIFY(strip->text().startsWith(QLatin1String("Reranking ")) && strip->text().endsWith(QLatin1String(" s of 30.0 s")));
        QVERIFY(!list->isVisible());
        QTest::mouseClick(strip, Qt::LeftButton, {}, QPoint(10, strip->height() / 2));
        QTRY_VERIFY(list->isVisible());
        const auto chunks = [list] {
            QStringList all;
            for (const Dialog::Source &source : static_cast<Ui::PassagesModel *>(list->model())->passages())
                all += source.chunk;
            return all;
        };
        QStringList before = chunks();
        QVERIFY(before.size() > 3);
        QVERIFY(list->model()->index(0, 0).data(Ui::PassagesModel::MoveRole).toString().isEmpty());
        QTRY_VERIFY_WITH_TIMEOUT(list->showsMoves(), 30'000);
        std::reverse(before.begin(), before.end());
        QCOMPARE(chunks(), before);
        QCOMPARE(list->model()->index(0, 0).data(Ui::PassagesModel::MoveRole).toString(), QStringLiteral("%1 → 1").arg(before.size()));
        QTRY_COMPARE(list->distance(), 0.0);
        QTRY_COMPARE_WITH_TIMEOUT(strip->text().contains(QLatin1String("not used in this answer")), late, 30'000);
        QTRY_COMPARE(transcript().contains(QLatin1String("took longer than")), late);
        // A passage opens its document.
        QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, list->visualRect(list->model()->index(1, 0)).center());
        QTRY_VERIFY(child<QTextBrowser>("source")->isVisible() && !child<QTextBrowser>("source")->toPlainText().isEmpty());
        QAbstractItemModelTester tester(list->model(), QAbstractItemModelTester::FailureReportingMode::QtTest);
    }

    void aRerankerThatStallsStopsNothing()
    {
        FakeHttpServer server([](const FakeRequest &) { return FakeReply { 200, {}, {}, FakeReply::Way::Hang, 0 }; });
        addSample();
        const auto set = [this](const char *key, const QString &value) {
            QVERIFY(m_app->settings().set(QLatin1String("rerank.") + QLatin1String(key), value).ok());
        };
        set("provider", QStringLiteral("localai"));
        set("url", server.base());
        set("wait_ms", QStringLiteral("30000"));
        QVERIFY(awaitVoid(m_app->setup().apply({})));
        type(QStringLiteral("What leaves my computer?"));
        QTRY_COMPARE_WITH_TIMEOUT(server.requests().size(), 1, 30'000);
        // The window answers while it waits, and the passages can be read.
        GapMeter meter;
        meter.start();
        auto *strip = child<QToolButton>("flowStrip");
        QTest::mouseClick(strip, Qt::LeftButton, {}, QPoint(10, strip->height() / 2));
        QTRY_VERIFY(child<Ui::PassageList>("passages")->isVisible());
        static const QRegularExpression waits(QStringLiteral(", [1-9]\\.\\d s of 30\\.0 s")); // a busy machine may skip a tick
        QTRY_VERIFY(waits.match(strip->text()).hasMatch());
        meter.stop();
        qInfo("longest gap of the event loop: %.1f ms (goal 50)", meter.longest());
#ifndef __SANITIZE_ADDRESS__
        QVERIFY2(meter.longest() < 250, qPrintable(QString::number(meter.longest())));
#endif
        QElapsedTimer stopping;
        stopping.start();
        QTest::keyClick(m_window.get(), Qt::Key_Escape);
        QTRY_VERIFY(transcript().contains(QLatin1String("Stopped.")));
        qInfo("stopped after %lld ms", static_cast<long long>(stopping.elapsed()));
        QTRY_COMPARE(server.connections(), 0);

        // With a short budget the answer comes without it; the window may be closed while it still stalls.
        set("wait_ms", QStringLiteral("100"));
        QVERIFY(awaitVoid(m_app->setup().apply({})));
        type(QStringLiteral("Where are conversations kept?"));
        QTRY_VERIFY_WITH_TIMEOUT(transcript().contains(QLatin1String("quoted from your documents")), 30'000);
        QVERIFY(transcript().contains(QLatin1String("took longer than 0.1 s")));
        QCOMPARE(server.connections(), 1); // it is still waited for, for the list
        close();
        QTRY_COMPARE(server.connections(), 0);
        open();
        auto listed = await(m_app->conversations().list(0, 10, {}, {}));
        QCOMPARE(listed->value().first().messages, 4);
    }

    void aQuestionMayHaveSeveralLines()
    {
        auto *field = child<QPlainTextEdit>("question");
        const int oneLine = field->height();
        QTest::keyClicks(field, QStringLiteral("What is"));
        QTest::keyClick(field, Qt::Key_Return, Qt::ShiftModifier);
        QTest::keyClicks(field, QStringLiteral("in there?"));
        QTRY_VERIFY(field->height() > oneLine);
        QTest::keyClick(field, Qt::Key_Return);
        QTRY_VERIFY_WITH_TIMEOUT(transcript().contains(QStringLiteral("What is\nin there?")), 30'000);
        QTRY_COMPARE(field->height(), oneLine);
        QVERIFY(field->toPlainText().isEmpty());
    }

    void aSecondStartBringsTheFirstForward()
    {
        Ui::SingleInstance first(m_data->path()), second(m_data->path()), other(m_data->path() + QLatin1String("/other"));
        QVERIFY(!first.raiseOther());
        first.listen();
        QSignalSpy raised(&first, &Ui::SingleInstance::raiseRequested);
        QVERIFY(!other.raiseOther());
        QVERIFY(second.raiseOther());
        QTRY_COMPARE(raised.count(), 1);
    }

    void pausesOfTheWindowAreShownOnDemand()
    {
        QVERIFY(!child<QLabel>("gap")->isVisible());
        child<QAction>("showGap")->trigger();
        QTRY_VERIFY(child<QLabel>("gap")->isVisible() && child<QLabel>("gap")->text().contains(QLatin1String("ms this minute")));
        QSignalSpy measured(m_window->heartbeat(), &Ui::Heartbeat::measured);
        QVERIFY(measured.wait(30'000));
        QThread::msleep(200); // the pause that it must find
        QTRY_VERIFY_WITH_TIMEOUT(m_window->heartbeat()->longestGap() >= 150, 30'000);
    }

    void aFileThatIsGoneStillShowsItsPassage()
    {
        QTemporaryDir folder;
        const QString file = folder.filePath(QStringLiteral("minutes.pdf"));
        QVERIFY(QFile::copy(QStringLiteral(HEDDLE_PDFS "/ghostscript.pdf"), file));
        m_window->addFolder(folder.path(), QStringLiteral("Minutes"));
        QTRY_COMPARE_WITH_TIMEOUT(child<QLabel>("libraryState")->text(), QStringLiteral("1 document in Minutes"), 30'000);
        type(QStringLiteral("How much does the upper sluice leak?"));
        QTRY_VERIFY_WITH_TIMEOUT(transcript().contains(QLatin1String("30 litres")), 30'000);
        QVERIFY(QFile::remove(file));
        QTest::keyClick(m_window.get(), Qt::Key_1, Qt::AltModifier);
        QTRY_VERIFY_WITH_TIMEOUT(child<QTextBrowser>("source")->isVisible(), 30'000);
        QTRY_VERIFY(child<QTextBrowser>("source")->toPlainText().contains(QLatin1String("30 litres")));
        QTRY_VERIFY(child<QLabel>("sourceNotice")->text().contains(QLatin1String("no longer there")));
    }

    void theLibraryShowsEveryFileWithItsReason()
    {
        QTemporaryDir folder;
        writeFile(folder.filePath(QStringLiteral("good.txt")), "A sentence about herons.");
        writeFile(folder.filePath(QStringLiteral("empty.pdf")), "");
        writeFile(folder.filePath(QStringLiteral("sheet.xyz")), "1,2");
        QVERIFY(QFile::copy(QStringLiteral(HEDDLE_PDFS "/locked.pdf"), folder.filePath(QStringLiteral("locked.pdf"))));
        m_window->addFolder(folder.path(), QStringLiteral("Mixed"));
        QTRY_COMPARE_WITH_TIMEOUT(child<QLabel>("libraryState")->text(), QStringLiteral("1 document in Mixed"), 30'000);
        QTest::keyClick(m_window.get(), Qt::Key_2, Qt::ControlModifier);
        auto *table = child<QTableView>("documents");
        QTRY_VERIFY(table->isVisible());
        QTRY_COMPARE(table->model()->rowCount(), 4);
        QStringList states;
        for (int row = 0; row < 4; ++row)
            states +=
                table->model()->index(row, 0).data().toString() + QLatin1String(": ") + table->model()->index(row, 1).data().toString();
        QCOMPARE(states,
            (QStringList { QStringLiteral("empty.pdf: Could not be read: the file is empty"), QStringLiteral("good.txt: Ready"),
                QStringLiteral("locked.pdf: Could not be read: it is protected by a password; save a copy without one"),
                QStringLiteral("sheet.xyz: Not read: xyz") }));
        QTest::keyClick(m_window.get(), Qt::Key_F, Qt::ControlModifier);
        QTRY_VERIFY(child<QLineEdit>("findFile")->hasFocus());
        QTest::keyClicks(child<QLineEdit>("findFile"), QStringLiteral("locked"));
        QTRY_COMPARE(table->model()->rowCount(), 1);
        child<QLineEdit>("findFile")->clear();
        child<QComboBox>("stateFilter")->setCurrentIndex(child<QComboBox>("stateFilter")->findData(int(Library::Document::State::Failed)));
        QTRY_COMPARE(table->model()->rowCount(), 2);
    }

    void readingCanBePausedAndGoesOnAfterReopening()
    {
        QTemporaryDir folder;
        for (int i = 0; i < 1500; ++i)
            writeFile(folder.filePath(QStringLiteral("f%1.txt").arg(i)), "The common matter of this file.");
        m_window->addFolder(folder.path(), QStringLiteral("Many"));
        QTest::keyClick(m_window.get(), Qt::Key_2, Qt::ControlModifier);
        QTRY_VERIFY_WITH_TIMEOUT(child<QPushButton>("pause")->isVisible(), 30'000);
        QTest::mouseClick(child<QPushButton>("pause"), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(child<QLabel>("libraryState")->text().contains(QLatin1String("paused")), 30'000);
        m_window->close();
        close();
        open();
        QTRY_VERIFY_WITH_TIMEOUT(child<QLabel>("libraryState")->text().contains(QLatin1String("paused")), 30'000);
        QVERIFY(child<QPushButton>("pause")->isVisible()); // the window opens where it was closed
        QTest::mouseClick(child<QPushButton>("pause"), Qt::LeftButton);
        QTRY_COMPARE_WITH_TIMEOUT(child<QLabel>("libraryState")->text(), QStringLiteral("1,500 documents in Many"), 60'000);
    }

    void conversationsAreListedFoundAndOpenedAgain()
    {
        addSample();
        type(QStringLiteral("What leaves my computer?"));
        QTRY_VERIFY_WITH_TIMEOUT(transcript().contains(QLatin1String("nothing was sent anywhere")), 30'000);
        const QString first = transcript();
        QTest::keyClick(m_window.get(), Qt::Key_N, Qt::ControlModifier);
        QTRY_VERIFY(!child<QTextBrowser>("transcript")->isVisible());
        type(QStringLiteral("How are citations numbered?"));
        QTRY_VERIFY_WITH_TIMEOUT(transcript().contains(QLatin1String("nothing was sent anywhere")), 30'000);
        auto *list = child<QListView>("conversations");
        QTRY_COMPARE(list->model()->rowCount(), 3); // the day, and two below it
        QCOMPARE(list->model()->index(0, 0).data().toString(), QStringLiteral("Today"));
        child<QLineEdit>("searchConversations")->setFocus();
        QTest::keyClicks(child<QLineEdit>("searchConversations"), QStringLiteral("computer"));
        QTRY_COMPARE(list->model()->rowCount(), 2);
        QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, list->visualRect(list->model()->index(1, 0)).center());
        QTRY_COMPARE_WITH_TIMEOUT(transcript(), first, 30'000);
        m_window->close();
        close();
        open();
        QTRY_COMPARE_WITH_TIMEOUT(transcript(), first, 30'000); // and it is there after reopening
    }

    void modelsKeepTheRules()
    {
        Ui::ConversationsModel conversations;
        const QAbstractItemModelTester first(&conversations, QAbstractItemModelTester::FailureReportingMode::Fatal);
        const QDateTime now(QDate(2026, 3, 2), QTime(12, 0));
        conversations.setConversations(
            { { QStringLiteral("a"), QStringLiteral("A"), now, now, 2 }, { QStringLiteral("b"), QString(), now, now.addDays(-1), 2 },
                { QStringLiteral("c"), QStringLiteral("C"), now, now.addDays(-9), 2 } },
            now.date());
        QCOMPARE(conversations.rowCount(), 6);
        QCOMPARE(conversations.index(2).data().toString(), QStringLiteral("Yesterday"));
        QVERIFY(!(conversations.index(2).flags() & Qt::ItemIsSelectable));
        QCOMPARE(conversations.indexOf(QStringLiteral("c")).row(), 5);
        conversations.setConversations({}, now.date());
        Ui::DocumentsModel documents;
        const QAbstractItemModelTester second(&documents, QAbstractItemModelTester::FailureReportingMode::Fatal);
        Library::Document document;
        document.path = "/a/b.txt";
        document.state = Library::Document::State::Ready;
        documents.setDocuments(QList<Library::Document>(50, document));
        QCOMPARE(documents.rowCount(), 50);
    }

    void theEventLoopAnswersWhileFilesAreReadAndQuestionsAsked()
    {
        QTemporaryDir folder;
        for (int i = 0; i < 5000; ++i)
            writeFile(folder.filePath(QStringLiteral("f%1.md").arg(i)),
                "# Note " + QByteArray::number(i) + "\n\nThe common matter of this file.\n");
        GapMeter meter;
        m_window->addFolder(folder.path(), QStringLiteral("Many"));
        QTRY_VERIFY_WITH_TIMEOUT(child<QLabel>("libraryState")->text().contains(QLatin1String(" of ")), 30'000);
        meter.start();
        for (int question = 1; question <= 5; ++question) {
            type(QStringLiteral("common matter of note %1").arg(question * 7));
            QTRY_VERIFY_WITH_TIMEOUT(!m_window->findChild<Ui::ChatPage *>()->isAnswering(), 60'000);
        }
        QTRY_COMPARE_WITH_TIMEOUT(child<QLabel>("libraryState")->text(), QStringLiteral("5,000 documents in Many"), 240'000);
        qInfo("longest gap of the event loop: %.1f ms (goal 50)", meter.longest());
#ifndef __SANITIZE_ADDRESS__
        QVERIFY2(meter.longest() < 250, qPrintable(QString::number(meter.longest())));
#endif
    }

    //! The pictures under docs/pictures: the target "pictures" makes them.
    void pictures()
    {
        const QString folder = qEnvironmentVariable("HEDDLE_PICTURES");
        if (folder.isEmpty())
            QSKIP("set HEDDLE_PICTURES to a folder to get pictures of the window");
        QDir().mkpath(folder);
        const auto save = [&](const char *name) {
            QTest::qWait(50); // so that what was drawn last is in the picture
            m_window->grab().save(folder + QLatin1Char('/') + QLatin1String(name) + QLatin1String(".png"));
        };
        m_window->resize(1100, 720);
        QTRY_VERIFY(child<QPushButton>("trySample")->isVisible());
        save("empty");
        addSample();
        type(QStringLiteral("How does Heddle show where an answer comes from?"));
        QTRY_VERIFY_WITH_TIMEOUT(transcript().contains(QLatin1String("nothing was sent anywhere")), 30'000);
        QTest::keyClick(m_window.get(), Qt::Key_1, Qt::AltModifier);
        QTRY_VERIFY(!child<QTextBrowser>("source")->toPlainText().isEmpty());
        save("light");
        child<QToolButton>("flowStrip")->click();
        save("passages");
        child<QToolButton>("flowStrip")->click();
        QApplication::setPalette(dark());
        QTRY_COMPARE(m_window->palette().color(QPalette::Base), dark().color(QPalette::Base));
        save("dark");
        QApplication::setPalette(QPalette());
        m_window->resize(400, 720);
        QTest::mouseClick(
            m_window->findChild<Ui::SourcePanel *>()->findChild<QToolButton *>(QStringLiteral("closeSource")), Qt::LeftButton);
        save("narrow");
        m_window->resize(1100, 720);

        QTest::keyClick(m_window.get(), Qt::Key_N, Qt::ControlModifier);
        child<QPlainTextEdit>("question")->setPlainText(QStringLiteral("我的文件会离开电脑吗？")); // no key has these characters
        QTest::keyClick(child<QPlainTextEdit>("question"), Qt::Key_Return);
        QTRY_VERIFY_WITH_TIMEOUT(transcript().contains(QLatin1String("nothing was sent anywhere")), 30'000);
        save("chinese");

        QTemporaryDir pdfs;
        for (const char *name : { "chromium", "rtl", "reportlab", "latex", "locked" })
            QVERIFY(QFile::copy(QStringLiteral(HEDDLE_PDFS "/%1.pdf").arg(QLatin1String(name)),
                pdfs.filePath(QLatin1String(name) + QLatin1String(".pdf"))));
        m_window->addFolder(pdfs.path(), QStringLiteral("Reports"));
        QTRY_VERIFY_WITH_TIMEOUT(child<QLabel>("libraryState")->text().contains(QLatin1String("2 collections")), 30'000);
        save("error");
        child<QWidget>("banner")->parentWidget()->hide();
        auto *pdf = m_window->findChild<Ui::PdfView *>();
        const auto askPdf = [&](const QString &question, const char *name) {
            QTest::keyClick(m_window.get(), Qt::Key_N, Qt::ControlModifier);
            child<QPlainTextEdit>("question")->setPlainText(question);
            QTest::keyClick(child<QPlainTextEdit>("question"), Qt::Key_Return);
            QTRY_VERIFY_WITH_TIMEOUT(transcript().contains(QLatin1String("nothing was sent anywhere")), 30'000);
            QTest::keyClick(m_window.get(), Qt::Key_1, Qt::AltModifier);
            QTRY_VERIFY_WITH_TIMEOUT(pdf->isVisible() && pdf->isDrawn(pdf->currentPage()), 30'000);
            save(name);
        };
        askPdf(QStringLiteral("What would close the eastern lane of the bridge?"), "pdf");
        askPdf(QStringLiteral("متى يزور المفتشون الجسر؟"), "arabic");
        auto *browser = child<QTextBrowser>("transcript");
        for (QPoint at(2, 2); at.y() < browser->viewport()->height();
             at.setX(at.x() + 4 < browser->viewport()->width() ? at.x() + 4 : 2), at.setY(at.x() == 2 ? at.y() + 4 : at.y())) {
            if (browser->anchorAt(at).startsWith(QLatin1String("cite:"))) {
                QTest::mouseMove(browser->viewport(), at + QPoint(2, 2));
                break;
            }
        }
        QTRY_VERIFY(child<QFrame>("hoverCard")->isVisible());
        save("card");
        QTest::keyClick(m_window.get(), Qt::Key_Escape);
        QTest::keyClick(m_window.get(), Qt::Key_2, Qt::ControlModifier);
        save("library");
        QTest::keyClick(m_window.get(), Qt::Key_5, Qt::ControlModifier);
        auto *tabs = child<QTabWidget>("settings")->tabBar();
        QTest::mouseClick(tabs, Qt::LeftButton, {}, tabs->tabRect(2).center());
        auto *provider = child<QComboBox>("rerankProvider");
        QTRY_COMPARE(child<QSpinBox>("rerankWindow")->value(), 64);
        provider->setCurrentIndex(provider->findData(QStringLiteral("xinference")));
        child<QLineEdit>("rerankUrl")->setText(QStringLiteral("http://192.0.2.7:9997"));
        child<QLineEdit>("rerankModel")->setText(QStringLiteral("bge-reranker-v2-m3"));
        save("settings");
    }
};

QTEST_MAIN(TestWindow)
#include "test_window.moc"
