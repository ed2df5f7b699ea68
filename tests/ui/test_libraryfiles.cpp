// SPDX-License-Identifier: GPL-3.0-or-later
// What is done with the files of the library: excluded, forgotten, previewed; and the page in narrow windows and other languages.
#include "app/app.h"
#include "tests/support/pdfbuilder.h"
#include "tests/ui/windowfixture.h"
#include "ui/library/documentsmodel.h"
#include "ui/library/librarypage.h"
#include "ui/viewer/sourcepanel.h"
#include "ui/widgets/chip.h"
#include <QContextMenuEvent>
#include <QDialog>
#include <QDragEnterEvent>
#include <QHeaderView>
#include <QLineEdit>
#include <QListWidget>
#include <QMenu>
#include <QMimeData>
#include <QTableView>
#include <QTextEdit>
#include <QToolButton>
#include <QTranslator>

using namespace Heddle;
using namespace Heddle::TestSupport;

namespace {

//! Makes texts as much longer as German ones are.
class LongWords : public QTranslator {
public:
    QString translate(const char *, const char *text, const char *, int) const override
    {
        const QString source = QString::fromUtf8(text);
        return source + QString(source.size() * 2 / 5, QLatin1Char('n'));
    }
    bool isEmpty() const override { return false; }
};

} // namespace

class TestLibraryFiles : public WindowFixture {
    Q_OBJECT

    QTableView *table() { return child<QTableView>("documents"); }
    void addFolder(const QTemporaryDir &folder, int files)
    {
        m_window->addFolder(folder.path(), QStringLiteral("Papers"));
        QTest::keyClick(m_window.get(), Qt::Key_2, Qt::ControlModifier);
        QTRY_VERIFY(table()->isVisible());
        QTRY_COMPARE_WITH_TIMEOUT(table()->model()->rowCount(), files, 30'000);
        QTRY_VERIFY(!m_app->upkeep().isRunning());
    }
    int rowOf(const QString &name)
    {
        for (int row = 0; row < table()->model()->rowCount(); ++row) {
            if (table()->model()->index(row, 0).data().toString() == name)
                return row;
        }
        return -1;
    }
    QMenu *openMenu(const QString &file)
    {
        const QPoint at = table()->visualRect(table()->model()->index(rowOf(file), 0)).center();
        QTest::mouseClick(table()->viewport(), Qt::LeftButton, {}, at);
        QContextMenuEvent event(QContextMenuEvent::Mouse, at, table()->viewport()->mapToGlobal(at));
        QCoreApplication::sendEvent(table()->viewport(), &event);
        return m_window->findChild<QMenu *>(QStringLiteral("fileMenu"));
    }
    //! Clicks an entry that begins so.
    static bool click(QMenu *menu, const QString &entry)
    {
        for (QAction *action : menu->actions()) {
            if (QString(action->text()).remove(QLatin1Char('&')).startsWith(entry) && action->isEnabled()) {
                QTest::mouseClick(menu, Qt::LeftButton, {}, menu->actionGeometry(action).center());
                return true;
            }
        }
        return false;
    }
    void exclude(const QString &file, const QString &entry)
    {
        QMenu *menu = openMenu(file);
        QTRY_VERIFY(menu && menu->isVisible());
        QTest::keyClick(menu, Qt::Key_X); // opens what can be excluded
        auto *choices = menu->findChild<QMenu *>(QStringLiteral("excludeMenu"));
        QTRY_VERIFY(choices->isVisible());
        QVERIFY(click(choices, entry));
        QTRY_VERIFY(!m_window->findChild<QMenu *>(QStringLiteral("fileMenu")));
    }
    //! Whatever of the page is seen and does not fit, with its name.
    QStringList clipped()
    {
        QStringList names;
        auto *page = m_window->findChild<Ui::LibraryPage *>();
        for (QWidget *widget : page->findChildren<QWidget *>()) {
            if (!widget->isVisible() || widget->window() != m_window.get())
                continue;
            const QRect place(widget->mapTo(page, QPoint()), widget->size());
            const bool button = qobject_cast<QAbstractButton *>(widget) && !widget->objectName().startsWith(QLatin1String("qt_"));
            if ((button || qobject_cast<QLabel *>(widget)) && !page->rect().contains(place))
                names += widget->objectName() + QStringLiteral(" outside");
            const bool ofField = qobject_cast<QLineEdit *>(widget->parentWidget()); // the field gives its icons their size
            if (button && !ofField && widget->width() < widget->sizeHint().width())
                names += widget->objectName() + QStringLiteral(" cut");
        }
        return names;
    }

private Q_SLOTS:
    void initTestCase() { useEnglishNumbers(); }
    void init() { begin(); }
    void cleanup() { end(); }

    void aFolderIsExcludedAndTakenBack()
    {
        QTemporaryDir folder;
        writeFile(folder.filePath(QStringLiteral("a.txt")), "A sentence about herons.");
        writeFile(folder.filePath(QStringLiteral("old/b.txt")), "A sentence about bridges.");
        writeFile(folder.filePath(QStringLiteral("old/c.txt")), "A sentence about cranes.");
        addFolder(folder, 3);
        auto *chip = child<Ui::Chip>("showExclusions");
        QVERIFY(!chip->isVisible());
        exclude(QStringLiteral("b.txt"), QStringLiteral("The folder old"));
        QTRY_COMPARE_WITH_TIMEOUT(table()->model()->rowCount(), 1, 30'000);
        QTRY_VERIFY(chip->isVisible());
        QCOMPARE(chip->accessibleName(), QStringLiteral("Excluded 1"));
        QCOMPARE(child<QLabel>("toastText")->text(), QStringLiteral("old/ is not read any more"));
        QTest::mouseClick(child<QPushButton>("toastAction"), Qt::LeftButton);
        QTRY_COMPARE_WITH_TIMEOUT(table()->model()->rowCount(), 3, 30'000);
        QTRY_VERIFY(!chip->isVisible());

        exclude(QStringLiteral("c.txt"), QStringLiteral("This file"));
        QTRY_COMPARE_WITH_TIMEOUT(table()->model()->rowCount(), 2, 30'000);
        QTRY_VERIFY(!m_app->upkeep().isRunning());
        QTest::mouseClick(child<QPushButton>("rescan"), Qt::LeftButton); // it stays so
        QTRY_VERIFY(!m_app->upkeep().isRunning());
        QTRY_VERIFY(chip->isVisible());
        QTest::mouseClick(chip, Qt::LeftButton);
        auto *dialog = child<QDialog>("exclusionsDialog");
        auto *list = dialog->findChild<QListWidget *>(QStringLiteral("exclusions"));
        QTRY_COMPARE(list->count(), 1);
        QCOMPARE(list->item(0)->text(), QStringLiteral("old/c.txt"));
        auto *again = dialog->findChild<QPushButton *>(QStringLiteral("includeAgain"));
        QVERIFY(again->isEnabled());
        QTest::mouseClick(again, Qt::LeftButton);
        QTRY_COMPARE(list->count(), 0);
        QVERIFY(!again->isEnabled());
        QTest::keyClick(dialog, Qt::Key_Escape);
        QTRY_COMPARE_WITH_TIMEOUT(table()->model()->rowCount(), 3, 30'000);
        QTRY_VERIFY(!chip->isVisible());
    }

    void aFileThatIsGoneOrFailedIsForgotten()
    {
        QTemporaryDir folder;
        writeFile(folder.filePath(QStringLiteral("a.txt")), "A sentence about herons.");
        writeFile(folder.filePath(QStringLiteral("blank.txt")), " ");
        addFolder(folder, 2);
        QMenu *menu = openMenu(QStringLiteral("a.txt"));
        QTRY_VERIFY(menu && menu->isVisible());
        QTRY_VERIFY(m_app->pools().areIdle());
        QVERIFY(!menu->findChild<QAction *>(QStringLiteral("forgetFile"))->isEnabled()); // it is there, and was read
        menu->close();
        QTRY_VERIFY(!m_window->findChild<QMenu *>(QStringLiteral("fileMenu")));
        menu = openMenu(QStringLiteral("blank.txt"));
        QTRY_VERIFY(menu && menu->isVisible());
        QVERIFY(click(menu, QStringLiteral("Forget")));
        QTRY_COMPARE_WITH_TIMEOUT(table()->model()->rowCount(), 1, 30'000);
        QTRY_VERIFY(!m_app->upkeep().isRunning());
        QTest::mouseClick(child<QPushButton>("rescan"), Qt::LeftButton); // it is still there
        QTRY_COMPARE_WITH_TIMEOUT(table()->model()->rowCount(), 2, 30'000);
        QTRY_VERIFY(!m_app->upkeep().isRunning());
        QVERIFY(QFile::remove(folder.filePath(QStringLiteral("a.txt"))));
        menu = openMenu(QStringLiteral("a.txt"));
        QTRY_VERIFY(menu && menu->isVisible());
        QTRY_VERIFY(menu->findChild<QAction *>(QStringLiteral("forgetFile"))->isEnabled());
        QTest::keyClick(menu, Qt::Key_F);
        QTRY_COMPARE_WITH_TIMEOUT(table()->model()->rowCount(), 1, 30'000);
        QCOMPARE(table()->model()->index(0, 0).data().toString(), QStringLiteral("blank.txt"));
    }

    void aFileIsPreviewedBesideTheTable()
    {
        QTemporaryDir folder;
        writeFile(folder.filePath(QStringLiteral("a.txt")), "A sentence about herons.");
        writeFile(folder.filePath(QStringLiteral("b.txt")), "A sentence about bridges.");
        addFolder(folder, 2);
        m_window->resize(1280, 800);
        auto *preview = child<QWidget>("filePreview");
        QVERIFY(!preview->isVisible());
        QTest::mouseClick(table()->viewport(), Qt::LeftButton, {}, table()->visualRect(table()->model()->index(0, 0)).center());
        QTest::keyClick(table(), Qt::Key_Space);
        QTRY_VERIFY(preview->isVisible() && table()->isVisible());
        const auto shown = [preview] {
            const auto *view = preview->findChild<Ui::SourcePanel *>()->view();
            const auto *text = qobject_cast<const QTextEdit *>(view);
            return text ? text->toPlainText() : QString();
        };
        QTRY_VERIFY2(shown().contains(QLatin1String("herons")), qPrintable(shown()));
        QTest::keyClick(table(), Qt::Key_Down); // follows
        QTRY_VERIFY(shown().contains(QLatin1String("bridges")));
        QTest::keyClick(m_window.get(), Qt::Key_Escape);
        QTRY_VERIFY(!preview->isVisible());
        QVERIFY(table()->hasFocus());
        QMenu *menu = openMenu(QStringLiteral("a.txt"));
        QTRY_VERIFY(menu && menu->isVisible());
        QVERIFY(click(menu, QStringLiteral("Preview")));
        QTRY_VERIFY(preview->isVisible());
        m_window->resize(420, 800); // it has the page for itself
        QTRY_VERIFY(!table()->isVisible() && preview->isVisible() && preview->width() > 300);
        m_window->activateWindow(); // the menu was it
        QTRY_VERIFY(QApplication::focusWidget() && m_window->isActiveWindow());
        QTest::keyClick(m_window.get(), Qt::Key_Escape);
        QTRY_VERIFY(table()->isVisible() && !preview->isVisible());
    }

    void scansAreCountedBeforeAFolderIsAdded()
    {
        HEDDLE_NEEDS_PDFIUM();
        QTemporaryDir folder;
        PdfBuilder scan, text;
        for (int page = 0; page < 3; ++page)
            scan.addPage("0.9 g 50 50 400 600 re f");
        text.addPage("0.9 g 50 50 400 600 re f"); // a picture comes first
        text.addPage(textAt(72, 700, { "Late fees fall in May." }));
        writeFile(folder.filePath(QStringLiteral("scan.pdf")), scan.build());
        writeFile(folder.filePath(QStringLiteral("text.pdf")), text.build());
        writeFile(folder.filePath(QStringLiteral("broken.pdf")), "%PDF-1.4 nothing");
        writeFile(folder.filePath(QStringLiteral("a.xyz")), "1");
        QMimeData data;
        data.setUrls({ QUrl::fromLocalFile(folder.path()) });
        QDragEnterEvent enter(QPoint(200, 200), Qt::CopyAction, &data, Qt::LeftButton, {});
        QCoreApplication::sendEvent(m_window.get(), &enter);
        QDropEvent drop(QPointF(200, 200), Qt::CopyAction, &data, Qt::LeftButton, {});
        QCoreApplication::sendEvent(m_window.get(), &drop);
        QTRY_VERIFY(m_window->findChild<QDialog *>(QStringLiteral("addFolderDialog")));
        auto *facts = child<QDialog>("addFolderDialog")->findChild<QLabel *>(QStringLiteral("addFolderFacts"));
        QTRY_VERIFY_WITH_TIMEOUT(facts->text().contains(QLatin1String("; 1 of them a scan without text; 1 file of a type")), 20'000);
        QVERIFY2(facts->text().startsWith(QLatin1String("3 documents, ")), qPrintable(facts->text()));
        QTest::keyClick(child<QDialog>("addFolderDialog"), Qt::Key_Escape);
    }

    void nothingIsClippedInANarrowWindow_data()
    {
        QTest::addColumn<bool>("longWords");
        QTest::newRow("English") << false;
        QTest::newRow("longer words") << true;
    }

    void nothingIsClippedInANarrowWindow()
    {
        QFETCH(bool, longWords);
        LongWords words;
        if (longWords) {
            close();
            QCoreApplication::installTranslator(&words);
            open();
        }
        QTemporaryDir folder;
        writeFile(folder.filePath(QStringLiteral("a.txt")), "A sentence about herons.");
        writeFile(folder.filePath(QStringLiteral("gone.txt")), "A sentence about cranes.");
        writeFile(folder.filePath(QStringLiteral("blank.txt")), " ");
        writeFile(folder.filePath(QStringLiteral("empty.pdf")), "");
        writeFile(folder.filePath(QStringLiteral("sheet.xyz")), "1,2");
        addFolder(folder, 5);
        const auto collections = await(m_app->catalog().collections({}));
        QVERIFY(await(m_app->catalog().exclude((*collections)->first().id, QFile::encodeName(folder.filePath(QStringLiteral("gone.txt"))), {}))->ok());
        m_app->upkeep().applyExclusions(QStringLiteral("Papers"));
        QTRY_VERIFY_WITH_TIMEOUT(child<Ui::Chip>("showExclusions")->isVisible(), 30'000);
        for (const int width : { 420, 700, 960, 1280 }) {
            m_window->resize(width, 800);
            QTRY_COMPARE(m_window->width(), width);
            QTRY_VERIFY2(clipped().isEmpty(), qPrintable(QString::number(width) + QLatin1String(": ") + clipped().join(QLatin1String(", "))));
            QTRY_VERIFY2(table()->horizontalHeader()->length() <= table()->viewport()->width() + 1, qPrintable(QStringLiteral("%1: %2 in %3").arg(width).arg(table()->horizontalHeader()->length()).arg(table()->viewport()->width())));
        }
        m_window->resize(420, 800);
        QTRY_VERIFY(child<QToolButton>("showCollections")->isVisible());
        QVERIFY(table()->columnWidth(Ui::DocumentsModel::Name) > 120); // a name can be read
        QVERIFY(child<QWidget>("problems")->isVisible());
        QTest::mouseClick(child<QToolButton>("showCollections"), Qt::LeftButton);
        auto *list = child<QListWidget>("collections");
        QTRY_VERIFY(list->isVisible() && !table()->isVisible());
        QVERIFY2(clipped().isEmpty(), qPrintable(clipped().join(QLatin1String(", "))));
        QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, list->visualItemRect(list->item(0)).center());
        QTRY_VERIFY(table()->isVisible());
        close();
        QCoreApplication::removeTranslator(&words);
    }

    void everyControlHasANameAndItsTurn()
    {
        QTemporaryDir folder;
        writeFile(folder.filePath(QStringLiteral("a.txt")), "A sentence about herons.");
        writeFile(folder.filePath(QStringLiteral("blank.txt")), " ");
        addFolder(folder, 2);
        m_window->resize(1280, 800);
        auto *page = m_window->findChild<Ui::LibraryPage *>();
        for (QWidget *widget : page->findChildren<QWidget *>()) {
            if (!widget->isVisible() || widget->focusPolicy() == Qt::NoFocus || widget->focusProxy())
                continue;
            const auto *button = qobject_cast<QAbstractButton *>(widget);
            const bool named = !widget->accessibleName().isEmpty() || (button && !button->text().isEmpty()) || qobject_cast<QLabel *>(widget);
            QVERIFY2(named, qPrintable(QLatin1String(widget->metaObject()->className()) + QLatin1Char(' ') + widget->objectName()));
        }
        child<QPushButton>("addFolder")->setFocus();
        QStringList visited;
        for (int i = 0; i < 20; ++i) {
            QWidget *focused = QApplication::focusWidget();
            if (!focused || !page->isAncestorOf(focused))
                break;
            visited += focused->objectName();
            QTest::keyClick(focused, Qt::Key_Tab);
        }
        QStringList wanted { QStringLiteral("addFolder"), QStringLiteral("collections"), QStringLiteral("rescan"),
            QStringLiteral("collectionMenu"), QStringLiteral("findFile"), QStringLiteral("filterAll"), QStringLiteral("showProblems"),
            QStringLiteral("documents") };
        for (const QString &name : std::as_const(visited)) { // others may stand between
            if (!wanted.isEmpty() && name == wanted.first())
                wanted.removeFirst();
        }
        QVERIFY2(wanted.isEmpty(), qPrintable(visited.join(QLatin1Char(' '))));
    }
};

QTEST_MAIN(TestLibraryFiles)
#include "test_libraryfiles.moc"
