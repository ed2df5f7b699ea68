// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/writingfixture.h"
#include "ui/chat/chatpage.h"
#include "ui/chat/transcriptview.h"
#include "ui/widgets/chip.h"
#include "ui/window/conversationdelegate.h"
#include "ui/window/conversationlist.h"
#include "ui/window/conversationsmodel.h"
#include <QFileDialog>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QScrollBar>
#include <QSignalSpy>
#include <QToolButton>

using namespace Heddle;
using namespace Heddle::TestSupport;

//! Conversations at the window: long ones, what follows an answer, and the list of them.
class TestConversations : public WritingFixture {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { useEnglishNumbers(); }
    void init() { begin(); }
    void cleanup() { end(); }

    void aQuestionIsAskedOfTheCollectionThatIsChosen()
    {
        QTemporaryDir herons, bridges;
        writeFile(herons.filePath(QStringLiteral("herons.txt")), "The common matter of herons is fish.");
        writeFile(bridges.filePath(QStringLiteral("bridges.txt")), "The common matter of bridges is stone.");
        QVERIFY(!child<Ui::Chip>("scope")->isVisible());
        m_window->addFolder(herons.path(), QStringLiteral("Herons & fish"));
        m_window->addFolder(bridges.path(), QStringLiteral("Bridges"));
        QTRY_COMPARE_WITH_TIMEOUT(child<QLabel>("libraryState")->text(), QStringLiteral("24 documents in 3 collections"), 120'000);
        auto *scope = child<Ui::Chip>("scope");
        auto *menu = scope->findChild<QMenu *>();
        QTRY_VERIFY(scope->isVisible());
        QCOMPARE(scope->text(), QStringLiteral("All documents"));
        const auto choose = [this, scope, menu](int entry) {
            QTest::mouseClick(scope, Qt::LeftButton);
            QTRY_VERIFY(menu->isVisible());
            QTest::mouseClick(menu, Qt::LeftButton, {}, menu->actionGeometry(menu->actions()[entry]).center());
            QTRY_VERIFY(!menu->isVisible());
            m_window->activateWindow();
            QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
        };
        choose(1);
        QCOMPARE(scope->text(), QStringLiteral("Bridges"));
        type(QStringLiteral("What is the common matter of bridges?"));
        QTRY_VERIFY_WITH_TIMEOUT(
            transcript().contains(QLatin1String("stone")) && transcript().contains(QLatin1String("nothing was sent")), 30'000);
        QVERIFY(!transcript().contains(QLatin1String("fish")));
        m_app->upkeep().removeCollection(QStringLiteral("Bridges"));
        QTRY_COMPARE_WITH_TIMEOUT(scope->text(), QStringLiteral("All documents"), 120'000);
        type(QStringLiteral("What is the common matter of herons?"));
        QTRY_VERIFY_WITH_TIMEOUT(transcript().contains(QLatin1String("fish")), 120'000);
    }

    //! Two hundred turns: opened without a long pause, and another one is added as fast as to a short one.
    void longConversationsOpenAndGoOn()
    {
        useModel();
        auto database = m_app->conversationsDatabase();
        const Storage::ConversationRepository repository(database);
        const auto row = repository.create(QStringLiteral("A long one"));
        QVERIFY(row.ok());
        Storage::MessageRow last;
        QVERIFY(database
                    .transaction([&]() -> Status {
                        for (int i = 0; i < 200; ++i) {
                            Storage::MessageRow question;
                            question.conversationId = row->id;
                            question.parentId = last.id;
                            question.role = QStringLiteral("user");
                            question.kind = QStringLiteral("question");
                            question.state = QStringLiteral("done");
                            question.text = QStringLiteral("Question %1 about fees?").arg(i);
                            question.id = QStringLiteral("q%1").arg(i);
                            Storage::MessageRow answer = question;
                            answer.id = QStringLiteral("a%1").arg(i);
                            answer.parentId = question.id;
                            answer.role = QStringLiteral("assistant");
                            answer.kind = QStringLiteral("written");
                            answer.text = QStringLiteral("**Answer %1** says that fees fell and rents rose.\n\n").arg(i).repeated(5);
                            for (const Storage::MessageRow &one : { question, answer }) {
                                if (!database
                                         .run(QStringLiteral(
                                                  "INSERT INTO "
                                                  "message(id,conversation_id,parent_id,role,kind,state,text,error,notices,timings,sent,"
                                                  "created) VALUES(?,?,?,?,?,?,?,'{}','[]','{}','[]',1)"),
                                             { one.id, one.conversationId, one.parentId.isNull() ? QStringLiteral("") : one.parentId,
                                                 one.role, one.kind, one.state, one.text })
                                         .ok())
                                    return Error::input(QStringLiteral("not stored"));
                            }
                            last = answer;
                        }
                        return Done {};
                    })
                    .ok());
        QVERIFY(repository.setLeaf(row->id, last.id).ok());
        GapMeter meter;
        meter.start();
        QElapsedTimer clock;
        clock.start();
        m_window->findChild<Ui::ChatPage *>()->openConversation(row->id);
        QTRY_VERIFY(transcript().contains(QLatin1String("Answer 199")));
        qInfo("opened after %lld ms, longest gap %.1f ms (goal 50)", static_cast<long long>(clock.elapsed()), meter.longest());
        GapMeter asking;
        asking.start();
        type(QStringLiteral("Where are my documents kept?"));
        QTRY_VERIFY(answered() && transcript().contains(QLatin1String("where it comes from [1].")));
        qInfo("a question more: longest gap %.1f ms", asking.longest());
        // Earlier ones are drawn when the reader comes to them, or looks for something.
        QVERIFY(!transcript().contains(QLatin1String("Question 0 about")));
        child<QTextBrowser>("transcript")->verticalScrollBar()->setValue(0);
        QTRY_VERIFY(transcript().contains(QLatin1String("Question 150 about")));
        QVERIFY(child<QTextBrowser>("transcript")->verticalScrollBar()->value() > 0); // where he was
        QTest::keyClick(m_window.get(), Qt::Key_F, Qt::ControlModifier);
        auto *field = child<QWidget>("find")->findChild<QLineEdit *>(QStringLiteral("findText"));
        QTRY_VERIFY(field->hasFocus());
        QTest::keyClicks(field, QStringLiteral("Question 3 about"));
        QTest::keyClick(field, Qt::Key_Return);
        QTRY_COMPARE(child<QTextBrowser>("transcript")->textCursor().selectedText(), QStringLiteral("Question 3 about"));
#ifndef __SANITIZE_ADDRESS__
        QVERIFY2(meter.over() + asking.over() <= 5, qPrintable(QString::number(meter.over() + asking.over())));
#endif
        const QStringList sent = messagesOf(m_chats.last());
        QVERIFY(sent.size() > 4 && sent.size() < 402); // the newest turns that fit
        QVERIFY(sent[sent.size() - 2].contains(QLatin1String("Answer 199")));
    }

    void questionsToAskNext()
    {
        type(QStringLiteral("Where are my documents kept?"));
        QTRY_VERIFY(answered() && transcript().contains(QLatin1String("Quoted from")));
        clickLink(QStringLiteral("do:related:0"));
        QTRY_VERIFY(hasLink(QStringLiteral("ask:0:0")));
        const QString next = child<Ui::TranscriptView>("transcript")->nameOf(QStringLiteral("ask:0:0"));
        QVERIFY(next.size() > 5);
        clickLink(QStringLiteral("ask:0:0"));
        QTRY_VERIFY(transcript().count(QLatin1String("Quoted from")) == 2);
        QVERIFY(transcript().contains(next));
    }

    void conversationsAreRenamedExportedDeletedAndBack()
    {
        type(QStringLiteral("Where are my documents kept?"));
        QTRY_VERIFY(answered() && transcript().contains(QLatin1String("Quoted from")));
        auto *list = child<QListView>("conversations");
        QTRY_COMPARE(list->model()->rowCount(), 2);
        list->setFocus();
        list->setCurrentIndex(list->model()->index(1, 0));
        QTest::keyClick(list, Qt::Key_F2);
        auto *name = list->findChild<QLineEdit *>(); // in its place
        QVERIFY(name && name->isVisible());
        QTest::keyClick(name, Qt::Key_A, Qt::ControlModifier);
        QTest::keyClicks(name, QStringLiteral("My folders"));
        QTest::keyClick(name, Qt::Key_Return);
        QTRY_COMPARE(list->model()->index(1, 0).data().toString(), QStringLiteral("My folders"));

        for (const char *ending : { "md", "html", "pdf", "json" }) {
            const QString format = QLatin1String(ending);
            Q_EMIT list->customContextMenuRequested(list->visualRect(list->model()->index(1, 0)).center());
            auto *menu = m_window->findChild<QMenu *>(QStringLiteral("conversationMenu"));
            QVERIFY(menu);
            QAction *wanted = nullptr;
            for (QAction *action : menu->findChildren<QAction *>()) {
                if (action->text().startsWith(format == QLatin1String("md") ? QStringLiteral("Markdown") : format.toUpper()))
                    wanted = action;
            }
            QVERIFY(wanted);
            wanted->trigger();
            menu->close();
            auto *dialog = m_window->findChild<QFileDialog *>();
            QTRY_VERIFY(dialog && dialog->isVisible());
            const QString path = m_data->filePath(QStringLiteral("out.%1").arg(format));
            Q_EMIT dialog->fileSelected(path);
            dialog->close();
            QTRY_VERIFY(QFile::exists(path) && QFileInfo(path).size() > 200);
            QTRY_VERIFY(!m_window->findChild<QFileDialog *>() && !m_window->findChild<QMenu *>(QStringLiteral("conversationMenu")));
        }
        QVERIFY(readFile(m_data->filePath(QStringLiteral("out.md"))).contains("# My folders"));

        m_window->activateWindow();
        list->setFocus();
        QTRY_VERIFY(list->hasFocus());
        list->setCurrentIndex(list->model()->index(1, 0));
        QTest::keyClick(list, Qt::Key_Delete);
        QTRY_COMPARE(list->model()->rowCount(), 0);
        QVERIFY(!transcript().contains(QLatin1String("Quoted from")));
        QTRY_VERIFY(child<QFrame>("toast")->isVisible());
        QTest::mouseClick(child<QPushButton>("toastAction"), Qt::LeftButton);
        QVERIFY(!child<QFrame>("toast")->isVisible());
        QTRY_COMPARE(list->model()->rowCount(), 2);
        list->setFocus();
        QTRY_VERIFY(list->hasFocus());
        list->setCurrentIndex(list->model()->index(1, 0));
        QTest::keyClick(list, Qt::Key_Delete);
        QTRY_COMPARE(list->model()->rowCount(), 0);
        m_window->close();
        close(); // now it is gone
        open();
        const auto listed = await(m_app->conversations().list(0, 10, {}, {}));
        QVERIFY((*listed)->isEmpty());
    }

    void aRefreshKeepsWhatIsChosenAndWhatIsTyped()
    {
        for (const char *title : { "Bridges", "Herons", "Third" })
            QVERIFY(Storage::ConversationRepository(m_app->conversationsDatabase()).create(QLatin1String(title)).ok());
        auto *list = child<QListView>("conversations");
        auto *panel = m_window->findChild<Ui::ConversationList *>();
        panel->refresh();
        QTRY_COMPARE(list->model()->rowCount(), 4);
        const auto centre = [list](int row) { return list->visualRect(list->model()->index(row, 0)).center(); };
        QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, centre(1)); // opens it
        list->setFocus();
        QTest::keyClick(list, Qt::Key_Down);
        const auto chosen = [list] {
            QStringList titles;
            for (const QModelIndex &index : list->selectionModel()->selectedIndexes())
                titles += index.data().toString();
            return titles;
        };
        const QStringList second { list->model()->index(2, 0).data().toString() };
        QCOMPARE(chosen(), second);
        QSignalSpy shown(panel, &Ui::ConversationList::shown);
        panel->refresh();
        QTRY_COMPARE(shown.size(), 1);
        QCOMPARE(chosen(), second);
        QCOMPARE(list->currentIndex().data().toString(), second.first());
        // A title that is being typed stays, too.
        QTest::keyClick(list, Qt::Key_F2);
        auto *editor = list->viewport()->findChild<QLineEdit *>();
        QVERIFY(editor);
        editor->selectAll();
        QTest::keyClicks(editor, QStringLiteral("Cranes"));
        QVERIFY(Storage::ConversationRepository(m_app->conversationsDatabase()).create(QStringLiteral("Fourth")).ok());
        panel->refresh();
        QTRY_VERIFY(m_app->pools().areIdle());
        QCoreApplication::processEvents();
        QCOMPARE(list->viewport()->findChild<QLineEdit *>(), editor);
        QTest::keyClick(editor, Qt::Key_Return);
        QTRY_COMPARE(list->model()->rowCount(), 5);
        QTRY_VERIFY(chosen() == QStringList(QStringLiteral("Cranes")));
    }

    void severalArePinnedAndDeletedAtOnceFromTheMenu()
    {
        for (const char *title : { "## Bridges **and** rails", "Herons", "Third" })
            QVERIFY(Storage::ConversationRepository(m_app->conversationsDatabase()).create(QLatin1String(title)).ok());
        auto *list = child<QListView>("conversations");
        m_window->findChild<Ui::ConversationList *>()->refresh();
        QTRY_COMPARE(list->model()->rowCount(), 4);
        QCOMPARE(list->model()->index(3, 0).data().toString(), QStringLiteral("Bridges and rails")); // as people read it
        const auto centre = [list](int row) { return list->visualRect(list->model()->index(row, 0)).center(); };
        QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, centre(2));
        QTest::mouseClick(list->viewport(), Qt::LeftButton, Qt::ControlModifier, centre(3));
        QCOMPARE(list->selectionModel()->selectedIndexes().size(), 2);
        const auto choose = [&](int row, const QString &entry) {
            const QRect button =
                Ui::ConversationDelegate::menuButton(list->visualRect(list->model()->index(row, 0)), list->layoutDirection());
            QTest::mouseClick(list->viewport(), Qt::LeftButton, Qt::ControlModifier, button.center());
            QMenu *menu = nullptr;
            QTRY_VERIFY((menu = m_window->findChild<QMenu *>(QStringLiteral("conversationMenu"))) && menu->isVisible());
            for (QAction *action : menu->actions()) {
                if (QString(action->text()).remove(QLatin1Char('&')).startsWith(entry))
                    QTest::mouseClick(menu, Qt::LeftButton, {}, menu->actionGeometry(action).center());
            }
            QTRY_VERIFY(!m_window->findChild<QMenu *>(QStringLiteral("conversationMenu")));
        };
        choose(3, QStringLiteral("Pin"));
        QTRY_COMPARE(list->model()->rowCount(), 5); // another line above a group
        QCOMPARE(list->model()->index(0, 0).data().toString(), QStringLiteral("Pinned"));
        QCOMPARE(list->model()->index(3, 0).data().toString(), QStringLiteral("Today"));
        QCOMPARE(list->selectionModel()->selectedIndexes().size(), 2);
        choose(1, QStringLiteral("Delete 2"));
        QTRY_COMPARE(list->model()->rowCount(), 2);
        QCOMPARE(child<QLabel>("toastText")->text(), QStringLiteral("2 conversations deleted"));
        QTest::mouseClick(child<QPushButton>("toastAction"), Qt::LeftButton);
        QTRY_COMPARE(list->model()->rowCount(), 5);
    }

    void whatWasFoundStandsBelowTheTitle()
    {
        type(QStringLiteral("Where are my documents kept?"));
        QTRY_VERIFY(answered() && transcript().contains(QLatin1String("Quoted from")));
        auto *list = child<QListView>("conversations");
        QTRY_COMPARE(list->model()->rowCount(), 2);
        const int one = list->visualRect(list->model()->index(1, 0)).height();
        child<QLineEdit>("searchConversations")->setFocus();
        QTest::keyClicks(child<QLineEdit>("searchConversations"), QStringLiteral("documents kept"));
        QTRY_VERIFY(list->model()->rowCount() == 2
            && list->model()->index(1, 0).data(Ui::ConversationsModel::ExcerptRole).toString().contains(QLatin1String("documents kept")));
        QVERIFY(list->visualRect(list->model()->index(1, 0)).height() > one);
    }

    //! The terminal program works on the same data folder at the same time.
    void whatAnotherProgramWritesIsShown()
    {
        auto *list = child<QListView>("conversations");
        auto other = App::App::open(m_data->path());
        QVERIFY(other.ok());
        Conversation::AskRequest request;
        request.question = QStringLiteral("Where are my documents kept?");
        auto answeredThere = await((*other)->conversations().ask(request, {}, {}));
        QVERIFY(answeredThere && answeredThere->ok());
        QTRY_COMPARE_WITH_TIMEOUT(list->model()->rowCount(), 2, 120'000);
        QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, list->visualRect(list->model()->index(1, 0)).center());
        QTRY_VERIFY(transcript().contains(QLatin1String("Quoted from")));
        request.question = QStringLiteral("Which file types can be read?");
        request.conversation = (*answeredThere)->conversation;
        answeredThere = await((*other)->conversations().ask(request, {}, {}));
        QVERIFY(answeredThere && answeredThere->ok());
        QTRY_VERIFY_WITH_TIMEOUT(transcript().contains(QLatin1String("Which file types can be read?")), 120'000);
        QVERIFY(awaitVoid((*other)->shutdown()));
    }
};

QTEST_MAIN(TestConversations)
#include "test_conversations.moc"
