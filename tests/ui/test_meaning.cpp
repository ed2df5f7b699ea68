// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/fakeembedder.h"
#include "tests/support/fakehttpserver.h"
#include "tests/ui/windowfixture.h"
#include "ui/settings/settingspage.h"
#include <QComboBox>
#include <QDir>
#include <QDoubleSpinBox>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLineEdit>
#include <QLocale>
#include <QSpinBox>

using namespace Heddle;
using namespace Heddle::TestSupport;

//! Search by meaning, from the settings to the answer, as somebody at the window sees it.
class TestMeaning : public WindowFixture {
    Q_OBJECT
    std::unique_ptr<FakeHttpServer> m_server;
    bool m_refuse = false;
    int m_delayMs = 0;
    int m_embedded = 0;

    void openSettings()
    {
        m_window->goTo(Ui::MainWindow::SettingsPlace);
        child<Ui::SettingsPage>("settings")->showPage(child<QComboBox>("embeddingKind"));
        QTRY_VERIFY(child<QComboBox>("embeddingKind")->isEnabled());
    }
    void choose(const char *entry)
    {
        auto *kind = child<QComboBox>("embeddingKind");
        const int at = kind->findData(QLatin1String(entry));
        QVERIFY2(at >= 0, entry);
        kind->setFocus();
        QTest::keyClick(kind, Qt::Key_Home);
        for (int i = 0; i < at; ++i)
            QTest::keyClick(kind, Qt::Key_Down);
        QCOMPARE(kind->currentIndex(), at);
    }
    void fill(const char *field, const QString &text)
    {
        auto *line = child<QLineEdit>(field);
        line->setFocus();
        line->selectAll();
        QTest::keyClicks(line, text);
    }
    void useServer()
    {
        openSettings();
        choose("http openai-compatible");
        fill("embeddingUrl", m_server->base());
        fill("embeddingModel", QStringLiteral("fake"));
    }

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); }
    void init()
    {
        m_refuse = false;
        m_delayMs = m_embedded = 0;
        m_server = std::make_unique<FakeHttpServer>([this](const FakeRequest &request) -> FakeReply {
            if (m_refuse)
                return { 401, R"({"error":{"message":"no such key"}})", {}, FakeReply::Way::Whole, 0 };
            QJsonArray data;
            for (const auto &text : QJsonDocument::fromJson(request.body).object()[QLatin1String("input")].toArray()) {
                QJsonArray vector;
                for (const float value : FakeEmbedder::vectorOf(text.toString()))
                    vector += double(value);
                data += QJsonObject { { QStringLiteral("embedding"), vector } };
                ++m_embedded;
            }
            return { 200, QJsonDocument(QJsonObject { { QStringLiteral("data"), data } }).toJson(), {}, FakeReply::Way::Whole, m_delayMs };
        });
        m_data = std::make_unique<QTemporaryDir>();
        open();
    }
    void cleanup()
    {
        close();
        m_server.reset();
    }

    void aServerIsSetUpAndUsed()
    {
        writeFile(m_data->filePath(QStringLiteral("docs/garage.txt")), "The automobile stands in the yard behind the house.");
        writeFile(m_data->filePath(QStringLiteral("docs/harbour.txt")), "The harbour wall was built of granite.");
        m_window->addFolder(m_data->filePath(QStringLiteral("docs")), QStringLiteral("Docs"));
        QTRY_VERIFY_WITH_TIMEOUT(child<QLabel>("libraryState")->text().contains(QLatin1String("documents in Docs")), 120'000);
        useServer();
        QVERIFY(child<QLabel>("embeddingEndpoint")->text().contains(QLatin1String("/v1/embeddings")));
        QTest::mouseClick(child<QPushButton>("embeddingTest"), Qt::LeftButton);
        QTRY_VERIFY2(child<QLabel>("embeddingResult")->text().contains(QLatin1String("16-dimensional")),
            qPrintable(child<QLabel>("embeddingResult")->text()));
        QVERIFY(m_app->setup().indexing().engine->vectorModel().isEmpty());
        QTest::mouseClick(child<QPushButton>("embeddingSave"), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(!m_app->setup().indexing().engine->vectorModel().isEmpty(), 120'000);
        QTRY_VERIFY(m_app->setup().answers().take()->embedder);
        QTRY_VERIFY(child<QLabel>("libraryState")->text().contains(QLatin1String("documents in Docs")));

        m_window->goTo(Ui::MainWindow::ChatPlace);
        type(QStringLiteral("vehicle"));
        QTRY_VERIFY_WITH_TIMEOUT(transcript().contains(QLatin1String("automobile")), 120'000);

        // A folder that is added later is embedded too.
        const int before = m_embedded;
        writeFile(m_data->filePath(QStringLiteral("more/ward.txt")), "The physician comes on Tuesday afternoon.");
        m_window->addFolder(m_data->filePath(QStringLiteral("more")), QStringLiteral("More"));
        const auto missing = [this] {
            return m_app->setup()
                .indexing()
                .engine->chunksWithoutVector(m_app->setup().indexing().engine->vectorModel(), {})
                .valueOr({ 1 })
                .size();
        };
        QTRY_VERIFY_WITH_TIMEOUT(m_embedded > before && missing() == 0, 120'000);
        type(QStringLiteral("doctor"));
        QTRY_VERIFY_WITH_TIMEOUT(transcript().contains(QLatin1String("physician")), 120'000);
    }

    void embeddingGivesWayToReading()
    {
        for (int i = 0; i < 200; ++i)
            writeFile(m_data->filePath(QStringLiteral("docs/%1.txt").arg(i)), QStringLiteral("Note %1 of the ship.").arg(i).toUtf8());
        m_window->addFolder(m_data->filePath(QStringLiteral("docs")), QStringLiteral("Docs"));
        QTRY_VERIFY_WITH_TIMEOUT(child<QLabel>("libraryState")->text().contains(QLatin1String("documents in Docs")), 120'000);
        m_delayMs = 100;
        useServer();
        QTest::mouseClick(child<QPushButton>("embeddingSave"), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(child<QLabel>("libraryState")->text().contains(QLatin1String("passages")), 120'000);
        writeFile(m_data->filePath(QStringLiteral("more/a.txt")), "The lighthouse stands on the cape.");
        m_window->addFolder(m_data->filePath(QStringLiteral("more")), QStringLiteral("More"));
        QTRY_VERIFY_WITH_TIMEOUT(m_app->library().collection(QStringLiteral("More")).ok(), 120'000);
        QVERIFY(m_app->setup().indexing().engine->vectorModel().isEmpty()); // read before the embedding was done
        QTRY_VERIFY_WITH_TIMEOUT(!m_app->setup().indexing().engine->vectorModel().isEmpty(), 120'000); // which then went on
        QVERIFY2(m_embedded < 280, qPrintable(QString::number(m_embedded))); // nearly nothing twice
    }

    void weightsAreSetAndUsed()
    {
        m_window->goTo(Ui::MainWindow::SettingsPlace);
        child<Ui::SettingsPage>("settings")->showPage(child<QComboBox>("searchEngine"));
        QTRY_COMPARE(child<QSpinBox>("searchDepth")->value(), 256); // loaded
        auto *weight = child<QDoubleSpinBox>("searchVectorWeight");
        QTRY_VERIFY(weight->isVisible() && weight->isEnabled());
        QCOMPARE(weight->value(), 1.0);
        weight->setFocus();
        weight->selectAll();
        QTest::keyClicks(weight, QStringLiteral("2.5"));
        QTest::mouseClick(child<QPushButton>("searchSave"), Qt::LeftButton);
        QTRY_COMPARE(m_app->setup().answers().take()->tuning.vectorWeight, 2.5);
        QTest::mouseClick(child<QPushButton>("searchDefaults"), Qt::LeftButton);
        QCOMPARE(weight->value(), 1.0);
        QCOMPARE(m_app->setup().answers().take()->tuning.vectorWeight, 2.5); // not saved yet
        QTest::mouseClick(child<QPushButton>("searchSave"), Qt::LeftButton);
        QTRY_COMPARE(m_app->setup().answers().take()->tuning.vectorWeight, 1.0);
        QCOMPARE(m_app->settings().read()->get(Settings::Keys::SearchVectorWeight), 1.0);
    }

    void aServerThatRefusesIsNamed()
    {
        writeFile(m_data->filePath(QStringLiteral("docs/a.txt")), "The lighthouse stands on the cape.");
        m_window->addFolder(m_data->filePath(QStringLiteral("docs")), QStringLiteral("Docs"));
        QTRY_VERIFY_WITH_TIMEOUT(child<QLabel>("libraryState")->text().contains(QLatin1String("in Docs")), 120'000);
        m_refuse = true;
        useServer();
        QTest::mouseClick(child<QPushButton>("embeddingTest"), Qt::LeftButton);
        QTRY_VERIFY(child<QLabel>("embeddingResult")->text().contains(QLatin1String("no such key")));
        QTest::mouseClick(child<QPushButton>("embeddingSave"), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(child<QLabel>("banner")->text().contains(QLatin1String("found by their words")), 120'000);
        m_window->goTo(Ui::MainWindow::ChatPlace);
        type(QStringLiteral("Where is the lighthouse?"));
        QTRY_VERIFY_WITH_TIMEOUT(transcript().contains(QLatin1String("cape")), 120'000);
    }

    void aSearchServerIsTriedAndUsedAndTheIndexHereHelpsOut()
    {
        writeFile(m_data->filePath(QStringLiteral("docs/a.txt")), "The lighthouse stands on the cape.");
        m_window->addFolder(m_data->filePath(QStringLiteral("docs")), QStringLiteral("Docs"));
        QTRY_VERIFY_WITH_TIMEOUT(child<QLabel>("libraryState")->text().contains(QLatin1String("in Docs")), 120'000);
        QByteArray seenLogin;
        FakeHttpServer search([&seenLogin](const FakeRequest &request) -> FakeReply {
            seenLogin = request.headers.value("authorization");
            if (request.path == "/")
                return { 200, R"({"version":{"number":"3.5.0","distribution":"opensearch"}})", {}, FakeReply::Way::Whole, 0 };
            if (request.method == "PUT")
                return { 429, R"({"error":{"type":"cluster_block_exception","reason":"disk usage exceeded flood-stage watermark"}})", {},
                    FakeReply::Way::Whole, 0 };
            return { 404, R"({"error":{"type":"index_not_found_exception"},"status":404})", {}, FakeReply::Way::Whole, 0 };
        });
        m_window->goTo(Ui::MainWindow::SettingsPlace);
        child<Ui::SettingsPage>("settings")->showPage(child<QComboBox>("searchEngine"));
        auto *engine = child<QComboBox>("searchEngine");
        QTRY_VERIFY(engine->isVisible() && engine->isEnabled());
        QVERIFY(!child<QLineEdit>("searchUrl")->isVisible());
        engine->setFocus();
        QTest::keyClick(engine, Qt::Key_Down);
        QVERIFY(!child<QPushButton>("searchSave")->isEnabled()); // without an address
        fill("searchUrl", QStringLiteral("search.example.org:9200"));
        QVERIFY(child<QLabel>("searchServer")->text().contains(QLatin1String("is no address")));
        QVERIFY(!child<QPushButton>("searchSave")->isEnabled());
        fill("searchUrl", search.base());
        fill("searchUser", QStringLiteral("anna"));
        fill("searchPassword", QStringLiteral("secret"));
        QVERIFY(child<QLabel>("searchServer")->text().contains(search.base()));
        QTest::mouseClick(child<QPushButton>("searchTest"), Qt::LeftButton);
        QTRY_VERIFY2(child<QLabel>("searchResult")->text().contains(QLatin1String("OpenSearch 3.5.0")),
            qPrintable(child<QLabel>("searchResult")->text()));
        QCOMPARE(seenLogin, "Basic " + QByteArray("anna:secret").toBase64());
        QTest::mouseClick(child<QPushButton>("searchSave"), Qt::LeftButton);
        QTRY_VERIFY(!m_app->setup().indexing().engine->host().isEmpty());
        QTRY_VERIFY_WITH_TIMEOUT(child<QLabel>("banner")->text().contains(QLatin1String("disk is nearly full")), 120'000);
        m_window->goTo(Ui::MainWindow::ChatPlace);
        type(QStringLiteral("Where is the lighthouse?"));
        QTRY_VERIFY_WITH_TIMEOUT(transcript().contains(QLatin1String("cape")), 120'000);
        QTRY_VERIFY2(transcript().contains(QLatin1String("which may be older")), qPrintable(transcript()));
        // Back again.
        m_window->goTo(Ui::MainWindow::SettingsPlace);
        QTRY_VERIFY(engine->isVisible() && child<QPushButton>("searchSave")->isEnabled());
        engine->setFocus();
        QTest::keyClick(engine, Qt::Key_Up);
        QTest::mouseClick(child<QPushButton>("searchSave"), Qt::LeftButton);
        QTRY_VERIFY(m_app->setup().indexing().engine->host().isEmpty());
    }

    void pictures()
    {
        const QString folder = qEnvironmentVariable("HEDDLE_PICTURES");
        if (folder.isEmpty())
            QSKIP("HEDDLE_PICTURES names no folder");
        QDir().mkpath(folder);
        Ui::Style::Appearance appearance; // as the program dresses itself
        m_window->resize(1180, 760);
        openSettings();
        choose("local minilm");
        QTest::qWait(300);
        QVERIFY(m_window->grab().save(folder + QLatin1String("/settings-meaning.png")));
        setTheme(appearance, Settings::Theme::Dark);
        m_window->resize(400, 700);
        choose("http openai-compatible");
        QTest::qWait(300);
        QVERIFY(m_window->grab().save(folder + QLatin1String("/settings-meaning-narrow-dark.png")));
        setTheme(appearance, Settings::Theme::Light);
        m_window->resize(1180, 760);
        child<Ui::SettingsPage>("settings")->showPage(child<QComboBox>("searchEngine"));
        QTest::qWait(300);
        QVERIFY(m_window->grab().save(folder + QLatin1String("/settings-search.png")));
        setTheme(appearance, Settings::Theme::Dark);
        child<QComboBox>("searchEngine")->setCurrentIndex(1);
        fill("searchUrl", QStringLiteral("https://search.example.org:9200"));
        m_window->resize(400, 760);
        QTest::qWait(300);
        QCOMPARE(child<QLabel>("searchServer")->palette().color(QPalette::WindowText).lightness() > 128, true);
        QVERIFY(m_window->grab().save(folder + QLatin1String("/settings-search-narrow-dark.png")));
        setTheme(appearance, Settings::Theme::Light);
    }
};

QTEST_MAIN(TestMeaning)
#include "test_meaning.moc"
