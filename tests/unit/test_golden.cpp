// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/bench/sleepingengine.h"
#include "core/conversation/answermaps.h"
#include "core/conversation/branch.h"
#include "core/conversation/conversationservice.h"
#include "core/conversation/export.h"
#include "core/library/catalog.h"
#include "core/mindmap/formats.h"
#include "core/mindmap/outline.h"
#include "core/settings/store.h"
#include "core/storage/evaluationrepository.h"
#include "core/storage/schemas.h"
#include "tests/support/testsetup.h"
#include "tests/support/testsupport.h"
#include <QDir>
#include <QFileInfo>
#include <QJsonDocument>
#include <QTemporaryDir>
#include <ctime>

using namespace Heddle;
using namespace Heddle::TestSupport;
using Conversation::Answer;
using Conversation::Record;

namespace {

const QDir Golden(QStringLiteral(HEDDLE_GOLDEN));

QByteArray golden(const QString &name)
{
    return readFile(Golden.filePath(name));
}

QJsonObject goldenJson(const QString &name)
{
    return QJsonDocument::fromJson(golden(name)).object();
}

} // namespace

//! A data folder that an earlier version wrote, and what that version showed of it: tests/data/golden/README.md.
class TestGolden : public QObject {
    Q_OBJECT
    std::unique_ptr<QTemporaryDir> m_folder;
    TestSetup m_setup { std::make_shared<Bench::SleepingEngine>(std::chrono::milliseconds(0), 0) }; // nothing is asked
    std::unique_ptr<Flow::Pools> m_pools;
    std::unique_ptr<Concurrency::TaskGroup> m_tasks;
    std::unique_ptr<Storage::ConversationRepository> m_repository;
    std::unique_ptr<Storage::LibraryRepository> m_library;
    std::unique_ptr<Conversation::ConversationService> m_service;

    QString path(const char *name) const { return m_folder->filePath(QLatin1String(name)); }
    Record load(const QString &id)
    {
        const auto loaded = await(m_service->load(id, {}));
        if (!loaded || !loaded->ok())
            qFatal("conversation %s is not there", qUtf8Printable(id));
        return **loaded;
    }
    QStringList conversations() const
    {
        QStringList ids;
        for (const QJsonValue &one : goldenJson(QStringLiteral("conversations.json"))[QLatin1String("conversations")].toArray())
            ids += one[QLatin1String("id")].toString();
        return ids;
    }
    QString conversationOf(const QString &title)
    {
        for (const QString &id : conversations()) {
            if (load(id).summary.title == title)
                return id;
        }
        qFatal("no conversation %s", qUtf8Printable(title));
    }
    QList<Answer> answersOf(const QString &title)
    {
        QList<Answer> answers;
        for (const auto &message : load(conversationOf(title)).messages) {
            if (message.answer())
                answers += *message.answer();
        }
        return answers;
    }

private Q_SLOTS:
    void initTestCase()
    {
        qputenv("TZ", "UTC"); // the times in the exports
        tzset();
    }
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        for (const char *name : { "conversations.db", "library.db" }) {
            QVERIFY(QFile::copy(Golden.filePath(QLatin1String(name)), path(name)));
            QVERIFY(QFile::setPermissions(path(name), QFile::ReadOwner | QFile::WriteOwner));
        }
        auto conversations = Storage::Database::open(path("conversations.db"), Storage::conversationsSchema());
        QVERIFY2(conversations.ok(), conversations ? "" : qUtf8Printable(conversations.error().message));
        auto library = Storage::Database::open(path("library.db"), Storage::librarySchema());
        QVERIFY2(library.ok(), library ? "" : qUtf8Printable(library.error().message));
        m_repository = std::make_unique<Storage::ConversationRepository>(*conversations);
        m_library = std::make_unique<Storage::LibraryRepository>(*library);
        m_pools = std::make_unique<Flow::Pools>();
        m_tasks = std::make_unique<Concurrency::TaskGroup>();
        m_service = std::make_unique<Conversation::ConversationService>(
            *m_repository, *m_library, nullptr, m_setup.current(), m_pools.get(), m_tasks.get());
    }
    void cleanup()
    {
        m_service.reset();
        m_tasks.reset();
        m_pools.reset();
        m_repository.reset();
        m_library.reset();
        Storage::Database::closeThreadConnections();
    }

    void conversationsAreListedAndFoundAsBefore()
    {
        const auto listed = await(m_service->list(0, 100, {}, {}));
        QVERIFY(listed && listed->ok());
        QJsonArray list;
        for (const auto &summary : **listed)
            list += Conversation::toJson(summary);
        QCOMPARE(list, goldenJson(QStringLiteral("conversations.json"))[QLatin1String("conversations")].toArray());
        QCOMPARE(list.size(), 5); // without the one that was thrown away
        const auto hits = await(m_service->search(QStringLiteral("fees"), 100, {}));
        QVERIFY(hits && hits->ok());
        QJsonArray found;
        for (const auto &hit : **hits) {
            QJsonObject object = Conversation::toJson(hit.conversation);
            object[QStringLiteral("message")] = hit.message;
            object[QStringLiteral("excerpt")] = hit.excerpt;
            found += object;
        }
        QCOMPARE(found, goldenJson(QStringLiteral("search.json"))[QLatin1String("conversations")].toArray());
    }

    void everyConversationIsExportedAsBefore_data()
    {
        QTest::addColumn<QString>("file");
        for (const QString &file : QDir(Golden.filePath(QStringLiteral("exports"))).entryList(QDir::Files))
            QTest::newRow(qUtf8Printable(file)) << file;
    }
    void everyConversationIsExportedAsBefore()
    {
        QFETCH(QString, file);
        const QFileInfo info(file);
        const auto bytes = Conversation::exportConversation(load(info.completeBaseName()), info.suffix());
        QVERIFY(bytes.ok());
        QCOMPARE(QString::fromUtf8(*bytes), QString::fromUtf8(golden(QStringLiteral("exports/") + file)));
    }

    void everyKindOfAnswerIsReadBack()
    {
        using Kind = Answer::Kind;
        using State = Answer::State;
        const QList<Answer> plain = answersOf(QStringLiteral("When are fees due?"));
        QCOMPARE(plain.size(), 3);
        QCOMPARE(plain[0].kind, Kind::Quoted);
        QCOMPARE(plain[0].sources.first().n, 1);
        QCOMPARE(plain[1].kind, Kind::None);
        QVERIFY(plain[1].text.startsWith(QLatin1String("Nothing was found in 5 documents")));
        QVERIFY(plain[1].sources.isEmpty());
        QCOMPARE(plain[2].notices, QStringList { QStringLiteral("\"money\" occurs in none of your documents.") });
        const QList<Answer> written = answersOf(QStringLiteral("When are the fees due, and who guards them?"));
        QCOMPARE(written.size(), 5);
        QCOMPARE(written[0].kind, Kind::Written);
        QCOMPARE(written[0].thinking, QStringLiteral("The passages name two dates."));
        QCOMPARE(written[0].details[QLatin1String("model")].toString(), QStringLiteral("golden-model"));
        QVERIFY(written[0].timings[QLatin1String("total")].toDouble() > 0);
        const bool unsupported = std::any_of(written[0].sources.cbegin(), written[0].sources.cend(), [](const Dialog::Source &source) {
            return std::any_of(source.uses.cbegin(), source.uses.cend(),
                [](const auto &use) { return use.outcome == Dialog::Outcome::NotFound && !use.reason.isEmpty(); });
        });
        QVERIFY(unsupported);
        QCOMPARE(written[3].sent.size(), 2);
        QCOMPARE(written[3].sent[0].purpose, QStringLiteral("rewriting"));
        const QList<Answer> cut = answersOf(QStringLiteral("Late fees that break off?"));
        const std::tuple<Kind, State, bool> states[] = { { Kind::Written, State::Failed, false }, { Kind::Written, State::Stopped, false },
            { Kind::None, State::Stopped, false }, { Kind::Written, State::Stopped, true }, { Kind::None, State::Stopped, false },
            { Kind::None, State::Failed, false } };
        QCOMPARE(cut.size(), qsizetype(std::size(states)));
        for (qsizetype i = 0; i < cut.size(); ++i)
            QCOMPARE(std::tuple(cut[i].kind, cut[i].state, cut[i].interrupted), states[i]);
    }

    void everyErrorKeepsItsCode()
    {
        using Code = ErrorCode;
        QList<Code> codes;
        for (const char *title : { "Errors — a named «conversation»", "Late fees that break off?" }) {
            for (const Answer &answer : answersOf(QString::fromUtf8(title))) {
                if (answer.error)
                    codes += answer.error->code;
            }
        }
        QCOMPARE(codes,
            QList<Code>({ Code::Provider, Code::Provider, Code::Protocol, Code::ContextExceeded, Code::Timeout, Code::Unreachable,
                Code::Transport, Code::Cancelled, Code::Cancelled, Code::IndexUnavailable }));
        QVERIFY(load(conversationOf(QStringLiteral("Errors — a named «conversation»"))).summary.named);
    }

    void branchesAndOptionsAreReadBack()
    {
        const Record record = load(conversationOf(QStringLiteral("When are the fees due, and who guards them?")));
        QStringList versions, shown;
        for (const auto &message : record.messages) {
            if (message.text() == QLatin1String("Which months cost $8?"))
                versions = Conversation::versionsOf(record.messages, message.id);
        }
        QCOMPARE(versions.size(), 2); // the question was edited
        for (const auto &message : Conversation::branchTo(record.messages, record.summary.leaf)) {
            if (message.question())
                shown += message.text();
            else
                QCOMPARE(Conversation::versionsOf(record.messages, message.id).size(), 1);
        }
        QCOMPARE(
            shown, QStringList({ QStringLiteral("When are the fees due, and who guards them?"), QStringLiteral("Which months cost $8?") }));
        const Record asked = load(conversationOf(QStringLiteral("membership fees")));
        QVERIFY(asked.summary.options.keywords);
        QCOMPARE(asked.summary.options.languages, QStringList({ QStringLiteral("German"), QStringLiteral("French") }));
    }

    void whatWasThrownAwayCanComeBack()
    {
        const auto before = await(m_service->list(0, 100, QStringLiteral("Thrown away"), {}));
        QVERIFY((*before)->isEmpty());
        auto id = m_repository->database().run(QStringLiteral("SELECT id FROM conversation WHERE deleted>0"), {});
        QVERIFY(id && id->next());
        QVERIFY(await(m_service->trash({ id->value(0).toString() }, false, {}))->ok());
        QCOMPARE((*await(m_service->list(0, 100, QStringLiteral("Thrown away"), {})))->size(), 1);
    }

    void mapsAreReadBack()
    {
        Conversation::AnswerMaps maps(*m_repository, nullptr, m_setup.current(), m_pools.get());
        int seen = 0;
        for (const QString &id : conversations()) {
            if (!QFileInfo::exists(Golden.filePath(QStringLiteral("maps/%1.json").arg(id))))
                continue;
            const auto opened = await(maps.open(id, {}, false, {}, {}, {}));
            QVERIFY(opened && opened->ok());
            const Dialog::AnswerMap &map = (*opened)->map;
            QCOMPARE(QJsonDocument(MindMap::toJson(map.map)).toJson(), golden(QStringLiteral("maps/%1.json").arg(id)));
            QCOMPARE(MindMap::printOutline(map.map).toUtf8(), golden(QStringLiteral("maps/%1.md").arg(id)));
            QVERIFY(!map.passages.isEmpty());
            QCOMPARE(map.written, map.model == QLatin1String("golden-model"));
            const auto kept = m_repository->mindMap((*opened)->message);
            QCOMPARE(Dialog::toJson(map), *kept);
            ++seen;
        }
        QCOMPARE(seen, 2);
    }

    void settingsAreReadBack()
    {
        const Settings::Store settings(m_repository->database());
        int seen = 0;
        for (const QByteArray &line : golden(QStringLiteral("settings.txt")).trimmed().split('\n')) {
            const QString text = QString::fromUtf8(line), key = text.section(QLatin1String(" = "), 0, 0);
            const auto value = settings.text(key);
            QVERIFY2(value.ok(), qUtf8Printable(key));
            QCOMPARE(key + QLatin1String(" = ") + *value, text);
            ++seen;
        }
        QCOMPARE(seen, 36);
    }

    void savedQuestionsAreReadBack()
    {
        const auto questions = Storage::EvaluationRepository(m_repository->database()).questions();
        QVERIFY(questions.ok());
        QCOMPARE(questions->size(), 1);
        QCOMPARE(questions->first().question, QStringLiteral("When are fees due?"));
        QCOMPARE(questions->first().expected.first()[QLatin1String("text")].toString(), QStringLiteral("Fees are due on 1 March."));
    }

    void theLibraryIsReadBack()
    {
        using State = Library::Document::State;
        const Library::Catalog catalog(*m_library, &m_pools->library);
        const auto collections = await(catalog.collections({}));
        QVERIFY(collections && collections->ok());
        const QJsonArray before = goldenJson(QStringLiteral("collections.json"))[QLatin1String("collections")].toArray();
        QCOMPARE((*collections)->size(), before.size());
        for (int i = 0; i < before.size(); ++i) {
            const Library::Collection &collection = (**collections)[i];
            QCOMPARE(collection.name, before[i][QLatin1String("name")].toString());
            QCOMPARE(collection.passages, before[i][QLatin1String("chunks")].toInteger());
            QCOMPARE(collection.folders.first(), before[i][QLatin1String("folders")][0].toString());
            QCOMPARE(collection.readyDocuments, before[i][QLatin1String("files")][QLatin1String("ready")].toInt());
        }
        const auto documents = await(catalog.documents((**collections)[1].id, {}));
        QVERIFY(documents && documents->ok());
        const std::pair<const char *, State> expected[] = { { "Beiträge.txt", State::Ready }, { "broken.pdf", State::Failed },
            { "empty.txt", State::NoText }, { "fees.md", State::Ready }, { "logo.png", State::NotRead }, { "会费.md", State::Ready } };
        const QList<Library::Document> &list = ***documents;
        QCOMPARE(list.size(), qsizetype(std::size(expected)));
        for (qsizetype i = 0; i < list.size(); ++i) {
            QCOMPARE(list[i].path, QByteArray("/tmp/golden/rules/") + expected[i].first);
            QCOMPARE(list[i].state, expected[i].second);
            QCOMPARE(list[i].reason.isEmpty(), expected[i].second == State::Ready);
        }
        // A citation of an answer finds its text.
        const Answer answer = answersOf(QStringLiteral("When are fees due?")).first();
        const auto text = await(catalog.textAround(answer.sources.first().chunk, {}));
        QVERIFY(text && text->ok());
        QVERIFY((*text)->text.contains(QLatin1String("Fees are due on 1 March.")));
    }
};

QTEST_GUILESS_MAIN(TestGolden)
#include "test_golden.moc"
