// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/settings/secretstore.h"
#include "tests/support/testsupport.h"

using namespace Heddle;
using namespace Heddle::TestSupport;

namespace {

class MemoryKeychain : public Settings::Keychain {
public:
    QCoro::Task<Result<QByteArray>> read(QString entry, std::stop_token) override { co_return entries->value(entry); }
    QCoro::Task<Status> write(QString entry, QByteArray secret, std::stop_token) override
    {
        if (locked)
            co_return Error { ErrorCode::Storage, QStringLiteral("locked"), {}, false };
        entries->insert(entry, secret);
        co_return Done {};
    }
    QCoro::Task<Status> remove(QString entry, std::stop_token) override
    {
        entries->remove(entry);
        co_return Done {};
    }
    std::shared_ptr<QHash<QString, QByteArray>> entries = std::make_shared<QHash<QString, QByteArray>>();
    bool locked = false;
};

} // namespace

class TestSecretStore : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void keysAreBoundToWhatTheyWereEnteredFor()
    {
        using Place = Settings::SecretStore::Place;
        auto keychain = std::make_unique<MemoryKeychain>();
        const auto entries = keychain->entries;
        Settings::SecretStore store(std::move(keychain));
        const QString name = QStringLiteral("rerank.key"), here = QStringLiteral("jina https://api.jina.ai:443");
        qunsetenv("HEDDLE_RERANK_KEY");
        QCOMPARE(await(store.read(name, here, {}))->place, Place::Nowhere);
        QCOMPARE(*await(store.write(name, here, " k \n", {})), Place::Keychain);
        QCOMPARE(await(store.read(name, here, {}))->value, QByteArray("k"));
        QVERIFY(await(store.read(name, QStringLiteral("jina http://127.0.0.1:8080"), {}))->value.isEmpty());
        qputenv("HEDDLE_RERANK_KEY", "from-env");
        QCOMPARE(await(store.read(name, here, {}))->value, QByteArray("from-env"));
        qunsetenv("HEDDLE_RERANK_KEY");
        QCOMPARE(*await(store.write(name, here, {}, {})), Place::Nowhere);
        QVERIFY(entries->isEmpty());

        auto locked = std::make_unique<MemoryKeychain>();
        locked->locked = true;
        Settings::SecretStore session(std::move(locked));
        QCOMPARE(*await(session.write(name, here, "k", {})), Place::Session);
        QCOMPARE(await(session.read(name, here, {}))->place, Place::Session);
        Settings::SecretStore none(nullptr);
        QCOMPARE(*await(none.write(name, here, "k", {})), Place::Session);
        QCOMPARE(await(none.read(name, here, {}))->value, QByteArray("k"));
    }
};

QTEST_GUILESS_MAIN(TestSecretStore)
#include "test_secretstore.moc"
