// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/mindmap/formats.h"
#include "tests/support/testsetup.h"
#include "tests/ui/mapdriver.h"
#include "tests/ui/pagefixture.h"
#include "ui/common/passagelist.h"
#include "ui/render/mappainter.h"
#include <QApplication>
#include <QElapsedTimer>
#include <QImage>
#include <QJsonDocument>
#include <QLabel>
#include <QLineEdit>
#include <QPainter>
#include <QSignalSpy>
#include <QToolButton>

using namespace Heddle;
using namespace Heddle::TestSupport;
using MindMap::NodeId;

//! The panel of a map that is kept with its answer. Nothing makes maps here.
class TestMapPanel : public PageFixture {
    Q_OBJECT
    std::unique_ptr<Storage::ConversationRepository> m_conversations;
    std::unique_ptr<TestSetup> m_setup;
    std::unique_ptr<Conversation::AnswerMaps> m_maps;
    std::unique_ptr<MapDriver> m_driver;
    Storage::MessageRow m_answer;

    Ui::MapPanel *panel() const { return m_driver->panel(); }
    Ui::MapView *view() const { return m_driver->view(); }
    const MindMap::Map &map() const { return m_driver->map(); }
    NodeId find(const char *label) const { return m_driver->find(QString::fromUtf8(label)); }
    NodeId find(const QString &label) const { return m_driver->find(label); }
    void rest() const { m_driver->rest(); }
    QString dataFile(const QByteArray &name) const { return PageFixture::dataFile(name.constData()); }
    QString file(const char *name, const QByteArray &bytes) const
    {
        writeFile(dataFile(name), bytes);
        return dataFile(name);
    }
    static Dialog::AnswerMap fees()
    {
        Dialog::AnswerMap kept;
        kept.map = MindMap::Map(QStringLiteral("Fees"));
        const NodeId late = kept.map.add(kept.map.root(), QStringLiteral("Late fees"), { QStringLiteral("one") });
        kept.map.add(late, QStringLiteral("Due in June"), { QStringLiteral("two") });
        kept.map.add(kept.map.root(), QStringLiteral("Rents"));
        for (const char *chunk : { "one", "two" }) {
            Dialog::Source source;
            source.chunk = QLatin1String(chunk);
            source.title = QStringLiteral("Passage ") + source.chunk;
            kept.passages += source;
        }
        return kept;
    }
    Storage::MessageRow append(const Storage::MessageRow &before, const char *role, const char *kind, const char *text) const
    {
        Storage::MessageRow message;
        message.conversationId = before.conversationId;
        message.parentId = before.id;
        message.role = QLatin1String(role);
        message.kind = QLatin1String(kind);
        message.state = QStringLiteral("done");
        message.text = QLatin1String(text);
        auto appended = m_conversations->append(message);
        if (!appended)
            qFatal("%s", qUtf8Printable(appended.error().message));
        return *appended;
    }
    //! Opens the kept map.
    void open()
    {
        panel()->open(m_answer.conversationId, m_answer.id);
        QTRY_VERIFY(!panel()->isWorking() && map().size() == 4);
        rest();
        view()->fit();
    }
    MindMap::Map kept() const
    {
        const auto map = Dialog::answerMapFromJson(*m_conversations->mindMap(m_answer.id));
        return map ? map->map : MindMap::Map();
    }

private Q_SLOTS:
    void init()
    {
        openLibrary();
        m_conversations = std::make_unique<Storage::ConversationRepository>(openConversations());
        Storage::MessageRow none;
        none.conversationId = m_conversations->create(QStringLiteral("Fees")).value().id;
        m_answer = append(append(none, "user", "question", "What about fees?"), "assistant", "quoted", "Fees are due.");
        QVERIFY(m_conversations->saveMindMap(m_answer.id, Dialog::toJson(fees())));
        m_setup = std::make_unique<TestSetup>(m_library->sharedEngine());
        m_maps = std::make_unique<Conversation::AnswerMaps>(*m_conversations, nullptr, m_setup->current(), &m_library->pools());
        m_driver =
            std::make_unique<MapDriver>(show(std::make_unique<Ui::MapPanel>(m_maps.get(), &m_library->pools().render, m_tasks.get())));
    }
    void cleanup()
    {
        closePage();
        m_driver.reset();
        m_maps.reset();
        m_setup.reset();
        m_conversations.reset();
        closeLibrary();
    }

    void aKeptMapIsOpenedWithItsPassages()
    {
        QVERIFY(!child<QToolButton>("mapAgain")->isEnabled());
        open();
        QVERIFY(map() == fees().map);
        QCOMPARE(panel()->message(), m_answer.id);
        QCOMPARE(child<QLabel>("mapTitle")->text(), QStringLiteral("What about fees?"));
        QVERIFY(child<QLabel>("mapState")->text().contains(QLatin1String("2 passages")));
        QTest::mouseClick(view(), Qt::LeftButton, {}, m_driver->middle(find("Due in June")));
        auto *passages = child<Ui::PassageList>("mapPassages");
        QCOMPARE(passages->model()->rowCount(), 1);
        QSignalSpy requested(panel(), &Ui::MapPanel::sourceRequested);
        passages->setCurrentIndex(passages->model()->index(0, 0));
        QTest::keyClick(passages, Qt::Key_Return);
        QCOMPARE(requested.size(), 1);
        QCOMPARE(requested.last()[0].toString(), m_answer.conversationId);
        QCOMPARE(requested.last()[1].value<QList<Dialog::Source>>().first().chunk, QStringLiteral("two"));
        QSignalSpy asked(panel(), &Ui::MapPanel::askRequested);
        QTest::mouseDClick(view(), Qt::LeftButton, {}, m_driver->middle(find("Due in June")));
        QCOMPARE(asked.size(), 1);
        QVERIFY(asked.last()[1].toString().contains(QStringLiteral("Late fees › Due in June")));
        panel()->clear();
        QCOMPARE(map().size(), 1);
        QVERIFY(panel()->message().isEmpty() && !child<QToolButton>("mapAgain")->isEnabled());
    }

    void itIsEditedUndoneAndKept()
    {
        open();
        const MindMap::Map before = map();
        const NodeId late = find("Late fees"), rents = find("Rents");
        m_driver->drag(m_driver->middle(rents), m_driver->middle(late));
        rest();
        QCOMPARE(map().node(rents).parent, late);
        view()->setFocus();
        QTest::keyClick(view(), Qt::Key_Z, Qt::ControlModifier);
        rest();
        QVERIFY(map() == before);
        QTest::keyClick(view(), Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
        rest();
        QCOMPARE(map().node(rents).parent, late);
        QTest::mouseClick(view(), Qt::LeftButton, {}, m_driver->middle(rents));
        QTest::keyClick(view(), Qt::Key_F2);
        auto *field = child<QLineEdit>("mapRename");
        QTRY_VERIFY(field->hasFocus());
        QTest::keyClicks(field, QStringLiteral("Leases"));
        QTest::keyClick(field, Qt::Key_Return);
        QVERIFY(find("Leases"));
        const MindMap::Map edited = map();
        m_page->hide(); // at once, not only a while after the last change
        QTRY_VERIFY(kept() == edited);
    }

    void whatCanNotBeOpenedIsSaidAndLeavesThePanelEmpty()
    {
        QSignalSpy failed(panel(), &Ui::MapPanel::failed);
        occupy(m_library->pools().conversations);
        panel()->open(m_answer.conversationId, QStringLiteral("no-such-message"));
        QVERIFY(panel()->isWorking());
        QCOMPARE(child<QToolButton>("mapAgain")->text(), QStringLiteral("Stop"));
        release();
        QTRY_COMPARE(failed.size(), 1);
        QVERIFY(!panel()->isWorking() && panel()->message().isEmpty());
        open(); // another one can be opened all the same
    }

    void onlyTheLastOneOpenedIsShown()
    {
        QSignalSpy failed(panel(), &Ui::MapPanel::failed);
        occupy(m_library->pools().conversations);
        panel()->open(m_answer.conversationId, QStringLiteral("no-such-message"));
        panel()->open(m_answer.conversationId, m_answer.id);
        release();
        QTRY_COMPARE(m_tasks->running(), 0);
        QCOMPARE(failed.size(), 0);
        QVERIFY(map() == fees().map);
        occupy(m_library->pools().conversations);
        panel()->open(m_answer.conversationId, QStringLiteral("no-such-message"));
        panel()->clear();
        release();
        QTRY_COMPARE(m_tasks->running(), 0);
        QCOMPARE(failed.size(), 0);
        QVERIFY(!panel()->isWorking());
    }

    void wordsAreFound()
    {
        open();
        panel()->importFile(file("looms.md", "# Looms\n- warp\n  - heddle frame\n- weft\n  - the heddle\n"));
        QTRY_VERIFY(find(QStringLiteral("heddle frame")));
        view()->toggle(find(QStringLiteral("warp")));
        auto *field = child<QLineEdit>("mapSearch");
        QTest::keyClicks(field, QStringLiteral("HEDDLE"));
        QCOMPARE(view()->current(), find(QStringLiteral("heddle frame"))); // unfolded for it
        QTest::keyClick(field, Qt::Key_Return);
        QCOMPARE(view()->current(), find(QStringLiteral("the heddle")));
        QTest::keyClick(field, Qt::Key_Return, Qt::ShiftModifier);
        QCOMPARE(view()->current(), find(QStringLiteral("heddle frame")));
        // What the file replaced comes back.
        view()->setFocus();
        QTest::keyClick(view(), Qt::Key_Z, Qt::ControlModifier);
        QTRY_VERIFY(!find(QStringLiteral("heddle frame")));
    }

    //! Not by colour alone: the border has gaps, and the words say so.
    void whatNoPassageSupportsIsDashed()
    {
        Render::MapPainter painter(Render::MapStyle::paper());
        const auto gaps = [&painter](bool unsupported) {
            MindMap::Node node;
            node.label = QStringLiteral("Goats");
            node.unsupported = unsupported;
            const QRectF box(10, 10, 120, 30);
            QImage image(140, 50, QImage::Format_RGB32);
            image.fill(Qt::white);
            QPainter on(&image);
            painter.paintNode(on, box, node, 2, 0, false, 0);
            on.end();
            int changes = 0;
            const int row = int(box.top());
            for (int x = 25; x < 115; ++x)
                changes += image.pixel(x, row) != image.pixel(x - 1, row);
            return changes;
        };
        QCOMPARE(gaps(false), 0);
        QVERIFY2(gaps(true) > 8, qPrintable(QString::number(gaps(true))));

        Dialog::AnswerMap kept = fees();
        kept.map.setUnsupported(kept.map.node(kept.map.root()).children.last(), true);
        QVERIFY(m_conversations->saveMindMap(m_answer.id, Dialog::toJson(kept)).ok());
        open();
        view()->setCurrent(find("Rents"));
        QVERIFY2(view()->accessibleDescription().contains(QLatin1String("No passage supports this.")),
            qPrintable(view()->accessibleDescription()));
        view()->setCurrent(find("Late fees"));
        QVERIFY(!view()->accessibleDescription().contains(QLatin1String("No passage supports this.")));
    }

    void filesOfEveryKind()
    {
        open();
        QSignalSpy failed(panel(), &Ui::MapPanel::failed);
        const std::pair<const char *, const char *> formats[] = { { "svg", "<svg" }, { "png", "\x89PNG" }, { "pdf", "%PDF" },
            { "json", "\"label\"" }, { "md", "# Fees" }, { "opml", "<opml" }, { "mm", "<map" } };
        for (const auto &[format, start] : formats) {
            const QString path = dataFile(QByteArray("map.") + format);
            panel()->exportFile(path, QLatin1String(format));
            QTRY_VERIFY2(QFile::exists(path), format);
            QVERIFY2(readFile(path).left(400).contains(start), format);
        }
        QImage image(dataFile("map.png"));
        QVERIFY(image.width() > 400);
        for (const char *format : { "json", "opml", "mm" }) {
            const auto again = MindMap::readMap(readFile(dataFile(QByteArray("map.") + format)), {});
            QVERIFY2(again && *again == map(), format);
        }
        panel()->exportFile(dataFile("no/such/folder.svg"), QStringLiteral("svg"));
        QTRY_COMPARE(failed.size(), 1);
        QVERIFY(failed.last().first().toString().contains(QLatin1String("Choose another place")));
        panel()->importFile(file("bad.mm", "<map><node"));
        QTRY_COMPARE(failed.size(), 2);
        QVERIFY2(failed.last().first().toString().contains(QLatin1String("line 1")), qPrintable(failed.last().first().toString()));
    }

    void aLargeMapHasASmallOne()
    {
        open();
        m_page->resize(1300, 700);
        QTRY_COMPARE(m_page->width(), 1300);
        QVERIFY(view()->miniMap().isEmpty());
        QByteArray outline = "# Everything\n";
        for (int i = 0; i < 1'000; ++i)
            outline += (i % 10 ? "  - point " : "- branch ") + QByteArray::number(i) + '\n';
        panel()->importFile(file("large.md", outline));
        QTRY_COMPARE(map().size(), 1'001);
        rest();
        QVERIFY(!view()->miniMap().isEmpty());
        // It leads everywhere.
        const NodeId first = find(QStringLiteral("branch 0"));
        view()->fit();
        QRectF all;
        for (const NodeId id : map().preorder())
            all |= view()->boxOf(id);
        const QPointF share = view()->boxOf(first).center() - all.topLeft();
        const QRectF small = view()->miniMap();
        const QPointF there = small.topLeft() + QPointF(share.x() / all.width() * small.width(), share.y() / all.height() * small.height());
        view()->zoomBy(20);
        QVERIFY(!view()->boxOf(first).intersects(view()->rect()));
        QTest::mouseClick(view(), Qt::LeftButton, {}, there.toPoint());
        QTRY_VERIFY(view()->boxOf(first).intersects(view()->rect()));
        qint64 longest = 0;
        for (int i = 0; i < 20; ++i) {
            QElapsedTimer clock;
            clock.start();
            QTest::keyClick(view(), i % 2 ? Qt::Key_Plus : Qt::Key_Minus);
            view()->repaint();
            longest = std::max(longest, clock.elapsed());
        }
        qInfo("1,001 nodes are zoomed and drawn in %lld ms at most", longest);
    }
};

QTEST_MAIN(TestMapPanel)
#include "test_mappanel.moc"
