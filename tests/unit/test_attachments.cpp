// SPDX-License-Identifier: GPL-3.0-or-later
// Files that belong to one conversation alone: read, kept, searched, and gone with it.
#include "core/conversation/export.h"
#include "core/library/catalog.h"
#include "core/library/singlefilelimit.h"
#include "core/retrieval/attachedhits.h"
#include "core/search/local/attachedtexts.h"
#include "tests/unit/dialogfixture.h"
#include <QFile>

using namespace Heddle;
using namespace Heddle::TestSupport;
using Conversation::AskRequest;
using Conversation::Attachments;

class TestAttachments : public DialogFixture {
    Q_OBJECT
    std::unique_ptr<QTemporaryDir> m_files;

    QString file(const char *name, const QByteArray &text)
    {
        const QString path = m_files->filePath(QLatin1String(name));
        writeFile(path, text);
        return path;
    }
    Result<Attachments::Attached> attach(const QString &path, const QString &conversation = {})
    {
        auto attached = await(m_service->attachments().attach(conversation, QFile::encodeName(path), {}));
        if (!attached)
            qFatal("no end");
        return *attached;
    }
    static AskRequest question(const QString &text, const QString &conversation = {})
    {
        AskRequest request;
        request.question = text;
        request.conversation = conversation;
        return request;
    }
    static QStringList cited(const Answered &answered)
    {
        QStringList files;
        for (const Dialog::Source &source : answered.answer().sources) {
            if (source.n > 0)
                files += source.path.section(QLatin1Char('/'), -1);
        }
        return files;
    }
    QString bridge()
    {
        return file("bridge.md", "# Harbour bridge\n\nA further movement of 4 millimetres would close the eastern lane of the bridge.\n");
    }
    static constexpr char Asked[] = "What would close the eastern lane of the bridge?";

private Q_SLOTS:
    void init()
    {
        begin();
        m_files = std::make_unique<QTemporaryDir>();
    }
    void cleanup() { end(); }

    void aQuestionFindsItInItsConversationAlone()
    {
        const auto attached = attach(bridge());
        QVERIFY2(attached.ok(), attached.ok() ? "" : qUtf8Printable(attached.error().message));
        const Answered answered = ask(question(QLatin1String(Asked), attached->conversation));
        QCOMPARE(answered.conversation, attached->conversation);
        QVERIFY2(cited(answered).contains(QStringLiteral("bridge.md")), qUtf8Printable(answered.answer().text));
        QVERIFY(answered.answer().text.contains(QLatin1String("4 millimetres")));
        // The library is searched beside it.
        QVERIFY(cited(ask(question(QStringLiteral("How much are late fees?"), attached->conversation))).contains(QStringLiteral("fees.md")));
        // Another conversation, and the library, know nothing of it.
        const Answered other = ask(question(QLatin1String(Asked)));
        for (const Dialog::Source &source : other.answer().sources)
            QVERIFY(!source.path.contains(QLatin1String("bridge.md")));
        QCOMPARE(m_library->found(QStringLiteral("eastern lane of the bridge")), QStringList());
    }

    void onlyTheAttachedCanBeAsked()
    {
        const auto attached = attach(bridge());
        AskRequest request = question(QStringLiteral("How much are late fees?"), attached->conversation);
        request.onlyAttached = true;
        const Answered answered = ask(request);
        for (const Dialog::Source &source : answered.answer().sources)
            QVERIFY2(source.path.contains(QLatin1String("bridge.md")), qUtf8Printable(source.path));
        request.question = QStringLiteral("penguins krill");
        const Answered nothing = ask(request);
        QVERIFY2(nothing.answer().text.contains(QLatin1String("the attached file")), qUtf8Printable(nothing.answer().text));
        request.question = QLatin1String(Asked);
        QVERIFY(cited(ask(request)).contains(QStringLiteral("bridge.md")));
    }

    //! The library never takes the place of what was asked for.
    void withoutItsFilesNothingIsAnswered()
    {
        const auto attached = attach(bridge());
        QVERIFY(await(m_service->attachments().remove(attached->file.id, {}))->ok());
        AskRequest request = question(QStringLiteral("How much are late fees?"), attached->conversation);
        request.onlyAttached = true;
        const Answered answered = ask(request);
        QVERIFY(answered.error);
        QCOMPARE(answered.error->code, ErrorCode::Input);
        QCOMPARE(answered.answer().state, Conversation::Answer::State::Failed);
        QCOMPARE(answered.answer().sources.size(), 0);
        request.onlyAttached = false;
        QVERIFY(cited(ask(request)).contains(QStringLiteral("fees.md")));
    }

    void whatCantBeLoadedIsNotLeftOut()
    {
        const auto attached = attach(bridge());
        const auto &db = m_conversations->database();
        QVERIFY(db.run(QStringLiteral("ALTER TABLE attached_chunk RENAME TO hidden")).ok());
        const Answered answered = ask(question(QStringLiteral("How much are late fees?"), attached->conversation));
        QVERIFY(db.run(QStringLiteral("ALTER TABLE hidden RENAME TO attached_chunk")).ok());
        QVERIFY(answered.error);
        QCOMPARE(answered.answer().state, Conversation::Answer::State::Failed);
    }

    void aConversationBeginsWithItsFileOrNotAtAll()
    {
        const auto &db = m_conversations->database();
        QVERIFY(db.run(QStringLiteral("CREATE TRIGGER refuse BEFORE INSERT ON attached_chunk BEGIN SELECT RAISE(ABORT, 'full'); END")).ok());
        QVERIFY(!attach(bridge()).ok());
        QVERIFY(await(m_service->list(0, 10, {}, {}))->value().isEmpty());
        QVERIFY(db.run(QStringLiteral("DROP TRIGGER refuse")).ok());
        QVERIFY(attach(bridge()).ok());
        QCOMPARE(await(m_service->list(0, 10, {}, {}))->value().size(), 1);
    }

    void foldersAreToldFromFiles()
    {
        const QString path = bridge(), gone = m_files->filePath(QStringLiteral("gone.md"));
        const auto given = await(m_service->attachments().tellApart({ path, m_files->path(), gone }, {}));
        QVERIFY(given && given->ok());
        QCOMPARE((**given).files, QStringList({ path, gone }));
        QCOMPARE((**given).folders, QStringList(m_files->path()));
    }

    void itIsKeptWhateverBecomesOfTheFile()
    {
        const QString path = bridge();
        const auto attached = attach(path);
        const auto states = [&] {
            QList<Library::FileState> all;
            const auto listed = await(m_service->attachments().list(attached->conversation, {}));
            for (const Conversation::Attachment &one : listed->value())
                all += one.state;
            return all;
        };
        QCOMPARE(states(), { Library::FileState::Same });
        writeFile(path, "# Harbour bridge\n\nSomething quite different now.\n");
        QCOMPARE(states(), { Library::FileState::Changed });
        QVERIFY(QFile::remove(path));
        QCOMPARE(states(), { Library::FileState::Gone });
        const Answered answered = ask(question(QLatin1String(Asked), attached->conversation));
        QVERIFY(cited(answered).contains(QStringLiteral("bridge.md")));
        // Its text can be shown around the citation.
        Library::Catalog catalog(m_library->library(), &m_library->pools().library);
        catalog.setAttachments(Storage::AttachmentRepository(m_conversations->database()));
        const auto text = await(catalog.textAround(answered.answer().sources.first().chunk, {}));
        QVERIFY(text->ok());
        QVERIFY((**text).text.contains(QLatin1String("eastern lane")));
    }

    void whatIsAttachedAgainTakesThePlace()
    {
        const QString path = bridge();
        const auto first = attach(path);
        writeFile(path, "# Harbour bridge\n\nThe western lane was closed by a storm.\n");
        QVERIFY(attach(path, first->conversation).ok());
        QCOMPARE(await(m_service->attachments().list(first->conversation, {}))->value().size(), 1);
        const Answered answered = ask(question(QStringLiteral("What closed the western lane?"), first->conversation));
        QVERIFY2(answered.answer().text.contains(QLatin1String("storm")), qUtf8Printable(answered.answer().text));
        // Taken away, it is found no more.
        const auto kept = await(m_service->attachments().list(first->conversation, {}))->value();
        QVERIFY(await(m_service->attachments().remove(kept.first().id, {}))->ok());
        const Answered after = ask(question(QStringLiteral("What closed the western lane?"), first->conversation));
        QVERIFY(!cited(after).contains(QStringLiteral("bridge.md")));
    }

    void aConversationIsCalledAfterItsFirstQuestion()
    {
        const auto attached = attach(bridge());
        const auto title = [&] { return (**await(m_service->load(attached->conversation, {}))).summary.title; };
        QCOMPARE(title(), QStringLiteral("bridge.md"));
        ask(question(QLatin1String(Asked), attached->conversation));
        QCOMPARE(title(), QLatin1String(Asked));
        const auto named = attach(bridge());
        QVERIFY(await(m_service->rename(named->conversation, QStringLiteral("Mine"), {}))->ok());
        ask(question(QLatin1String(Asked), named->conversation));
        QCOMPARE((**await(m_service->load(named->conversation, {}))).summary.title, QStringLiteral("Mine"));
    }

    void itGoesWithItsConversation()
    {
        const auto attached = attach(bridge());
        const auto count = [this] {
            auto query = m_conversations->database().run(
                QStringLiteral("SELECT (SELECT COUNT(*) FROM attachment) + (SELECT COUNT(*) FROM attached_chunk)"));
            return query && query->next() ? query->value(0).toInt() : -1;
        };
        QCOMPARE(count(), 2);
        QVERIFY(await(m_service->deleteConversations({ attached->conversation }, {}))->ok());
        QCOMPARE(count(), 0);
    }

    void anExportNamesIt()
    {
        const auto attached = attach(bridge());
        ask(question(QLatin1String(Asked), attached->conversation));
        const auto record = await(m_service->load(attached->conversation, {}));
        for (const char *format : { "md", "html", "json" }) {
            const auto bytes = Conversation::exportConversation(**record, QLatin1String(format));
            QVERIFY(bytes.ok());
            if (qstrcmp(format, "json") == 0)
                QVERIFY(bytes->contains("\"attachments\"") && bytes->contains("bridge.md\""));
            else
                QVERIFY2(bytes->contains("Attached: bridge"), bytes->constData());
        }
    }

    void whatCantBeReadIsSaid_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<ErrorCode>("code");
        QTest::addColumn<QString>("said");
        QTest::newRow("type") << "picture.xyz" << QByteArray("x") << ErrorCode::Input << "only PDF, HTML";
        QTest::newRow("empty") << "empty.md" << QByteArray() << ErrorCode::NoText << "no text";
        QTest::newRow("damaged") << "damaged.pdf" << QByteArray("%PDF-1.4 nothing") << ErrorCode::Unreadable << "could not be read";
    }
    void whatCantBeReadIsSaid()
    {
        QFETCH(QString, name);
        QFETCH(QByteArray, text);
        QFETCH(ErrorCode, code);
        QFETCH(QString, said);
        const auto attached = attach(file(qPrintable(name), text));
        QVERIFY(!attached.ok());
        QCOMPARE(attached.error().code, code);
        QVERIFY2(attached.error().message.contains(name) && attached.error().message.contains(said), qUtf8Printable(attached.error().message));
        QVERIFY(await(m_service->list(0, 10, {}, {}))->value().isEmpty()); // nothing is kept
    }
    void aTextHasALimit()
    {
        const QByteArray path = QFile::encodeName(bridge());
        QVERIFY(Library::readSingleFile(path, {}, {}).ok());
        const auto read = Library::readSingleFileUpTo(40, path, {}, {});
        QVERIFY(!read.ok());
        QCOMPARE(read.error().code, ErrorCode::Input);
        QVERIFY(read.error().message.contains(QLatin1String("too much text")));
    }
    void aFolderAndAFileThatIsNotThere()
    {
        QCOMPARE(attach(m_files->path()).error().code, ErrorCode::Input);
        const auto gone = attach(m_files->filePath(QStringLiteral("gone.md")));
        QCOMPARE(gone.error().code, ErrorCode::Unreadable);
        QVERIFY(gone.error().message.contains(QLatin1String("gone.md")));
    }

    //! It may lie in a folder whose text is never sent: nobody knows, and then nothing of it is sent while there is such a folder.
    void nobodyKnowsWhichCollectionItIsOf()
    {
        Storage::ChunkInDocument chunk;
        chunk.chunk.publicId = QStringLiteral("c");
        chunk.chunk.text = QStringLiteral("The eastern lane of the bridge was closed.");
        chunk.language = QStringLiteral("en");
        const auto texts = Search::AttachedTexts::make({ chunk });
        QVERIFY(texts.ok());
        Search::SearchRequest request;
        request.question = QStringLiteral("eastern lane");
        const auto found = (*texts)->search(request, {});
        QVERIFY(found.ok());
        QCOMPARE(found->hits.size(), 1);
        QVERIFY(found->hits.first().collections.isEmpty());
    }

    void passagesComeInTurn()
    {
        const auto hit = [](const QString &text, double score, int rank) {
            Search::Hit made;
            made.chunk = made.text = text;
            made.textLeg = Search::LegScore { rank, score };
            made.fused = 1.0 / (60 + rank);
            return made;
        };
        Search::SearchResult library, attached;
        library.hits = { hit(QStringLiteral("l1"), 9, 1), hit(QStringLiteral("l2"), 7, 2) };
        attached.hits = { hit(QStringLiteral("a1"), 0.3, 1), hit(QStringLiteral("l2"), 0.2, 2), hit(QStringLiteral("a3"), 0.1, 3) };
        library.total = 2;
        attached.total = 3;
        const Search::SearchResult both = Retrieval::withAttached(library, attached);
        QStringList order;
        for (const Search::Hit &one : both.hits)
            order += one.chunk;
        QCOMPARE(order, QStringList({ QStringLiteral("a1"), QStringLiteral("l1"), QStringLiteral("l2"), QStringLiteral("a3") }));
        QCOMPARE(both.total, 5);
        for (qsizetype i = 1; i < both.hits.size(); ++i) {
            QVERIFY(both.hits[i].textLeg->rank > both.hits[i - 1].textLeg->rank);
            QVERIFY(both.hits[i].textLeg->score <= both.hits[i - 1].textLeg->score);
        }
        QCOMPARE(both.hits[2].copies.size(), 1); // the same text in the library
        QCOMPARE(Retrieval::withAttached({}, attached).hits.size(), 3);
        QCOMPARE(Retrieval::withAttached(library, {}).hits.size(), 2);
    }
};

QTEST_GUILESS_MAIN(TestAttachments)
#include "test_attachments.moc"
