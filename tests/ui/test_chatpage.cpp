// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/windowfixture.h"
#include "ui/chat/chatpage.h"
#include "ui/chat/transcriptview.h"
#include "ui/style/tokens.h"
#include "ui/viewer/sourcepanel.h"
#include "ui/widgets/chip.h"
#include "ui/widgets/iconbutton.h"
#include <QApplication>
#include <QClipboard>
#include <QFrame>
#include <QLineEdit>
#include <QMenu>

using namespace Heddle;
using namespace Heddle::TestSupport;

//! The page of a conversation: what lies over it and beside it, and its keys.
class TestChatPage : public WindowFixture {
    Q_OBJECT

    void ask()
    {
        addSample();
        type(QStringLiteral("Where are my keys kept?"));
        QTRY_VERIFY_WITH_TIMEOUT(transcript().contains(QLatin1String("Quoted from your documents")), 120'000);
    }
    bool documentShown() const { return child<Ui::SourcePanel>("sourcePanel")->isVisible(); }
    void pointAtCitation()
    {
        const QPoint at = linkAt(QStringLiteral("cite:0:1"));
        auto *viewport = child<QTextBrowser>("transcript")->viewport();
        QTest::mouseMove(viewport, at + QPoint(0, 120));
        QTest::mouseMove(viewport, at);
        QTRY_VERIFY(child<QWidget>("hoverCard")->isVisible());
    }

private Q_SLOTS:
    void initTestCase() { useEnglishNumbers(); }
    void init()
    {
        begin();
        m_window->resize(1200, 760);
    }
    void cleanup() { end(); }

    void aQuoteStandsAmongTheSentencesAroundIt()
    {
        ask();
        const auto *document = child<QTextBrowser>("transcript")->document();
        const auto &tokens = Ui::Style::tokensOf(child<QTextBrowser>("transcript")->palette());
        const auto colored = [&](const QColor &color, bool marked) {
            QString text;
            for (QTextBlock block = document->begin(); block.isValid(); block = block.next()) {
                for (auto it = block.begin(); !it.atEnd(); ++it) {
                    const QTextCharFormat format = it.fragment().charFormat();
                    const bool isMarked = format.background().style() != Qt::NoBrush && format.background().color() == tokens.mark;
                    if ((!color.isValid() || format.foreground().color() == color) && isMarked == marked)
                        text += it.fragment().text();
                }
            }
            return text;
        };
        QVERIFY2(colored({}, true).contains(QLatin1String("keychain")), qPrintable(colored({}, true)));
        QVERIFY(!colored(tokens.secondText, false).isEmpty());
        // Its number opens the document at the quote.
        QTest::mouseClick(child<QTextBrowser>("transcript")->viewport(), Qt::LeftButton, {}, linkAt(QStringLiteral("cite:0:1")));
        QTRY_VERIFY(documentShown());
    }

    void escClosesWhatIsOnTop()
    {
        ask();
        QTest::keyClick(m_window.get(), Qt::Key_1, Qt::AltModifier);
        QTRY_VERIFY(documentShown());
        QTest::keyClick(m_window.get(), Qt::Key_F, Qt::ControlModifier);
        auto *find = child<QWidget>("find");
        QTRY_VERIFY(find->isVisible());
        pointAtCitation();
        const auto esc = [this] { QTest::keyClick(m_window.get(), Qt::Key_Escape); };
        esc();
        QTRY_VERIFY(!child<QWidget>("hoverCard")->isVisible());
        QVERIFY(find->isVisible() && documentShown());
        esc();
        QTRY_VERIFY(!find->isVisible());
        QVERIFY(documentShown());
        esc();
        QTRY_VERIFY(!documentShown());
        // The header brings the same document back, and closes it.
        auto *button = child<QToolButton>("showDocument");
        QTest::mouseClick(button, Qt::LeftButton);
        QTRY_VERIFY(documentShown() && button->isChecked());
        QTest::mouseClick(button, Qt::LeftButton);
        QTRY_VERIFY(!documentShown() && !button->isChecked());
    }

    void theHeaderSaysWhatIsShown()
    {
        auto *header = child<QWidget>("chatHeader");
        QVERIFY(!header->isVisible()); // there is no conversation yet
        ask();
        QTRY_VERIFY(header->isVisible());
        QCOMPARE(child<QLabel>("chatTitle")->accessibleName(), QStringLiteral("Where are my keys kept?"));
        QTRY_VERIFY(child<QLabel>("chatScope")->accessibleName().startsWith(QStringLiteral("Sample library · ")));
        const QString id = await(m_app->conversations().list(0, 1, {}, {}))->value().first().id;
        const auto renamed = await(m_app->conversations().rename(id, QStringLiteral("My keys"), {}));
        QVERIFY(renamed && *renamed);
        QTRY_COMPARE(child<QLabel>("chatTitle")->accessibleName(), QStringLiteral("My keys"));
    }

    void theCardOfACitationFitsAndCanBeUsed()
    {
        ask();
        pointAtCitation();
        auto *card = child<QWidget>("hoverCard");
        auto *passage = card->findChild<QTextBrowser *>();
        QVERIFY(!passage->toPlainText().isEmpty());
        QVERIFY2(passage->height() <= int(passage->document()->size().height()) + 4, "there is dead space");
        QVERIFY(card->findChild<QLabel *>(QStringLiteral("cardPlace"))->accessibleName().contains(QLatin1String(".md")));
        QVERIFY(!card->findChild<QWidget *>(QStringLiteral("cardWhyBox"))->isVisible()); // nothing is wrong
        // It stays while the pointer is in it.
        auto *copy = card->findChild<QPushButton *>(QStringLiteral("cardCopy"));
        QTest::mouseMove(child<QTextBrowser>("transcript")->viewport(), QPoint(5, 5));
        QEnterEvent enter(QPointF(20, 20), QPointF(20, 20), QPointF(card->mapToGlobal(QPoint(20, 20))));
        QApplication::sendEvent(card, &enter);
        QTRY_VERIFY(!card->findChild<QTimer *>(QStringLiteral("cardClosing"))->isActive()); // it no longer waits for the pointer
        QVERIFY(card->isVisible());
        QTest::mouseClick(copy, Qt::LeftButton);
        QVERIFY2(
            QApplication::clipboard()->text().contains(QLatin1String("08-privacy.md")), qUtf8Printable(QApplication::clipboard()->text()));
        QVERIFY(card->isVisible());
        QTest::mouseClick(card->findChild<QPushButton *>(QStringLiteral("cardOpen")), Qt::LeftButton);
        QTRY_VERIFY(documentShown() && !card->isVisible());
    }

    void theCardComesWithTheFocusToo()
    {
        ask();
        auto *view = child<Ui::TranscriptView>("transcript");
        view->setFocus();
        view->moveCursor(QTextCursor::Start);
        auto *card = child<QWidget>("hoverCard");
        for (int i = 0; i < 6 && !view->accessibleDescription().startsWith(QLatin1String("Source 1")); ++i)
            QTest::keyClick(view, Qt::Key_Tab);
        QTRY_VERIFY(card->isVisible());
        QVERIFY(view->hasFocus());
        QTest::keyClick(m_window.get(), Qt::Key_Escape);
        QTRY_VERIFY(!card->isVisible());
        QTest::keyClick(view, Qt::Key_Return);
        QTRY_VERIFY(documentShown());
    }

    void aConversationBeginsWithAQuestionOfTheUsersDocuments()
    {
        QTRY_VERIFY(child<QPushButton>("chooseFolder")->isVisible());
        QVERIFY(m_window->findChildren<Ui::Chip *>(QStringLiteral("starter")).isEmpty()); // there are no documents
        addSample();
        const auto starters = [this] { return m_window->findChildren<Ui::Chip *>(QStringLiteral("starter")); };
        QTRY_COMPARE_WITH_TIMEOUT(starters().size(), 4, 30'000);
        for (const Ui::Chip *starter : starters())
            QVERIFY2(starter->isVisible() && starter->text().endsWith(QLatin1Char('?')), qUtf8Printable(starter->text()));
        const QString question = starters().first()->text();
        QTest::mouseClick(starters().first(), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(transcript().contains(QLatin1String("Quoted from your documents")), 120'000);
        QVERIFY2(transcript().trimmed().startsWith(question), qUtf8Printable(transcript()));
    }

    //! How long an answer took stands under it, after a restart too, and leads to its steps.
    void theBarUnderAnAnswerShowsItsSteps()
    {
        ask();
        QVERIFY(child<QWidget>("transcript")->isVisible());
        const auto openSteps = [this](bool byKey) {
            if (!byKey)
                return clickLink(QStringLiteral("do:flow:0"));
            auto *view = child<Ui::TranscriptView>("transcript");
            view->setFocus();
            view->moveCursor(QTextCursor::Start);
            for (int i = 0; i < 40 && !view->accessibleDescription().startsWith(QLatin1String("How long it took: ")); ++i)
                QTest::keyClick(view, Qt::Key_Tab);
            QVERIFY2(view->accessibleDescription().contains(QLatin1String("search ")), qUtf8Printable(view->accessibleDescription()));
            QTest::keyClick(view, Qt::Key_Return);
        };
        openSteps(false);
        auto *pane = child<QWidget>("flowPane");
        QTRY_VERIFY(pane->isVisible());
        QVERIFY(child<QLabel>("flowTitle")->text().contains(QLatin1String("Where are my keys kept?")));
        QVERIFY(child<QToolButton>("saveFlow")->isVisible());
        const QString id = await(m_app->conversations().list(0, 1, {}, {}))->value().first().id;
        close();
        open();
        m_window->findChild<Ui::ChatPage *>()->openConversation(id);
        QTRY_VERIFY(hasLink(QStringLiteral("do:flow:0")));
        openSteps(true);
        pane = child<QWidget>("flowPane");
        QTRY_VERIFY(pane->isVisible());
        QVERIFY(child<QLabel>("flowTitle")->text().contains(QLatin1String("Where are my keys kept?")));
        QVERIFY(!child<QToolButton>("saveFlow")->isVisible()); // what is kept is no trace
    }

    void theLastAnswerIsCopiedByAKey()
    {
        ask();
        QApplication::clipboard()->clear();
        QTest::keyClick(m_window.get(), Qt::Key_C, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY(QApplication::clipboard()->text().contains(QLatin1String("keychain")));
    }

    void theChipOfTheModelSaysThatThereIsNone()
    {
        auto *chip = child<Ui::Chip>("questionOptions");
        QTRY_COMPARE(chip->text(), QStringLiteral("No model"));
        QTest::mouseClick(chip, Qt::LeftButton);
        auto *menu = chip->findChild<QMenu *>();
        QTRY_VERIFY(menu->isVisible());
        QAction *choose = menu->actions().last();
        QTest::mouseClick(menu, Qt::LeftButton, {}, menu->actionGeometry(choose).center());
        QTRY_VERIFY(child<QWidget>("chatProvider")->isVisible());
    }

    //! In a narrow window the document lies over the conversation, with its button to close it on the screen.
    void aNarrowWindowShowsOneOfBoth()
    {
        ask();
        m_window->resize(420, 700);
        QTest::keyClick(m_window.get(), Qt::Key_1, Qt::AltModifier);
        QTRY_VERIFY(documentShown());
        QVERIFY(!child<QTextBrowser>("transcript")->isVisible());
        auto *close = child<QToolButton>("closeSource");
        QTRY_VERIFY(QRect(QPoint(), m_window->size()).contains(QRect(close->mapTo(m_window.get(), QPoint()), close->size())));
        QTest::mouseClick(close, Qt::LeftButton);
        QTRY_VERIFY(child<QTextBrowser>("transcript")->isVisible() && !documentShown());
    }
};

QTEST_MAIN(TestChatPage)
#include "test_chatpage.moc"
