// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/app.h"
#include "tests/ui/windowfixture.h"
#include "ui/library/librarypage.h"
#include "ui/settings/settingspage.h"
#include "ui/style/metrics.h"
#include "ui/viewer/sourcepanel.h"
#include "ui/widgets/chip.h"
#include <QAbstractSpinBox>
#include <QComboBox>
#include <QDialog>
#include <QLineEdit>
#include <QListView>
#include <QListWidget>
#include <QMenu>
#include <QProcess>
#include <QSettings>
#include <QStackedWidget>
#include <QTableView>
#include <QToolButton>

using namespace Heddle;
using namespace Heddle::TestSupport;

//! What surrounds the pages of the window: palette, keys, the search for passages, narrow windows; and a walk over all controls.
class TestShell : public WindowFixture {
    Q_OBJECT

    QStringList entries() const
    {
        QStringList titles;
        const auto *model = child<QListView>("paletteEntries")->model();
        for (int row = 0; row < model->rowCount(); ++row)
            titles += model->index(row, 0).data().toString();
        return titles;
    }
    QLineEdit *openPalette()
    {
        QTest::keyClick(m_window.get(), Qt::Key_K, Qt::ControlModifier);
        return child<QLineEdit>("paletteField");
    }
    static QString nameOf(const QWidget *widget)
    {
        const auto *button = qobject_cast<const QAbstractButton *>(widget);
        return widget->accessibleName().isEmpty() && button ? button->text() : widget->accessibleName();
    }
    //! What is wrong with the controls that are shown; empty where nothing is.
    QStringList faults() const
    {
        QStringList found;
        for (const QWidget *widget : m_window->findChildren<QWidget *>()) {
            if (!widget->isVisible() || widget->size().isEmpty())
                continue;
            const QString who =
                QStringLiteral("%1 %2 \"%3\"").arg(QLatin1String(widget->metaObject()->className()), widget->objectName(), nameOf(widget));
            const bool takesKeys = widget->focusPolicy() & Qt::TabFocus;
            const bool part =
                qobject_cast<const QComboBox *>(widget->parentWidget()) || qobject_cast<const QAbstractSpinBox *>(widget->parentWidget());
            const bool named = !nameOf(widget).isEmpty() || m_labelled.contains(widget);
            if (takesKeys && !part && !widget->focusProxy() && !named && widget->objectName() != QLatin1String("qt_scrollarea_viewport"))
                found += who + QStringLiteral(" has no name");
            if (const auto *label = qobject_cast<const QLabel *>(widget);
                label && label->wordWrap() && label->height() < label->heightForWidth(label->width()))
                found += who + QStringLiteral(" is cut: ") + label->text();
            if (qobject_cast<const QPushButton *>(widget) && widget->width() < widget->sizeHint().width() - 1)
                found += who + QStringLiteral(" is cut");
            if (widget->mapTo(m_window.get(), QPoint()).x() < 0
                || (takesKeys && widget->mapTo(m_window.get(), QPoint(widget->width(), 0)).x() > m_window->width()
                    && !inScrollArea(widget)))
                found += who + QStringLiteral(" is outside the window");
        }
        return found;
    }
    static bool inScrollArea(const QWidget *widget)
    {
        for (; widget; widget = widget->parentWidget()) {
            if (qobject_cast<const QAbstractScrollArea *>(widget->parentWidget()))
                return true;
        }
        return false;
    }
    QSet<const QWidget *> m_labelled; //!< that a label names

private Q_SLOTS:
    void initTestCase() { useEnglishNumbers(); }
    void init() { begin(); }
    void cleanup()
    {
        end();
        QApplication::setLayoutDirection(Qt::LeftToRight);
    }

    void thePaletteRunsCommandsByKeysAlone()
    {
        QLineEdit *field = openPalette();
        QTRY_VERIFY(field->hasFocus());
        QVERIFY(entries().contains(QStringLiteral("Search passages")) && entries().contains(QStringLiteral("Add a folder…")));
        QTest::keyClicks(field, QStringLiteral("lib go"));
        QCOMPARE(entries().first(), QStringLiteral("Go to Library"));
        QTest::keyClick(field, Qt::Key_Return);
        QVERIFY(child<QToolButton>("placeLibrary")->isChecked() && !child<QWidget>("palette")->isVisible());
        field = openPalette();
        QTRY_VERIFY(field->hasFocus());
        QTest::keyClicks(field, QStringLiteral("go to"));
        QTest::keyClick(field, Qt::Key_Down);
        const QString second = child<QListView>("paletteEntries")->currentIndex().data().toString();
        QCOMPARE(second, entries()[1]);
        QTest::keyClick(field, Qt::Key_Escape);
        QVERIFY(!child<QWidget>("palette")->isVisible());
        QVERIFY(child<QToolButton>("placeLibrary")->isChecked());
    }

    void thePaletteFindsConversationsDocumentsAndSettings()
    {
        addSample();
        type(QStringLiteral("How are citations numbered?"));
        QTRY_VERIFY_WITH_TIMEOUT(transcript().contains(QLatin1String("nothing was sent anywhere")), 120'000);
        const QString answered = transcript();
        QTest::keyClick(m_window.get(), Qt::Key_N, Qt::ControlModifier);
        QLineEdit *field = openPalette();
        QTRY_VERIFY(field->hasFocus());
        QTest::keyClicks(field, QStringLiteral("citations numb"));
        QTRY_COMPARE(entries(), QStringList(QStringLiteral("How are citations numbered?")));
        QTest::keyClick(field, Qt::Key_Return);
        QTRY_COMPARE(transcript(), answered);

        openPalette();
        QTest::keyClicks(field, QStringLiteral("troubles"));
        QTRY_COMPARE(entries(), QStringList(QStringLiteral("15-troubleshooting.md")));
        const QModelIndex row = child<QListView>("paletteEntries")->model()->index(0, 0);
        QTest::mouseClick(child<QListView>("paletteEntries")->viewport(), Qt::LeftButton, {},
            child<QListView>("paletteEntries")->visualRect(row).center());
        QTRY_COMPARE(child<QTableView>("documents")->currentIndex().data().toString(), QStringLiteral("15-troubleshooting.md"));
        QVERIFY(child<QTableView>("documents")->isVisible());

        openPalette();
        QTest::keyClicks(field, QStringLiteral("weight words"));
        QTRY_VERIFY(entries().size() == 1 && entries().first().startsWith(QLatin1String("Weight of words")));
        QTest::keyClick(field, Qt::Key_Return);
        QTRY_VERIFY(child<QWidget>("searchTextWeight")->isVisible());
    }

    //! Menus, palette and list of keys say the same.
    void eachKeyIsListedWithF1()
    {
        QTest::keyClick(m_window.get(), Qt::Key_F1);
        const QString listed = child<QDialog>("shortcuts")->findChild<QLabel *>()->text();
        for (const char *text : { "Ctrl+K", "Ctrl+P", "Ctrl+N", "F6", "Alt+1", "Command palette", "Search passages" })
            QVERIFY2(listed.contains(QLatin1String(text)), text);
        child<QDialog>("shortcuts")->close();
        for (const QAction *action : child<QMenu>("windowMenu")->actions()) {
            const QStringList parts = action->text().split(QLatin1Char('\t'));
            QVERIFY2(parts.size() < 2 || (listed.contains(parts[0]) && listed.contains(parts[1])), qPrintable(action->text()));
        }
    }

    void passagesAreFoundWhileTypingAndOpenedByKeys()
    {
        addSample();
        QTest::keyClick(m_window.get(), Qt::Key_P, Qt::ControlModifier);
        auto *field = child<QLineEdit>("passagesField");
        QTRY_VERIFY(field->hasFocus());
        auto *found = child<QListView>("passagesFound");
        QTest::keyClicks(field, QStringLiteral("keys kept keychain"));
        QTRY_VERIFY_WITH_TIMEOUT(found->model()->rowCount() > 0, 120'000);
        QVERIFY(found->isVisible());
        const QModelIndex first = found->model()->index(0, 0);
        QVERIFY(first.data(Qt::UserRole + 1).toString().contains(QLatin1String("key"))); // the snippet
        QVERIFY(first.data(Qt::UserRole + 2).toList().size() >= 2); // its marks
        QVERIFY2(first.data(Qt::UserRole + 3).toString().contains(QLatin1String("words 1")),
            qPrintable(first.data(Qt::UserRole + 3).toString()));
        QTRY_VERIFY(child<QLabel>("passagesState")->text().contains(QLatin1String("passages have these words")));
        QTest::keyClick(field, Qt::Key_Down);
        QTRY_VERIFY(found->hasFocus());
        QTest::keyClick(found, Qt::Key_Down);
        QCOMPARE(found->currentIndex().row(), 1);
        QTest::keyClick(found, Qt::Key_Return);
        auto *source = child<QWidget>("passagesPage")->findChild<Ui::SourcePanel *>();
        QTRY_VERIFY(source && source->isVisible());
        QTest::keyClick(found, Qt::Key_Escape);
        QTRY_VERIFY(!source->isVisible() && found->hasFocus());
        QTest::keyClick(found, Qt::Key_Up);
        QTest::keyClick(found, Qt::Key_Up);
        QTRY_VERIFY(field->hasFocus());
        QTest::keyClicks(field, QStringLiteral("zzzqqq"));
        QTest::keyClick(field, Qt::Key_A, Qt::ControlModifier);
        QTest::keyClicks(field, QStringLiteral("zzzqqq"));
        QTRY_VERIFY(!found->isVisible());
    }

    void aNarrowWindowLeadsToListAndPages()
    {
        addSample();
        type(QStringLiteral("How are citations numbered?"));
        QTRY_VERIFY_WITH_TIMEOUT(transcript().contains(QLatin1String("nothing was sent anywhere")), 120'000);
        m_window->resize(420, 800);
        auto *drawer = child<QToolButton>("showList");
        QTRY_VERIFY(drawer->isVisible() && !child<QWidget>("rail")->isVisible());
        auto *list = child<QListView>("conversations");
        QVERIFY(!list->isVisible());
        QVERIFY2(m_window->width() == 420, qPrintable(QString::number(m_window->width())));
        QTest::mouseClick(drawer, Qt::LeftButton);
        QTRY_VERIFY(list->isVisible() && child<QWidget>("rail")->isVisible());
        QVERIFY(!child<QPlainTextEdit>("question")->isVisible());
        QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, list->visualRect(list->model()->index(1, 0)).center());
        QTRY_VERIFY(!list->isVisible());
        QTRY_VERIFY(child<QPlainTextEdit>("question")->isVisible());
        QTest::keyClick(m_window.get(), Qt::Key_2, Qt::ControlModifier);
        QTRY_VERIFY(child<QTableView>("documents")->isVisible());
        QTest::mouseClick(child<QToolButton>("showCollections"), Qt::LeftButton);
        QTRY_VERIFY(child<QListWidget>("collections")->isVisible() && !child<QTableView>("documents")->isVisible());
        auto *collections = child<QListWidget>("collections");
        QTest::mouseClick(collections->viewport(), Qt::LeftButton, {}, collections->visualItemRect(collections->item(0)).center());
        QTRY_VERIFY(child<QTableView>("documents")->isVisible());
        m_window->resize(1280, 800);
        QTRY_VERIFY(child<QWidget>("rail")->isVisible() && collections->isVisible());
    }

    void settingsAreFoundByTheirWords()
    {
        QTest::keyClick(m_window.get(), Qt::Key_5, Qt::ControlModifier);
        QCOMPARE(child<QListWidget>("settingsList")->currentItem()->text(), QStringLiteral("Models")); // what one comes for
        auto *depth = child<QWidget>("searchDepth");
        QTRY_VERIFY(depth->isEnabled());
        QTest::keyClick(m_window.get(), Qt::Key_F, Qt::ControlModifier);
        auto *field = child<QLineEdit>("findSetting");
        QTRY_VERIFY(field->hasFocus());
        QTest::keyClicks(field, QStringLiteral("passages each"));
        auto *hits = child<QListWidget>("settingsHits");
        QTRY_VERIFY(hits->isVisible() && hits->count() >= 1);
        QListWidgetItem *hit = nullptr;
        for (int row = 0; row < hits->count(); ++row)
            hit = hits->item(row)->text().startsWith(QLatin1String("Passages of each")) ? hits->item(row) : hit;
        QVERIFY(hit);
        QTest::mouseClick(hits->viewport(), Qt::LeftButton, {}, hits->visualItemRect(hit).center());
        QTRY_VERIFY(depth->isVisible() && depth->hasFocus());
        QVERIFY(child<QListWidget>("settingsList")->isVisible() && field->text().isEmpty());
        // What says nothing without a service isn't shown, and an address that nobody has typed is no mistake.
        child<Ui::SettingsPage>("settings")->showPage(child<QWidget>("rerankProvider"));
        QVERIFY(!child<QWidget>("rerankUrl")->isVisible() && !child<QWidget>("rerankTokens")->isVisible());
        auto *provider = child<QComboBox>("rerankProvider");
        provider->setCurrentIndex(provider->findData(QStringLiteral("xinference")));
        QTRY_VERIFY(child<QWidget>("rerankUrl")->isVisible());
        QTest::keyClicks(child<QLineEdit>("rerankUrl"), QStringLiteral("nonsense:"));
        QTRY_VERIFY(!child<QPushButton>("rerankSave")->isEnabled());
    }

    void headingsGrowWithTheText()
    {
        Ui::Style::Appearance appearance;
        QTest::keyClick(m_window.get(), Qt::Key_5, Qt::ControlModifier);
        auto *title = child<QLabel>("settingsTitle");
        QCOMPARE(title->text(), QStringLiteral("Settings"));
        const int before = title->fontMetrics().height();
        Settings::Changes changes;
        changes.set(Settings::Keys::AppearanceTextSize, 150);
        appearance.set(Settings::Values().with(changes));
        QTRY_VERIFY(title->fontMetrics().height() > before * 5 / 4);
        appearance.set(Settings::Values());
        QTRY_COMPARE(title->fontMetrics().height(), before);
    }

    void aRestoredWindowFitsTheScreen()
    {
        m_window->close();
        close();
        {
            QWidget large;
            large.resize(9000, 7000);
            QSettings(m_data->filePath(QStringLiteral("window.ini")), QSettings::IniFormat)
                .setValue(QStringLiteral("geometry"), large.saveGeometry());
        }
        open();
        const QRect room = m_window->screen()->availableGeometry();
        QVERIFY(m_window->width() <= room.width() && m_window->height() <= room.height());
        QVERIFY(room.contains(m_window->geometry().topLeft()));
    }

    void helpNeedsNoDisplay()
    {
        QProcess program;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        for (const char *name : { "DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM" })
            environment.remove(QLatin1String(name));
        program.setProcessEnvironment(environment);
        program.start(QStringLiteral(HEDDLE_PROGRAM), { QStringLiteral("--help") });
        QVERIFY(program.waitForFinished(30'000));
        QCOMPARE(program.exitStatus(), QProcess::NormalExit);
        QCOMPARE(program.exitCode(), 0);
        QVERIFY(program.readAllStandardOutput().contains("--data"));
    }

    void everyControlHasANameAndItsRoom_data()
    {
        QTest::addColumn<int>("width");
        QTest::addColumn<bool>("mirrored");
        QTest::newRow("wide") << 1280 << false;
        QTest::newRow("tablet") << 1024 << false;
        QTest::newRow("narrow") << 420 << false;
        QTest::newRow("right to left") << 1280 << true;
        QTest::newRow("narrow, right to left") << 420 << true;
    }
    void everyControlHasANameAndItsRoom()
    {
        QFETCH(int, width);
        QFETCH(bool, mirrored);
        if (mirrored) {
            close();
            QApplication::setLayoutDirection(Qt::RightToLeft);
            open();
        }
        Ui::Style::Appearance appearance;
        addSample();
        m_window->resize(width, 800);
        for (const QLabel *label : m_window->findChildren<QLabel *>()) {
            if (label->buddy())
                m_labelled += label->buddy();
        }
        auto *settings = child<QListWidget>("settingsList");
        for (const auto page :
            { Ui::MainWindow::ChatPlace, Ui::MainWindow::LibraryPlace, Ui::MainWindow::PassagesPlace, Ui::MainWindow::SettingsPlace }) {
            m_window->goTo(page);
            const int pages = page == Ui::MainWindow::SettingsPlace ? settings->count() : 1;
            for (int one = 0; one < pages; ++one) {
                if (pages > 1)
                    settings->setCurrentRow(one);
                QTest::qWait(20); // layouts settle
                QVERIFY2(faults().isEmpty(), qPrintable(faults().join(QLatin1Char('\n'))));
            }
        }
        QCOMPARE(m_window->width(), width);
    }
};

QTEST_MAIN(TestShell)
#include "test_shell.moc"
