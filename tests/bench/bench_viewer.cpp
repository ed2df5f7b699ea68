// SPDX-License-Identifier: GPL-3.0-or-later
// bench_viewer FILE.pdf: opens a PDF in the viewer, turns the wheel from the first page to the last, searches it, and
// prints as JSON how long the event loop stood still, when pages came, and what memory the program had at its peak.
#include "core/flow/pools.h"
#include "ui/common/heartbeat.h"
#include "ui/viewer/pdfview.h"
#include <QApplication>
#include <QElapsedTimer>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QScrollBar>
#include <QTest>
#include <QWheelEvent>
#include <cstdio>
#include <cstdlib>
#include <functional>

using namespace Heddle;

namespace {

void await(const std::function<bool()> &condition)
{
    constexpr int Limit = 600'000; // ms
    if (!QTest::qWaitFor(condition, Limit))
        std::exit(4);
}

double memoryPeakMegabytes()
{
    QFile status(QStringLiteral("/proc/self/status"));
    if (status.open(QIODevice::ReadOnly)) {
        for (const QByteArray &line : status.readAll().split('\n')) {
            if (line.startsWith("VmHWM:"))
                return line.mid(6).simplified().split(' ').first().toDouble() / 1024;
        }
    }
    return 0;
}

} // namespace

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    if (argc < 2) {
        std::fputs("usage: bench_viewer FILE.pdf\n", stderr);
        return 2;
    }
    Flow::Pools pools;
    Concurrency::TaskGroup tasks;
    Ui::Heartbeat heartbeat;
    heartbeat.setBeating(true);
    Ui::PdfView view(&pools.render, &tasks);
    view.resize(800, 1000);
    view.show();
    QElapsedTimer clock;
    clock.start();
    view.open(QString::fromLocal8Bit(argv[1]), 0, {}, {});
    await([&] { return view.isDrawn(0); });
    const qint64 firstPage = clock.restart();
    int turns = 0, blank = 0;
    while (view.verticalScrollBar()->value() < view.verticalScrollBar()->maximum()) {
        // 60 times a second, three notches each: some 20 pages a second.
        QWheelEvent wheel(QPointF(400, 500), view.mapToGlobal(QPointF(400, 500)), {}, { 0, -360 }, Qt::NoButton, Qt::NoModifier,
            Qt::NoScrollPhase, false);
        QApplication::sendEvent(view.viewport(), &wheel);
        QTest::qWait(16);
        ++turns;
        blank += !view.isDrawn(view.currentPage());
    }
    const int last = view.pageCount() - 1;
    await([&] { return view.isDrawn(last); });
    const qint64 scrolled = clock.restart();
    view.goToPage(last / 2);
    await([&] { return view.isDrawn(last / 2); });
    const qint64 jump = clock.restart();
    bool searched = false;
    QObject::connect(&view, &Ui::PdfView::searched, &view, [&] { searched = true; });
    view.find(QStringLiteral("no such words in it"), false);
    await([&] { return searched; });
    const QJsonObject result { { QStringLiteral("pages"), view.pageCount() }, { QStringLiteral("first_page_ms"), firstPage },
        { QStringLiteral("scroll_ms"), scrolled }, { QStringLiteral("wheel_turns"), turns },
        { QStringLiteral("turns_with_an_undrawn_page"), blank }, { QStringLiteral("jump_ms"), jump },
        { QStringLiteral("search_all_ms"), clock.elapsed() }, { QStringLiteral("longest_gap_ms"), heartbeat.longestGap() },
        { QStringLiteral("gap_goal_ms"), 50 }, { QStringLiteral("memory_peak_mb"), memoryPeakMegabytes() } };
    std::fputs(QJsonDocument(result).toJson().constData(), stdout);
    tasks.stop();
    await([&] { return tasks.running() == 0; });
    return 0;
}
