// SPDX-License-Identifier: GPL-3.0-or-later
// What a large library costs; everything is made in a folder of its own, and each prints one JSON object.
//   bench_library scan FILES new|known        memory of a scan, per file that is new or known and unchanged
//   bench_library removal FILES               removing a collection: time, and how long writers and questions wait meanwhile
//   bench_library questions COLLECTIONS FILES what a question costs beside its search
#include "core/library/folderplan.h"
#include "tests/bench/librarymaker.h"
#include "tests/support/testlibrary.h"
#include <QCoreApplication>
#include <QElapsedTimer>
#include <QJsonDocument>
#include <QJsonObject>

using namespace Heddle;
using namespace Heddle::BenchSupport;
using namespace Heddle::TestSupport;

namespace {

double ms(const QElapsedTimer &timer)
{
    return double(timer.nsecsElapsed()) / 1e6;
}

QJsonObject scan(int files, bool known)
{
    TestLibrary library;
    makeTree(library.documents().toStdString(), files);
    const QString name = QStringLiteral("C");
    if (known)
        makeDocuments(library.library(), name, library.documents().toUtf8(), files, 0, 0);
    Storage::Database::closeThreadConnections();
    QElapsedTimer timer;
    timer.start();
    qint64 peak = 0, tasks = 0;
    if (known) {
        const MemoryMeter memory;
        const auto report = library.index(name);
        peak = memory.peak();
        if (!report || report->unchanged != files)
            giveUp(QStringLiteral("not everything was known"));
    } else {
        const MemoryMeter memory;
        const auto plans = valueOf(Library::planFolders(library.library(), name, { library.documents() }, {}));
        peak = memory.peak();
        tasks = qint64(plans.size());
    }
    return { { QStringLiteral("files"), files }, { QStringLiteral("known"), known }, { QStringLiteral("folders"), tasks },
        { QStringLiteral("seconds"), ms(timer) / 1000 }, { QStringLiteral("peak_mb"), double(peak) / 1e6 },
        { QStringLiteral("bytes_per_file"), double(peak) / files }, { QStringLiteral("goal_bytes_per_file"), 500 } };
}

//! Does something again and again in a thread of its own, with pauses, and keeps how long it took.
class Repeated {
public:
    Repeated(std::chrono::milliseconds pause, std::function<void()> work)
        : m_thread([this, pause, work = std::move(work)] {
              while (!m_ends) {
                  QElapsedTimer timer;
                  timer.start();
                  work();
                  m_times.push_back(ms(timer));
                  std::this_thread::sleep_for(pause);
              }
              Storage::Database::closeThreadConnections();
          })
    { }
    QJsonObject finish()
    {
        m_ends = true;
        m_thread.join();
        std::sort(m_times.begin(), m_times.end());
        return { { QStringLiteral("count"), int(m_times.size()) }, { QStringLiteral("median_ms"), m_times[m_times.size() / 2] },
            { QStringLiteral("p99_ms"), m_times[m_times.size() * 99 / 100] }, { QStringLiteral("longest_ms"), m_times.back() } };
    }

private:
    std::atomic<bool> m_ends { false };
    std::vector<double> m_times;
    std::thread m_thread;
};

QJsonObject sizesOf(const TestLibrary &library)
{
    const std::string data = library.data().toStdString();
    const auto mb = [](qint64 bytes) { return double(bytes) / 1e6; };
    struct stat info { };
    ::stat((data + "/library.db").c_str(), &info);
    return { { QStringLiteral("library_mb"), mb(info.st_blocks * 512) }, { QStringLiteral("index_mb"), mb(folderBytes(data + "/index")) } };
}

QJsonObject removal(int files)
{
    TestLibrary library;
    makeDocuments(library.library(), QStringLiteral("gone"), "/gone", files, 1, 150);
    makeDocuments(library.library(), QStringLiteral("kept"), "/kept", files / 10, 1, 150);
    if (const auto built = await(library.remove({}), 600'000); !built || !*built) // nothing to remove: builds the index
        giveUp(QStringLiteral("the index could not be built"));
    const QJsonObject before = sizesOf(library);
    Repeated writer(
        std::chrono::milliseconds(5), [repository = library.library()] { check(repository.transaction([] { return Done {}; })); });
    Repeated searcher(std::chrono::milliseconds(20), [&library] {
        Search::SearchRequest request;
        request.question = QStringLiteral("word100 word7000 word12000");
        valueOf(library.engine().search(request, {}));
    });
    QElapsedTimer timer, beat;
    timer.start();
    const double cpu = processSeconds();
    if (const auto removed = await(library.remove(QStringLiteral("gone")), 600'000); !removed || !*removed)
        giveUp(QStringLiteral("the collection could not be removed"));
    const double seconds = ms(timer) / 1000, cpuSeconds = processSeconds() - cpu;
    const QJsonObject waits = writer.finish(), searches = searcher.finish();
    Search::SearchRequest request;
    request.question = QStringLiteral("word1 word2 word3");
    return { { QStringLiteral("files"), files }, { QStringLiteral("seconds"), seconds }, { QStringLiteral("cpu_seconds"), cpuSeconds },
        { QStringLiteral("other_writer"), waits }, { QStringLiteral("questions"), searches }, { QStringLiteral("before"), before },
        { QStringLiteral("after"), sizesOf(library) },
        { QStringLiteral("passages_left"), double(valueOf(library.engine().search(request, {})).total) } };
}

template <class Work>
QJsonObject timesOf(int rounds, const Work &work)
{
    std::vector<double> times;
    for (int i = 0; i < rounds; ++i) {
        QElapsedTimer timer;
        timer.start();
        work(i);
        times.push_back(ms(timer));
    }
    const double first = times.front();
    std::sort(times.begin(), times.end());
    return { { QStringLiteral("first_ms"), first }, { QStringLiteral("median_ms"), times[times.size() / 2] },
        { QStringLiteral("longest_ms"), times.back() } };
}

QJsonObject questions(int collections, int files)
{
    constexpr int Rounds = 30;
    TestLibrary library;
    const auto nameOf = [](int i) { return QStringLiteral("collection %1").arg(i); };
    for (int i = 0; i < collections; ++i)
        makeDocuments(library.library(), nameOf(i), "/made/" + QByteArray::number(i), files / collections, 1, 60);
    if (const auto built = await(library.remove({}), 900'000); !built || !*built)
        giveUp(QStringLiteral("the index could not be built"));
    const auto searchIn = [&](bool one) {
        return [&library, &nameOf, one, collections](int i) {
            Search::SearchRequest request;
            request.question = QStringLiteral("word%1 word%2 word%3").arg(i * 13).arg(7000 + i).arg(12'000 + i);
            if (one)
                request.filters.collections = { valueOf(library.library().collection(nameOf(i % collections))).id };
            valueOf(library.engine().search(request, {}));
        };
    };
    const auto list = [&library](int) { valueOf(library.library().collections()); };
    return { { QStringLiteral("collections"), collections }, { QStringLiteral("files"), files },
        { QStringLiteral("list_collections"), timesOf(Rounds, list) }, { QStringLiteral("search"), timesOf(Rounds, searchIn(false)) },
        { QStringLiteral("search_in_one"), timesOf(Rounds, searchIn(true)) } };
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    const QStringList arguments = application.arguments().mid(1);
    const QString what = arguments.value(0);
    const int count = arguments.value(1).toInt();
    QJsonObject result;
    if (what == QLatin1String("scan") && count > 0)
        result = scan(count, arguments.value(2) == QLatin1String("known"));
    else if (what == QLatin1String("removal") && count > 0)
        result = removal(count);
    else if (what == QLatin1String("questions") && count > 0)
        result = questions(count, arguments.value(2).toInt());
    else
        giveUp(QStringLiteral("usage: bench_library scan FILES new|known | removal FILES | questions COLLECTIONS FILES"));
    std::printf("%s\n", QJsonDocument(result).toJson(QJsonDocument::Compact).constData());
    return 0;
}
