// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/settings/secretstore.h"
#include "tests/support/testsupport.h"
#include <QScopeGuard>

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

    void noChildGetsAKeyOfTheEnvironment()
    {
        qputenv("HEDDLE_RERANK_KEY", "k3y");
        Settings::SecretStore store(nullptr);
        store.takeEnvironment();
        QVERIFY(!qEnvironmentVariableIsSet("HEDDLE_RERANK_KEY"));
        const auto secret = await(store.read(QStringLiteral("rerank.key"), QStringLiteral("jina https://api.jina.ai:443"), {}));
        QCOMPARE(secret->value, QByteArray("k3y"));
        QVERIFY(secret->place == Settings::SecretStore::Place::Environment);
    }

    void keysOfTheEnvironmentAreBoundToo()
    {
        using Place = Settings::SecretStore::Place;
        const QString name = QStringLiteral("chat.key"), here = QStringLiteral("openai https://api.openai.com:443"),
                      other = QStringLiteral("openai https://elsewhere.example:443"), plain = QStringLiteral("vllm http://10.0.0.5:8000"),
                      loopback = QStringLiteral("vllm http://127.0.0.1:8000"), cluster = here + QStringLiteral(" http://10.0.0.5:8000");
        const auto read = [&](Settings::SecretStore &store, const QString &binding) { return *await(store.read(name, binding, {})); };
        const auto restore = qScopeGuard([] { qunsetenv("HEDDLE_CHAT_KEY"); });
        qputenv("HEDDLE_CHAT_KEY", "k3y");
        {
            Settings::SecretStore store(nullptr);
            QCOMPARE(await(store.look(name, other, {}))->value, QByteArray("k3y")); // looking takes nothing
            QCOMPARE(read(store, here).value, QByteArray("k3y"));
            for (int i = 0; i < 2; ++i) { // the first one has it, for good
                const auto refused = read(store, other);
                QVERIFY(refused.value.isEmpty() && refused.place == Place::Nowhere);
                QVERIFY2(refused.withheld.contains(QLatin1String("HEDDLE_CHAT_KEY"))
                        && refused.withheld.contains(QLatin1String("api.openai.com")) && !refused.withheld.contains(QLatin1String("k3y")),
                    qPrintable(refused.withheld));
                QCOMPARE(read(store, here).value, QByteArray("k3y"));
            }
            QCOMPARE(*await(store.write(name, other, "its own", {})), Place::Session);
            QCOMPARE(read(store, other).value, QByteArray("its own"));
            QVERIFY(read(store, other).withheld.isEmpty());
        }
        Settings::SecretStore unencrypted(nullptr);
        QVERIFY(read(unencrypted, plain).value.isEmpty() && read(unencrypted, plain).withheld.contains(QLatin1String("10.0.0.5")));
        QVERIFY(read(unencrypted, cluster).value.isEmpty());
        QCOMPARE(read(unencrypted, loopback).value, QByteArray("k3y"));

        // The variable may name its servers, and then also one that isn't encrypted.
        qputenv("HEDDLE_CHAT_KEY", "https://api.openai.com/v1  http://10.0.0.5:8000 k3y");
        Settings::SecretStore named(nullptr);
        for (const QString &binding : { here, plain, cluster })
            QCOMPARE(read(named, binding).value, QByteArray("k3y"));
        for (const QString &binding : { other, loopback, QString(here + QStringLiteral(" https://elsewhere.example:443")) })
            QVERIFY(read(named, binding).value.isEmpty() && !read(named, binding).withheld.isEmpty());
        for (const char *broken : { "https://api.openai.com", "https://api.openai.com ", "https:// k3y" }) {
            qputenv("HEDDLE_CHAT_KEY", broken);
            Settings::SecretStore store(nullptr);
            QVERIFY2(read(store, here).value.isEmpty(), broken);
        }
    }
};

QTEST_GUILESS_MAIN(TestSecretStore)
#include "test_secretstore.moc"
