// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/windowfixture.h"
#include "ui/chat/attachmentchips.h"
#include "ui/chat/chatpage.h"
#include "ui/viewer/sourcepanel.h"
#include "ui/widgets/chip.h"
#include "ui/window/singleinstance.h"
#include <QApplication>
#include <QClipboard>
#include <QDialog>
#include <QDragEnterEvent>
#include <QMenu>
#include <QMimeData>
#include <QSignalSpy>
#include <QWindow>

using namespace Heddle;
using namespace Heddle::TestSupport;

//! Files that belong to one conversation: dropped, pasted, given at the start; their chips; what is asked of them.
class TestAttaching : public WindowFixture {
    Q_OBJECT
    std::unique_ptr<QTemporaryDir> m_files;

    QString file(const char *name, const QByteArray &text)
    {
        const QString path = m_files->filePath(QLatin1String(name));
        writeFile(path, text);
        return path;
    }
    QString bridge()
    {
        return file("bridge.txt", "The harbour bridge was looked at in May.\n\nA further movement of 4 millimetres would close the eastern lane.\n");
    }
    static std::unique_ptr<QMimeData> dataOf(const QStringList &paths)
    {
        auto data = std::make_unique<QMimeData>();
        QList<QUrl> urls;
        for (const QString &path : paths)
            urls += QUrl::fromLocalFile(path);
        data->setUrls(urls);
        return data;
    }
    //! As the system tells the window of it, over the middle of a widget. \return Whether it was taken.
    bool drop(const QStringList &paths, const QWidget *over)
    {
        const auto data = dataOf(paths);
        const QPoint at = over->mapTo(m_window.get(), over->rect().center());
        QDragEnterEvent enter(at, Qt::CopyAction, data.get(), Qt::LeftButton, {});
        QCoreApplication::sendEvent(m_window->windowHandle(), &enter);
        if (!enter.isAccepted())
            return false;
        QDropEvent event(at, Qt::CopyAction, data.get(), Qt::LeftButton, {});
        QCoreApplication::sendEvent(m_window->windowHandle(), &event);
        return event.isAccepted();
    }
    QList<Ui::AttachmentChip *> chips() const
    {
        QList<Ui::AttachmentChip *> shown;
        for (auto *chip : m_window->findChildren<Ui::AttachmentChip *>()) {
            if (chip->isVisible() && !chip->isReading())
                shown += chip;
        }
        return shown;
    }
    QStringList names() const
    {
        QStringList all;
        for (const Ui::AttachmentChip *chip : chips())
            all += chip->accessibleName();
        return all;
    }

private Q_SLOTS:
    void initTestCase() { useEnglishNumbers(); }
    void init()
    {
        begin();
        m_files = std::make_unique<QTemporaryDir>();
        m_window->resize(1200, 760);
    }
    void cleanup() { end(); }

    void aDroppedFileIsAskedAndOpened()
    {
        QVERIFY(drop({ bridge() }, child<QWidget>("chatColumn")));
        QTRY_COMPARE_WITH_TIMEOUT(names(), QStringList(QStringLiteral("bridge.txt")), 30'000);
        type(QStringLiteral("What would close the eastern lane?"));
        QTRY_VERIFY_WITH_TIMEOUT(transcript().contains(QLatin1String("4 millimetres")), 30'000);
        QTRY_VERIFY(transcript().contains(QLatin1String("Quoted from your documents")));
        QTest::keyClick(m_window.get(), Qt::Key_1, Qt::AltModifier);
        QTRY_VERIFY(child<Ui::SourcePanel>("sourcePanel")->isVisible());
        QTRY_VERIFY(child<QTextBrowser>("source")->toPlainText().contains(QLatin1String("looked at in May")));
        // It stays after a restart, and with its conversation alone.
        close();
        open();
        QTRY_VERIFY(chips().isEmpty());
        const QString id = await(m_app->conversations().list(0, 1, {}, {}))->value().first().id;
        m_window->findChild<Ui::ChatPage *>()->openConversation(id);
        QTRY_COMPARE(names(), QStringList(QStringLiteral("bridge.txt")));
        QTest::keyClick(m_window.get(), Qt::Key_N, Qt::ControlModifier);
        QTRY_VERIFY(chips().isEmpty());
    }

    void aPastedFileIsAttachedAndNotWritten()
    {
        auto *field = child<QPlainTextEdit>("question");
        field->setFocus();
        QApplication::clipboard()->setMimeData(dataOf({ bridge() }).release());
        QTest::keyClick(field, Qt::Key_V, Qt::ControlModifier);
        QTRY_COMPARE_WITH_TIMEOUT(names(), QStringList(QStringLiteral("bridge.txt")), 30'000);
        QVERIFY2(field->toPlainText().isEmpty(), qUtf8Printable(field->toPlainText()));
        QApplication::clipboard()->setText(QStringLiteral("words"));
        QTest::keyClick(field, Qt::Key_V, Qt::ControlModifier);
        QCOMPARE(field->toPlainText(), QStringLiteral("words"));
    }

    void aChipGoesByMouseAndByKeys()
    {
        const QStringList paths { bridge(), file("minutes.md", "# Minutes\n\nThe council met on Monday.\n"), file("notes.txt", "Some notes of a day.\n") };
        QVERIFY(drop(paths, child<QPlainTextEdit>("question")));
        QTRY_COMPARE_WITH_TIMEOUT(names().size(), 3, 30'000);
        QTest::mouseClick(chips().first()->button(), Qt::LeftButton);
        QTRY_COMPARE(names(), QStringList({ QStringLiteral("minutes.md"), QStringLiteral("notes.txt") }));
        // From the field it is Shift+Tab away; Del takes it away, and the focus goes on to the next.
        child<QPlainTextEdit>("question")->setFocus();
        QTest::keyClick(child<QPlainTextEdit>("question"), Qt::Key_Backtab, Qt::ShiftModifier);
        QTRY_VERIFY(chips().last()->button()->hasFocus());
        QTest::keyClick(chips().last()->button(), Qt::Key_Delete);
        QTRY_COMPARE(names(), QStringList(QStringLiteral("minutes.md")));
        QTRY_VERIFY(chips().first()->button()->hasFocus());
        QTest::keyClick(chips().first()->button(), Qt::Key_Backspace);
        QTRY_VERIFY(chips().isEmpty());
        QTRY_VERIFY(child<QPlainTextEdit>("question")->hasFocus());
    }

    void onlyTheAttachedCanBeChosen()
    {
        addSample();
        auto *scope = child<Ui::Chip>("scope");
        QVERIFY(!scope->isVisible());
        QVERIFY(drop({ bridge() }, child<QWidget>("chatColumn")));
        QTRY_VERIFY_WITH_TIMEOUT(scope->isVisible(), 30'000);
        QTest::mouseClick(scope, Qt::LeftButton);
        auto *menu = scope->findChild<QMenu *>();
        QTRY_VERIFY(menu->isVisible());
        QTest::keyClick(menu, Qt::Key_Down);
        QTest::keyClick(menu, Qt::Key_Down);
        QTest::keyClick(menu, Qt::Key_Return);
        QTRY_COMPARE(scope->text(), QStringLiteral("Only the attached file"));
        type(QStringLiteral("Where are my keys kept?"));
        QTRY_VERIFY_WITH_TIMEOUT(transcript().contains(QLatin1String("the attached file")), 30'000);
        // Without a file there is nothing of that kind to ask.
        QTest::mouseClick(chips().first()->button(), Qt::LeftButton);
        QTRY_VERIFY(!scope->isVisible());
        type(QStringLiteral("Where are my keys kept?"));
        QTRY_VERIFY_WITH_TIMEOUT(transcript().contains(QLatin1String("Quoted from your documents")), 30'000);
    }

    void whatCantBeReadIsSaid()
    {
        auto *notice = child<QLabel>("attachNotice");
        QVERIFY(drop({ file("picture.xyz", "x"), bridge() }, child<QWidget>("chatColumn")));
        QTRY_COMPARE_WITH_TIMEOUT(names(), QStringList(QStringLiteral("bridge.txt")), 30'000);
        QVERIFY(notice->isVisible());
        QVERIFY2(notice->text().contains(QLatin1String("picture.xyz")), qUtf8Printable(notice->text()));
        type(QStringLiteral("What would close the eastern lane?"));
        QTRY_VERIFY(!notice->isVisible());
    }

    void aFolderIsOfferedToTheLibrary()
    {
        QVERIFY(drop({ m_files->path() }, child<QWidget>("chatColumn")));
        QTRY_VERIFY(m_window->findChild<QDialog *>() && m_window->findChild<QDialog *>()->isVisible());
        QVERIFY(chips().isEmpty());
        QTest::keyClick(m_window->findChild<QDialog *>(), Qt::Key_Escape);
    }

    void aSecondStartHandsItsFilesOver()
    {
        QTemporaryDir runtime;
        Ui::SingleInstance first(m_data->path(), runtime.path()), second(m_data->path(), runtime.path());
        QVERIFY(first.listen().ok());
        QSignalSpy raised(&first, &Ui::SingleInstance::raiseRequested);
        QObject::connect(&first, &Ui::SingleInstance::pathsGiven, m_window.get(), &Ui::MainWindow::openPaths);
        const auto found = second.raiseOther({ bridge(), file("notes.txt", "Some notes of a day.\n") });
        QVERIFY(found && *found);
        QTRY_COMPARE_WITH_TIMEOUT(names(), QStringList({ QStringLiteral("bridge.txt"), QStringLiteral("notes.txt") }), 30'000);
        QCOMPARE(raised.count(), 1);
    }

    //! In a narrow window and from right to left nothing lies over something else or out of sight.
    void chipsStandInRows()
    {
        QStringList paths;
        for (int i = 0; i < 6; ++i)
            paths += file(qPrintable(QStringLiteral("a longer name of a file %1.txt").arg(i)), "Some words of a text.\n");
        QVERIFY(drop(paths, child<QWidget>("chatColumn")));
        QTRY_COMPARE_WITH_TIMEOUT(names().size(), 6, 60'000);
        const auto fits = [this] {
            const QWidget *row = child<QWidget>("attachments");
            const auto shown = chips();
            for (const auto *chip : shown) {
                if (!row->rect().contains(chip->geometry()))
                    return false;
                for (const auto *other : shown) {
                    if (chip != other && chip->geometry().intersects(other->geometry()))
                        return false;
                }
            }
            return !shown.isEmpty();
        };
        QTRY_VERIFY(fits());
        m_window->resize(420, 760);
        QTRY_VERIFY(fits());
        QApplication::setLayoutDirection(Qt::RightToLeft);
        QTRY_VERIFY(fits());
        QVERIFY(chips().first()->geometry().right() > child<QWidget>("attachments")->width() / 2);
        QApplication::setLayoutDirection(Qt::LeftToRight);
    }
};

QTEST_MAIN(TestAttaching)
#include "test_attaching.moc"
