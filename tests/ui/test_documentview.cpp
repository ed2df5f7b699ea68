// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/pdfbuilder.h"
#include "tests/ui/pagefixture.h"
#include "ui/style/tokens.h"
#include "ui/viewer/documentwindows.h"
#include "ui/viewer/formattedview.h"
#include "ui/viewer/pdfview.h"
#include "ui/viewer/sourcepanel.h"
#include "ui/viewer/thumbnails.h"
#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QMessageBox>
#include <QScrollBar>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTextBlock>
#include <QTextBrowser>
#include <QTextTable>
#include <QToolButton>
#include <QTreeWidget>

using namespace Heddle;
using namespace Heddle::TestSupport;

//! What can be done with a document that is shown: its contents, its words, its pictures, and windows of its own.
class TestDocumentView : public PageFixture {
    Q_OBJECT
    std::unique_ptr<Library::Catalog> m_catalog;
    std::unique_ptr<Evaluation::SavedQuestions> m_saved;
    std::shared_ptr<Ui::DocumentWindows> m_windows;
    Ui::SourcePanel *m_panel = nullptr;

    Ui::SourcePanel *makePanel(std::shared_ptr<Ui::DocumentWindows> windows)
    {
        return new Ui::SourcePanel(m_catalog.get(), m_saved.get(), &m_library->pools().render, m_tasks.get(), std::move(windows));
    }
    //! Twelve pages; each has its number in words, and all have "harbour" twice.
    QString writePdf()
    {
        PdfBuilder pdf;
        for (int page = 1; page <= 12; ++page) {
            const QByteArray number = QByteArray::number(page);
            pdf.addPage(textAt(72, 750, { "Chapter " + number + " of the harbour.", "The harbour has a wall of granite, section " + number + "." }));
        }
        pdf.addOutline({ "First part", 0 });
        pdf.addOutline({ "Its middle", 4, 700, 2 });
        pdf.addOutline({ "Second part", 8 });
        const QString path = m_library->data() + QStringLiteral("/harbour.pdf");
        writeFile(path, pdf.build());
        return path;
    }
    static Dialog::Source sourceAt(const QString &path, int page)
    {
        Dialog::Source source;
        source.path = path;
        source.chunk = QStringLiteral("chunk-%1").arg(page);
        source.page = page;
        source.text = QStringLiteral("Chapter %1 of the harbour.").arg(page);
        return source;
    }
    void showPdf(int page = 1)
    {
        const QString path = writePdf();
        m_panel->showSources({ sourceAt(path, page), sourceAt(path, 9) }, 0, {});
        QTRY_VERIFY_WITH_TIMEOUT(m_panel->pdf()->isVisible() && m_panel->pdf()->isDrawn(page - 1), 30'000);
    }
    Dialog::Source showPage(const QByteArray &html, const QString &question, const QString &sentence = {})
    {
        m_library->write(QStringLiteral("page.html"), html);
        if (!m_library->index())
            qFatal("the page can't be indexed");
        Retrieval::Passage passage;
        const Search::SearchResult found = m_library->search(question);
        if (found.hits.isEmpty())
            qFatal("nothing is found for %s", qPrintable(question));
        passage.hit = found.hits.first();
        Dialog::Source source = Dialog::sourceFrom(passage);
        source.sentenceStart = sentence.isEmpty() ? -1 : source.text.indexOf(sentence);
        source.sentenceEnd = sentence.isEmpty() ? -1 : source.sentenceStart + sentence.size();
        m_panel->showSources({ source }, 0, {});
        return source;
    }
    QTextBrowser *text() const { return child<QTextBrowser>("source"); }
    QString result() const { return child<QLabel>("findResult")->text(); }
    void find(const QString &words)
    {
        m_panel->openFind();
        auto *field = child<QLineEdit>("findText");
        QTRY_VERIFY(field->hasFocus());
        QTest::keyClicks(field, words);
    }
    QString wordsOn(const QColor &ground) const
    {
        QString words;
        for (QTextBlock block = text()->document()->begin(); block.isValid(); block = block.next()) {
            for (auto it = block.begin(); !it.atEnd(); ++it) {
                if (it.fragment().charFormat().background().color() == ground)
                    words += it.fragment().text();
            }
        }
        return words;
    }
    void choose(const char *menu, const QString &name)
    {
        QTRY_VERIFY(m_page->findChild<QMenu *>(QLatin1String(menu)));
        auto *shown = m_page->findChild<QMenu *>(QLatin1String(menu));
        for (QAction *action : shown->actions()) {
            if (action->text() == name) {
                QTest::mouseClick(shown, Qt::LeftButton, {}, shown->actionGeometry(action).center());
                return;
            }
        }
        QFAIL(qPrintable(name));
    }
    //! The place of a word on the first line of a page, in the viewport.
    QPoint placeOf(double x, double fromTop) const
    {
        const Ui::PdfView *pdf = m_panel->pdf();
        const double scale = (pdf->viewport()->width() - 32) / 595.0;
        return { int(16 + x * scale), int(16 + fromTop * scale) - pdf->verticalScrollBar()->value() };
    }

private Q_SLOTS:
    void init()
    {
        openLibrary();
        m_saved = std::make_unique<Evaluation::SavedQuestions>(
            Storage::EvaluationRepository(openConversations()), nullptr, nullptr, m_library->library(), &m_library->pools());
        m_catalog = std::make_unique<Library::Catalog>(m_library->library(), &m_library->pools().library);
        m_windows = std::make_shared<Ui::DocumentWindows>([this](Ui::DocumentWindows *windows) {
            return makePanel(std::shared_ptr<Ui::DocumentWindows>(std::shared_ptr<void>(), windows));
        });
        m_panel = show(std::unique_ptr<Ui::SourcePanel>(makePanel(m_windows)));
    }
    void cleanup()
    {
        m_windows.reset();
        closePage();
        m_saved.reset();
        closeLibrary();
    }

    void allOccurrencesAreCountedAndMarked()
    {
        showPdf();
        find(QStringLiteral("harbour"));
        QTRY_COMPARE_WITH_TIMEOUT(result(), QStringLiteral("1 of 24"), 30'000); // as typed
        QCOMPARE(m_panel->pdf()->search().matches(3).size(), 2);
        auto *field = child<QLineEdit>("findText");
        for (int i = 0; i < 2; ++i)
            QTest::keyClick(field, Qt::Key_Return);
        QCOMPARE(result(), QStringLiteral("3 of 24"));
        QCOMPARE(m_panel->pdf()->search().page(), 1);
        for (int i = 0; i < 3; ++i)
            QTest::keyClick(field, Qt::Key_Return, Qt::ShiftModifier);
        QCOMPARE(result(), QStringLiteral("24 of 24")); // once around
        QTRY_COMPARE(m_panel->pdf()->currentPage(), 11);
        field->clear();
        QTest::keyClicks(field, QStringLiteral("section 7"));
        QTest::keyClick(field, Qt::Key_Return);
        QTRY_COMPARE_WITH_TIMEOUT(result(), QStringLiteral("1 of 1"), 30'000);
        QVERIFY(m_panel->closeFind());
        QCOMPARE(m_panel->pdf()->search().count(), 0);
        QVERIFY(!m_panel->closeFind());
    }

    void pagesFitTheWidthOrTheView()
    {
        showPdf(3);
        auto *pdf = m_panel->pdf();
        auto *fit = child<QToolButton>("fitPage");
        QCOMPARE(pdf->zoom(), 1.0);
        QTest::mouseClick(fit, Qt::LeftButton);
        QCOMPARE(pdf->fit(), Ui::PdfView::Fit::Page);
        QVERIFY(pdf->zoom() < 0.8);
        QCOMPARE(pdf->currentPage(), 2);
        QTest::mouseClick(fit, Qt::LeftButton);
        QCOMPARE(pdf->fit(), Ui::PdfView::Fit::Width);
        pdf->setFocus();
        QTest::keyClick(pdf, Qt::Key_9);
        QCOMPARE(pdf->fit(), Ui::PdfView::Fit::Page);
        QTest::keyClick(pdf, Qt::Key_Plus);
        QCOMPARE(pdf->fit(), Ui::PdfView::Fit::None);
        QVERIFY(pdf->zoom() > 0.5);
        QTest::keyClick(pdf, Qt::Key_0);
        QCOMPARE(pdf->zoom(), 1.0);
    }

    void theContentsLeadToTheirPlaces()
    {
        showPdf();
        QTest::mouseClick(child<QToolButton>("sourceContents"), Qt::LeftButton);
        auto *outline = child<QTreeWidget>("outline");
        QTRY_COMPARE(outline->topLevelItemCount(), 2);
        QVERIFY(outline->isVisible());
        QTreeWidgetItem *middle = outline->topLevelItem(0)->child(0);
        QCOMPARE(middle->text(0), QStringLiteral("Its middle"));
        QTest::mouseClick(outline->viewport(), Qt::LeftButton, {}, outline->visualItemRect(middle).center());
        QTRY_COMPARE(m_panel->pdf()->currentPage(), 4);
        QVERIFY(outline->isVisible()); // there is room for both
        outline->setFocus();
        outline->setCurrentItem(outline->topLevelItem(1));
        QTest::keyClick(outline, Qt::Key_Return);
        QTRY_COMPARE(m_panel->pdf()->currentPage(), 8);
    }

    void theContentsOfANarrowPanelGoOnceTheyAreUsed()
    {
        showPdf();
        m_panel->resize(372, 640);
        QTest::mouseClick(child<QToolButton>("sourceContents"), Qt::LeftButton);
        auto *outline = child<QTreeWidget>("outline");
        QTRY_COMPARE(outline->topLevelItemCount(), 2);
        QVERIFY(!m_panel->findChild<QWidget *>(QStringLiteral("showThumbnails"))->isVisible());
        QTRY_VERIFY(outline->hasFocus());
        QTest::mouseClick(outline->viewport(), Qt::LeftButton, {}, outline->visualItemRect(outline->topLevelItem(1)).center());
        QTRY_COMPARE(m_panel->pdf()->currentPage(), 8);
        QVERIFY(!outline->isVisible());
        QTest::mouseClick(child<QToolButton>("sourceContents"), Qt::LeftButton);
        QVERIFY(outline->isVisible());
        QVERIFY(outline->hasFocus());
        QVERIFY(m_panel->closeFind()); // Esc
        QVERIFY(!outline->isVisible());
        QVERIFY(m_panel->pdf()->hasFocus());
    }

    void thumbnailsAreDrawnWhereTheyAreSeen()
    {
        showPdf();
        QTest::mouseClick(child<QToolButton>("sourceContents"), Qt::LeftButton);
        QTest::mouseClick(m_panel->findChild<QWidget *>(QStringLiteral("showThumbnails")), Qt::LeftButton);
        auto *list = child<QListView>("thumbnails");
        const auto *model = qobject_cast<Ui::ThumbnailModel *>(list->model());
        QTRY_VERIFY_WITH_TIMEOUT(model->isDrawn(0) && model->isDrawn(1), 30'000);
        QVERIFY(!model->isDrawn(11));
        list->scrollTo(model->index(11, 0));
        QTRY_VERIFY_WITH_TIMEOUT(model->isDrawn(11), 30'000);
        QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, list->visualRect(model->index(11, 0)).center());
        QTRY_COMPARE(m_panel->pdf()->currentPage(), 11);
    }

    void wordsOfAPageAreSelectedAndCopiedWithTheirPlace()
    {
        showPdf();
        auto *pdf = m_panel->pdf();
        const int y = 842 - 750 - 3;
        QTest::mouseMove(pdf->viewport(), placeOf(80, y));
        QTRY_VERIFY_WITH_TIMEOUT(pdf->selection().knows(0), 30'000);
        QTest::mouseDClick(pdf->viewport(), Qt::LeftButton, {}, placeOf(80, y));
        QCOMPARE(pdf->selection().text(), QStringLiteral("Chapter"));
        QTest::mousePress(pdf->viewport(), Qt::LeftButton, {}, placeOf(60, y));
        QTest::mouseMove(pdf->viewport(), placeOf(120, y));
        QTest::mouseMove(pdf->viewport(), placeOf(560, y));
        QTest::mouseRelease(pdf->viewport(), Qt::LeftButton, {}, placeOf(560, y));
        QCOMPARE(pdf->selection().text(), QStringLiteral("Chapter 1 of the harbour."));
        pdf->setFocus();
        QTest::keyClick(pdf, Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(QApplication::clipboard()->text(), QStringLiteral("Chapter 1 of the harbour."));
        QTest::keyClick(pdf, Qt::Key_C, Qt::ControlModifier | Qt::ShiftModifier);
        const QString quoted = QApplication::clipboard()->text();
        QVERIFY2(quoted.startsWith(QStringLiteral("“Chapter 1 of the harbour.”")) && quoted.contains(QLatin1String("harbour.pdf"))
                && quoted.contains(QLatin1String("page 1")),
            qUtf8Printable(quoted));
        QTest::keyClick(pdf, Qt::Key_A, Qt::ControlModifier);
        QVERIFY(pdf->selection().text().contains(QLatin1String("section 1.")));
        QTest::mouseClick(pdf->viewport(), Qt::LeftButton, {}, placeOf(60, y));
        QVERIFY(pdf->selection().isEmpty());
    }

    void aSelectionGoesOnOverPages()
    {
        showPdf();
        auto *pdf = m_panel->pdf();
        pdf->setFit(Ui::PdfView::Fit::Page);
        pdf->verticalScrollBar()->setValue(pdf->verticalScrollBar()->maximum() / 24);
        QTest::mousePress(pdf->viewport(), Qt::LeftButton, {}, { pdf->viewport()->width() / 2, 1 });
        QTest::mouseMove(pdf->viewport(), { pdf->viewport()->width() / 2, pdf->viewport()->height() / 2 });
        QTest::mouseMove(pdf->viewport(), { pdf->viewport()->width() - 1, pdf->viewport()->height() - 1 });
        QTest::mouseRelease(pdf->viewport(), Qt::LeftButton, {}, { pdf->viewport()->width() - 1, pdf->viewport()->height() - 1 });
        QVERIFY(pdf->selection().lastPage() > pdf->selection().firstPage());
        QTRY_VERIFY_WITH_TIMEOUT(pdf->selection().text().contains(QLatin1String("Chapter 2")), 30'000);
    }

    void whatIsCopiedIsReadFirst()
    {
        showPdf();
        QApplication::clipboard()->clear();
        auto *pdf = m_panel->pdf();
        pdf->setFocus();
        QTest::keyClick(pdf, Qt::Key_A, Qt::ControlModifier);
        QTest::keyClick(pdf, Qt::Key_C, Qt::ControlModifier);
        QTRY_VERIFY_WITH_TIMEOUT(QApplication::clipboard()->text().contains(QLatin1String("section 1.")), 30'000);
        QTest::mouseClick(pdf->viewport(), Qt::LeftButton, {}, { 1, 1 });
        pdf->goToPage(5);
        QTest::mouseClick(pdf->viewport(), Qt::LeftButton, Qt::ShiftModifier, placeOf(560, 842 - 750 - 3) + QPoint(0, pdf->verticalScrollBar()->value()));
        QTest::keyClick(pdf, Qt::Key_C, Qt::ControlModifier | Qt::ShiftModifier);
        QTRY_VERIFY_WITH_TIMEOUT(QApplication::clipboard()->text().contains(QLatin1String("Chapter 6")), 30'000);
        for (int page = 1; page < 6; ++page)
            QVERIFY(QApplication::clipboard()->text().contains(QStringLiteral("section %1.").arg(page)));
    }

    void aPageIsCopiedAsAPicture()
    {
        showPdf(3);
        QApplication::clipboard()->clear();
        auto *pdf = m_panel->pdf();
        const QPoint middle = pdf->viewport()->rect().center();
        QContextMenuEvent event(QContextMenuEvent::Mouse, middle, pdf->viewport()->mapToGlobal(middle));
        QApplication::sendEvent(pdf->viewport(), &event);
        choose("documentMenu", QStringLiteral("Copy the page as a picture"));
        QTRY_VERIFY_WITH_TIMEOUT(!QApplication::clipboard()->image().isNull(), 30'000);
        const QImage picture = QApplication::clipboard()->image();
        QCOMPARE(picture.width(), 1654); // 200 dots an inch
        bool ink = false;
        for (int x = 0; x < picture.width() && !ink; ++x)
            ink = qGray(picture.pixel(x, 250)) < 128;
        QVERIFY(ink);
    }

    void htmlIsShownAsItLooks()
    {
        const QString sentence = QStringLiteral("The northern pier has settled by 11 millimetres.");
        showPage("<h1>Piers</h1><p>The <i>northern</i> pier has settled by <b>11 millimetres</b>.</p><script>evil()</script>"
                 "<img src='http://127.0.0.1/evil.png' onerror='evil()'><iframe src='http://127.0.0.1/evil'></iframe>"
                 "<ul><li>north<li>south</ul><table><tr><th>Pier<th>Moved<tr><td>north<td>11 mm</table>",
            QStringLiteral("northern pier settled"), sentence);
        QTRY_VERIFY(!text()->document()->rootFrame()->childFrames().isEmpty());
        const QTextDocument *document = text()->document();
        QCOMPARE(document->begin().blockFormat().headingLevel(), 1);
        QCOMPARE(wordsOn(Ui::Style::tokensOf(m_panel->palette()).mark), sentence);
        QVERIFY(!document->toPlainText().contains(QLatin1String("evil")));
        QVERIFY(!document->toPlainText().contains(QChar::ObjectReplacementCharacter));
        QVERIFY(document->find(QStringLiteral("south")).currentList());
        find(QStringLiteral("north"));
        QTRY_COMPARE(result(), QStringLiteral("1 of 3"));
        QCOMPARE(text()->extraSelections().size(), 3);
        QTest::keyClick(child<QLineEdit>("findText"), Qt::Key_Return);
        QCOMPARE(result(), QStringLiteral("2 of 3"));
        QVERIFY(m_panel->closeFind());
        QVERIFY(text()->extraSelections().isEmpty());
    }

    void aTableIsLaidOutOnce()
    {
        Library::FormattedText table;
        for (int i = 0; i < 600; ++i) {
            const QString words = QStringLiteral("cell %1").arg(i);
            table.blocks += { Library::FormattedBlock::Kind::Cell, 0, i / 6, i % 6, 1, words, { { int(words.size()), 0, {} } } };
        }
        QTextDocument document;
        const QSignalSpy changes(&document, &QTextDocument::contentsChanged);
        Ui::insertFormatted(&document, table, m_panel->palette());
        QCOMPARE(changes.size(), 1);
        const auto *shown = qobject_cast<QTextTable *>(document.rootFrame()->childFrames().value(0));
        QVERIFY(shown);
        QCOMPARE(shown->rows(), 100);
        QCOMPARE(shown->cellAt(99, 5).firstCursorPosition().block().text(), QStringLiteral("cell 599"));
    }

    void aRowOfATableIsMarked()
    {
        showPage("<h1>Piers</h1><table><tr><th>Pier<th>Settled<tr><td>eastern<td>3 mm<tr><td>northern<td>11 mm</table>",
            QStringLiteral("northern settled"), QStringLiteral("Pier: northern | Settled: 11 mm"));
        QTRY_VERIFY(!text()->document()->rootFrame()->childFrames().isEmpty());
        QCOMPARE(wordsOn(Ui::Style::tokensOf(m_panel->palette()).mark), QStringLiteral("northern11 mm"));
    }

    void aLinkIsFollowedOnlyAfterAsking()
    {
        showPage("<p>The northern pier: <a href='https://example.org/pier?x=1'>report</a>, <a href='javascript:evil()'>evil</a>.",
            QStringLiteral("northern pier"));
        QTRY_VERIFY(text()->toPlainText().contains(QLatin1String("report")));
        QTextCursor word = text()->document()->find(QStringLiteral("evil"));
        QVERIFY(!word.charFormat().isAnchor());
        word = text()->document()->find(QStringLiteral("report"));
        QVERIFY(word.charFormat().isAnchor());
        word.setPosition(word.selectionStart() + 3);
        QTest::mouseClick(text()->viewport(), Qt::LeftButton, {}, text()->cursorRect(word).center());
        QTRY_VERIFY(m_panel->findChild<QMessageBox *>());
        auto *box = m_panel->findChild<QMessageBox *>();
        QVERIFY((box->text() + box->informativeText()).contains(QLatin1String("https://example.org/pier?x=1")));
        box->close();
    }

    void textIsCopiedWithItsPlace()
    {
        showPage("<h1>Piers</h1><p>The northern pier has settled.", QStringLiteral("northern pier"));
        QTRY_VERIFY(text()->toPlainText().contains(QLatin1String("northern")));
        text()->setTextCursor(text()->document()->find(QStringLiteral("northern pier")));
        text()->setFocus();
        QTest::keyClick(text(), Qt::Key_C, Qt::ControlModifier | Qt::ShiftModifier);
        const QString quoted = QApplication::clipboard()->text();
        QVERIFY2(quoted.startsWith(QStringLiteral("“northern pier”")) && quoted.contains(QLatin1String("page.html")), qUtf8Printable(quoted));
    }

    void aDocumentOpensInAWindowOfItsOwn()
    {
        showPdf(3);
        auto *pdf = m_panel->pdf();
        QTest::mouseClick(child<QToolButton>("fitPage"), Qt::LeftButton);
        QTest::mouseClick(child<QToolButton>("windowSource"), Qt::LeftButton);
        QCOMPARE(m_windows->windows().size(), 1);
        auto *panel = m_windows->windows().first()->findChild<Ui::SourcePanel *>();
        QTRY_VERIFY_WITH_TIMEOUT(panel->pdf()->isDrawn(2), 30'000);
        QCOMPARE(panel->pdf()->currentPage(), 2);
        QCOMPARE(panel->pdf()->fit(), Ui::PdfView::Fit::Page); // as it was here
        QVERIFY(!panel->findChild<QToolButton *>(QStringLiteral("windowSource"))->isVisible());
        pdf->setFocus();
        QTest::keyClick(pdf, Qt::Key_Return, Qt::ControlModifier);
        QCOMPARE(m_windows->windows().size(), 1); // the same document
    }

    void aWindowIsLeftAndFoundAgainAtItsPlace()
    {
        showPdf(3);
        QTest::mouseClick(child<QToolButton>("windowSource"), Qt::LeftButton);
        QPointer<QWidget> window = m_windows->windows().first();
        auto *panel = window->findChild<Ui::SourcePanel *>();
        QTRY_VERIFY_WITH_TIMEOUT(panel->pdf()->isDrawn(2), 30'000);
        QVERIFY(QTest::qWaitForWindowActive(window));
        panel->pdf()->setZoom(1.5);
        panel->pdf()->setPlace(7.25);
        panel->openFind();
        QTRY_VERIFY(panel->findChild<QLineEdit *>(QStringLiteral("findText"))->hasFocus());
        QTest::keyClick(window, Qt::Key_Escape);
        QVERIFY(!panel->findChild<QLineEdit *>(QStringLiteral("findText"))->isVisible());
        QVERIFY(window);
        QTest::keyClick(window, Qt::Key_Escape);
        QTRY_VERIFY(!window);
        m_windows->open({ sourceAt(m_library->data() + QStringLiteral("/harbour.pdf"), 3) }, 0, {}, m_panel);
        panel = m_windows->windows().first()->findChild<Ui::SourcePanel *>();
        QTRY_VERIFY_WITH_TIMEOUT(panel->pdf()->isDrawn(7), 30'000);
        QVERIFY(std::abs(panel->pdf()->place() - 7.25) < 0.02);
        QVERIFY(std::abs(panel->pdf()->zoom() - 1.5) < 0.01);
    }

    void severalDocumentsAreOpenAndCloseWithTheWindow()
    {
        showPdf();
        const QString other = m_library->data() + QStringLiteral("/other.pdf");
        QVERIFY(QFile::copy(m_library->data() + QStringLiteral("/harbour.pdf"), other));
        m_panel->openInWindow({ sourceAt(other, 2) }, 0, {});
        m_panel->openInWindow({ sourceAt(m_library->data() + QStringLiteral("/harbour.pdf"), 3) }, 0, {});
        QCOMPARE(m_windows->windows().size(), 2);
        QPointer<QWidget> first = m_windows->windows().first();
        m_panel->close();
        QVERIFY(!first);
        QVERIFY(m_windows->windows().isEmpty());
    }
};

QTEST_MAIN(TestDocumentView)
#include "test_documentview.moc"
