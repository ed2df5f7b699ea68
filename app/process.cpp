// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/process.h"
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <sys/resource.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif
#ifdef __linux__
#include <sys/prctl.h>
#endif
#include <unistd.h>

namespace Heddle::App {
namespace {

constexpr int Signals[] = { SIGINT, SIGTERM, SIGHUP };
int signalPipe[2] = { -1, -1 };

extern "C" void onQuitSignal(int)
{
    for (const int number : Signals)
        std::signal(number, SIG_DFL); // whoever asks twice means it
    const char byte = 1;
    [[maybe_unused]] const auto written = write(signalPipe[1], &byte, 1);
}

} // namespace

QuitSignals::QuitSignals(std::function<void()> quit)
{
    if (pipe2(signalPipe, O_CLOEXEC | O_NONBLOCK) != 0)
        return; // a signal then ends the program at once
    for (const int number : Signals)
        std::signal(number, onQuitSignal);
    m_notifier = std::make_unique<QSocketNotifier>(signalPipe[0], QSocketNotifier::Read);
    QObject::connect(m_notifier.get(), &QSocketNotifier::activated, m_notifier.get(), [this, quit = std::move(quit)] {
        m_notifier->setEnabled(false);
        quit();
    });
}

void keepMemoryPrivate()
{
#ifdef NDEBUG
    const rlimit none { 0, 0 };
    setrlimit(RLIMIT_CORE, &none);
#ifdef __linux__
    prctl(PR_SET_DUMPABLE, 0, 0, 0, 0); // a limit of 0 does not keep a handler of the system from taking the dump
#endif
#endif
}

void keepFreedMemory()
{
#ifdef __GLIBC__
    constexpr int MegaByte = 1 << 20;
    mallopt(M_MMAP_THRESHOLD, 4 * MegaByte);
    mallopt(M_TRIM_THRESHOLD, 8 * MegaByte);
#endif
}

void leaveAtOnce(int exitCode)
{
    std::fflush(nullptr);
    std::_Exit(exitCode);
}

} // namespace Heddle::App
