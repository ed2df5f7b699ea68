// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/storage/conversationrepository.h"
#include "core/storage/libraryrepository.h"
#include "core/storage/schemas.h"
#include "tests/support/testsupport.h"
#include <QTemporaryDir>

using namespace Heddle;
using namespace Heddle::Storage;

namespace {

MessageRow message(const QString &conversation, const QString &parent, const char *role, const QString &text)
{
    MessageRow row;
    row.conversationId = conversation;
    row.parentId = parent;
    row.role = QLatin1String(role);
    row.kind = row.role == QLatin1String("user") ? QStringLiteral("question") : QStringLiteral("quoted");
    row.state = QStringLiteral("done");
    row.text = text;
    return row;
}

DocumentRow document(qint64 collection, qint64 root, const QByteArray &path)
{
    DocumentRow row;
    row.publicId = QString::fromLatin1(path.toHex());
    row.collectionId = collection;
    row.rootId = root;
    row.path = path;
    row.type = QStringLiteral("txt");
    row.state = QStringLiteral("ready");
    return row;
}

} // namespace

class TestRepositories : public QObject {
    Q_OBJECT
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<ConversationRepository> m_conversations;
    std::unique_ptr<LibraryRepository> m_library;

private Q_SLOTS:
    void init()
    {
        Database::closeThreadConnections();
        m_folder = std::make_unique<QTemporaryDir>();
        auto conversations = Database::open(m_folder->filePath(QStringLiteral("conversations.db")), conversationsSchema());
        auto library = Database::open(m_folder->filePath(QStringLiteral("library.db")), librarySchema());
        QVERIFY(conversations.ok() && library.ok());
        m_conversations = std::make_unique<ConversationRepository>(*conversations);
        m_library = std::make_unique<LibraryRepository>(*library);
    }
    void cleanup() { Database::closeThreadConnections(); }

    void aTurnComesBackWithItsSources()
    {
        const auto row = m_conversations->create(QStringLiteral("Fees"));
        QVERIFY(row.ok());
        const auto question = m_conversations->append(message(row->id, {}, "user", QStringLiteral("What are the fees?")));
        QVERIFY(question.ok() && !question->id.isEmpty() && question->created.isValid());
        MessageRow answer = message(row->id, question->id, "assistant", QStringLiteral("Eight dollars. [1]"));
        answer.sources = { QJsonObject { { QStringLiteral("n"), 1 }, { QStringLiteral("path"), QStringLiteral("/a.md") },
                               { QStringLiteral("text"), QStringLiteral("Eight dollars.") } },
            QJsonObject { { QStringLiteral("n"), 0 }, { QStringLiteral("path"), QStringLiteral("/b.md") } } };
        answer.notices = { QStringLiteral("a notice") };
        QVERIFY(m_conversations->append(answer).ok());
        const auto messages = m_conversations->messages(row->id);
        QVERIFY(messages.ok());
        QCOMPARE(messages->size(), 2);
        QCOMPARE(messages->last().parentId, question->id);
        QCOMPARE(messages->last().sources, answer.sources);
        QCOMPARE(messages->last().notices, answer.notices);
        QCOMPARE(m_conversations->load(row->id)->messages, 2);
    }

    void listsByLastUseInPages()
    {
        QStringList ids;
        for (int i = 0; i < 5; ++i)
            ids += m_conversations->create(QStringLiteral("Conversation %1").arg(i))->id;
        const QDateTime before = m_conversations->load(ids.last())->lastUsed;
        QTRY_VERIFY(QDateTime::currentDateTime() > before); // times are kept in milliseconds
        QVERIFY(m_conversations->append(message(ids[1], {}, "user", QStringLiteral("again"))).ok());
        QCOMPARE(m_conversations->list(0, 1)->first().id, ids[1]);
        QSet<QString> seen;
        for (int page = 0; page < 3; ++page) {
            const auto rows = m_conversations->list(2 * page, 2);
            for (const auto &row : *rows)
                seen += row.id;
        }
        QCOMPARE(seen, QSet<QString>(ids.cbegin(), ids.cend()));
        QCOMPARE(m_conversations->list(0, 10, QStringLiteral("ation 3"))->size(), 1);
    }

    void findsWordsOfAnyLength_data()
    {
        QTest::addColumn<QString>("words");
        QTest::newRow("a word") << QStringLiteral("boundary");
        QTest::newRow("part of a word") << QStringLiteral("bound");
        QTest::newRow("two words in any order") << QStringLiteral("layer boundary");
        QTest::newRow("another case") << QStringLiteral("BOUNDARY");
        QTest::newRow("two letters") << QStringLiteral("of");
        QTest::newRow("Chinese, two characters") << QStringLiteral("文件");
        QTest::newRow("Arabic") << QStringLiteral("السلام");
        QTest::newRow("operators are text") << QStringLiteral("\"boundary\" layer*");
    }
    void findsWordsOfAnyLength()
    {
        QFETCH(QString, words);
        const auto row = m_conversations->create(QStringLiteral("One"));
        QVERIFY(m_conversations->append(message(row->id, {}, "user", QStringLiteral("the \"boundary\" layer* of 我的文件会 السلام عليكم")))
                    .ok());
        QVERIFY(
            m_conversations->append(message(m_conversations->create(QStringLiteral("Two"))->id, {}, "user", QStringLiteral("nothing here")))
                .ok());
        const auto found = m_conversations->search(words, 10);
        QVERIFY2(found.ok(), found.ok() ? "" : qUtf8Printable(found.error().detail));
        QCOMPARE(found->size(), 1);
        QCOMPARE(found->first().conversation.id, row->id);
        QVERIFY(!found->first().excerpt.isEmpty());
    }

    void changesAndDeletions()
    {
        const auto row = m_conversations->create(QStringLiteral("Old name"));
        QVERIFY(m_conversations->rename(row->id, QStringLiteral("New name")).ok());
        QCOMPARE(m_conversations->load(row->id)->title, QStringLiteral("New name"));
        const auto question = m_conversations->append(message(row->id, {}, "user", QStringLiteral("one")));
        MessageRow answer = *m_conversations->append(message(row->id, question->id, "assistant", QStringLiteral("two")));
        answer.text = QStringLiteral("three");
        QVERIFY(m_conversations->update(answer).ok());
        QCOMPARE(m_conversations->search(QStringLiteral("three"), 5)->size(), 1);
        QCOMPARE(m_conversations->search(QStringLiteral("two"), 5)->size(), 0);
        QVERIFY(m_conversations->deleteMessage(answer.id, true).ok()); // and the question that it answers
        QCOMPARE(m_conversations->messages(row->id)->size(), 0);
        QVERIFY(m_conversations->deleteConversations({ row->id }).ok());
        QCOMPARE(m_conversations->load(row->id).error().code, ErrorCode::NotFound);
        QCOMPARE(m_conversations->deleteConversations({ row->id }).error().code, ErrorCode::NotFound);
    }

    void pathsAreBytesAndRootsHaveLabels()
    {
        const auto collection = m_library->ensureCollection(QStringLiteral("C"));
        QVERIFY(collection.ok());
        QCOMPARE(m_library->ensureCollection(QStringLiteral("C"))->id, collection->id);
        const auto first = m_library->ensureRoot(collection->id, "/home/a/docs"),
                   second = m_library->ensureRoot(collection->id, "/home/b/docs"),
                   third = m_library->ensureRoot(collection->id, "/home/c/docs");
        QCOMPARE(first->label, QString());
        QCOMPARE(second->label, QStringLiteral("docs"));
        QCOMPARE(third->label, QStringLiteral("docs (2)"));
        QCOMPARE(m_library->ensureRoot(collection->id, "/home/a/docs")->id, first->id);
        for (const QByteArray path : { "sp ace.txt", "new\nline.txt", "bad\xff\xfe.txt", "\xf0\x9f\x98\x80.txt" })
            QVERIFY(m_library->putDocument(document(collection->id, first->id, path)).ok());
        // By their bytes, part after part.
        const auto two = m_library->knownFiles(first->id, {}, 2);
        QCOMPARE(two->size(), 2);
        QCOMPARE(two->last().path, QByteArray("new\nline.txt"));
        const auto rest = m_library->knownFiles(first->id, two->last().path, 10);
        QCOMPARE(rest->size(), 2);
        QCOMPARE(rest->last().path, QByteArray("\xf0\x9f\x98\x80.txt"));
        QCOMPARE(m_library->collection(QStringLiteral("D")).error().code, ErrorCode::NotFound);
        QVERIFY(m_library->collection(QStringLiteral("D")).error().message.contains(QLatin1Char('C')));
    }

    void documentsAreNumberedWithoutGaps()
    {
        // Shards go by document numbers: an update must not use one up.
        const auto collection = m_library->ensureCollection(QStringLiteral("C"));
        const auto root = m_library->ensureRoot(collection->id, "/r");
        QList<qint64> ids;
        for (int i = 0; i < 4; ++i) {
            DocumentRow row = document(collection->id, root->id, QByteArray::number(i));
            row.id = *m_library->putDocument(row);
            QCOMPARE(*m_library->putDocument(row), row.id);
            ids += row.id;
        }
        for (int i = 1; i < 4; ++i)
            QCOMPARE(ids[i], ids[0] + i);
    }

    void aPositionIsOfOneLibraryAndOneCourseOfItsLog()
    {
        using Storage::LogPosition;
        const auto collection = m_library->ensureCollection(QStringLiteral("C"));
        const auto root = m_library->ensureRoot(collection->id, "/r");
        const qint64 id = *m_library->putDocument(document(collection->id, root->id, "a.txt"));
        const auto log = [&](const char *name) {
            return m_library->addChunk(id, { 0, QLatin1String(name), 0, 0, 3, 0, {}, QStringLiteral("one") }).ok();
        };
        QVERIFY(m_library->beginGeneration().ok());
        QVERIFY(log("c1") && log("c2"));
        const LogPosition first = *m_library->logEnd();
        QVERIFY(*m_library->followsFrom(first));
        QVERIFY(*m_library->followsFrom({ first.library, first.generation, first.seq - 1 }));
        QVERIFY(
            !*m_library->followsFrom({ first.library, first.generation, first.seq + 1 })); // the file was put back: it never came so far
        QVERIFY(!*m_library->followsFrom({ QStringLiteral("another"), first.generation, first.seq }));
        QVERIFY(!*m_library->followsFrom({ first.library, {}, first.seq }));

        QVERIFY(m_library->beginGeneration().ok());
        QVERIFY(log("c3"));
        const LogPosition second = *m_library->logEnd();
        QVERIFY(second.generation != first.generation);
        QVERIFY(*m_library->followsFrom(first) && *m_library->followsFrom(second));
        QVERIFY(!*m_library->followsFrom({ first.library, first.generation, second.seq })); // that op belongs to the second
        QVERIFY(!*m_library->followsFrom({ first.library, second.generation, first.seq - 1 }));
        QVERIFY(!*m_library->followsFrom({ first.library, QStringLiteral("of a later copy"), first.seq }));
        QVERIFY(m_library->pruneOps(second).ok());
        QVERIFY(!*m_library->followsFrom(first));
        QVERIFY(*m_library->followsFrom(second));
    }

    void aLongLogIsForgottenToItsEnd()
    {
        const auto filled = m_library->database().run(
            QStringLiteral("INSERT INTO index_op(document_id, chunk_id, op) WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n"
                           " WHERE i < 5000) SELECT 1, i, 'remove' FROM n"));
        QVERIFY(filled.ok());
        const Storage::LogPosition end = *m_library->logEnd();
        QVERIFY(m_library->pruneOps(end).ok());
        QCOMPARE(m_library->ops(0, 1, 0, 10)->size(), 0);
        QVERIFY(*m_library->followsFrom(end));
    }

    void theLogTellsWhatChangedAndForgetsOnlyWhatItMay()
    {
        const auto collection = m_library->ensureCollection(QStringLiteral("C"));
        const auto root = m_library->ensureRoot(collection->id, "/r");
        const qint64 id = *m_library->putDocument(document(collection->id, root->id, "a.txt"));
        const qint64 one = *m_library->addChunk(id, { 0, QStringLiteral("c1"), 0, 0, 3, 0, {}, QStringLiteral("one") });
        const qint64 two = *m_library->addChunk(id, { 0, QStringLiteral("c2"), 1, 3, 6, 0, {}, QStringLiteral("two") });
        QVERIFY(m_library->removeChunk(id, one).ok());
        const auto ops = m_library->ops(0, 1, 0, 100);
        QCOMPARE(ops->size(), 3);
        QVERIFY(ops->at(0).add && ops->at(1).add && !ops->at(2).add);
        QCOMPARE(ops->at(2).chunkId, one);
        Storage::LogPosition position = *m_library->logEnd();
        QCOMPARE(position.seq, ops->last().seq);
        position.seq = ops->at(1).seq;
        QVERIFY(m_library->pruneOps(position).ok());
        QCOMPARE(m_library->ops(0, 1, 0, 100)->size(), 1);
        QVERIFY(*m_library->followsFrom(position));
        position.seq -= 1;
        QVERIFY(!*m_library->followsFrom(position)); // what comes after it was forgotten
        QCOMPARE(m_library->chunksOfShard(0, 1, 0, 10)->size(), 1);
        QCOMPARE(m_library->chunkByPublicId(QStringLiteral("c2"))->chunk.id, two);
        QVERIFY(m_library->beginRemoval(QStringLiteral("C")).ok());
        QCOMPARE(m_library->collections()->size(), 0); // at once
        QCOMPARE(*m_library->begunRemovals(), QList<qint64> { collection->id });
        QVERIFY(m_library->ensureCollection(QStringLiteral("C"))->id != collection->id); // the name is free
        QCOMPARE(*m_library->removeNextDocuments(collection->id), 1);
        QCOMPARE(*m_library->removeNextDocuments(collection->id), 0);
        QVERIFY(m_library->begunRemovals()->isEmpty());
        QVERIFY(!m_library->ops(0, 1, ops->last().seq, 100)->last().add);
        QCOMPARE(m_library->collections()->size(), 1);
        QCOMPARE(*m_library->chunkCount(0, 1), 0);
    }
};

QTEST_GUILESS_MAIN(TestRepositories)
#include "test_repositories.moc"
