// SPDX-License-Identifier: GPL-3.0-or-later
// A question on its way: retrieval with and without a reranker, whatever the reranker does.
#include "core/concurrency/sleep.h"
#include "core/rerank/httpreranker.h"
#include "core/retrieval/rerankfusion.h"
#include "tests/support/rerankcontracts.h"
#include "tests/unit/flowfixture.h"
#include <QElapsedTimer>
#include <cmath>

using namespace Heddle;
using namespace Heddle::TestSupport;
using namespace std::chrono_literals;

namespace {

Rerank::Scores reversed(qsizetype count)
{
    Rerank::Scores scores;
    scores.scale = Rerank::Scale::Probability;
    for (qsizetype i = 0; i < count; ++i)
        scores.raw.push_back(i + 1 < count ? 0.4 * double(i) / double(count) : 1); // the last stands out
    scores.score = scores.raw;
    return scores;
}

class BlockingReranker : public Rerank::Reranker {
public:
    QString name() const override { return QStringLiteral("Blocking"); }
    Result<Rerank::Scores> similarity(const QString &, const QStringList &passages, Concurrency::Context) override
    {
        ranIn = QThread::currentThread();
        received = std::max(received.load(), passages.size());
        return reversed(passages.size());
    }
    std::atomic<QThread *> ranIn { nullptr };
    std::atomic<qsizetype> received { 0 };
};

//! Answers what it is told to, after a while or never.
class ScriptedReranker : public Rerank::AsyncReranker {
public:
    enum class Way { Good, Error, Never, Late, WrongCount, NotANumber };
    explicit ScriptedReranker(Way w) : way(w) { }
    QString name() const override { return QStringLiteral("Scripted"); }
    Result<Rerank::Scores> similarity(const QString &, const QStringList &, Concurrency::Context) override { return Error::cancelled(); }
    QCoro::Task<Result<Rerank::Scores>> asyncSimilarity(QString, QStringList passages, Concurrency::Context outer) override
    {
        const std::stop_token stop = outer.stop;
        co_await Concurrency::sleepFor(way == Way::Never ? std::chrono::milliseconds(1h) : way == Way::Late ? 300ms : 1ms, stop, &context);
        if (stop.stop_requested())
            co_return Error::cancelled();
        if (way == Way::Error)
            co_return Error { ErrorCode::Provider, QStringLiteral("the key is not accepted"), {}, false };
        Rerank::Scores scores = reversed(passages.size() - (way == Way::WrongCount));
        if (way == Way::NotANumber)
            scores.score[0] = std::nan("");
        co_return scores;
    }
    Way way;
    QObject context;
};

QStringList order(const Retrieval::Retrieval &retrieval)
{
    QStringList chunks;
    for (const auto &passage : retrieval.passages)
        chunks += passage.hit.chunk;
    return chunks;
}

} // namespace

class TestFlow : public FlowFixture {
    Q_OBJECT
    std::shared_ptr<Net::CallRegistry> m_registry = std::make_shared<Net::CallRegistry>();
    std::unique_ptr<Net::HttpClient> m_http;
    std::unique_ptr<FakeHttpServer> m_server;

    void useReranker(std::shared_ptr<Rerank::Reranker> reranker)
    {
        m_setup->change([&](Setup::AnswerSetup &setup) { setup.reranker = std::move(reranker); });
    }
    Retrieval::Retrieval retrieve(Retrieval::RetrievalRequest request, int *early = nullptr)
    {
        request.setup = m_setup->take();
        auto found = await(m_retriever->retrieve(request,
            [early](const Retrieval::Retrieval &) {
                if (early)
                    ++*early;
            },
            {}));
        if (!found || !found->ok())
            qFatal("no retrieval");
        return **found;
    }
    void useHttp(const QString &provider, std::chrono::milliseconds deadline, const QString &url = {})
    {
        Rerank::Configuration configuration;
        configuration.endpoint.id = provider;
        configuration.endpoint.url = url.isEmpty() ? m_server->base() : url;
        configuration.endpoint.model = QStringLiteral("m");
        configuration.deadline = deadline;
        auto reranker = Rerank::makeReranker(configuration, { m_http.get(), nullptr, &m_library->pools().inference, nullptr });
        if (!reranker)
            qFatal("%s", qUtf8Printable(reranker.error().message));
        useReranker(*reranker);
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_http = std::make_unique<Net::HttpClient>(m_registry);
        m_server = std::make_unique<FakeHttpServer>([](const FakeRequest &) { return FakeReply(); });
    }
    void init() { begin(); }
    void cleanup()
    {
        m_server->forgetRequests();
        end();
    }
    void cleanupTestCase()
    {
        m_http.reset();
        m_server.reset();
    }

    void anEmptyQuestionFindsNothingAndAsksNobody()
    {
        Retrieval::RetrievalRequest request;
        request.question = QStringLiteral("  \n ");
        int early = 0;
        QCOMPARE(retrieve(request, &early).passages.size(), 0);
        QCOMPARE(early, 0);
        QCOMPARE(m_library->pools().search.figures().done, 0u);
    }

    void theWindowIsExactly64AndTheRestKeepsItsPlace()
    {
        Retrieval::RetrievalRequest request;
        request.question = QStringLiteral("fee");
        request.limit = 100;
        const QStringList before = order(retrieve(request));
        QCOMPARE(before.size(), 100);
        const auto blocking = std::make_shared<BlockingReranker>();
        useReranker(blocking);
        int early = 0;
        const auto after = retrieve(request, &early);
        QCOMPARE(early, 1); // the order of the search, at once
        QCOMPARE(blocking->received.load(), 64);
        QVERIFY(blocking->ranIn && blocking->ranIn != QThread::currentThread());
        QCOMPARE(m_library->pools().inference.figures().done, 2u); // the second tried it, as it agrees with nothing
        QCOMPARE(after.order, Retrieval::Retrieval::Order::Rerank);
        // The reranker's order counts most, the search's as well; behind the window nothing moves.
        QVERIFY(after.passages.first().searchRank > 32 && after.passages[63].searchRank < 32);
        QStringList window = before.mid(0, 64), reranked = order(after).mid(0, 64);
        window.sort();
        reranked.sort();
        QCOMPARE(reranked, window);
        QCOMPARE(order(after).mid(64), before.mid(64));
        for (int i = 1; i < 64; ++i)
            QVERIFY(after.passages[i - 1].score >= after.passages[i].score);
        QCOMPARE(after.passages.first().rank, 1);
        QVERIFY(after.passages.first().rerankScore && !after.passages.last().rerankScore);
    }

    //! Search and reranker are compared whatever their scales.
    void scoresAreFused()
    {
        const auto fusedScores = [](const std::vector<double> &search, const std::vector<double> &rerank) {
            return Retrieval::fusedScores(search, rerank, Retrieval::UntriedRerankWeight);
        };
        const auto best = [](const std::vector<double> &scores) {
            return std::max_element(scores.cbegin(), scores.cend()) - scores.cbegin();
        };
        const std::vector<double> search { 9, 7, 6, 5, 4, 3, 2, 1 };
        QCOMPARE(best(fusedScores(search, { 0, 0, 0, 0, 0, 0.9, 0, 0 })), 5); // one that stands out comes first
        QCOMPARE(best(fusedScores(search, { 0.51, 0.52, 0.5, 0.53, 0.49, 0.54, 0.5, 0.51 })), 0); // differences of nothing don't
        QCOMPARE(
            fusedScores(search, { 0, 0, 0, 9, 0, 0, 0, 0 }), fusedScores({ 90, 70, 60, 50, 40, 30, 20, 10 }, { 1, 1, 1, 2, 1, 1, 1, 1 }));
        QCOMPARE(best(fusedScores(search, std::vector<double>(8, 0.3))), 0);
        QCOMPARE(best(fusedScores(std::vector<double>(8, 2.0), { 1, 2, 3, 4, 5, 6, 7, 8 })), 7);
        for (const double score : fusedScores(search, { 1e300, -1e300, 0, 0, 0, 0, 0, 0 }))
            QVERIFY(score >= 0 && score <= 1);
        QCOMPARE(Retrieval::rankAgreement(search, search), 1.0);
        QCOMPARE(Retrieval::rankAgreement({ 1, 2, 3 }, { 3, 2, 1 }), -1.0);
        QCOMPARE(Retrieval::rankAgreement({ 1, 2, 3 }, { 5, 5, 5 }), 0.0);
    }

    //! A model that ranks by chance loses nothing but its own say, and each answer tells so.
    void aRerankerByChanceIsTold()
    {
        class ChanceReranker : public Rerank::Reranker {
        public:
            QString name() const override { return QStringLiteral("Chance"); }
            Result<Rerank::Scores> similarity(const QString &, const QStringList &passages, Concurrency::Context) override
            {
                ++calls;
                Rerank::Scores scores;
                for (const QString &passage : passages) // the answer of the trial comes last
                    scores.raw.push_back(passage.contains(QLatin1String("bearings")) ? 0 : double(qHash(passage, 7) % 1000) / 1000);
                scores.score = scores.raw;
                return scores;
            }
            std::atomic<int> calls { 0 };
        };
        Retrieval::RetrievalRequest request;
        request.question = QStringLiteral("fee");
        const QStringList before = order(retrieve(request));
        const auto chance = std::make_shared<ChanceReranker>();
        useReranker(chance);
        for (int i = 0; i < 3; ++i) {
            const auto found = retrieve(request);
            QCOMPARE(order(found), before);
            QCOMPARE(found.order, Retrieval::Retrieval::Order::Text);
            QCOMPARE(found.notices.size(), 1);
            QVERIFY2(found.notices.first().contains(QLatin1String("ranks by chance")), qPrintable(found.notices.first()));
            QCOMPARE(chance->calls.load(), 2); // the passages and the trial, the first time
        }
        // Another reranker is not held to it.
        useReranker(std::make_shared<ScriptedReranker>(ScriptedReranker::Way::Good));
        QCOMPARE(retrieve(request).order, Retrieval::Retrieval::Order::Rerank);
    }

    void anAsynchronousRerankerHoldsNoThread()
    {
        useReranker(std::make_shared<ScriptedReranker>(ScriptedReranker::Way::Good));
        Retrieval::RetrievalRequest request;
        request.question = QStringLiteral("fee");
        QCOMPARE(retrieve(request).order, Retrieval::Retrieval::Order::Rerank);
        QCOMPARE(m_library->pools().inference.figures().done, 0u);
    }

    void aRerankerThatFailsChangesNothingButOneNotice_data()
    {
        QTest::addColumn<int>("way");
        QTest::newRow("error") << int(ScriptedReranker::Way::Error);
        QTest::newRow("no answer") << int(ScriptedReranker::Way::Never);
        QTest::newRow("a score too few") << int(ScriptedReranker::Way::WrongCount);
        QTest::newRow("not a number") << int(ScriptedReranker::Way::NotANumber);
    }
    void aRerankerThatFailsChangesNothingButOneNotice()
    {
        QFETCH(int, way);
        Retrieval::RetrievalRequest request;
        request.question = QStringLiteral("fee");
        request.rerankBudget = 50ms;
        const auto before = retrieve(request);
        useReranker(std::make_shared<ScriptedReranker>(ScriptedReranker::Way(way)));
        const auto after = retrieve(request);
        QCOMPARE(order(after), order(before));
        QCOMPARE(after.order, Retrieval::Retrieval::Order::Text);
        QCOMPARE(after.notices.size(), 1);
        QVERIFY(after.notices.first().contains(QLatin1String("Scripted")));
    }

    void scoresThatComeLateReorderTheListAndNotTheAnswer()
    {
        useReranker(std::make_shared<ScriptedReranker>(ScriptedReranker::Way::Late));
        Retrieval::RetrievalRequest request;
        request.question = QStringLiteral("fee");
        request.limit = 8; // the late list is whole all the same
        request.rerankBudget = 20ms;
        QList<Retrieval::Retrieval> late;
        request.setup = m_setup->take();
        auto found = await(m_retriever->retrieve(request, {}, {}, [&late](const Retrieval::Retrieval &again) { late += again; }));
        QVERIFY(found && found->ok());
        QCOMPARE((*found)->order, Retrieval::Retrieval::Order::Text);
        QCOMPARE((*found)->revision, 1);
        QCOMPARE((*found)->notices.size(), 1);
        QVERIFY(late.isEmpty());
        QTRY_COMPARE(late.size(), 1);
        QCOMPARE(late.first().order, Retrieval::Retrieval::Order::Rerank);
        QCOMPARE(late.first().revision, 2);
        QVERIFY(late.first().passages.first().searchRank > 32);

        // Stopped meanwhile, nothing comes any more.
        std::stop_source stop;
        QVERIFY(await(m_retriever->retrieve(
            request, {}, Concurrency::Context(stop.get_token()), [&late](const Retrieval::Retrieval &again) { late += again; })));
        stop.request_stop();
        QTRY_COMPARE(m_tasks.running(), 0);
        QCOMPARE(late.size(), 1);
    }

    void everyBadReplyOfEveryProviderLeavesTheOrderOfTheSearch()
    {
        Retrieval::RetrievalRequest request;
        request.question = QStringLiteral("fee");
        const QStringList before = order(retrieve(request));
        for (const Rerank::Provider &provider : Rerank::providers()) {
            if (!provider.asynchronous)
                continue;
            for (const QString &bad : badReplies()) {
                m_server->setHandler([&](const FakeRequest &got) { return badReply(bad, provider.id, got); });
                useHttp(provider.id, 100ms);
                QElapsedTimer clock;
                clock.start();
                const auto after = retrieve(request);
                const QByteArray label = QStringLiteral("%1, %2").arg(provider.id, bad).toUtf8();
                QVERIFY2(clock.elapsed() < 1100, label.constData());
                QVERIFY2(order(after) == before && after.order == Retrieval::Retrieval::Order::Text, label.constData());
                QVERIFY2(after.notices.size() == 1, label.constData());
                QVERIFY2(after.notices.first().contains(provider.name), label.constData());
                QCOMPARE(after.sent.size(), 1);
            }
        }
        // Where there is no server nothing was sent.
        {
            FakeHttpServer gone([](const FakeRequest &) { return FakeReply(); });
            useHttp(QStringLiteral("localai"), 30s, gone.base());
        }
        const auto unreachable = retrieve(request);
        QVERIFY(unreachable.sent.isEmpty());
        QVERIFY(unreachable.notices.first().contains(QLatin1String("Nothing answers at")));
        // And with a right one the answer says what was sent.
        m_server->setHandler([](const FakeRequest &got) { return playContract(QStringLiteral("localai"), {}, got); });
        useHttp(QStringLiteral("localai"), 30s);
        const auto answered = ask(QStringLiteral("What does a penguin eat?"));
        QCOMPARE(answered.answer().sent.size(), 1);
        QVERIFY(answered.answer().sent.first().host.startsWith(QLatin1String("127.0.0.1:")));
        QVERIFY(Dialog::sentText(answered.answer().sent).contains(QLatin1String("127.0.0.1:")));
        auto loaded = await(m_service->load(answered.conversation, {}));
        QCOMPARE(loaded->value().messages[1].answer()->sent.first().bytes, answered.answer().sent.first().bytes);
    }

    void noPoolIsBusyWhileOnlyReranksAreInFlight()
    {
        m_server->setHandler([](const FakeRequest &) { return FakeReply { 200, {}, {}, FakeReply::Way::Hang, 0 }; });
        useHttp(QStringLiteral("localai"), 60s);
        std::stop_source stop;
        QObject context;
        int early = 0, ended = 0;
        for (int i = 0; i < 20; ++i) {
            Retrieval::RetrievalRequest request;
            request.setup = m_setup->take();
            request.question = QStringLiteral("fee %1").arg(i);
            request.rerankBudget = 1h;
            QCoro::connect(m_retriever->retrieve(
                               request, [&early](const Retrieval::Retrieval &) { ++early; }, Concurrency::Context(stop.get_token())),
                &context, [&ended](Result<Retrieval::Retrieval>) { ++ended; });
        }
        QTRY_COMPARE(m_server->requests().size(), 20);
        QCOMPARE(early, 20);
        QVERIFY(m_library->pools().areIdle());
        QCOMPARE(ended, 0);
        QElapsedTimer clock;
        clock.start();
        stop.request_stop();
        QTRY_COMPARE(ended, 20);
        qInfo("20 questions were stopped in %lld ms (goal 50)", static_cast<long long>(clock.elapsed()));
        QTRY_COMPARE(m_server->connections(), 0); // the calls themselves, too
        QVERIFY(m_registry->inFlight() == 0);
    }

    void aStoppedTurnIsSavedAsStopped()
    {
        useReranker(std::make_shared<ScriptedReranker>(ScriptedReranker::Way::Never));
        std::stop_source stop;
        auto answered = await(m_service->ask(Conversation::AskRequest { QStringLiteral("fee"), {}, {}, {}, {}, {}, {} }, stop.get_token(),
            [&stop](const Dialog::Event &event) {
                if (std::holds_alternative<Dialog::Passages>(event))
                    stop.request_stop();
            }));
        QVERIFY(answered && answered->ok() && (*answered)->error && (*answered)->error->isCancelled());
        auto loaded = await(m_service->load((*answered)->conversation, {}));
        QCOMPARE(loaded->value().messages.size(), 2);
        QCOMPARE(loaded->value().messages[0].text(), QStringLiteral("fee"));
        QCOMPARE(loaded->value().messages[1].answer()->state, Conversation::Answer::State::Stopped);
    }
};

QTEST_GUILESS_MAIN(TestFlow)
#include "test_flow.moc"
