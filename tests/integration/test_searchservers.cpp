// SPDX-License-Identifier: GPL-3.0-or-later
// The engine against a real server; HEDDLE_TEST_ENGINE says which: opensearch or elasticsearch.
#include "tests/support/searchcomputer.h"
#include "tests/support/searchserver.h"
#include <QJsonDocument>
#include <QProcess>
#include <QStandardPaths>
#include <cmath>

using namespace Heddle;
using namespace Heddle::TestSupport;

namespace {

QStringList sorted(QStringList list)
{
    list.sort();
    return list;
}

//! Mean nDCG@10 where a document counts once, at its best passage.
double ndcg(const QHash<QString, QHash<QString, int>> &judgements, const QHash<QString, QStringList> &runs)
{
    double sum = 0;
    for (auto it = judgements.cbegin(); it != judgements.cend(); ++it) {
        QStringList documents = runs.value(it.key());
        documents.removeDuplicates();
        double gain = 0, ideal = 0;
        for (int i = 0; i < 10; ++i) {
            gain += it->value(documents.value(i)) / std::log2(i + 2.0);
            ideal += i < it->size() ? 1 / std::log2(i + 2.0) : 0;
        }
        sum += gain / ideal;
    }
    return sum / double(judgements.size());
}

} // namespace

class TestSearchServers : public QObject {
    Q_OBJECT
    std::unique_ptr<SearchServer> m_server;
    Net::HttpClient m_client { std::make_shared<Net::CallRegistry>() };

    Search::Elastic::Configuration configuration(const QString &index) const { return configurationFor(m_server->url(), index); }
    //! What the server answers, without Heddle's engine between.
    QJsonObject ask(const QByteArray &method, const QString &path, const QByteArray &body = {})
    {
        Net::HttpRequest request;
        request.method = method;
        request.url = QUrl(m_server->url() + path);
        request.body = body;
        request.purpose = QStringLiteral("test");
        auto reply = await(m_client.send(request, {}), Patience);
        if (!reply || !*reply)
            qFatal("%s %s: no answer", method.constData(), qUtf8Printable(path));
        return QJsonDocument::fromJson((*reply)->body).object();
    }
    qint64 count(const QString &index)
    {
        ask("POST", QLatin1Char('/') + index + QLatin1String("/_refresh"));
        return ask("GET", QLatin1Char('/') + index + QLatin1String("/_count"))[QLatin1String("count")].toInteger(-1);
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_server = std::make_unique<SearchServer>(engineName());
        if (!m_server->start())
            QSKIP(qPrintable(m_server->skipReason()));
    }

    void cleanupTestCase() { m_server.reset(); }

    void findsTheSameAsTheEngineHere()
    {
        Computer computer(configuration(QStringLiteral("same")));
        TestLibrary &library = computer.library;
        library.use(library.sharedEngine());
        library.write(QStringLiteral("invoice.md"), "# Invoices\n\nThe late fees are due after thirty days. Ask the treasurer.");
        library.write(QStringLiteral("minutes.txt"), "The board talked about the fees that came late in spring, and about running costs.");
        library.write(QStringLiteral("runner.md"), "A runner runs. He was running when the rain began.");
        library.write(QStringLiteral("beijing.txt"), QStringLiteral("北京的春天很短,图书馆在七点关门。").toUtf8());
        library.write(QStringLiteral("bericht.md"), QStringLiteral("Die Gebühren der Bibliothek wurden erhöht.").toUtf8());
        library.write(QStringLiteral("twice.txt"), "alpha beta gamma");
        QVERIFY(library.index());
        library.use(computer.engine);
        const auto report = library.index();
        QVERIFY2(report.ok(), qPrintable(report.ok() ? QString() : report.error().message));
        for (const char *question : { "late fees", "\"late fees\"", "fees", "running costs", "runs", "what is due in invoice.md?",
                 "图书馆几点关门", "北京", "Gebühr", "nothing like this", "\"fees late\"", "the of and" }) {
            const QString asked = QString::fromUtf8(question);
            QCOMPARE(sorted(computer.found(asked)), sorted(library.found(asked)));
            const auto there = computer.search(asked);
            const auto here = library.search(asked);
            QCOMPARE(there->total, here.total);
            QVERIFY(!there->host.isEmpty() && here.host.isEmpty());
            if (!here.hits.isEmpty()) {
                QCOMPARE(there->hits.first().chunk, here.hits.first().chunk);
                QCOMPARE(there->hits.first().text, here.hits.first().text);
                QCOMPARE(there->hits.first().start, here.hits.first().start);
                QCOMPARE(there->hits.first().document, here.hits.first().document);
            }
            QCOMPARE(there->terms.size(), here.terms.size());
            for (qsizetype i = 0; i < here.terms.size(); ++i) {
                QCOMPARE(there->terms[i].word, here.terms[i].word);
                QCOMPARE(there->terms[i].known || !here.terms[i].known, true);
            }
        }
        QCOMPARE(computer.search(QStringLiteral("tresurer"))->suggestion, QStringLiteral("treasurer"));
        // Filters.
        Search::Filters types;
        types.types = QStringList(QStringLiteral("md"));
        QCOMPARE(sorted(computer.found(QStringLiteral("fees"), types)), sorted(library.found(QStringLiteral("fees"), types)));
        QCOMPARE(computer.found(QStringLiteral("fees"), types), QStringList(QStringLiteral("invoice")));
        Search::Filters one;
        one.documents = QStringList(computer.search(QStringLiteral("board"))->hits.first().document);
        QCOMPARE(computer.found(QStringLiteral("fees"), one), QStringList(QStringLiteral("minutes")));
        one.documents = QStringList(QStringLiteral("0123456789abcdef0123456789abcdef"));
        QCOMPARE(computer.found(QStringLiteral("fees"), one), QStringList());
        Search::Filters collection;
        collection.collections += library.library().collection(QStringLiteral("C"))->id;
        QCOMPARE(computer.found(QStringLiteral("fees"), collection).size(), 2);
        // What changes and goes.
        library.write(QStringLiteral("minutes.txt"), "Now it is about something else: lanterns.");
        QFile::remove(library.documents() + QLatin1String("/invoice.md"));
        QVERIFY(library.index());
        QCOMPARE(computer.found(QStringLiteral("fees")), QStringList());
        QCOMPARE(computer.found(QStringLiteral("lantern")), QStringList(QStringLiteral("minutes")));
        QCOMPARE(count(QStringLiteral("same")), library.library().chunkCount(0, 1).valueOr(-1));
    }

    void whatSharesNoWordIsFoundByItsMeaning()
    {
        Computer computer(configuration(QStringLiteral("meaning")));
        TestLibrary &library = computer.library;
        library.write(QStringLiteral("car.md"), "The automobile stands in the yard.");
        library.write(QStringLiteral("health.md"), "A physician must sign the form.");
        library.write(QStringLiteral("sea.txt"), "The boat left at noon.");
        for (int i = 0; i < 30; ++i)
            library.write(QStringLiteral("other%1.txt").arg(i), "Passage number " + QByteArray::number(i) + " is about papers.");
        QVERIFY(library.index());
        QCOMPARE(computer.found(QStringLiteral("doctor")), QStringList());
        const auto first = std::make_shared<FakeEmbedder>(QStringLiteral("fake one"));
        Status embedded = computer.embed(first);
        QVERIFY2(embedded.ok(), qPrintable(embedded ? QString() : embedded.error().message));
        QCOMPARE(computer.inPool([engine = computer.engine] { return Result<QString>(engine->vectorModel()); }).valueOr({}),
            QStringLiteral("fake one"));
        auto found = computer.searchMeaning(QStringLiteral("doctor"), QStringLiteral("fake one"));
        QVERIFY(found.ok());
        QVERIFY(found->vectorSearched);
        QCOMPARE(found->total, 0);
        QVERIFY(!found->hits.isEmpty());
        QCOMPARE(QFileInfo(found->hits.first().path).completeBaseName(), QStringLiteral("health"));
        QVERIFY(found->hits.first().vectorLeg);
        QVERIFY(!found->hits.first().textLeg);
        const double cosine = found->hits.first().vectorLeg->score;
        QVERIFY2(cosine > 0.8 && cosine <= 1.001, qPrintable(QString::number(cosine)));
        // Both legs, and a filter in both.
        Search::SearchRequest request;
        request.question = QStringLiteral("doctor boat");
        request.vector = FakeEmbedder::vectorOf(request.question);
        request.vectorModel = QStringLiteral("fake one");
        request.filters.types = QStringList(QStringLiteral("txt"));
        auto both = computer.search(request);
        QVERIFY(both.ok());
        QCOMPARE(QFileInfo(both->hits.first().path).completeBaseName(), QStringLiteral("sea"));
        QVERIFY(both->hits.first().textLeg && both->hits.first().vectorLeg);
        for (const auto &hit : std::as_const(both->hits))
            QVERIFY(hit.path.endsWith(QLatin1String(".txt")));
        // A passage that comes later is embedded alone; one that only moves keeps its vector.
        library.write(QStringLiteral("new.md"), "A gallery opens.");
        QFile::rename(library.documents() + QLatin1String("/other1.txt"), library.documents() + QLatin1String("/other1b.txt"));
        QVERIFY(library.index());
        first->passages = 0;
        QVERIFY(computer.embed(first));
        QCOMPARE(first->passages, 2);
        found = computer.searchMeaning(QStringLiteral("museum"), QStringLiteral("fake one"));
        QCOMPARE(QFileInfo(found->hits.first().path).completeBaseName(), QStringLiteral("new"));

        // Another model is built beside; until it is complete, the first one's vectors are searched.
        const QString before = ask("GET", QStringLiteral("/_alias/meaning")).keys().value(0);
        const auto second = std::make_shared<FakeEmbedder>(QStringLiteral("fake two"));
        second->failAfter = 16;
        QVERIFY(!computer.embed(second));
        QCOMPARE(ask("GET", QStringLiteral("/_alias/meaning")).keys(), QStringList(before));
        QVERIFY(computer.searchMeaning(QStringLiteral("museum"), QStringLiteral("fake one"))->vectorSearched);
        QVERIFY(!computer.searchMeaning(QStringLiteral("museum"), QStringLiteral("fake two"))->vectorSearched);
        library.write(QStringLiteral("late.md"), "A vehicle that came while another model was at work.");
        QVERIFY(library.index());
        Computer passer(configuration(QStringLiteral("meaning"))); // writes once, while the copy is there already, and never again
        passer.library.write(QStringLiteral("passing.md"), "A zeppelin passed over the town.");
        QVERIFY(passer.library.index());
        second->failAfter = -1;
        embedded = computer.embed(second);
        QVERIFY2(embedded.ok(), qPrintable(embedded ? QString() : embedded.error().message));
        const QStringList after = ask("GET", QStringLiteral("/_alias/meaning")).keys();
        QCOMPARE(after.size(), 1);
        QVERIFY(after.first() != before);
        QCOMPARE(ask("GET", QLatin1Char('/') + before)[QLatin1String("status")].toInt(), 404);
        QCOMPARE(computer.found(QStringLiteral("zeppelin")), QStringList(QStringLiteral("passing")));
        const auto gone = await(passer.library.remove(QStringLiteral("C")), Patience);
        QVERIFY(gone && *gone);
        found = computer.searchMeaning(QStringLiteral("car"), QStringLiteral("fake two"));
        QVERIFY(found->vectorSearched);
        QVERIFY(sorted({ QFileInfo(found->hits[0].path).completeBaseName(), QFileInfo(found->hits[1].path).completeBaseName() })
            == QStringList({ QStringLiteral("car"), QStringLiteral("late") }));
        QVERIFY(library.index()); // compared with the new index; nothing is there twice
        QCOMPARE(count(QStringLiteral("meaning")), library.library().chunkCount(0, 1).valueOr(-1));
        second->passages = 0;
        QVERIFY(computer.embed(second));
        QCOMPARE(second->passages, 0);

        // A computer with another model does not turn the shared index over.
        Computer other(configuration(QStringLiteral("meaning")));
        other.library.write(QStringLiteral("theirs.md"), "Something of another computer.");
        QVERIFY(other.library.index());
        const Status refused = other.embed(first);
        QVERIFY(!refused.ok());
        QVERIFY2(refused.error().message.contains(QLatin1String("fake two")), qPrintable(refused.error().message));
        QVERIFY(other.embed(second));
    }

    void twoComputersShareOneIndex()
    {
        Computer first(configuration(QStringLiteral("shared"))), second(configuration(QStringLiteral("shared")));
        for (Computer *computer : { &first, &second }) {
            for (int i = 0; i < 20; ++i)
                computer->library.write(QStringLiteral("folder/paper%1.txt").arg(i), "Paper " + QByteArray::number(i) + " of the club.");
            computer->library.write(QStringLiteral("same.txt"), "The same line.\n\nThe same line.");
        }
        second.library.write(QStringLiteral("own.md"), "# Harvest\n\nOnly the second computer has the harvest report.");
        QVERIFY(first.library.index());
        const qint64 alone = count(QStringLiteral("shared"));
        QVERIFY(second.library.index());
        QCOMPARE(count(QStringLiteral("shared")), alone + 1);
        // What the other one has indexed is found, with its text.
        const auto harvest = first.search(QStringLiteral("harvest"));
        QVERIFY(harvest.ok());
        QCOMPARE(harvest->hits.size(), 1);
        QVERIFY(harvest->hits.first().text.contains(QLatin1String("Only the second computer")));
        QCOMPARE(harvest->hits.first().title, QStringLiteral("Harvest"));
        QCOMPARE(harvest->hits.first().chunkRow, 0);
        // And can be asked for alone.
        Search::Filters filter;
        filter.documents = QStringList(harvest->hits.first().document);
        QCOMPARE(first.found(QStringLiteral("report"), filter).size(), 1);
        // A document goes with the last one who has it.
        const auto removed = await(first.library.remove(QStringLiteral("C")), Patience);
        QVERIFY(removed && *removed);
        QCOMPARE(count(QStringLiteral("shared")), alone + 1);
        QCOMPARE(second.found(QStringLiteral("club")).size(), 20);
        const auto removedToo = await(second.library.remove(QStringLiteral("C")), Patience);
        QVERIFY(removedToo && *removedToo);
        QCOMPARE(count(QStringLiteral("shared")), 0);
    }

    void aServerKilledWhileItIsFilledLosesNothing()
    {
        Computer computer(configuration(QStringLiteral("killed")));
        TestLibrary &library = computer.library;
        constexpr int Files = 3000;
        for (int i = 0; i < Files; ++i)
            library.write(QStringLiteral("%1/%2.txt").arg(i / 500).arg(i), "Common words and the number " + QByteArray::number(i) + ".");
        bool killed = false;
        const auto broken = library.index(QStringLiteral("C"), {}, [&](const Library::IndexProgress &progress) {
            if (progress.done > Files / 2 && !std::exchange(killed, true))
                m_server->kill();
        });
        QVERIFY(killed);
        QVERIFY(!broken.ok());
        QVERIFY2(broken.error().message.contains(QLatin1String("127.0.0.1")), qPrintable(broken.error().message));
        QVERIFY(m_server->start());
        computer.connectTo(configuration(QStringLiteral("killed")));
        const auto health = [&] { return computer.inPool([engine = computer.engine] { return engine->health(0); }); };
        QTRY_VERIFY_WITH_TIMEOUT(health()->incomplete, 120'000);
        QVERIFY2(health()->message.contains(QLatin1String("passages here and")), qPrintable(health()->message));
        QVERIFY(computer.search(QStringLiteral("common"))->partial);
        auto report = library.index();
        QVERIFY2(report.ok(), qPrintable(report.ok() ? QString() : report.error().message));
        QCOMPARE(library.library().chunkCount(0, 1).valueOr(-1), Files);
        QCOMPARE(count(QStringLiteral("killed")), Files);
        QCOMPARE(computer.search(QStringLiteral("common"))->total, Files);
        QCOMPARE(computer.search(QStringLiteral("\"number 2718\""))->total, 1);
        QVERIFY2(health()->ok, qPrintable(health()->message));
        // What is lost there later is missed as well.
        constexpr int Lost = 7;
        const QJsonObject some = ask("GET", QStringLiteral("/killed/_search?size=%1").arg(Lost))[QLatin1String("hits")].toObject();
        for (const QJsonValue &hit : some[QLatin1String("hits")].toArray())
            ask("DELETE", QLatin1String("/killed/_doc/") + hit[QLatin1String("_id")].toString());
        QCOMPARE(count(QStringLiteral("killed")), Files - Lost);
        QVERIFY(health()->incomplete);
        report = library.index();
        QVERIFY2(report.ok(), qPrintable(report.ok() ? QString() : report.error().message));
        QCOMPARE(report->indexed, 0);
        QCOMPARE(count(QStringLiteral("killed")), Files);
        QVERIFY(health()->ok);
    }

    void whatIsWrongIsSaid()
    {
        Computer computer(configuration(QStringLiteral("wrong")));
        TestLibrary &library = computer.library;
        const auto unknown = computer.search(QStringLiteral("anything"));
        QVERIFY(!unknown.ok());
        QVERIFY2(unknown.error().message.contains(QLatin1String("no index \"wrong\"")), qPrintable(unknown.error().message));
        library.write(QStringLiteral("a.txt"), "Lanterns are lit at six.");
        QVERIFY(library.index());

        // A full disk: the server blocks writing; what was read goes in when it is lifted.
        const auto block = [this](bool on) {
            ask("PUT", QStringLiteral("/wrong/_settings"),
                on ? "{\"index.blocks.read_only_allow_delete\":true}" : "{\"index.blocks.read_only_allow_delete\":null}");
        };
        block(true);
        library.write(QStringLiteral("b.txt"), "Boats leave at seven.");
        auto report = library.index();
        QVERIFY(!report.ok());
        QCOMPARE(report.error().code, ErrorCode::StorageFull);
        QVERIFY2(report.error().message.contains(QLatin1String("disk is nearly full")), qPrintable(report.error().message));
        QCOMPARE(computer.found(QStringLiteral("lantern")).size(), 1);
        block(false);
        QVERIFY(library.index());
        QCOMPARE(computer.found(QStringLiteral("boats")).size(), 1);

        // A red cluster: the index has no place. One that had a place is given it back whatever is asked, so it is made anew.
        const QString name = ask("GET", QStringLiteral("/_alias/wrong")).keys().value(0);
        QJsonObject homeless = ask("GET", QLatin1Char('/') + name)[name].toObject();
        QJsonObject settings = homeless[QLatin1String("settings")][QLatin1String("index")].toObject();
        for (const char *own : { "provided_name", "creation_date", "uuid", "version", "replication" })
            settings.remove(QLatin1String(own));
        settings[QLatin1String("routing")]
            = QJsonObject { { QStringLiteral("allocation.require._name"), QStringLiteral("nowhere") } };
        homeless[QLatin1String("settings")] = QJsonObject { { QStringLiteral("index"), settings } };
        ask("DELETE", QLatin1Char('/') + name);
        ask("PUT", QLatin1Char('/') + name + QLatin1String("?wait_for_active_shards=0&timeout=1s"),
            QJsonDocument(homeless).toJson());
        const auto red = computer.search(QStringLiteral("boats"));
        QVERIFY(!red.ok());
        QVERIFY2(red.error().message.contains(QLatin1String("cluster is red")), qPrintable(red.error().message));
        auto health = computer.inPool([engine = computer.engine] { return engine->health(0); });
        const auto isRed = [&] { // the cluster's own word of it may come a moment later
            health = computer.inPool([engine = computer.engine] { return engine->health(0); });
            return health.ok() && !health->ok;
        };
        QTRY_VERIFY_WITH_TIMEOUT(isRed(), 60'000);
        QVERIFY2(health->message.contains(QLatin1String("cluster is red")), qPrintable(health->message));
        ask("PUT", QStringLiteral("/wrong/_settings"), "{\"index.routing.allocation.require._name\":null}");
        QTRY_VERIFY_WITH_TIMEOUT(computer.search(QStringLiteral("boats")).ok(), 120'000);
        QVERIFY(library.index()); // it was empty
        const auto isWell = [&] {
            health = computer.inPool([engine = computer.engine] { return engine->health(0); });
            return health.ok() && health->ok;
        };
        QTRY_VERIFY_WITH_TIMEOUT(isWell(), 120'000);
        QCOMPARE(health->documents, 2);

        // Somebody removed the index: it is filled again from the library.
        ask("DELETE", QLatin1Char('/') + ask("GET", QStringLiteral("/_alias/wrong")).keys().value(0));
        const auto lost = computer.search(QStringLiteral("boats"));
        QVERIFY(!lost.ok());
        QVERIFY2(lost.error().message.contains(QLatin1String("no index \"wrong\"")), qPrintable(lost.error().message));
        report = library.index();
        QVERIFY(report.ok());
        QCOMPARE(report->indexed, 0); // no file was read again
        QCOMPARE(computer.found(QStringLiteral("boats")).size(), 1);

        // The name belongs to somebody else's index.
        ask("PUT", QStringLiteral("/taken"), "{\"mappings\":{\"properties\":{\"terms\":{\"type\":\"integer\"}}}}");
        Computer other(configuration(QStringLiteral("taken")));
        other.library.write(QStringLiteral("a.txt"), "Lanterns are lit at six.");
        const auto taken = other.library.index();
        QVERIFY(!taken.ok());
        QVERIFY2(taken.error().message.contains(QLatin1String("search.index")), qPrintable(taken.error().message));
        QCOMPARE(count(QStringLiteral("taken")), 0);
        // Heddle's own name for the index, with fields that don't fit.
        ask("PUT", QStringLiteral("/misfit-v1-words"),
            "{\"aliases\":{\"misfit\":{}},\"mappings\":{\"dynamic\":\"strict\",\"_meta\":{\"heddle_schema\":1,\"model\":\"\"},"
            "\"properties\":{\"terms\":{\"type\":\"integer\"},\"holders\":{\"type\":\"keyword\"}}}}");
        other.connectTo(configuration(QStringLiteral("misfit")));
        const auto misfit = other.library.index();
        QVERIFY(!misfit.ok());
        QVERIFY2(misfit.error().message.contains(QLatin1String("fields are not Heddle's")), qPrintable(misfit.error().message));
    }

    void aHundredUsersAtOnce()
    {
        constexpr int Users = 100;
        Computer computer(configuration(QStringLiteral("many")));
        TestLibrary &library = computer.library;
        for (int i = 0; i < 300; ++i)
            library.write(QStringLiteral("%1.txt").arg(i), "Report " + QByteArray::number(i) + " tells of lanterns and of boats.");
        QVERIFY(library.index());
        std::vector<QCoro::Task<Result<Retrieval::Retrieval>>> tasks;
        const auto setup = std::make_shared<const Setup::AnswerSetup>(Setup::AnswerSetup { computer.engine });
        QElapsedTimer clock;
        clock.start();
        std::vector<double> times;
        int right = 0, ended = 0;
        QObject context;
        for (int i = 0; i < Users; ++i) {
            Retrieval::RetrievalRequest request;
            request.setup = setup;
            request.question = QStringLiteral("what tells report %1 of lanterns?").arg(i);
            QCoro::connect(computer.retriever->retrieve(request, {}, {}), &context, [&, i](const Result<Retrieval::Retrieval> &found) {
                times.push_back(double(clock.nsecsElapsed()) / 1e6);
                ++ended;
                right += found && !found->passages.isEmpty()
                        && QFileInfo(found->passages.first().hit.path).completeBaseName() == QString::number(i)
                    ? 1
                    : 0;
            });
        }
        QTRY_COMPARE_WITH_TIMEOUT(ended, Users, Patience);
        QCOMPARE(right, Users);
        const auto counters = library.pools().search.figures();
        QVERIFY2(counters.peakActive <= library.pools().search.threads(), qPrintable(QString::number(counters.peakActive)));
        std::sort(times.begin(), times.end());
        qInfo("100 questions at once on %s: median %.0f ms, 99th %.0f ms, all in %.0f ms, at most %d at work", qPrintable(engineName()),
            times[Users / 2], times[Users - 2], times.back(), counters.peakActive);
    }

    void scifactIsSearchedAsWellAsHere()
    {
        const QString data = QStringLiteral(HEDDLE_TEST_DATA);
        const QString python = QStandardPaths::findExecutable(QStringLiteral("python3"));
        if (!QFile::exists(data + QLatin1String("/scifact/scifact.zip")) || python.isEmpty())
            QSKIP("SciFact is not on this machine");
        QTemporaryDir folder;
        QCOMPARE(QProcess::execute(python, { QStringLiteral(HEDDLE_SOURCE "/tests/bench/make_collections.py"), data, folder.path() }), 0);
        Computer computer(configuration(QStringLiteral("scifact")));
        TestLibrary &library = computer.library;
        QDir().rmdir(library.documents());
        QVERIFY(QFile::rename(folder.filePath(QStringLiteral("scifact/docs")), library.documents()));
        library.use(library.sharedEngine());
        QVERIFY(library.index());
        library.use(computer.engine);
        QVERIFY(library.index());
        QHash<QString, QHash<QString, int>> judgements;
        for (const QByteArray &line : readFile(folder.filePath(QStringLiteral("scifact/qrels.txt"))).split('\n')) {
            const QList<QByteArray> parts = line.split(' ');
            if (parts.size() == 4)
                judgements[QString::fromUtf8(parts[0])][QString::fromUtf8(parts[2])] = parts[3].toInt();
        }
        QHash<QString, QStringList> here, there;
        for (const QByteArray &line : readFile(folder.filePath(QStringLiteral("scifact/topics.tsv"))).split('\n')) {
            const QString id = QString::fromUtf8(line).section(QLatin1Char('\t'), 0, 0),
                          question = QString::fromUtf8(line).section(QLatin1Char('\t'), 1);
            if (question.isEmpty())
                continue;
            here[id] = library.found(question);
            there[id] = computer.found(question);
        }
        const double local = ndcg(judgements, here), remote = ndcg(judgements, there);
        qInfo("SciFact nDCG@10: %.4f here, %.4f on %s", local, remote, qPrintable(engineName()));
        QVERIFY(judgements.size() >= 300);
        QVERIFY(local > 0.66);
        QVERIFY(std::abs(local - remote) <= 0.02);
    }
};

QTEST_GUILESS_MAIN(TestSearchServers)
#include "test_searchservers.moc"
