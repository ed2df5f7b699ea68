// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/library/libraryupkeep.h"
#include "core/storage/schemas.h"
#include "tests/support/fakehttpserver.h"
#include "tests/support/testlibrary.h"
#include <QJsonArray>
#include <QJsonDocument>

namespace Heddle::TestSupport {

//! \brief A vector for each text, of a server that speaks as OpenAI does.
inline FakeReply vectorsFor(const FakeRequest &request)
{
    const qsizetype texts = QJsonDocument::fromJson(request.body)[QLatin1String("input")].toArray().size();
    QJsonArray data;
    for (qsizetype i = 0; i < texts; ++i)
        data += QJsonObject { { QStringLiteral("index"), i }, { QStringLiteral("embedding"), QJsonArray { 0.6, 0.8 } } };
    return { 200, QJsonDocument(QJsonObject { { QStringLiteral("data"), data } }).toJson(), {}, FakeReply::Way::Whole, 0 };
}

//! \brief A library that is kept up to date as it is set up, with a server for embeddings.
class UpkeepFixture : public QObject {
protected:
    std::unique_ptr<TestLibrary> m_library;
    std::unique_ptr<Concurrency::TaskGroup> m_tasks;
    std::unique_ptr<FakeHttpServer> m_server;
    std::unique_ptr<Net::HttpClient> m_http;
    std::unique_ptr<Net::BlockingHttp> m_blockingHttp;
    std::unique_ptr<Settings::SecretStore> m_secrets;
    std::unique_ptr<Settings::Store> m_settings;
    std::unique_ptr<Setup::SetupService> m_setup;
    std::unique_ptr<Library::Indexer> m_indexer;
    std::unique_ptr<Library::VectorBuilder> m_vectors;
    std::unique_ptr<Library::LibraryUpkeep> m_upkeep;
    QStringList m_messages;
    Embedding::LocalRuntime m_runtime; //!< nothing is installed, unless a test fills it in before begin()

    void set(const char *key, const QString &value) { QVERIFY(m_settings->set(QLatin1String(key), value).ok()); }
    void embedWith(const QString &model)
    {
        set("embedding.kind", QStringLiteral("http"));
        set("embedding.url", m_server->base());
        set("embedding.model", model);
        QVERIFY(awaitVoid(m_setup->apply({})));
    }
    QString folder(const QString &name, int files)
    {
        const QString path = m_library->documents() + QLatin1Char('/') + name;
        for (int i = 0; i < files; ++i)
            writeFile(path + QStringLiteral("/%1.txt").arg(i), QStringLiteral("The %1 number %2 is common.").arg(name).arg(i).toUtf8());
        return path;
    }
    void waitUntilIdle() { QTRY_VERIFY_WITH_TIMEOUT(!m_upkeep->isRunning(), 60'000); }

    void begin()
    {
        Storage::Database::closeThreadConnections();
        m_library = std::make_unique<TestLibrary>();
        m_tasks = std::make_unique<Concurrency::TaskGroup>();
        m_server = std::make_unique<FakeHttpServer>(vectorsFor);
        auto database = Storage::Database::open(m_library->data() + QLatin1String("/conversations.db"), Storage::conversationsSchema());
        QVERIFY(database.ok());
        m_settings = std::make_unique<Settings::Store>(*database);
        const auto calls = std::make_shared<Net::CallRegistry>(m_library->pools().flows);
        m_http = std::make_unique<Net::HttpClient>(calls);
        m_blockingHttp = std::make_unique<Net::BlockingHttp>(calls);
        m_secrets = std::make_unique<Settings::SecretStore>(nullptr);
        m_setup = std::make_unique<Setup::SetupService>(Setup::Parts { *m_settings, m_secrets.get(), m_library->library(), m_http.get(),
            m_blockingHttp.get(), &m_library->pools(), std::make_shared<Rerank::ScoreCache>(), m_library->sharedEngine(),
            m_library->data() + QLatin1String("/index"), m_runtime, std::chrono::milliseconds(5) });
        m_indexer = std::make_unique<Library::Indexer>(m_library->library(), &m_library->pools(), m_library->data());
        m_vectors = std::make_unique<Library::VectorBuilder>(m_library->library(), &m_library->pools(), m_library->data());
        m_upkeep = std::make_unique<Library::LibraryUpkeep>(
            m_setup.get(), m_indexer.get(), m_vectors.get(), m_library->library(), &m_library->pools(), m_tasks.get());
        m_messages.clear();
        connect(m_upkeep.get(), &Library::LibraryUpkeep::finished, this, [this](const QString &message) { m_messages += message; });
    }
    void end()
    {
        QVERIFY(*await(m_tasks->drain(std::chrono::seconds(5))));
        m_upkeep.reset();
        m_vectors.reset();
        m_indexer.reset();
        m_setup.reset();
        m_secrets.reset();
        m_blockingHttp.reset();
        m_http.reset();
        m_server.reset();
        m_settings.reset();
        m_tasks.reset();
        m_library.reset();
    }
};

} // namespace Heddle::TestSupport
