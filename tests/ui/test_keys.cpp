// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/windowfixture.h"
#include "ui/viewer/sourcepanel.h"
#include "ui/window/palette.h"
#include <QApplication>
#include <QInputDialog>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QStackedWidget>
#include <QTableView>
#include <QToolButton>

using namespace Heddle;
using namespace Heddle::TestSupport;

//! What keys do over the pages: palette, toast, Esc, menu; and the size of text, which changes everywhere at once.
class TestKeys : public WindowFixture {
    Q_OBJECT

    void ask()
    {
        addSample();
        type(QStringLiteral("Where are my keys kept?"));
        QTRY_VERIFY_WITH_TIMEOUT(transcript().contains(QLatin1String("Quoted from your documents")), 30'000);
    }
    QAbstractItemView *list() const { return child<QAbstractItemView>("conversations"); }
    //! Deletes the one conversation that there is, by keys.
    void deleteConversation()
    {
        QTRY_COMPARE(list()->model()->rowCount(), 2); // with its heading
        list()->setFocus();
        list()->setCurrentIndex(list()->model()->index(1, 0));
        QTest::keyClick(list(), Qt::Key_Delete);
        QTRY_VERIFY(child<QFrame>("toast")->isVisible());
        QTRY_COMPARE(list()->model()->rowCount(), 0);
    }
    //! Until what a key may have written would be shown: one thread writes, in order, and the list is read after it.
    void awaitWritten()
    {
        QVERIFY(await(m_app->conversations().trash({}, false, {}))->ok());
        for (int i = 0; i < 3; ++i) // the list's own reading was begun before the last of these
            QVERIFY(await(m_app->conversations().list(0, 10, {}, {}))->ok());
        QCoreApplication::processEvents();
    }
    QString currentEntry() const { return child<QListView>("paletteEntries")->currentIndex().data().toString(); }

private Q_SLOTS:
    void initTestCase() { useEnglishNumbers(); }
    void init()
    {
        begin();
        m_window->resize(1200, 760);
        m_window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    }
    void cleanup() { end(); }

    void tabMovesTheChoiceOfThePalette()
    {
        auto *question = child<QPlainTextEdit>("question");
        question->setFocus();
        QTest::keyClick(m_window.get(), Qt::Key_K, Qt::ControlModifier);
        auto *field = child<QLineEdit>("paletteField");
        QTRY_VERIFY(field->hasFocus());
        const auto *model = child<QListView>("paletteEntries")->model();
        const auto entry = [model](int row) { return model->index(row, 0).data().toString(); };
        QCOMPARE(currentEntry(), entry(0));
        QTest::keyClick(field, Qt::Key_Tab);
        QCOMPARE(currentEntry(), entry(1));
        QTest::keyClick(field, Qt::Key_Down);
        QCOMPARE(currentEntry(), entry(2));
        QTest::keyClick(field, Qt::Key_Up);
        QTest::keyClick(field, Qt::Key_Backtab, Qt::ShiftModifier);
        QCOMPARE(currentEntry(), entry(0));
        QTest::keyClick(field, Qt::Key_Backtab, Qt::ShiftModifier); // around
        QCOMPARE(currentEntry(), entry(model->rowCount() - 1));
        QVERIFY(field->hasFocus());
        QTest::keyClick(field, Qt::Key_Escape);
        QTRY_VERIFY(!child<QWidget>("palette")->isVisible());
        QVERIFY(question->hasFocus());
    }

    void whatWasDeletedComesBackByAKey()
    {
        ask();
        deleteConversation();
        auto *toast = child<QFrame>("toast");
        QVERIFY2(toast->accessibleName().contains(QLatin1String("Ctrl+Z")), qUtf8Printable(toast->accessibleName()));
        QTest::keyClick(list(), Qt::Key_Z, Qt::ControlModifier);
        QVERIFY(!toast->isVisible());
        QTRY_COMPARE(list()->model()->rowCount(), 2);
        // Nothing is left to undo: what is deleted after it stays deleted.
        deleteConversation();
        toast->hide();
        QTest::keyClick(list(), Qt::Key_Z, Qt::ControlModifier);
        awaitWritten();
        QCOMPARE(list()->model()->rowCount(), 0);
    }

    void f6LeadsToTheToastAndBack()
    {
        ask();
        deleteConversation();
        auto *toast = child<QFrame>("toast");
        auto *undo = child<QPushButton>("toastAction");
        auto *question = child<QPlainTextEdit>("question");
        question->setFocus();
        QTest::keyClick(question, Qt::Key_F6);
        QTRY_VERIFY(undo->hasFocus());
        QTest::keyClick(undo, Qt::Key_Escape);
        QVERIFY(!toast->isVisible());
        QTRY_VERIFY(question->hasFocus());
        awaitWritten();
        QCOMPARE(list()->model()->rowCount(), 0);
    }

    void f6AndEnterUndo_data()
    {
        QTest::addColumn<Qt::Key>("key");
        QTest::newRow("Return") << Qt::Key_Return;
        QTest::newRow("Enter") << Qt::Key_Enter;
        QTest::newRow("Space") << Qt::Key_Space;
    }
    void f6AndEnterUndo()
    {
        QFETCH(Qt::Key, key);
        ask();
        deleteConversation();
        auto *undo = child<QPushButton>("toastAction");
        child<QPlainTextEdit>("question")->setFocus();
        QTest::keyClick(child<QPlainTextEdit>("question"), Qt::Key_F6);
        QTRY_VERIFY(undo->hasFocus());
        QTest::keyClick(undo, key);
        QTRY_COMPARE(list()->model()->rowCount(), 2);
        QTRY_VERIFY(child<QPlainTextEdit>("question")->hasFocus());
    }

    //! On each page Esc closes what lies over it, and then leaves the page as it is.
    void escLeavesEachPageInPlace_data()
    {
        QTest::addColumn<Qt::Key>("key");
        QTest::newRow("library") << Qt::Key_2;
        QTest::newRow("map") << Qt::Key_3;
        QTest::newRow("passages") << Qt::Key_P;
        QTest::newRow("settings") << Qt::Key_5;
    }
    void escLeavesEachPageInPlace()
    {
        QFETCH(Qt::Key, key);
        addSample();
        QTest::keyClick(m_window.get(), key, Qt::ControlModifier);
        auto *pages = child<QStackedWidget>("windowPages");
        const QWidget *page = pages->currentWidget();
        QVERIFY(pages->currentIndex() > 0);
        QTest::keyClick(m_window.get(), Qt::Key_K, Qt::ControlModifier);
        QTRY_VERIFY(child<QLineEdit>("paletteField")->hasFocus());
        QTest::keyClick(child<QLineEdit>("paletteField"), Qt::Key_Escape);
        QTRY_VERIFY(!child<QWidget>("palette")->isVisible());
        QCOMPARE(pages->currentWidget(), page);
        QTest::keyClick(QApplication::focusWidget() ? QApplication::focusWidget() : m_window.get(), Qt::Key_Escape);
        QCOMPARE(pages->currentWidget(), page);
    }

    void aCommandOfTheMenuIsRun()
    {
        auto *menu = child<QMenu>("windowMenu");
        QToolButton *more = nullptr;
        for (QToolButton *button : m_window->findChildren<QToolButton *>()) {
            if (button->isVisible() && button->menu() && button->menu()->objectName() == menu->objectName())
                more = button;
        }
        QVERIFY(more);
        menu = more->menu();
        bool chosen = false;
        QTimer choose;
        connect(&choose, &QTimer::timeout, this, [&] { // the button opens its menu in a loop of its own
            if (!menu->isVisible())
                return;
            choose.stop();
            for (QAction *action : menu->actions()) {
                if (action->text().startsWith(QLatin1String("Search passages"))) {
                    chosen = true;
                    QTest::mouseClick(menu, Qt::LeftButton, {}, menu->actionGeometry(action).center());
                    return;
                }
            }
            menu->close();
        });
        choose.start(10);
        QTest::mouseClick(more, Qt::LeftButton);
        QTRY_VERIFY(chosen);
        QTRY_VERIFY(child<QWidget>("passagesPage")->isVisible());
    }

    //! The questions that belong to a collection go on to do so.
    void savedQuestionsFollowARenamedCollection()
    {
        addSample();
        Evaluation::Judged question { QStringLiteral("q"), QStringLiteral("Where are my keys kept?"), QStringLiteral("Sample library"), {} };
        question.right += Evaluation::Right { QStringLiteral("08-privacy"), {}, 1 };
        QVERIFY(await(m_app->savedQuestions().add({ question }, {}))->ok());
        QTest::keyClick(m_window.get(), Qt::Key_2, Qt::ControlModifier);
        const auto actions = child<QToolButton>("collectionMenu")->menu()->actions();
        const auto rename = std::find_if(actions.cbegin(), actions.cend(),
            [](const QAction *action) { return QString(action->text()).remove(QLatin1Char('&')).startsWith(QLatin1String("Rename")); });
        QVERIFY(rename != actions.cend());
        (*rename)->trigger();
        auto *field = child<QInputDialog>("renameCollection")->findChild<QLineEdit *>();
        QTest::keyClick(field, Qt::Key_A, Qt::ControlModifier);
        QTest::keyClicks(field, QStringLiteral("Handbook"));
        QTest::keyClick(field, Qt::Key_Return);
        const auto collection = [this] {
            const auto overview = await(m_app->savedQuestions().overview({}));
            return overview && *overview && !(**overview).questions.isEmpty() ? (**overview).questions.first().collection : QString();
        };
        QTRY_COMPARE(collection(), QStringLiteral("Handbook"));
    }

    void textSizeChangesEverywhereAtOnce()
    {
        Ui::Style::Appearance appearance;
        ask();
        struct Seen {
            QPointer<QWidget> widget;
            double size;
        };
        const auto sizes = [this] {
            QList<Seen> seen;
            for (QWidget *widget : m_window->findChildren<QWidget *>()) {
                const auto *label = qobject_cast<QLabel *>(widget);
                const bool text = (label && !label->text().isEmpty()) || qobject_cast<QAbstractButton *>(widget) || qobject_cast<QLineEdit *>(widget)
                    || qobject_cast<QPlainTextEdit *>(widget) || qobject_cast<QTextEdit *>(widget);
                if (text && widget->isVisible())
                    seen += Seen { widget, QFontInfo(widget->font()).pixelSize() * 1.0 };
            }
            return seen;
        };
        const auto before = sizes();
        const double drawn = child<QTextBrowser>("transcript")->document()->size().height();
        Settings::Changes changes;
        changes.set(Settings::Keys::AppearanceTextSize, 150);
        appearance.set(Settings::Values().with(changes));
        QStringList unchanged;
        for (const Seen &one : before) {
            if (one.widget && QFontInfo(one.widget->font()).pixelSize() <= 1.3 * one.size)
                unchanged += QLatin1String(one.widget->metaObject()->className()) + QLatin1Char(' ') + one.widget->objectName();
        }
        QVERIFY2(unchanged.isEmpty(), qPrintable(unchanged.join(QLatin1String(", "))));
        QVERIFY(child<QTextBrowser>("transcript")->document()->size().height() > 1.2 * drawn);
        appearance.set(Settings::Values());
        for (const Seen &one : before)
            QVERIFY(!one.widget || std::abs(QFontInfo(one.widget->font()).pixelSize() - one.size) < 1.01);
    }
};

QTEST_MAIN(TestKeys)
#include "test_keys.moc"
