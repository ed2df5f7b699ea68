// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/mindmap/outline.h"
#include "core/text/analyzer.h"
#include "tests/ui/mapdriver.h"
#include "tests/ui/windowfixture.h"
#include "ui/common/passagelist.h"
#include "ui/viewer/sourcepanel.h"
#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QDockWidget>
#include <QJsonDocument>
#include <QLineEdit>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTextBlock>
#include <QToolButton>
#include <QWheelEvent>

using namespace Heddle;
using namespace Heddle::TestSupport;
using MindMap::Node;
using MindMap::NodeId;

class TestMap : public WindowFixture {
    Q_OBJECT

    MapDriver driver() const { return MapDriver(child<Ui::MapPanel>("mapPanel")); }
    Ui::MapPanel *panel() const { return driver().panel(); }
    Ui::MapView *view() const { return driver().view(); }
    const MindMap::Map &map() const { return driver().map(); }
    NodeId find(const QString &label) const { return driver().find(label); }
    QPoint middle(NodeId id) const { return driver().middle(id); }
    void rest() const { driver().rest(); }
    void drag(const QPoint &from, const QPoint &to) const { driver().drag(from, to); }
    //! Clicks a link below the answer.
    void clickAction(const QString &action)
    {
        QTRY_VERIFY(hasLink(QStringLiteral("do:") + action));
        clickLink(QStringLiteral("do:") + action);
    }
    void openMap(const QString &question = QStringLiteral("Where are my conversations kept?"))
    {
        addSample();
        type(question);
        clickAction(QStringLiteral("map"));
        QTRY_VERIFY(panel()->isVisible() && !panel()->isWorking() && map().size() > 3);
        rest();
        view()->fit();
    }

private Q_SLOTS:
    void init()
    {
        m_data = std::make_unique<QTemporaryDir>();
        open();
        m_window->resize(1200, 760);
    }

    void cleanup() { close(); }

    void aMapOfEvidenceWithoutAModel()
    {
        openMap();
        QVERIFY(child<QDockWidget>("mapDock")->isVisible()); // there is room for both
        QCOMPARE(map().node(map().root()).label, QStringLiteral("Where are my conversations kept?"));
        QVERIFY2(map().node(map().root()).children.size() >= 3, qPrintable(MindMap::printOutline(map())));
        QVERIFY(child<QLabel>("mapState")->text().contains(QLatin1String("Nothing was sent anywhere.")));
        // Each node opens passages that have its words.
        auto *passages = child<Ui::PassageList>("mapPassages");
        Text::Analyzer &analyzer = Text::Analyzer::forThisThread();
        const auto words = [&analyzer](const QString &text) {
            QSet<QString> all;
            analyzer.tokenize(text, [&all](const Text::Token &token) { all += QString::fromStdString(token.term); });
            return all;
        };
        for (const NodeId id : map().preorder()) {
            bool hidden = false;
            for (NodeId above = map().node(id).parent; above; above = map().node(above).parent)
                hidden = hidden || map().node(above).collapsed;
            if (id == map().root() || hidden || map().node(id).collapsed)
                continue;
            QTest::mouseClick(view(), Qt::LeftButton, {}, middle(id));
            QCOMPARE(view()->current(), id);
            QVERIFY(passages->model()->rowCount() > 0);
            QSet<QString> held;
            for (const auto &source : static_cast<Ui::PassagesModel *>(passages->model())->passages())
                held += words(source.text + QLatin1Char(' ') + source.heading + QLatin1Char(' ') + source.title);
            QVERIFY2(held.contains(words(map().node(id).label)), qPrintable(map().node(id).label));
        }
        // A passage opens in the document beside the chat.
        passages->setCurrentIndex(passages->model()->index(0, 0));
        QTest::keyClick(passages, Qt::Key_Return);
        QTRY_VERIFY(m_window->findChild<Ui::SourcePanel *>()->isVisible());
    }

    void keysWalkFoldAndZoom()
    {
        openMap();
        view()->setFocus();
        QTest::keyClick(view(), Qt::Key_Home);
        QCOMPARE(view()->current(), map().root());
        // Whichever side has two branches.
        const auto branches = [this](bool left) {
            QList<NodeId> ids;
            for (const NodeId id : map().node(map().root()).children) {
                if ((middle(id).x() < middle(map().root()).x()) == left)
                    ids += id;
            }
            return ids;
        };
        const bool left = branches(false).size() < 2;
        const QList<NodeId> side = branches(left);
        QVERIFY(side.size() > 1);
        const Qt::Key outwards = left ? Qt::Key_Left : Qt::Key_Right, inwards = left ? Qt::Key_Right : Qt::Key_Left;
        const NodeId first = side[0];
        QTest::keyClick(view(), outwards);
        QCOMPARE(view()->current(), first);
        QTest::keyClick(view(), Qt::Key_Down);
        QCOMPARE(view()->current(), side[1]);
        QTest::keyClick(view(), Qt::Key_Up);
        QTest::keyClick(view(), outwards);
        QCOMPARE(map().node(view()->current()).parent, first);
        const NodeId inner = view()->current();
        QTest::keyClick(view(), inwards);
        QCOMPARE(view()->current(), first);
        QTest::keyClick(view(), Qt::Key_Space);
        rest();
        QVERIFY(map().node(first).collapsed);
        QVERIFY(view()->boxOf(inner).isEmpty());
        // The handle unfolds it again.
        QTest::mouseMove(view(), middle(first));
        QTest::mouseClick(view(), Qt::LeftButton, {}, view()->handleOf(first).center().toPoint());
        rest();
        QVERIFY(!map().node(first).collapsed && !view()->boxOf(inner).isEmpty());
        const double before = view()->zoom();
        QTest::keyClick(view(), Qt::Key_Plus);
        QVERIFY(view()->zoom() > before);
        QTest::keyClick(view(), Qt::Key_0);
        QCOMPARE(view()->zoom(), before);
        // The wheel keeps what is under it.
        const QPointF place = view()->boxOf(first).center();
        QWheelEvent wheel(place, view()->mapToGlobal(place), {}, { 0, 240 }, Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase, false);
        QApplication::sendEvent(view(), &wheel);
        QVERIFY(view()->zoom() > before);
        QVERIFY((view()->boxOf(first).center() - place).manhattanLength() < 1);
        // The ground moves all of it.
        const QPointF rootBefore = view()->boxOf(map().root()).center();
        const QPoint from = driver().ground();
        QVERIFY(!from.isNull());
        drag(from, from + QPoint(60, 40));
        QVERIFY((view()->boxOf(map().root()).center() - rootBefore - QPointF(60, 40)).manhattanLength() < 1);
    }

    void itIsEditedAndKept()
    {
        openMap();
        const QList<NodeId> branches = map().node(map().root()).children;
        const NodeId moved = branches[0], target = branches[1];
        const MindMap::Map before = map();
        // Onto another node: it hangs there.
        drag(middle(moved), middle(target));
        rest();
        QCOMPARE(map().node(moved).parent, target);
        QTest::keyClick(view(), Qt::Key_Z, Qt::ControlModifier);
        rest();
        QVERIFY(map() == before);
        QTest::keyClick(view(), Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
        rest();
        QCOMPARE(map().node(moved).parent, target);
        // Into itself, onto the ground: nothing.
        const NodeId inner = map().node(moved).children.value(0);
        QVERIFY(inner);
        view()->fit();
        drag(middle(target), middle(inner));
        rest();
        QCOMPARE(map().node(target).parent, map().root());
        // Renamed, with a try that is given up.
        QTest::mouseClick(view(), Qt::LeftButton, {}, middle(target));
        QTest::keyClick(view(), Qt::Key_F2);
        auto *field = child<QLineEdit>("mapRename");
        QTRY_VERIFY(field->hasFocus());
        QTest::keyClicks(field, QStringLiteral("never"));
        QTest::keyClick(field, Qt::Key_Escape);
        QVERIFY(map().node(target).label != QLatin1String("never"));
        QTest::keyClick(view(), Qt::Key_F2);
        field = view()->findChild<QLineEdit *>(QStringLiteral("mapRename"), Qt::FindDirectChildrenOnly);
        QList<QLineEdit *> fields = view()->findChildren<QLineEdit *>();
        QTRY_VERIFY(QApplication::focusWidget() && fields.contains(QApplication::focusWidget()));
        QTest::keyClicks(QApplication::focusWidget(), QStringLiteral("A name of mine"));
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
        rest();
        QCOMPARE(map().node(target).label, QStringLiteral("A name of mine"));
        // Added, and removed.
        const int size = map().size();
        QTest::keyClick(view(), Qt::Key_Insert);
        QCOMPARE(map().size(), size + 1);
        QTRY_VERIFY(qobject_cast<QLineEdit *>(QApplication::focusWidget()));
        QTest::keyClicks(QApplication::focusWidget(), QStringLiteral("Added"));
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
        rest();
        QCOMPARE(map().node(view()->current()).label, QStringLiteral("Added"));
        QCOMPARE(map().node(view()->current()).parent, target);
        QTest::keyClick(view(), Qt::Key_Delete);
        rest();
        QCOMPARE(map().size(), size);
        QVERIFY(!find(QStringLiteral("Added")));
        const MindMap::Map mine = map();
        // It is there when the program starts again.
        QVERIFY(m_window->close());
        close();
        open();
        m_window->resize(1200, 760);
        clickAction(QStringLiteral("map"));
        QTRY_VERIFY(find(QStringLiteral("A name of mine")));
        QVERIFY(map() == mine);
        // A new one is made when it is asked for.
        QTest::mouseClick(child<QToolButton>("mapAgain"), Qt::LeftButton);
        QTRY_VERIFY(!panel()->isWorking() && !find(QStringLiteral("A name of mine")));
        QVERIFY(map() == before);
    }

    void aBranchIsAskedAbout()
    {
        openMap();
        const NodeId branch = map().node(map().root()).children.first();
        QTest::mouseDClick(view(), Qt::LeftButton, {}, middle(branch));
        const QString asked = QStringLiteral("What do the documents say about “%1”?").arg(map().node(branch).label);
        QTRY_VERIFY2(transcript().contains(asked), qPrintable(transcript()));
        QTRY_COMPARE(
            m_window->findChildren<QTextBrowser *>(QStringLiteral("transcript")).first()->toHtml().count(QLatin1String("do:map")), 2);
    }

    void twoPlaces()
    {
        openMap();
        const MindMap::Map made = map();
        QTest::mouseClick(child<QToolButton>("mapPlace"), Qt::LeftButton);
        QTRY_VERIFY(!child<QDockWidget>("mapDock")->isVisible() && view()->isVisible());
        QVERIFY(!child<QTextBrowser>("transcript")->isVisible());
        QVERIFY(map() == made);
        QTest::mouseClick(child<QToolButton>("mapPlace"), Qt::LeftButton);
        QTRY_VERIFY(child<QDockWidget>("mapDock")->isVisible() && view()->isVisible() && child<QTextBrowser>("transcript")->isVisible());
        QTest::keyClick(m_window.get(), Qt::Key_3, Qt::ControlModifier);
        QTRY_VERIFY(!child<QDockWidget>("mapDock")->isVisible() && view()->isVisible());
    }

    void pictures()
    {
        const QString folder = qEnvironmentVariable("HEDDLE_PICTURES");
        if (folder.isEmpty())
            QSKIP("set HEDDLE_PICTURES to a folder to get pictures of the map");
        QDir().mkpath(folder);
        Ui::Style::Appearance appearance; // as the program dresses itself
        const auto save = [&](const char *name) {
            rest();
            QTest::qWait(80);
            m_window->grab().save(folder + QLatin1Char('/') + QLatin1String(name) + QLatin1String(".png"));
        };
        openMap();
        view()->setCurrent(map().node(map().root()).children.first());
        save("map-beside");
        QTest::mouseClick(child<QToolButton>("mapPlace"), Qt::LeftButton);
        view()->fit();
        save("map-page");
        setTheme(appearance, Settings::Theme::Dark);
        save("map-dark");
        setTheme(appearance, Settings::Theme::Light);
        panel()->importFile(writeFile(QStringLiteral("five.md"),
            "# 织机\n- 经纱\n- النول اليدوي\n- a label that is so long that it has to be broken into lines, and "
            "that is cut in the end because nobody reads it all\n- 纬纱\n"));
        QTRY_COMPARE(map().size(), 5);
        view()->fit();
        save("map-5");
        const auto made = [](int nodes) {
            QByteArray outline = "# Weaving\n";
            for (int i = 0; i < nodes - 1; ++i)
                outline += QByteArray(2
                                   * (i % 5 == 0       ? 0
                                           : i % 5 < 3 ? 1
                                                       : 2),
                               ' ')
                    + "- " + (i % 5 == 0 ? "branch " : "point of the matter ") + QByteArray::number(i) + '\n';
            return outline;
        };
        panel()->importFile(writeFile(QStringLiteral("60.md"), made(60)));
        QTRY_COMPARE(map().size(), 60);
        view()->fit();
        save("map-60");
        panel()->importFile(writeFile(QStringLiteral("1000.md"), made(1000)));
        QTRY_COMPARE(map().size(), 1000);
        view()->fit();
        save("map-1000");
        view()->zoomBy(12);
        save("map-1000-near");
        m_window->resize(400, 700);
        QTRY_COMPARE(m_window->width(), 400);
        view()->fit();
        save("map-narrow");
    }

private:
    QString writeFile(const QString &name, const QByteArray &bytes)
    {
        QFile file(m_data->filePath(name));
        if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
            qFatal("%s", qPrintable(file.errorString()));
        return file.fileName();
    }
};

QTEST_MAIN(TestMap)
#include "test_map.moc"
