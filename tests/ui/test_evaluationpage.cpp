// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/pagefixture.h"
#include "tests/support/testsetup.h"
#include "ui/evaluation/evaluationpage.h"
#include "ui/evaluation/savedquestionsmodel.h"
#include <QFileDialog>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QPushButton>
#include <QTableView>

using namespace Heddle;
using namespace Heddle::TestSupport;

//! The page of saved questions over a small library.
class TestEvaluationPage : public PageFixture {
    Q_OBJECT
    std::unique_ptr<TestSetup> m_setup;
    std::unique_ptr<Retrieval::Retriever> m_retriever;
    std::unique_ptr<Evaluation::SavedQuestions> m_saved;
    Ui::EvaluationPage *m_shown = nullptr;

    const QAbstractItemModel *rows() const { return child<QTableView>("savedQuestions")->model(); }
    QString cell(int row, int column) const { return rows()->index(row, column).data().toString(); }
    QString figures() const { return child<QLabel>("evaluationFigures")->text(); }
    QString result() const { return child<QLabel>("evaluationResult")->text(); }
    void click(const char *button) { QTest::mouseClick(child<QPushButton>(button), Qt::LeftButton); }
    void save(const QString &question, const QString &document)
    {
        QVERIFY(*await(m_saved->add({ { {}, question, {}, { { document, {}, 1 } } } }, {})));
        m_shown->refresh();
    }
    void choose(const char *button, const QString &path)
    {
        click(button);
        auto *dialog = m_page->findChild<QFileDialog *>();
        QVERIFY(dialog);
        Q_EMIT dialog->fileSelected(path);
        dialog->close();
        QTRY_VERIFY(!m_page->findChild<QFileDialog *>());
    }

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); }
    void init()
    {
        openLibrary();
        m_library->write(QStringLiteral("harbour.txt"), "The harbour wall was built of granite.");
        QVERIFY(m_library->index());
        m_retriever = std::make_unique<Retrieval::Retriever>(&m_library->pools(), m_tasks.get());
        m_setup = std::make_unique<TestSetup>(m_library->sharedEngine());
        m_saved = std::make_unique<Evaluation::SavedQuestions>(
            Storage::EvaluationRepository(openConversations()), m_retriever.get(), m_setup->current(), m_library->library(), &m_library->pools());
        m_shown = show(std::make_unique<Ui::EvaluationPage>(m_saved.get(), m_tasks.get()));
    }
    void cleanup()
    {
        closePage();
        m_saved.reset();
        m_retriever.reset();
        m_setup.reset();
        closeLibrary();
    }

    void savedQuestionsAreListedAndAsked()
    {
        m_shown->refresh();
        QTRY_VERIFY(child<QLabel>("evaluationEmpty")->isVisible());
        QVERIFY(!child<QPushButton>("evaluationRun")->isEnabled());
        save(QStringLiteral("granite"), QStringLiteral("harbour.txt"));
        save(QStringLiteral("tulips"), QStringLiteral("garden.txt"));
        QTRY_COMPARE(rows()->rowCount(), 2);
        QVERIFY(!child<QLabel>("evaluationEmpty")->isVisible());
        QCOMPARE(cell(0, Ui::SavedQuestionsModel::Question), QStringLiteral("granite"));
        QCOMPARE(cell(0, Ui::SavedQuestionsModel::Expected), QStringLiteral("harbour.txt"));
        click("evaluationRun");
        QTRY_VERIFY2(figures().startsWith(QLatin1String("1 of 2 questions")), qPrintable(figures()));
        QCOMPARE(cell(0, Ui::SavedQuestionsModel::Now), QStringLiteral("1"));
        QVERIFY(child<QPushButton>("evaluationRun")->text().contains(QLatin1String("Ask")));
        // A document more, and the difference is shown.
        m_library->write(QStringLiteral("garden.txt"), "Tulips flower in April.");
        QVERIFY(m_library->index());
        click("evaluationRun");
        QTRY_VERIFY2(figures().startsWith(QLatin1String("2 of 2 questions")), qPrintable(figures()));
        QVERIFY2(figures().contains(QLatin1String("was 1")), qPrintable(figures()));
    }

    void aRunIsStopped()
    {
        save(QStringLiteral("granite"), QStringLiteral("harbour.txt"));
        QTRY_COMPARE(rows()->rowCount(), 1);
        // Every thread of the search is held, so that the run can't end before the click.
        occupy(m_library->pools().search);
        click("evaluationRun");
        QCOMPARE(child<QPushButton>("evaluationRun")->text(), QStringLiteral("St&op"));
        click("evaluationRun");
        QTRY_COMPARE(result(), QStringLiteral("Stopped."));
        QCOMPARE(child<QPushButton>("evaluationRun")->text(), QStringLiteral("&Ask all"));
        QVERIFY(!child<QLabel>("evaluationFigures")->isVisible());
    }

    void aQuestionIsTypedAndRemoved()
    {
        const auto type = [this](const char *field, const char *words) {
            child<QLineEdit>(field)->setFocus();
            QTest::keyClicks(child<QLineEdit>(field), QLatin1String(words));
        };
        type("evaluationQuestion", "What is it built of?");
        QVERIFY(!child<QPushButton>("evaluationAdd")->isEnabled());
        type("evaluationDocument", "harbour");
        QVERIFY(child<QPushButton>("evaluationAdd")->isEnabled());
        type("evaluationText", "granite");
        QTest::keyClick(child<QLineEdit>("evaluationText"), Qt::Key_Return);
        QTRY_COMPARE(rows()->rowCount(), 1);
        QCOMPARE(result(), QStringLiteral("1 saved."));
        QCOMPARE(child<QLineEdit>("evaluationQuestion")->text(), QString());
        QVERIFY(child<QLineEdit>("evaluationQuestion")->hasFocus());
        auto *table = child<QTableView>("savedQuestions");
        table->setFocus();
        QTest::mouseClick(table->viewport(), Qt::LeftButton, {}, table->visualRect(table->model()->index(0, 0)).center());
        QTRY_VERIFY(child<QPushButton>("evaluationRemove")->isEnabled());
        click("evaluationRemove");
        QTRY_COMPARE(rows()->rowCount(), 0);
        QCOMPARE(result(), QStringLiteral("1 removed."));
    }

    void questionsGoToAFileAndComeBack()
    {
        save(QStringLiteral("granite"), QStringLiteral("harbour.txt"));
        QTRY_COMPARE(rows()->rowCount(), 1);
        const QString file = dataFile("questions.jsonl");
        choose("evaluationExport", file);
        QTRY_VERIFY(result().startsWith(QLatin1String("Written")));
        const QString id = rows()->index(0, 0).data(Ui::SavedQuestionsModel::IdRole).toString();
        QVERIFY(*await(m_saved->remove({ id }, {})));
        choose("evaluationImport", file);
        QTRY_COMPARE(result(), QStringLiteral("1 saved."));
        QTRY_COMPARE(rows()->rowCount(), 1);
        writeFile(file, "hello\n");
        choose("evaluationImport", file);
        QTRY_VERIFY2(result().contains(QLatin1String("Line 1")), qPrintable(result()));
        choose("evaluationExport", dataFile("no/such/folder.jsonl"));
        QTRY_VERIFY2(result().contains(QLatin1String("Choose another place")), qPrintable(result()));
    }
};

QTEST_MAIN(TestEvaluationPage)
#include "test_evaluationpage.moc"
