// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/windowfixture.h"
#include "ui/evaluation/savedquestionsmodel.h"
#include "ui/settings/settingspage.h"
#include <QAbstractItemModelTester>
#include <QDir>
#include <QFileDialog>
#include <QLineEdit>
#include <QLocale>
#include <QTableView>
#include <QToolButton>

using namespace Heddle;
using namespace Heddle::TestSupport;

//! Saved questions: from a source that is right, to what a change was worth.
class TestSaved : public WindowFixture {
    Q_OBJECT

    void index(const QString &name, const QByteArray &text)
    {
        writeFile(m_data->filePath(QStringLiteral("docs/") + name), text);
        m_window->addFolder(m_data->filePath(QStringLiteral("docs")), QStringLiteral("Docs"));
        QTRY_VERIFY_WITH_TIMEOUT(child<QLabel>("libraryState")->text().contains(QLatin1String("in Docs")), 120'000);
    }
    void openPage()
    {
        m_window->goTo(Ui::MainWindow::SettingsPlace);
        child<Ui::SettingsPage>("settings")->showPage(child<QPushButton>("evaluationRun"));
        QTRY_VERIFY(child<QPushButton>("evaluationRun")->isVisible());
    }
    QAbstractItemModel *rows() const { return child<QTableView>("savedQuestions")->model(); }
    QString cell(int row, int column) const { return rows()->index(row, column).data().toString(); }
    QString figures() const { return child<QLabel>("evaluationFigures")->text(); }
    void askAll()
    {
        auto *run = child<QPushButton>("evaluationRun");
        QTRY_VERIFY(run->isEnabled());
        QTest::mouseClick(run, Qt::LeftButton);
        QTRY_VERIFY(run->text().contains(QLatin1String("Ask")));
    }
    void fill(const char *field, const QString &text)
    {
        child<QLineEdit>(field)->setFocus();
        QTest::keyClicks(child<QLineEdit>(field), text);
    }

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); }
    void init()
    {
        m_data = std::make_unique<QTemporaryDir>();
        open();
    }
    void cleanup() { close(); }

    void aRightSourceIsKeptAndMeasured()
    {
        index(QStringLiteral("harbour.txt"), "The harbour wall was built of granite in 1911.\n\nIt is long.");
        m_window->goTo(Ui::MainWindow::ChatPlace);
        type(QStringLiteral("What was the harbour wall built of?"));
        QTRY_VERIFY_WITH_TIMEOUT(hasLink(QStringLiteral("cite:0:1")), 120'000);
        clickLink(QStringLiteral("cite:0:1"));
        auto *right = child<QToolButton>("rightSource");
        QTRY_VERIFY(right->isVisible());
        QVERIFY(!right->isChecked());
        QTest::mouseClick(right, Qt::LeftButton);
        QTRY_VERIFY(child<QLabel>("sourceNotice")->text().contains(QLatin1String("Kept")));
        openPage();
        QTRY_COMPARE(rows()->rowCount(), 1);
        const QAbstractItemModelTester tester(rows(), QAbstractItemModelTester::FailureReportingMode::QtTest);
        QCOMPARE(cell(0, Ui::SavedQuestionsModel::Question), QStringLiteral("What was the harbour wall built of?"));
        QVERIFY(cell(0, Ui::SavedQuestionsModel::Expected).contains(QLatin1String("granite")));
        askAll();
        QTRY_VERIFY2(figures().startsWith(QLatin1String("1 of 1 questions")), qPrintable(figures()));
        QCOMPARE(cell(0, Ui::SavedQuestionsModel::Now), QStringLiteral("1"));
        // The document goes: what was found before is told.
        QFile::remove(m_data->filePath(QStringLiteral("docs/harbour.txt")));
        index(QStringLiteral("garden.txt"), "Roses grow behind the wall.");
        QTRY_COMPARE(m_app->library().chunkCount(0, 1).valueOr(-1), 1);
        askAll();
        QTRY_VERIFY2(
            figures().contains(QLatin1String("0 of 1 questions found something right among the first 10, was 1")), qPrintable(figures()));
        QVERIFY(cell(0, Ui::SavedQuestionsModel::Now).contains(QLatin1String("not found")));
        QCOMPARE(cell(0, Ui::SavedQuestionsModel::Before), QStringLiteral("1"));
        QCOMPARE(rows()->index(0, 0).data(Ui::SavedQuestionsModel::ChangeRole).toInt(), -1);
        QVERIFY(child<QLabel>("evaluationSetups")->text().contains(QLatin1String("no reranker")));
        // It is shown as kept when the source is opened again, and can be let go.
        m_window->goTo(Ui::MainWindow::ChatPlace);
        clickLink(QStringLiteral("cite:0:1"));
        QTRY_VERIFY(right->isVisible() && right->isChecked());
        QTest::mouseClick(right, Qt::LeftButton);
        QTRY_VERIFY(child<QLabel>("sourceNotice")->text().contains(QLatin1String("No longer")));
        openPage();
        QTRY_COMPARE(rows()->rowCount(), 0);
        QVERIFY(child<QLabel>("evaluationEmpty")->isVisible());
    }

    void questionsAreTypedImportedAndRemoved()
    {
        index(QStringLiteral("garden.txt"), "Roses grow behind the wall.");
        openPage();
        QVERIFY(!child<QPushButton>("evaluationRun")->isEnabled());
        QVERIFY(!child<QPushButton>("evaluationAdd")->isEnabled());
        fill("evaluationQuestion", QStringLiteral("Where do roses grow?"));
        fill("evaluationDocument", QStringLiteral("garden.txt"));
        QTest::keyClick(child<QLineEdit>("evaluationDocument"), Qt::Key_Return);
        QTRY_COMPARE(rows()->rowCount(), 1);
        QCOMPARE(child<QLineEdit>("evaluationQuestion")->text(), QString());
        // A file with one more, and one that is none.
        const QString good = m_data->filePath(QStringLiteral("good.jsonl")), bad = m_data->filePath(QStringLiteral("bad.jsonl"));
        writeFile(good,
            "{\"question\":\"Where do roses grow?\",\"right\":[\"garden.txt\"]}\n"
            "{\"question\":\"Tulips?\",\"right\":[{\"document\":\"tulips\",\"text\":\"in April\"}]}\n");
        writeFile(bad, "hello\n");
        const auto importFile = [this](const QString &path) {
            QTest::mouseClick(child<QPushButton>("evaluationImport"), Qt::LeftButton);
            auto *dialog = m_window->findChild<QFileDialog *>();
            QVERIFY(dialog);
            Q_EMIT dialog->fileSelected(path);
            dialog->close();
        };
        importFile(bad);
        QTRY_VERIFY(child<QLabel>("evaluationResult")->text().contains(QLatin1String("Line 1")));
        importFile(good);
        QTRY_COMPARE(rows()->rowCount(), 2);
        askAll();
        QTRY_VERIFY2(figures().startsWith(QLatin1String("1 of 2 questions")), qPrintable(figures()));
        auto *table = child<QTableView>("savedQuestions");
        table->setFocus();
        table->selectRow(0);
        QTRY_VERIFY(child<QPushButton>("evaluationRemove")->isEnabled());
        QTest::mouseClick(child<QPushButton>("evaluationRemove"), Qt::LeftButton);
        QTRY_COMPARE(rows()->rowCount(), 1);
        QCOMPARE(cell(0, Ui::SavedQuestionsModel::Question), QStringLiteral("Tulips?"));
    }

    void pictures()
    {
        const QString folder = qEnvironmentVariable("HEDDLE_PICTURES");
        if (folder.isEmpty())
            QSKIP("HEDDLE_PICTURES names no folder");
        QDir().mkpath(folder);
        Ui::Style::Appearance appearance; // as the program dresses itself
        addSample();
        m_window->resize(1180, 760);
        openPage();
        QTest::qWait(200);
        QVERIFY(m_window->grab().save(folder + QLatin1String("/saved-questions-empty.png")));
        const auto questions =
            Evaluation::readJudged("{\"question\":\"How long is a passage?\",\"right\":[\"04-searching\"]}\n"
                                   "{\"question\":\"What leaves my computer?\",\"right\":[{\"document\":\"08-privacy\",\"text\":\"Nothing "
                                   "leaves your computer\"}]}\n"
                                   "{\"question\":\"Which file formats can be read?\",\"right\":[\"03-formats\"]}\n"
                                   "{\"question\":\"引用编号是什么意思?\",\"right\":[\"13-引用与来源\"]}\n");
        QVERIFY(*await(m_app->savedQuestions().add(*questions, {})));
        openPage();
        askAll();
        QTRY_VERIFY(!figures().isEmpty());
        QVERIFY(m_app->settings().set(Settings::Keys::SearchDepth, 10));
        QVERIFY(awaitVoid(m_app->setup().apply({})));
        askAll();
        QTRY_VERIFY(child<QLabel>("evaluationSetups")->text().contains(QLatin1String("Before")));
        QTest::qWait(200);
        QVERIFY(m_window->grab().save(folder + QLatin1String("/saved-questions.png")));
        setTheme(appearance, Settings::Theme::Dark);
        m_window->resize(400, 760);
        QTest::qWait(300);
        QVERIFY(m_window->grab().save(folder + QLatin1String("/saved-questions-narrow-dark.png")));
        setTheme(appearance, Settings::Theme::Light);
    }
};

QTEST_MAIN(TestSaved)
#include "test_saved.moc"
