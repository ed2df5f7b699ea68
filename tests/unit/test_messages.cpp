// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/conversation/branch.h"
#include "core/conversation/messagecodec.h"
#include "core/dialog/turn.h"
#include "core/storage/schemas.h"
#include <QJsonArray>
#include <QTemporaryDir>
#include <QTest>

using namespace Heddle;
using namespace Heddle::Conversation;
using Storage::MessageRow;

namespace {

MessageRow answerRow(const char *kind = "written", const char *state = "done", const char *text = "Fees fell [1].")
{
    MessageRow row;
    row.id = QStringLiteral("a");
    row.conversationId = QStringLiteral("c");
    row.parentId = QStringLiteral("q");
    row.role = QStringLiteral("assistant");
    row.kind = QString::fromLatin1(kind);
    row.state = QString::fromLatin1(state);
    row.text = QString::fromLatin1(text);
    return row;
}

Answer answerFrom(const MessageRow &row)
{
    const Message message = messageFrom(row);
    if (!message.answer())
        qFatal("no answer");
    return *message.answer();
}

//! Every field set.
Answer fullAnswer()
{
    Answer answer;
    answer.kind = Answer::Kind::Written;
    answer.state = Answer::State::Failed;
    answer.text = QStringLiteral("Fees fell [1].");
    answer.thinking = QStringLiteral("Let me see.");
    Dialog::Source source;
    source.n = 1;
    source.chunk = QStringLiteral("chunk");
    source.document = QStringLiteral("document");
    source.path = QStringLiteral("/a/b.pdf");
    source.title = QStringLiteral("B");
    source.heading = QStringLiteral("H › I");
    source.text = QStringLiteral("Fees fell in June.");
    source.page = 3;
    source.start = 5'000'000'000;
    source.end = source.start + 18;
    source.sentenceStart = 0;
    source.sentenceEnd = 18;
    source.outcome = Dialog::Outcome::Contradicted;
    source.uses = { { 10, Dialog::Outcome::Contradicted, QStringLiteral("another number"), QStringLiteral("six"),
        QStringLiteral("nine") } };
    source.rank = 1;
    source.searchRank = 4;
    source.score = 0.123456789012345;
    answer.sources = { source };
    answer.notices = { QStringLiteral("One"), QStringLiteral("Two") };
    answer.sent = { { QStringLiteral("http://host"), QStringLiteral("answer"), 1234 } };
    answer.timings = { { QStringLiteral("search"), 1.5 } };
    answer.details = { { QStringLiteral("model"), QStringLiteral("m") } };
    answer.error = Error { ErrorCode::Timeout, QStringLiteral("too slow"), {}, true };
    return answer;
}

} // namespace

class TestMessages : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyErrorCodeHasItsNameBack()
    {
        QSet<QString> names;
        for (int number = 0; number < 1000; ++number) {
            const auto code = ErrorCode(number);
            const QString name = errorName(code);
            if (code != ErrorCode::Programming && name == errorName(ErrorCode::Programming))
                continue; // no code
            names += name;
            QVERIFY2(errorFromName(name) == code, qUtf8Printable(name));
        }
        QCOMPARE(names.size(), 21);
        for (const char *name : { "", "Provider", "provider ", "nonsense" })
            QVERIFY(!errorFromName(QLatin1String(name)));
    }

    void aQuestionComesBack()
    {
        const Message question { QStringLiteral("q"), QStringLiteral("c"), QStringLiteral("p"), QDateTime::fromMSecsSinceEpoch(1),
            QDateTime::fromMSecsSinceEpoch(2), Question { QStringLiteral("Why?") } };
        const MessageRow row = rowFrom(question);
        QCOMPARE(row.role, QStringLiteral("user"));
        QCOMPARE(row.kind, QStringLiteral("question"));
        QCOMPARE(row.state, QStringLiteral("done"));
        const Message back = messageFrom(row);
        QVERIFY(back.question() && !back.answer());
        QCOMPARE(back.text(), QStringLiteral("Why?"));
        QCOMPARE(back.id, question.id);
        QCOMPARE(back.conversation, question.conversation);
        QCOMPARE(back.parent, question.parent);
        QCOMPARE(back.created, question.created);
        QCOMPARE(back.updated, question.updated);
    }

    void anAnswerComesBackWhole()
    {
        const MessageRow row = rowFrom({ QStringLiteral("a"), QStringLiteral("c"), QStringLiteral("q"), {}, {}, fullAnswer() });
        const Answer back = answerFrom(row), put = fullAnswer();
        QCOMPARE(back.kind, put.kind);
        QCOMPARE(back.state, put.state);
        QCOMPARE(back.text, put.text);
        QCOMPARE(back.thinking, put.thinking);
        QCOMPARE(Dialog::toJson(back.sources.first()), Dialog::toJson(put.sources.first()));
        QCOMPARE(back.sources.first().uses.first().reason, QStringLiteral("another number"));
        QCOMPARE(back.notices, put.notices);
        QCOMPARE(back.sent.first().bytes, 1234);
        QCOMPARE(back.timings, put.timings);
        QCOMPARE(back.details, put.details);
        QCOMPARE(back.error->code, ErrorCode::Timeout);
        QCOMPARE(back.error->message, QStringLiteral("too slow"));
        QVERIFY(back.error->retryable);
        // ... and the row that it came from.
        const MessageRow again = rowFrom(messageFrom(row));
        QCOMPARE(again.sources, row.sources);
        QCOMPARE(again.error, row.error);
        QCOMPARE(again.sent, row.sent);
        QCOMPARE(again.notices, row.notices);
    }

    void everyKindAndStateComesBack()
    {
        using Kind = Answer::Kind;
        using State = Answer::State;
        QSet<QString> names;
        for (const Kind kind : { Kind::None, Kind::Quoted, Kind::List, Kind::Written }) {
            for (const State state : { State::Running, State::Done, State::Stopped, State::Failed }) {
                Answer answer;
                answer.kind = kind;
                answer.state = state;
                const MessageRow row = rowFrom({ {}, {}, {}, {}, {}, answer });
                names += row.kind + QLatin1Char(' ') + row.state;
                QCOMPARE(answerFrom(row).kind, kind);
                QCOMPARE(answerFrom(row).state, state);
                QVERIFY(!answerFrom(row).error && !answerFrom(row).interrupted);
            }
        }
        QCOMPARE(names.size(), 16);
        QVERIFY(names.contains(QLatin1String("none running")) && names.contains(QLatin1String("written stopped")));
    }

    void everyErrorCodeComesBack()
    {
        for (const ErrorCode code : { ErrorCode::Provider, ErrorCode::Timeout, ErrorCode::Cancelled, ErrorCode::IndexUnavailable,
                 ErrorCode::ContextExceeded, ErrorCode::StorageFull, ErrorCode::Programming }) {
            Answer answer;
            answer.error = Error { code, QStringLiteral("m"), {}, false };
            const Answer back = answerFrom(rowFrom({ {}, {}, {}, {}, {}, answer }));
            QCOMPARE(back.error->code, code);
            QVERIFY(!back.error->retryable);
        }
    }

    //! What an older, a newer or a damaged file may hold.
    void unknownWordsAreReadAsWhatTheyLookLike()
    {
        QCOMPARE(answerFrom(answerRow("sung")).kind, Answer::Kind::Written);
        QCOMPARE(answerFrom(answerRow("sung", "done", "")).kind, Answer::Kind::None);
        QCOMPARE(answerFrom(answerRow("", "")).kind, Answer::Kind::Written);
        QCOMPARE(answerFrom(answerRow("written", "paused")).state, Answer::State::Done);
        MessageRow failed = answerRow("none", "paused");
        failed.error = { { QStringLiteral("code"), QStringLiteral("from_the_future") },
            { QStringLiteral("message"), QStringLiteral("m") } };
        QCOMPARE(answerFrom(failed).state, Answer::State::Failed);
        QCOMPARE(answerFrom(failed).error->code, ErrorCode::Provider);
        QCOMPARE(answerFrom(failed).error->message, QStringLiteral("m"));
        QVERIFY(answerFrom(failed).error->retryable);
        MessageRow role = answerRow();
        role.role = QStringLiteral("narrator");
        QCOMPARE(answerFrom(role).text, role.text);
        role.role = QStringLiteral("user"); // whatever its kind says
        QCOMPARE(messageFrom(role).question()->text, role.text);
        MessageRow odd = answerRow();
        odd.notices = { 1, QStringLiteral("said"), QJsonObject() };
        odd.sources = { QJsonObject(), 7, QJsonObject { { QStringLiteral("n"), 1 }, { QStringLiteral("text"), QStringLiteral("t") } } };
        odd.sent = { QStringLiteral("x") };
        QCOMPARE(answerFrom(odd).notices, QStringList { QStringLiteral("said") });
        QCOMPARE(answerFrom(odd).sources.size(), 1);
        QCOMPARE(answerFrom(odd).sources.first().text, QStringLiteral("t"));
    }

    //! Written into the file by hand: no message crashes or vanishes, whatever stands there.
    void aDamagedFileKeepsItsMessages()
    {
        const QTemporaryDir folder;
        auto database = Storage::Database::open(folder.filePath(QStringLiteral("conversations.db")), Storage::conversationsSchema());
        QVERIFY(database.ok());
        QVERIFY(database->run(QStringLiteral("INSERT INTO conversation(id,title,created,last_used,options) VALUES('c','C',1,2,'[1')"), {})
                    .ok());
        const char *rows[] = {
            "'q','c','','user','question','done','why?','{}','[]','{}','[]'",
            "'broken','c','q','assistant','written','failed','text','{\"code\":\"time','[\"half','{{','nul'",
            "'types','c','q','assistant','quoted','stopped','text','[]','{}','[]','{}'",
            "'unknown','c','q','?','?','?','','{\"code\":5,\"message\":[]}','[null]','{}','[[]]'",
            "'circle','c','circle','assistant','none','done','','{}','[]','{}','[]'",
        };
        for (const char *row : rows)
            QVERIFY(database
                        ->run(QStringLiteral("INSERT INTO message(id,conversation_id,parent_id,role,kind,state,text,error,notices,timings,"
                                             "sent,created) VALUES(%1,1)")
                                  .arg(QLatin1String(row)),
                            {})
                        .ok());
        QVERIFY(database
                    ->run(QStringLiteral("INSERT INTO source(message_id,position,n,data) VALUES('broken',0,1,'{\"n\":'),"
                                         "('broken',1,2,'{\"n\":2,\"text\":7,\"uses\":{}}')"),
                        {})
                    .ok());
        const Storage::ConversationRepository repository(*database);
        const auto stored = repository.messages(QStringLiteral("c"));
        QVERIFY(stored.ok());
        const QList<Message> messages = messagesFrom(*stored);
        QCOMPARE(messages.size(), 5);
        QVERIFY(messages[0].question());
        QCOMPARE(messages[1].answer()->state, Answer::State::Failed);
        QVERIFY(!messages[1].answer()->error); // it said nothing that could be read
        QCOMPARE(messages[1].text(), QStringLiteral("text"));
        QCOMPARE(messages[1].answer()->sources.size(), 1);
        QCOMPARE(messages[1].answer()->sources.first().n, 2);
        QCOMPARE(messages[2].answer()->kind, Answer::Kind::Quoted);
        QCOMPARE(messages[3].answer()->state, Answer::State::Failed);
        QCOMPARE(messages[3].answer()->error->code, ErrorCode::Provider);
        QCOMPARE(branchTo(messages, QStringLiteral("circle")).size(), 1);
        QCOMPARE(summaryFrom(*repository.load(QStringLiteral("c"))).title, QStringLiteral("C"));
        Storage::Database::closeThreadConnections();
    }

    void aDraftIsWrittenAsWhatItIsUntilNow()
    {
        const Answer answer = fullAnswer();
        const auto row = draftRowFrom(QStringLiteral("a"), QStringLiteral("text"), QStringLiteral("thinking"), answer.sources);
        QCOMPARE(row.messageId, QStringLiteral("a"));
        QCOMPARE(row.text, QStringLiteral("text"));
        QCOMPARE(row.thinking, QStringLiteral("thinking"));
        QCOMPARE(Dialog::sourceFromJson(row.sources->first().toObject()).text, answer.sources.first().text);
        QVERIFY(!draftRowFrom({}, {}, {}, {}).sources);
    }

    void sentencesWithoutASourceAreReadAsStored()
    {
        const auto read = [](const QJsonArray &stored) {
            QJsonArray sentences;
            for (const auto &[start, end] : Dialog::unsourcedIn({ { QStringLiteral("no_source"), stored } }, 50))
                sentences += QJsonArray { start, end };
            return sentences;
        };
        const QJsonArray good { QJsonArray { 0, 10 }, QJsonArray { 10, 50 } };
        QCOMPARE(read(good), good);
        QCOMPARE(read({ QJsonArray { 5, 5 }, QJsonArray { 3 }, 7, QJsonArray { -2, 4 }, QJsonArray { 20, 51 }, QJsonArray { 4, 9 },
                     QJsonArray { 8, 12 }, QStringLiteral("x") }),
            QJsonArray({ QJsonArray { 4, 9 } }));
    }
};

QTEST_GUILESS_MAIN(TestMessages)
#include "test_messages.moc"
