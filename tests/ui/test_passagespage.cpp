// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/rerank/reranker.h"
#include "tests/support/testsetup.h"
#include "tests/ui/pagefixture.h"
#include "ui/common/rowglide.h"
#include "ui/passages/passageresults.h"
#include "ui/passages/passagespage.h"
#include "ui/viewer/documentwindows.h"
#include "ui/viewer/sourcepanel.h"
#include "ui/widgets/chip.h"
#include <QApplication>
#include <QClipboard>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QProxyStyle>
#include <QPushButton>
#include <QSignalSpy>
#include <QStyleFactory>
#include <QTextBrowser>
#include <QVariantAnimation>
#include <fcntl.h>
#include <sys/stat.h>

using namespace Heddle;
using namespace Heddle::TestSupport;

namespace {

//! Ranks the last passage first, once it is let go.
class LastFirst : public Rerank::Reranker {
public:
    std::counting_semaphore<> gate { 0 };
    QString name() const override { return QStringLiteral("last first"); }
    Result<Rerank::Scores> similarity(const QString &, const QStringList &passages, Concurrency::Context) override
    {
        gate.acquire();
        Rerank::Scores scores;
        scores.scale = Rerank::Scale::Probability;
        for (qsizetype i = 0; i < passages.size(); ++i) {
            scores.raw.push_back(0.1 + 0.8 * double(i) / double(passages.size()));
            scores.score.push_back(scores.raw.back());
        }
        return scores;
    }
};

class FailingSearcher : public Search::Searcher {
public:
    Result<Search::SearchResult> search(const Search::SearchRequest &, Concurrency::Context) override
    {
        return Error { ErrorCode::IndexUnavailable, QStringLiteral("The index is being rebuilt; try again in a minute."), {}, true };
    }
};

//! As where the system asks for less motion.
class StillStyle : public QProxyStyle {
public:
    StillStyle() : QProxyStyle(QStyleFactory::create(QStringLiteral("Fusion"))) { }
    int styleHint(StyleHint hint, const QStyleOption *option, const QWidget *widget, QStyleHintReturn *returned) const override
    {
        return hint == SH_Widget_Animation_Duration ? 0 : QProxyStyle::styleHint(hint, option, widget, returned);
    }
};

} // namespace

//! The page that finds passages as one types.
class TestPassagesPage : public PageFixture {
    Q_OBJECT
    std::unique_ptr<Library::Catalog> m_catalog;
    std::unique_ptr<Evaluation::SavedQuestions> m_saved;
    std::unique_ptr<Retrieval::Retriever> m_retriever;
    std::unique_ptr<TestSetup> m_setup;
    std::shared_ptr<Ui::DocumentWindows> m_windows;

    Ui::SourcePanel *makePanel(std::shared_ptr<Ui::DocumentWindows> windows)
    {
        return new Ui::SourcePanel(m_catalog.get(), m_saved.get(), &m_library->pools().render, m_tasks.get(), std::move(windows));
    }
    QLineEdit *field() const { return child<QLineEdit>("passagesField"); }
    QListView *list() const { return child<QListView>("passagesFound"); }
    QString state() const { return child<QLabel>("passagesState")->text(); }
    QStringList files() const
    {
        QStringList files;
        for (int row = 0; row < list()->model()->rowCount(); ++row)
            files += list()->model()->index(row, 0).data().toString();
        return files;
    }
    void type(const QString &words)
    {
        field()->clear();
        QTest::keyClicks(field(), words);
    }
    void choose(const char *chip, const char *menu, const QString &name)
    {
        QTest::mouseClick(child<Ui::Chip>(chip), Qt::LeftButton);
        QMenu *shown = nullptr;
        QTRY_VERIFY((shown = m_page->findChild<QMenu *>(QLatin1String(menu))) && shown->isVisible());
        for (QAction *action : shown->actions()) {
            if (action->text() == name) {
                QTest::mouseClick(shown, Qt::LeftButton, {}, shown->actionGeometry(action).center());
                return;
            }
        }
        QFAIL(qPrintable(name));
    }
    //! The list with rows that move, and the reranker that moves them.
    std::shared_ptr<LastFirst> searchWithReranker()
    {
        auto reranker = std::make_shared<LastFirst>();
        m_setup->change([&](auto &setup) {
            setup.reranker = reranker;
            setup.tuning.trustReranker = true;
            setup.tuning.rerankWait = std::chrono::milliseconds(60'000);
        });
        type(QStringLiteral("granite wall"));
        [&] { QTRY_COMPARE(files().size(), 3); }();
        return reranker;
    }

private Q_SLOTS:
    void init()
    {
        openLibrary();
        m_library->write(QStringLiteral("harbour/wall.md"), "# Wall\n\nThe granite wall was built in 1931.\n");
        m_library->write(QStringLiteral("harbour/old/repairs.txt"), "The granite wall was repaired after the storm of 1962.\n");
        m_library->write(QStringLiteral("town/market.md"), "# Market\n\nThe market stands before a wall of granite.\n");
        const struct timespec times[2] = { { 1'000'000'000, 0 }, { 1'000'000'000, 0 } }; // of 2001
        QCOMPARE(utimensat(AT_FDCWD, qPrintable(m_library->documents() + QStringLiteral("/harbour/old/repairs.txt")), times, 0), 0);
        QVERIFY(m_library->index());
        m_saved = std::make_unique<Evaluation::SavedQuestions>(
            Storage::EvaluationRepository(openConversations()), nullptr, nullptr, m_library->library(), &m_library->pools());
        m_catalog = std::make_unique<Library::Catalog>(m_library->library(), &m_library->pools().library);
        m_retriever = std::make_unique<Retrieval::Retriever>(&m_library->pools(), m_tasks.get());
        m_setup = std::make_unique<TestSetup>(m_library->sharedEngine());
        m_windows = std::make_shared<Ui::DocumentWindows>([this](Ui::DocumentWindows *windows) {
            return makePanel(std::shared_ptr<Ui::DocumentWindows>(std::shared_ptr<void>(), windows));
        });
        auto *page = show(std::make_unique<Ui::PassagesPage>(m_retriever.get(), m_setup->current(),
            Library::DocumentScopes(m_library->library(), &m_library->pools().library), [this] { return makePanel(m_windows); },
            m_tasks.get()));
        page->setCollections(**await(m_catalog->collections({})));
        page->focusFind();
    }
    void cleanup()
    {
        m_windows.reset();
        closePage();
        m_setup.reset();
        m_retriever.reset();
        m_saved.reset();
        closeLibrary();
    }

    void resultsComeAsOneTypes()
    {
        QElapsedTimer time;
        time.start();
        type(QStringLiteral("granite"));
        QVERIFY(files().isEmpty()); // not before typing has paused
        QTRY_COMPARE(files().size(), 3);
        QVERIFY(time.elapsed() >= 150);
        QVERIFY(state().contains(QLatin1String("3 passages have these words")));
        const QModelIndex first = list()->model()->index(0, 0);
        QVERIFY(!first.data(Ui::PassageResults::MarksRole).toList().isEmpty());
        QVERIFY(first.data(Ui::PassageResults::RanksRole).toString().contains(QLatin1String("words 1")));
        QTest::keyClicks(field(), QStringLiteral(" storm"));
        QTRY_VERIFY(!files().isEmpty() && files().first() == QLatin1String("repairs.txt"));
    }

    void foldersTypesAndTimesLimitTheSearch()
    {
        type(QStringLiteral("granite"));
        QTRY_COMPARE(files().size(), 3);
        choose("passagesFolders", "folderMenu", QStringLiteral("documents/harbour (2)"));
        QTRY_COMPARE(files().size(), 2);
        QVERIFY(child<Ui::Chip>("passagesFolders")->isChecked());
        QCOMPARE(child<Ui::Chip>("passagesFolders")->text(), QStringLiteral("harbour"));
        choose("passagesTimes", "timeMenu", QStringLiteral("Changed in a year"));
        QTRY_COMPARE(files(), QStringList { QStringLiteral("wall.md") });
        choose("passagesTypes", "typeMenu", QStringLiteral("txt"));
        QPushButton *everywhere = child<QPushButton>("searchEverywhere");
        QTRY_VERIFY(everywhere->isVisible()); // nothing is left, and the way out is said
        QTest::mouseClick(everywhere, Qt::LeftButton);
        QTRY_COMPARE(files().size(), 3);
        QVERIFY(!child<Ui::Chip>("passagesFolders")->isChecked());
        QCOMPARE(child<Ui::Chip>("passagesTimes")->text(), QStringLiteral("Any time"));
    }

    void rowsGlideToTheirPlacesAfterAReranking()
    {
        const auto reranker = searchWithReranker();
        const QStringList before = files();
        auto *glide = m_page->findChild<Ui::RowGlide *>();
        QCOMPARE(glide->distance(), 0.0);
        const QSignalSpy steps(glide->findChild<QVariantAnimation *>(), &QVariantAnimation::valueChanged);
        reranker->gate.release(10);
        QTRY_VERIFY(files() != before);
        QVERIFY(glide->showsMoves());
        QCOMPARE(files().first(), before.last());
        QCOMPARE(list()->model()->index(0, 0).data(Ui::PassageResults::MovedRole).toString(), QStringLiteral("3 → 1"));
        QVERIFY(list()->model()->index(0, 0).data(Ui::PassageResults::RanksRole).toString().contains(QLatin1String("rerank 1 (")));
        QCOMPARE(glide->moved(0), 2);
        QTRY_VERIFY(steps.size() > 1 && glide->distance() == 0);
        QVERIFY(steps.first().first().toDouble() > 0);
        reranker->gate.release(100);
    }

    void nothingGlidesWhereLessMotionIsAskedFor()
    {
        StillStyle still;
        list()->setStyle(&still);
        const auto reranker = searchWithReranker();
        const QStringList before = files();
        auto *glide = m_page->findChild<Ui::RowGlide *>();
        const QSignalSpy steps(glide->findChild<QVariantAnimation *>(), &QVariantAnimation::stateChanged);
        reranker->gate.release(10);
        QTRY_VERIFY(files() != before);
        QVERIFY(glide->showsMoves());
        QVERIFY(steps.isEmpty());
        QCOMPARE(glide->distance(), 0.0);
        list()->setStyle(nullptr);
        reranker->gate.release(100);
    }

    void aSearchThatFailedSaysWhatToDo()
    {
        m_setup->change([](auto &setup) { setup.engine = std::make_shared<FailingSearcher>(); });
        type(QStringLiteral("granite"));
        QPushButton *again = child<QPushButton>("searchAgain");
        QTRY_VERIFY(again->isVisible());
        QStringList texts;
        for (const QLabel *label : again->parentWidget()->findChildren<QLabel *>())
            texts += label->text();
        QVERIFY(texts.contains(QStringLiteral("The index is being rebuilt; try again in a minute.")));
        m_setup->change([this](auto &setup) { setup.engine = m_library->sharedEngine(); });
        QTest::mouseClick(again, Qt::LeftButton);
        QTRY_COMPARE(files().size(), 3);
        QVERIFY(!again->isVisible());
    }

    void aSlipOfTheFingersGetsASuggestion()
    {
        type(QStringLiteral("granitte")); // "granitee" has the stem "granite", which is a word there
        auto *suggestion = child<QPushButton>("passagesSuggestion");
        QTRY_VERIFY(suggestion->isVisible());
        QVERIFY(!child<QPushButton>("searchEverywhere")->isVisible()); // nothing limits it
        QTest::mouseClick(suggestion, Qt::LeftButton);
        QTRY_COMPARE(files().size(), 3);
        QCOMPARE(field()->text(), QStringLiteral("granite"));
        QVERIFY(!suggestion->isVisible());
    }

    void theKeyboardDoesAllOfIt()
    {
        type(QStringLiteral("granite"));
        QTRY_COMPARE(files().size(), 3);
        QTest::keyClick(field(), Qt::Key_Down);
        QTRY_VERIFY(list()->hasFocus());
        QTest::keyClick(list(), Qt::Key_Down);
        QCOMPARE(list()->currentIndex().row(), 1);
        QTest::keyClick(list(), Qt::Key_Return);
        QTRY_VERIFY(m_page->findChild<Ui::SourcePanel *>() && child<QTextBrowser>("source")->isVisible());
        QTRY_VERIFY(child<QTextBrowser>("source")->toPlainText().contains(QLatin1String("granite")));
        QTest::keyClick(list(), Qt::Key_Escape);
        QVERIFY(!m_page->findChild<Ui::SourcePanel *>()->isVisible());
        QTRY_VERIFY(list()->hasFocus());
        QTest::keyClick(list(), Qt::Key_Return, Qt::ControlModifier);
        QTRY_COMPARE(m_windows->windows().size(), 1);
        m_page->activateWindow();
        QTest::keyClick(list(), Qt::Key_Escape);
        QTRY_VERIFY(field()->hasFocus());
    }

    void aRowHasAMenu()
    {
        type(QStringLiteral("storm"));
        QTRY_VERIFY(!files().isEmpty() && files().first() == QLatin1String("repairs.txt"));
        const QPoint place = list()->visualRect(list()->model()->index(0, 0)).center();
        QContextMenuEvent event(QContextMenuEvent::Mouse, place, list()->viewport()->mapToGlobal(place));
        QApplication::sendEvent(list()->viewport(), &event);
        QMenu *menu = nullptr;
        QTRY_VERIFY((menu = m_page->findChild<QMenu *>(QStringLiteral("passageMenu"))) && menu->isVisible());
        QTest::mouseClick(menu, Qt::LeftButton, {}, menu->actionGeometry(menu->actions().last()).center());
        QVERIFY2(QApplication::clipboard()->text().contains(QLatin1String("storm of 1962.")), qPrintable(QApplication::clipboard()->text()));
    }

    void aNarrowPageHoldsEverything()
    {
        const auto isNarrow = [this] { // it has to be laid out for a narrow page before it can be as narrow
            m_page->resize(420, 800);
            return m_page->width() == 420;
        };
        QTRY_VERIFY(isNarrow());
        type(QStringLiteral("granite"));
        QTRY_COMPARE(files().size(), 3);
        QCOMPARE(m_page->width(), 420); // nothing widens it
        for (const char *chip : { "passagesFolders", "passagesTypes", "passagesTimes" }) {
            const auto *one = child<Ui::Chip>(chip);
            QVERIFY2(m_page->rect().contains(QRect(one->mapTo(m_page.get(), QPoint()), one->size())), chip);
        }
        const int narrow = list()->visualRect(list()->model()->index(0, 0)).height();
        QTest::mouseClick(list()->viewport(), Qt::LeftButton, {}, list()->visualRect(list()->model()->index(0, 0)).center());
        QTRY_VERIFY(m_page->findChild<Ui::SourcePanel *>());
        QVERIFY(!list()->isVisible()); // the document takes the page
        m_page->resize(1100, 800);
        QTRY_VERIFY(list()->isVisible()); // and gives it back where there is room
        QTRY_VERIFY(list()->visualRect(list()->model()->index(0, 0)).height() < narrow);
    }
};

QTEST_MAIN(TestPassagesPage)
#include "test_passagespage.moc"
