// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/app.h"
#include "tests/support/testsupport.h"
#include "ui/chat/transcript.h"
#include "ui/common/theme.h"
#include "ui/window/mainwindow.h"
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTextBrowser>
#include <QTextCursor>
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

class TestWindow : public QObject {
    Q_OBJECT
    std::unique_ptr<QTemporaryDir> m_data;
    std::unique_ptr<App::App> m_app;
    std::unique_ptr<Ui::MainWindow> m_window;

    template <class T>
    T *child(const char *name) const
    {
        auto *found = m_window->findChild<T *>(QLatin1String(name));
        if (!found)
            qFatal("no %s", name);
        return found;
    }
    void open()
    {
        auto app = App::App::open(m_data->path());
        QVERIFY2(app.ok(), app.ok() ? "" : qUtf8Printable(app.error().message));
        m_app = std::move(*app);
        m_window = std::make_unique<Ui::MainWindow>(Ui::Services { &m_app->conversations(), &m_app->indexer(), &m_app->tasks(),
            &m_app->pools(), m_app->library(), QStringLiteral(HEDDLE_SAMPLE) });
        m_window->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
    }
    void close()
    {
        if (!m_app)
            return;
        QVERIFY(awaitVoid(m_app->shutdown()));
        QCOMPARE(m_app->tasks().running(), 0);
        m_window.reset();
        m_app.reset();
    }
    void addSample()
    {
        QTest::mouseClick(child<QPushButton>("trySample"), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(child<QLabel>("libraryState")->text().contains(QLatin1String("documents in Sample library")), 30'000);
    }
    void type(const QString &question)
    {
        QTest::keyClick(m_window.get(), Qt::Key_L, Qt::ControlModifier);
        QTRY_VERIFY(child<QLineEdit>("question")->hasFocus());
        QTest::keyClicks(child<QLineEdit>("question"), question);
        QTest::keyClick(child<QLineEdit>("question"), Qt::Key_Return);
    }
    QString transcript() const { return child<QTextBrowser>("transcript")->toPlainText(); }

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); }
    void init()
    {
        m_data = std::make_unique<QTemporaryDir>();
        open();
    }
    void cleanup()
    {
        close();
        Storage::Database::closeThreadConnections();
    }

    void fromTheEmptyWindowToThePassageBehindACitation()
    {
        QTRY_VERIFY_WITH_TIMEOUT(transcript().contains(QLatin1String("Choose a folder")), 30'000);
        addSample();
        QVERIFY(!child<QPushButton>("trySample")->isVisible());
        type(QStringLiteral("How does Heddle show where an answer comes from?"));
        QTRY_VERIFY_WITH_TIMEOUT(transcript().contains(QLatin1String("quoted from your documents, nothing was sent anywhere")), 30'000);
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
        QTRY_VERIFY(child<QTextBrowser>("source")->isVisible());
        const auto *source = child<QTextBrowser>("source")->document();
        bool marked = false;
        for (QTextCursor at(child<QTextBrowser>("source")->document()); !at.atEnd(); at.movePosition(QTextCursor::NextCharacter))
            marked = marked || at.charFormat().background().style() != Qt::NoBrush;
        QVERIFY(marked);
        QVERIFY(source->toPlainText().contains(QLatin1String(".md")) || source->toPlainText().contains(QLatin1String(".txt")));
    }

    void aQuestionWithoutDocumentsIsAnsweredInWords()
    {
        type(QStringLiteral("Is there anything?"));
        QTRY_VERIFY_WITH_TIMEOUT(transcript().contains(QLatin1String("no documents to search yet")), 30'000);
    }

    void textOfTheUserIsNeverMarkup()
    {
        type(QStringLiteral("<b>bold</b> & <img src=x>"));
        QTRY_VERIFY_WITH_TIMEOUT(transcript().contains(QLatin1String("no documents")), 30'000);
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
        QTRY_COMPARE_WITH_TIMEOUT(transcript().count(QLatin1String("quoted from your documents")), 1, 30'000);
        type(QStringLiteral("Where is it kept?"));
        QTRY_COMPARE_WITH_TIMEOUT(transcript().count(QLatin1String("quoted from your documents")), 2, 30'000);
        close();
        open();
        auto listed = await(m_app->conversations().list(0, 10, {}, {}));
        QCOMPARE(listed->value().size(), 1);
        QCOMPARE(listed->value().first().messages, 4);
        QTRY_VERIFY_WITH_TIMEOUT(child<QLabel>("libraryState")->text().contains(QLatin1String("documents in Sample library")), 30'000);
    }

    void closingWhileReadingAndAskingLosesNothing()
    {
        QTemporaryDir folder;
        for (int i = 0; i < 3000; ++i)
            writeFile(folder.filePath(QStringLiteral("f%1.txt").arg(i)), "The common matter of this file.");
        m_window->addFolder(folder.path(), QStringLiteral("Many"));
        QTRY_VERIFY_WITH_TIMEOUT(child<QLabel>("libraryState")->text().contains(QLatin1String(" of ")), 30'000);
        type(QStringLiteral("common matter"));
        QSignalSpy closed(m_window.get(), &Ui::MainWindow::closed);
        m_window->close();
        QCOMPARE(closed.count(), 1);
        close();
        open();
        auto listed = await(m_app->conversations().list(0, 10, {}, {}));
        QCOMPARE(listed->value().size(), 1); // the question was saved when it was asked
        m_window->addFolder(folder.path(), QStringLiteral("Many"));
        QTRY_VERIFY_WITH_TIMEOUT(child<QLabel>("libraryState")->text() == QLatin1String("3,000 documents in Many"), 60'000);
    }

    void aFolderThatCantBeReadIsToldInTheWindow()
    {
        m_window->addFolder(QStringLiteral("/no/such/folder"), QStringLiteral("N"));
        QTRY_VERIFY_WITH_TIMEOUT(child<QLabel>("banner")->isVisible(), 30'000);
        QVERIFY(child<QLabel>("banner")->text().contains(QLatin1String("/no/such/folder")));
        QVERIFY(child<QPushButton>("chooseFolder")->isEnabled());
    }

    void textCanBeReadInLightAndDark()
    {
        for (const QPalette &palette : { QPalette(Qt::white), dark() }) {
            const QColor base = palette.color(QPalette::Base);
            for (const QColor &color : { Ui::Theme::accent(palette), Ui::Theme::signal(palette), Ui::Theme::quietText(palette) })
                QVERIFY2(contrast(color, base) >= 4.5, qPrintable(QStringLiteral("%1 on %2").arg(color.name(), base.name())));
            QVERIFY(contrast(palette.color(QPalette::Text), Ui::Theme::faint(palette)) >= 4.5);
            QVERIFY(contrast(palette.color(QPalette::Text), Ui::Theme::mark(palette)) >= 4.5);
        }
    }

    void picture()
    {
        const QString folder = qEnvironmentVariable("HEDDLE_PICTURES");
        if (folder.isEmpty())
            QSKIP("set HEDDLE_PICTURES to a folder to get pictures of the window");
        m_window->resize(900, 640);
        m_window->grab().save(folder + QLatin1String("/empty.png"));
        addSample();
        type(QStringLiteral("How does Heddle show where an answer comes from?"));
        QTRY_VERIFY_WITH_TIMEOUT(transcript().contains(QLatin1String("nothing was sent anywhere")), 30'000);
        child<QLineEdit>("question")->setText(QStringLiteral("我的文件会离开电脑吗？")); // no key has these characters
        QTest::keyClick(child<QLineEdit>("question"), Qt::Key_Return);
        QTRY_COMPARE_WITH_TIMEOUT(transcript().count(QLatin1String("nothing was sent anywhere")), 2, 30'000);
        m_window->grab().save(folder + QLatin1String("/answer.png"));
        m_window->resize(400, 640);
        m_window->grab().save(folder + QLatin1String("/narrow.png"));
        m_window->resize(900, 640);
        QApplication::setPalette(dark());
        QTRY_COMPARE(m_window->palette().color(QPalette::Base), dark().color(QPalette::Base));
        m_window->grab().save(folder + QLatin1String("/dark.png"));
        QApplication::setPalette(QPalette());
    }
};

QTEST_MAIN(TestWindow)
#include "test_window.moc"
