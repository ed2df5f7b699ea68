// SPDX-License-Identifier: GPL-3.0-or-later
// A chat model over HTTP: its addresses and models, when it is asked again, and how failures are told.
#include "core/llm/modellist.h"
#include "tests/unit/chatfixture.h"
#include <QElapsedTimer>

using namespace Heddle;
using namespace Heddle::Llm;
using namespace Heddle::TestSupport;
using namespace std::chrono_literals;
using Way = FakeReply::Way;

class TestChat : public ChatFixture {
    Q_OBJECT

private Q_SLOTS:
    void init() { begin(); }
    void cleanup() { end(); }

    void aModelThatLoadsIsWaitedForAndSaidSo()
    {
        int asked = 0;
        m_server->setHandler([&asked](const FakeRequest &) {
            if (++asked < 3)
                return FakeReply { 503, R"({"error":{"message":"Loading model","type":"unavailable_error","code":503}})", {}, Way::Whole,
                    0 };
            return writtenReply({ QStringLiteral("here") });
        });
        const auto reply = complete(configuration());
        QVERIFY(reply.ok());
        QCOMPARE(reply->answer, QStringLiteral("here"));
        QCOMPARE(m_waiting.size(), 2);
        QVERIFY(m_waiting.first().contains(QLatin1String("still loading")));
        // ... but not longer than the deadline.
        asked = -1000;
        Configuration impatient = configuration();
        impatient.wait = 1500ms;
        const auto never = complete(impatient);
        QVERIFY(!never.ok());
        QCOMPARE(never.error().status, 503);
    }

    void retriesComeBeforeTheFirstTokenOnly()
    {
        int asked = 0;
        m_server->setHandler([&asked](const FakeRequest &) {
            if (++asked == 1)
                return FakeReply { 429, R"({"error":{"message":"slow down"}})", { { "Retry-After", "0.1" } }, Way::Whole, 0 };
            if (asked == 2)
                return FakeReply { 200, {}, {}, Way::Reset, 0 };
            return writtenReply({ QStringLiteral("here") });
        });
        const auto reply = complete(configuration());
        QVERIFY2(reply.ok(), reply.ok() ? "" : qUtf8Printable(reply.error().message));
        QCOMPARE(reply->answer, QStringLiteral("here"));
        QCOMPARE(asked, 3);
        QVERIFY(m_waiting.value(0).contains(QLatin1String("overloaded")));
    }

    void whatServersRefuseIsLeftOut()
    {
        int asked = 0;
        m_server->setHandler([&asked](const FakeRequest &request) {
            ++asked;
            if (request.body.contains("stream_options"))
                return FakeReply { 422,
                    R"({"object":"error","message":{"detail":[{"type":"extra_forbidden","loc":["body","stream_options"],"msg":"Extra inputs are not permitted"}]}})",
                    {}, Way::Whole, 0 };
            if (request.body.contains("\"max_tokens\""))
                return FakeReply { 400,
                    R"({"error":{"message":"Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead."}})", {}, Way::Whole,
                    0 };
            if (request.body.contains("temperature"))
                return FakeReply { 400, R"({"error":{"message":"Unsupported value: 'temperature' does not support 0.5"}})", {}, Way::Whole,
                    0 };
            return writtenReply({ QStringLiteral("here") });
        });
        Configuration tuned = configuration();
        tuned.temperature = 0.5;
        tuned.maxTokens = 100;
        const auto reply = complete(tuned);
        QVERIFY2(reply.ok(), reply.ok() ? "" : qUtf8Printable(reply.error().message));
        QCOMPARE(asked, 4);
    }

    void errorsSayWhatToDo_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QString>("words");
        QTest::addColumn<int>("code");
        QTest::newRow("401") << 401 << QByteArray(R"({"error":{"message":"Invalid API Key"}})") << QStringLiteral("does not accept the key")
                             << int(ErrorCode::Provider);
        QTest::newRow("402") << 402 << QByteArray("{}") << QStringLiteral("has no credit") << int(ErrorCode::Provider);
        QTest::newRow("no such model") << 404 << QByteArray(R"({"error":"model 'some-model' not found"})")
                                       << QStringLiteral("has no model \"some-model\"") << int(ErrorCode::Provider);
        QTest::newRow("no such path") << 404 << QByteArray("404 page not found") << QStringLiteral("There is no chat at")
                                      << int(ErrorCode::Provider);
        QTest::newRow("too long")
            << 400
            << QByteArray(
                   R"x({"error":{"code":400,"message":"request (3031 tokens) exceeds the available context size (2048 tokens)","type":"exceed_context_size_error","n_prompt_tokens":3031,"n_ctx":2048}})x")
            << QStringLiteral("longer than the context") << int(ErrorCode::ContextExceeded);
        QTest::newRow("web page") << 200 << QByteArray("<!doctype html><html>") << QStringLiteral("sent a web page")
                                  << int(ErrorCode::Protocol);
        QTest::newRow("error with 200") << 200 << QByteArray(R"({"error":"Unexpected endpoint"})") << QStringLiteral("Unexpected endpoint")
                                        << int(ErrorCode::Provider);
        QTest::newRow("nothing") << 200 << QByteArray() << QStringLiteral("empty answer") << int(ErrorCode::Protocol);
    }
    void errorsSayWhatToDo()
    {
        QFETCH(int, status);
        QFETCH(QByteArray, body);
        QFETCH(QString, words);
        m_server->setHandler([&](const FakeRequest &) { return FakeReply { status, body, {}, Way::Whole, 0 }; });
        Configuration asked = configuration();
        asked.endpoint.key = Key;
        asked.context = 8192;
        auto model = *HttpChatModel::make(asked, m_client.get());
        ChatRequest request;
        request.messages = { { ChatMessage::Role::User, QStringLiteral("x") } };
        auto reply = await(model->complete(request, {}, {}));
        QVERIFY(reply && !reply->ok());
        QVERIFY2((*reply).error().message.contains(words), qUtf8Printable((*reply).error().message));
        QTEST(int((*reply).error().code), "code");
        for (const QString &text : { (*reply).error().message, (*reply).error().detail })
            QVERIFY(!text.contains(QString::fromLatin1(Key)));
        if ((*reply).error().code == ErrorCode::ContextExceeded)
            QCOMPARE(*await(model->contextTokens({})), 2048); // as the server has said
    }

    void nobodyThere()
    {
        Configuration asked = configuration();
        m_server->close();
        QElapsedTimer clock;
        clock.start();
        const auto reply = complete(asked);
        QVERIFY(!reply.ok());
        QCOMPARE(reply.error().code, ErrorCode::Unreachable);
        QVERIFY(clock.elapsed() < 5000);
    }

    void stopEndsItAtOnceAndKeepsTheSinkQuiet()
    {
        for (int after = 0; after < 6; ++after) {
            std::stop_source stop;
            int pieces = 0;
            m_server->setHandler([](const FakeRequest &) { return writtenReply(QStringList(200, QStringLiteral("word ")), 5); });
            auto model = *HttpChatModel::make(configuration(), m_client.get());
            ChatRequest request;
            request.messages = { { ChatMessage::Role::User, QStringLiteral("x") } };
            bool over = false, late = false;
            const auto reply = await(model->complete(
                request,
                [&](const ChatEvent &) {
                    late = late || over;
                    if (++pieces > after)
                        stop.request_stop();
                },
                Concurrency::Context(stop.get_token())));
            over = true;
            QVERIFY(reply && !reply->ok() && (*reply).error().isCancelled());
            QTRY_VERIFY(m_registry->inFlight() == 0);
            QVERIFY(!late);
        }
    }

    void addressesAsPeopleTypeThem_data()
    {
        QTest::addColumn<QString>("provider");
        QTest::addColumn<QString>("typed");
        QTest::addColumn<QString>("url");
        const auto row = [](const char *provider, const char *typed, const char *url) {
            QTest::addRow("%s %s", provider, typed)
                << QString::fromLatin1(provider) << QString::fromLatin1(typed) << QString::fromLatin1(url);
        };
        row("openai-compatible", "http://h:8080", "http://h:8080/v1/chat/completions");
        row("openai-compatible", "http://h:8080/", "http://h:8080/v1/chat/completions");
        row("openai-compatible", "http://h:8080/v1", "http://h:8080/v1/chat/completions");
        row("openai-compatible", "http://h:8080/v1/chat/completions", "http://h:8080/v1/chat/completions");
        row("openai-compatible", "http://h:8080/v1/models", "http://h:8080/v1/chat/completions");
        row("openai-compatible", "http://h/proxy/llm/", "http://h/proxy/llm/chat/completions");
        row("ollama", "", "http://127.0.0.1:11434/api/chat");
        row("ollama", "http://h:11434/v1", "http://h:11434/api/chat");
        row("ollama", "http://h:11434/api/chat", "http://h:11434/api/chat");
        row("anthropic", "", "https://api.anthropic.com/v1/messages");
        row("anthropic", "https://h", "https://h/v1/messages");
        row("deepseek", "", "https://api.deepseek.com/v1/chat/completions");
    }
    void addressesAsPeopleTypeThem()
    {
        QFETCH(QString, provider);
        QFETCH(QString, typed);
        Configuration asked;
        asked.endpoint.id = provider;
        asked.endpoint.url = typed;
        asked.endpoint.model = QStringLiteral("m");
        asked.endpoint.key = Key;
        const auto model = HttpChatModel::make(asked, m_client.get());
        QVERIFY(model.ok());
        QTEST((*model)->url().toString(), "url");
    }

    void modelsAndContextAreFetched()
    {
        m_server->setHandler([](const FakeRequest &request) {
            if (request.path == "/v1/models")
                return modelsReply({ QStringLiteral("zeta"), QStringLiteral("some-model") }, 12'345);
            if (request.path == "/api/tags")
                return FakeReply { 200, R"({"models":[{"name":"qwen3:0.6b","model":"qwen3:0.6b"}]})", {}, Way::Whole, 0 };
            if (request.path == "/api/show")
                return FakeReply { 200, R"({"model_info":{"general.architecture":"qwen3","qwen3.context_length":40960}})", {}, Way::Whole,
                    0 };
            return FakeReply { 404, "{}", {}, Way::Whole, 0 };
        });
        auto models = await(fetchModels(m_client.get(), configuration(), {}));
        QVERIFY(models && models->ok());
        QCOMPARE((*models)->size(), 2);
        QCOMPARE((**models).first().id, QStringLiteral("some-model"));
        QCOMPARE(*await((*HttpChatModel::make(configuration(), m_client.get()))->contextTokens({})), 12'345);
        models = await(fetchModels(m_client.get(), configuration(QStringLiteral("ollama")), {}));
        QCOMPARE((**models).first().id, QStringLiteral("qwen3:0.6b"));
        QCOMPARE(*await((*HttpChatModel::make(configuration(QStringLiteral("ollama")), m_client.get()))->contextTokens({})), 8192);
        Configuration larger = configuration(QStringLiteral("ollama"));
        larger.context = 32'768;
        QCOMPARE(*await((*HttpChatModel::make(larger, m_client.get()))->contextTokens({})), 32'768);
        // llama.cpp tells elsewhere; a server that tells nowhere leaves the setting, or a careful guess.
        m_server->setHandler([](const FakeRequest &request) {
            if (request.path == "/v1/models")
                return FakeReply { 200, R"({"data":[{"id":"smol","owned_by":"llamacpp","meta":{"n_ctx_train":8192}}]})", {}, Way::Whole,
                    0 };
            if (request.path == "/props")
                return FakeReply { 200, R"({"default_generation_settings":{"n_ctx":2048}})", {}, Way::Whole, 0 };
            return FakeReply { 404, "{}", {}, Way::Whole, 0 };
        });
        QCOMPARE(*await((*HttpChatModel::make(configuration(), m_client.get()))->contextTokens({})), 2048);
        m_server->setHandler([](const FakeRequest &) { return FakeReply { 404, "{}", {}, Way::Whole, 0 }; });
        QCOMPARE(*await((*HttpChatModel::make(configuration(), m_client.get()))->contextTokens({})), 4096);
        const auto refused = await(fetchModels(m_client.get(), configuration(), {}));
        QVERIFY(!refused->ok());
    }

    //! llama.cpp and vLLM count tokens for whoever asks; what a reply cost is learned from every server.
    void tokensAreCountedAsTheServerDoes()
    {
        int asked = 0, tokens = 900;
        QByteArray owner = "llamacpp";
        m_server->setHandler([&](const FakeRequest &request) {
            if (request.path == "/v1/models")
                return FakeReply { 200, "{\"data\":[{\"id\":\"some-model\",\"max_model_len\":4096,\"owned_by\":\"" + owner + "\"}]}", {},
                    Way::Whole, 0 };
            if (request.path == "/tokenize") {
                ++asked;
                if (tokens == 0)
                    return FakeReply { 404, "{}", {}, Way::Whole, 0 };
                const bool vllm = request.body.contains("\"messages\"");
                return FakeReply { 200,
                    vllm ? "{\"count\":" + QByteArray::number(tokens) + "}"
                         : "{\"tokens\":[" + QByteArray("1,").repeated(tokens - 1) + "1]}",
                    {}, Way::Whole, 0 };
            }
            return FakeReply { 404, "{}", {}, Way::Whole, 0 };
        });
        const QList<ChatMessage> messages { { ChatMessage::Role::System, QStringLiteral("Rules.") },
            { ChatMessage::Role::User, QStringLiteral("the word is a word ").repeated(200) } };
        const int estimated = estimateTokens(messages);
        for (const QByteArray &name : { QByteArray("llamacpp"), QByteArray("vllm") }) {
            owner = name;
            Configuration named = configuration();
            named.endpoint.model = QString::fromLatin1(name) + QLatin1String("-model");
            const auto model = *HttpChatModel::make(named, m_client.get());
            QCOMPARE(*await(model->contextTokens({})), 4096);
            QCOMPARE(model->tokenFactor(messages), 1.0);
            const int counted = *await(model->countTokens(messages, {}));
            QVERIFY2(counted >= 900 && counted <= 920, qPrintable(QString::number(counted)));
            QCOMPARE(model->tokenFactor(messages), double(counted) / estimated);
            // Another object for the same model knows it; another script is another matter.
            QCOMPARE((*HttpChatModel::make(named, m_client.get()))->tokenFactor(messages), double(counted) / estimated);
            QCOMPARE(model->tokenFactor({ { ChatMessage::Role::User, QStringLiteral("港口大桥报告") } }), 1.0);
        }
        // A server that can't is not asked again; one of another kind is never asked.
        tokens = asked = 0;
        for (const char *name : { "llamacpp", "library" }) {
            owner = name;
            const auto model = *HttpChatModel::make(configuration(), m_client.get());
            await(model->contextTokens({}));
            QCOMPARE(*await(model->countTokens(messages, {})), 0);
            QCOMPARE(*await(model->countTokens(messages, {})), 0);
        }
        QCOMPARE(asked, 1);
    }

    void whatAReplyCostIsLearned()
    {
        const QList<ChatMessage> messages { { ChatMessage::Role::User, QStringLiteral("the word is a word ").repeated(200) } };
        const auto model = *HttpChatModel::make(configuration(), m_client.get());
        const int estimated = estimateTokens(messages);
        const auto costs = [&](int tokens) {
            m_server->setHandler([tokens](const FakeRequest &) {
                return FakeReply { 200,
                    "data: {\"choices\":[{\"delta\":{\"content\":\"Yes.\"},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":"
                        + QByteArray::number(tokens) + ",\"completion_tokens\":2}}\n\ndata: [DONE]\n\n",
                    {}, Way::Whole, 0 };
            });
            ChatRequest request;
            request.messages = messages;
            const auto reply = await(model->complete(request, {}, {}));
            return reply && reply->ok() ? model->tokenFactor(messages) : -1;
        };
        QCOMPARE(costs(estimated * 3 / 2), double(estimated * 3 / 2) / estimated);
        QVERIFY(costs(estimated) < 1.3); // less counts by half
        QVERIFY(costs(estimated) > 1.0);
        const double before = model->tokenFactor(messages);
        QCOMPARE(costs(estimated / 10), before); // the rest of the prompt was kept from before
        QCOMPARE(costs(estimated * 2), double(estimated * 2) / estimated); // more counts at once
    }

    void settingsThatCannotBeUsedAreRefused()
    {
        Configuration asked;
        asked.endpoint.id = QStringLiteral("openai");
        asked.endpoint.model = QStringLiteral("m");
        QVERIFY(HttpChatModel::make(asked, m_client.get()).error().message.contains(QLatin1String("needs a key")));
        asked.endpoint.key = Key;
        asked.endpoint.model.clear();
        QVERIFY(HttpChatModel::make(asked, m_client.get()).error().message.contains(QLatin1String("model")));
        asked.endpoint.id = QStringLiteral("openai-compatible");
        QVERIFY(HttpChatModel::make(asked, m_client.get()).error().message.contains(QLatin1String("URL is needed")));
    }
};

QTEST_GUILESS_MAIN(TestChat)
#include "test_chat.moc"
