// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/library/extract/helperrequests.h"
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <sys/resource.h>
#include <thread>
#include <unistd.h>
#ifdef Q_OS_LINUX
#include <sys/syscall.h>
#endif

namespace Heddle::Library {

HelperRequests::HelperRequests(const ReaderLimits &limits, const QList<QByteArray> &folders) : m_cpuSeconds(limits.cpuSeconds)
{
    constexpr std::size_t OutputBuffer = 1 << 16;
    closeInheritedDescriptors();
    std::setvbuf(stdout, nullptr, _IOFBF, OutputBuffer);
    lockResourcesAndFiles(limits, folders);
    std::thread([this] {
        RequestReader reader(STDIN_FILENO);
        while (auto request = reader.next()) {
            const std::scoped_lock lock(m_mutex);
            m_requests.push_back(std::move(*request));
            m_changed.notify_one();
        }
        std::_Exit(0);
    }).detach();
    lockSystemCalls();
}

RequestReader::Request HelperRequests::next()
{
    if (std::clock() / CLOCKS_PER_SEC > m_cpuSeconds / 2)
        std::_Exit(0);
    std::unique_lock lock(m_mutex);
    m_changed.wait(lock, [this] { return !m_requests.empty(); });
    RequestReader::Request request = std::move(m_requests.front());
    m_requests.pop_front();
    return request;
}

void closeInheritedDescriptors()
{
    constexpr int First = 3;
#if defined(Q_OS_LINUX) && defined(SYS_close_range)
    if (syscall(SYS_close_range, unsigned(First), ~0U, 0U) == 0)
        return;
#endif
    rlimit open {};
    const int end = getrlimit(RLIMIT_NOFILE, &open) == 0 ? int(std::min<rlim_t>(open.rlim_cur, 65'536)) : 1024;
    for (int descriptor = First; descriptor < end; ++descriptor)
        close(descriptor);
}

} // namespace Heddle::Library
