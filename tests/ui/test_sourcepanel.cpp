// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/pagefixture.h"
#include "ui/style/tokens.h"
#include "ui/viewer/pdfview.h"
#include "ui/viewer/sourcepanel.h"
#include <QApplication>
#include <QClipboard>
#include <QLabel>
#include <QLineEdit>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTextBlock>
#include <QTextBrowser>
#include <QTextFrame>
#include <QToolButton>

using namespace Heddle;
using namespace Heddle::TestSupport;

//! The document behind a citation.
class TestSourcePanel : public PageFixture {
    Q_OBJECT
    std::unique_ptr<Library::Catalog> m_catalog;
    std::unique_ptr<Evaluation::SavedQuestions> m_saved;
    Ui::SourcePanel *m_panel = nullptr;

    Dialog::Source sourceOf(const QString &question, const QString &sentence = {}) const
    {
        const Search::SearchResult found = m_library->search(question);
        if (found.hits.isEmpty())
            qFatal("nothing is found for %s", qPrintable(question));
        Retrieval::Passage passage;
        passage.hit = found.hits.first();
        Dialog::Source source = Dialog::sourceFrom(passage);
        source.sentenceStart = sentence.isEmpty() ? -1 : source.text.indexOf(sentence);
        source.sentenceEnd = sentence.isEmpty() ? -1 : source.sentenceStart + sentence.size();
        return source;
    }
    static Dialog::Source pdfSource(const QString &path)
    {
        Dialog::Source source;
        source.path = path;
        source.page = 1;
        source.text = QStringLiteral("Readers under sixteen pay nothing.");
        return source;
    }
    QString text() const { return child<QTextBrowser>("source")->toPlainText(); }
    QString notice() const { return child<QLabel>("sourceNotice")->text(); }
    //! The words on a ground of this colour.
    QString wordsOn(const QColor &ground) const
    {
        QString words;
        const QTextDocument *document = child<QTextBrowser>("source")->document();
        for (QTextBlock block = document->begin(); block.isValid(); block = block.next()) {
            for (auto it = block.begin(); !it.atEnd(); ++it) {
                if (it.fragment().charFormat().background().color() == ground)
                    words += it.fragment().text();
            }
        }
        return words;
    }

private Q_SLOTS:
    void init()
    {
        openLibrary();
        m_library->write(QStringLiteral("harbour.md"),
            "# Harbour\n\nThe wall was built of granite. It is long.\n\n## Swans\n\nThe keeper counted nineteen swans.\n");
        QVERIFY(m_library->index());
        m_saved = std::make_unique<Evaluation::SavedQuestions>(
            Storage::EvaluationRepository(openConversations()), nullptr, nullptr, m_library->library(), &m_library->pools());
        Flow::Pools &pools = m_library->pools();
        m_catalog = std::make_unique<Library::Catalog>(m_library->library(), &pools.library);
        m_panel = show(std::make_unique<Ui::SourcePanel>(m_catalog.get(), m_saved.get(), &pools.render, m_tasks.get()));
    }
    void cleanup()
    {
        closePage();
        m_saved.reset();
        closeLibrary();
    }

    void aDocumentsTextIsShownWithItsPassage()
    {
        const QString sentence = QStringLiteral("The wall was built of granite.");
        m_panel->showSources({ sourceOf(QStringLiteral("granite"), sentence) }, 0, {});
        QTRY_VERIFY(text().contains(sentence));
        QVERIFY(text().contains(QLatin1String("nineteen swans"))); // the document, not the passage alone
        QCOMPARE(wordsOn(Ui::Style::tokensOf(m_panel->palette()).mark), sentence);
        QVERIFY(wordsOn(Ui::Style::tokensOf(m_panel->palette()).subtle).contains(QLatin1String("It is long.")));
        QVERIFY(!child<QLabel>("sourceNotice")->isVisible());
        QVERIFY(!child<QToolButton>("rightSource")->isVisible()); // no question, nothing to keep
    }

    void aPassageThatIsGoneIsShownAsItWas()
    {
        Dialog::Source source = sourceOf(QStringLiteral("granite"));
        source.chunk = QStringLiteral("no-such-chunk");
        m_panel->showSources({ source }, 0, {});
        QTRY_VERIFY(notice().contains(QLatin1String("The file has changed since.")));
        QCOMPARE(wordsOn(Ui::Style::tokensOf(m_panel->palette()).mark), QString(source.text).remove(QLatin1Char('\n')));
        QCOMPARE(text().count(QLatin1String("granite")), 1);
    }

    void theMouseGoesThroughTheSources()
    {
        Dialog::Source swans = sourceOf(QStringLiteral("swans")), wall = sourceOf(QStringLiteral("granite"));
        swans.title = QStringLiteral("Swans");
        wall.title = QStringLiteral("Wall");
        m_panel->showSources({ wall, swans }, 0, {});
        auto *next = child<QToolButton>("nextSource"), *previous = child<QToolButton>("previousSource");
        QVERIFY(!previous->isEnabled() && next->isEnabled());
        QTest::mouseClick(next, Qt::LeftButton);
        QCOMPARE(child<QLabel>("sourceTitle")->text(), QStringLiteral("Swans"));
        QTRY_VERIFY(!text().isEmpty());
        QVERIFY(previous->isEnabled() && !next->isEnabled());
        QTest::mouseClick(previous, Qt::LeftButton);
        QCOMPARE(child<QLabel>("sourceTitle")->text(), QStringLiteral("Wall"));
        QTRY_VERIFY(text().contains(QLatin1String("granite")));
        QSignalSpy closed(m_panel, &Ui::SourcePanel::closed);
        QTest::mouseClick(child<QToolButton>("closeSource"), Qt::LeftButton);
        QCOMPARE(closed.size(), 1);
    }

    void markdownIsShownAsItLooks()
    {
        const QByteArray markdown =
            "# Piers\n\nThe *northern* pier has settled by **11 millimetres** since 1987. ![x](http://127.0.0.1/x.png)\n\n"
            "| Pier | Settled |\n|---|---|\n| north | 11 mm |\n";
        m_library->write(QStringLiteral("piers.md"), markdown);
        QVERIFY(m_library->index());
        const QString sentence = QStringLiteral("The northern pier has settled by 11 millimetres since 1987.");
        const Dialog::Source source = sourceOf(QStringLiteral("northern pier settled"), sentence);
        QVERIFY(source.sentenceStart >= 0);
        m_panel->showSources({ source }, 0, {});
        QTRY_VERIFY(text().contains(QLatin1String("11 millimetres")));
        const QTextDocument *document = child<QTextBrowser>("source")->document();
        QVERIFY2(!text().contains(QLatin1String("**")) && !text().contains(QLatin1Char('|')), qUtf8Printable(text()));
        QVERIFY(!text().contains(QChar::ObjectReplacementCharacter)); // no picture
        QCOMPARE(document->rootFrame()->childFrames().size(), 1); // the table
        QVERIFY2(wordsOn(Ui::Style::tokensOf(m_panel->palette()).mark)
                     .startsWith(QLatin1String("The northern pier has settled by 11 millimetres since 1987")),
            qUtf8Printable(wordsOn(Ui::Style::tokensOf(m_panel->palette()).mark)));
        // Changed since: what was read is shown.
        m_library->write(QStringLiteral("piers.md"), "# Piers\n\nAnother text.\n");
        m_panel->showSources({ source }, 0, {});
        QTRY_VERIFY(text().contains(sentence));
        QVERIFY(!text().contains(QLatin1String("Another")));
    }

    void aPassageIsCopiedWithItsPlace()
    {
        const QString sentence = QStringLiteral("The wall was built of granite.");
        m_panel->showSources({ sourceOf(QStringLiteral("granite"), sentence) }, 0, {});
        QTest::mouseClick(child<QToolButton>("copySource"), Qt::LeftButton);
        const QString copied = QApplication::clipboard()->text();
        QVERIFY2(copied.contains(sentence) && copied.contains(QLatin1String("harbour.md")), qUtf8Printable(copied));
    }

    //! In 300 pixels, too, everything of the panel is in it.
    void aNarrowPanelHoldsItsButtons()
    {
        m_panel->showSources({ pdfSource(QStringLiteral(HEDDLE_PDFS "/reportlab.pdf")) }, 0, QStringLiteral("What?"));
        QTRY_VERIFY(m_panel->pdf()->isVisible());
        m_panel->resize(330, 600);
        for (const QToolButton *button : m_panel->findChildren<QToolButton *>()) {
            if (!button->isVisible() || button->accessibleName().isEmpty())
                continue;
            const QRect place(button->mapTo(m_panel, QPoint()), button->size());
            QVERIFY2(m_panel->rect().contains(place), qPrintable(button->accessibleName()));
        }
    }

    void aSourceThatIsLeftBeforeItHasComeIsForgotten()
    {
        occupy(m_library->pools().library);
        m_panel->showSources({ sourceOf(QStringLiteral("granite")), sourceOf(QStringLiteral("swans")) }, 0, {});
        QTest::mouseClick(child<QToolButton>("nextSource"), Qt::LeftButton); // this stops the first one
        release();
        QTRY_VERIFY(!text().isEmpty());
        QTRY_COMPARE(m_tasks->running(), 0);
        QVERIFY2(!child<QLabel>("sourceNotice")->isVisible(), qPrintable(notice()));
    }

    void theKeyboardFindsInTheText()
    {
        m_panel->showSources({ sourceOf(QStringLiteral("granite")) }, 0, {});
        QTRY_VERIFY(!text().isEmpty());
        m_panel->openFind();
        auto *field = child<QLineEdit>("findText");
        QTRY_VERIFY(field->hasFocus());
        QTest::keyClicks(field, QStringLiteral("swans"));
        QTest::keyClick(field, Qt::Key_Return);
        QCOMPARE(child<QTextBrowser>("source")->textCursor().selectedText().toLower(), QStringLiteral("swans"));
        QCOMPARE(child<QLabel>("findResult")->text(), QStringLiteral("1 of 2")); // its heading, too
        QTest::keyClick(field, Qt::Key_Return);
        QCOMPARE(child<QLabel>("findResult")->text(), QStringLiteral("2 of 2"));
        field->setText(QStringLiteral("no such words"));
        QTest::keyClick(field, Qt::Key_Return);
        QCOMPARE(child<QLabel>("findResult")->text(), QStringLiteral("not found"));
        QVERIFY(m_panel->closeFind());
        QVERIFY(!m_panel->closeFind());
    }

    void aSourceIsKeptAsRightAndLetGo()
    {
        const QString question = QStringLiteral("What is it built of?");
        const QString sentence = QStringLiteral("The wall was built of granite.");
        const Dialog::Source source = sourceOf(QStringLiteral("granite"), sentence);
        m_panel->showSources({ source }, 0, question);
        auto *right = child<QToolButton>("rightSource");
        QVERIFY(right->isVisible() && !right->isChecked());
        QTest::mouseClick(right, Qt::LeftButton);
        QTRY_VERIFY(notice().startsWith(QLatin1String("Kept")));
        const auto overview = [this] { return **await(m_saved->overview({})); };
        QCOMPARE(overview().questions.size(), 1);
        QCOMPARE(overview().questions.first().question, question);
        QCOMPARE(overview().questions.first().right.first().text, sentence);
        right->setChecked(false);
        m_panel->showSources({ source }, 0, question);
        QTRY_VERIFY(right->isChecked());
        QTest::mouseClick(right, Qt::LeftButton);
        QTRY_VERIFY(notice().startsWith(QLatin1String("No longer")));
        QVERIFY(overview().questions.isEmpty());
    }

    void aPdfIsShownAsItsPages()
    {
        m_panel->showSources({ pdfSource(QStringLiteral(HEDDLE_PDFS "/reportlab.pdf")) }, 0, {});
        auto *pdf = m_panel->pdf();
        QTRY_VERIFY(pdf->isVisible() && pdf->isDrawn(0));
        QCOMPARE(pdf->marks().page, 0);
        QCOMPARE(m_panel->view(), pdf);
        QVERIFY(child<QSpinBox>("sourcePage")->isVisible());
        m_panel->openFind();
        auto *field = child<QLineEdit>("findText");
        QTRY_VERIFY(field->hasFocus());
        QSignalSpy searched(pdf, &Ui::PdfView::searched);
        QTest::keyClicks(field, QStringLiteral("sixteen"));
        QTest::keyClick(field, Qt::Key_Return);
        QTRY_COMPARE(searched.size(), 1);
        QVERIFY(searched.last().first().toBool());
        field->setText(QStringLiteral("no such words"));
        QTest::keyClick(field, Qt::Key_Return);
        QTRY_COMPARE(child<QLabel>("findResult")->text(), QStringLiteral("not found"));
    }

    void aPdfThatIsGoneLeavesItsPassage()
    {
        m_panel->showSources({ pdfSource(QStringLiteral("/no/such.pdf")) }, 0, {});
        QTRY_VERIFY(notice().contains(QLatin1String("no longer there")));
        QCOMPARE(text(), QStringLiteral("Readers under sixteen pay nothing."));
        QVERIFY(!m_panel->pdf()->isVisible());
    }

    void aPageThatIsClosedDropsWhatComesLate()
    {
        m_panel->showSources({ sourceOf(QStringLiteral("granite")) }, 0, QStringLiteral("What?"));
        m_page.reset();
        QTRY_COMPARE(m_tasks->running(), 0);
    }
};

QTEST_MAIN(TestSourcePanel)
#include "test_sourcepanel.moc"
