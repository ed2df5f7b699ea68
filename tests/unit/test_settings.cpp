// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/settings/chatsettings.h"
#include "core/settings/embeddingsettings.h"
#include "core/settings/listing.h"
#include "core/settings/rerankersettings.h"
#include "core/settings/searchsettings.h"
#include "core/settings/store.h"
#include "core/storage/schemas.h"
#include "tests/support/testsupport.h"
#include <QRegularExpression>
#include <QTemporaryDir>

using namespace Heddle;
using namespace Heddle::Settings;
using namespace Heddle::TestSupport;
using namespace std::chrono_literals;

class TestSettings : public QObject {
    Q_OBJECT
    std::unique_ptr<QTemporaryDir> m_folder;
    std::optional<Storage::Database> m_database;

    Store store() const { return Store(*m_database); }
    Values read() const
    {
        auto values = store().read();
        if (!values)
            qFatal("%s", qUtf8Printable(values.error().message));
        return *values;
    }
    //! What another version, or somebody by hand, has written.
    void write(const QString &name, const QString &text) const
    {
        QVERIFY(m_database->run(QStringLiteral("INSERT OR REPLACE INTO setting(key, value) VALUES(?,?)"), { name, text }).ok());
    }
    int rows() const
    {
        auto query = m_database->run(QStringLiteral("SELECT count(*) FROM setting"));
        return query && query->next() ? query->value(0).toInt() : -1;
    }

private Q_SLOTS:
    void init()
    {
        Storage::Database::closeThreadConnections();
        m_folder = std::make_unique<QTemporaryDir>();
        auto database = Storage::Database::open(m_folder->filePath(QStringLiteral("conversations.db")), Storage::conversationsSchema());
        QVERIFY(database.ok());
        m_database = *database;
    }
    void cleanup()
    {
        m_database.reset();
        Storage::Database::closeThreadConnections();
    }

    //! Names and defaults as version 0.1 has stored and assumed them: a database of it must mean the same. A later setting
    //! needs no row here.
    void namesAndDefaultsStay()
    {
        const QList<QPair<const char *, const char *>> stored { { "rerank.provider", "none" }, { "rerank.url", "" }, { "rerank.model", "" },
            { "rerank.wait_ms", "3000" }, { "rerank.deadline_ms", "30000" }, { "rerank.window", "64" }, { "rerank.tokens", "0" },
            { "rerank.documents", "0" }, { "chat.provider", "none" }, { "chat.url", "" }, { "chat.model", "" }, { "chat.system", "" },
            { "chat.temperature", "" }, { "chat.top_p", "" }, { "chat.max_tokens", "0" }, { "chat.context", "0" },
            { "chat.wait_ms", "300000" }, { "embedding.kind", "auto" }, { "embedding.provider", "openai-compatible" },
            { "embedding.url", "" }, { "embedding.model", "" }, { "search.engine", "local" }, { "search.url", "" }, { "search.index", "" },
            { "search.user", "" }, { "search.ca", "" }, { "search.depth", "256" }, { "search.text_weight", "1" },
            { "search.vector_weight", "1" }, { "search.foreign_languages", "words" }, { "pools.conversations", "2" },
            { "pools.library", "2" }, { "pools.search", "4" }, { "pools.indexing", "0" }, { "pools.inference", "0" },
            { "pools.render", "1" } };
        const Values defaults = read();
        for (const auto &[name, text] : stored) {
            const Definition *one = definition(QLatin1String(name));
            QVERIFY2(one, name);
            QCOMPARE(defaults.text(*one), QLatin1String(text));
            const auto value = one->parse(QLatin1String(text));
            QVERIFY2(value.ok(), name);
            QVERIFY2(*value == one->fallback(), name);
            write(QLatin1String(name), QLatin1String(text));
        }
        QCOMPARE(read().notices(), QStringList());
    }

    void everyDefaultCanBeStored()
    {
        for (const Definition *one : definitions()) {
            const QString text = one->format(one->fallback());
            const auto value = one->parse(text);
            QVERIFY2(value.ok() && *value == one->fallback(), qUtf8Printable(one->name()));
            QCOMPARE(read().text(*one), text);
        }
    }

    void everyKeyIsListedAndExplained()
    {
        const QString header = QString::fromUtf8(readFile(QStringLiteral(HEDDLE_KEYS)));
        static const QRegularExpression constant(QStringLiteral("inline constexpr Key<[^;]*?>\\s+\\w+\\(\\s*\"([a-z._]+)\""));
        QSet<QString> written, listed;
        for (auto it = constant.globalMatch(header); it.hasNext();)
            written += it.next().captured(1);
        for (const Definition *one : definitions()) {
            listed += one->name();
            QVERIFY2(one->help().endsWith(QLatin1Char('.')) && one->help().count(QLatin1String(". ")) == 0, qUtf8Printable(one->name()));
            QVERIFY(!one->allowed().isEmpty());
        }
        QVERIFY(written.size() > 30);
        QCOMPARE(listed, written);
        QCOMPARE(definitions().size(), listed.size());
    }

    void valuesAreTyped()
    {
        const Store settings = store();
        QVERIFY(settings.set(Keys::RerankWindow, 12).ok());
        QVERIFY(settings.set(Keys::RerankWait, 1500ms).ok());
        QVERIFY(settings.set(Keys::ChatTemperature, 0.25).ok());
        QVERIFY(settings.set(Keys::SearchVectorWeight, 2.5).ok());
        QVERIFY(settings.set(Keys::ChatModel, QStringLiteral("m")).ok());
        QVERIFY(settings.set(Keys::SearchForeignLanguages, ForeignLanguages::Both).ok());
        const Values values = read();
        QCOMPARE(values.get(Keys::RerankWindow), 12);
        QCOMPARE(values.get(Keys::RerankWait), 1500ms);
        QCOMPARE(values.get(Keys::ChatTemperature), std::optional(0.25));
        QCOMPARE(values.get(Keys::SearchVectorWeight), 2.5);
        QCOMPARE(values.get(Keys::ChatModel), QStringLiteral("m"));
        QVERIFY(values.get(Keys::SearchForeignLanguages) == ForeignLanguages::Both);
        QCOMPARE(settings.text(QStringLiteral("rerank.wait_ms")).valueOr({}), QStringLiteral("1500"));
        QCOMPARE(settings.text(QStringLiteral("search.foreign_languages")).valueOr({}), QStringLiteral("both"));
        // An empty number is the default, or none.
        QVERIFY(settings.set(QStringLiteral("search.vector_weight"), QString()).ok());
        QVERIFY(settings.set(QStringLiteral("chat.temperature"), QString()).ok());
        QCOMPARE(read().get(Keys::SearchVectorWeight), 1.0);
        QCOMPARE(read().get(Keys::ChatTemperature), std::nullopt);
    }

    void whatCantBeUsedIsRefusedInWords_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("said"); // empty: it is taken
        const auto row = [](const char *name, const char *text, const char *said) {
            QTest::addRow("%s %s", name, text) << QString::fromLatin1(name) << QString::fromUtf8(text) << QString::fromLatin1(said);
        };
        row("pools.search", "3", "");
        for (const char *bad : { "0", "-1", "many", "100000", "65", "", "1.5" })
            row("pools.search", bad, "1 to 64");
        row("rerank.provider", "nobody", "jina");
        row("rerank.provider", "", "none");
        row("rerank.deadline_ms", "99", "milliseconds from 100 to 600000");
        row("chat.temperature", "2.1", "0 to 2");
        row("chat.temperature", "nan", "0 to 2");
        row("chat.temperature", "2", "");
        row("chat.top_p", "1.01", "0 to 1");
        row("search.text_weight", "101", "0 to 100");
        row("search.foreign_languages", "Both", "words, both");
        row("search.index", "heddle-2", "");
        row("search.index", "Not Good", "lower-case letters");
        row("search.index", "-a", "begins with a letter");
        row("search.index", "", "");
        row("chat.url", "127.0.0.1:8080", "http:// or https://");
        row("chat.url", "http://", "http:// or https://");
        row("chat.url", "http://anna:secret@host/", "without a name or password");
        row("chat.url", "http://a http://b", "http:// or https://");
        for (const char *url : { "https://host/v1?key=secret@1", "https://host/?api_key=secret@1", "https://host/?access-token=secret@1",
                 "https://host/?x=1&Authorization=secret@1", "https://host/#token=secret@1", "https://host/?subscription-key=secret@1",
                 "https://host/?x=sk-secret@1", "https://host/?sk-secret@1", "https://host/#sk-secret@1",
                 "https://host/?x=0123456789abcdef0123456789abcdef", "https://token@host/" })
            row("chat.url", url, "config secret");
        row("rerank.url", "https://host/?key=secret@1", "config secret");
        row("embedding.url", "https://host/?key=secret@1", "config secret");
        row("search.url", "http://a:9200 https://b:9200/?apiKey=secret@1", "config secret");
        row("chat.url", "https://host/openai/deployments/gpt-4o?api-version=2024-10-21-preview", "");
        row("chat.url", "https://host/v1?keys=", "");
        row("chat.url", "https://host/v1?model=claude-3-5-sonnet-20241022-v2", "");
        row("chat.url", "https://host/?x=01234567-89ab-cdef-0123-456789abcdef", "config secret");
        row("chat.url", "https://host/v1?region=northeurope&tier=standard", "");
        row("chat.url", "", "");
        row("search.url", "http://a:9200, https://b:9200", "");
        row("search.url", "http://a:9200 ftp://b:9200", "http:// or https://");
        row("search.url", "http://anna:secret@a:9200", "without a name or password");
        row("colour", "red", "rerank.provider");
    }
    void whatCantBeUsedIsRefusedInWords()
    {
        QFETCH(const QString, name);
        QFETCH(const QString, text);
        QFETCH(const QString, said);
        const Status saved = store().set(name, text);
        QCOMPARE(saved.ok(), said.isEmpty());
        QCOMPARE(rows(), saved.ok() ? 1 : 0);
        if (saved)
            return;
        QCOMPARE(saved.error().code, ErrorCode::Input);
        QVERIFY2(saved.error().message.contains(said) && saved.error().message.contains(name), qUtf8Printable(saved.error().message));
        QVERIFY(!saved.error().message.contains(QLatin1String("secret@")));
    }

    void severalAreSavedTogetherOrNotAtAll()
    {
        Changes changes;
        changes.set(Keys::RerankWindow, 10);
        changes.set(Keys::RerankModel, QStringLiteral("m"));
        changes.set(QStringLiteral("rerank.tokens"), QStringLiteral("many")); // after the others in any order of names
        const Status refused = store().save(changes);
        QVERIFY(!refused.ok() && refused.error().message.contains(QLatin1String("rerank.tokens")));
        QCOMPARE(rows(), 0);
        changes.set(Keys::RerankTokens, 100);
        QVERIFY(store().save(changes).ok());
        QCOMPARE(rows(), 3);
        // Nor when they don't fit each other, which shows last.
        Changes unfit;
        unfit.set(Keys::EmbeddingKind, EmbeddingSource::Local);
        unfit.set(Keys::EmbeddingModel, QStringLiteral("a-server's"));
        unfit.set(Keys::RerankWindow, 20);
        QVERIFY(!store().save(unfit).ok());
        QCOMPARE(read().get(Keys::RerankWindow), 10);
        QVERIFY(read().get(Keys::EmbeddingKind) == EmbeddingSource::Auto);
    }

    void aStoredValueThatCantBeUsedIsNotMisread()
    {
        write(QStringLiteral("rerank.window"), QStringLiteral("100000"));
        write(QStringLiteral("rerank.wait_ms"), QStringLiteral("soon"));
        write(QStringLiteral("chat.provider"), QStringLiteral("a-service-of-tomorrow"));
        write(QStringLiteral("chat.temperature"), QStringLiteral("7"));
        write(QStringLiteral("chat.url"), QStringLiteral("http://anna:secret@host/"));
        write(QStringLiteral("search.text_weight"), QStringLiteral("-1"));
        write(QStringLiteral("search.engine"), QStringLiteral("cloud"));
        write(QStringLiteral("rerank.model"), QStringLiteral("kept"));
        write(QStringLiteral("a.setting.of.tomorrow"), QStringLiteral("1"));
        const Values values = read();
        QCOMPARE(values.get(Keys::RerankWindow), 64);
        QCOMPARE(values.get(Keys::RerankWait), 3000ms);
        QVERIFY(!chatModelFrom(values));
        QCOMPARE(values.get(Keys::ChatTemperature), std::nullopt);
        QCOMPARE(values.get(Keys::ChatUrl), QString());
        QCOMPARE(values.get(Keys::SearchTextWeight), 1.0);
        QVERIFY(values.get(Keys::SearchEngine) == SearchPlace::Local);
        QCOMPARE(values.get(Keys::RerankModel), QStringLiteral("kept"));
        QCOMPARE(values.notices().size(), 7);
        const QString notice = values.notice(Keys::RerankWindow);
        QVERIFY2(notice.contains(QLatin1String("rerank.window")) && notice.contains(QLatin1String("1 to 1000")), qUtf8Printable(notice));
        QVERIFY(!values.notices().join(QLatin1Char(' ')).contains(QLatin1String("secret@")));
        QVERIFY(listing(values).contains(notice));
        QCOMPARE(store().text(QStringLiteral("rerank.window")).valueOr({}), QStringLiteral("64"));
        // Saved again it is used, and nothing is said.
        QVERIFY(store().set(Keys::RerankWindow, 100).ok());
        QCOMPARE(read().notices().size(), 6);
        QCOMPARE(rows(), 9);
    }

    void theEmbeddingModelFitsItsKind()
    {
        const Store settings = store();
        QVERIFY(settings.set(Keys::EmbeddingKind, EmbeddingSource::Http).ok());
        QVERIFY(settings.set(Keys::EmbeddingModel, QStringLiteral("a-server's")).ok());
        QVERIFY(settings.set(Keys::RerankWindow, 10).ok());
        QCOMPARE(read().get(Keys::EmbeddingModel), QStringLiteral("a-server's")); // other settings leave it alone
        QVERIFY(settings.set(Keys::EmbeddingKind, EmbeddingSource::Local).ok());
        QCOMPARE(read().get(Keys::EmbeddingModel), QString());
        const Status refused = settings.set(Keys::EmbeddingModel, QStringLiteral("a-server's"));
        QVERIFY(!refused.ok() && refused.error().message.contains(QLatin1String("minilm")));
        QVERIFY(settings.set(Keys::EmbeddingModel, QStringLiteral("minilm")).ok());
        Changes both;
        both.set(Keys::EmbeddingKind, EmbeddingSource::Http);
        both.set(Keys::EmbeddingModel, QStringLiteral("a-server's"));
        QVERIFY(settings.save(both).ok());
        QCOMPARE(read().get(Keys::EmbeddingModel), QStringLiteral("a-server's"));
        Changes local;
        local.set(Keys::EmbeddingKind, EmbeddingSource::Local);
        QCOMPARE(reconcile(read(), local)->texts().value(QStringLiteral("embedding.model"), QStringLiteral("unchanged")), QString());
        QVERIFY(!reconcile(Values(), local)->contains(Keys::EmbeddingModel));
    }

    void servicesAreMadeFromValues()
    {
        QVERIFY(!chatModelFrom(Values()) && !rerankerFrom(Values()) && !embedderFrom(Values(), {}));
        QVERIFY(!searchServerFrom(Values())->has_value());
        Changes changes;
        changes.set(Keys::ChatProvider, QStringLiteral("ollama"));
        changes.set(Keys::ChatTopP, 0.5);
        changes.set(Keys::ChatWait, 7s);
        changes.set(Keys::RerankProvider, QStringLiteral("jina"));
        changes.set(Keys::RerankDeadline, 700ms);
        changes.set(Keys::EmbeddingKind, EmbeddingSource::Http);
        changes.set(Keys::EmbeddingProvider, QStringLiteral("ollama"));
        changes.set(Keys::EmbeddingUrl, QStringLiteral("http://h:1"));
        const Values values = Values().with(changes);
        QCOMPARE(chatModelFrom(values)->endpoint.id, QStringLiteral("ollama"));
        QCOMPARE(chatModelFrom(values)->topP, std::optional(0.5));
        QCOMPARE(chatModelFrom(values)->wait, std::chrono::milliseconds(7s));
        QCOMPARE(rerankerFrom(values)->deadline, 700ms);
        QCOMPARE(embedderFrom(values, {})->endpoint.url, QStringLiteral("http://h:1"));
        Changes local;
        local.set(Keys::EmbeddingKind, EmbeddingSource::Local);
        QCOMPARE(embedderFrom(values.with(local), {})->endpoint.url, QString()); // of no use there
    }

    //! By default a model of this program is used where it lies, and nothing is said where it doesn't.
    void theEmbeddingModelOfThisProgramIsUsedWhereItIsInstalled()
    {
        QTemporaryDir folder;
        const Embedding::LocalRuntime runtime { folder.filePath(QStringLiteral("plugin.so")), folder.path() };
        QVERIFY(!embedderFrom(Values(), {}));
        QVERIFY(!embedderFrom(Values(), runtime)); // no model yet
        for (const char *name : { "minilm/model.onnx", "minilm/vocab.txt" })
            writeFile(folder.filePath(QLatin1String(name)), "x");
        const auto found = embedderFrom(Values(), runtime);
        QVERIFY(found && found->kind == Embedding::Configuration::Kind::Local);
        Changes changes;
        changes.set(Keys::EmbeddingModel, QStringLiteral("a-server's"));
        QCOMPARE(embedderFrom(Values().with(changes), runtime)->endpoint.model, QString()); // left from a server
        changes.set(Keys::EmbeddingKind, EmbeddingSource::None);
        QVERIFY(!embedderFrom(Values().with(changes), runtime));
    }

    //! What is being typed is no error yet, and no other value either.
    void changesAreTakenAsTheyAreTyped()
    {
        Changes changes;
        changes.set(QStringLiteral("chat.url"), QStringLiteral("127.0.0.1:80"));
        changes.set(QStringLiteral("rerank.window"), QStringLiteral("9999999"));
        changes.set(QStringLiteral("chat.temperature"), QStringLiteral("."));
        const Values typed = Values().with(changes);
        QCOMPARE(typed.get(Keys::ChatUrl), QStringLiteral("127.0.0.1:80"));
        QCOMPARE(typed.get(Keys::RerankWindow), 9'999'999);
        QCOMPARE(typed.get(Keys::ChatTemperature), std::nullopt);
        QCOMPARE(Values().get(Keys::ChatUrl), QString());
    }

    void addressesAndCertificatesAreChecked()
    {
        QCOMPARE(nodesOf(QStringLiteral(" http://a:9200, http://b:9200\nhttp://c:9200 ")).size(), 3);
        const auto with = [](const Values &values, const Key<QString> &key, const QString &text) {
            Changes changes;
            changes.set(key, text);
            return values.with(changes);
        };
        Changes remote;
        remote.set(Keys::SearchEngine, SearchPlace::Remote);
        Values values = Values().with(remote);
        QVERIFY(searchServerFrom(values).error().message.contains(QLatin1String("search.url")));
        values = with(values, Keys::SearchUrl, QStringLiteral("https://a:9200 https://b:9200"));
        values = with(values, Keys::SearchUser, QStringLiteral("anna"));
        const auto configuration = searchServerFrom(values);
        QCOMPARE((*configuration)->nodes.size(), 2);
        QCOMPARE((*configuration)->index, QStringLiteral("heddle"));
        QCOMPARE(keyBinding(**configuration), QStringLiteral("search anna https://a:9200 https://b:9200"));
        values = with(values, Keys::SearchCa, QStringLiteral("/nowhere.pem"));
        QVERIFY(searchServerFrom(values).error().message.contains(QLatin1String("/nowhere.pem")));
        QTemporaryDir folder;
        writeFile(folder.filePath(QStringLiteral("text.pem")), "no certificate");
        values = with(values, Keys::SearchCa, folder.filePath(QStringLiteral("text.pem")));
        QVERIFY(searchServerFrom(values).error().message.contains(QLatin1String("PEM")));
    }
};

QTEST_GUILESS_MAIN(TestSettings)
#include "test_settings.moc"
