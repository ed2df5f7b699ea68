// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/embedding/httpembedder.h"
#include "core/embedding/localembedder.h"
#include "core/embedding/wordpiece.h"
#include "tests/support/fakehttpserver.h"
#include "tests/support/testsupport.h"
#include <QCryptographicHash>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTemporaryDir>

using namespace Heddle;
using namespace Heddle::Embedding;
using namespace Heddle::TestSupport;

namespace {

const QString Models = QStringLiteral(HEDDLE_TEST_MODELS);

LocalRuntime runtime()
{
    return { QStringLiteral(HEDDLE_OPENVINO_PLUGIN), Models };
}

double cosine(const Vector &a, const Vector &b)
{
    double sum = 0;
    for (std::size_t i = 0; i < a.size() && i < b.size(); ++i)
        sum += double(a[i]) * double(b[i]);
    return sum;
}

QByteArray line(const std::vector<std::int64_t> &ids)
{
    QByteArrayList numbers;
    for (const auto id : ids)
        numbers += QByteArray::number(qint64(id));
    return numbers.join(' ') + '\n';
}

//! A server of one of the three kinds; a text's vector tells its length.
FakeReply answer(const QString &service, const FakeRequest &request, int dimension = 3)
{
    const QJsonObject body = QJsonDocument::fromJson(request.body).object();
    const QJsonArray texts = body[service == QLatin1String("tei") ? QLatin1String("inputs") : QLatin1String("input")].toArray();
    QJsonArray vectors, data;
    for (int i = 0; i < texts.size(); ++i) {
        QJsonArray vector;
        for (int n = 0; n < dimension; ++n)
            vector += n == 0 ? double(texts[i].toString().size()) : 1.0;
        vectors += vector;
        data.prepend(QJsonObject { { QStringLiteral("index"), i }, { QStringLiteral("embedding"), vector } }); // in any order
    }
    const QJsonDocument reply = service == QLatin1String("tei") ? QJsonDocument(vectors)
        : service == QLatin1String("ollama")                    ? QJsonDocument(QJsonObject { { QStringLiteral("embeddings"), vectors } })
                                                                : QJsonDocument(QJsonObject { { QStringLiteral("data"), data } });
    return { 200, reply.toJson(), {} };
}

} // namespace

class TestEmbedding : public QObject {
    Q_OBJECT
    std::unique_ptr<Flow::Pools> m_pools;
    std::unique_ptr<Net::HttpClient> m_http;

    Result<std::shared_ptr<Embedder>> httpEmbedder(const QString &service, const QString &url)
    {
        return makeEmbedder({ Configuration::Kind::Http, { service, url, {}, QStringLiteral("m") } }, { m_http.get(), m_pools.get(), {} });
    }

private Q_SLOTS:
    void init()
    {
        m_pools = std::make_unique<Flow::Pools>();
        m_http = std::make_unique<Net::HttpClient>(std::make_shared<Net::CallRegistry>());
    }
    void cleanup()
    {
        m_http.reset();
        m_pools.reset();
    }

    void tokensEqualTheReference()
    {
        if (!QFile::exists(Models + QLatin1String("/minilm/vocab.txt")))
            QSKIP("no model is installed (tools/fetch-components)");
        const auto tokenizer = WordPiece::load(Models + QLatin1String("/minilm/vocab.txt"));
        QVERIFY(tokenizer);
        const QJsonObject expected = QJsonDocument::fromJson(readFile(QStringLiteral(HEDDLE_WORDPIECE "/expected.json"))).object();
        int checked = 0;
        for (const auto &value : expected[QLatin1String("texts")].toArray()) {
            const QJsonObject entry = value.toObject();
            std::vector<std::int64_t> ids;
            for (const auto &id : entry[QLatin1String("ids")].toArray())
                ids.push_back(id.toInteger());
            const QString text = entry[QLatin1String("text")].toString();
            QVERIFY2(tokenizer->encode(text, 512) == ids, qPrintable(text.left(60)));
            ++checked;
        }
        QVERIFY(checked > 30);
        if (!QFile::exists(QStringLiteral(HEDDLE_TEST_DATA "/xquad/xquad.en.json")))
            QSKIP("the collection XQuAD is not here: texts of six languages were not compared");
        QCryptographicHash hash(QCryptographicHash::Sha256);
        int lines = 0;
        for (const char *language : { "ar", "de", "en", "es", "ru", "zh" }) {
            const auto document =
                QJsonDocument::fromJson(readFile(QStringLiteral(HEDDLE_TEST_DATA "/xquad/xquad.%1.json").arg(QLatin1String(language))));
            for (const auto &article : document.object()[QLatin1String("data")].toArray()) {
                for (const auto &paragraph : article.toObject()[QLatin1String("paragraphs")].toArray()) {
                    QStringList texts { paragraph.toObject()[QLatin1String("context")].toString() };
                    for (const auto &question : paragraph.toObject()[QLatin1String("qas")].toArray())
                        texts += question.toObject()[QLatin1String("question")].toString();
                    for (const QString &text : std::as_const(texts))
                        hash.addData(line(tokenizer->encode(text, 512)));
                    lines += int(texts.size());
                }
            }
        }
        QCOMPARE(lines, expected[QLatin1String("xquad_lines")].toInt());
        QCOMPARE(QString::fromLatin1(hash.result().toHex()), expected[QLatin1String("xquad_sha256")].toString());
    }

    void textsAreCutAtTheLimit()
    {
        QTemporaryDir folder;
        writeFile(folder.filePath(QStringLiteral("vocab.txt")), "[PAD]\n[UNK]\n[CLS]\n[SEP]\na\n##b\n");
        const auto tokenizer = WordPiece::load(folder.filePath(QStringLiteral("vocab.txt")));
        QVERIFY(tokenizer);
        using Ids = std::vector<std::int64_t>;
        QCOMPARE(tokenizer->encode(QStringLiteral("ab ab A zz"), 100), (Ids { 2, 4, 5, 4, 5, 4, 1, 3 }));
        QCOMPARE(tokenizer->encode(QStringLiteral("ab ab ab"), 4), (Ids { 2, 4, 5, 3 }));
        QCOMPARE(tokenizer->encode(QStringLiteral("ab ab ab"), 5), (Ids { 2, 4, 5, 4, 3 }));
        QCOMPARE(tokenizer->encode(QString(), 5), (Ids { 2, 3 }));
        const auto missing = WordPiece::load(folder.filePath(QStringLiteral("nowhere.txt")));
        QVERIFY(!missing && missing.error().message.contains(QLatin1String("nowhere.txt")));
        writeFile(folder.filePath(QStringLiteral("other.txt")), "one\ntwo\n");
        QVERIFY(!WordPiece::load(folder.filePath(QStringLiteral("other.txt"))));
    }

    void aModelHereGivesStableVectors_data()
    {
        QTest::addColumn<QString>("id");
        for (const LocalModelCard &card : localModels())
            QTest::newRow(qPrintable(card.id)) << card.id;
    }
    void aModelHereGivesStableVectors()
    {
        QFETCH(QString, id);
        if (runtime().plugin.isEmpty() || !QFile::exists(Models + QLatin1Char('/') + id))
            QSKIP("no runtime or model is installed (tools/fetch-components)");
        auto embedder = makeEmbedder({ Configuration::Kind::Local, { {}, {}, {}, id } }, { m_http.get(), m_pools.get(), runtime() });
        QVERIFY2(embedder, qPrintable(embedder ? QString() : embedder.error().message));
        const QString cat = QStringLiteral("A cat sleeps on the sofa."), feline = QStringLiteral("The kitten is napping on a couch."),
                      tax = QStringLiteral("Income tax returns are due in July."),
                      longText = QStringLiteral("The tide table of the port. ").repeated(200);
        const auto together = await((*embedder)->embedPassages({ cat, feline, tax, longText, QString() }, {}), 120'000);
        QVERIFY(together && *together);
        QCOMPARE((*together)->size(), 5);
        for (const Vector &vector : **together) {
            QCOMPARE(vector.size(), 384U);
            QVERIFY(std::abs(cosine(vector, vector) - 1) < 1e-4);
        }
        QVERIFY(cosine((**together)[0], (**together)[1]) > cosine((**together)[0], (**together)[2]) + 0.2);
        const auto alone = await((*embedder)->embedPassages({ longText }, {}), 120'000);
        QVERIFY(alone && *alone);
        QVERIFY(cosine((**alone)[0], (**together)[3]) > 0.99999); // whatever stood beside it
        const auto question = await((*embedder)->embedQuery(QStringLiteral("Where is the cat?"), {}), 120'000);
        QVERIFY(question && *question);
        QVERIFY(cosine(**question, (**together)[0]) > cosine(**question, (**together)[2]));
        (*embedder)->releaseMemory();
        const auto again = await((*embedder)->embedPassages({ cat }, {}), 120'000);
        QVERIFY(again && *again && cosine((**again)[0], (**together)[0]) > 0.99999);
    }

    void whatIsMissingIsNamed()
    {
        const auto none = makeEmbedder({ Configuration::Kind::Local, {} }, { m_http.get(), m_pools.get(), {} });
        QVERIFY(!none && none.error().message.contains(QLatin1String("embedding.kind")));
        const auto unknown =
            makeEmbedder({ Configuration::Kind::Local, { {}, {}, {}, QStringLiteral("no-such") } }, { m_http.get(), m_pools.get(), {} });
        QVERIFY(!unknown && unknown.error().message.contains(QLatin1String("minilm")));
        const auto noFiles = makeEmbedder(
            { Configuration::Kind::Local, {} }, { m_http.get(), m_pools.get(), { QStringLiteral("x.so"), QStringLiteral("/nowhere") } });
        QVERIFY(!noFiles && noFiles.error().message.contains(QLatin1String("/nowhere/minilm")));
        const auto noModel =
            makeEmbedder({ Configuration::Kind::Http, { QStringLiteral("openai-compatible"), QStringLiteral("http://h/v1"), {}, {} } },
                { m_http.get(), m_pools.get(), {} });
        QVERIFY(!noModel && noModel.error().message.contains(QLatin1String("embedding.model")));
    }

    void aConfigurationComesBackFromItsId()
    {
        const Configuration http { Configuration::Kind::Http,
            { QStringLiteral("openai-compatible"), QStringLiteral("http://127.0.0.1:11434/v1"), "key", QStringLiteral("nomic embed") } };
        const auto back = Configuration::fromId(http.id());
        QVERIFY(back);
        QCOMPARE(back->id(), http.id());
        QCOMPARE(resolvedUrl(*back)->toString(), QStringLiteral("http://127.0.0.1:11434/v1/embeddings"));
        QCOMPARE(back->endpoint.model, http.endpoint.model);
        QVERIFY(back->endpoint.key.isEmpty());
        const Configuration local { Configuration::Kind::Local, { {}, {}, {}, QStringLiteral("bge") } };
        QCOMPARE(Configuration::fromId(local.id())->endpoint.model, QStringLiteral("bge"));
        QCOMPARE((Configuration { Configuration::Kind::Local, {} }).id(), QStringLiteral("local minilm"));
        QVERIFY(!Configuration::fromId(QStringLiteral("something else")));
    }

    void serversOfThreeKinds_data()
    {
        QTest::addColumn<QString>("path");
        QTest::newRow("openai-compatible") << "/v1/embeddings";
        QTest::newRow("ollama") << "/api/embed";
        QTest::newRow("tei") << "/embed";
    }
    void serversOfThreeKinds()
    {
        QFETCH(QString, path);
        const QString service = QString::fromLatin1(QTest::currentDataTag());
        FakeHttpServer server([service](const FakeRequest &request) { return answer(service, request); });
        const auto embedder = httpEmbedder(service, server.base());
        QVERIFY(embedder);
        const auto vectors = await((*embedder)->embedPassages({ QStringLiteral("four"), QStringLiteral("sixsix") }, {}));
        QVERIFY(vectors && *vectors);
        QCOMPARE(QString::fromLatin1(server.requests().first().path), path);
        QCOMPARE((*vectors)->size(), 2);
        QVERIFY(std::abs((**vectors)[0][0] / (**vectors)[0][1] - 4) < 1e-4); // in the texts' order
        QVERIFY(std::abs((**vectors)[1][0] / (**vectors)[1][1] - 6) < 1e-4);
        QVERIFY(std::abs(cosine((**vectors)[1], (**vectors)[1]) - 1) < 1e-5);
        const auto question = await((*embedder)->embedQuery(QStringLiteral("why"), {}));
        QVERIFY(question && *question);
        QVERIFY((*embedder)->host().startsWith(QLatin1String("127.0.0.1:")));
    }

    void tooLongTextsAreCut()
    {
        int refused = 0;
        FakeHttpServer server([&refused](const FakeRequest &request) -> FakeReply {
            qsizetype most = 0;
            for (const auto &text : QJsonDocument::fromJson(request.body).object()[QLatin1String("input")].toArray())
                most = std::max(most, text.toString().size());
            if (most > 100) {
                ++refused;
                return { 400, R"({"error":{"message":"input (702 tokens) is too large to process. increase the physical batch size"}})",
                    {} };
            }
            return answer(QStringLiteral("openai-compatible"), request);
        });
        const auto embedder = httpEmbedder(QStringLiteral("openai-compatible"), server.base());
        const auto vectors = await((*embedder)->embedPassages({ QStringLiteral("short"), QString(700, QLatin1Char('x')) }, {}));
        QVERIFY(vectors && *vectors);
        QVERIFY(std::abs((**vectors)[0][0] / (**vectors)[0][1] - 5) < 1e-4);
        QVERIFY(std::abs((**vectors)[1][0] / (**vectors)[1][1] - 87) < 1e-2); // 700 halved three times
        QCOMPARE(refused, 4);
    }

    void aBusyServerIsAskedAgain()
    {
        int asked = 0;
        FakeHttpServer server([&asked](const FakeRequest &request) -> FakeReply {
            if (++asked == 1)
                return { 500, R"({"error":"the runner has stopped"})", {} };
            return answer(QStringLiteral("ollama"), request);
        });
        const auto embedder = httpEmbedder(QStringLiteral("ollama"), server.base());
        const auto vectors = await((*embedder)->embedPassages({ QStringLiteral("text") }, {}));
        QVERIFY(vectors && *vectors);
        QCOMPARE(asked, 2);
    }

    void badRepliesAreRefusedInWords_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QString>("words");
        QTest::newRow("wrong count") << 200 << QByteArray(R"({"data":[]})") << "not one list";
        QTest::newRow("no json") << 200 << QByteArray("<html>") << "not one list";
        QTest::newRow("twice the same") << 200 << QByteArray(R"({"data":[{"index":0,"embedding":[1]},{"index":0,"embedding":[1]}]})")
                                        << "not one list";
        QTest::newRow("differing lengths") << 200 << QByteArray(R"({"data":[{"embedding":[1,2]},{"embedding":[1]}]})")
                                           << "different length";
        QTest::newRow("zeros") << 200 << QByteArray(R"({"data":[{"embedding":[0,0]},{"embedding":[1,0]}]})") << "zeros";
        QTest::newRow("words") << 200 << QByteArray(R"({"data":[{"embedding":["a"]},{"embedding":[1]}]})") << "no numbers";
        QTest::newRow("key") << 401 << QByteArray(R"({"error":{"message":"Invalid API Key"}})") << "Invalid API Key";
        QTest::newRow("model") << 404 << QByteArray(R"({"error":"model m not found"})") << "embedding.model";
        QTest::newRow("chat server") << 501 << QByteArray(R"({"error":{"message":"This server does not support embeddings"}})")
                                     << "does not support embeddings";
    }
    void badRepliesAreRefusedInWords()
    {
        QFETCH(int, status);
        QFETCH(QByteArray, body);
        QFETCH(QString, words);
        FakeHttpServer server([status, body](const FakeRequest &) { return FakeReply { status, body, {} }; });
        const auto embedder = httpEmbedder(QStringLiteral("openai-compatible"), server.base());
        const auto question = await((*embedder)->embedQuery(QStringLiteral("q"), {}));
        QVERIFY(question && !*question);
        if (status != 200) {
            QVERIFY2(question->error().message.contains(words), qPrintable(question->error().message));
            return;
        }
        const auto vectors = await((*embedder)->embedPassages({ QStringLiteral("a"), QStringLiteral("b") }, {}));
        QVERIFY(vectors && !*vectors);
        QVERIFY2(vectors->error().message.contains(words), qPrintable(vectors->error().message));
    }

    void aStopEndsTheWait()
    {
        FakeHttpServer server([](const FakeRequest &) { return FakeReply { 200, {}, {}, FakeReply::Way::Hang }; });
        const auto embedder = httpEmbedder(QStringLiteral("tei"), server.base());
        std::stop_source stop;
        QTimer::singleShot(50, &server, [&stop] { stop.request_stop(); });
        const auto vectors = await((*embedder)->embedPassages({ QStringLiteral("a") }, Concurrency::Context(stop.get_token())), 5000);
        QVERIFY(vectors && !*vectors && vectors->error().isCancelled());
    }
};

QTEST_GUILESS_MAIN(TestEmbedding)
#include "test_embedding.moc"
