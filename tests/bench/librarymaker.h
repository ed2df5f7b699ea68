// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/base/ids.h"
#include "core/storage/libraryrepository.h"
#include <QRandomGenerator>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>

namespace Heddle::BenchSupport {

[[noreturn]] inline void giveUp(const QString &why)
{
    std::fprintf(stderr, "%s\n", qUtf8Printable(why));
    std::_Exit(3);
}
template <class T>
T valueOf(Result<T> result)
{
    if (!result)
        giveUp(result.error().message + QLatin1Char(' ') + result.error().detail);
    return std::move(*result);
}
inline void check(const Status &status)
{
    if (!status)
        giveUp(status.error().message + QLatin1Char(' ') + status.error().detail);
}

constexpr qint64 MadeTime = 1'700'000'000; //!< seconds; when every made file was changed last

//! \brief The name of a made file below its root: a hundred files a folder.
inline QByteArray madePath(int i)
{
    char name[80];
    std::snprintf(name, sizeof name, "area %02d/case %05d/report of the year %07d.txt", i / 10'000, i / 100, i);
    return name;
}

//! \brief Makes a tree of empty files, all changed at the same time.
inline void makeTree(const std::string &root, int files)
{
    for (int i = 0; i < files; ++i) {
        const std::string path = root + '/' + madePath(i).toStdString();
        if (i % 100 == 0)
            std::filesystem::create_directories(std::filesystem::path(path).parent_path());
        const int file = ::open(path.c_str(), O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
        const timespec times[2] { { MadeTime, 0 }, { MadeTime, 0 } };
        if (file < 0 || ::futimens(file, times) != 0)
            giveUp(QStringLiteral("can't write below %1").arg(QString::fromStdString(root)));
        ::close(file);
    }
}

//! \brief A text of so many words, of a vocabulary of 20,000 in which some are common and most are rare.
inline QString madeText(QRandomGenerator &random, int words)
{
    QString text;
    for (int i = 0; i < words; ++i) {
        const double place = random.generateDouble();
        text += QStringLiteral("word%1 ").arg(int(20'000 * place * place * place));
    }
    return text;
}

//! \brief Stores made documents as if they had been read: passages of so many words, and what the index must do.
inline void makeDocuments(
    const Storage::LibraryRepository &library, const QString &collection, const QByteArray &root, int documents, int passages, int words)
{
    QRandomGenerator random(5);
    const auto row = valueOf(library.ensureCollection(collection));
    const auto rootRow = valueOf(library.ensureRoot(row.id, root));
    check(library.beginGeneration());
    for (int from = 0; from < documents; from += 1000) {
        check(library.transaction([&]() -> Status {
            for (int i = from; i < std::min(documents, from + 1000); ++i) {
                Storage::DocumentRow document;
                document.path = madePath(i);
                document.publicId = contentId({ row.uuid.toUtf8(), document.path });
                document.collectionId = row.id;
                document.rootId = rootRow.id;
                document.type = QStringLiteral("txt");
                document.mtimeNs = MadeTime * 1'000'000'000;
                document.contentHash = QString(64, QLatin1Char('a'));
                document.state = QStringLiteral("ready");
                document.title = QString::fromUtf8(document.path).section(QLatin1Char('/'), -1);
                document.language = QStringLiteral("en");
                document.chunks = passages;
                HEDDLE_TRY_VALUE(const qint64 id, library.putDocument(document));
                for (int ordinal = 0; ordinal < passages; ++ordinal) {
                    Storage::ChunkRow chunk;
                    chunk.text = madeText(random, words);
                    chunk.publicId = contentId({ document.publicId.toUtf8(), QByteArray::number(ordinal) });
                    chunk.ordinal = ordinal;
                    chunk.end = chunk.text.size();
                    if (const auto added = library.addChunk(id, chunk); !added)
                        return added.error();
                }
            }
            return Done {};
        }));
    }
}

//! \brief A figure of /proc/self/status, in bytes.
inline qint64 statusBytes(const char *name)
{
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);) {
        if (line.rfind(name, 0) == 0)
            return std::atoll(line.c_str() + std::string(name).size() + 1) * 1024;
    }
    return 0;
}

//! \brief The most memory of its own that the process has while this lives, looked at every two milliseconds.
class MemoryMeter {
public:
    MemoryMeter() : m_before(statusBytes("RssAnon"))
    {
        m_thread = std::thread([this] {
            while (!m_ends) {
                m_peak = std::max(m_peak.load(), statusBytes("RssAnon"));
                std::this_thread::sleep_for(std::chrono::milliseconds(2));
            }
        });
    }
    ~MemoryMeter()
    {
        m_ends = true;
        m_thread.join();
    }
    qint64 peak() const { return std::max<qint64>(0, m_peak - m_before); }

private:
    const qint64 m_before;
    std::atomic<qint64> m_peak { 0 };
    std::atomic<bool> m_ends { false };
    std::thread m_thread;
};

//! \brief How often threads of this process were woken so far.
inline qint64 wakeUps()
{
    qint64 sum = 0;
    for (const auto &entry : std::filesystem::directory_iterator("/proc/self/task")) {
        std::ifstream status(entry.path() / "status");
        for (std::string line; std::getline(status, line);) {
            if (line.rfind("voluntary_ctxt_switches:", 0) == 0)
                sum += std::atoll(line.c_str() + 24);
        }
    }
    return sum;
}

inline double processSeconds()
{
    timespec now {};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return double(now.tv_sec) + double(now.tv_nsec) / 1e9;
}

inline qint64 folderBytes(const std::string &folder)
{
    qint64 sum = 0;
    std::error_code error;
    for (const auto &entry : std::filesystem::recursive_directory_iterator(folder, error)) {
        struct stat info { };
        if (::stat(entry.path().c_str(), &info) == 0 && S_ISREG(info.st_mode))
            sum += info.st_blocks * 512;
    }
    return sum;
}

} // namespace Heddle::BenchSupport
