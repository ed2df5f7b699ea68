// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/flow/pools.h"
#include "tests/ui/pagefixture.h"
#include "ui/activity/activityfeed.h"
#include "ui/activity/activitypanel.h"
#include "ui/activity/flowpane.h"
#include "ui/activity/rowsmodel.h"
#include "ui/activity/timeline.h"
#include <QAbstractItemModelTester>
#include <QLabel>
#include <QRandomGenerator>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTabBar>
#include <QTabWidget>
#include <QTableView>
#include <QToolButton>

using namespace Heddle;
using namespace Heddle::TestSupport;

namespace {

using Resized = QList<std::pair<QString, int>>;

//! Notes what it is asked for and refuses more than 64 threads.
QCoro::Task<Status> noteSize(std::shared_ptr<Resized> resized, QString pool, int threads)
{
    *resized += std::pair(pool, threads);
    constexpr int MaxThreads = 64;
    if (threads > MaxThreads)
        co_return Error::input(QStringLiteral("64 threads at most"));
    co_return Done {};
}

} // namespace

//! The live panel over pools that the test fills.
class TestActivityPanel : public PageFixture {
    Q_OBJECT
    std::unique_ptr<Net::HttpClient> m_http;
    std::shared_ptr<Resized> m_resized;
    Ui::ActivityPanel *m_panel = nullptr;
    int m_done = 0;

    Ui::Timeline *timeline() const { return child<Ui::Timeline>("timeline"); }
    //! A held job whose end is counted.
    void start(Concurrency::WorkPool &pool, Concurrency::FlowId flow = 0)
    {
        hold(pool, flow, [this](const Status &done) { m_done += done.ok(); });
    }
    const Ui::Timeline::Bar *barOf(const std::string &what) const
    {
        for (const auto &bar : timeline()->bars()) {
            if (bar.span->what == what)
                return &bar;
        }
        return nullptr;
    }
    void openTab(int index)
    {
        auto *bar = child<QTabWidget>("activityTabs")->tabBar();
        QTest::mouseClick(bar, Qt::LeftButton, {}, bar->tabRect(index).center());
        QCOMPARE(bar->currentIndex(), index);
    }
    static QModelIndex cell(const QTableView *table, const QString &name, int column)
    {
        for (int i = 0; i < table->model()->rowCount(); ++i) {
            if (table->model()->index(i, 0).data().toString() == name)
                return table->model()->index(i, column);
        }
        return {};
    }

private Q_SLOTS:
    void init()
    {
        openLibrary();
        m_http = std::make_unique<Net::HttpClient>(std::make_shared<Net::CallRegistry>(m_library->pools().flows));
        m_resized = std::make_shared<Resized>();
        m_done = 0;
        const auto resize = [resized = m_resized](const QString &pool, int threads) { return noteSize(resized, pool, threads); };
        m_panel = show(std::make_unique<Ui::ActivityPanel>(&m_library->pools(), m_http.get(), m_tasks.get(), resize));
    }
    void cleanup()
    {
        closePage();
        m_http.reset();
        closeLibrary();
    }

    void aPoolsJobIsShownWithItsQuestion()
    {
        Flow::Pools &pools = m_library->pools();
        const auto flow = pools.flows->begin("What is held?", std::chrono::steady_clock::now());
        start(pools.search, flow);
        QTRY_VERIFY(barOf("held"));
        QCOMPARE(barOf("held")->span->where, std::string("search"));
        openTab(1);
        auto *table = child<QTableView>("activityTable");
        QTRY_VERIFY(cell(table, QStringLiteral("held"), 0).isValid());
        QCOMPARE(cell(table, QStringLiteral("held"), 1).data().toString(), QStringLiteral("search, thread 1"));
        QCOMPARE(cell(table, QStringLiteral("held"), 3).data().toString(), QStringLiteral("runs"));
        release();
        QTRY_COMPARE(cell(table, QStringLiteral("held"), 3).data().toString(), QStringLiteral("done"));
        // Enter on its row opens the question; the button closes it.
        table->setFocus();
        table->setCurrentIndex(cell(table, QStringLiteral("held"), 0));
        QTest::keyClick(table, Qt::Key_Return);
        QTRY_VERIFY(child<Ui::FlowPane>("flowPane")->isVisible());
        QVERIFY(child<QLabel>("flowTitle")->text().contains(QLatin1String("What is held?")));
        QTRY_VERIFY(!child<QToolButton>("closeFlow")->visibleRegion().isEmpty());
        QTest::mouseClick(child<QToolButton>("closeFlow"), Qt::LeftButton);
        QVERIFY(!child<Ui::FlowPane>("flowPane")->isVisible());
        QSignalSpy failed(m_panel, &Ui::ActivityPanel::failed);
        m_panel->showFlow(flow + 1);
        QCOMPARE(failed.size(), 1);
    }

    void aPoolIsResizedByWhoeverCan()
    {
        QSignalSpy failed(m_panel, &Ui::ActivityPanel::failed);
        openTab(2);
        auto *table = child<QTableView>("poolsTable");
        QTRY_COMPARE(table->model()->rowCount(), 7);
        const auto type = [&](const char *threads) {
            const QModelIndex index = cell(table, QStringLiteral("search"), 1);
            table->setFocus();
            table->setCurrentIndex(index);
            QTest::keyClick(table->viewport(), Qt::Key_F2);
            auto *field = table->findChild<QSpinBox *>();
            QVERIFY(field);
            field->selectAll();
            QTest::keyClicks(field, QLatin1String(threads));
            QTest::keyClick(field, Qt::Key_Return);
        };
        type("2");
        QTRY_COMPARE(m_resized->size(), 1);
        QVERIFY(m_resized->last() == std::pair(QStringLiteral("search"), 2));
        QTRY_COMPARE(m_tasks->running(), 0);
        QCOMPARE(failed.size(), 0);
        type("999");
        QTRY_COMPARE(failed.size(), 1);
        QCOMPARE(failed.last().first().toString(), QStringLiteral("64 threads at most"));
        QVERIFY(!cell(table, QStringLiteral("conversations-write"), 1).flags().testFlag(Qt::ItemIsEditable));
    }

    void itIsReadWhileItIsSeen()
    {
        auto &activity = m_library->pools().render.activity();
        QSignalSpy watched(m_panel, &Ui::ActivityPanel::watched);
        m_panel->hide();
        QCOMPARE(watched.last().first().toBool(), false);
        start(m_library->pools().render);
        release();
        QTRY_COMPARE(m_done, 1);
        std::uint64_t seen = 0;
        QVERIFY(activity.endedAfter(&seen).empty()); // nothing is kept for nobody
        m_panel->show();
        QCOMPARE(watched.last().first().toBool(), true);
        start(m_library->pools().render);
        QTRY_VERIFY(barOf("held"));
        // The space bar stops the picture.
        timeline()->setFocus();
        QTest::keyClick(timeline(), Qt::Key_Space);
        QVERIFY(m_panel->feed()->isPaused() && child<QToolButton>("activityPause")->isChecked());
        QTest::mouseClick(child<QToolButton>("activityPause"), Qt::LeftButton);
        QVERIFY(!m_panel->feed()->isPaused());
    }

    void theLongestStallIsShown()
    {
        m_panel->showStall(12);
        QVERIFY2(child<QLabel>("activityState")->text().startsWith(QLatin1String("longest UI stall in the last second: 12 ms")),
            qPrintable(child<QLabel>("activityState")->text()));
    }

    void aTraceIsSaved()
    {
        start(m_library->pools().render);
        QTRY_VERIFY(barOf("held"));
        release();
        QTRY_COMPARE(m_done, 1);
        m_panel->saveTrace(dataFile("trace.json"));
        QTRY_VERIFY(QFile::exists(dataFile("trace.json")));
        QVERIFY(readFile(dataFile("trace.json")).contains("held"));
        QSignalSpy failed(m_panel, &Ui::ActivityPanel::failed);
        m_panel->saveTrace(dataFile("no/such/folder.json"));
        QTRY_COMPARE(failed.size(), 1);
    }

    void rowsTellOnlyWhatChanged()
    {
        Ui::RowsModel model({ QStringLiteral("A"), QStringLiteral("B") });
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QRandomGenerator random(7);
        for (int round = 0; round < 300; ++round) {
            QList<Ui::RowsModel::Row> rows;
            QSet<QString> keys;
            for (int i = int(random.bounded(20)); i > 0; --i) {
                const QString key = QString::number(random.bounded(30));
                if (!keys.contains(key))
                    rows += Ui::RowsModel::Row { key, { key, QString::number(random.bounded(3)) } };
                keys += key;
            }
            model.setRows(rows);
            QVERIFY(model.rows() == rows);
        }
        // Whoever stands on a row stays on it while others come and go.
        const auto row = [](const char *key, const char *cell) {
            return Ui::RowsModel::Row { QLatin1String(key), { QLatin1String(key), QLatin1String(cell) } };
        };
        model.setRows({ row("a", "1"), row("b", "1"), row("c", "1") });
        const QPersistentModelIndex stands = model.index(1, 1);
        QSignalSpy changed(&model, &QAbstractItemModel::dataChanged), reset(&model, &QAbstractItemModel::modelReset);
        model.setRows({ row("new", "1"), row("b", "2"), row("c", "1") });
        QCOMPARE(stands.row(), 1);
        QCOMPARE(stands.data().toString(), QStringLiteral("2"));
        QCOMPARE(changed.size(), 1);
        QCOMPARE(reset.size(), 0);
    }
};

QTEST_MAIN(TestActivityPanel)
#include "test_activitypanel.moc"
