// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/concurrency/sleep.h"
#include "core/library/vectorbuilder.h"
#include "core/retrieval/retriever.h"
#include "core/setup/setupservice.h"
#include "core/storage/schemas.h"
#include "tests/support/fakeembedder.h"
#include "tests/support/testlibrary.h"
#include "tests/support/testsetup.h"
#include <QScopeGuard>

using namespace Heddle;
using namespace Heddle::Setup;
using namespace Heddle::TestSupport;
using namespace std::chrono_literals;

namespace {

//! Embeds a question only once it is let go.
class HeldEmbedder : public FakeEmbedder {
public:
    explicit HeldEmbedder(bool *gone) : m_gone(gone) { }
    ~HeldEmbedder() override { *m_gone = true; }
    QCoro::Task<Result<Embedding::Vector>> embedQuery(QString question, Concurrency::Context context) override
    {
        asked = true;
        while (!letGo && !context.stop_requested())
            co_await Concurrency::sleepFor(1ms, context.stop, &m_timing);
        co_return vectorOf(question);
    }
    bool asked = false, letGo = false;

private:
    bool *m_gone;
    QObject m_timing;
};

//! Answers the first reads late: what was asked for first is known last.
class SlowKeychain : public Settings::Keychain {
public:
    QCoro::Task<Result<QByteArray>> read(QString, std::stop_token stop) override
    {
        const auto time = std::max(0ms, 60ms - 10ms * m_reads++);
        co_await Concurrency::sleepFor(time, stop, &m_timing);
        co_return QByteArray();
    }
    QCoro::Task<Status> write(QString, QByteArray, std::stop_token) override { co_return Done {}; }
    QCoro::Task<Status> remove(QString, std::stop_token) override { co_return Done {}; }

private:
    int m_reads = 0;
    QObject m_timing;
};

} // namespace

class TestSetupService : public QObject {
    Q_OBJECT
    std::unique_ptr<TestLibrary> m_library;
    std::unique_ptr<Net::HttpClient> m_http;
    std::unique_ptr<Net::BlockingHttp> m_blockingHttp;
    std::unique_ptr<Settings::SecretStore> m_secrets;
    std::unique_ptr<Settings::Store> m_settings;
    std::unique_ptr<SetupService> m_service;

    void set(const char *key, const QString &value)
    {
        const Status stored = m_settings->set(QLatin1String(key), value);
        QVERIFY2(stored.ok(), stored.ok() ? "" : qUtf8Printable(stored.error().message));
    }
    void useModels()
    {
        set("rerank.provider", QStringLiteral("openai-compatible"));
        set("rerank.url", QStringLiteral("http://127.0.0.1:9/v1"));
        set("rerank.model", QStringLiteral("reranker"));
        set("chat.provider", QStringLiteral("openai-compatible"));
        set("chat.url", QStringLiteral("http://127.0.0.1:9/v1"));
        set("chat.model", QStringLiteral("chat"));
        set("embedding.kind", QStringLiteral("http"));
        set("embedding.url", QStringLiteral("http://127.0.0.1:9/v1"));
        set("embedding.model", QStringLiteral("embedder"));
    }
    void apply() { QVERIFY(awaitVoid(m_service->apply({}))); }
    AnswerSetupPtr current() { return m_service->answers().take(); }
    QStringList notices(Notice::About about)
    {
        QStringList texts;
        for (const Notice &notice : current()->notices) {
            if (notice.about == about)
                texts += notice.text;
        }
        return texts;
    }
    //! A save of the settings as the window does it: stored in the writer's pool, then put to use.
    static QCoro::Task<void> save(TestSetupService *test, int window, bool reranker, int *done)
    {
        auto storing = test->m_library->pools().conversationsWriter.submit(
            [settings = *test->m_settings, window, reranker](std::stop_token) -> Status {
                HEDDLE_TRY(settings.set(QStringLiteral("rerank.window"), QString::number(window)));
                return settings.set(
                    QStringLiteral("rerank.provider"), reranker ? QStringLiteral("openai-compatible") : QStringLiteral("none"));
            },
            std::stop_token(), QStringLiteral("save settings"));
        const Status stored = co_await std::move(storing);
        auto applying = test->m_service->apply({});
        co_await std::move(applying);
        // Whoever has saved finds a set-up in use that is at least as new.
        if (stored && test->current()->tuning.rerankWindow >= window)
            ++*done;
    }

private Q_SLOTS:
    void init()
    {
        Storage::Database::closeThreadConnections();
        m_library = std::make_unique<TestLibrary>();
        m_library->write(QStringLiteral("garage.txt"), "The automobile stands in the yard behind the house.");
        m_library->write(QStringLiteral("harbour.txt"), "The boat lies in the harbour, behind the wall.");
        QVERIFY(m_library->index());
        auto database = Storage::Database::open(m_library->data() + QLatin1String("/conversations.db"), Storage::conversationsSchema());
        QVERIFY(database.ok());
        m_settings = std::make_unique<Settings::Store>(*database);
        const auto calls = std::make_shared<Net::CallRegistry>(m_library->pools().flows);
        m_http = std::make_unique<Net::HttpClient>(calls);
        m_blockingHttp = std::make_unique<Net::BlockingHttp>(calls);
        m_secrets = std::make_unique<Settings::SecretStore>(std::make_unique<SlowKeychain>());
        m_service = std::make_unique<SetupService>(
            Parts { *m_settings, m_secrets.get(), m_library->library(), m_http.get(), m_blockingHttp.get(), &m_library->pools(),
                std::make_shared<Rerank::ScoreCache>(), m_library->sharedEngine(), m_library->data() + QLatin1String("/index"), {} });
    }
    void cleanup()
    {
        m_service.reset();
        m_secrets.reset();
        m_blockingHttp.reset();
        m_http.reset();
        m_settings.reset();
        m_library.reset();
    }

    void aModelThatIsSwitchedOffIsKeptByTheQuestionOnItsWay()
    {
        Library::VectorBuilder builder(m_library->library(), &m_library->pools(), m_library->data());
        bool gone = false;
        auto embedder = std::make_shared<HeldEmbedder>(&gone);
        QVERIFY(*await(builder.run(embedder, m_library->sharedEngine(), {}, {})));
        Concurrency::TaskGroup tasks;
        Retrieval::Retriever retriever(&m_library->pools(), &tasks);
        TestSetup setup(m_library->sharedEngine());
        setup.change([&](AnswerSetup &next) { next.embedder = embedder; });

        Retrieval::RetrievalRequest request;
        request.setup = setup.take();
        request.question = QStringLiteral("vehicle");
        std::optional<Result<Retrieval::Retrieval>> found;
        QObject context;
        QCoro::connect(retriever.retrieve(std::exchange(request, {}), {}, {}), &context,
            [&found](Result<Retrieval::Retrieval> result) { found = std::move(result); });
        QTRY_VERIFY(embedder->asked);
        HeldEmbedder *const raw = embedder.get();
        setup.change([](AnswerSetup &next) { next.embedder.reset(); });
        embedder.reset();
        QVERIFY(!gone); // the question holds it
        raw->letGo = true;
        QTRY_VERIFY(found.has_value());
        QVERIFY(found->ok());
        QCOMPARE((*found)->order, Retrieval::Retrieval::Order::Hybrid);
        QVERIFY((*found)->passages.first().hit.path.endsWith(QLatin1String("garage.txt")));
        QTRY_VERIFY(gone); // and nobody else

        // The next question begins without it.
        request.setup = setup.take();
        request.question = QStringLiteral("vehicle");
        const auto next = await(retriever.retrieve(request, {}, {}));
        QVERIFY(next && next->ok());
        QVERIFY((*next)->passages.isEmpty());
    }

    void fiftySavesAtOnceEndInTheLast()
    {
        useModels();
        int done = 0;
        QObject context;
        int ended = 0;
        constexpr int Saves = 50;
        for (int i = 1; i <= Saves; ++i)
            QCoro::connect(save(this, i, i < Saves, &done), &context, [&ended] { ++ended; });
        QTRY_COMPARE(ended, Saves);
        QCOMPARE(done, Saves);
        QCOMPARE(current()->tuning.rerankWindow, Saves);
        QVERIFY(!current()->reranker); // the last save switched it off
    }

    void aBuildThatIsOvertakenIsNotUsed()
    {
        useModels();
        int swaps = 0;
        QObject::connect(m_service.get(), &SetupService::changed, this, [&swaps] { ++swaps; });
        auto first = m_service->apply({});
        // The settings change while the first build waits for the keychain.
        set("embedding.kind", QStringLiteral("none"));
        apply();
        QVERIFY(awaitVoid(std::move(first)));
        QCOMPARE(swaps, 1);
        QVERIFY(!m_service->indexing().embedder);
        QVERIFY(!current()->embedder);
    }

    void whatDidNotChangeIsTakenOver()
    {
        useModels();
        apply();
        const AnswerSetupPtr before = current();
        QVERIFY(before->reranker && before->chatModel && before->embedder);
        QVERIFY(before->notices.isEmpty());
        set("pools.search", QStringLiteral("7"));
        set("rerank.window", QStringLiteral("12"));
        bool told = false;
        QObject::connect(m_service.get(), &SetupService::changed, this, [&told] { told = true; });
        apply();
        QCOMPARE(m_library->pools().search.threads(), 7);
        QVERIFY(current() != before);
        QCOMPARE(current()->tuning.rerankWindow, 12);
        QCOMPARE(current()->reranker, before->reranker);
        QCOMPARE(current()->chatModel, before->chatModel);
        QCOMPARE(current()->embedder, before->embedder);
        QVERIFY(!told); // nothing to be indexed or embedded again
        // What did change is made anew; the question on its way keeps what it began with.
        set("chat.model", QStringLiteral("another"));
        set("embedding.model", QStringLiteral("another"));
        apply();
        QVERIFY(told);
        QCOMPARE(current()->chatModel->model(), QStringLiteral("another"));
        QCOMPARE(before->chatModel->model(), QStringLiteral("chat"));
        QCOMPARE(current()->reranker, before->reranker);
    }

    void everythingThatCantBeUsedIsTold()
    {
        set("search.engine", QStringLiteral("remote")); // without an address
        set("rerank.provider", QStringLiteral("jina")); // without its key
        set("chat.provider", QStringLiteral("openai"));
        set("embedding.kind", QStringLiteral("http"));
        set("embedding.url", QString());
        set("embedding.provider", QStringLiteral("openai-compatible"));
        apply();
        for (const auto about : { Notice::About::Search, Notice::About::Rerank, Notice::About::Chat, Notice::About::Embedding })
            QCOMPARE(notices(about).size(), 1);
        QVERIFY(!m_service->indexing().engineProblem.isEmpty());
        QVERIFY(!m_service->indexing().embedderProblem.isEmpty());
        QVERIFY(!current()->reranker && !current()->chatModel && !current()->embedder);
        QVERIFY(current()->engine); // this computer's

        Concurrency::TaskGroup tasks;
        Retrieval::Retriever retriever(&m_library->pools(), &tasks);
        Retrieval::RetrievalRequest request;
        request.setup = current();
        request.question = QStringLiteral("harbour");
        const auto found = await(retriever.retrieve(request, {}, {}));
        QVERIFY(found && found->ok());
        QCOMPARE((*found)->passages.size(), 1);
        for (const auto about : { Notice::About::Search, Notice::About::Rerank, Notice::About::Embedding })
            QVERIFY((*found)->notices.contains(notices(about).first()));
        QVERIFY(!(*found)->notices.contains(notices(Notice::About::Chat).first())); // the dialog says that
    }

    void whatBecomesOfKeysIsTold()
    {
        set("chat.provider", QStringLiteral("openai-compatible"));
        set("chat.url", QStringLiteral("http://192.0.2.1:8000")); // kept for documentation, nobody answers there
        set("chat.model", QStringLiteral("m"));
        apply();
        QVERIFY(notices(Notice::About::Keys).isEmpty()); // there is none
        const auto restore = qScopeGuard([] { qunsetenv("HEDDLE_CHAT_KEY"); });
        qputenv("HEDDLE_CHAT_KEY", "k3y");
        apply();
        QCOMPARE(notices(Notice::About::Keys).size(), 1);
        QVERIFY(notices(Notice::About::Keys).first().contains(QLatin1String("isn't sent to http://192.0.2.1:8000")));

        qputenv("HEDDLE_CHAT_KEY", "http://192.0.2.1:8000 k3y");
        apply();
        const QStringList told = notices(Notice::About::Keys);
        QCOMPARE(told.size(), 1);
        QVERIFY2(told.first().contains(QLatin1String("http://192.0.2.1:8000 is sent unencrypted")), qPrintable(told.first()));
        Concurrency::TaskGroup tasks;
        Retrieval::Retriever retriever(&m_library->pools(), &tasks);
        for (const bool first : { true, false }) { // once in a run, whatever is set up anew
            Retrieval::RetrievalRequest request;
            request.setup = current();
            request.question = QStringLiteral("harbour");
            const auto found = await(retriever.retrieve(request, {}, {}));
            QVERIFY(found && found->ok());
            QCOMPARE((*found)->notices.contains(told.first()), first);
            set("chat.model", QStringLiteral("another"));
            apply();
        }
    }

    void anotherEngineIsAnnounced()
    {
        int engines = 0;
        QObject::connect(m_service.get(), &SetupService::changed, this, [&engines](bool engine, bool) { engines += engine; });
        apply();
        QCOMPARE(engines, 1); // the first time whatever it is: what is indexed is not known yet
        apply();
        QCOMPARE(engines, 1);
        set("search.engine", QStringLiteral("remote"));
        set("search.url", QStringLiteral("http://127.0.0.1:9"));
        apply();
        QCOMPARE(engines, 2);
        QCOMPARE(current()->engine->host(), QStringLiteral("http://127.0.0.1:9"));
        const auto engine = m_service->indexing().engine;
        set("search.depth", QStringLiteral("99"));
        apply();
        QCOMPARE(engines, 2);
        QCOMPARE(m_service->indexing().engine, engine);
        set("search.engine", QStringLiteral("local"));
        apply();
        QCOMPARE(engines, 3);
        QVERIFY(current()->engine->host().isEmpty());
    }

    void aStopLeavesWhatIsInUse()
    {
        useModels();
        apply();
        const AnswerSetupPtr before = current();
        set("rerank.provider", QStringLiteral("none"));
        std::stop_source stop;
        auto applying = m_service->apply(stop.get_token());
        stop.request_stop();
        QVERIFY(awaitVoid(std::move(applying)));
        QCOMPARE(current(), before);
        // One that waits for another's build and is stopped ends at once; the other goes on.
        std::stop_source waiting;
        auto first = m_service->apply({});
        auto second = m_service->apply(waiting.get_token());
        waiting.request_stop();
        QVERIFY(awaitVoid(std::move(second)));
        QVERIFY(awaitVoid(std::move(first)));
        QVERIFY(!current()->reranker);
    }

    void aStoredValueThatIsNoneIsToldAndItsDefaultUsed()
    {
        auto database = Storage::Database::open(m_library->data() + QLatin1String("/conversations.db"), Storage::conversationsSchema());
        QVERIFY(database->run(QStringLiteral("INSERT INTO setting(key, value) VALUES('rerank.window', 'many')")).ok());
        apply();
        QCOMPARE(current()->tuning.rerankWindow, Tuning().rerankWindow);
        const QStringList told = notices(Notice::About::Settings);
        QCOMPARE(told.size(), 1);
        QVERIFY2(told.first().contains(QLatin1String("rerank.window")), qUtf8Printable(told.first()));
        set("rerank.window", QStringLiteral("10"));
        apply();
        QVERIFY(notices(Notice::About::Settings).isEmpty());
    }

    void settingsThatCantBeReadChangeNothing()
    {
        useModels();
        apply();
        const AnswerSetupPtr before = current();
        auto database = Storage::Database::open(m_library->data() + QLatin1String("/conversations.db"), Storage::conversationsSchema());
        QVERIFY(database->run(QStringLiteral("ALTER TABLE setting RENAME TO gone")).ok());
        apply();
        QCOMPARE(current()->reranker, before->reranker);
        QCOMPARE(notices(Notice::About::Settings).size(), 1);
        QVERIFY(database->run(QStringLiteral("ALTER TABLE gone RENAME TO setting")).ok());
        apply();
        QVERIFY(current()->notices.isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestSetupService)
#include "test_setup.moc"
