// SPDX-License-Identifier: GPL-3.0-or-later
// A question on its way: retrieval with and without a reranker, the quoted answer, and what is saved of it.
#include "core/concurrency/sleep.h"
#include "core/conversation/conversationservice.h"
#include "core/conversation/export.h"
#include "core/dialog/quotedanswer.h"
#include "core/rerank/httpreranker.h"
#include "tests/support/rerankcontracts.h"
#include "tests/support/testlibrary.h"
#include "tests/support/testsetup.h"
#include <QElapsedTimer>
#include <QJsonDocument>
#include <cmath>
#include <numeric>

using namespace Heddle;
using namespace Heddle::TestSupport;
using namespace std::chrono_literals;

namespace {

Rerank::Scores reversed(qsizetype count)
{
    Rerank::Scores scores;
    scores.scale = Rerank::Scale::Probability;
    for (qsizetype i = 0; i < count; ++i)
        scores.raw.push_back(double(i) / double(count));
    scores.score = scores.raw;
    return scores;
}

class BlockingReranker : public Rerank::Reranker {
public:
    QString name() const override { return QStringLiteral("Blocking"); }
    Result<Rerank::Scores> similarity(const QString &, const QStringList &passages, Concurrency::Context) override
    {
        ranIn = QThread::currentThread();
        received = passages.size();
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

Retrieval::Passage passage(const QString &document, const QString &text, double score)
{
    Retrieval::Passage passage;
    passage.hit.document = document;
    passage.hit.path = QLatin1Char('/') + document;
    passage.hit.chunk = document + text.left(5);
    passage.hit.title = document;
    passage.hit.language = QStringLiteral("en");
    passage.hit.text = text;
    passage.score = score;
    return passage;
}

Search::QueryTerm term(const char *word, double idf)
{
    return { QLatin1String(word), { QLatin1String(word) }, true, idf };
}

} // namespace

class TestFlow : public QObject {
    Q_OBJECT
    Concurrency::TaskGroup m_tasks;
    std::unique_ptr<TestLibrary> m_library;
    std::shared_ptr<Net::CallRegistry> m_registry = std::make_shared<Net::CallRegistry>();
    std::unique_ptr<Net::HttpClient> m_http;
    std::unique_ptr<FakeHttpServer> m_server;
    std::unique_ptr<Storage::ConversationRepository> m_conversations;
    std::unique_ptr<TestSetup> m_setup;
    std::unique_ptr<Retrieval::Retriever> m_retriever;
    std::unique_ptr<Dialog::DialogService> m_dialog;
    std::unique_ptr<Conversation::ConversationService> m_service;

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
    Conversation::ConversationService::Answered ask(const QString &question, const QString &conversation = {})
    {
        auto answered = await(m_service->ask(Conversation::AskRequest { question, conversation, {}, {}, {}, {}, {} }, {}, {}));
        if (!answered || !answered->ok())
            qFatal("no answer");
        return **answered;
    }

private Q_SLOTS:
    void init()
    {
        Storage::Database::closeThreadConnections();
        m_library = std::make_unique<TestLibrary>();
        for (int i = 0; i < 100; ++i)
            m_library->write(
                QStringLiteral("f%1.txt").arg(i), QStringLiteral("The fee of case %1 is settled. ").arg(i).repeated(1 + i % 5).toUtf8());
        m_library->write(
            QStringLiteral("answer.txt"), "Penguins live in the south. A penguin eats fish and krill every day. It can't fly.");
        m_library->write(QStringLiteral("second.txt"), "What does a penguin eat? Many birds, such as the penguin, eat fish from the sea.");
        QVERIFY(m_library->index().ok());
        auto database = Storage::Database::open(m_library->data() + QLatin1String("/conversations.db"), Storage::conversationsSchema());
        QVERIFY(database.ok());
        m_conversations = std::make_unique<Storage::ConversationRepository>(*database);
        m_setup = std::make_unique<TestSetup>(m_library->sharedEngine());
        m_retriever = std::make_unique<Retrieval::Retriever>(&m_library->pools(), &m_tasks);
        m_dialog = std::make_unique<Dialog::DialogService>(m_retriever.get(), &m_library->pools());
        m_service = std::make_unique<Conversation::ConversationService>(
            *m_conversations, m_library->library(), m_dialog.get(), m_setup->current(), &m_library->pools(), &m_tasks);
    }
    void initTestCase()
    {
        m_http = std::make_unique<Net::HttpClient>(m_registry);
        m_server = std::make_unique<FakeHttpServer>([](const FakeRequest &) { return FakeReply(); });
    }
    void cleanup()
    {
        m_server->forgetRequests();
        Storage::Database::closeThreadConnections();
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
        QCOMPARE(m_library->pools().inference.figures().done, 1u);
        QCOMPARE(after.order, Retrieval::Retrieval::Order::Rerank);
        QStringList expected = before.mid(0, 64);
        std::reverse(expected.begin(), expected.end());
        QCOMPARE(order(after), expected + before.mid(64));
        QCOMPARE(after.passages.first().rank, 1);
        QVERIFY(after.passages.first().rerankScore && !after.passages.last().rerankScore);
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
        QCOMPARE(late.first().passages.first().searchRank, 64);
        QCOMPARE(late.first().passages[63].hit.chunk, (*found)->passages.first().hit.chunk);

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
                useHttp(provider.id, 300ms);
                QElapsedTimer clock;
                clock.start();
                const auto after = retrieve(request);
                const QByteArray label = QStringLiteral("%1, %2").arg(provider.id, bad).toUtf8();
                QVERIFY2(clock.elapsed() < 1300, label.constData());
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

    void quotesComeFromTwoDocumentsAndAreTheirOwnWords()
    {
        const auto answered = ask(QStringLiteral("What does a penguin eat?"));
        QCOMPARE(answered.answer().kind, Conversation::Answer::Kind::Quoted);
        QSet<QString> documents;
        int cited = 0;
        for (const auto &source : answered.answer().sources) {
            if (source.n == 0)
                continue;
            QCOMPARE(source.n, ++cited);
            documents += source.document;
            const QString sentence = source.text.mid(source.sentenceStart, source.sentenceEnd - source.sentenceStart).simplified();
            QVERIFY(answered.answer().text.contains(sentence + QStringLiteral(" [%1]").arg(source.n)));
            QVERIFY(source.text.contains(sentence));
        }
        QVERIFY(cited >= 2 && cited <= 5);
        QCOMPARE(documents.size(), 2);
        QVERIFY(answered.answer().text.contains(QLatin1String("A penguin eats fish and krill every day.")));
        QVERIFY(!answered.answer().text.startsWith(QLatin1String("What does a penguin eat?")));
    }

    void aShortSentenceThatAnswersIsQuoted()
    {
        const auto answer = Dialog::quoteAnswer(QStringLiteral("What leaves my computer?"),
            { passage(QStringLiteral("a"),
                QStringLiteral("Nothing leaves your computer. It says so and leaves the file as it is, whatever it may be."), 3) },
            { term("leaves", 3), term("computer", 2) });
        QVERIFY(answer.text.startsWith(QLatin1String("Nothing leaves your computer. [1]")));
    }

    void headingsEchoesAndOverlapsAreNotQuoted()
    {
        const QList<Search::QueryTerm> terms { term("penguin", 3), term("diet", 4), term("fish", 2) };
        const QString question = QStringLiteral("penguin diet fish");
        auto heading = passage(QStringLiteral("a"),
            QStringLiteral("Penguin diet fish\nThe penguin diet is fish from cold seas. Ask about \"penguin diet fish\" here."), 3);
        heading.hit.heading = QStringLiteral("Penguin diet fish");
        const auto answer = Dialog::quoteAnswer(question,
            { heading,
                passage(QStringLiteral("b"), QStringLiteral("The penguin diet is fish from cold seas. Another diet holds no fish at all."),
                    2) },
            terms);
        QCOMPARE(answer.text.count(QLatin1String("The penguin diet is fish from cold seas.")), 1);
        QVERIFY(answer.text.startsWith(QLatin1String("The penguin diet is fish from cold seas. [1]")));
        QVERIFY(Dialog::quoteAnswer(question, {}, terms).text.isEmpty());
        QVERIFY(Dialog::quoteAnswer(question, { passage(QStringLiteral("c"), QStringLiteral("Nothing of that kind."), 1) }, terms)
                    .text.isEmpty());
    }

    void nothingFoundSaysWhatWasSearched()
    {
        const auto answered = ask(QStringLiteral("zzyzx qwertz"));
        QCOMPARE(answered.answer().kind, Conversation::Answer::Kind::None);
        for (const char *part : { "102 documents", "(C)", "zzyzx", "qwertz" })
            QVERIFY2(answered.answer().text.contains(QLatin1String(part)), qUtf8Printable(answered.answer().text));
        QVERIFY(ask(QStringLiteral("penguin zzyzx")).answer().notices.first().contains(QLatin1String("zzyzx")));
        QVERIFY(ask(QStringLiteral("penguin 企鹅吃鱼")).answer().notices.isEmpty()); // parts of a CJK run are no words
        QVERIFY(ask(QStringLiteral("pengiun")).answer().text.contains(QLatin1String("penguin")));
    }

    void aTurnIsSavedWithItsSourcesAndGoesOn()
    {
        const auto first = ask(QStringLiteral("What does a penguin eat?"));
        const auto second = ask(QStringLiteral("Where does it live?"), first.conversation);
        QCOMPARE(second.conversation, first.conversation);
        auto loaded = await(m_service->load(first.conversation, {}));
        QVERIFY(loaded && loaded->ok());
        const Conversation::Record &record = **loaded;
        const QList<Conversation::Message> &messages = record.messages;
        QCOMPARE(record.summary.title, QStringLiteral("What does a penguin eat?"));
        QCOMPARE(messages.size(), 4);
        QCOMPARE(messages[1].text(), first.answer().text);
        QCOMPARE(messages[1].answer()->sources.size(), first.answer().sources.size());
        QCOMPARE(messages[2].parent, messages[1].id);
        // The sources are copies: they stand when the library is gone.
        QVERIFY(await(m_library->remove(QStringLiteral("C")))->ok());
        QVERIFY((await(m_service->load(first.conversation, {})))
                    ->value()
                    .messages[1]
                    .answer()
                    ->sources.first()
                    .text.contains(QLatin1String("penguin")));
        for (const char *format : { "md", "html", "json" }) {
            const auto exported = Conversation::exportConversation(record, QLatin1String(format));
            QVERIFY(exported.ok() && exported->contains("krill") && exported->contains("answer.txt"));
        }
        QCOMPARE(Conversation::exportConversation(record, QStringLiteral("doc")).error().code, ErrorCode::Input);
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

    void titlesAreOneShortLine()
    {
        QCOMPARE(Conversation::titleFrom(QStringLiteral("  What\nis  it? ")), QStringLiteral("What is it?"));
        const QString title = Conversation::titleFrom(QStringLiteral("word ").repeated(50));
        QVERIFY(title.size() <= 61 && title.startsWith(QLatin1String("word word")) && !title.contains(QLatin1String("wor ")));
        QVERIFY(Conversation::titleFrom(QStringLiteral("😀").repeated(100)).isValidUtf16());
    }
};

QTEST_GUILESS_MAIN(TestFlow)
#include "test_flow.moc"
