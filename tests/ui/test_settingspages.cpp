// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/flow/pools.h"
#include "core/llm/chatprovider.h"
#include "core/settings/rerankersettings.h"
#include "core/storage/schemas.h"
#include "tests/support/testsupport.h"
#include "ui/settings/chatsettingspage.h"
#include "ui/settings/rerankersettingspage.h"
#include "ui/settings/searchsettingspage.h"
#include "ui/widgets/settingsrow.h"
#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTemporaryDir>

using namespace Heddle;
using namespace Heddle::Settings;
using namespace Heddle::TestSupport;
using namespace std::chrono_literals;

//! Pages of the settings by themselves: a database, pools and a task group, without a window and without App.
class TestSettingsPages : public QObject {
    Q_OBJECT
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Store> m_store;
    std::unique_ptr<Flow::Pools> m_pools;
    std::unique_ptr<Concurrency::TaskGroup> m_tasks;
    std::unique_ptr<SecretStore> m_secrets;
    std::unique_ptr<Net::HttpClient> m_http;
    std::unique_ptr<Ui::ModelSettingsPage> m_page;

    AsyncStore settings() const { return { *m_store, &m_pools->conversations, &m_pools->conversationsWriter }; }
    void show(std::unique_ptr<Ui::ModelSettingsPage> page, const char *first)
    {
        m_page = std::move(page);
        m_page->load();
        m_page->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_page.get()));
        QTRY_VERIFY(child<QWidget>(first)->isEnabled()); // loaded
    }
    void showReranker()
    {
        show(std::make_unique<Ui::RerankerSettingsPage>(settings(), *m_secrets, *m_tasks, Rerank::Transports {}), "rerankProvider");
    }
    void showChat() { show(std::make_unique<Ui::ChatSettingsPage>(settings(), *m_secrets, *m_tasks, *m_http), "chatProvider"); }
    //! The button of a model's row; null where it has none, or where there is no such row.
    QPushButton *rowButton(const char *row) const
    {
        for (Ui::SettingsRow *one : m_page->findChildren<Ui::SettingsRow *>(QLatin1String(row))) {
            if (one->isVisible())
                return one->findChild<QPushButton *>();
        }
        return nullptr;
    }
    template <class T>
    T *child(const char *name) const
    {
        auto *found = m_page->findChild<T *>(QLatin1String(name));
        if (!found)
            qFatal("no %s", name);
        return found;
    }
    void choose(const char *name, const char *entry)
    {
        auto *box = child<QComboBox>(name);
        const int at = box->findData(QLatin1String(entry));
        QVERIFY2(at >= 0, entry);
        box->setFocus();
        QTest::keyClick(box, Qt::Key_Home);
        for (int i = 0; i < at; ++i)
            QTest::keyClick(box, Qt::Key_Down);
        QCOMPARE(box->currentIndex(), at);
    }
    void fill(const char *name, const QString &text)
    {
        auto *field = child<QWidget>(name);
        field->setFocus();
        QTest::keyClick(field, Qt::Key_A, Qt::ControlModifier);
        QTest::keyClicks(field, text);
    }
    void save(const char *button, const char *result)
    {
        QVERIFY(child<QPushButton>(button)->isEnabled());
        QTest::mouseClick(child<QPushButton>(button), Qt::LeftButton);
        QTRY_VERIFY(child<QPushButton>(button)->isEnabled());
        QTRY_VERIFY(!child<QLabel>(result)->text().isEmpty());
    }
    Values stored() const
    {
        auto values = m_store->read();
        if (!values)
            qFatal("%s", qUtf8Printable(values.error().message));
        return *values;
    }

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        auto database = Storage::Database::open(m_folder->filePath(QStringLiteral("conversations.db")), Storage::conversationsSchema());
        QVERIFY(database.ok());
        m_store = std::make_unique<Store>(*database);
        m_pools = std::make_unique<Flow::Pools>();
        m_tasks = std::make_unique<Concurrency::TaskGroup>();
        m_secrets = std::make_unique<SecretStore>(nullptr);
        m_http = std::make_unique<Net::HttpClient>(std::make_shared<Net::CallRegistry>());
    }
    void cleanup()
    {
        auto drained = m_tasks->drain(10s);
        QCOMPARE(await(std::move(drained)), std::optional(true));
        m_page.reset();
        m_http.reset();
        m_pools.reset();
        Storage::Database::closeThreadConnections();
    }

    void valuesAreChangedSavedAndShownAgain()
    {
        showReranker();
        QCOMPARE(child<QSpinBox>("rerankWindow")->value(), 64);
        QVERIFY(!child<QLineEdit>("rerankUrl")->isEnabled());
        choose("rerankProvider", "jina");
        fill("rerankUrl", QStringLiteral("http://127.0.0.1:9"));
        fill("rerankModel", QStringLiteral("m"));
        fill("rerankWindow", QStringLiteral("12"));
        fill("rerankWait", QStringLiteral("250"));
        fill("rerankKey", QStringLiteral("k"));
        QSignalSpy saved(m_page.get(), &Ui::ModelSettingsPage::saved);
        save("rerankSave", "rerankResult");
        QCOMPARE(child<QLabel>("rerankResult")->text(), QStringLiteral("Saved."));
        QCOMPARE(saved.count(), 1);
        QVERIFY(child<QLabel>("rerankKeyPlace")->text().contains(QLatin1String("until Heddle is closed")));
        QCOMPARE(child<QLineEdit>("rerankKey")->text(), QString());
        const Values values = stored();
        QCOMPARE(values.get(Keys::RerankProvider), QStringLiteral("jina"));
        QCOMPARE(values.get(Keys::RerankWindow), 12);
        QCOMPARE(values.get(Keys::RerankWait), 250ms);
        showReranker(); // another page shows what this one saved
        QTRY_COMPARE(child<QSpinBox>("rerankWindow")->value(), 12);
        QCOMPARE(child<QSpinBox>("rerankWait")->value(), 250);
        QCOMPARE(child<QLineEdit>("rerankUrl")->text(), QStringLiteral("http://127.0.0.1:9"));
        QCOMPARE(child<QComboBox>("rerankProvider")->currentData().toString(), QStringLiteral("jina"));
        QTRY_VERIFY(child<QLabel>("rerankKeyPlace")->text().contains(QLatin1String("until Heddle is closed")));
    }

    void aKeyGoesUnencryptedOnlyWhereThatIsAccepted()
    {
        showReranker();
        choose("rerankProvider", "xinference");
        fill("rerankUrl", QStringLiteral("http://192.0.2.1:9997"));
        fill("rerankModel", QStringLiteral("m"));
        auto *accept = child<QCheckBox>("rerankKeyUnencrypted");
        QVERIFY(child<QPushButton>("rerankSave")->isEnabled() && accept->isVisible()); // without a key there is nothing to read
        QVERIFY(child<QLabel>("rerankKeyPlace")->text().contains(QLatin1String("http://192.0.2.1:9997 isn't encrypted")));
        fill("rerankKey", QStringLiteral("k"));
        QVERIFY(!child<QPushButton>("rerankSave")->isEnabled() && !child<QPushButton>("rerankTest")->isEnabled());
        QTest::mouseClick(accept, Qt::LeftButton, {}, QPoint(8, accept->height() / 2));
        QVERIFY(accept->isChecked() && child<QPushButton>("rerankSave")->isEnabled() && child<QPushButton>("rerankTest")->isEnabled());
        fill("rerankUrl", QStringLiteral("http://192.0.2.2:9997")); // it was typed and accepted for the other one
        QCOMPARE(child<QLineEdit>("rerankKey")->text(), QString());
        fill("rerankKey", QStringLiteral("k"));
        QVERIFY(!accept->isChecked() && !child<QPushButton>("rerankSave")->isEnabled());
        fill("rerankUrl", QStringLiteral("https://192.0.2.2:9997"));
        QVERIFY(!accept->isVisible() && child<QPushButton>("rerankSave")->isEnabled());
        fill("rerankUrl", QStringLiteral("https://192.0.2.2:9997/?api_key=k"));
        QVERIFY(!child<QPushButton>("rerankSave")->isEnabled());
    }

    void fieldsComeFromTheirKeys()
    {
        showReranker();
        auto *window = child<QSpinBox>("rerankWindow");
        QCOMPARE(window->minimum(), Keys::RerankWindow.min);
        QCOMPARE(window->maximum(), Keys::RerankWindow.max);
        QCOMPARE(window->suffix(), Keys::RerankWindow.suffix());
        QCOMPARE(window->accessibleDescription(), Keys::RerankWindow.help());
        QCOMPARE(window->accessibleName(), QStringLiteral("Passages to rerank"));
        QCOMPARE(child<QComboBox>("rerankProvider")->count(), Keys::RerankProvider.choices().size());
        QCOMPARE(child<QSpinBox>("rerankTokens")->text(), QStringLiteral("Model default"));
        show(std::make_unique<Ui::ChatSettingsPage>(settings(), *m_secrets, *m_tasks, *m_http), "chatProvider");
        auto *wait = child<QSpinBox>("chatWait"); // in seconds
        QCOMPARE(wait->value(), 300);
        QCOMPARE(wait->minimum(), 1);
        QCOMPARE(wait->maximum(), 3600);
        QCOMPARE(child<QLineEdit>("chatTemperature")->placeholderText(), QStringLiteral("Model default"));
        // What holds where nothing is set.
        QCOMPARE(child<QSpinBox>("chatMaxTokens")->text(),
            QStringLiteral("About %1 tokens").arg(QLocale(QLocale::English).toString(Llm::DefaultMaxAnswer)));
    }

    //! What another program changed meanwhile stays, where the page says nothing about it.
    void onlyWhatWasChangedIsSaved()
    {
        QVERIFY(m_store->set(Keys::ChatWait, 1500ms).ok()); // between two steps of the field
        QVERIFY(m_store->set(Keys::ChatProvider, QStringLiteral("ollama")).ok());
        show(std::make_unique<Ui::ChatSettingsPage>(settings(), *m_secrets, *m_tasks, *m_http), "chatProvider");
        QTRY_VERIFY(child<QPlainTextEdit>("chatSystem")->isEnabled());
        QVERIFY(m_store->set(Keys::ChatMaxTokens, 77).ok());
        fill("chatModel", QStringLiteral("m"));
        fill("chatSystem", QStringLiteral("Be brief."));
        save("chatSave", "chatResult");
        QCOMPARE(child<QLabel>("chatResult")->text(), QStringLiteral("Saved."));
        QCOMPARE(stored().get(Keys::ChatModel), QStringLiteral("m"));
        QCOMPARE(stored().get(Keys::ChatSystem), QStringLiteral("Be brief."));
        QCOMPARE(stored().get(Keys::ChatMaxTokens), 77);
        QCOMPARE(stored().get(Keys::ChatWait), 1500ms);
        // A change that is taken back is saved too.
        fill("chatModel", QStringLiteral("n"));
        save("chatSave", "chatResult");
        fill("chatModel", QStringLiteral("m"));
        save("chatSave", "chatResult");
        QCOMPARE(stored().get(Keys::ChatModel), QStringLiteral("m"));
    }

    void oneBadValueSavesNothingAndIsNamed()
    {
        QVERIFY(m_store->set(Keys::ChatProvider, QStringLiteral("ollama")).ok());
        show(std::make_unique<Ui::ChatSettingsPage>(settings(), *m_secrets, *m_tasks, *m_http), "chatProvider");
        fill("chatModel", QStringLiteral("m"));
        fill("chatTopP", QStringLiteral("."));
        save("chatSave", "chatResult");
        QVERIFY2(
            child<QLabel>("chatResult")->text().contains(QLatin1String("chat.top_p")), qPrintable(child<QLabel>("chatResult")->text()));
        QCOMPARE(stored().get(Keys::ChatModel), QString());
        fill("chatTopP", QStringLiteral("0.5"));
        QCOMPARE(child<QLabel>("chatResult")->text(), QString()); // it was about what is changed now
        save("chatSave", "chatResult");
        QCOMPARE(stored().get(Keys::ChatTopP), std::optional(0.5));
        QCOMPARE(stored().get(Keys::ChatModel), QStringLiteral("m"));
    }

    void aStoredValueThatCantBeUsedIsToldAndMended()
    {
        auto database = Storage::Database::open(m_folder->filePath(QStringLiteral("conversations.db")), Storage::conversationsSchema());
        QVERIFY(database->run(QStringLiteral("INSERT INTO setting VALUES('search.depth', 'deep')")).ok());
        show(std::make_unique<Ui::SearchSettingsPage>(
                 settings(), *m_secrets, *m_tasks, Ui::SearchServerAccess { &m_pools->search, nullptr, nullptr }),
            "searchEngine");
        QTRY_VERIFY(child<QLabel>("searchResult")->text().contains(QLatin1String("search.depth")));
        QCOMPARE(child<QSpinBox>("searchDepth")->value(), 256);
        QTest::mouseClick(
            child<QCheckBox>("searchForeign"), Qt::LeftButton, {}, QPoint(5, child<QCheckBox>("searchForeign")->height() / 2));
        fill("searchTextWeight", QStringLiteral("0.5"));
        save("searchSave", "searchResult");
        QCOMPARE(child<QLabel>("searchResult")->text(), QStringLiteral("Saved."));
        QVERIFY(stored().get(Keys::SearchForeignLanguages) == ForeignLanguages::Both);
        QCOMPARE(stored().get(Keys::SearchTextWeight), 0.5);
        QCOMPARE(stored().get(Keys::SearchDepth), 256);
        QCOMPARE(stored().notices(), QStringList());
    }

    //! An address that is typed and then put out of reach is not saved, and refuses nothing.
    void whatIsOutOfReachStaysAsItIsStored()
    {
        auto database = Storage::Database::open(m_folder->filePath(QStringLiteral("conversations.db")), Storage::conversationsSchema());
        show(std::make_unique<Ui::SearchSettingsPage>(
                 settings(), *m_secrets, *m_tasks, Ui::SearchServerAccess { &m_pools->search, nullptr, nullptr }),
            "searchEngine");
        choose("searchEngine", "remote");
        fill("searchUrl", QStringLiteral("nonsense"));
        QVERIFY(!child<QPushButton>("searchSave")->isEnabled());
        choose("searchEngine", "local");
        fill("searchDepth", QStringLiteral("100"));
        save("searchSave", "searchResult");
        QCOMPARE(child<QLabel>("searchResult")->text(), QStringLiteral("Saved."));
        QCOMPARE(stored().get(Keys::SearchDepth), 100);
        QCOMPARE(stored().get(Keys::SearchUrl), QString());
    }

    void aKeyIsNeverSavedForAnotherServer()
    {
        showReranker();
        choose("rerankProvider", "jina");
        fill("rerankKey", QStringLiteral("for jina"));
        choose("rerankProvider", "siliconflow");
        QCOMPARE(child<QLineEdit>("rerankKey")->text(), QString());
        save("rerankSave", "rerankResult");
        const auto keyOf = [this](const char *provider) {
            Rerank::Configuration configuration;
            configuration.endpoint.id = QLatin1String(provider);
            const auto secret = await(m_secrets->read(QStringLiteral("rerank.key"), Settings::keyBinding(configuration), {}));
            return QString::fromUtf8(secret->value);
        };
        QCOMPARE(keyOf("siliconflow"), QString());
        choose("rerankProvider", "jina"); // what was typed for it is there again
        QCOMPARE(child<QLineEdit>("rerankKey")->text(), QStringLiteral("for jina"));
        save("rerankSave", "rerankResult");
        QCOMPARE(keyOf("jina"), QStringLiteral("for jina"));
        QCOMPARE(keyOf("siliconflow"), QString());
        choose("rerankProvider", "siliconflow");
        choose("rerankProvider", "jina"); // saved: it is not shown any more
        QCOMPARE(child<QLineEdit>("rerankKey")->text(), QString());
    }

    //! A key that was typed before there was an address goes with the first one.
    void aKeyMayComeBeforeItsAddress()
    {
        showReranker();
        choose("rerankProvider", "xinference");
        fill("rerankKey", QStringLiteral("k"));
        fill("rerankUrl", QStringLiteral("https://rank.example.org"));
        QCOMPARE(child<QLineEdit>("rerankKey")->text(), QStringLiteral("k"));
    }

    void noModelKeepsWhatWasTypedBefore()
    {
        QVERIFY(m_store->set(Keys::ChatProvider, QStringLiteral("openai-compatible")).ok());
        QVERIFY(m_store->set(Keys::ChatUrl, QStringLiteral("http://127.0.0.1:1/v1")).ok());
        QVERIFY(m_store->set(Keys::ChatModel, QStringLiteral("m")).ok());
        showChat();
        QTRY_VERIFY(rowButton("modelNone"));
        QTest::mouseClick(rowButton("modelNone"), Qt::LeftButton);
        QCOMPARE(child<QComboBox>("chatProvider")->currentData().toString(), QStringLiteral("none"));
        save("chatSave", "chatResult");
        QCOMPARE(stored().get(Keys::ChatProvider), QStringLiteral("none"));
        QCOMPARE(stored().get(Keys::ChatUrl), QStringLiteral("http://127.0.0.1:1/v1"));
        QCOMPARE(stored().get(Keys::ChatModel), QStringLiteral("m"));
        QVERIFY(!rowButton("modelNone")); // it is what is used
        choose("chatProvider", "openai-compatible");
        QCOMPARE(child<QLineEdit>("chatUrl")->text(), QStringLiteral("http://127.0.0.1:1/v1"));
        QCOMPARE(child<QComboBox>("chatModel")->currentText(), QStringLiteral("m"));
    }

    //! An address that was typed for one service is not asked with the key and the name of another.
    void eachServiceKeepsItsOwnAddressAndModel()
    {
        QVERIFY(m_store->set(Keys::ChatProvider, QStringLiteral("openai-compatible")).ok());
        QVERIFY(m_store->set(Keys::ChatUrl, QStringLiteral("http://127.0.0.1:1/v1")).ok());
        QVERIFY(m_store->set(Keys::ChatModel, QStringLiteral("m")).ok());
        showChat();
        choose("chatProvider", "ollama");
        QCOMPARE(child<QLineEdit>("chatUrl")->text(), QString());
        QCOMPARE(child<QComboBox>("chatModel")->currentText(), QString());
        fill("chatModel", QStringLiteral("n"));
        choose("chatProvider", "openai-compatible");
        QCOMPARE(child<QLineEdit>("chatUrl")->text(), QStringLiteral("http://127.0.0.1:1/v1"));
        QCOMPARE(child<QComboBox>("chatModel")->currentText(), QStringLiteral("m"));
        choose("chatProvider", "ollama");
        QCOMPARE(child<QComboBox>("chatModel")->currentText(), QStringLiteral("n"));
    }

    //! What "Use" has put into the fields is there until it is saved, whatever is saved before.
    void whatAServerOffersIsPutAndKeptUntilItIsSaved()
    {
        showChat();
        auto *rows = m_page->findChild<Ui::ModelRows *>();
        QTRY_COMPARE(m_tasks->running(), 0); // the page has looked for servers itself
        rows->showServers(
            { { QStringLiteral("ollama"), QStringLiteral("127.0.0.1:11434"), { QStringLiteral("qwen3:4b"), QStringLiteral("b") } } });
        const auto isShown = [this] {
            const QPushButton *use = rowButton("modelFound");
            return use && use->visibleRegion().contains(use->rect().center()); // laid out
        };
        QTRY_VERIFY(isShown());
        QTest::mouseClick(rowButton("modelFound"), Qt::LeftButton);
        QCOMPARE(child<QComboBox>("chatProvider")->currentData().toString(), QStringLiteral("ollama"));
        QCOMPARE(child<QComboBox>("chatModel")->currentText(), QStringLiteral("qwen3:4b"));
        QCOMPARE(stored().get(Keys::ChatProvider), QStringLiteral("none"));
        // While a save is under way, another server is chosen.
        QTest::mouseClick(child<QPushButton>("chatSave"), Qt::LeftButton);
        rows->showServers({ { QStringLiteral("lmstudio"), QStringLiteral("127.0.0.1:1234"), { QStringLiteral("c") } } });
        QTRY_VERIFY(isShown());
        QTest::mouseClick(rowButton("modelFound"), Qt::LeftButton);
        QTRY_COMPARE(stored().get(Keys::ChatModel), QStringLiteral("qwen3:4b"));
        QTRY_VERIFY(child<QPushButton>("chatSave")->isEnabled());
        QCOMPARE(child<QComboBox>("chatProvider")->currentData().toString(), QStringLiteral("lmstudio"));
        QCOMPARE(child<QComboBox>("chatModel")->currentText(), QStringLiteral("c"));
        save("chatSave", "chatResult");
        QCOMPARE(stored().get(Keys::ChatProvider), QStringLiteral("lmstudio"));
        QCOMPARE(stored().get(Keys::ChatModel), QStringLiteral("c"));
    }

    //! A page that is closed at once: its settings are saved all the same.
    void aPageMayBeClosedWhileItSaves()
    {
        showReranker();
        choose("rerankProvider", "overlap");
        QTest::mouseClick(child<QPushButton>("rerankSave"), Qt::LeftButton);
        m_page.reset();
        QTRY_COMPARE(stored().get(Keys::RerankProvider), QStringLiteral("overlap"));
    }
};

QTEST_MAIN(TestSettingsPages)
#include "test_settingspages.moc"
