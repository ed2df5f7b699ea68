// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/conversation/answermaps.h"
#include "core/conversation/conversationservice.h"
#include "core/mindmap/outline.h"
#include "tests/support/testlibrary.h"
#include "tests/support/testsetup.h"
#include "tests/support/testsupport.h"

using namespace Heddle;
using namespace Heddle::Dialog;
using namespace Heddle::TestSupport;

namespace {

//! Says what it is told to, piece by piece; keeps what it was asked.
class Teller : public Llm::ChatModel {
public:
    struct Reply {
        QStringList pieces;
        std::optional<Error> error {}; //!< instead of a reply
        std::optional<Error> cut {}; //!< after the pieces
    };
    QList<Reply> replies; //!< in turn; the last one again and again
    QList<Llm::ChatRequest> asked;
    int context = 8192;
    double factor = 1;
    std::function<void()> onPiece;

    QString name() const override { return QStringLiteral("Teller"); }
    QString host() const override { return QStringLiteral("http://teller"); }
    QString model() const override { return QStringLiteral("teller-1"); }
    QCoro::Task<int> contextTokens(Concurrency::Context) override { co_return context; }
    double tokenFactor(const QList<Llm::ChatMessage> &) const override { return factor; }
    QCoro::Task<Result<Llm::ChatReply>> complete(Llm::ChatRequest request, Llm::ChatSink sink, Concurrency::Context stop) override
    {
        asked += request;
        const Reply reply = replies.size() > 1 ? replies.takeFirst() : replies.value(0);
        if (reply.error)
            co_return *reply.error;
        Llm::ChatReply said;
        for (const QString &piece : reply.pieces) {
            if (stop.stop_requested())
                co_return Error::cancelled();
            said.answer += piece;
            if (sink)
                sink(Llm::ChatDelta { Llm::ChatDelta::Kind::Answer, piece });
            if (onPiece)
                onPiece();
        }
        said.cut = reply.cut;
        co_return said;
    }
};

QString labelsOf(const MindMap::Map &map)
{
    return MindMap::printOutline(map);
}

} // namespace

class TestMapDialog : public QObject {
    Q_OBJECT
    std::unique_ptr<Concurrency::TaskGroup> m_tasks;
    std::unique_ptr<TestLibrary> m_library;
    std::unique_ptr<Storage::ConversationRepository> m_conversations;
    std::unique_ptr<TestSetup> m_setup;
    std::unique_ptr<Retrieval::Retriever> m_retriever;
    std::unique_ptr<DialogService> m_dialog;
    std::unique_ptr<Conversation::ConversationService> m_service;
    std::unique_ptr<Conversation::AnswerMaps> m_maps;
    std::shared_ptr<Teller> m_teller;

    void say(const QList<Teller::Reply> &replies, int context = 8192)
    {
        m_teller = std::make_shared<Teller>();
        m_teller->replies = replies;
        m_teller->context = context;
        m_setup->change([this](Setup::AnswerSetup &setup) { setup.chatModel = m_teller; });
    }
    AnswerMap make(MapSink sink = {}, std::stop_token stop = {}, const QString &question = QStringLiteral("What does the loom have?"))
    {
        MapRequest request;
        request.setup = m_setup->take();
        request.question = question;
        const auto made =
            await(m_dialog->mindMap(request, Concurrency::Context(stop), sink), 120'000); // ten megabytes take their time under sanitizers
        if (!made || !made->ok())
            qFatal("no map: %s", made ? qPrintable(made->error().message) : "time");
        return **made;
    }

private Q_SLOTS:
    void init()
    {
        m_library = std::make_unique<TestLibrary>();
        for (int i = 0; i < 8; ++i)
            m_library->write(QStringLiteral("loom%1.md").arg(i),
                QStringLiteral(
                    "# Loom number %1\n\n## The frame\n\nThe loom number %1 has a frame of oak and a warp beam. The warp beam turns slowly."
                    "\n\n## The brake\n\nThe loom %1 has a rope brake, and the rope brake holds the warp tension.\n")
                    .arg(i)
                    .toUtf8());
        QVERIFY(m_library->index().ok());
        m_tasks = std::make_unique<Concurrency::TaskGroup>();
        m_setup = std::make_unique<TestSetup>(m_library->sharedEngine());
        m_retriever = std::make_unique<Retrieval::Retriever>(&m_library->pools(), m_tasks.get());
        m_dialog = std::make_unique<DialogService>(m_retriever.get(), m_library->library(), &m_library->pools());
        auto database = Storage::Database::open(m_library->data() + QStringLiteral("/conversations.db"), Storage::conversationsSchema());
        QVERIFY(database.ok());
        m_conversations = std::make_unique<Storage::ConversationRepository>(*database);
        m_service = std::make_unique<Conversation::ConversationService>(
            *m_conversations, m_library->library(), m_dialog.get(), m_setup->current(), &m_library->pools(), m_tasks.get());
        m_maps = std::make_unique<Conversation::AnswerMaps>(*m_conversations, m_dialog.get(), m_setup->current(), &m_library->pools());
    }

    void cleanup()
    {
        QVERIFY(*await(m_tasks->drain(std::chrono::seconds(5))));
        m_maps.reset();
        m_service.reset();
        m_dialog.reset();
        m_retriever.reset();
        m_conversations.reset();
        m_library.reset();
        m_tasks.reset();
        Storage::Database::closeThreadConnections();
    }

    void withoutAModel()
    {
        int calls = 0;
        const AnswerMap made = make([&calls](const MindMap::Map &, int done, int all) { calls += done == all; });
        QCOMPARE(calls, 1);
        QVERIFY(!made.written && made.sent.isEmpty());
        QVERIFY2(made.map.node(made.map.root()).children.size() >= 3, qPrintable(labelsOf(made.map)));
        QVERIFY(!made.passages.isEmpty() && made.passages.size() <= 12);
        QSet<QString> known;
        for (const Source &source : made.passages)
            known += source.chunk;
        for (const auto id : made.map.preorder()) {
            QVERIFY(!made.map.node(id).sources.isEmpty());
            for (const QString &chunk : made.map.node(id).sources)
                QVERIFY(known.contains(chunk));
        }
    }

    void nothingFoundIsSaid()
    {
        const AnswerMap made = make({}, {}, QStringLiteral("zyxwvut"));
        QCOMPARE(made.map.size(), 1);
        QVERIFY(!made.notices.isEmpty());
    }

    void writtenFromThePassages()
    {
        say({ { { QStringLiteral("# Looms\n## Fra"), QStringLiteral("me [1]\n- oak [2]\n"),
            QStringLiteral("## Brake\n- rope brake\n") } } });
        const AnswerMap made = make();
        QVERIFY(made.written);
        QCOMPARE(made.model, QStringLiteral("teller-1"));
        QCOMPARE(labelsOf(made.map), QStringLiteral("# Looms\n\n- Frame\n  - oak\n- Brake\n  - rope brake\n"));
        QCOMPARE(made.sent.size(), 1);
        const auto ids = made.map.preorder();
        QCOMPARE(made.map.node(ids[1]).sources, QStringList { made.passages[0].chunk });
        QCOMPARE(made.map.node(ids[2]).sources, QStringList { made.passages[1].chunk });
        // What the model did not say is found by the words.
        const QStringList brake = made.map.node(ids[4]).sources;
        QVERIFY(!brake.isEmpty());
        for (const Source &source : made.passages)
            QVERIFY(!brake.contains(source.chunk) || source.text.contains(QLatin1String("rope brake")));
        QVERIFY(m_teller->asked[0].messages[1].text.contains(QLatin1String("Question: What does the loom have?")));
    }

    void whatNoPassageSupportsIsMarked()
    {
        say({ { { QStringLiteral("# Looms\n## Frame\n- oak [1]\n- carved by monks\n## Weavers\n- wear hats\n- sing loudly\n"
                                 "## Brake\n- 7 rope brakes hold 12 tons [1]\n- …\n") } } });
        const AnswerMap made = make();
        QStringList marked;
        made.map.visit([&marked](const MindMap::Node &node, int) {
            if (node.unsupported)
                marked += node.label;
        });
        QCOMPARE(marked,
            QStringList({ QStringLiteral("carved by monks"), QStringLiteral("Weavers"), QStringLiteral("wear hats"),
                QStringLiteral("sing loudly"), QStringLiteral("7 rope brakes hold 12 tons") }));
        QVERIFY(labelsOf(made.map).contains(QLatin1String("- carved by monks _(no source)_\n")));
        const auto again = answerMapFromJson(toJson(made));
        QVERIFY(again && again->map == made.map);
        // In a language that no passage is in, words can't be found; nor is anything made up without a model.
        say({ { { QStringLiteral(
            "# Webstühle\n- Der Rahmen ist aus Eiche und hat einen Kettbaum\n- Die Bremse hält die Spannung der Kette und "
            "wird mit einem Seil gezogen\n") } } });
        const AnswerMap german = make();
        QVERIFY(german.written);
        m_setup->change([](Setup::AnswerSetup &setup) { setup.chatModel.reset(); });
        const AnswerMap local = make();
        for (const MindMap::Map &map : { german.map, local.map })
            map.visit([](const MindMap::Node &node, int) { QVERIFY2(!node.unsupported, qPrintable(node.label)); });
    }

    //! Of a model that makes three tokens of what is one elsewhere, fewer passages go into a call.
    void theModelsOwnTokensAreCounted()
    {
        const auto passagesOf = [this](double factor) {
            say({ { { QStringLiteral("# Looms\n- Frame\n") } } }, 2600);
            m_teller->factor = factor;
            make();
            return m_teller->asked[0].messages[1].text.count(QLatin1String("\n["));
        };
        const auto all = passagesOf(1), fewer = passagesOf(3);
        QVERIFY2(fewer >= 1 && fewer < all, qPrintable(QStringLiteral("%1 of %2").arg(fewer).arg(all)));
        // And into the call for what to ask next.
        DialogRequest request;
        request.question = QStringLiteral("What does the loom have?");
        qsizetype sizes[2];
        for (const int i : { 0, 1 }) {
            say({ { { QStringLiteral("What is oak?") } } }, 2000);
            m_teller->factor = i == 0 ? 1 : 3;
            request.setup = m_setup->take();
            QVERIFY(await(m_dialog->related(request, {}, {})));
            sizes[i] = m_teller->asked[0].messages[1].text.size();
        }
        QVERIFY2(sizes[1] < sizes[0], qPrintable(QStringLiteral("%1 of %2").arg(sizes[1]).arg(sizes[0])));
    }

    void batchesGrowTheMap()
    {
        say({ { { QStringLiteral("# Looms\n- Frame\n  - oak\n") } }, { { QStringLiteral("- frame\n  - beam\n- Brake [1]\n") } },
                { { QStringLiteral("# Looms\n- More\n") } } },
            700);
        QList<int> sizes;
        const AnswerMap made = make([&sizes](const MindMap::Map &map, int, int) { sizes += map.size(); });
        QVERIFY2(m_teller->asked.size() > 2, qPrintable(QString::number(m_teller->asked.size())));
        QCOMPARE(labelsOf(made.map), QStringLiteral("# Looms\n\n- Frame\n  - oak\n  - beam\n- Brake\n- More\n"));
        QVERIFY(std::is_sorted(sizes.begin(), sizes.end()));
        QVERIFY(sizes.size() >= 3);
        // Each passage was sent once, in the order of its rank.
        QStringList seen;
        for (const auto &request : m_teller->asked) {
            for (const Source &source : made.passages) {
                if (request.messages[1].text.contains(source.text))
                    seen += source.chunk;
            }
        }
        QStringList all;
        for (const Source &source : made.passages)
            all += source.chunk;
        QCOMPARE(seen, all);
        // [1] of the second batch is its first passage, not the first of all.
        const auto brake = made.map.node(made.map.root()).children[1];
        QVERIFY(made.map.node(brake).sources != QStringList { made.passages[0].chunk });
    }

    void badReplies_data()
    {
        QTest::addColumn<QString>("reply");
        QTest::addColumn<bool>("written");
        QTest::addColumn<QString>("has");
        QTest::newRow("empty") << QString() << false << QStringLiteral("returned no outline");
        QTest::newRow("white space") << QStringLiteral("\n \n") << false << QStringLiteral("returned no outline");
        QTest::newRow("prose") << QStringLiteral("I am sorry, but I would rather write a poem.\n\nRoses are red.") << false
                               << QStringLiteral("returned no outline");
        QTest::newRow("10 MB") << QStringLiteral("- a point [1] of %1\n").repeated(500'000) << true << QString();
        QTest::newRow("10 MB on one line") << QStringLiteral("# x ") + QStringLiteral("word ").repeated(2'000'000) << false
                                           << QStringLiteral("returned no outline");
        QString many;
        for (int i = 0; i < 20'000; ++i)
            many += QStringLiteral("- point %1\n").arg(i);
        QTest::newRow("20,000 points") << many << true << QStringLiteral("were left out");
        QTest::newRow("one heading 5,000 times") << QStringLiteral("## The same\n- x\n").repeated(5'000) << true << QString();
    }

    void badReplies()
    {
        QFETCH(QString, reply);
        QFETCH(bool, written);
        QFETCH(QString, has);
        say({ { { reply } } });
        const AnswerMap made = make();
        QCOMPARE(made.written, written);
        QVERIFY2(has.isEmpty() || made.notices.join(QLatin1Char('\n')).contains(has), qPrintable(made.notices.join(QLatin1Char('\n'))));
        QVERIFY(made.map.size() > 1);
        if (!written)
            QVERIFY(made.map.node(made.map.root()).children.size() >= 3);
    }

    void cutInTheMiddle()
    {
        const Error broken { ErrorCode::Transport, QStringLiteral("The connection broke."), {}, true };
        say({ { { QStringLiteral("# Looms\n- Frame\n  - oak\n- Bra") }, {}, broken } });
        const AnswerMap made = make();
        QVERIFY(made.written);
        QCOMPARE(labelsOf(made.map), QStringLiteral("# Looms\n\n- Frame\n  - oak\n- Bra\n"));
        QVERIFY(made.notices.join(QLatin1Char('\n')).contains(QLatin1String("The connection broke.")));
    }

    void aFailedBatchLosesNoBranch()
    {
        const Error busy { ErrorCode::Provider, QStringLiteral("The service is busy."), {}, true };
        say({ { { QStringLiteral("# Looms\n- Frame\n") } }, { {}, busy }, { { QStringLiteral("- Brake\n") } } }, 700);
        const AnswerMap made = make();
        QCOMPARE(labelsOf(made.map), QStringLiteral("# Looms\n\n- Frame\n- Brake\n"));
        QVERIFY(made.notices.join(QLatin1Char('\n')).contains(QLatin1String("The service is busy.")));
        // None works: the map without a model, and why.
        say({ { {}, Error { ErrorCode::Unreachable, QStringLiteral("Nobody answers."), {}, false } } });
        const AnswerMap local = make();
        QVERIFY(!local.written && local.sent.isEmpty() && local.map.size() > 3);
        QVERIFY(local.notices.join(QLatin1Char('\n')).contains(QLatin1String("Nobody answers.")));
        QCOMPARE(m_teller->asked.size(), 1);
    }

    void aSmallerContextIsTriedAgain()
    {
        say({ { {}, Error { ErrorCode::ContextExceeded, QStringLiteral("too long"), {}, false } },
                { { QStringLiteral("# Looms\n- Frame\n") } } },
            4096);
        const AnswerMap made = make();
        QVERIFY(made.written && m_teller->asked.size() >= 2);
        QVERIFY(m_teller->asked[1].messages[1].text.size() <= m_teller->asked[0].messages[1].text.size());
    }

    void aStopKeepsWhatThereIs()
    {
        std::stop_source stop;
        say({ { { QStringLiteral("# Looms\n"), QStringLiteral("- Frame\n"), QStringLiteral("- Brake\n") } } });
        int pieces = 0;
        m_teller->onPiece = [&] { ++pieces == 2 ? (void)stop.request_stop() : (void)0; };
        const AnswerMap made = make({}, stop.get_token());
        QVERIFY(made.stopped && made.written);
        QCOMPARE(labelsOf(made.map), QStringLiteral("# Looms\n\n- Frame\n"));
    }

    void itIsKeptWithItsAnswer()
    {
        Conversation::AskRequest request;
        request.question = QStringLiteral("What does the loom have?");
        const auto answered = await(m_service->ask(request, {}, {}));
        QVERIFY(answered && answered->ok());
        const QString conversation = (*answered)->conversation, message = (*answered)->message.id;
        const std::function<void(const QString &)> asked;
        const auto open = [&](bool again) {
            const auto opened = await(m_maps->open(conversation, QString(), again, {}, {}, asked));
            if (!opened || !opened->ok())
                qFatal("not opened");
            return **opened;
        };
        // From the passages of the answer: nothing is searched for again.
        auto first = open(false);
        QCOMPARE(first.message, message);
        QCOMPARE(first.question, request.question);
        QVERIFY(first.map.passages.size() > DialogService::AnswerPassages);
        const auto trace = m_library->pools().flows->find(first.flow);
        QVERIFY(trace);
        for (const auto &span : trace->spans)
            QVERIFY2(span.what != "search", span.what.c_str());
        first.map.map.setLabel(first.map.map.root(), QStringLiteral("Mine"));
        const auto saved = await(m_maps->save(message, first.map));
        QVERIFY(saved && saved->ok());
        const auto kept = open(false);
        QVERIFY(kept.map.map == first.map.map);
        QCOMPARE(kept.map.passages.size(), first.map.passages.size());
        QCOMPARE(kept.map.passages.first().text, first.map.passages.first().text);
        QVERIFY(!(open(true).map.map == first.map.map));
        // It goes with its conversation.
        const QStringList ids(conversation);
        QVERIFY(await(m_service->deleteConversations(ids, std::stop_token()))->ok());
        const auto gone = await(m_maps->open(conversation, QString(), false, {}, {}, asked));
        QVERIFY(gone && !gone->ok());
        QCOMPARE(gone->error().code, ErrorCode::NotFound);
        QVERIFY(m_conversations->mindMap(message)->isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestMapDialog)
#include "test_mapdialog.moc"
