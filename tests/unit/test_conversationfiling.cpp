// SPDX-License-Identifier: GPL-3.0-or-later
// Conversations that are archived, labelled, and carried from one data folder to another.
#include "core/conversation/transfer.h"
#include "core/storage/schemas.h"
#include "tests/support/testsupport.h"
#include <QJsonDocument>
#include <QTemporaryDir>

using namespace Heddle;
using namespace Heddle::Storage;

class TestConversationFiling : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<ConversationRepository> m_db, m_other; //!< two data folders

    std::unique_ptr<ConversationRepository> open(const QString &name)
    {
        const auto database = Database::open(m_folder->filePath(name), conversationsSchema());
        return database ? std::make_unique<ConversationRepository>(*database) : nullptr;
    }
    MessageRow message(const QString &conversation, const QString &parent, const QString &role, const QString &text)
    {
        MessageRow row;
        row.conversationId = conversation;
        row.parentId = parent;
        row.role = role;
        row.kind = role == QLatin1String("user") ? QStringLiteral("question") : QStringLiteral("written");
        row.state = QStringLiteral("done");
        row.text = text;
        if (role != QLatin1String("user")) {
            row.thinking = QStringLiteral("hm");
            row.timings = { { QStringLiteral("search"), 1.5 } };
            row.notices = { QStringLiteral("A notice.") };
            row.sent = { QJsonObject { { QStringLiteral("host"), QStringLiteral("h") }, { QStringLiteral("bytes"), 7 } } };
            row.details = { { QStringLiteral("model"), QStringLiteral("m") } };
            row.sources = { QJsonObject { { QStringLiteral("n"), 1 }, { QStringLiteral("path"), QStringLiteral("/a.pdf") },
                                { QStringLiteral("text"), QStringLiteral("Fees fall. “So”\n…") } },
                QJsonObject { { QStringLiteral("n"), 0 }, { QStringLiteral("path"), QStringLiteral("/b.pdf") } } };
        }
        return *m_db->append(row);
    }
    //! A question with two answers, an edited question beside it, and a map.
    ConversationRow branched(const QString &title)
    {
        const ConversationRow row = *m_db->create(title);
        const MessageRow first = message(row.id, {}, QStringLiteral("user"), QStringLiteral("When are fees due?"));
        const MessageRow one = message(row.id, first.id, QStringLiteral("assistant"), QStringLiteral("In May [1]."));
        message(row.id, first.id, QStringLiteral("assistant"), QStringLiteral("In June [1]."));
        const MessageRow edited = message(row.id, {}, QStringLiteral("user"), QStringLiteral("When are the fees due?"));
        MessageRow failed = message(row.id, edited.id, QStringLiteral("assistant"), QString());
        failed.state = QStringLiteral("failed");
        failed.error = { { QStringLiteral("code"), QStringLiteral("provider") }, { QStringLiteral("message"), QStringLiteral("No.") } };
        if (!m_db->update(failed) || !m_db->setLeaf(row.id, one.id) || !m_db->saveMindMap(one.id, { { QStringLiteral("map"), 1 } })
            || !m_db->setOptions(row.id, { { QStringLiteral("keywords"), true } }) || !m_db->rename(row.id, title, true))
            qFatal("not stored");
        return row;
    }
    //! A file with two passages; the conversation's first answer quotes the second one.
    StoredAttachment attachTo(const QString &conversation)
    {
        AttachmentRow row;
        row.conversationId = conversation;
        row.path = "/somewhere/Fees 100% \xc3\xa9 \xff.txt"; // not all UTF-8
        row.title = QStringLiteral("Fees");
        row.type = QStringLiteral("txt");
        row.language = QStringLiteral("en");
        row.contentHash = QStringLiteral("abc");
        row.reason = QStringLiteral("Read in part.");
        row.size = 1234;
        row.mtimeNs = 1'780'000'000'123'456'789;
        const AttachmentRepository files(m_db->database());
        if (!files.add(row,
                { { 0, {}, 0, 0, 10, 1, QStringLiteral("Fees"), QStringLiteral("Fees fall.") },
                    { 0, {}, 1, 10, 21, 2, {}, QStringLiteral("“Rents” rise.") } }))
            qFatal("not attached");
        const StoredAttachment stored = files.stored(conversation)->first();
        MessageRow answer = m_db->messages(conversation)->at(1);
        answer.sources += QJsonObject { { QStringLiteral("n"), 2 }, { QStringLiteral("document"), stored.row.id },
            { QStringLiteral("chunk"), stored.chunks[1].publicId } };
        if (!m_db->update(answer))
            qFatal("not stored");
        return stored;
    }
    static QJsonObject plain(const StoredConversation &stored)
    {
        return QJsonDocument::fromJson(Conversation::transferFile({ stored })).object();
    }
    Result<Conversation::ImportReport> importInto(ConversationRepository &db, const QByteArray &bytes)
    {
        return Conversation::importConversations(db, bytes, {});
    }
    QString titles(const ConversationRepository &db, const ConversationFilter &filter)
    {
        QStringList titles;
        const auto rows = db.listWhere(filter, 0, 100);
        for (const ConversationRow &row : *rows)
            titles += row.title;
        titles.sort();
        return titles.join(QLatin1Char(' '));
    }

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_db = open(QStringLiteral("one.db"));
        m_other = open(QStringLiteral("other.db"));
        QVERIFY(m_db && m_other);
    }
    void cleanup()
    {
        m_db.reset();
        m_other.reset();
        Database::closeThreadConnections();
    }

    void archivedOnesAreOutOfTheListAndFound()
    {
        const QString a = m_db->create(QStringLiteral("Apples"))->id, b = m_db->create(QStringLiteral("Bridges"))->id;
        QVERIFY(m_db->create(QStringLiteral("Cranes")).ok());
        QVERIFY(m_db->setArchived({ a }, true).ok());
        QVERIFY(m_db->setLabel({ a, b }, QStringLiteral("green")).ok());
        QCOMPARE(titles(*m_db, {}), QStringLiteral("Bridges Cranes"));
        QCOMPARE(m_db->list(0, 10)->size(), 2);
        QCOMPARE(titles(*m_db, { {}, true, {} }), QStringLiteral("Apples"));
        QCOMPARE(titles(*m_db, { {}, std::nullopt, {} }), QStringLiteral("Apples Bridges Cranes"));
        QCOMPARE(titles(*m_db, { {}, false, QStringLiteral("green") }), QStringLiteral("Bridges"));
        QCOMPARE(titles(*m_db, { {}, std::nullopt, QStringLiteral("green") }), QStringLiteral("Apples Bridges"));
        const auto found = m_db->search(QStringLiteral("apples"), 10);
        QCOMPARE(found->size(), 1);
        QVERIFY(found->first().conversation.archived);
        QCOMPARE(found->first().conversation.label, QStringLiteral("green"));
        QVERIFY(m_db->setArchived({ a }, false).ok() && m_db->setLabel({ a }, {}).ok());
        QCOMPARE(titles(*m_db, {}), QStringLiteral("Apples Bridges Cranes"));
        QVERIFY(m_db->load(a)->label.isEmpty());
    }

    void aRoundTripLosesNothing()
    {
        const ConversationRow first = branched(QStringLiteral("Fees \"due\" – née")), second = branched(QStringLiteral("Other"));
        QVERIFY(m_db->setPinned({ first.id }, true).ok() && m_db->setLabel({ first.id }, QStringLiteral("blue")).ok()
            && m_db->setArchived({ second.id }, true).ok());
        const StoredAttachment file = attachTo(first.id);
        QCOMPARE(file.chunks.size(), 2);
        QList<StoredConversation> before;
        for (const QString &id : { first.id, second.id })
            before += *readConversation(*m_db, id);
        const QByteArray bytes = Conversation::transferFile(before);
        const auto report = importInto(*m_other, bytes);
        QVERIFY2(report.ok(), report.ok() ? "" : qPrintable(report.error().message));
        QCOMPARE(report->imported, 2);
        QCOMPARE(report->copied, 0);
        for (const StoredConversation &one : std::as_const(before)) {
            const auto after = readConversation(*m_other, one.row.id);
            QVERIFY(after.ok());
            QCOMPARE(plain(*after), plain(one));
            QCOMPARE(after->maps, one.maps);
            QCOMPARE(after->row.created, one.row.created);
            QCOMPARE(after->row.lastUsed, one.row.lastUsed);
            QVERIFY(after->row.pinned == one.row.pinned && after->row.archived == one.row.archived && after->row.named);
            QCOMPARE(after->row.label, one.row.label);
            QCOMPARE(after->row.leaf, one.row.leaf);
            QCOMPARE(after->messages.size(), 5);
            for (qsizetype i = 0; i < 5; ++i) {
                QCOMPARE(after->messages[i].parentId, one.messages[i].parentId);
                QCOMPARE(after->messages[i].sources, one.messages[i].sources);
                QCOMPARE(after->messages[i].updated, one.messages[i].updated);
                QCOMPARE(after->messages[i].error, one.messages[i].error);
            }
        }
        QCOMPARE(m_other->search(QStringLiteral("June"), 10)->size(), 2); // its words can be found
        // Attached files, with their text and the ids that sources name.
        const AttachmentRepository files(m_other->database());
        const auto attached = files.stored(first.id);
        QVERIFY(attached.ok());
        QCOMPARE(attached->size(), 1);
        QVERIFY(files.stored(second.id)->isEmpty());
        const AttachmentRow &row = attached->first().row;
        QCOMPARE(row.path, file.row.path);
        QCOMPARE(row.mtimeNs, file.row.mtimeNs);
        QCOMPARE(row.added, file.row.added);
        QCOMPARE(row.chunks, 2);
        QCOMPARE(QStringList({ row.id, row.title, row.type, row.language, row.contentHash, row.reason, QString::number(row.size) }),
            QStringList({ file.row.id, file.row.title, file.row.type, file.row.language, file.row.contentHash, file.row.reason,
                QString::number(file.row.size) }));
        for (qsizetype i = 0; i < 2; ++i) {
            const ChunkRow &now = attached->first().chunks[i], &then = file.chunks[i];
            QVERIFY(now.publicId == then.publicId && now.text == then.text && now.heading == then.heading && now.start == then.start
                && now.end == then.end && now.page == then.page && now.ordinal == then.ordinal);
        }
        // One by itself is a file as well.
        cleanup();
        init();
        QCOMPARE(importInto(*m_db, Conversation::transferFile({ before.first() }))->imported, 1);
        QCOMPARE(plain(*readConversation(*m_db, first.id)), plain(before.first()));
    }

    void whatIsThereAlreadyStaysAsItIs()
    {
        const ConversationRow row = branched(QStringLiteral("Fees"));
        const StoredConversation stored = *readConversation(*m_db, row.id);
        const QByteArray bytes = Conversation::transferFile({ stored });
        auto report = importInto(*m_db, bytes);
        QCOMPARE(report->imported, 0);
        QCOMPARE(report->known, 1);
        QCOMPARE(m_db->list(0, 10)->size(), 1);
        // Something is missing here: a copy comes beside it, with the same branches.
        QVERIFY(m_db->deleteMessage(stored.messages.last().id, false).ok());
        report = importInto(*m_db, bytes);
        QCOMPARE(report->imported, 1);
        QCOMPARE(report->copied, 1);
        const auto rows = m_db->list(0, 10);
        QCOMPARE(rows->size(), 2);
        const QString copied = rows->at(0).id == row.id ? rows->at(1).id : rows->at(0).id;
        const StoredConversation copy = *readConversation(*m_db, copied);
        QCOMPARE(copy.messages.size(), 5);
        QVERIFY(copy.messages[0].id != stored.messages[0].id && copy.messages[0].parentId.isEmpty());
        QCOMPARE(copy.messages[1].parentId, copy.messages[0].id);
        QCOMPARE(copy.messages[4].parentId, copy.messages[3].id);
        QCOMPARE(copy.row.leaf, copy.messages[1].id);
        QVERIFY(copy.maps.contains(copy.messages[1].id));
        // So does one that lies in the bin.
        QVERIFY(m_db->trash({ row.id }, true).ok());
        report = importInto(*m_db, bytes);
        QCOMPARE(report->imported, 1);
        QCOMPARE(m_db->list(0, 10)->size(), 2);
    }

    void aPlaceThatIsNotInTheFileIsNotTaken()
    {
        const ConversationRow row = branched(QStringLiteral("Fees"));
        StoredConversation stored = *readConversation(*m_db, row.id);
        stored.row.leaf = QStringLiteral("nowhere");
        cleanup();
        init();
        QCOMPARE(importInto(*m_db, Conversation::transferFile({ stored }))->imported, 1);
        const StoredConversation read = *readConversation(*m_db, row.id);
        QCOMPARE(read.row.leaf, QString());
        QCOMPARE(read.messages.size(), stored.messages.size());
    }

    //! The copy has a file of its own, which its answers quote, so that it outlives the first.
    void aCopyHasItsOwnAttachedFiles()
    {
        const ConversationRow row = branched(QStringLiteral("Fees"));
        const StoredAttachment file = attachTo(row.id);
        const QByteArray bytes = Conversation::transferFile({ *readConversation(*m_db, row.id) });
        QCOMPARE(importInto(*m_db, bytes)->known, 1);
        const AttachmentRepository files(m_db->database());
        QVERIFY(files.remove(file.row.id).ok()); // now something is missing here
        QCOMPARE(importInto(*m_db, bytes)->copied, 1);
        const auto rows = m_db->list(0, 10);
        QCOMPARE(rows->size(), 2);
        const QString copied = rows->at(0).id == row.id ? rows->at(1).id : rows->at(0).id;
        QVERIFY(files.list(row.id)->isEmpty());
        const StoredConversation copy = *readConversation(*m_db, copied);
        QCOMPARE(copy.attachments.size(), 1);
        QVERIFY(copy.attachments[0].row.id != file.row.id);
        QCOMPARE(copy.attachments[0].chunks[1].text, file.chunks[1].text);
        const QJsonObject source = copy.messages[1].sources.last().toObject();
        QCOMPARE(source[QLatin1String("document")].toString(), copy.attachments[0].row.id);
        QCOMPARE(source[QLatin1String("chunk")].toString(), copy.attachments[0].chunks[1].publicId);
        // One whose file is attached to another conversation here is a copy as well.
        QJsonObject other = plain(copy);
        other[QStringLiteral("id")] = QStringLiteral("another");
        other[QStringLiteral("messages")] = QJsonArray();
        QCOMPARE(importInto(*m_db, QJsonDocument(other).toJson())->copied, 1);
        QCOMPARE(m_db->list(0, 10)->size(), 3);
    }

    void whatIsNoExportIsRefusedInWords_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("words");
        const auto conversation = [](const QByteArray &messages, const QByteArray &more = {}) {
            return QByteArray("{\"id\":\"c\",\"title\":\"Fees\",\"created\":\"2026-01-01T10:00:00.000Z\",\"last_used\":"
                              "\"2026-01-01T10:00:00.000Z\"")
                + more + ",\"messages\":" + messages + '}';
        };
        const QByteArray first = R"({"id":"m","role":"user","text":"x","created":"2026-01-01T10:00:00Z"})";
        QTest::newRow("no JSON") << QByteArray("# Fees") << QStringLiteral("not JSON");
        QTest::newRow("cut off") << conversation('[' + first).left(120) << QStringLiteral("not JSON");
        QTest::newRow("another file") << QByteArray("{\"a\":1}") << QStringLiteral("holds no conversations");
        QTest::newRow("a list") << QByteArray("[1,2]") << QStringLiteral("holds no conversations");
        QTest::newRow("newer") << QByteArray(R"({"format":"heddle-conversations","version":2,"conversations":[]})")
                               << QStringLiteral("newer Heddle");
        QTest::newRow("one that is no object") << QByteArray(R"({"format":"heddle-conversations","version":1,"conversations":[3]})")
                                               << QStringLiteral("no id");
        QTest::newRow("no messages") << conversation("3") << QStringLiteral("holds no conversations");
        QTest::newRow("a role") << conversation(R"([{"id":"m","role":"system","created":"2026-01-01T10:00:00Z"}])")
                                << QStringLiteral("message 1 of the conversation \"Fees\"");
        QTest::newRow("no time") << conversation(R"([{"id":"m","role":"user","created":"soon"}])") << QStringLiteral("no time: soon");
        QTest::newRow("twice") << conversation('[' + first + ',' + first + ']') << QStringLiteral("id of another one");
        QTest::newRow("a circle") << conversation(
            R"([{"id":"a","parent":"b","role":"user","created":"2026-01-01T10:00:00Z"},)"
            R"({"id":"b","parent":"a","role":"assistant","created":"2026-01-01T10:00:00Z"}])")
                                  << QStringLiteral("follows a message that is not before it");
        const auto attached = [&](const QByteArray &files) { return conversation("[]", ",\"attachments\":" + files); };
        const QByteArray file = R"({"id":"f","path":"/a","added":"2026-01-01T10:00:00Z","passages":[]})";
        QTest::newRow("a file without text") << attached(R"([{"id":"f","path":"/a","added":"2026-01-01T10:00:00Z"}])")
                                             << QStringLiteral("attached file 1 of the conversation \"Fees\", it has no list of passages");
        QTest::newRow("a file without a path") << attached(R"([{"id":"f","added":"2026-01-01T10:00:00Z","passages":[]}])")
                                               << QStringLiteral("no path");
        QTest::newRow("a file twice") << attached('[' + file + ',' + file + ']') << QStringLiteral("id of another one");
        QTest::newRow("a path twice") << attached('[' + file + ',' + QByteArray(file).replace("\"f\"", "\"g\"") + ']')
                                      << QStringLiteral("path of another one");
        QTest::newRow("text that is none") << conversation(R"([{"id":"m","role":"user","text":5,"created":"2026-01-01T10:00:00Z"}])")
                                           << QStringLiteral("\"text\" is no text");
    }

    void whatIsNoExportIsRefusedInWords()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, words);
        const auto report = importInto(*m_db, bytes);
        QVERIFY(!report.ok());
        QCOMPARE(report.error().band(), int(ErrorCode::Input) / 100);
        QVERIFY2(report.error().message.contains(words), qPrintable(report.error().message));
        QVERIFY(m_db->listWhere({ {}, std::nullopt, {} }, 0, 10)->isEmpty());
    }

    //! The first one of the file is good.
    void aFileIsImportedAsAWholeOrNotAtAll()
    {
        const ConversationRow row = branched(QStringLiteral("Fees"));
        QJsonObject good = plain(*readConversation(*m_db, row.id)), bad = good;
        bad[QStringLiteral("id")] = QStringLiteral("b");
        bad[QStringLiteral("messages")] = QJsonArray { QJsonObject { { QStringLiteral("id"), QStringLiteral("x") } } };
        const QByteArray bytes = QJsonDocument(QJsonObject { { QStringLiteral("format"), QStringLiteral("heddle-conversations") },
                                                   { QStringLiteral("version"), 1 }, { QStringLiteral("conversations"), QJsonArray { good, bad } } })
                                     .toJson();
        QVERIFY(!importInto(*m_other, bytes).ok());
        QVERIFY(m_other->list(0, 10)->isEmpty());
    }

    void aFileOfAnOlderVersionGetsTheNewColumns()
    {
        const QString file = m_folder->filePath(QStringLiteral("older.db"));
        Database::Schema older = conversationsSchema();
        const qsizetype before = std::find_if(older.steps.cbegin(), older.steps.cend(),
                                     [](const QStringList &step) { return step.join(QString()).contains(QLatin1String("archived")); })
            - older.steps.cbegin();
        QVERIFY(before >= 5 && before < older.steps.size());
        older.steps = older.steps.mid(0, before);
        {
            const auto database = Database::open(file, older);
            QVERIFY(database.ok());
            QVERIFY(database->run(QStringLiteral("INSERT INTO conversation(id, title, created, last_used, pinned) VALUES('c','Old',1,2,1)"))
                        .ok());
            Database::closeThreadConnections();
        }
        const auto database = Database::open(file, conversationsSchema());
        QVERIFY2(database.ok(), database.ok() ? "" : qPrintable(database.error().message));
        const ConversationRepository repository(*database);
        const auto row = repository.load(QStringLiteral("c"));
        QVERIFY(row.ok());
        QVERIFY(row->title == QLatin1String("Old") && row->pinned && !row->archived && row->label.isEmpty());
        QCOMPARE(repository.list(0, 10)->size(), 1);
    }
};

QTEST_GUILESS_MAIN(TestConversationFiling)
#include "test_conversationfiling.moc"
