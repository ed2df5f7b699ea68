// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/app.h"
#include "tests/support/rerankcontracts.h"
#include "tests/ui/windowfixture.h"
#include "ui/common/passagelist.h"
#include <QAbstractItemModelTester>
#include <QComboBox>
#include <QDirIterator>
#include <QElapsedTimer>
#include <QLineEdit>
#include <QListWidget>
#include <QRegularExpression>
#include <QSpinBox>
#include <QTabBar>
#include <QToolButton>

using namespace Heddle;
using namespace Heddle::TestSupport;

//! A reranker at the window: set up, waited for, late and silent.
class TestReranking : public WindowFixture {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { useEnglishNumbers(); }
    void init() { begin(); }
    void cleanup() { end(); }

    void aRerankerIsSetUpTriedAndUsed()
    {
        const QByteArray key = "k3y-that-nobody-must-see";
        FakeHttpServer server([key](const FakeRequest &request) {
            FakeReply reply = playContract(QStringLiteral("jina"), key, request);
            if (request.body.contains("in spring and in autumn")) // the trial: the last passage answers
                reply.body = R"({"results":[{"index":7,"relevance_score":0.9},{"index":0,"relevance_score":0.1},
                    {"index":1,"relevance_score":0.1},{"index":2,"relevance_score":0.1},{"index":3,"relevance_score":0.2},
                    {"index":4,"relevance_score":0.1},{"index":5,"relevance_score":0.1},{"index":6,"relevance_score":0.1}]})";
            reply.headers += QPair<QByteArray, QByteArray>("Server", "test-ranker/1");
            return reply;
        });
        addSample();
        QTest::keyClick(m_window.get(), Qt::Key_5, Qt::ControlModifier);
        auto *pages = child<QListWidget>("settingsList");
        QTest::mouseClick(pages->viewport(), Qt::LeftButton, {}, pages->visualItemRect(pages->item(4)).center());
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
        QTRY_VERIFY_WITH_TIMEOUT(result().contains(QLatin1String("does not work")), 120'000);
        QTest::keyClicks(child<QLineEdit>("rerankKey"), QString::fromLatin1(key));
        QTest::mouseClick(child<QPushButton>("rerankTest"), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(result().startsWith(QLatin1String("Works: test-ranker/1 answered in")), 120'000);
        QVERIFY(result().contains(QLatin1String("scale: probability")));
        QTest::mouseClick(child<QPushButton>("rerankSave"), Qt::LeftButton);
        QTRY_COMPARE_WITH_TIMEOUT(result(), QStringLiteral("Saved."), 90'000);
        QVERIFY(child<QLabel>("rerankKeyPlace")->text().contains(QLatin1String("key is")));
        QTRY_COMPARE_WITH_TIMEOUT(m_app->tasks().running(), 0, 90'000); // in use

        server.forgetRequests();
        QTest::keyClick(m_window.get(), Qt::Key_1, Qt::ControlModifier);
        type(QStringLiteral("What leaves my computer?"));
        QTRY_VERIFY_WITH_TIMEOUT(transcript().contains(QLatin1String(" to 127.0.0.1:")), 120'000);
        const auto requests = server.requests(); // a trial of the reranker may be among them
        QCOMPARE(std::count_if(requests.cbegin(), requests.cend(),
                     [](const FakeRequest &one) { return one.body.contains("What leaves my computer?"); }),
            1);

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
        const int delay = late ? 3000 : 700; // ms; far beyond the wait, on a busy machine too
        FakeHttpServer server([delay](const FakeRequest &request) {
            QByteArrayList entries; // the last one is by far the best, in the trial of the reranker as well
            const auto count = documentsOf(QStringLiteral("localai"), request.body).size();
            for (qsizetype i = 0; i < count; ++i)
                entries += "{\"index\":" + QByteArray::number(i)
                    + ",\"relevance_score\":" + QByteArray::number(i == count - 1 ? 0.99 : 0.2 - 0.001 * double(i)) + '}';
            return FakeReply { 200, "{\"results\":[" + entries.join(',') + "]}", {}, FakeReply::Way::Whole, delay };
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
            QTRY_VERIFY(strip->text().startsWith(QLatin1String("Reranking ")) && strip->text().endsWith(QLatin1String(" of 30 s")));
        QVERIFY(!list->isVisible());
        QTest::mouseClick(strip, Qt::LeftButton, {}, QPoint(10, strip->height() / 2));
        QTRY_VERIFY(list->isVisible());
        const auto chunks = [list] {
            QStringList all;
            for (const Dialog::Source &source : static_cast<Ui::PassagesModel *>(list->model())->passages())
                all += source.chunk;
            return all;
        };
        QTRY_VERIFY(chunks().size() > 3);
        const QStringList before = chunks();
        QVERIFY(list->model()->index(0, 0).data(Ui::PassagesModel::MoveRole).toString().isEmpty());
        QTRY_VERIFY_WITH_TIMEOUT(list->glide().showsMoves(), 120'000);
        QCOMPARE(chunks().first(), before.last());
        const QStringList after = chunks();
        QCOMPARE(QSet<QString>(after.cbegin(), after.cend()), QSet<QString>(before.cbegin(), before.cend()));
        QCOMPARE(list->model()->index(0, 0).data(Ui::PassagesModel::MoveRole).toString(), QStringLiteral("%1 → 1").arg(before.size()));
        QTRY_COMPARE(list->glide().distance(), 0.0);
        QTRY_COMPARE_WITH_TIMEOUT(strip->text().contains(QLatin1String("not used in this answer")), late, 120'000);
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
        QTRY_COMPARE_WITH_TIMEOUT(server.requests().size(), 1, 120'000);
        // The window answers while it waits, and the passages can be read.
        GapMeter meter;
        meter.start();
        auto *strip = child<QToolButton>("flowStrip");
        QTest::mouseClick(strip, Qt::LeftButton, {}, QPoint(10, strip->height() / 2));
        QTRY_VERIFY(child<Ui::PassageList>("passages")->isVisible());
        static const QRegularExpression waits(QStringLiteral(", [1-9]\\.\\d of 30 s")); // a busy machine may skip a tick
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
        QTRY_VERIFY_WITH_TIMEOUT(transcript().contains(QLatin1String("Quoted from your documents")), 120'000);
        QVERIFY(transcript().contains(QLatin1String("took longer than 0.1 s")));
        QCOMPARE(server.connections(), 1); // it is still waited for, for the list
        close();
        QTRY_COMPARE(server.connections(), 0);
        open();
        auto listed = await(m_app->conversations().list(0, 10, {}, {}));
        QCOMPARE(listed->value().first().messages, 4);
    }
};

QTEST_MAIN(TestReranking)
#include "test_reranking.moc"
