// SPDX-License-Identifier: GPL-3.0-or-later
// Questions to a model elsewhere, while a collection is never sent: passages, earlier turns, suggested questions, maps, vectors.
#include "core/conversation/answermaps.h"
#include "core/conversation/branch.h"
#include "core/conversation/messagecodec.h"
#include "core/conversation/transfer.h"
#include "core/dialog/contents.h"
#include "core/dialog/starters.h"
#include "core/evaluation/savedquestions.h"
#include "core/library/vectorbuilder.h"
#include "core/privacy/seals.h"
#include "core/rerank/httpreranker.h"
#include "tests/support/fakeembedder.h"
#include "tests/unit/dialogfixture.h"

using namespace Heddle;
using namespace Heddle::TestSupport;
using namespace std::chrono_literals;
using Conversation::AskRequest;

namespace {

const QByteArray Secret = "ninety-nine";

//! A model for meaning that is elsewhere.
class RemoteEmbedder : public FakeEmbedder {
public:
    bool sendsElsewhere() const override { return true; }
    QCoro::Task<Result<QList<Embedding::Vector>>> embedPassages(QStringList texts, Concurrency::Context context) override
    {
        sent += texts;
        contents.add(*context.contents);
        auto task = FakeEmbedder::embedPassages(texts, context);
        co_return co_await std::move(task);
    }
    QStringList sent;
    Concurrency::Contents contents;
};

} // namespace

class TestSealedAnswers : public DialogFixture {
    Q_OBJECT
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Privacy::Seals> m_seals;
    std::shared_ptr<Net::SendGuard> m_guard;

    void addCollection(const QString &name, const QByteArray &text)
    {
        const QString folder = m_folder->filePath(name);
        writeFile(folder + QStringLiteral("/contract.md"), text);
        Library::IndexRequest request;
        request.index = m_library->sharedEngine();
        request.collection = name;
        request.folders = QStringList(folder);
        QVERIFY(await(m_library->indexer().run(request, {}, {}), 60'000)->ok());
    }
    void useModelElsewhere()
    {
        Llm::Configuration configuration;
        configuration.endpoint.id = QStringLiteral("openai-compatible");
        configuration.endpoint.url = m_server->base();
        configuration.endpoint.model = QStringLiteral("some-cloud");
        configuration.wait = 20s;
        configuration.context = 8192;
        m_setup->change([&](Setup::AnswerSetup &setup) { setup.chatModel = *Llm::HttpChatModel::make(configuration, m_http.get()); });
    }
    void seal(const char *collection = "Contracts") { QVERIFY(m_seals->seal(QLatin1String(collection)).ok()); }
    bool wasSent(const QByteArray &text) const
    {
        return std::any_of(m_chats.cbegin(), m_chats.cend(), [&text](const FakeRequest &request) { return request.body.contains(text); });
    }
    static QString noticesOf(const Answered &answered) { return answered.answer().notices.join(QLatin1Char('\n')); }

private Q_SLOTS:
    void init()
    {
        begin();
        m_folder = std::make_unique<QTemporaryDir>();
        addCollection(QStringLiteral("Contracts"),
            "# The contract\n\n" + QByteArray("The parties keep the cellar dry and the roof whole. ").repeated(30)
                + "\n\n# What do late fees cost in the contract?\n\nThe late fees of the contract are " + Secret + " dollars a month.\n");
        auto database = Storage::Database::open(m_library->data() + QStringLiteral("/conversations.db"), Storage::conversationsSchema());
        m_seals = std::make_unique<Privacy::Seals>(*database, m_library->library());
        m_guard = std::make_shared<Net::SendGuard>([seals = *m_seals] { return seals.read(); }, Net::SendGuard::Recorder(), m_tasks.get());
        m_http->setGuard(m_guard);
        m_setup->change([this](Setup::AnswerSetup &setup) { setup.guard = m_guard; });
        useModelElsewhere();
    }
    void cleanup()
    {
        QVERIFY(*await(m_tasks->drain(5s)));
        m_guard.reset();
        m_seals.reset();
        m_folder.reset();
        end();
    }

    void sealedPassagesStayAndItIsSaid()
    {
        const Answered before = ask(question(QStringLiteral("How much are late fees?")));
        QVERIFY(wasSent(Secret));
        QVERIFY(before.answer().details.contains(Dialog::contentsDetail()));
        m_chats.clear();
        seal();
        const Answered after = ask(question(QStringLiteral("How much are late fees?")));
        QCOMPARE(after.answer().kind, Conversation::Answer::Kind::Written);
        QVERIFY(!m_chats.isEmpty());
        QVERIFY(!wasSent(Secret));
        QVERIFY2(
            noticesOf(after).contains(QStringLiteral("“Contracts” were not sent to 127.0.0.1: never send")), qPrintable(noticesOf(after)));
        // What the markers mean is right although passages were left out.
        QVERIFY(!after.answer().sources.isEmpty());
        QVERIFY(after.answer().sources.first().text.contains(QStringLiteral("from $32 to $8")));
        // A model on this computer gets everything.
        m_chats.clear();
        useModel();
        ask(question(QStringLiteral("How much are late fees?")));
        QVERIFY(wasSent(Secret));
    }

    void nothingToSendIsQuotedHere()
    {
        seal();
        AskRequest request = question(QStringLiteral("What do late fees cost in the contract?"));
        request.filters.collections = { m_library->library().collection(QStringLiteral("Contracts"))->id };
        const Answered answered = ask(request);
        QVERIFY(m_chats.isEmpty());
        QCOMPARE(answered.answer().kind, Conversation::Answer::Kind::Quoted);
        QVERIFY(answered.answer().text.contains(QString::fromLatin1(Secret)));
        QVERIFY2(noticesOf(answered).contains(QStringLiteral("never send")), qPrintable(noticesOf(answered)));
        QVERIFY(answered.answer().sent.isEmpty());
    }

    void earlierTurnsCarryWhatTheyWereWrittenFrom()
    {
        answerWith({ QStringLiteral("They are ") + QString::fromLatin1(Secret) + QStringLiteral(" dollars [1].") });
        const Answered first = ask(question(QStringLiteral("What do late fees cost in the contract?")));
        QVERIFY(wasSent(Secret));
        answerWith({ QStringLiteral("The council was founded in 2021 [1].") });
        const Answered second = ask(question(QStringLiteral("When was the competition council founded?"), first.conversation));
        m_chats.clear();
        seal();
        // The first answer has the text in it, the second was written from a prompt that had it.
        ask(question(QStringLiteral("What do penguins eat?"), first.conversation));
        QVERIFY(!m_chats.isEmpty());
        QVERIFY(!wasSent(Secret));
        QVERIFY(!wasSent("founded in 2021 [1]"));
        // Also once the turn that brought it is gone.
        m_chats.clear();
        QVERIFY(await(m_service->deleteMessage(first.question.id, true, {}))->ok());
        AskRequest next = question(QStringLiteral("Where do penguins live?"), first.conversation);
        next.after = second.message.id;
        const Answered third = ask(next);
        QVERIFY(!wasSent("founded in 2021 [1]"));
        QVERIFY2(noticesOf(third).contains(QStringLiteral("earlier turn")), qPrintable(noticesOf(third)));
    }

    void suggestedQuestionsCarryTheirText()
    {
        const QString contracts = m_library->library().collection(QStringLiteral("Contracts"))->uuid;
        const auto starters = *Dialog::starters(m_library->library(), {}, 4);
        const auto made = std::find_if(starters.cbegin(), starters.cend(), [&](const auto &one) { return one.collection == contracts; });
        QVERIFY(made != starters.cend());
        m_service->noteSuggested({ made->question }, { { contracts.toStdString() } });
        seal();
        const Answered answered = ask(question(made->question));
        QVERIFY(!wasSent("late fees cost in the contract"));
        QVERIFY2(noticesOf(answered).contains(QStringLiteral("The question was not sent")), qPrintable(noticesOf(answered)));
        // Kept with the question: asked again after a restart, nobody remembers that it was suggested.
        m_service = std::make_unique<Conversation::ConversationService>(
            *m_conversations, m_library->library(), m_dialog.get(), m_setup->current(), &m_library->pools(), m_tasks.get());
        AskRequest again;
        again.conversation = answered.conversation;
        again.again = answered.question.id;
        ask(again);
        QVERIFY(!wasSent("late fees cost in the contract"));
        // What is made of it has its contents, and so has an edit, whatever is left of its words.
        m_service = std::make_unique<Conversation::ConversationService>(
            *m_conversations, m_library->library(), m_dialog.get(), m_setup->current(), &m_library->pools(), m_tasks.get());
        QVERIFY(await(m_service->load(answered.conversation, {}))->ok());
        QVERIFY(await(m_service->related(made->question, answered.answer().sources, {})));
        QVERIFY(!wasSent("late fees cost in the contract"));
        m_service = std::make_unique<Conversation::ConversationService>(
            *m_conversations, m_library->library(), m_dialog.get(), m_setup->current(), &m_library->pools(), m_tasks.get());
        AskRequest edit = question(QStringLiteral("How high are they in that contract?"), answered.conversation);
        edit.after = answered.question.parent;
        ask(edit);
        QVERIFY(!wasSent("How high are they"));
        // It is no title for a model elsewhere either, and no earlier turn.
        ask(question(QStringLiteral("What do penguins eat?"), answered.conversation));
        QVERIFY(!wasSent("late fees cost in the contract"));
        QVERIFY(wasSent("What do penguins eat?"));
        // And a saved one.
        Evaluation::SavedQuestions saved(Storage::EvaluationRepository(m_conversations->database()), m_retriever.get(), m_setup->current(),
            m_library->library(), &m_library->pools());
        QVERIFY(await(saved.pin(made->question, { QStringLiteral("contract"), {}, 1 }, true, {}))->ok());
        const auto overview = await(saved.overview({}));
        QCOMPARE((**overview).questions.first().contents.collections, std::set<std::string> { contracts.toStdString() });
    }

    void ofWhatIsNotSaidNobodyKnows()
    {
        Dialog::Source source;
        source.title = QStringLiteral("Contract with Smith"); // a row of a list has no text
        QVERIFY(Dialog::contentsOf(QList<Dialog::Source> { source }).unknown);
        source.collections = QStringList(QStringLiteral("a"));
        QVERIFY(!Dialog::contentsOf(QList<Dialog::Source> { source }).unknown);
        // Broken off with the program: its passages are known, the earlier turns of its prompt are not.
        Conversation::Answer answer;
        answer.kind = Conversation::Answer::Kind::Written;
        answer.sources = { source };
        QVERIFY(Conversation::contentsOf(answer).unknown);
        answer.details[Dialog::contentsDetail()] = QJsonArray { QStringLiteral("a") };
        QVERIFY(!Conversation::contentsOf(answer).unknown);
    }

    //! The ids of another library say nothing here.
    void ofImportedTextsNobodyKnows()
    {
        const Answered answered = ask(question(QStringLiteral("How much are late fees?")));
        Storage::StoredConversation stored { *m_conversations->load(answered.conversation),
            *m_conversations->messages(answered.conversation), {}, {} };
        stored.messages.first().details[Dialog::contentsDetail()] = QJsonArray { QStringLiteral("theirs") };
        QVERIFY(!Conversation::contentsOf(answered.answer()).unknown);
        const auto read = Conversation::readTransferFile(Conversation::transferFile({ stored }));
        QVERIFY(read.ok());
        const QList<Conversation::Message> messages = Conversation::messagesFrom(read->first().messages);
        QVERIFY(messages.size() >= 2);
        QVERIFY(messages[0].question()->contents.unknown);
        QVERIFY(Conversation::contentsOf(*messages[1].answer()).unknown);
        QVERIFY(Conversation::contentsOf(*messages[1].answer()).collections.empty());
    }

    void relatedQuestionsAreMadeOfWhatMayBeSent()
    {
        const Answered answered = ask(question(QStringLiteral("How much are late fees?")));
        m_chats.clear();
        seal();
        answerWith({ QStringLiteral("What is the new rule?\nWho pays late fees?\nWhen do they fall?") });
        const auto related = await(m_service->related(answered.question.text(), answered.answer().sources, {}));
        QVERIFY(related && related->ok());
        QVERIFY(!m_chats.isEmpty());
        QVERIFY(!wasSent(Secret));
        QVERIFY(!(**related).notices.isEmpty());
    }

    void mapsAreMadeOfWhatMayBeSent()
    {
        const Answered answered = ask(question(QStringLiteral("How much are late fees?")));
        m_chats.clear();
        seal();
        answerWith({ QStringLiteral("# Late fees\n- They fall [1]\n- To $8 [1]\n") });
        Conversation::AnswerMaps maps(*m_conversations, m_dialog.get(), m_setup->current(), &m_library->pools());
        const auto made = await(maps.open(answered.conversation, answered.message.id, true, {}, {}, {}));
        QVERIFY(made && made->ok());
        QVERIFY(!m_chats.isEmpty());
        QVERIFY(!wasSent(Secret));
        QVERIFY2((**made).map.notices.join(QLatin1Char(' ')).contains(QStringLiteral("never send")),
            qPrintable((**made).map.notices.join(QLatin1Char(' '))));
    }

    void aRerankerElsewhereOrdersTheRest()
    {
        seal();
        QByteArray asked;
        m_server->setHandler([&asked](const FakeRequest &request) {
            asked = request.body;
            const auto count = QJsonDocument::fromJson(request.body)[QLatin1String("documents")].toArray().size();
            QJsonArray results;
            for (int i = 0; i < count; ++i)
                results += QJsonObject { { QStringLiteral("index"), i }, { QStringLiteral("relevance_score"), 0.1 * (i + 1) } };
            return FakeReply { 200, QJsonDocument(QJsonObject { { QStringLiteral("results"), results } }).toJson(), {},
                FakeReply::Way::Whole, 0 };
        });
        Rerank::Configuration configuration;
        configuration.endpoint.id = QStringLiteral("openai-compatible");
        configuration.endpoint.url = m_server->base();
        configuration.endpoint.model = QStringLiteral("rank-cloud");
        const auto reranker =
            *Rerank::makeReranker(configuration, Rerank::Transports { m_http.get(), nullptr, &m_library->pools().inference, {} });
        m_setup->change([&reranker](Setup::AnswerSetup &setup) {
            setup.reranker = reranker;
            setup.tuning.trustReranker = true;
        });
        Retrieval::RetrievalRequest request;
        request.setup = m_setup->take();
        request.question = QStringLiteral("late fees");
        const auto found = await(m_retriever->retrieve(request, {}, Concurrency::Context()));
        QVERIFY(found && found->ok());
        QVERIFY(!asked.isEmpty());
        QVERIFY(!asked.contains(Secret));
        int unscored = 0;
        for (const Retrieval::Passage &passage : (**found).passages) {
            const bool secret = passage.hit.text.contains(QString::fromLatin1(Secret));
            QCOMPARE(passage.rerankScore.has_value(), !secret);
            unscored += secret ? 1 : 0;
            if (secret)
                QCOMPARE(passage.rank, passage.searchRank); // it keeps its place
        }
        QVERIFY(unscored > 0);
        QVERIFY((**found).notices.join(QLatin1Char(' ')).contains(QStringLiteral("never send")));
    }

    void sealedPassagesGetNoVectorElsewhere()
    {
        seal();
        const auto embedder = std::make_shared<RemoteEmbedder>();
        Library::VectorBuilder builder(m_library->library(), &m_library->pools(), m_library->data(), m_guard);
        auto report = await(builder.run(embedder, m_library->sharedEngine(), {}, {}));
        QVERIFY2(report && report->ok(), report && !report->ok() ? qPrintable(report->error().message) : "");
        QVERIFY(!embedder->sent.isEmpty());
        QVERIFY(!embedder->sent.join(QLatin1Char(' ')).contains(QString::fromLatin1(Secret)));
        QCOMPARE(embedder->contents.collections,
            std::set<std::string> { m_library->library().collection(QStringLiteral("C"))->uuid.toStdString() });
        // They are not waited for, neither by the next run nor by the doctor.
        report = await(builder.run(embedder, m_library->sharedEngine(), {}, {}));
        QCOMPARE((**report).passages, qint64(0));
        QVERIFY(Library::chunksToEmbed(m_library->library(), m_library->engine(), embedder->model(), *m_seals->read(), {})->isEmpty());
        QVERIFY(!Library::chunksToEmbed(m_library->library(), m_library->engine(), embedder->model(), {}, {})->isEmpty());
        // Until they may be.
        QVERIFY(m_seals->unseal(QStringLiteral("Contracts")).ok());
        report = await(builder.run(embedder, m_library->sharedEngine(), {}, {}));
        QVERIFY((**report).passages > 0);
        QVERIFY(embedder->sent.join(QLatin1Char(' ')).contains(QString::fromLatin1(Secret)));
    }

    //! Answers of earlier versions don't say where their passages stand: while anything is sealed they stay here.
    void whatEarlierVersionsKeptIsUnknown()
    {
        Dialog::Source source;
        source.text = QStringLiteral("text");
        QVERIFY(Dialog::contentsOf(QList<Dialog::Source> { source }).unknown);
        source.collections = QStringList(QStringLiteral("a"));
        const Dialog::Source read = Dialog::sourceFromJson(Dialog::toJson(source));
        QCOMPARE(read.collections, source.collections);
        QCOMPARE(Dialog::passageFrom(read).hit.collections, source.collections);
        Concurrency::Contents contents { { "a", "b" }, true, 0 };
        QCOMPARE(Dialog::contentsFromJson(Dialog::toJson(contents)), contents);
    }
};

QTEST_GUILESS_MAIN(TestSealedAnswers)
#include "test_sealedanswers.moc"
