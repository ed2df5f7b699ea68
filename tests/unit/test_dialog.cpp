// SPDX-License-Identifier: GPL-3.0-or-later
// What becomes of a question: how it is rewritten, answered, cited and traced, and a hundred of them at once.
#include "core/dialog/relatedquestions.h"
#include "core/dialog/writtenanswer.h"
#include "core/llm/tokenscale.h"
#include "tests/unit/dialogfixture.h"
#include "tests/unit/passages.h"
#include <QElapsedTimer>
#include <unistd.h>

using namespace Heddle;
using namespace Heddle::Dialog;
using namespace Heddle::TestSupport;
using Conversation::Answer;
using Conversation::AskRequest;
using Conversation::Message;
using Way = FakeReply::Way;

namespace {

qint64 residentBytes()
{
    QFile file(QStringLiteral("/proc/self/statm"));
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    return file.readAll().split(' ').value(1).toLongLong() * sysconf(_SC_PAGESIZE);
}

} // namespace

class TestDialog : public DialogFixture {
    Q_OBJECT

private Q_SLOTS:
    void init() { begin(); }
    void cleanup() { end(); }

    void everyStepOfAQuestionIsTraced()
    {
        using Concurrency::Outcome;
        using Concurrency::Span;
        useModel();
        const Answered first = ask(question(QStringLiteral("What are the late fees?")));
        const auto trace = m_library->pools().flows->find(first.flow);
        QVERIFY(trace);
        QCOMPARE(QString::fromStdString(trace->title), QStringLiteral("What are the late fees?"));
        QCOMPARE(trace->outcome, Outcome::Done);
        QStringList steps;
        for (const Span &span : trace->spans) {
            QVERIFY(span.hasEnded() && span.queued >= trace->begun && span.ended <= trace->ended);
            const bool onLoop = span.runs == Span::Runs::EventLoop;
            QCOMPARE(onLoop, span.lane < 0);
            steps += (onLoop ? QStringLiteral("event loop") : QString::fromStdString(span.where)) + QLatin1String(": ")
                + QString::fromStdString(span.what);
        }
        for (const char *step : { "conversations-write: save question", "search: search", "event loop: answer",
                 "inference: check citations", "conversations-write: save message" })
            QVERIFY2(steps.contains(QLatin1String(step)), qPrintable(steps.join(QLatin1Char('\n'))));
        // Stopped in the middle of the answer: the trace says so, and that the rest was saved.
        m_chat = [](const FakeRequest &) { return FakeReply { 200, {}, {}, Way::Hang, 0 }; };
        std::stop_source stop;
        const Answered stopped = ask(question(QStringLiteral("Who eats krill?")), stop.get_token(), [&stop](const Event &event) {
            if (const auto *stage = std::get_if<Stage>(&event); stage && stage->kind == Stage::Kind::Answering)
                QTimer::singleShot(0, [&stop] { stop.request_stop(); });
        });
        const auto cut = m_library->pools().flows->find(stopped.flow);
        QVERIFY(cut && cut->outcome == Outcome::Cancelled && cut->ended != Span::Time());
        QCOMPARE(cut->spans.back().what, std::string("save message"));
        QVERIFY(std::any_of(cut->spans.begin(), cut->spans.end(),
            [](const Span &span) { return span.what == "answer" && span.outcome == Outcome::Cancelled; }));
    }

    void anAnswerIsStreamedCitedAndSaved()
    {
        useModel();
        QString streamed;
        QList<int> order; // of events
        const Answered answered = ask(question(QStringLiteral("How much are late fees?")), {}, [&](const Event &event) {
            order += int(event.index());
            if (const auto *delta = std::get_if<Delta>(&event))
                streamed += delta->text;
        });
        QCOMPARE(streamed, QStringLiteral("Late fees fall from $32 to $8 [1]."));
        QCOMPARE(answered.answer().kind, Answer::Kind::Written);
        QCOMPARE(answered.answer().text, streamed);
        QVERIFY(order.indexOf(1) < order.indexOf(2)); // passages before the first word
        QCOMPARE(order.count(int(Event(Quotation()).index())), 1); // and what can be quoted, whenever it was found
        const Source &source = answered.answer().sources.first();
        QCOMPARE(source.n, 1);
        QVERIFY(source.path.endsWith(QLatin1String("fees.md")) && source.outcome == Outcome::Supported);
        QCOMPARE(source.text.mid(source.sentenceStart, source.sentenceEnd - source.sentenceStart),
            QStringLiteral("Late fees fall from $32 to $8 under the new rule."));
        QCOMPARE(answered.answer().sent.size(), 1);
        QVERIFY(answered.answer().sent.first().bytes > 200);
        QVERIFY(answered.answer().timings[QLatin1String("first_token")].toDouble() > 0);
        const QList<Message> messages = stored(answered.conversation);
        QCOMPARE(messages.size(), 2);
        const Answer &saved = *messages[1].answer();
        QCOMPARE(saved.text, streamed);
        QCOMPARE(saved.state, Answer::State::Done);
        QCOMPARE(saved.kind, Answer::Kind::Written);
        QCOMPARE(saved.sources.first().uses.size(), 1);
        // The prompt: rules, numbered passages with their titles, the question.
        const QStringList prompt = messagesOf(m_chats.first());
        QCOMPARE(prompt.size(), 2);
        QVERIFY(prompt[0].startsWith(QLatin1String("system: You answer questions")));
        QVERIFY(prompt[1].startsWith(QLatin1String("user: === PASSAGES ")) && prompt[1].contains(QLatin1String("\n[1] Fees")));
        QVERIFY(prompt[1].endsWith(QLatin1String("\n\nQuestion: How much are late fees?")));
    }

    void aQuestionForDocumentsIsAnsweredFromTheWholeIndex()
    {
        for (int i = 0; i < 20; ++i)
            m_library->write(QStringLiteral("note-%1.md").arg(i), "# Note " + QByteArray::number(i) + "\n\nThe krill of this note.\n");
        QVERIFY(m_library->index().ok());
        const auto answered = await(m_service->ask(question(QStringLiteral("Which documents mention krill?")), {}, {}));
        QVERIFY(answered && answered->ok());
        const Conversation::Answer &answer = (*answered)->answer();
        QCOMPARE(answer.kind, Conversation::Answer::Kind::List);
        QVERIFY2(answer.text.startsWith(QLatin1String("21 of 22 documents mention \"krill\".")), qPrintable(answer.text));
        QCOMPARE(answer.sources.size(), 21); // all of them, not those of a few passages
        QSet<QString> documents;
        for (const Dialog::Source &source : answer.sources) {
            documents += source.document;
            QVERIFY(source.n > 0 && source.text.contains(QLatin1String("krill")));
            QVERIFY(answer.text.contains(QStringLiteral("[%1]").arg(source.n)));
        }
        QCOMPARE(documents.size(), 21);
        QCOMPARE(m_chats.size(), 0);
        QCOMPARE(answer.details[QLatin1String("list")].toObject()[QLatin1String("looked_at")].toInt(), 22);
        const auto stored = await(m_service->load((*answered)->conversation, {}));
        QCOMPARE((*stored)->messages.last().answer()->kind, Conversation::Answer::Kind::List);

        // None: the answer says so, and what is nearest follows.
        const auto none =
            await(m_service->ask(question(QStringLiteral("Which documents mention fees and penguins and walruses?")), {}, {}));
        QVERIFY(none && none->ok());
        QVERIFY((*none)->answer().kind != Conversation::Answer::Kind::List);
        QVERIFY2((*none)->answer().notices.join(QLatin1Char('|')).contains(QLatin1String("0 of 22 documents")),
            qPrintable((*none)->answer().notices.join(QLatin1Char('|'))));
    }

    void nothingFoundAsksNoModel()
    {
        useModel();
        const Answered answered = ask(question(QStringLiteral("xylophone quartets")));
        QCOMPARE(answered.answer().kind, Answer::Kind::None);
        QVERIFY(m_chats.isEmpty());
        QVERIFY(answered.answer().sent.isEmpty());
    }

    void historyIsSentAndALeaningQuestionIsRewritten()
    {
        useModel();
        const Answered first = ask(question(QStringLiteral("How much are late fees?")));
        m_chats.clear();
        m_chat = [](const FakeRequest &request) {
            return request.body.contains("Last question") ? writtenReply({ QStringLiteral("\"Who founded the competition council?\"\n") })
                                                          : writtenReply({ QStringLiteral("The council was founded in 2021 [1].") });
        };
        const Answered second = ask(question(QStringLiteral("And who founded it?"), first.conversation));
        QCOMPARE(m_chats.size(), 2);
        QCOMPARE(second.answer().details[QLatin1String("question")].toString(), QStringLiteral("Who founded the competition council?"));
        const QStringList prompt = messagesOf(m_chats[1]);
        QCOMPARE(prompt.mid(1, 2),
            QStringList(
                { QStringLiteral("user: How much are late fees?"), QStringLiteral("assistant: Late fees fall from $32 to $8 [1].") }));
        QVERIFY(prompt[3].endsWith(QLatin1String("\n\nQuestion: And who founded it?")));
        QCOMPARE(second.answer().sent.size(), 2);
        QVERIFY(second.answer().sources.first().text.contains(QLatin1String("2021")));
        // What the user asked is searched as well, where the rewriting leaves a word of it out.
        m_chat = [](const FakeRequest &request) {
            return request.body.contains("Last question") ? writtenReply({ QStringLiteral("When was the competition council founded?") })
                                                          : writtenReply({ QStringLiteral("They eat krill [1].") });
        };
        const Answered both = ask(question(QStringLiteral("And these penguins?"), first.conversation));
        QCOMPARE(both.answer().details[QLatin1String("question")].toString(),
            QStringLiteral("When was the competition council founded?\nAnd these penguins?"));
        QVERIFY(std::any_of(both.answer().sources.cbegin(), both.answer().sources.cend(),
            [](const Source &source) { return source.path.endsWith(QLatin1String("penguins.md")); }));
        // One that stands alone costs no call.
        m_chats.clear();
        ask(question(QStringLiteral("What do penguins eat in winter?"), first.conversation));
        QCOMPARE(m_chats.size(), 1);
    }

    void aRewritingThatAddsFactsIsNotSearched()
    {
        useModel();
        const Answered first = ask(question(QStringLiteral("How much are late fees?")));
        m_chat = [](const FakeRequest &request) {
            return request.body.contains("Last question") ? writtenReply({ QStringLiteral("Did Maria Gomez found the council in 1999?") })
                                                          : writtenReply({ QStringLiteral("It was founded in 2021 [1].") });
        };
        const Answered invented = ask(question(QStringLiteral("And the council, was it founded then?"), first.conversation));
        const QString searched = invented.answer().details[QLatin1String("question")].toString(); // with words of the turn before
        QVERIFY2(!searched.contains(QLatin1String("Maria")) && !searched.contains(QLatin1String("1999")), qPrintable(searched));
        QVERIFY(invented.answer().sources.first().text.contains(QLatin1String("council")));
        // The original is searched beside what was rewritten.
        m_chat = [](const FakeRequest &request) {
            return request.body.contains("Last question") ? writtenReply({ QStringLiteral("How much are late fees for students?") })
                                                          : writtenReply({ QStringLiteral("Late fees fall [1].") });
        };
        const Answered both = ask(question(QStringLiteral("And what do penguins have to do with them?"), first.conversation));
        QCOMPARE(both.answer().details[QLatin1String("question")].toString(),
            QStringLiteral("How much are late fees for students?\nAnd what do penguins have to do with them?"));
        QVERIFY(std::any_of(both.answer().sources.cbegin(), both.answer().sources.cend(),
            [](const Source &source) { return source.text.contains(QLatin1String("krill")); }));
    }

    void aLongQuestionIsShortenedAndSaid()
    {
        useModel(std::chrono::seconds(20), 2048);
        const Answered answered =
            ask(question(QStringLiteral("How much are late fees? ") + QStringLiteral("Consider all of this text too. ").repeated(900)));
        const QString prompt = messagesOf(m_chats.first())[1];
        QVERIFY2(prompt.contains(QLatin1String("Late fees fall from $32 to $8 under the new rule.")), qPrintable(prompt.left(400)));
        QVERIFY(prompt.contains(QLatin1String("Question: How much are late fees?")) && prompt.size() < 8000);
        const QStringList notices = answered.answer().notices;
        QVERIFY2(notices.join(QLatin1Char('\n')).contains(QLatin1String("too long")), qPrintable(notices.join(QLatin1Char('\n'))));
        // Where no passage fits, the model is not asked at all.
        m_chats.clear();
        useModel(std::chrono::seconds(20), 100);
        const Answered quoted = ask(question(QStringLiteral("How much are late fees?")));
        QVERIFY(m_chats.isEmpty());
        QCOMPARE(quoted.answer().kind, Answer::Kind::Quoted);
        QVERIFY(quoted.answer().notices.join(QLatin1Char('\n')).contains(QLatin1String("no room for a passage")));
    }

    //! The estimate is for the worst tokenizer; a server that counts lets more passages in, or fewer.
    void theServersCountDecidesHowManyPassagesGo()
    {
        class Counter : public Llm::ChatModel {
        public:
            explicit Counter(double factor) : m_factor(factor) { }
            QString name() const override { return QStringLiteral("Counter"); }
            QString host() const override { return {}; }
            QString model() const override { return QStringLiteral("counter"); }
            QCoro::Task<int> contextTokens(Concurrency::Context) override { co_return 3000; }
            QCoro::Task<int> countTokens(QList<Llm::ChatMessage> messages, Concurrency::Context) override
            {
                ++counts;
                co_return int(m_factor * Llm::estimateTokens(messages));
            }
            QCoro::Task<Result<Llm::ChatReply>> complete(Llm::ChatRequest request, Llm::ChatSink, Concurrency::Context) override
            {
                sent = request.messages;
                Llm::ChatReply reply;
                reply.answer = QStringLiteral("Yes.");
                co_return reply;
            }
            QList<Llm::ChatMessage> sent;
            int counts = 0;

        private:
            double m_factor;
        };
        PromptRequest request;
        request.question = QStringLiteral("How much are late fees?");
        for (int i = 0; i < 8; ++i)
            request.passages += passage(QStringLiteral("The fee of the library is due in ten days. ").repeated(25));
        QList<int> passages;
        for (const double factor : { 0.6, 1.0, 1.6 }) {
            const auto model = std::make_shared<Counter>(factor);
            const auto written = await(writeAnswer(model, request, {}, {}));
            QVERIFY(written);
            passages += written->passages;
            QVERIFY(model->counts >= 1 && model->counts <= 2);
            QVERIFY(factor * Llm::estimateTokens(model->sent) + request.reserve <= 3000);
        }
        QVERIFY2(passages[0] > passages[1] && passages[1] > passages[2] && passages[2] >= 1,
            qPrintable(QStringLiteral("%1 %2 %3").arg(passages[0]).arg(passages[1]).arg(passages[2])));
    }

    void helpersThatFailLeaveTheQuestion()
    {
        useModel();
        m_chat = [](const FakeRequest &request) {
            return request.body.contains("=== PASSAGES") ? writtenReply({ QStringLiteral("Late fees fall [1].") })
                                                         : FakeReply { 500, "{}", {}, Way::Whole, 0 };
        };
        AskRequest request = question(QStringLiteral("late fees"));
        request.options = QuestionOptions { { QStringLiteral("German") }, true };
        const Answered answered = ask(request);
        QCOMPARE(answered.answer().kind, Answer::Kind::Written);
        QVERIFY(!answered.answer().details.contains(QLatin1String("question")));
        QCOMPARE(answered.answer().sent.size(), 3); // what was sent is told, though nothing came of it
        // ... and those that work are searched for too.
        m_chat = [](const FakeRequest &asked) {
            return asked.body.contains("Translate") ? writtenReply({ QStringLiteral("Was fressen penguins?") })
                : asked.body.contains("Name up to") ? writtenReply({ QStringLiteral("krill, fish") })
                                                    : writtenReply({ QStringLiteral("Penguins eat krill [1].") });
        };
        request.question = QStringLiteral("zzz");
        const Answered wider = ask(request);
        QVERIFY(wider.answer().sources.first().path.endsWith(QLatin1String("penguins.md")));
    }

    void aPromptThatIsTooLongIsBuiltAgain()
    {
        useModel();
        int refused = 0;
        m_chat = [&refused](const FakeRequest &) {
            if (refused++ == 0)
                return FakeReply { 400,
                    R"({"error":{"code":400,"message":"exceeds the available context size","type":"exceed_context_size_error","n_ctx":600}})",
                    {}, Way::Whole, 0 };
            return writtenReply({ QStringLiteral("Late fees fall [1].") });
        };
        const Answered answered = ask(question(QStringLiteral("late fees")));
        QCOMPARE(answered.answer().kind, Answer::Kind::Written);
        QCOMPARE(m_chats.size(), 2);
        QVERIFY(m_chats[1].body.size() <= m_chats[0].body.size());
    }

    void relatedQuestionsWithAndWithoutAModel()
    {
        DialogRequest request;
        request.setup = m_setup->take();
        request.question = QStringLiteral("late fees");
        auto local = await(m_dialog->related(request, {}, {}));
        QVERIFY(local && local->ok());
        QVERIFY2((*local)->questions.size() >= 1, qPrintable((*local)->questions.join(QLatin1Char('|'))));
        QList<Retrieval::Passage> passages;
        for (const char *heading : { "Late fees", "Opening hours", "Membership › Students", "Opening hours" })
            passages += passage(QStringLiteral("Members pay fees. Students and members visit the library."), QStringLiteral("Handbook"),
                QString::fromUtf8(heading));
        const QStringList questions = relatedFrom(QStringLiteral("What are late fees?"), passages);
        QVERIFY(questions.size() >= 3 && questions.size() <= 5);
        QVERIFY(questions.join(QLatin1Char('|')).contains(QLatin1String("Opening hours")));
        QVERIFY(!questions.join(QLatin1Char('|')).contains(QLatin1String("Late fees")));
        useModel();
        answerWith({ QStringLiteral("1. Who pays?\n- **Why is that?**\nlate fees\n\"How much?\"\nNot a question\nWho pays?\n3) When? \n4. "
                                    "Where?\n5. Whose?\n6. Which?") });
        request.setup = m_setup->take();
        auto written = await(m_dialog->related(request, {}, {}));
        QCOMPARE((*written)->questions,
            QStringList({ QStringLiteral("Who pays?"), QStringLiteral("Why is that?"), QStringLiteral("How much?"), QStringLiteral("When?"),
                QStringLiteral("Where?") }));
        QCOMPARE((*written)->sent.size(), 1);
        m_chat = [](const FakeRequest &) { return FakeReply { 500, "{}", {}, Way::Whole, 0 }; };
        auto failed = await(m_dialog->related(request, passages, {}));
        QVERIFY((*failed)->questions.size() >= 3);
    }

    //! A hundred questions at once, a model that takes its time.
    void aHundredAtOnce()
    {
        useModel();
        answerWith(QStringList(40, QStringLiteral("fees fall [1]. ")), 50);
        m_server->keepRequests(false);
        constexpr int Questions = 100;
        int done = 0;
        QStringList conversations;
        qint64 longest = 0;
        QElapsedTimer clock, whole;
        QTimer beat;
        connect(&beat, &QTimer::timeout, this, [&] { longest = std::max(longest, clock.restart()); });
        const qint64 before = residentBytes();
        whole.start();
        clock.start();
        beat.start(1);
        for (int i = 0; i < Questions; ++i) {
            QCoro::connect(
                m_service->ask(question(QStringLiteral("late fees %1").arg(i)), {}, {}), this, [&](const Result<Answered> &answered) {
                    ++done;
                    if (answered && answered->answer().kind == Answer::Kind::Written)
                        conversations += answered->conversation;
                });
        }
        QTRY_COMPARE_WITH_TIMEOUT(done, Questions, 120'000);
        qInfo("%d answers in %lld ms, longest time between two beats %lld ms (server and test share the loop), memory grew by %lld kB",
            Questions, static_cast<long long>(whole.elapsed()), static_cast<long long>(longest),
            static_cast<long long>((residentBytes() - before) / 1024));
        QCOMPARE(conversations.size(), Questions);
        for (const QString &conversation : std::as_const(conversations)) {
            const QList<Message> messages = stored(conversation);
            QCOMPARE(messages.size(), 2);
            QCOMPARE(messages[1].answer()->state, Answer::State::Done);
            QCOMPARE(messages[1].text().count(QLatin1String("fees fall")), 40);
        }
        QVERIFY(longest < 1000);
    }
};

QTEST_GUILESS_MAIN(TestDialog)
#include "test_dialog.moc"
