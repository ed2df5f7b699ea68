// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/app.h"
#include "tests/ui/windowfixture.h"
#include "ui/common/heartbeat.h"
#include "ui/library/documentsmodel.h"
#include "ui/style/tokens.h"
#include "ui/viewer/pdfview.h"
#include "ui/viewer/sourcepanel.h"
#include "ui/window/conversationsmodel.h"
#include "ui/window/singleinstance.h"
#include <QAbstractItemModelTester>
#include <QComboBox>
#include <QDialog>
#include <QDir>
#include <QLineEdit>
#include <QListView>
#include <QListWidget>
#include <QRegularExpression>
#include <QSettings>
#include <QSignalSpy>
#include <QSpinBox>
#include <QStackedWidget>
#include <QTabBar>
#include <QThread>
#include <QToolButton>
#include <QtMath>

using namespace Heddle;
using namespace Heddle::TestSupport;

namespace {

double luminance(const QColor &color)
{
    const auto part = [](double c) { return c <= 0.03928 ? c / 12.92 : qPow((c + 0.055) / 1.055, 2.4); };
    return 0.2126 * part(color.redF()) + 0.7152 * part(color.greenF()) + 0.0722 * part(color.blueF());
}

double contrast(const QColor &a, const QColor &b)
{
    const double x = luminance(a), y = luminance(b);
    return (qMax(x, y) + 0.05) / (qMin(x, y) + 0.05);
}

QPalette dark()
{
    QPalette palette(QColor(0x30, 0x30, 0x30), QColor(0x24, 0x24, 0x24));
    palette.setColor(QPalette::Base, QColor(0x1e, 0x1e, 0x1e));
    palette.setColor(QPalette::Text, QColor(0xe8, 0xe8, 0xe8));
    return palette;
}

} // namespace

//! The window as a whole: from its first opening to a second start, in light and dark.
class TestWindow : public WindowFixture {
    Q_OBJECT

    //! The buttons of the rail that lead to a page.
    QList<QToolButton *> railButtons() const
    {
        QList<QToolButton *> buttons = m_window->findChildren<QToolButton *>(QRegularExpression(QStringLiteral("^place[A-Z]")));
        buttons.removeOne(child<QToolButton>("placeActivity")); // a dock, not a page
        return buttons;
    }

private Q_SLOTS:
    void initTestCase() { useEnglishNumbers(); }
    void init() { begin(); }
    void cleanup() { end(); }

    void fromTheEmptyWindowToThePassageBehindACitation()
    {
        QTRY_VERIFY_WITH_TIMEOUT(child<QPushButton>("chooseFolder")->isVisible(), 120'000);
        addSample();
        QVERIFY(!child<QPushButton>("trySample")->isVisible());
        type(QStringLiteral("How does Heddle show where an answer comes from?"));
        QTRY_VERIFY_WITH_TIMEOUT(
            transcript().contains(QString::fromUtf8("Quoted from your documents · nothing was sent anywhere")), 30'000);
        QVERIFY(transcript().contains(QLatin1String("[1]")) && transcript().contains(QLatin1String("[2]")));
        QVERIFY(!child<QTextBrowser>("source")->isVisible());

        auto *browser = child<QTextBrowser>("transcript");
        QTextCursor marker;
        for (QTextCursor at = browser->document()->find(QStringLiteral("[1]")); !at.isNull();
             at = browser->document()->find(QStringLiteral("[1]"), at)) {
            if (at.charFormat().anchorHref() == QLatin1String("cite:0:1")) {
                marker = at;
                break;
            }
        }
        QVERIFY(!marker.isNull());
        browser->setTextCursor(marker);
        browser->ensureCursorVisible();
        marker.setPosition(marker.position() - 1);
        QTest::mouseClick(browser->viewport(), Qt::LeftButton, {}, browser->cursorRect(marker).center());
        QTRY_VERIFY(child<QTextBrowser>("source")->isVisible() && !child<QTextBrowser>("source")->toPlainText().isEmpty());
        const auto *source = child<QTextBrowser>("source")->document();
        bool marked = false;
        for (QTextCursor at(child<QTextBrowser>("source")->document()); !at.atEnd(); at.movePosition(QTextCursor::NextCharacter))
            marked = marked || at.charFormat().background().style() != Qt::NoBrush;
        QVERIFY(marked);
        QVERIFY(!source->toPlainText().isEmpty());
        QVERIFY(!child<QLabel>("sourceTitle")->text().isEmpty());
    }

    void aQuestionWithoutDocumentsIsAnsweredInWords()
    {
        type(QStringLiteral("Is there anything?"));
        QTRY_VERIFY_WITH_TIMEOUT(transcript().contains(QLatin1String("no documents to search yet")), 120'000);
    }

    void textOfTheUserIsNeverMarkup()
    {
        type(QStringLiteral("<b>bold</b> & <img src=x>"));
        QTRY_VERIFY_WITH_TIMEOUT(transcript().contains(QLatin1String("no documents")), 120'000);
        QVERIFY(transcript().contains(QLatin1String("<b>bold</b> & <img src=x>")));
    }

    void emptyQuestionsAreNotSent()
    {
        type(QStringLiteral("   "));
        QVERIFY(!transcript().contains(QLatin1String("Searching")));
        auto listed = await(m_app->conversations().list(0, 10, {}, {}));
        QCOMPARE(listed->value().size(), 0);
    }

    void aTurnGoesOnInTheSameConversationAndIsThereAfterReopening()
    {
        addSample();
        type(QStringLiteral("What leaves my computer?"));
        QTRY_COMPARE_WITH_TIMEOUT(transcript().count(QLatin1String("Quoted from your documents")), 1, 120'000);
        type(QStringLiteral("Where is it kept?"));
        QTRY_COMPARE_WITH_TIMEOUT(transcript().count(QLatin1String("Quoted from your documents")), 2, 120'000);
        close();
        open();
        auto listed = await(m_app->conversations().list(0, 10, {}, {}));
        QCOMPARE(listed->value().size(), 1);
        QCOMPARE(listed->value().first().messages, 4);
        QTRY_VERIFY_WITH_TIMEOUT(child<QLabel>("libraryState")->text().contains(QLatin1String("documents in Sample library")), 120'000);
    }

    void textCanBeReadInLightAndDark()
    {
        for (const QPalette &palette : { QPalette(Qt::white), dark() }) {
            const QColor base = palette.color(QPalette::Base);
            for (const QColor &color :
                { Ui::Style::tokensOf(palette).accent, Ui::Style::tokensOf(palette).signal, Ui::Style::tokensOf(palette).thirdText })
                QVERIFY2(contrast(color, base) >= 4.5, qPrintable(QStringLiteral("%1 on %2").arg(color.name(), base.name())));
            QVERIFY(contrast(palette.color(QPalette::Text), Ui::Style::tokensOf(palette).subtle) >= 4.5);
            QVERIFY(contrast(palette.color(QPalette::Text), Ui::Style::tokensOf(palette).mark) >= 4.5);
        }
    }

    void aQuestionMayHaveSeveralLines()
    {
        auto *field = child<QPlainTextEdit>("question");
        const int oneLine = field->height();
        QTest::keyClicks(field, QStringLiteral("What is"));
        QTest::keyClick(field, Qt::Key_Return, Qt::ShiftModifier);
        QTest::keyClicks(field, QStringLiteral("in there?"));
        QTRY_VERIFY(field->height() > oneLine);
        QTest::keyClick(field, Qt::Key_Return);
        QTRY_VERIFY_WITH_TIMEOUT(transcript().contains(QStringLiteral("What is\nin there?")), 120'000);
        QTRY_COMPARE(field->height(), oneLine);
        QVERIFY(field->toPlainText().isEmpty());
    }

    void aSecondStartBringsTheFirstForward()
    {
        QTemporaryDir runtime;
        Ui::SingleInstance first(m_data->path(), runtime.path()), second(m_data->path(), runtime.path()),
            other(m_data->path() + QLatin1String("/other"), runtime.path());
        const auto raises = [](Ui::SingleInstance &instance) {
            const auto raised = instance.raiseOther();
            return raised && *raised;
        };
        QVERIFY(!raises(first));
        QVERIFY(first.listen().ok());
        QSignalSpy raised(&first, &Ui::SingleInstance::raiseRequested);
        QVERIFY(!raises(other));
        QVERIFY(raises(second));
        QTRY_COMPARE(raised.count(), 1);
        first.stopListening(); // it ends: the next start is a window of its own
        QVERIFY(!raises(second));
        QVERIFY(second.listen().ok());
        const QFileInfo folder(runtime.filePath(QStringLiteral("heddle")));
        QCOMPARE(folder.permissions() & QFile::Permissions(0x77), QFile::Permissions());
    }

    void nobodyElseAnswersInPlaceOfTheWindow()
    {
        // A link to a folder where somebody listens already: neither followed nor silent.
        QTemporaryDir theirs, ours;
        Ui::SingleInstance thief(m_data->path(), theirs.path());
        QVERIFY(thief.listen().ok());
        QVERIFY(QFile::link(theirs.filePath(QStringLiteral("heddle")), ours.filePath(QStringLiteral("heddle"))));
        Ui::SingleInstance window(m_data->path(), ours.path());
        const auto raised = window.raiseOther();
        QVERIFY(!raised.ok() && raised.error().message.contains(ours.path()));
        QVERIFY(!window.listen().ok());
        // A folder that others may enter is closed; without any folder, or with a file in its place, it is said.
        QTemporaryDir open;
        const QString folder = open.filePath(QStringLiteral("heddle"));
        QVERIFY(QDir().mkdir(folder) && QFile::setPermissions(folder, QFile::Permissions(0x7777)));
        QVERIFY(Ui::SingleInstance(m_data->path(), open.path()).listen().ok());
        QCOMPARE(QFileInfo(folder).permissions() & QFile::Permissions(0x77), QFile::Permissions());
        QVERIFY(!Ui::SingleInstance(m_data->path(), QString()).raiseOther().ok());
        QTemporaryDir file;
        writeFile(file.filePath(QStringLiteral("heddle")), "x");
        QVERIFY(!Ui::SingleInstance(m_data->path(), file.path()).raiseOther().ok());
        QVERIFY(!Ui::SingleInstance(m_data->path(), file.filePath(QStringLiteral("absent"))).listen().ok());
    }

    void pausesOfTheWindowAreShownOnDemand()
    {
        QVERIFY(!child<QLabel>("gap")->isVisible());
        child<QAction>("showGap")->trigger();
        QTRY_VERIFY(child<QLabel>("gap")->isVisible() && child<QLabel>("gap")->text().contains(QLatin1String("ms this minute")));
        QSignalSpy measured(m_window->heartbeat(), &Ui::Heartbeat::measured);
        QVERIFY(measured.wait(30'000));
        QThread::msleep(200); // the pause that it must find
        QTRY_VERIFY_WITH_TIMEOUT(m_window->heartbeat()->longestGap() >= 150, 120'000);
    }

    void conversationsAreListedFoundAndOpenedAgain()
    {
        addSample();
        type(QStringLiteral("What leaves my computer?"));
        QTRY_VERIFY_WITH_TIMEOUT(transcript().contains(QLatin1String("nothing was sent anywhere")), 120'000);
        const QString first = transcript();
        QTest::keyClick(m_window.get(), Qt::Key_N, Qt::ControlModifier);
        QTRY_VERIFY(!child<QTextBrowser>("transcript")->isVisible());
        type(QStringLiteral("How are citations numbered?"));
        QTRY_VERIFY_WITH_TIMEOUT(transcript().contains(QLatin1String("nothing was sent anywhere")), 120'000);
        auto *list = child<QListView>("conversations");
        QTRY_COMPARE(list->model()->rowCount(), 3); // the day, and two below it
        QCOMPARE(list->model()->index(0, 0).data().toString(), QStringLiteral("Today"));
        child<QLineEdit>("searchConversations")->setFocus();
        QTest::keyClicks(child<QLineEdit>("searchConversations"), QStringLiteral("leaves"));
        QTRY_COMPARE(list->model()->rowCount(), 2);
        QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, list->visualRect(list->model()->index(1, 0)).center());
        QTRY_COMPARE_WITH_TIMEOUT(transcript(), first, 120'000);
        m_window->close();
        close();
        open();
        QTRY_COMPARE_WITH_TIMEOUT(transcript(), first, 120'000); // and it is there after reopening
    }

    void eachPageHasAKeyAndIsThereAgainAfterReopening()
    {
        QStringList names;
        for (const auto *button : railButtons())
            names += button->objectName();
        QVERIFY(names.size() >= 4);
        QTest::keyClick(m_window.get(), Qt::Key_F1);
        auto *shortcuts = child<QDialog>("shortcuts");
        const QString listed = shortcuts->findChild<QLabel *>()->text();
        shortcuts->close();
        m_window->activateWindow();
        for (const QString &name : std::as_const(names)) {
            QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
            const QByteArray button = name.toLatin1();
            static const QRegularExpression key(QStringLiteral("Ctrl\\+(\\d)"));
            const auto told = key.match(child<QToolButton>(button)->toolTip());
            QVERIFY2(told.hasMatch() && listed.contains(told.captured()), button);
            QTest::keyClick(m_window.get(), Qt::Key(Qt::Key_0 + told.captured(1).toInt()), Qt::ControlModifier);
            QTRY_VERIFY2(child<QToolButton>(button)->isChecked(), button);
            const int index = child<QStackedWidget>("windowPages")->currentIndex();
            m_window->close();
            close();
            open();
            QVERIFY2(child<QToolButton>(button)->isChecked(), button);
            QCOMPARE(child<QStackedWidget>("windowPages")->currentIndex(), index);
        }
    }

    void aPageThatThisVersionDoesNotHaveOpensAsTheChat()
    {
        for (const int page : { 99, -1 }) {
            QTest::keyClick(m_window.get(), Qt::Key_2, Qt::ControlModifier);
            m_window->close();
            close();
            QSettings(m_data->filePath(QStringLiteral("window.ini")), QSettings::IniFormat).setValue(QStringLiteral("page"), page);
            open();
            QVERIFY(child<QToolButton>("placeChat")->isChecked());
            QVERIFY(child<QPlainTextEdit>("question")->isVisible());
        }
    }

    void modelsKeepTheRules()
    {
        Ui::ConversationsModel conversations;
        const QAbstractItemModelTester first(&conversations, QAbstractItemModelTester::FailureReportingMode::Fatal);
        const QDateTime now(QDate(2026, 3, 2), QTime(12, 0));
        conversations.setConversations(
            { { QStringLiteral("a"), QStringLiteral("A"), now, now, 2 }, { QStringLiteral("b"), QString(), now, now.addDays(-1), 2 },
                { QStringLiteral("c"), QStringLiteral("C"), now, now.addDays(-9), 2 } },
            now.date());
        QCOMPARE(conversations.rowCount(), 6);
        QCOMPARE(conversations.index(2).data().toString(), QStringLiteral("Yesterday"));
        QVERIFY(!(conversations.index(2).flags() & Qt::ItemIsSelectable));
        QCOMPARE(conversations.indexOf(QStringLiteral("c")).row(), 5);
        conversations.setConversations({}, now.date());
        Ui::DocumentsModel documents;
        const QAbstractItemModelTester second(&documents, QAbstractItemModelTester::FailureReportingMode::Fatal);
        Library::Document document;
        document.path = "/a/b.txt";
        document.state = Library::Document::State::Ready;
        documents.setDocuments(QList<Library::Document>(50, document));
        QCOMPARE(documents.rowCount(), 50);
    }

    //! The pictures under docs/pictures: the target "pictures" makes them.
    void pictures()
    {
        const QString folder = qEnvironmentVariable("HEDDLE_PICTURES");
        if (folder.isEmpty())
            QSKIP("set HEDDLE_PICTURES to a folder to get pictures of the window");
        QDir().mkpath(folder);
        Ui::Style::Appearance appearance; // as the program dresses itself
        const auto save = [&](const char *name) {
            QTest::qWait(50); // so that what was drawn last is in the picture
            m_window->grab().save(folder + QLatin1Char('/') + QLatin1String(name) + QLatin1String(".png"));
        };
        m_window->resize(1100, 720);
        QTRY_VERIFY(child<QPushButton>("trySample")->isVisible());
        save("empty");
        addSample();
        type(QStringLiteral("How does Heddle show where an answer comes from?"));
        QTRY_VERIFY_WITH_TIMEOUT(transcript().contains(QLatin1String("nothing was sent anywhere")), 120'000);
        QTest::keyClick(m_window.get(), Qt::Key_1, Qt::AltModifier);
        QTRY_VERIFY(!child<QTextBrowser>("source")->toPlainText().isEmpty());
        save("light");
        child<QToolButton>("flowStrip")->click();
        save("passages");
        child<QToolButton>("flowStrip")->click();
        setTheme(appearance, Settings::Theme::Dark);
        QTRY_COMPARE(m_window->palette().color(QPalette::Base), Ui::Style::darkTokens().page);
        save("dark");
        setTheme(appearance, Settings::Theme::Light);
        m_window->resize(400, 720);
        QTest::mouseClick(
            m_window->findChild<Ui::SourcePanel *>()->findChild<QToolButton *>(QStringLiteral("closeSource")), Qt::LeftButton);
        save("narrow");
        m_window->resize(1100, 720);

        QTest::keyClick(m_window.get(), Qt::Key_N, Qt::ControlModifier);
        child<QPlainTextEdit>("question")->setPlainText(QStringLiteral("我的文件会离开电脑吗？")); // no key has these characters
        QTest::keyClick(child<QPlainTextEdit>("question"), Qt::Key_Return);
        QTRY_VERIFY_WITH_TIMEOUT(transcript().contains(QLatin1String("nothing was sent anywhere")), 120'000);
        save("chinese");

        QTemporaryDir pdfs;
        for (const char *name : { "chromium", "rtl", "reportlab", "latex", "locked" })
            QVERIFY(QFile::copy(QStringLiteral(HEDDLE_PDFS "/%1.pdf").arg(QLatin1String(name)),
                pdfs.filePath(QLatin1String(name) + QLatin1String(".pdf"))));
        m_window->addFolder(pdfs.path(), QStringLiteral("Reports"));
        QTRY_VERIFY_WITH_TIMEOUT(child<QLabel>("libraryState")->text().contains(QLatin1String("2 collections")), 120'000);
        save("error");
        child<QWidget>("banner")->parentWidget()->hide();
        auto *pdf = m_window->findChild<Ui::PdfView *>();
        const auto askPdf = [&](const QString &question, const char *name) {
            QTest::keyClick(m_window.get(), Qt::Key_N, Qt::ControlModifier);
            child<QPlainTextEdit>("question")->setPlainText(question);
            QTest::keyClick(child<QPlainTextEdit>("question"), Qt::Key_Return);
            QTRY_VERIFY_WITH_TIMEOUT(transcript().contains(QLatin1String("nothing was sent anywhere")), 120'000);
            QTest::keyClick(m_window.get(), Qt::Key_1, Qt::AltModifier);
            QTRY_VERIFY_WITH_TIMEOUT(pdf->isVisible() && pdf->isDrawn(pdf->currentPage()), 120'000);
            save(name);
        };
        askPdf(QStringLiteral("What would close the eastern lane of the bridge?"), "pdf");
        askPdf(QStringLiteral("متى يزور المفتشون الجسر؟"), "arabic");
        auto *browser = child<QTextBrowser>("transcript");
        for (QPoint at(2, 2); at.y() < browser->viewport()->height();
             at.setX(at.x() + 4 < browser->viewport()->width() ? at.x() + 4 : 2), at.setY(at.x() == 2 ? at.y() + 4 : at.y())) {
            if (browser->anchorAt(at).startsWith(QLatin1String("cite:"))) {
                QTest::mouseMove(browser->viewport(), at + QPoint(2, 2));
                break;
            }
        }
        QTRY_VERIFY(child<QWidget>("hoverCard")->isVisible());
        save("card");
        QTest::keyClick(m_window.get(), Qt::Key_Escape);
        QTest::keyClick(m_window.get(), Qt::Key_2, Qt::ControlModifier);
        save("library");
        QTest::keyClick(m_window.get(), Qt::Key_5, Qt::ControlModifier);
        auto *pages = child<QListWidget>("settingsList");
        QTest::mouseClick(pages->viewport(), Qt::LeftButton, {}, pages->visualItemRect(pages->item(4)).center());
        auto *provider = child<QComboBox>("rerankProvider");
        QTRY_COMPARE(child<QSpinBox>("rerankWindow")->value(), 64);
        provider->setCurrentIndex(provider->findData(QStringLiteral("xinference")));
        child<QLineEdit>("rerankUrl")->setText(QStringLiteral("http://192.0.2.7:9997"));
        child<QLineEdit>("rerankModel")->setText(QStringLiteral("bge-reranker-v2-m3"));
        save("settings");
    }
};

QTEST_MAIN(TestWindow)
#include "test_window.moc"
