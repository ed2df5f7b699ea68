// SPDX-License-Identifier: GPL-3.0-or-later
// Conversations as they are kept: their branches, titles and sources, what is deleted, and files of an older version.
#include "core/conversation/messagecodec.h"
#include "tests/unit/dialogfixture.h"
#include <QRandomGenerator>

using namespace Heddle;
using namespace Heddle::Dialog;
using namespace Heddle::TestSupport;
using namespace std::chrono_literals;
using Conversation::AskRequest;
using Conversation::Message;
using Way = FakeReply::Way;

namespace {

QJsonArray jsonOf(const QList<Source> &sources)
{
    QJsonArray array;
    for (const Source &source : sources)
        array += toJson(source);
    return array;
}

} // namespace

class TestConversationService : public DialogFixture {
    Q_OBJECT

private Q_SLOTS:
    void init() { begin(); }
    void cleanup() { end(); }

    void editingKeepsTheEarlierBranch()
    {
        useModel();
        const Answered first = ask(question(QStringLiteral("late fees")));
        const Answered second = ask(question(QStringLiteral("What do penguins eat?"), first.conversation));
        AskRequest edited = question(QStringLiteral("When was the council founded?"), first.conversation);
        edited.after = second.question.parent;
        const Answered third = ask(edited);
        QList<Message> branch = shown(first.conversation);
        QCOMPARE(branch.size(), 4);
        QCOMPARE(branch[2].text(), QStringLiteral("When was the council founded?"));
        const QList<Message> all = stored(first.conversation);
        QCOMPARE(all.size(), 6);
        QCOMPARE(Conversation::versionsOf(all, third.question.id), QStringList({ second.question.id, third.question.id }));
        // Back to the earlier one; a question that follows continues it.
        QVERIFY(await(m_service->showVersion(first.conversation, second.question.id, {}))->ok());
        branch = shown(first.conversation);
        QCOMPARE(branch.last().id, second.message.id);
        m_chats.clear();
        ask(question(QStringLiteral("Where do penguins live?"), first.conversation));
        QVERIFY(messagesOf(m_chats.last()).contains(QStringLiteral("user: What do penguins eat?")));
        QVERIFY(!messagesOf(m_chats.last()).contains(QStringLiteral("user: When was the council founded?")));
        // One that opens the conversation anew.
        AskRequest opening = question(QStringLiteral("How much are late fees?"), first.conversation);
        opening.after = QString();
        ask(opening);
        QCOMPARE(shown(first.conversation).size(), 2);
    }

    void titlesComeLaterAndNotOverTheUsersOwn()
    {
        useModel();
        int changed = 0;
        QObject::connect(m_service.get(), &Conversation::ConversationService::titleChanged, this, [&changed] { ++changed; });
        // Only who wants a title from the model gets one: the terminal program ends with the answer.
        const auto titled = [](const QString &text) {
            AskRequest request = question(text);
            request.titleByModel = true;
            return request;
        };
        m_chat = [](const FakeRequest &request) {
            return request.body.contains("Write a title") ? writtenReply({ QStringLiteral("\"Late fees today.\"") })
                                                          : writtenReply({ QStringLiteral("Late fees fall [1].") });
        };
        const Answered plain = ask(question(QStringLiteral("How much are late fees?")));
        const Answered first = ask(titled(QStringLiteral("How much are late fees?")));
        QTRY_COMPARE(changed, 1);
        QCOMPARE((**await(m_service->load(plain.conversation, {}))).summary.title, QStringLiteral("How much are late fees?"));
        QCOMPARE((**await(m_service->load(first.conversation, {}))).summary.title, QStringLiteral("Late fees today"));
        QCOMPARE(stored(first.conversation)[1].answer()->sent.size(), 2);
        m_chat = [this](const FakeRequest &request) {
            if (request.body.contains("Write a title"))
                return FakeReply { 200, {}, {}, Way::Hang, 0 };
            return writtenReply({ QStringLiteral("Late fees fall [1].") });
        };
        const Answered second = ask(titled(QStringLiteral("How much are late fees?")));
        QVERIFY(await(m_service->rename(second.conversation, QStringLiteral("Mine"), {}))->ok());
        QVERIFY(m_conversations->rename(second.conversation, QStringLiteral("The model's"), false).ok());
        QCOMPARE((**await(m_service->load(second.conversation, {}))).summary.title, QStringLiteral("Mine"));
    }

    void titlesAreOneShortLine()
    {
        QCOMPARE(Conversation::titleFrom(QStringLiteral("  What\nis  it? ")), QStringLiteral("What is it?"));
        const QString title = Conversation::titleFrom(QStringLiteral("word ").repeated(50));
        QVERIFY(title.size() <= 61 && title.startsWith(QLatin1String("word word")) && !title.contains(QLatin1String("wor ")));
        QVERIFY(Conversation::titleFrom(QStringLiteral("😀").repeated(100)).isValidUtf16());
    }

    //! Whatever is asked, edited, deleted and broken: the sources of what is left stay what they were.
    void referencesNeverShift()
    {
        useModel(500ms);
        QRandomGenerator random(11);
        const QStringList questions { QStringLiteral("late fees"), QStringLiteral("What do penguins eat?"),
            QStringLiteral("When was the council founded?") };
        QString conversation;
        QHash<QString, QPair<QString, QList<Source>>> known;
        for (int step = 0; step < 60; ++step) {
            QList<Message> all = conversation.isEmpty() ? QList<Message>() : stored(conversation);
            const int what = random.bounded(10);
            if (what < 2 && all.size() > 4) {
                const Message gone = all[random.bounded(int(all.size()))];
                QVERIFY(await(m_service->deleteMessage(gone.id, what == 0, {}))->ok());
            } else {
                const int mood = random.bounded(4);
                m_chat = [mood](const FakeRequest &) {
                    if (mood == 0)
                        return FakeReply { 401, "{}", {}, Way::Whole, 0 };
                    FakeReply reply = writtenReply({ QStringLiteral("Penguins eat krill [2]. "),
                        QStringLiteral("Late fees fall from $32 to $8 [1][7]. The council [3].") });
                    if (mood == 1)
                        reply.pieces.resize(1);
                    return reply;
                };
                AskRequest request = question(questions[random.bounded(3)], conversation);
                QList<Message> asked;
                for (const Message &one : std::as_const(all)) {
                    if (one.question())
                        asked += one;
                }
                if (what < 5 && !asked.isEmpty())
                    request.again = asked[random.bounded(int(asked.size()))].id;
                else if (what < 7 && !asked.isEmpty())
                    request.after = asked[random.bounded(int(asked.size()))].parent;
                const Answered answered = ask(request);
                conversation = answered.conversation;
                known.insert(answered.message.id, { answered.answer().text, answered.answer().sources });
            }
            all = stored(conversation);
            QSet<QString> ids;
            for (const Message &one : std::as_const(all))
                ids += one.id;
            for (const Message &one : std::as_const(all)) {
                QVERIFY(one.parent.isEmpty() || ids.contains(one.parent)); // nothing hangs in the air
                if (!one.answer())
                    continue;
                QVERIFY(known.contains(one.id));
                QCOMPARE(one.text(), known[one.id].first);
                QCOMPARE(jsonOf(one.answer()->sources), jsonOf(known[one.id].second));
                for (const Source &source : one.answer()->sources) {
                    for (const CitationUse &use : source.uses)
                        QCOMPARE(one.text().mid(use.at, 3), QStringLiteral("[%1]").arg(source.n));
                }
            }
            const QList<Message> branch = shown(conversation);
            for (qsizetype i = 1; i < branch.size(); ++i)
                QCOMPARE(branch[i].parent, branch[i - 1].id);
        }
    }

    void deletedConversationsComeBackUntilTheyArePurged()
    {
        const Answered one = ask(question(QStringLiteral("late fees")));
        QVERIFY(await(m_service->trash({ one.conversation }, true, {}))->ok());
        QVERIFY((*await(m_service->list(0, 10, {}, {})))->isEmpty());
        QVERIFY((*await(m_service->search(QStringLiteral("fees"), 10, {})))->isEmpty());
        QVERIFY(await(m_service->trash({ one.conversation }, false, {}))->ok());
        QCOMPARE((*await(m_service->list(0, 10, {}, {})))->size(), 1);
        QVERIFY(await(m_service->trash({ one.conversation }, true, {}))->ok());
        QVERIFY(await(m_service->purge(QDateTime::currentDateTime().addSecs(-60), {}))->ok());
        QVERIFY(await(m_service->trash({ one.conversation }, false, {}))->ok());
        QCOMPARE(stored(one.conversation).size(), 2);
        QVERIFY(await(m_service->trash({ one.conversation }, true, {}))->ok());
        QVERIFY(await(m_service->purge(QDateTime::currentDateTime(), {}))->ok());
        QVERIFY(await(m_service->trash({ one.conversation }, false, {}))->ok());
        QVERIFY(stored(one.conversation).isEmpty());
    }

    void conversationsAreFoundByTitleToo()
    {
        const Answered one = ask(question(QStringLiteral("late fees")));
        QVERIFY(await(m_service->rename(one.conversation, QStringLiteral("Ünusual heading"), {}))->ok());
        QCOMPARE((*await(m_service->search(QStringLiteral("unusual"), 10, {})))->size(), 0);
        QCOMPARE((*await(m_service->search(QStringLiteral("nusual head"), 10, {})))->size(), 1);
        QVERIFY(!await(m_service->rename(QStringLiteral("nope"), QStringLiteral("x"), {}))->ok());
    }

    void changesByOthersAreNoticed()
    {
        QCOMPARE(*await(m_service->changedByOthers({})), true); // nobody has looked before
        QCOMPARE(*await(m_service->changedByOthers({})), false);
        ask(question(QStringLiteral("late fees")));
        QCOMPARE(*await(m_service->changedByOthers({})), false); // our own
        QVERIFY(m_conversations->create(QStringLiteral("by this thread's own connection")).ok());
        QCOMPARE(*await(m_service->changedByOthers({})), true);
        QCOMPARE(*await(m_service->changedByOthers({})), false);
    }

    //! A conversations.db of the first version, with a turn in it.
    void anOlderFileIsMigrated()
    {
        const QString path = m_library->data() + QStringLiteral("/older.db");
        Storage::Database::Schema first = Storage::conversationsSchema();
        const auto steps = first.steps;
        first.steps.resize(1);
        {
            auto database = Storage::Database::open(path, first);
            QVERIFY(database.ok());
            QVERIFY(database->run(QStringLiteral("INSERT INTO conversation(id,title,created,last_used) VALUES('c','Old',1,2)"), {}).ok());
            QVERIFY(
                database
                    ->run(QStringLiteral(
                              "INSERT INTO message(id,conversation_id,parent_id,role,kind,state,text,error,notices,timings,sent,created)"
                              " VALUES('q','c','','user','question','done','late fees?','{}','[]','{}','[]',3),"
                              "('a','c','q','assistant','quoted','done','They fall. [1]','{}','[]','{}','[]',4)"),
                        {})
                    .ok());
            QVERIFY(database
                        ->run(QStringLiteral(
                                  "INSERT INTO source(message_id,position,n,data) VALUES('a',0,1,'{\"n\":1,\"text\":\"They fall.\"}')"),
                            {})
                        .ok());
        }
        Storage::Database::closeThreadConnections();
        auto database = Storage::Database::open(path, Storage::conversationsSchema());
        QVERIFY2(database.ok(), database ? "" : qUtf8Printable(database.error().message));
        const Storage::ConversationRepository repository(*database);
        const auto row = repository.load(QStringLiteral("c"));
        const auto messages = repository.messages(QStringLiteral("c"));
        QVERIFY(row.ok() && messages.ok());
        const QList<Message> branch = Conversation::branchTo(Conversation::messagesFrom(*messages), row->leaf);
        QCOMPARE(branch.size(), 2);
        QCOMPARE(branch[1].answer()->sources.size(), 1);
        QCOMPARE(repository.search(QStringLiteral("late fees"), 10)->size(), 1);
    }
};

QTEST_GUILESS_MAIN(TestConversationService)
#include "test_conversationservice.moc"
