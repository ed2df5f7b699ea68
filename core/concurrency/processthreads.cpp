// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/concurrency/processthreads.h"
#include <filesystem>
#include <fstream>

namespace Heddle::Concurrency {
namespace {

template <class Visit>
void forEachThread(Visit visit)
{
    std::error_code error; // a thread may end in the middle of it
    for (std::filesystem::directory_iterator task("/proc/self/task", error), end; !error && task != end; task.increment(error))
        visit(task->path());
}

} // namespace

std::map<std::string, int> threadNames()
{
    std::map<std::string, int> names;
    forEachThread([&names](const std::filesystem::path &task) {
        std::string name;
        if (std::getline(std::ifstream(task / "comm"), name))
            ++names[name];
    });
    return names;
}

int threadsOfThisProcess()
{
    int count = 0;
    forEachThread([&count](const std::filesystem::path &) { ++count; });
    return count;
}

} // namespace Heddle::Concurrency
