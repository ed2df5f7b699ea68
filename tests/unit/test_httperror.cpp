// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/embedding/service.h"
#include "core/llm/chaterror.h"
#include "core/net/httperror.h"
#include "core/rerank/reply.h"
#include "core/search/elastic/servererror.h"
#include "core/settings/rerankersettings.h"
#include "core/settings/searchsettings.h"
#include <QJsonDocument>
#include <QTest>

using namespace Heddle;

namespace {

const QByteArray Key = "sk-very-secret-0123456789";
const QString Host = QStringLiteral("http://server.example:8123");

//! A service answers with a reply that is no success.
using ErrorOf = std::function<Error(const Net::HttpReply &)>;

Net::ServiceEndpoint endpoint(const QString &id)
{
    return { id, Host + QStringLiteral("/v1"), Key, QStringLiteral("some-model") };
}

Error chatError(const Net::HttpReply &reply)
{
    return Llm::errorFor(*Llm::chatProviderById(QStringLiteral("openai")), endpoint(QStringLiteral("openai")),
        QUrl(Host + QStringLiteral("/v1/chat/completions")), reply);
}

Error embeddingError(const Net::HttpReply &reply)
{
    const QString id = QStringLiteral("openai-compatible");
    return Embedding::errorFor(*Embedding::serviceById(id), endpoint(id), QUrl(Host + QStringLiteral("/v1/embeddings")), reply);
}

Error rerankError(const Net::HttpReply &reply)
{
    const QString id = QStringLiteral("jina");
    return Rerank::errorFor(*Rerank::providerById(id), endpoint(id), QUrl(Host + QStringLiteral("/v1/rerank")), reply);
}

Error searchError(const Net::HttpReply &reply)
{
    Search::Elastic::Configuration configuration;
    configuration.nodes = QStringList(Host);
    configuration.secret = Key;
    return Search::Elastic::errorFor(configuration, reply.status, QJsonDocument::fromJson(reply.body).object());
}

const QList<QPair<QString, ErrorOf>> Services { { QStringLiteral("chat"), chatError }, { QStringLiteral("embedding"), embeddingError },
    { QStringLiteral("rerank"), rerankError }, { QStringLiteral("search"), searchError } };

QByteArray errorObject(const QByteArray &message)
{
    return QJsonDocument(
        QJsonObject { { QStringLiteral("error"), QJsonObject { { QStringLiteral("message"), QString::fromUtf8(message) } } } })
        .toJson(QJsonDocument::Compact);
}

Net::HttpReply reply(int status, const QByteArray &body)
{
    Net::HttpReply made;
    made.status = status;
    made.body = body;
    return made;
}

} // namespace

class TestHttpError : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyStatusOfEveryService_data()
    {
        QTest::addColumn<int>("service");
        QTest::addColumn<int>("status");
        QTest::addColumn<int>("code");
        QTest::addColumn<bool>("retryable");
        QTest::addColumn<QString>("advice"); // the setting to check, or what to do where none helps
        struct Row {
            int status;
            const char *chat, *embedding, *rerank, *search; //!< a setting, without its service
        };
        const Row rows[] = {
            { 400, ".model", ".model", ".tokens", ".index" },
            { 401, ".key", ".key", ".key", ".password" },
            { 402, "account", "account", "account", "account" },
            { 403, ".key", ".key", ".key", ".user" },
            { 404, ".url", ".model", ".url", ".url" },
            { 405, ".url", ".url", ".url", ".url" },
            { 413, ".model", ".model", ".tokens", ".url" },
            { 418, ".url", ".url", ".url", ".url" },
            { 422, ".model", ".model", ".tokens", ".index" },
            { 429, "Wait", "Wait", "Wait", "Try again" },
            { 500, "try again", "try again", "try again", "try again" },
            { 501, "try again", "try again", "try again", "try again" },
            { 502, "try again", "try again", "try again", "try again" },
            { 503, "Wait", "try again", "try again", "try again" },
            { 504, "try again", "try again", "try again", "try again" },
        };
        for (int service = 0; service < Services.size(); ++service) {
            const QString &name = Services[service].first;
            for (const Row &row : rows) {
                const char *advice[] = { row.chat, row.embedding, row.rerank, row.search };
                const QString text = QLatin1String(advice[service]);
                const bool tooLong = row.status == 413 && name == QLatin1String("embedding"); // the text is cut and sent again
                const bool shards = row.status == 503 && name == QLatin1String("search");
                const ErrorCode code = tooLong ? ErrorCode::ContextExceeded : shards ? ErrorCode::IndexUnavailable : ErrorCode::Provider;
                QTest::addRow("%s %d", qPrintable(name), row.status)
                    << service << row.status << int(code) << (row.status == 429 || row.status >= 500)
                    << (text.startsWith(QLatin1Char('.')) ? name + text : text);
            }
        }
    }
    void everyStatusOfEveryService()
    {
        QFETCH(int, service);
        QFETCH(int, status);
        QFETCH(QString, advice);
        // A server that repeats what it was sent, in the ways that servers have.
        const QByteArray bodies[] = { errorObject("you sent " + Key), "{\"detail\":\"you sent " + Key + "\"}",
            "<html>you sent " + Key + "</html>", QByteArray() };
        for (const QByteArray &body : bodies) {
            const Error error = Services[service].second(reply(status, body));
            QCOMPARE(error.status, status);
            QTEST(int(error.code), "code");
            QTEST(error.retryable, "retryable");
            QVERIFY2(error.message.contains(Host), qPrintable(error.message));
            QVERIFY2(error.message.contains(advice), qPrintable(error.message));
            QVERIFY2(!(error.message + error.detail).contains(QString::fromLatin1(Key)), qPrintable(error.message + error.detail));
        }
    }

    void aWaitThatTheServerAsksForIsSaid()
    {
        Net::HttpReply busy = reply(429, {});
        busy.retryAfter = std::chrono::milliseconds(6500);
        for (const auto errorOf : { chatError, embeddingError, rerankError })
            QVERIFY(errorOf(busy).message.contains(QLatin1String("Wait 7 s")));
    }

    void whatTheServerSaysIsHandedOnAtItsLengthLimit()
    {
        const Error error = chatError(reply(400, errorObject(QByteArray("x").repeated(5000))));
        QVERIFY(error.message.contains(QLatin1String("The server says: xxx")));
        QVERIFY(error.message.size() < 600 && error.detail.size() < 400);
        // The limit does not cut a key in two, of which the first half would be shown.
        const QByteArray late = errorObject(QByteArray("x").repeated(290) + Key);
        const Error redacted = chatError(reply(400, late));
        QVERIFY(!(redacted.message + redacted.detail).contains(QLatin1String("sk-very")));
    }

    void theContextThatTheServerNamesIsRead()
    {
        int tokens = 0;
        const Net::ServiceEndpoint asked = endpoint(QStringLiteral("llamacpp"));
        const Error error = Llm::errorFor(*Llm::chatProviderById(asked.id), asked, QUrl(Host),
            reply(400, R"({"error":{"type":"exceed_context_size_error","message":"too many","n_ctx":2048}})"), &tokens);
        QCOMPARE(error.code, ErrorCode::ContextExceeded);
        QVERIFY(error.message.contains(QLatin1String("chat.context")));
        QCOMPARE(tokens, 2048);
    }

    void aKeyIsBoundToItsProviderAndServer()
    {
        Rerank::Configuration configuration;
        configuration.endpoint = { QStringLiteral("jina"), {}, Key, {} };
        QCOMPARE(Settings::keyBinding(configuration), QStringLiteral("jina https://api.jina.ai:443"));
        configuration.endpoint.url = QStringLiteral("http://[::1]:9000/path?q=1");
        QCOMPARE(Settings::keyBinding(configuration), QStringLiteral("jina http://[::1]:9000"));
        configuration.endpoint.url = QStringLiteral("nonsense");
        QCOMPARE(Settings::keyBinding(configuration), QString());
        configuration.endpoint.id = QStringLiteral("nobody");
        QCOMPARE(Settings::keyBinding(configuration), QString());
        QCOMPARE(Net::keyBinding(QStringLiteral("search"), { QUrl(QStringLiteral("https://a")), QUrl(QStringLiteral("http://b:92")) }),
            QStringLiteral("search https://a:443 http://b:92"));
        QCOMPARE(Net::keyBinding(QStringLiteral("search"), {}), QString());
        QCOMPARE(Net::keyBinding(QString(), { QUrl(QStringLiteral("https://a")) }), QString());
    }
};

QTEST_GUILESS_MAIN(TestHttpError)
#include "test_httperror.moc"
