// SPDX-License-Identifier: GPL-3.0-or-later
// bench_viewer FILE.pdf: opens a PDF in the viewer, turns the wheel from the first page to the last, searches it, and
// prints as JSON how long the event loop stood still, when pages came, what memory the program had at its peak, and what drawing
// a page takes in this process and in the one that the viewer has for it.
#include "core/flow/pools.h"
#include "core/library/pages/pagereader.h"
#include "ui/common/heartbeat.h"
#include "ui/viewer/pdfview.h"
#include <QApplication>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QFile>
#include <QFileInfo>
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

constexpr QSize PagePixels { 784, 1109 };

//! The mean time of a page in milliseconds, over the first ones of a file.
double pageTime(int pages, const std::function<void(int page)> &draw)
{
    QElapsedTimer clock;
    clock.start();
    for (int page = 0; page < pages; ++page)
        draw(page);
    return double(clock.nsecsElapsed()) / 1e6 / pages;
}

double timeHere(const Library::InputFile &file)
{
    const auto document = Library::openPages(file);
    std::vector<uchar> pixels(size_t(PagePixels.width()) * size_t(PagePixels.height()) * 4);
    return pageTime(std::min(document->pageCount(), 100), [&](int page) { document->draw(page, PagePixels, pixels.data()); });
}

double timeInItsOwnProcess(Library::InputFile file)
{
    const auto reader = Library::PageReader::make(std::move(file));
    int pages = 0;
    QCoro::connect(reader->open({}), qApp, [&](const auto &sizes) { pages = int(sizes->size()); });
    await([&] { return pages > 0; });
    return pageTime(std::min(pages, 100), [&](int page) {
        QEventLoop loop; // waiting by QTest would sleep in between
        QCoro::connect(reader->draw(page, PagePixels, 1, {}), &loop, [&](const auto &) { loop.quit(); });
        loop.exec();
    });
}

Library::InputFile open(const char *path)
{
    auto file = Library::InputFile::open("/", QFileInfo(QFile::decodeName(path)).absoluteFilePath().toLocal8Bit().mid(1));
    if (!file)
        std::exit(5);
    return std::move(*file);
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
    const qint64 searching = clock.elapsed();
    const QJsonObject result { { QStringLiteral("pages"), view.pageCount() }, { QStringLiteral("first_page_ms"), firstPage },
        { QStringLiteral("scroll_ms"), scrolled }, { QStringLiteral("wheel_turns"), turns },
        { QStringLiteral("turns_with_an_undrawn_page"), blank }, { QStringLiteral("jump_ms"), jump },
        { QStringLiteral("search_all_ms"), searching }, { QStringLiteral("longest_gap_ms"), heartbeat.longestGap() },
        { QStringLiteral("gap_goal_ms"), 50 }, { QStringLiteral("page_here_ms"), timeHere(open(argv[1])) },
        { QStringLiteral("page_in_its_own_process_ms"), timeInItsOwnProcess(open(argv[1])) },
        { QStringLiteral("memory_peak_mb"), memoryPeakMegabytes() } };
    std::fputs(QJsonDocument(result).toJson().constData(), stdout);
    tasks.stop();
    await([&] { return tasks.running() == 0; });
    return 0;
}
