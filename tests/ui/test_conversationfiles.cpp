// SPDX-License-Identifier: GPL-3.0-or-later
// The list of conversations at the window: archived, labelled, exported and imported, and a click on what was found.
#include "app/app.h"
#include "tests/ui/windowfixture.h"
#include "ui/chat/chatpage.h"
#include "ui/widgets/chip.h"
#include "ui/window/conversationdelegate.h"
#include "ui/window/conversationlist.h"
#include "ui/window/conversationsmodel.h"
#include <QClipboard>
#include <QFileDialog>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QScrollBar>
#include <QSignalSpy>
#include <QToolButton>

using namespace Heddle;
using namespace Heddle::TestSupport;

class TestConversationFiles : public WindowFixture {
    Q_OBJECT

    QListView *view() { return child<QListView>("conversations"); }
    Storage::ConversationRepository repository() { return Storage::ConversationRepository(m_app->conversationsDatabase()); }
    //! The titles that are listed, without the lines between them.
    QStringList titles()
    {
        QStringList titles;
        for (int row = 0; row < view()->model()->rowCount(); ++row) {
            const QModelIndex index = view()->model()->index(row, 0);
            if (!index.data(Ui::ConversationsModel::IdRole).toString().isEmpty())
                titles += index.data().toString();
        }
        titles.sort();
        return titles;
    }
    QModelIndex row(const QString &title)
    {
        for (int row = 0; row < view()->model()->rowCount(); ++row) {
            if (view()->model()->index(row, 0).data().toString() == title)
                return view()->model()->index(row, 0);
        }
        return {};
    }
    void create(const QStringList &names)
    {
        for (const QString &title : names)
            QVERIFY(repository().create(title).ok());
        m_window->findChild<Ui::ConversationList *>()->refresh();
        QTRY_COMPARE(titles().size(), names.size());
    }
    static QAction *actionOf(QMenu *menu, const QString &entry)
    {
        for (QAction *action : menu->actions()) {
            if (QString(action->text()).remove(QLatin1Char('&')).startsWith(entry))
                return action;
        }
        return nullptr;
    }
    static bool click(QMenu *menu, const QString &entry)
    {
        QAction *action = actionOf(menu, entry);
        if (action)
            QTest::mouseClick(menu, Qt::LeftButton, {}, menu->actionGeometry(action).center());
        return action;
    }
    QMenu *openMenu(const QString &title, Qt::KeyboardModifiers modifiers = {})
    {
        const QRect button = Ui::ConversationDelegate::menuButton(view()->visualRect(row(title)), view()->layoutDirection());
        QTest::mouseMove(view()->viewport(), button.center());
        QTest::mouseClick(view()->viewport(), Qt::LeftButton, modifiers, button.center());
        QMenu *menu = nullptr;
        if (!QTest::qWaitFor([&] { return (menu = m_window->findChild<QMenu *>(QStringLiteral("conversationMenu"))) && menu->isVisible(); }))
            qFatal("no menu");
        return menu;
    }
    QMenu *openListMenu()
    {
        auto *button = child<QToolButton>("conversationsMenu");
        // The button waits until the menu has closed: it is opened as its click would.
        Q_EMIT button->menu()->aboutToShow();
        button->menu()->popup(button->mapToGlobal(QPoint(0, button->height())));
        return button->menu();
    }
    void waitUntilClosed() { QTRY_VERIFY(!m_window->findChild<QMenu *>(QStringLiteral("conversationMenu"))); }
    //! Chooses a file in the dialog that is open.
    void chooseFile(const QString &path)
    {
        auto *dialog = m_window->findChild<QFileDialog *>();
        QTRY_VERIFY(dialog && dialog->isVisible());
        Q_EMIT dialog->fileSelected(path);
        dialog->close();
        QTRY_VERIFY(!m_window->findChild<QFileDialog *>());
    }

private Q_SLOTS:
    void initTestCase() { useEnglishNumbers(); }
    void init()
    {
        begin();
        m_window->resize(1280, 800);
    }
    void cleanup() { end(); }

    void oneIsArchivedFoundAndBroughtBack()
    {
        create({ QStringLiteral("Bridges"), QStringLiteral("Herons") });
        QVERIFY(click(openMenu(QStringLiteral("Herons")), QStringLiteral("Archive")));
        waitUntilClosed();
        QTRY_COMPARE(titles(), QStringList(QStringLiteral("Bridges")));
        QCOMPARE(child<QLabel>("toastText")->text(), QStringLiteral("Conversation archived"));
        QTest::mouseClick(child<QPushButton>("toastAction"), Qt::LeftButton);
        QTRY_COMPARE(titles().size(), 2);
        QVERIFY(click(openMenu(QStringLiteral("Herons")), QStringLiteral("Archive")));
        waitUntilClosed();
        QTRY_COMPARE(titles().size(), 1);
        // A search finds it.
        auto *search = child<QLineEdit>("searchConversations");
        search->setFocus();
        QTest::keyClicks(search, QStringLiteral("heron"));
        QTRY_COMPARE(titles(), QStringList(QStringLiteral("Herons")));
        QVERIFY(row(QStringLiteral("Herons")).data(Qt::AccessibleTextRole).toString().contains(QLatin1String("archived")));
        search->clear();
        QTRY_COMPARE(titles(), QStringList(QStringLiteral("Bridges")));
        // So does the filter.
        auto *filter = child<Ui::Chip>("conversationFilter");
        QVERIFY(!filter->isVisible());
        QVERIFY(click(openListMenu(), QStringLiteral("Archived")));
        QTRY_COMPARE(titles(), QStringList(QStringLiteral("Herons")));
        QVERIFY(filter->isVisible());
        QCOMPARE(filter->text(), QStringLiteral("Archived"));
        QVERIFY(click(openMenu(QStringLiteral("Herons")), QStringLiteral("Back into the list")));
        waitUntilClosed();
        QTRY_COMPARE(titles().size(), 0);
        QTest::mouseClick(filter, Qt::LeftButton);
        QTRY_COMPARE(titles().size(), 2);
        QVERIFY(!filter->isVisible());
    }

    //! A search lists archived ones beside others.
    void undoLeavesThoseAloneThatWereArchivedBefore()
    {
        create({ QStringLiteral("Herons of old"), QStringLiteral("Herons today") });
        QVERIFY(click(openMenu(QStringLiteral("Herons of old")), QStringLiteral("Archive")));
        waitUntilClosed();
        QTRY_COMPARE(titles(), QStringList(QStringLiteral("Herons today")));
        auto *search = child<QLineEdit>("searchConversations");
        search->setFocus();
        QTest::keyClicks(search, QStringLiteral("herons"));
        QTRY_COMPARE(titles().size(), 2);
        const auto archived = [this](const QString &title) { return row(title).data(Ui::ConversationsModel::ArchivedRole).toBool(); };
        QVERIFY(archived(QStringLiteral("Herons of old")) && !archived(QStringLiteral("Herons today")));
        QTest::mouseClick(view()->viewport(), Qt::LeftButton, {}, view()->visualRect(row(QStringLiteral("Herons of old"))).center());
        QTest::mouseClick(
            view()->viewport(), Qt::LeftButton, Qt::ControlModifier, view()->visualRect(row(QStringLiteral("Herons today"))).center());
        QCOMPARE(view()->selectionModel()->selectedIndexes().size(), 2);
        QVERIFY(click(openMenu(QStringLiteral("Herons today"), Qt::ControlModifier), QStringLiteral("Archive")));
        waitUntilClosed();
        QTRY_VERIFY(archived(QStringLiteral("Herons today")));
        QCOMPARE(child<QLabel>("toastText")->text(), QStringLiteral("Conversation archived")); // the other one was
        QTest::mouseClick(child<QPushButton>("toastAction"), Qt::LeftButton);
        QTRY_VERIFY(!archived(QStringLiteral("Herons today")));
        QVERIFY(archived(QStringLiteral("Herons of old")));
    }

    void labelsAreGivenAndFilterTheList()
    {
        create({ QStringLiteral("Bridges"), QStringLiteral("Cranes"), QStringLiteral("Herons") });
        const auto label = [&](const QString &title, const QString &name) {
            QMenu *menu = openMenu(title);
            QTest::keyClick(menu, Qt::Key_B); // the labels
            auto *labels = menu->findChild<QMenu *>(QStringLiteral("labelMenu"));
            QTRY_VERIFY(labels->isVisible());
            QVERIFY(click(labels, name));
            waitUntilClosed();
        };
        label(QStringLiteral("Bridges"), QStringLiteral("Green"));
        QTRY_COMPARE(row(QStringLiteral("Bridges")).data(Ui::ConversationsModel::LabelRole).toInt(), int(Conversation::Label::Green));
        QVERIFY(row(QStringLiteral("Bridges")).data(Qt::AccessibleTextRole).toString().contains(QLatin1String("label Green")));
        label(QStringLiteral("Herons"), QStringLiteral("Purple"));
        QTRY_COMPARE(row(QStringLiteral("Herons")).data(Ui::ConversationsModel::LabelRole).toInt(), int(Conversation::Label::Purple));
        QVERIFY(click(openListMenu(), QStringLiteral("Green")));
        QTRY_COMPARE(titles(), QStringList(QStringLiteral("Bridges")));
        QCOMPARE(child<Ui::Chip>("conversationFilter")->text(), QStringLiteral("Green"));
        QTest::mouseClick(child<Ui::Chip>("conversationFilter"), Qt::LeftButton);
        QTRY_COMPARE(titles().size(), 3);
        label(QStringLiteral("Bridges"), QStringLiteral("No label"));
        QTRY_COMPARE(row(QStringLiteral("Bridges")).data(Ui::ConversationsModel::LabelRole).toInt(), int(Conversation::Label::None));
    }

    void whatIsExportedIsImportedAgain()
    {
        create({ QStringLiteral("Bridges"), QStringLiteral("Cranes"), QStringLiteral("Herons") });
        const QString file = m_data->filePath(QStringLiteral("all.json"));
        QVERIFY(actionOf(openListMenu(), QStringLiteral("Export all")));
        QMenu *menu = child<QToolButton>("conversationsMenu")->menu();
        actionOf(actionOf(menu, QStringLiteral("Export all"))->menu(), QStringLiteral("JSON"))->trigger();
        menu->close();
        chooseFile(file);
        QTRY_VERIFY(QFile::exists(file));
        // Two of them as Markdown, one below the other.
        QTest::mouseClick(view()->viewport(), Qt::LeftButton, {}, view()->visualRect(row(QStringLiteral("Bridges"))).center());
        QTest::mouseClick(view()->viewport(), Qt::LeftButton, Qt::ControlModifier, view()->visualRect(row(QStringLiteral("Herons"))).center());
        Q_EMIT view()->customContextMenuRequested(view()->visualRect(row(QStringLiteral("Herons"))).center());
        auto *context = m_window->findChild<QMenu *>(QStringLiteral("conversationMenu"));
        QVERIFY(context);
        QMenu *formats = actionOf(context, QStringLiteral("Export"))->menu();
        QVERIFY(!actionOf(formats, QStringLiteral("PDF"))); // of one only
        actionOf(formats, QStringLiteral("Markdown"))->trigger();
        context->close();
        const QString markdown = m_data->filePath(QStringLiteral("two.md"));
        chooseFile(markdown);
        QTRY_VERIFY(QFile::exists(markdown));
        QTRY_VERIFY(readFile(markdown).contains("# Bridges") && readFile(markdown).contains("# Herons"));
        QVERIFY(!readFile(markdown).contains("Cranes"));
        waitUntilClosed();

        QVERIFY(repository().deleteConversations({ row(QStringLiteral("Herons")).data(Ui::ConversationsModel::IdRole).toString() }).ok());
        m_window->findChild<Ui::ConversationList *>()->refresh();
        QTRY_COMPARE(titles().size(), 2);
        QVERIFY(click(openListMenu(), QStringLiteral("Import")));
        chooseFile(file);
        QTRY_COMPARE(titles().size(), 3);
        QTRY_COMPARE(child<QLabel>("toastText")->text(), QStringLiteral("1 conversation imported · 2 already here"));
        writeFile(m_data->filePath(QStringLiteral("bad.json")), "no conversations");
        QVERIFY(click(openListMenu(), QStringLiteral("Import")));
        chooseFile(m_data->filePath(QStringLiteral("bad.json")));
        QTRY_VERIFY(child<QLabel>("banner")->isVisible());
        QVERIFY2(child<QLabel>("banner")->text().contains(QLatin1String("not JSON")), qPrintable(child<QLabel>("banner")->text()));
        QCOMPARE(titles().size(), 3);
    }

    //! The words stand far up in the conversation, on a branch that isn't shown.
    void aClickJumpsToWhatWasFound()
    {
        const Storage::ConversationRepository db = repository();
        const Storage::ConversationRow conversation = *db.create(QStringLiteral("Long"));
        const auto add = [&](const QString &parent, bool question, const QString &text) {
            Storage::MessageRow row;
            row.conversationId = conversation.id;
            row.parentId = parent;
            row.role = question ? QStringLiteral("user") : QStringLiteral("assistant");
            row.kind = question ? QStringLiteral("question") : QStringLiteral("written");
            row.state = QStringLiteral("done");
            row.text = text;
            return db.append(row)->id;
        };
        QString last;
        const QString filler = QStringLiteral("A sentence about rents and fees.\n\n").repeated(30);
        for (int turn = 0; turn < 6; ++turn) {
            const QString question = add(last, true, QStringLiteral("Question %1?").arg(turn));
            last = add(question, false, filler + (turn == 1 ? QStringLiteral("The bittern booms.") : QString()) + filler);
        }
        const QString other = add({}, true, QStringLiteral("What of the kingfisher?"));
        add(other, false, filler + QStringLiteral("It dives."));
        QVERIFY(db.setLeaf(conversation.id, last).ok());
        m_window->findChild<Ui::ConversationList *>()->refresh();
        QTRY_COMPARE(titles(), QStringList(QStringLiteral("Long")));
        auto *search = child<QLineEdit>("searchConversations");
        auto *transcript = child<QTextBrowser>("transcript");
        const auto find = [&](const QString &words) {
            search->setFocus();
            search->clear();
            QGuiApplication::clipboard()->setText(words); // at once: typed, its beginning is searched for as well
            QTest::keyClick(search, Qt::Key_V, Qt::ControlModifier);
            QTRY_COMPARE(titles(), QStringList(QStringLiteral("Long")));
            QTRY_VERIFY(row(QStringLiteral("Long")).data(Ui::ConversationsModel::ExcerptRole).toString().contains(words));
            QTest::mouseClick(view()->viewport(), Qt::LeftButton, {}, view()->visualRect(row(QStringLiteral("Long"))).center());
            QTRY_COMPARE(transcript->textCursor().selectedText(), words);
            QVERIFY(transcript->viewport()->rect().contains(transcript->cursorRect().center()));
        };
        find(QStringLiteral("bittern"));
        QVERIFY(transcript->verticalScrollBar()->value() > 0);
        QVERIFY(transcript->verticalScrollBar()->value() < transcript->verticalScrollBar()->maximum());
        find(QStringLiteral("kingfisher")); // the other branch
        QVERIFY(!this->transcript().contains(QLatin1String("bittern")));
    }

    //! What comes in between press and release must not open another conversation, or none.
    void aListThatChangesUnderThePointerOpensWhatWasPressed()
    {
        create({ QStringLiteral("Bridges"), QStringLiteral("Herons") });
        QSignalSpy opened(m_window->findChild<Ui::ConversationList *>(), &Ui::ConversationList::opened);
        const QString id = row(QStringLiteral("Bridges")).data(Ui::ConversationsModel::IdRole).toString();
        const QPoint at = view()->visualRect(row(QStringLiteral("Bridges"))).center();
        QTest::mousePress(view()->viewport(), Qt::LeftButton, {}, at);
        QVERIFY(repository().create(QStringLiteral("Cranes")).ok());
        m_window->findChild<Ui::ConversationList *>()->refresh();
        QTRY_VERIFY(m_app->pools().areIdle());
        QCoreApplication::processEvents();
        QTest::mouseRelease(view()->viewport(), Qt::LeftButton, {}, at);
        QCOMPARE(opened.size(), 1);
        QCOMPARE(opened.first().first().toString(), id);
        QTRY_COMPARE(titles().size(), 3);
    }
};

QTEST_MAIN(TestConversationFiles)
#include "test_conversationfiles.moc"
