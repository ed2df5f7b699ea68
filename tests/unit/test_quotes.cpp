// SPDX-License-Identifier: GPL-3.0-or-later
// Answers that are quoted from the documents, without a model: which sentences they take, and what is saved of them.
#include "core/conversation/export.h"
#include "core/dialog/quotedanswer.h"
#include "tests/unit/flowfixture.h"

using namespace Heddle;
using namespace Heddle::TestSupport;

namespace {

Retrieval::Passage passage(const QString &document, const QString &text, double score)
{
    Retrieval::Passage passage;
    passage.hit.document = document;
    passage.hit.path = QLatin1Char('/') + document;
    passage.hit.chunk = document + text.left(5);
    passage.hit.title = document;
    passage.hit.language = QStringLiteral("en");
    passage.hit.text = text;
    passage.score = score;
    return passage;
}

Search::QueryTerm term(const char *word, double idf)
{
    return { QLatin1String(word), { QLatin1String(word) }, true, idf };
}

} // namespace

class TestQuotes : public FlowFixture {
    Q_OBJECT

private Q_SLOTS:
    void init() { begin(); }
    void cleanup() { end(); }

    void quotesComeFromTwoDocumentsAndAreTheirOwnWords()
    {
        const auto answered = ask(QStringLiteral("What does a penguin eat?"));
        QCOMPARE(answered.answer().kind, Conversation::Answer::Kind::Quoted);
        QSet<QString> documents;
        int cited = 0;
        for (const auto &source : answered.answer().sources) {
            if (source.n == 0)
                continue;
            QCOMPARE(source.n, ++cited);
            documents += source.document;
            const QString sentence = source.text.mid(source.sentenceStart, source.sentenceEnd - source.sentenceStart).simplified();
            QVERIFY(answered.answer().text.contains(sentence + QStringLiteral(" [%1]").arg(source.n)));
            QVERIFY(source.text.contains(sentence));
        }
        QVERIFY(cited >= 2 && cited <= 5);
        QCOMPARE(documents.size(), 2);
        QVERIFY(answered.answer().text.contains(QLatin1String("A penguin eats fish and krill every day.")));
        QVERIFY(!answered.answer().text.startsWith(QLatin1String("What does a penguin eat?")));
    }

    void aShortSentenceThatAnswersIsQuoted()
    {
        const auto answer = Dialog::quoteAnswer(QStringLiteral("What leaves my computer?"),
            { passage(QStringLiteral("a"),
                QStringLiteral("Nothing leaves your computer. It says so and leaves the file as it is, whatever it may be."), 3) },
            { term("leaves", 3), term("computer", 2) });
        QVERIFY(answer.text.startsWith(QLatin1String("Nothing leaves your computer. [1]")));
    }

    void headingsEchoesAndOverlapsAreNotQuoted()
    {
        const QList<Search::QueryTerm> terms { term("penguin", 3), term("diet", 4), term("fish", 2) };
        const QString question = QStringLiteral("penguin diet fish");
        auto heading = passage(QStringLiteral("a"),
            QStringLiteral("Penguin diet fish\nThe penguin diet is fish from cold seas. Ask about \"penguin diet fish\" here."), 3);
        heading.hit.heading = QStringLiteral("Penguin diet fish");
        const auto answer = Dialog::quoteAnswer(question,
            { heading,
                passage(QStringLiteral("b"), QStringLiteral("The penguin diet is fish from cold seas. Another diet holds no fish at all."),
                    2) },
            terms);
        QCOMPARE(answer.text.count(QLatin1String("The penguin diet is fish from cold seas.")), 1);
        QVERIFY(answer.text.startsWith(QLatin1String("The penguin diet is fish from cold seas. [1]")));
        QVERIFY(Dialog::quoteAnswer(question, {}, terms).text.isEmpty());
        QVERIFY(Dialog::quoteAnswer(question, { passage(QStringLiteral("c"), QStringLiteral("Nothing of that kind."), 1) }, terms)
                    .text.isEmpty());
    }

    void nothingFoundSaysWhatWasSearched()
    {
        const auto answered = ask(QStringLiteral("zzyzx qwertz"));
        QCOMPARE(answered.answer().kind, Conversation::Answer::Kind::None);
        for (const char *part : { "102 documents", "(C)", "zzyzx", "qwertz" })
            QVERIFY2(answered.answer().text.contains(QLatin1String(part)), qUtf8Printable(answered.answer().text));
        QVERIFY(ask(QStringLiteral("penguin zzyzx")).answer().notices.first().contains(QLatin1String("zzyzx")));
        QVERIFY(ask(QStringLiteral("penguin 企鹅吃鱼")).answer().notices.isEmpty()); // parts of a CJK run are no words
        QVERIFY(ask(QStringLiteral("pengiun")).answer().text.contains(QLatin1String("penguin")));
    }

    void aTurnIsSavedWithItsSourcesAndGoesOn()
    {
        const auto first = ask(QStringLiteral("What does a penguin eat?"));
        const auto second = ask(QStringLiteral("Where does it live?"), first.conversation);
        QCOMPARE(second.conversation, first.conversation);
        auto loaded = await(m_service->load(first.conversation, {}));
        QVERIFY(loaded && loaded->ok());
        const Conversation::Record &record = **loaded;
        const QList<Conversation::Message> &messages = record.messages;
        QCOMPARE(record.summary.title, QStringLiteral("What does a penguin eat?"));
        QCOMPARE(messages.size(), 4);
        QCOMPARE(messages[1].text(), first.answer().text);
        QCOMPARE(messages[1].answer()->sources.size(), first.answer().sources.size());
        QCOMPARE(messages[2].parent, messages[1].id);
        // The sources are copies: they stand when the library is gone.
        QVERIFY(await(m_library->remove(QStringLiteral("C")))->ok());
        QVERIFY((await(m_service->load(first.conversation, {})))
                    ->value()
                    .messages[1]
                    .answer()
                    ->sources.first()
                    .text.contains(QLatin1String("penguin")));
        for (const char *format : { "md", "html", "json" }) {
            const auto exported = Conversation::exportConversation(record, QLatin1String(format));
            QVERIFY(exported.ok() && exported->contains("krill") && exported->contains("answer.txt"));
        }
        QCOMPARE(Conversation::exportConversation(record, QStringLiteral("doc")).error().code, ErrorCode::Input);
    }
};

QTEST_GUILESS_MAIN(TestQuotes)
#include "test_quotes.moc"
