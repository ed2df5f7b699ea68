// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/pagefixture.h"
#include "ui/activity/answerschart.h"
#include "ui/activity/comparison.h"
#include "ui/activity/timeline.h"
#include <QComboBox>
#include <QFileDialog>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>

using namespace Heddle;
using namespace Heddle::TestSupport;
using namespace std::chrono_literals;
using Bench::FlowPlan;

namespace {

FlowPlan smallPlan(FlowPlan::Arrival arrival)
{
    FlowPlan plan;
    plan.users = 20;
    plan.threads = 10;
    plan.arrival = arrival;
    plan.database = 10ms;
    plan.search = 20ms;
    plan.rerank = 30ms;
    plan.think = 40ms;
    plan.seconds = 1s;
    return plan;
}

} // namespace

//! The same questions with reranks that are awaited and with threads that wait for them.
class TestComparison : public PageFixture {
    Q_OBJECT

private Q_SLOTS:
    void init() { openLibrary(); }
    void cleanup()
    {
        closePage();
        closeLibrary();
    }

    void theComparisonShowsWhatItMeasured()
    {
        auto *comparison = show(std::make_unique<Ui::Comparison>(&m_library->pools().render, m_tasks.get()));
        for (const auto arrival : { FlowPlan::Arrival::Burst, FlowPlan::Arrival::Closed }) {
            QSignalSpy finished(comparison, &Ui::Comparison::finished);
            comparison->start(smallPlan(arrival));
            QVERIFY(comparison->isRunning());
            QTRY_COMPARE_WITH_TIMEOUT(finished.size(), 1, 60'000);
            QCOMPARE(comparison->results().size(), 2);
            const auto &split = comparison->results()[0], &blocking = comparison->results()[1];
            QCOMPARE(split.plan.mode, FlowPlan::Mode::Split);
            QCOMPARE(blocking.plan.mode, FlowPlan::Mode::Blocking);
            if (arrival == FlowPlan::Arrival::Burst)
                QVERIFY(split.answers == 20 && blocking.answers == 20);
            else
                QVERIFY(blocking.meanBusy > split.meanBusy);
            // A second run has all that the first one had.
            for (const auto &chart : comparison->findChildren<Ui::AnswersChart *>())
                QVERIFY(chart->isVisible() && chart->height() > 50);
            QCOMPARE(comparison->findChildren<Ui::AnswersChart *>().size(), 2);
            QCOMPARE(comparison->findChildren<Ui::Timeline *>().size(), 2);
            QCOMPARE(child<QComboBox>("comparisonArrival")->currentData().toBool(), arrival == FlowPlan::Arrival::Closed);
            // What is said is what was counted.
            QVERIFY(child<QLabel>("splitFigures")->text().contains(QStringLiteral("%1 at most").arg(split.peakBusy)));
            QVERIFY(child<QLabel>("blockingFigures")->text().contains(QStringLiteral("%1 calls at once").arg(blocking.peakHttp)));
            const QByteArrayList lines = comparison->csv().trimmed().split('\n');
            QCOMPARE(lines.size(), 3);
            const QByteArrayList names = lines[0].trimmed().split(','), values = lines[2].trimmed().split(',');
            QCOMPARE(values[names.indexOf("peak_busy")].toInt(), blocking.peakBusy);
            QCOMPARE(values[names.indexOf("mode")], QByteArray("blocking"));
            QVERIFY(QImage::fromData(comparison->png()).width() >= 2 * 300);
        }
    }

    void theComparisonStopsWhenItIsClosed()
    {
        auto *comparison = show(std::make_unique<Ui::Comparison>(&m_library->pools().render, m_tasks.get()));
        FlowPlan plan = smallPlan(FlowPlan::Arrival::Closed);
        plan.seconds = 600s;
        plan.search = 10'000ms;
        comparison->start(plan);
        QTRY_VERIFY(comparison->findChild<Ui::Timeline *>());
        QTRY_VERIFY(!comparison->findChild<Ui::Timeline *>()->bars().empty());
        comparison->hide();
        QTRY_VERIFY(!comparison->isRunning());
        QVERIFY(comparison->results().isEmpty());
    }

    void itIsStartedStoppedAndSavedByItsButtons()
    {
        auto *comparison = show(std::make_unique<Ui::Comparison>(&m_library->pools().render, m_tasks.get()));
        auto *run = child<QPushButton>("comparisonRun");
        QTest::mouseClick(run, Qt::LeftButton);
        QVERIFY(comparison->isRunning());
        QCOMPARE(run->text(), QStringLiteral("Stop"));
        QSignalSpy finished(comparison, &Ui::Comparison::finished), failed(comparison, &Ui::Comparison::failed);
        QTest::mouseClick(run, Qt::LeftButton);
        QTRY_COMPARE(finished.size(), 1);
        QCOMPARE(run->text(), QStringLiteral("Run the comparison"));
        QCOMPARE(failed.size(), 0); // stopped is no failure
        comparison->start(smallPlan(FlowPlan::Arrival::Burst));
        QTRY_COMPARE_WITH_TIMEOUT(finished.size(), 2, 60'000);
        const auto save = [&](const QString &path) {
            QTest::mouseClick(child<QPushButton>("comparisonCsv"), Qt::LeftButton);
            auto *dialog = m_page->findChild<QFileDialog *>();
            QVERIFY(dialog);
            Q_EMIT dialog->fileSelected(path);
            dialog->close();
            QTRY_VERIFY(!m_page->findChild<QFileDialog *>());
        };
        save(dataFile("figures.csv"));
        QTRY_VERIFY(QFile::exists(dataFile("figures.csv")));
        QCOMPARE(readFile(dataFile("figures.csv")), comparison->csv());
        save(dataFile("no/such/folder.csv"));
        QTRY_COMPARE(failed.size(), 1);
    }

    void aPageThatIsClosedStopsItsRun()
    {
        FlowPlan plan = smallPlan(FlowPlan::Arrival::Closed);
        plan.seconds = 600s;
        show(std::make_unique<Ui::Comparison>(&m_library->pools().render, m_tasks.get()))->start(plan);
        QTRY_VERIFY(m_page->findChild<Ui::Timeline *>());
        m_page.reset();
        QTRY_COMPARE(m_tasks->running(), 0);
    }
};

QTEST_MAIN(TestComparison)
#include "test_comparison.moc"
