// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/windowfixture.h"
#include "ui/activity/activityfeed.h"
#include "ui/activity/activitypanel.h"
#include "ui/activity/comparison.h"
#include "ui/activity/flowpane.h"
#include "ui/activity/timeline.h"
#include <QAbstractItemModelTester>
#include <QApplication>
#include <QComboBox>
#include <QDockWidget>
#include <QJsonArray>
#include <QJsonDocument>
#include <QScrollBar>
#include <QSpinBox>
#include <QTabWidget>
#include <QTableView>
#include <QToolButton>
#include <semaphore>

using namespace Heddle;
using namespace Heddle::TestSupport;
using namespace std::chrono_literals;
using Bench::FlowPlan;

namespace {

//! Counts how often a widget is painted.
class PaintCounter : public QObject {
public:
    explicit PaintCounter(QWidget *widget) { widget->installEventFilter(this); }
    int paints = 0;

protected:
    bool eventFilter(QObject *, QEvent *event) override
    {
        paints += event->type() == QEvent::Paint ? 1 : 0;
        return false;
    }
};

} // namespace

class TestPanel : public WindowFixture {
    Q_OBJECT

    Ui::ActivityPanel *panel() const { return child<Ui::ActivityPanel>("activityPanel"); }
    Ui::Timeline *timeline() const { return panel()->findChild<Ui::Timeline *>(QStringLiteral("timeline")); }
    void openPanel()
    {
        QTest::keyClick(m_window.get(), Qt::Key_4, Qt::ControlModifier);
        QTRY_VERIFY(panel()->isVisible());
    }
    void openTab(const QString &text)
    {
        auto *tabs = child<QTabWidget>("activityTabs");
        for (int i = 0; i < tabs->count(); ++i) {
            if (tabs->tabText(i) == text)
                tabs->setCurrentIndex(i);
        }
        QCOMPARE(tabs->tabText(tabs->currentIndex()), text);
    }
    const Ui::Timeline::Bar *barOf(const std::string &what) const
    {
        for (const auto &bar : timeline()->bars()) {
            if (bar.span->what == what && bar.span->flow > 0) // not of the questions that are tried for an empty conversation
                return &bar;
        }
        return nullptr;
    }
    void ask(const QString &question)
    {
        type(question);
        QTRY_VERIFY_WITH_TIMEOUT(m_app->pools().flows->all().size() > 0
                && m_app->pools().flows->all().back().outcome != Concurrency::Outcome::Running
                && m_app->pools().flows->all().back().title == question.toStdString(),
            20'000);
    }

private Q_SLOTS:
    void init()
    {
        m_data = std::make_unique<QTemporaryDir>();
        open();
        m_window->resize(1100, 800);
    }
    void cleanup()
    {
        close();
        m_data.reset();
    }

    void aQuestionIsSeenAndOpened()
    {
        addSample();
        openPanel();
        ask(QStringLiteral("How do I add a folder?"));
        QTRY_VERIFY(barOf("search"));
        const quint64 flow = barOf("search")->span->flow;
        QVERIFY(flow > 0);
        panel()->feed()->setPaused(true); // bars run away from a slow pointer
        const QPoint at = barOf("search")->rect.center().toPoint() - QPoint(0, timeline()->verticalScrollBar()->value());
        if (!timeline()->viewport()->rect().contains(at))
            QSKIP("the window is too small here to see the row");
        QTest::mouseClick(timeline()->viewport(), Qt::LeftButton, {}, at);
        auto *pane = child<Ui::FlowPane>("flowPane");
        QTRY_VERIFY(pane->isVisible());
        QVERIFY(child<QLabel>("flowTitle")->text().contains(QLatin1String("How do I add a folder?")));
        auto *steps = child<QTableView>("flowSteps");
        QStringList names;
        for (int i = 0; i < steps->model()->rowCount(); ++i)
            names += steps->model()->index(i, 0).data().toString();
        for (const char *name : { "save question", "search", "quote an answer", "save message" })
            QVERIFY2(names.contains(QLatin1String(name)), qPrintable(names.join(QLatin1String(", "))));
        QTRY_VERIFY(!child<QToolButton>("closeFlow")->visibleRegion().isEmpty());
        // By keyboard: through the bars to one, and into its question.
        QTest::mouseClick(child<QToolButton>("closeFlow"), Qt::LeftButton);
        QTRY_VERIFY(!pane->isVisible());
        timeline()->setFocus();
        QTest::keyClick(timeline(), Qt::Key_Up);
        QTest::keyClick(timeline(), Qt::Key_Return);
        QTRY_VERIFY(pane->isVisible());
        // The space bar lets it run again, + shows less time.
        const auto window = panel()->feed()->window();
        QTest::keyClick(timeline(), Qt::Key_Space);
        QTest::keyClick(timeline(), Qt::Key_Space);
        QTest::keyClick(timeline(), Qt::Key_Plus);
        QVERIFY(panel()->feed()->window() < window);
        QTest::keyClick(timeline(), Qt::Key_Minus);
        QCOMPARE(panel()->feed()->window(), window);
    }

    void theTableSaysTheSameInWords()
    {
        addSample();
        openPanel();
        openTab(QStringLiteral("Table"));
        auto *table = child<QTableView>("activityTable");
        const QAbstractItemModelTester tester(table->model(), QAbstractItemModelTester::FailureReportingMode::QtTest);
        ask(QStringLiteral("Where are my conversations kept?"));
        // Steps of no question are there as well: the questions to begin with are tried in the same way.
        const auto lineOf = [table](const QString &step) {
            for (int i = 0; i < table->model()->rowCount(); ++i) {
                if (table->model()->index(i, 0).data().toString() == step && !table->model()->index(i, 2).data().toString().isEmpty())
                    return i;
            }
            return -1;
        };
        QTRY_VERIFY(lineOf(QStringLiteral("quote an answer")) >= 0);
        const int line = lineOf(QStringLiteral("quote an answer"));
        QVERIFY(table->model()->index(line, 1).data().toString().startsWith(QLatin1String("inference, thread ")));
        QCOMPARE(table->model()->index(line, 2).data().toString(), QStringLiteral("1"));
        QTRY_COMPARE(table->model()->index(lineOf(QStringLiteral("quote an answer")), 3).data().toString(), QStringLiteral("done"));
        // Enter on a line opens its question.
        table->setFocus();
        table->setCurrentIndex(table->model()->index(lineOf(QStringLiteral("quote an answer")), 0));
        QTest::keyClick(table, Qt::Key_Return);
        QTRY_VERIFY(child<Ui::FlowPane>("flowPane")->isVisible());
    }

    void poolsChangeTheirSizeAtOnce()
    {
        openPanel();
        openTab(QStringLiteral("Pools"));
        auto *table = child<QTableView>("poolsTable");
        const QAbstractItemModelTester tester(table->model(), QAbstractItemModelTester::FailureReportingMode::QtTest);
        QTRY_VERIFY(table->model()->rowCount() == 7);
        const auto cellOf = [table](const QString &pool) {
            for (int i = 0; i < table->model()->rowCount(); ++i) {
                if (table->model()->index(i, 0).data().toString() == pool)
                    return table->model()->index(i, 1);
            }
            return QModelIndex();
        };
        QVERIFY(!cellOf(QStringLiteral("conversations-write")).flags().testFlag(Qt::ItemIsEditable));
        const auto change = [&](const char *to) {
            table->setFocus();
            table->setCurrentIndex(cellOf(QStringLiteral("search")));
            table->edit(cellOf(QStringLiteral("search")));
            auto *field = table->findChild<QSpinBox *>();
            QVERIFY(field);
            field->selectAll();
            QTest::keyClicks(field, QLatin1String(to));
            QTest::keyClick(field, Qt::Key_Return);
        };
        // Held jobs keep their threads; what waits is done by those that are left.
        auto &pool = m_app->pools().search;
        const auto gate = std::make_shared<std::counting_semaphore<>>(0);
        int done = 0;
        constexpr int Jobs = 40;
        for (int i = 0; i < Jobs; ++i) {
            QCoro::connect(pool.submit(
                               [gate](std::stop_token) -> Result<int> {
                                   gate->acquire();
                                   return 1;
                               },
                               std::stop_token(), QStringLiteral("held")),
                this, [&done](const Result<int> &result) { done += result.ok(); });
        }
        QTRY_COMPARE(pool.figures().active, 4);
        change("2");
        QTRY_COMPARE(pool.threads(), 2);
        QTRY_COMPARE(cellOf(QStringLiteral("search")).data().toString(), QStringLiteral("2"));
        gate->release(Jobs);
        QTRY_COMPARE(done, Jobs);
        QCOMPARE(m_app->settings().read()->get(Settings::Keys::PoolSearch), 2);
        change("999");
        QTRY_VERIFY(child<QLabel>("banner")->isVisible());
        QVERIFY2(child<QLabel>("banner")->text().contains(QLatin1String("64")), qPrintable(child<QLabel>("banner")->text()));
        QCOMPARE(pool.threads(), 2);
    }

    void nobodyLooksNothingIsDrawn()
    {
        addSample();
        openPanel();
        auto *zoom = child<QComboBox>("activityZoom");
        zoom->setCurrentIndex(0); // the last second
        PaintCounter counter(timeline()->viewport());
        ask(QStringLiteral("How do I add a folder?"));
        QTRY_VERIFY(!timeline()->bars().empty());
        // Once all has passed and no job comes any more.
        std::uint64_t revision = 0;
        QElapsedTimer clock;
        const auto isQuietFor = [&](qint64 milliseconds) {
            std::uint64_t now = m_app->http().registry()->activity().revision();
            for (Concurrency::WorkPool *pool : m_app->pools().all())
                now += pool->activity().revision();
            if (now != revision || !timeline()->bars().empty()) {
                revision = now;
                clock.start();
                counter.paints = 0;
            }
            return clock.isValid() && clock.elapsed() >= milliseconds;
        };
        const auto isDrawnNoMore = [&] {
            if (!isQuietFor(500))
                return false;
            if (counter.paints <= 1)
                return true;
            clock.start(); // what was due came late
            counter.paints = 0;
            return false;
        };
        QTRY_VERIFY_WITH_TIMEOUT(isDrawnNoMore(), 120'000);
        // While something moves: at most twenty times a second.
        const auto gate = std::make_shared<std::binary_semaphore>(0);
        bool over = false;
        QCoro::connect(m_app->pools().render.submit(
                           [gate](std::stop_token) -> Status {
                               gate->acquire();
                               return Done {};
                           },
                           std::stop_token(), QStringLiteral("held")),
            this, [&over](const Status &) { over = true; });
        clock.restart();
        counter.paints = 0;
        QTRY_VERIFY(clock.elapsed() >= 1000);
        QVERIFY2(counter.paints >= 2 && counter.paints <= clock.elapsed() / 50 + 2, qPrintable(QString::number(counter.paints)));
        // Hidden: not read, not kept, not drawn.
        QTest::keyClick(m_window.get(), Qt::Key_4, Qt::ControlModifier);
        QTRY_VERIFY(!panel()->isVisible());
        counter.paints = 0;
        gate->release();
        QTRY_VERIFY(over);
        QTRY_COMPARE(m_app->pools().render.figures().active, 0);
        std::uint64_t seen = 0;
        QVERIFY(m_app->pools().render.activity().endedAfter(&seen).empty());
        QCOMPARE(counter.paints, 0);
    }

    void aTraceIsSaved()
    {
        addSample();
        openPanel();
        ask(QStringLiteral("How do I add a folder?"));
        QTRY_VERIFY(barOf("search"));
        const QString all = m_data->filePath(QStringLiteral("all.json")), one = m_data->filePath(QStringLiteral("one.json"));
        panel()->saveTrace(all);
        panel()->saveTrace(one, barOf("search")->span->flow);
        QTRY_VERIFY(QFile::exists(all) && QFile::exists(one));
        const auto events = [](const QString &path) {
            return QJsonDocument::fromJson(readFile(path)).object()[QLatin1String("traceEvents")].toArray();
        };
        QVERIFY(!events(all).isEmpty() && !events(one).isEmpty());
        QVERIFY(!readFile(all).contains("add a folder"));
        panel()->saveTrace(m_data->filePath(QStringLiteral("no/such/folder.json")));
        QTRY_VERIFY(child<QLabel>("banner")->isVisible());
        QVERIFY(child<QLabel>("banner")->text().contains(QLatin1String("Choose another place")));
    }

    void pictures()
    {
        const QString folder = qEnvironmentVariable("HEDDLE_PICTURES");
        if (folder.isEmpty())
            QSKIP("set HEDDLE_PICTURES to a folder to get pictures of the panel");
        QDir().mkpath(folder);
        Ui::Style::Appearance appearance; // as the program dresses itself
        const auto save = [&](const char *name) {
            QTest::qWait(80);
            m_window->grab().save(folder + QLatin1Char('/') + QLatin1String(name) + QLatin1String(".png"));
        };
        addSample();
        openPanel();
        m_window->resizeDocks({ child<QDockWidget>("activityDock") }, { 440 }, Qt::Vertical);
        ask(QStringLiteral("How do I add a folder?"));
        ask(QStringLiteral("Where are my conversations kept?"));
        QTRY_VERIFY(barOf("search"));
        panel()->showFlow(2);
        save("activity");
        openTab(QStringLiteral("Table"));
        QTest::qWait(600);
        save("activity-table");
        openTab(QStringLiteral("Pools"));
        QTest::qWait(600);
        save("activity-pools");
        setTheme(appearance, Settings::Theme::Dark);
        openTab(QStringLiteral("Picture"));
        ask(QStringLiteral("Which formats are read?"));
        save("activity-dark");
        setTheme(appearance, Settings::Theme::Light);
        m_window->resize(400, 760);
        QTRY_COMPARE(m_window->width(), 400);
        save("activity-narrow");
        m_window->resize(1280, 1160);
        m_window->resizeDocks({ child<QDockWidget>("activityDock") }, { 980 }, Qt::Vertical);
        child<Ui::FlowPane>("flowPane")->hide();
        openTab(QStringLiteral("Comparison"));
        auto *comparison = child<Ui::Comparison>("comparison");
        struct Run {
            const char *name;
            int users;
            FlowPlan::Arrival arrival;
        };
        for (const Run &run : { Run { "comparison-closed-40", 40, FlowPlan::Arrival::Closed },
                 Run { "comparison-closed-100", 100, FlowPlan::Arrival::Closed },
                 Run { "comparison-burst-100", 100, FlowPlan::Arrival::Burst } }) {
            FlowPlan plan;
            plan.users = run.users;
            plan.arrival = run.arrival;
            plan.seconds = 10s;
            comparison->start(plan);
            QTRY_VERIFY_WITH_TIMEOUT(!comparison->isRunning(), 120'000);
            QCOMPARE(comparison->results().size(), 2);
            save(run.name);
            qInfo("%s\n%s", run.name, comparison->csv().constData());
        }
    }
};

QTEST_MAIN(TestPanel)
#include "test_panel.moc"
