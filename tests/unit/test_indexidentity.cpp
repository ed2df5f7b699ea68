// SPDX-License-Identifier: GPL-3.0-or-later
// Whose passages an index holds: those of this library as it is now, whatever files were put in their place.
#include "core/library/vectorbuilder.h"
#include "tests/support/fakeembedder.h"
#include "tests/support/testlibrary.h"
#include <QDir>
#include <sys/resource.h>
#include <unistd.h>

using namespace Heddle;
using namespace Heddle::TestSupport;

namespace {

constexpr int Files = 12; //!< enough for each of two shards to have some

void writeFiles(const TestLibrary &library, const QString &word)
{
    for (int i = 0; i < Files; ++i)
        library.write(QStringLiteral("%1%2.txt").arg(word).arg(i), QStringLiteral("The %1 of house %2 is old.").arg(word).arg(i).toUtf8());
}

//! Every file of the word is found by it, and nothing else is.
bool findsAll(TestLibrary &library, const QString &word)
{
    const auto hits = library.search(word).hits;
    return hits.size() == Files
        && std::all_of(hits.cbegin(), hits.cend(), [&word](const Search::Hit &hit) { return hit.text.contains(word); });
}

//! library.db with what belongs to it, copied from one folder to another. No connection is open.
void copyLibrary(const QString &from, const QString &to)
{
    Storage::Database::closeThreadConnections();
    QDir().mkpath(to);
    for (const QString &suffix : { QString(), QStringLiteral("-wal"), QStringLiteral("-shm") }) {
        const QString name = QStringLiteral("/library.db") + suffix;
        QFile::remove(to + name);
        if (QFile::exists(from + name) && !QFile::copy(from + name, to + name))
            qFatal("can't copy %s", qUtf8Printable(name));
    }
}

//! A word of letters alone that no other pair of numbers has.
QString nameOf(const QString &word, int i, int n)
{
    QString name = word;
    for (const QChar digit : QStringLiteral("%1x%2").arg(i).arg(n))
        name += digit.isDigit() ? QChar('a' + digit.digitValue()) : digit;
    return name;
}

//! While it lives, this process can't open another file.
class NoMoreFiles {
public:
    NoMoreFiles()
    {
        getrlimit(RLIMIT_NOFILE, &m_before);
        const int next = dup(0);
        close(next);
        const rlimit none { rlim_t(next), m_before.rlim_max };
        setrlimit(RLIMIT_NOFILE, &none);
    }
    ~NoMoreFiles() { setrlimit(RLIMIT_NOFILE, &m_before); }

private:
    rlimit m_before {};
};

} // namespace

class TestIndexIdentity : public QObject {
    Q_OBJECT
private:
    QTemporaryDir m_data;

private Q_SLOTS:
    void init() { QVERIFY(QDir(m_data.path()).removeRecursively() && QDir().mkpath(m_data.path())); }
    void cleanup() { Storage::Database::closeThreadConnections(); }

    void aLibraryBegunAnewIsIndexedAnew()
    {
        {
            TestLibrary library(2, m_data.path());
            writeFiles(library, QStringLiteral("bridge"));
            QVERIFY(library.index());
            QVERIFY(findsAll(library, QStringLiteral("bridge")));
        }
        copyLibrary(m_data.path() + QLatin1String("/none"), m_data.path()); // moved away, as the message about damage advises
        TestLibrary library(2, m_data.path());
        writeFiles(library, QStringLiteral("tower"));
        // Before it is indexed, the old passages would open other texts.
        const auto before = library.search(QStringLiteral("bridge"));
        QVERIFY(before.hits.isEmpty() && before.partial);
        QVERIFY(library.index());
        QVERIFY(findsAll(library, QStringLiteral("tower")));
        QVERIFY(library.search(QStringLiteral("bridge")).hits.isEmpty());
        QVERIFY(!library.search(QStringLiteral("tower")).partial);
    }

    void aLibraryPutBackFromABackupIsIndexedAnew()
    {
        const QString backup = m_data.path() + QLatin1String("/backup");
        const auto embedder = std::make_shared<FakeEmbedder>();
        const auto indexAll = [&](TestLibrary &library) {
            Library::VectorBuilder builder(library.library(), &library.pools(), library.data());
            if (!library.index().ok())
                return false;
            const auto report = await(builder.run(embedder, library.sharedEngine(), {}, {}));
            return report && report->ok();
        };
        {
            TestLibrary library(2, m_data.path());
            writeFiles(library, QStringLiteral("bridge"));
            QVERIFY(indexAll(library));
        }
        copyLibrary(m_data.path(), backup);
        {
            TestLibrary library(2, m_data.path());
            writeFiles(library, QStringLiteral("tower"));
            QVERIFY(indexAll(library));
            QVERIFY(findsAll(library, QStringLiteral("tower")));
        }
        copyLibrary(backup, m_data.path());

        // As many passages again, so that each gets the row of one that the index knows already.
        TestLibrary library(2, m_data.path());
        writeFiles(library, QStringLiteral("garden"));
        QVERIFY(library.index());
        QVERIFY(findsAll(library, QStringLiteral("garden")));
        QVERIFY(findsAll(library, QStringLiteral("bridge")));
        QVERIFY(library.search(QStringLiteral("tower")).hits.isEmpty());

        // By meaning: no vector stands for a text that it was not made of.
        const auto namesByMeaning = [&](const QString &text) {
            Search::SearchRequest request;
            request.vector = embedder->vectorOf(text);
            request.vectorModel = embedder->model();
            request.legs = Search::Leg::Vector;
            QStringList words;
            const auto found = library.engine().search(request, {});
            for (const auto &hit : found->hits)
                words += hit.text.section(QLatin1Char(' '), 1, 1);
            words.removeDuplicates();
            words.sort();
            return words;
        };
        QCOMPARE(namesByMeaning(QStringLiteral("tower")), QStringList(QStringLiteral("bridge")));
        const auto missing = library.engine().chunksWithoutVector(embedder->model(), {});
        QCOMPARE(missing->size(), Files);
        QVERIFY(indexAll(library));
        QCOMPARE(namesByMeaning(QStringLiteral("tower")), QStringList({ QStringLiteral("bridge"), QStringLiteral("garden") }));
    }

    void aLibraryThatWentOnElsewhereIsIndexedAnew()
    {
        const QString other = m_data.path() + QLatin1String("/other");
        {
            TestLibrary library(2, m_data.path());
            writeFiles(library, QStringLiteral("bridge"));
            QVERIFY(library.index());
        }
        copyLibrary(m_data.path(), other);
        for (const auto &[folder, word] :
            { std::pair(m_data.path(), QStringLiteral("tower")), std::pair(other, QStringLiteral("garden")) }) {
            TestLibrary library(2, folder); // the same library, the same number of changes, and others
            writeFiles(library, word);
            QVERIFY(library.index());
        }
        copyLibrary(other, m_data.path());
        TestLibrary library(2, m_data.path());
        QVERIFY(library.search(QStringLiteral("tower")).hits.isEmpty());
        writeFiles(library, QStringLiteral("lake"));
        QVERIFY(library.index());
        QVERIFY(findsAll(library, QStringLiteral("garden")));
        QVERIFY(findsAll(library, QStringLiteral("lake")));
        QVERIFY(library.search(QStringLiteral("tower")).hits.isEmpty());
    }

    void aLibraryThatLostSomethingElsewhereIsIndexedAnew()
    {
        const QString other = m_data.path() + QLatin1String("/other");
        const QTemporaryDir bridges, towers;
        const auto indexInto = [](TestLibrary &library, const QString &collection, const QString &folder) {
            Library::IndexRequest request;
            request.index = library.sharedEngine();
            request.collection = collection;
            request.folders = QStringList(folder);
            const auto report = await(library.indexer().run(request, {}, {}));
            return report && report->ok();
        };
        for (int i = 0; i < Files; ++i) {
            writeFile(bridges.filePath(QStringLiteral("%1.txt").arg(i)), QStringLiteral("The bridge of house %1.").arg(i).toUtf8());
            writeFile(towers.filePath(QStringLiteral("%1.txt").arg(i)), QStringLiteral("The tower of house %1.").arg(i).toUtf8());
        }
        {
            TestLibrary library(2, m_data.path());
            QVERIFY(indexInto(library, QStringLiteral("bridge"), bridges.path()));
            QVERIFY(indexInto(library, QStringLiteral("tower"), towers.path()));
        }
        copyLibrary(m_data.path(), other);
        // As many removals in both, and of other passages.
        for (const auto &[folder, collection] :
            { std::pair(m_data.path(), QStringLiteral("bridge")), std::pair(other, QStringLiteral("tower")) }) {
            TestLibrary library(2, folder);
            QVERIFY(await(library.remove(collection))->ok());
            QVERIFY(library.search(collection).hits.isEmpty());
        }
        copyLibrary(other, m_data.path());
        TestLibrary library(2, m_data.path());
        QVERIFY(library.search(QStringLiteral("house")).partial);
        QVERIFY(indexInto(library, QStringLiteral("bridge"), bridges.path()));
        QVERIFY(findsAll(library, QStringLiteral("bridge")));
        QVERIFY(library.search(QStringLiteral("tower")).hits.isEmpty());
    }

    void damageThatOnlyWritingMeetsIsMended()
    {
        constexpr qsizetype Block = 8192;
        constexpr int Words = 900; // for more than one block
        const auto writeAll = [](const TestLibrary &library, const QString &word) {
            for (int i = 0; i < Files; ++i) {
                QString text;
                for (int n = 0; n < Words; ++n)
                    text += nameOf(word, i, n) + QLatin1Char(' ');
                library.write(QStringLiteral("%1.txt").arg(i), text.toUtf8());
            }
        };
        const QString whole = m_data.path() + QLatin1String("/whole");
        {
            TestLibrary library(1, whole);
            writeAll(library, QStringLiteral("bridge"));
            QVERIFY(library.index());
        }
        Storage::Database::closeThreadConnections();
        const QString shard = QStringLiteral("/index/shard-0");
        const qsizetype blocks = QFileInfo(whole + shard + QLatin1String("/postlist.glass")).size() / Block;
        QVERIFY(blocks > 4);
        int unnoticed = 0;
        for (qsizetype block = 0; block < blocks; block += 1 + blocks / 12) {
            const QString copy = m_data.path() + QStringLiteral("/copy-%1").arg(block);
            copyLibrary(whole, copy);
            QVERIFY(QDir().mkpath(copy + shard));
            QVERIFY(QFile::copy(whole + QLatin1String("/index/shards"), copy + QLatin1String("/index/shards")));
            for (const QFileInfo &file : QDir(whole + shard).entryInfoList(QDir::Files))
                QVERIFY(QFile::copy(file.filePath(), copy + shard + QLatin1Char('/') + file.fileName()));
            QFile list(copy + shard + QLatin1String("/postlist.glass"));
            QVERIFY(list.open(QIODevice::ReadWrite) && list.seek(block * Block));
            QCOMPARE(list.write(QByteArray(Block, 'x')), Block);
            list.close();
            TestLibrary library(1, copy);
            const auto position = library.engine().position(0);
            unnoticed += position && *position ? 1 : 0;
            const auto removed = await(library.remove(QStringLiteral("C"))); // every passage goes, wherever its words lie
            QVERIFY2(removed && *removed, removed && !*removed ? qPrintable(removed->error().message + removed->error().detail) : "");
            QVERIFY(library.search(nameOf(QStringLiteral("bridge"), 3, 7)).hits.isEmpty());
            writeAll(library, QStringLiteral("tower"));
            const auto report = library.index();
            QVERIFY2(report, report ? "" : qPrintable(report.error().message + report.error().detail));
            QVERIFY(library.search(nameOf(QStringLiteral("tower"), 3, 7)).total > 0);
        }
        QVERIFY(unnoticed > 1); // by whoever looks at where the shard stands
    }

    void aReaderThatIsKeptKnowsOfARebuild()
    {
        TestLibrary library(1, m_data.path());
        const auto other = *Search::LocalEngine::open(m_data.path() + QLatin1String("/index"), library.library(), 1); // as another program
        const auto chunk = [](int i) {
            Search::IndexChunk added;
            added.chunkRow = i;
            added.text = QStringLiteral("The bridge %1.").arg(i);
            return added;
        };
        writeFiles(library, QStringLiteral("bridge"));
        QVERIFY(library.index());
        // The numbers by which a shard counts its commits begin anew with each rebuild: they are the same in each round.
        for (int passages = 2; passages < 6; ++passages) {
            const auto end = *library.library().logEnd();
            QVERIFY(!library.search(QStringLiteral("bridge")).partial); // its reader is kept
            QVERIFY(other->beginRebuild(0).ok());
            if (passages == 5)
                QVERIFY(library.search(QStringLiteral("bridge")).partial); // and this one isn't: it would say so for ever
            Search::IndexBatch batch;
            for (int i = 1; i <= passages; ++i)
                batch.additions += chunk(i);
            QVERIFY(other->index(0, batch, {}).ok());
            QVERIFY(other->finishRebuild(0, end).ok());
            other->closeWriters();
            const auto found = library.search(QStringLiteral("bridge"));
            QCOMPARE(found.total, passages);
            QVERIFY(!found.partial);
        }
    }

    void whatCanNotBeOpenedNowIsNotThrownAway()
    {
        {
            TestLibrary library(2, m_data.path());
            writeFiles(library, QStringLiteral("bridge"));
            QVERIFY(library.index());
        }
        TestLibrary library(2, m_data.path());
        QVERIFY(library.library().logEnd()); // its connection is open
        {
            const NoMoreFiles none;
            const auto position = library.engine().position(0);
            QVERIFY(!position);
            QCOMPARE(position.error().code, ErrorCode::IndexUnavailable);
            Search::SearchRequest request;
            request.question = QStringLiteral("bridge");
            const auto found = library.engine().search(request, {});
            QVERIFY(!found); // not "nothing found"
            QVERIFY2(found.error().message.contains(QLatin1String("can't be opened now")), qUtf8Printable(found.error().message));
        }
        const auto position = library.engine().position(0);
        QVERIFY(position && *position);
        QVERIFY(findsAll(library, QStringLiteral("bridge")));
    }

    void aSearchKnowsOfARebuildThatGoesOn()
    {
        TestLibrary library(2, m_data.path());
        writeFiles(library, QStringLiteral("bridge"));
        QVERIFY(library.index());
        QVERIFY(!library.search(QStringLiteral("bridge")).partial);
        const auto other = *Search::LocalEngine::open(m_data.path() + QLatin1String("/index"), library.library(), 2); // as another program
        QVERIFY(other->beginRebuild(0).ok());
        const auto during = library.search(QStringLiteral("bridge"));
        QVERIFY(during.partial);
        QVERIFY(during.notices.join(QLatin1Char(' ')).contains(QLatin1String("being built anew")));
        QVERIFY(during.hits.size() < Files);
        other->closeWriters();
        QVERIFY(library.index()); // nothing new in the folder, and the shard is built
        QVERIFY(findsAll(library, QStringLiteral("bridge")));
        QVERIFY(!library.search(QStringLiteral("bridge")).partial);
    }

    void aHeadingThatIsRenamedIsFound()
    {
        TestLibrary library;
        const QByteArray history = QByteArray("The estate has seen many owners since then. ").repeated(60); // a passage, and more
        library.write(QStringLiteral("a.md"), "# Estate\n\n" + history + "\n\n## Stables\n\nThe wall was built of granite. " + history);
        QVERIFY(library.index());
        QVERIFY(!library.found(QStringLiteral("stables")).isEmpty());
        library.write(QStringLiteral("a.md"), "# Estate\n\n" + history + "\n\n## Orangery\n\nThe wall was built of granite. " + history);
        QVERIFY(library.index());
        QVERIFY(!library.found(QStringLiteral("orangery")).isEmpty());
        QVERIFY(library.found(QStringLiteral("stables")).isEmpty());
        QCOMPARE(
            library.search(QStringLiteral("granite")).hits.first().heading.section(QStringLiteral(" › "), -1), QStringLiteral("Orangery"));
    }
};

QTEST_GUILESS_MAIN(TestIndexIdentity)
#include "test_indexidentity.moc"
