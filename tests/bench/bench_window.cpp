// SPDX-License-Identifier: GPL-3.0-or-later
// What the window costs with a large library, and while it does nothing; each prints one JSON object.
//   bench_window gaps FILES    the longest gap of the event loop in what the user does on the library's page
//   bench_window rest SECONDS  share of a core, and how often a thread wakes: idle, and paused while it reads and embeds
#include "app/window/windowservices.h"
#include "tests/bench/librarymaker.h"
#include "tests/support/fakehttpserver.h"
#include "ui/window/mainwindow.h"
#include <QAbstractButton>
#include <QApplication>
#include <QElapsedTimer>
#include <QHeaderView>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLineEdit>
#include <QListWidget>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

using namespace Heddle;
using namespace Heddle::BenchSupport;
using namespace Heddle::TestSupport;

namespace {

//! The longest time by which the event loop left a timer waiting.
class GapMeter {
public:
    GapMeter()
    {
        m_beat.setTimerType(Qt::PreciseTimer);
        QObject::connect(&m_beat, &QTimer::timeout, &m_beat, [this] {
            m_longest = std::max(m_longest, double(m_since.nsecsElapsed()) / 1e6 - BeatMs);
            m_since.start();
        });
        m_since.start();
        m_beat.start(BeatMs);
    }
    double longest() const { return m_longest; }

private:
    static constexpr int BeatMs = 5;
    QTimer m_beat;
    QElapsedTimer m_since;
    double m_longest = 0;
};

//! Runs the event loop, without the pauses of QTest::qWait().
void wait(int milliseconds)
{
    QEventLoop loop;
    QTimer::singleShot(milliseconds, &loop, &QEventLoop::quit);
    loop.exec();
}

template <class Condition>
void waitUntil(const Condition &condition)
{
    for (int i = 0; i < 60'000 && !condition(); ++i)
        wait(5);
    if (!condition())
        giveUp(QStringLiteral("what was waited for did not come"));
}

struct Opened {
    std::unique_ptr<App::App> app;
    std::unique_ptr<Ui::MainWindow> window;

    explicit Opened(const QString &data) : app(valueOf(App::App::open(data)))
    {
        app->upkeep().followSetup();
        bool applied = false;
        QObject context;
        QObject::connect(&app->setup(), &Setup::SetupService::changed, &context, [&applied] { applied = true; });
        app->tasks().add(app->setup().apply(app->tasks().token()));
        window = std::make_unique<Ui::MainWindow>(App::windowServices(*app, {}));
        window->show();
        waitUntil([&] { return applied; });
        wait(500);
    }
    ~Opened()
    {
        bool ended = false;
        window.reset();
        QCoro::connect(app->shutdown(), qApp, [&ended] { ended = true; });
        waitUntil([&] { return ended; });
    }
    template <class T>
    T *child(const char *name) const
    {
        return window->findChild<T *>(QLatin1String(name));
    }
};

QJsonObject gaps(int files)
{
    QTemporaryDir data, tree;
    makeTree(tree.path().toStdString(), files);
    {
        const auto app = valueOf(App::App::open(data.path()));
        makeDocuments(app->library(), QStringLiteral("Large"), tree.path().toUtf8(), files, 1, 3);
        makeDocuments(app->library(), QStringLiteral("Small"), "/small", 10, 1, 3);
    }
    Storage::Database::closeThreadConnections();
    Opened opened(data.path());
    opened.app->upkeep().rescan(QStringLiteral("Large")); // builds the index
    waitUntil([&] { return !opened.app->upkeep().isRunning(); });
    wait(1000);
    QJsonObject result { { QStringLiteral("files"), files }, { QStringLiteral("goal_ms"), 50 } };
    const auto measure = [&](const char *step, const auto &work, int milliseconds = 2500) {
        const GapMeter meter;
        wait(50);
        work();
        wait(milliseconds);
        result.insert(QLatin1String(step), meter.longest());
    };
    auto *const table = opened.child<QTableView>("documents");
    auto *const collections = opened.child<QListWidget>("collections");
    auto *const find = opened.child<QLineEdit>("findFile");
    const auto all = [&] { return table->model()->rowCount() == files; };
    measure("nothing", [] {});
    measure("open_page", [&] { QTest::keyClick(opened.window.get(), Qt::Key_2, Qt::ControlModifier); });
    collections->setCurrentRow(1);
    waitUntil([&] { return table->model()->rowCount() == 10; });
    measure("choose_collection", [&] {
        collections->setCurrentRow(0);
        waitUntil(all);
    });
    measure("scroll", [&] {
        for (int i = 0; i < 20; ++i) {
            QTest::keyClick(table, i % 2 ? Qt::Key_Home : Qt::Key_End, Qt::ControlModifier);
            wait(20);
        }
    });
    measure("find", [&] {
        for (const char letter : { '7', '7', '3' }) {
            QTest::keyClick(find, letter);
            wait(150);
        }
    });
    measure("find_all", [&] {
        find->clear();
        waitUntil(all);
    });
    measure("filter_state", [&] { opened.child<QAbstractButton>("filterReady")->click(); });
    measure("filter_none", [&] {
        opened.child<QAbstractButton>("filterAll")->click();
        waitUntil(all);
    });
    double sorting = 0;
    for (int column = 0; column < table->model()->columnCount(); ++column) {
        measure("sort", [&] { table->sortByColumn(column, Qt::DescendingOrder); });
        sorting = std::max(sorting, result[QLatin1String("sort")].toDouble());
    }
    result[QLatin1String("sort")] = sorting;
    measure("rescan", [&] {
        opened.app->upkeep().rescan(QStringLiteral("Large"));
        waitUntil([&] { return !opened.app->upkeep().isRunning(); });
        waitUntil(all);
    });
    return result;
}

QJsonObject restOf(int seconds)
{
    const double cpu = processSeconds();
    const qint64 woken = wakeUps();
    QElapsedTimer timer;
    timer.start();
    wait(seconds * 1000);
    const double wall = double(timer.elapsed()) / 1000;
    return { { QStringLiteral("percent_of_a_core"), 100 * (processSeconds() - cpu) / wall },
        { QStringLiteral("wake_ups_per_s"), double(wakeUps() - woken) / wall } };
}

FakeReply vectorsFor(const FakeRequest &request)
{
    const qsizetype texts = QJsonDocument::fromJson(request.body)[QLatin1String("input")].toArray().size();
    QJsonArray data;
    for (qsizetype i = 0; i < texts; ++i)
        data += QJsonObject { { QStringLiteral("index"), i }, { QStringLiteral("embedding"), QJsonArray { 0.6, 0.8 } } };
    return { 200, QJsonDocument(QJsonObject { { QStringLiteral("data"), data } }).toJson(), {}, FakeReply::Way::Whole, 0 };
}

QJsonObject rest(int seconds)
{
    constexpr int Files = 3000, SettleMs = 3000;
    QTemporaryDir data, tree;
    for (int i = 0; i < Files; ++i) {
        std::ofstream file(tree.filePath(QStringLiteral("f%1.txt").arg(i)).toStdString());
        file << "The common matter of this file " << i << ".\n";
    }
    FakeHttpServer server(vectorsFor);
    Opened opened(data.path());
    Library::LibraryUpkeep &upkeep = opened.app->upkeep();
    QJsonObject result { { QStringLiteral("seconds"), seconds } };
    wait(SettleMs);
    result.insert(QStringLiteral("idle"), restOf(seconds));
    QTest::keyClick(opened.window.get(), Qt::Key_2, Qt::ControlModifier);
    upkeep.addFolder(tree.path(), QStringLiteral("C"));
    waitUntil([&] { return upkeep.progress().done > 50; });
    upkeep.setPaused(true);
    wait(SettleMs);
    result.insert(QStringLiteral("paused_reading"), restOf(seconds));
    upkeep.setPaused(false);
    waitUntil([&] { return !upkeep.isRunning(); });
    wait(SettleMs);
    result.insert(QStringLiteral("idle_on_the_library_page"), restOf(seconds));
    for (const auto &[key, value] : { std::pair("embedding.kind", QStringLiteral("http")), std::pair("embedding.url", server.base()),
             std::pair("embedding.model", QStringLiteral("made")) })
        check(opened.app->settings().set(QLatin1String(key), value));
    upkeep.setPaused(true);
    opened.app->tasks().add(opened.app->setup().apply(opened.app->tasks().token()));
    waitUntil([&] { return upkeep.isRunning() && upkeep.progress().stage == Library::IndexProgress::Stage::Embedding; });
    wait(SettleMs);
    result.insert(QStringLiteral("paused_embedding"), restOf(seconds));
    upkeep.setPaused(false);
    waitUntil([&] { return !upkeep.isRunning(); });
    opened.window->hide();
    wait(SettleMs);
    result.insert(QStringLiteral("idle_hidden"), restOf(seconds));
    return result;
}

} // namespace

int main(int argc, char **argv)
{
    qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);
    const QStringList arguments = application.arguments().mid(1);
    const int count = arguments.value(1).toInt();
    QJsonObject result;
    if (arguments.value(0) == QLatin1String("gaps") && count > 0)
        result = gaps(count);
    else if (arguments.value(0) == QLatin1String("rest") && count > 0)
        result = rest(count);
    else
        giveUp(QStringLiteral("usage: bench_window gaps FILES | rest SECONDS"));
    std::printf("%s\n", QJsonDocument(result).toJson(QJsonDocument::Compact).constData());
    return 0;
}
