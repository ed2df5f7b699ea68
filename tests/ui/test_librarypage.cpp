// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/app.h"
#include "tests/ui/windowfixture.h"
#include "ui/chat/chatpage.h"
#include "ui/library/documentsmodel.h"
#include "ui/library/librarydelegates.h"
#include "ui/widgets/chip.h"
#include "ui/widgets/emptystate.h"
#include <QContextMenuEvent>
#include <QDragEnterEvent>
#include <QFileDialog>
#include <QInputDialog>
#include <QLineEdit>
#include <QListWidget>
#include <QMenu>
#include <QMimeData>
#include <QSignalSpy>
#include <QTableView>
#include <QToolButton>

using namespace Heddle;
using namespace Heddle::TestSupport;

//! The library at the window: every file with its state, and pauses, questions and an exit while files are read.
class TestLibraryPage : public WindowFixture {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { useEnglishNumbers(); }
    void init() { begin(); }
    void cleanup() { end(); }

    void theLibraryShowsEveryFileWithItsReason()
    {
        QTemporaryDir folder;
        writeFile(folder.filePath(QStringLiteral("good.txt")), "A sentence about herons.");
        writeFile(folder.filePath(QStringLiteral("empty.pdf")), "");
        writeFile(folder.filePath(QStringLiteral("sheet.xyz")), "1,2");
        QVERIFY(QFile::copy(QStringLiteral(HEDDLE_PDFS "/locked.pdf"), folder.filePath(QStringLiteral("locked.pdf"))));
        m_window->addFolder(folder.path(), QStringLiteral("Mixed"));
        QTRY_COMPARE_WITH_TIMEOUT(child<QLabel>("libraryState")->text(), QStringLiteral("1 document in Mixed"), 120'000);
        const QString notice = child<QLabel>("banner")->text();
        QVERIFY2(notice.startsWith(QLatin1String("2 files could not be used. The first: ")) && notice.endsWith(QLatin1Char(')')),
            qPrintable(notice));
        QTest::keyClick(m_window.get(), Qt::Key_2, Qt::ControlModifier);
        auto *table = child<QTableView>("documents");
        QTRY_VERIFY(table->isVisible());
        QTRY_COMPARE(table->model()->rowCount(), 4);
        QStringList states;
        for (int row = 0; row < 4; ++row)
            states +=
                table->model()->index(row, 0).data().toString() + QLatin1String(": ") + table->model()->index(row, 1).data().toString();
        QCOMPARE(states,
            (QStringList { QStringLiteral("empty.pdf: Could not be read: the file is empty"), QStringLiteral("good.txt: Ready"),
                QStringLiteral("locked.pdf: Could not be read: it is protected by a password; save a copy without one"),
                QStringLiteral("sheet.xyz: Not read: xyz") }));
        QTest::keyClick(m_window.get(), Qt::Key_F, Qt::ControlModifier);
        QTRY_VERIFY(child<QLineEdit>("findFile")->hasFocus());
        QTest::keyClicks(child<QLineEdit>("findFile"), QStringLiteral("locked"));
        QTRY_COMPARE(table->model()->rowCount(), 1);
        child<QLineEdit>("findFile")->clear();
        QCOMPARE(child<Ui::Chip>("filterProblems")->accessibleName(), QStringLiteral("Problems 2"));
        QVERIFY(!child<Ui::Chip>("filterWork")->isVisible()); // nothing to show
        QTest::mouseClick(child<Ui::Chip>("filterNotRead"), Qt::LeftButton);
        QTRY_COMPARE(table->model()->rowCount(), 1);
        QVERIFY(child<QLabel>("problemsText")->text().startsWith(QStringLiteral("2 files could not be used: 1 × ")));
        QTest::mouseClick(child<QPushButton>("showProblems"), Qt::LeftButton);
        QTRY_COMPARE(table->model()->rowCount(), 2);
        QVERIFY(child<Ui::Chip>("filterProblems")->isChecked());
        QTest::keyClicks(child<QLineEdit>("findFile"), QStringLiteral("nowhere"));
        QTRY_VERIFY(!table->isVisible());
    }

    void whatIsFilteredInOneCollectionIsNotInAnother()
    {
        QTemporaryDir folder, other;
        writeFile(folder.filePath(QStringLiteral("good.txt")), "A sentence about herons.");
        writeFile(folder.filePath(QStringLiteral("sheet.xyz")), "1,2");
        writeFile(other.filePath(QStringLiteral("bridge.txt")), "A sentence about bridges.");
        m_window->addFolder(folder.path(), QStringLiteral("First"));
        m_window->addFolder(other.path(), QStringLiteral("Second"));
        QTRY_COMPARE_WITH_TIMEOUT(child<QLabel>("libraryState")->text(), QStringLiteral("2 documents in 2 collections"), 120'000);
        QTest::keyClick(m_window.get(), Qt::Key_2, Qt::ControlModifier);
        auto *table = child<QTableView>("documents");
        auto *list = child<QListWidget>("collections");
        QTRY_COMPARE(table->model()->rowCount(), 2);
        QTest::mouseClick(child<Ui::Chip>("filterNotRead"), Qt::LeftButton);
        QTest::keyClicks(child<QLineEdit>("findFile"), QStringLiteral("sheet"));
        QTRY_COMPARE(table->model()->rowCount(), 1);
        QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, list->visualItemRect(list->item(1)).center());
        QCOMPARE(child<QLabel>("collectionTitle")->text(), QStringLiteral("Second"));
        QTRY_COMPARE(table->model()->rowCount(), 1);
        QCOMPARE(table->model()->index(0, 0).data().toString(), QStringLiteral("bridge.txt"));
        QVERIFY(child<Ui::Chip>("filterAll")->isChecked() && child<QLineEdit>("findFile")->text().isEmpty());
    }

    void anEmptyLibraryHasThePageForItself()
    {
        QTest::keyClick(m_window.get(), Qt::Key_2, Qt::ControlModifier);
        auto *add = child<QPushButton>("addFirstFolder");
        QTRY_VERIFY(add->isVisible());
        QVERIFY(!child<QWidget>("collectionsPanel")->isVisible() && !child<QTableView>("documents")->isVisible());
        QVERIFY(m_window->findChild<Ui::EmptyState *>()->height() > 400);
        QTest::mouseClick(add, Qt::LeftButton);
        QTRY_VERIFY(m_window->findChild<QFileDialog *>());
        m_window->findChild<QFileDialog *>()->reject();
    }

    void aFolderIsCountedBeforeItIsAddedAndChosenAfterwards()
    {
        QTemporaryDir first, folder;
        writeFile(first.filePath(QStringLiteral("a.txt")), "A sentence about herons.");
        m_window->addFolder(first.path(), QStringLiteral("Aaa"));
        QTRY_COMPARE_WITH_TIMEOUT(child<QLabel>("libraryState")->text(), QStringLiteral("1 document in Aaa"), 120'000);
        writeFile(folder.filePath(QStringLiteral("one.txt")), "A sentence about herons.");
        writeFile(folder.filePath(QStringLiteral("two.md")), "# Bridges");
        writeFile(folder.filePath(QStringLiteral("three.xyz")), "1");
        QMimeData data;
        data.setUrls({ QUrl::fromLocalFile(folder.path()) });
        QDragEnterEvent enter(QPoint(200, 200), Qt::CopyAction, &data, Qt::LeftButton, {});
        QCoreApplication::sendEvent(m_window.get(), &enter);
        QVERIFY(enter.isAccepted());
        QDropEvent drop(QPointF(200, 200), Qt::CopyAction, &data, Qt::LeftButton, {});
        QCoreApplication::sendEvent(m_window.get(), &drop);
        QTRY_VERIFY(m_window->findChild<QDialog *>(QStringLiteral("addFolderDialog")));
        auto *dialog = child<QDialog>("addFolderDialog");
        auto *facts = dialog->findChild<QLabel *>(QStringLiteral("addFolderFacts"));
        QTRY_COMPARE(facts->text(), QStringLiteral("2 documents, 33 bytes; 1 file of a type that isn't read (xyz)."));
        auto *name = dialog->findChild<QLineEdit *>(QStringLiteral("addFolderName"));
        QVERIFY(name->text() == QFileInfo(folder.path()).fileName());
        QTest::keyClick(name, Qt::Key_A, Qt::ControlModifier);
        QTest::keyClicks(name, QStringLiteral("Zebra"));
        QTest::keyClick(name, Qt::Key_Return);
        QTRY_COMPARE_WITH_TIMEOUT(child<QLabel>("libraryState")->text(), QStringLiteral("3 documents in 2 collections"), 120'000);
        QVERIFY(child<QTableView>("documents")->isVisible());
        QCOMPARE(child<QLabel>("collectionTitle")->text(), QStringLiteral("Zebra"));
        QTRY_COMPARE(child<QTableView>("documents")->model()->rowCount(), 3);
    }

    void aCollectionIsRenamedAndRemoved()
    {
        QTemporaryDir folder;
        writeFile(folder.filePath(QStringLiteral("good.txt")), "A sentence about herons.");
        m_window->addFolder(folder.path(), QStringLiteral("First"));
        QTRY_COMPARE_WITH_TIMEOUT(child<QLabel>("libraryState")->text(), QStringLiteral("1 document in First"), 120'000);
        QTest::keyClick(m_window.get(), Qt::Key_2, Qt::ControlModifier);
        const auto choose = [this](const QString &entry) {
            auto *button = child<QToolButton>("collectionMenu");
            for (QAction *action : button->menu()->actions()) {
                if (QString(action->text()).remove(QLatin1Char('&')).startsWith(entry))
                    action->trigger();
            }
        };
        choose(QStringLiteral("Rename"));
        auto *dialog = child<QInputDialog>("renameCollection");
        auto *field = dialog->findChild<QLineEdit *>();
        QTest::keyClick(field, Qt::Key_A, Qt::ControlModifier);
        QTest::keyClicks(field, QStringLiteral("Herons & more"));
        QTest::keyClick(field, Qt::Key_Return);
        QTRY_COMPARE(child<QLabel>("collectionTitle")->text(), QStringLiteral("Herons & more"));
        QTRY_COMPARE(child<QLabel>("libraryState")->text(), QStringLiteral("1 document in Herons & more"));
        choose(QStringLiteral("Remove"));
        QTest::mouseClick(child<QPushButton>("choiceAction"), Qt::LeftButton);
        QTRY_COMPARE_WITH_TIMEOUT(child<QLabel>("libraryState")->text(), QStringLiteral("No documents yet"), 120'000);
    }

    void aCollectionIsMarkedNeverSendOnItsCard()
    {
        for (const char *name : { "First", "Second" })
            QVERIFY(m_app->library().ensureCollection(QLatin1String(name)).ok());
        QTemporaryDir folder;
        writeFile(folder.filePath(QStringLiteral("good.txt")), "A sentence about herons.");
        m_window->addFolder(folder.path(), QStringLiteral("Second"));
        QTRY_COMPARE_WITH_TIMEOUT(child<QListWidget>("collections")->count(), 2, 120'000);
        QTRY_COMPARE_WITH_TIMEOUT(child<QLabel>("libraryState")->text(), QStringLiteral("1 document in 2 collections"), 120'000);
        QTest::keyClick(m_window.get(), Qt::Key_2, Qt::ControlModifier);
        auto *list = child<QListWidget>("collections");
        QTRY_VERIFY(list->isVisible());
        const auto sealed = [list](int row) {
            const QListWidgetItem *item = list->item(row);
            const bool told = item->data(Qt::AccessibleTextRole).toString().endsWith(QLatin1String(", never sent"));
            return told && item->data(Ui::CollectionDelegate::SealedRole).toBool();
        };
        auto *action = child<QAction>("sealAction");
        const auto click = [&](int row) {
            const QPoint at = list->visualItemRect(list->item(row)).center();
            QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, at);
            QContextMenuEvent event(QContextMenuEvent::Mouse, at, list->viewport()->mapToGlobal(at));
            QCoreApplication::sendEvent(list->viewport(), &event);
            auto *menu = child<QToolButton>("collectionMenu")->menu();
            QTRY_VERIFY(menu->isVisible());
            QTest::mouseClick(menu, Qt::LeftButton, {}, menu->actionGeometry(action).center());
            QTRY_VERIFY(!menu->isVisible());
        };
        QVERIFY(!sealed(0) && !sealed(1) && !action->isChecked());
        click(1);
        QTRY_VERIFY(sealed(1));
        QVERIFY(!sealed(0) && action->isChecked());
        QCOMPARE(m_app->seals().read()->names.values(), QStringList(QStringLiteral("Second")));
        QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, list->visualItemRect(list->item(0)).center());
        QVERIFY(!action->isChecked()); // it is about the other one now
        click(1);
        QTRY_VERIFY(!sealed(1) && !action->isChecked());
        QVERIFY(m_app->seals().read()->names.isEmpty());
        // What the terminal program marks is shown when somebody looks.
        QVERIFY(m_app->seals().seal(QStringLiteral("First")).ok());
        m_window->activateWindow(); // shortcuts need it, after a menu
        QTRY_VERIFY(list->hasFocus());
        QTest::keyClick(m_window.get(), Qt::Key_1, Qt::ControlModifier);
        QTest::keyClick(m_window.get(), Qt::Key_2, Qt::ControlModifier);
        QTRY_VERIFY(sealed(0));
    }

    void anEncodingIsChosenInTheMenuOfAFile()
    {
        QTemporaryDir folder;
        writeFile(folder.filePath(QStringLiteral("polish.txt")), QByteArray::fromHex("e677")); // "ćw" in windows-1250, and more
        m_window->addFolder(folder.path(), QStringLiteral("Old"));
        QTRY_COMPARE_WITH_TIMEOUT(child<QLabel>("libraryState")->text(), QStringLiteral("1 document in Old"), 120'000);
        QTest::keyClick(m_window.get(), Qt::Key_2, Qt::ControlModifier);
        auto *table = child<QTableView>("documents");
        QTRY_COMPARE(table->model()->rowCount(), 1);
        const auto state = [table] { return table->model()->index(0, Ui::DocumentsModel::State).data().toString(); };
        QVERIFY2(state().contains(QLatin1String("encoding")), qPrintable(state()));
        const auto openMenu = [this, table] {
            const QPoint at = table->visualRect(table->model()->index(0, 0)).center();
            QTest::mouseClick(table->viewport(), Qt::LeftButton, {}, at);
            QContextMenuEvent event(QContextMenuEvent::Mouse, at, table->viewport()->mapToGlobal(at));
            QCoreApplication::sendEvent(table->viewport(), &event);
            return m_window->findChild<QMenu *>(QStringLiteral("fileMenu"));
        };
        const auto choose = [&](const QString &text) {
            QMenu *menu = openMenu();
            QTRY_VERIFY(menu && menu->isVisible());
            auto *encodings = menu->findChild<QMenu *>(QStringLiteral("encodings"));
            QTest::keyClick(menu, Qt::Key_E); // opens it
            QTRY_VERIFY(encodings->isVisible() && encodings->actions().size() > 2);
            const QList<QAction *> all = encodings->actions();
            const auto wanted = std::find_if(all.cbegin(), all.cend(), [&](QAction *one) { return one->text().startsWith(text); });
            QVERIFY2(wanted != all.cend(), qPrintable(text));
            QTest::mouseClick(encodings, Qt::LeftButton, {}, encodings->actionGeometry(*wanted).center());
            QTRY_VERIFY(!m_window->findChild<QMenu *>(QStringLiteral("fileMenu")));
        };
        choose(QStringLiteral("Central European"));
        QTRY_COMPARE_WITH_TIMEOUT(state(), QStringLiteral("Ready"), 120'000);
        choose(QStringLiteral("Detect"));
        QTRY_VERIFY_WITH_TIMEOUT(state().contains(QLatin1String("encoding")), 120'000);
    }

    void aFolderThatCantBeReadIsToldInTheWindow()
    {
        m_window->addFolder(QStringLiteral("/no/such/folder"), QStringLiteral("N"));
        QTRY_VERIFY_WITH_TIMEOUT(child<QLabel>("banner")->isVisible(), 120'000);
        QVERIFY(child<QLabel>("banner")->text().contains(QLatin1String("/no/such/folder")));
        QVERIFY(child<QPushButton>("chooseFolder")->isEnabled());
    }

    void readingCanBePausedAndGoesOnAfterReopening()
    {
        QTemporaryDir folder;
        for (int i = 0; i < 1500; ++i)
            writeFile(folder.filePath(QStringLiteral("f%1.txt").arg(i)), "The common matter of this file.");
        m_window->addFolder(folder.path(), QStringLiteral("Many"));
        QTest::keyClick(m_window.get(), Qt::Key_2, Qt::ControlModifier);
        QTRY_VERIFY_WITH_TIMEOUT(child<QToolButton>("pause")->isVisible(), 120'000);
        QTest::mouseClick(child<QToolButton>("pause"), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(child<QLabel>("libraryState")->text().contains(QLatin1String("paused")), 120'000);
        m_window->close();
        close();
        open();
        QTRY_VERIFY_WITH_TIMEOUT(child<QLabel>("libraryState")->text().contains(QLatin1String("paused")), 120'000);
        QTest::mouseClick(child<QToolButton>("showCollections"), Qt::LeftButton); // no larger than the screen, it has no room for both
        QTRY_VERIFY(child<QToolButton>("pause")->isVisible()); // the window opens where it was closed
        QTest::mouseClick(child<QToolButton>("pause"), Qt::LeftButton);
        QTRY_COMPARE_WITH_TIMEOUT(child<QLabel>("libraryState")->text(), QStringLiteral("1,500 documents in Many"), 60'000);
    }

    void closingWhileReadingAndAskingLosesNothing()
    {
        QTemporaryDir folder;
        for (int i = 0; i < 3000; ++i)
            writeFile(folder.filePath(QStringLiteral("f%1.txt").arg(i)), "The common matter of this file.");
        m_window->addFolder(folder.path(), QStringLiteral("Many"));
        QTRY_VERIFY_WITH_TIMEOUT(child<QLabel>("libraryState")->text().contains(QLatin1String(" of ")), 120'000);
        type(QStringLiteral("common matter"));
        QSignalSpy closed(m_window.get(), &Ui::MainWindow::closed);
        m_window->close();
        QCOMPARE(closed.count(), 1);
        close();
        open();
        auto listed = await(m_app->conversations().list(0, 10, {}, {}));
        QCOMPARE(listed->value().size(), 1); // the question was saved when it was asked
        m_window->addFolder(folder.path(), QStringLiteral("Many"));
        QTRY_VERIFY_WITH_TIMEOUT(child<QLabel>("libraryState")->text() == QLatin1String("3,000 documents in Many"), 180'000);
    }

    void theEventLoopAnswersWhileFilesAreReadAndQuestionsAsked()
    {
        QTemporaryDir folder;
        for (int i = 0; i < 5000; ++i)
            writeFile(folder.filePath(QStringLiteral("f%1.md").arg(i)),
                "# Note " + QByteArray::number(i) + "\n\nThe common matter of this file.\n");
        GapMeter meter;
        m_window->addFolder(folder.path(), QStringLiteral("Many"));
        QTRY_VERIFY_WITH_TIMEOUT(child<QLabel>("libraryState")->text().contains(QLatin1String(" of ")), 120'000);
        meter.start();
        for (int question = 1; question <= 5; ++question) {
            type(QStringLiteral("common matter of note %1").arg(question * 7));
            QTRY_VERIFY_WITH_TIMEOUT(!m_window->findChild<Ui::ChatPage *>()->isAnswering(), 60'000);
        }
        QTRY_COMPARE_WITH_TIMEOUT(child<QLabel>("libraryState")->text(), QStringLiteral("5,000 documents in Many"), 240'000);
        qInfo("longest gap of the event loop: %.1f ms (goal 50)", meter.longest());
#ifndef __SANITIZE_ADDRESS__
        QVERIFY2(meter.longest() < 250, qPrintable(QString::number(meter.longest())));
#endif
    }
};

QTEST_MAIN(TestLibraryPage)
#include "test_librarypage.moc"
