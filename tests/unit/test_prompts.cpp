// SPDX-License-Identifier: GPL-3.0-or-later
// What is sent to a model, and what it is taken to cost.
#include "core/dialog/promptbuilder.h"
#include "core/dialog/prompts.h"
#include "core/dialog/questions.h"
#include "core/text/tokens.h"
#include "tests/unit/passages.h"
#include <QTest>

using namespace Heddle;
using namespace Heddle::Dialog;
using namespace Heddle::TestSupport;

class TestPrompts : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whichQuestionsLean_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("leans");
        for (const char *text : { "And in winter?", "Why?", "What about students?", "How much is it?", "Who founded them?",
                 "Was kostet das denn, und gilt es für ihn?", "Und warum?", "et pourquoi?", "它是什么时候成立的？", "为什么？",
                 "那学生呢？", "متى تأسس هذا؟", "Was bedeutet dies?" })
            QTest::addRow("%s", text) << QString::fromUtf8(text) << true;
        for (const char *text :
            { "How much are late fees for students?", "What do penguins eat in winter?", "Wie hoch sind Mahngebühren für Studenten?",
                "学生的逾期费用是多少钱一天？", "ما هي رسوم التأخير للطلاب؟", "Compare Norway and Sweden on taxes" })
            QTest::addRow("%s", text) << QString::fromUtf8(text) << false;
    }
    void whichQuestionsLean()
    {
        QFETCH(QString, text);
        QTEST(needsContext(text), "leans");
    }

    void promptsKeepBracesAndBudgets()
    {
        PromptRequest request;
        request.question = QStringLiteral("Why {{question}} %1?");
        request.systemPrompt = QStringLiteral("Speak {kindly} of {{languages}} and %2.");
        for (int i = 0; i < 8; ++i)
            request.passages += passage(QStringLiteral("word ").repeated(200));
        for (int i = 0; i < 200; ++i)
            request.history += Exchange { QStringLiteral("q%1 ").arg(i) + QStringLiteral("x ").repeated(20),
                QStringLiteral("a%1 ").arg(i) + QStringLiteral("y ").repeated(60) };
        for (const int context : { 512, 1024, 2048, 4096, 8192, 131'072 }) {
            request.context = context;
            const Prompt made = buildPrompt(request);
            QVERIFY(made.passages >= 1);
            QVERIFY(made.messages.last().text.count(QLatin1String("word")) > 50); // a good part of the best passage at least
            QVERIFY(made.tokens <= context);
            int tokens = 0;
            for (const Llm::ChatMessage &message : made.messages)
                tokens += Text::estimateTokens(message.text);
            QVERIFY2(tokens <= context, qPrintable(QStringLiteral("%1 of %2").arg(tokens).arg(context)));
            QVERIFY(made.messages.first().text.startsWith(QLatin1String("Speak {kindly} of {{languages}} and %2.\n")));
            QVERIFY(made.messages.last().text.endsWith(QLatin1String("\n\nQuestion: Why {{question}} %1?")));
            QCOMPARE(made.messages.size(), 2 + 2 * made.turns);
            if (made.turns > 0) // the newest ones, in order
                QVERIFY(made.messages[made.messages.size() - 2].text.startsWith(QLatin1String("a199 ")));
            if (context == 131'072)
                QCOMPARE(made.turns, 200);
        }
        QVERIFY(prompt(QStringLiteral("translate"), { { QStringLiteral("languages"), QStringLiteral("{{x}} German") } })
                    .contains(QLatin1String(": {{x}} German.")));
        for (const char *name : { "answer", "answer-short", "standalone", "translate", "keywords", "related", "title" })
            QVERIFY(prompt(QLatin1String(name)).size() > 50);
    }

    //! Against counts of the tokenizers of Qwen, Mistral Nemo and Mistral 7B, of article 1 of human rights.
    void estimatesAreNearTheTruth_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QList<int>>("counted");
        QTest::newRow("en") << QStringLiteral("All human beings are born free and equal in dignity and rights. They are endowed with "
                                              "reason and conscience and should act towards one another in a spirit of brotherhood.")
                            << QList<int> { 33, 33, 34 };
        QTest::newRow("de") << QStringLiteral("Alle Menschen sind frei und gleich an Würde und Rechten geboren. Sie sind mit Vernunft und "
                                              "Gewissen begabt und sollen einander im Geist der Brüderlichkeit begegnen.")
                            << QList<int> { 44, 36, 49 };
        QTest::newRow("es") << QStringLiteral("Todos los seres humanos nacen libres e iguales en dignidad y derechos y, dotados como están "
                                              "de razón y conciencia, deben comportarse fraternalmente los unos con los otros.")
                            << QList<int> { 43, 39, 51 };
        QTest::newRow("ru") << QStringLiteral("Все люди рождаются свободными и равными в своем достоинстве и правах. Они наделены разумом "
                                              "и совестью и должны поступать в отношении друг друга в духе братства.")
                            << QList<int> { 49, 46, 61 };
        QTest::newRow("zh") << QStringLiteral("人人生而自由，在尊严和权利上一律平等。他们赋有理性和良心，并应以兄弟关系的精神相对待。")
                            << QList<int> { 27, 39, 44 };
        QTest::newRow("code") << QStringLiteral(
            "int main() { return a[1] + b[2]; }\nfor (const auto &one : list)\n    total += one.size();\n")
                              << QList<int> { 36, 30, 34 };
    }
    void estimatesAreNearTheTruth()
    {
        QFETCH(QString, text);
        QFETCH(QList<int>, counted);
        const int estimate = Text::estimateTokens(text);
        const auto [least, most] = std::minmax_element(counted.cbegin(), counted.cend());
        QVERIFY2(estimate >= 0.85 * *most && estimate <= 1.3 * *most,
            qPrintable(QStringLiteral("%1 for %2 to %3").arg(estimate).arg(*least).arg(*most)));
    }

    //! A question that is longer than the context loses its middle; the evidence stays, and the model's own counts decide.
    void longQuestionsLeaveRoomForTheEvidence()
    {
        PromptRequest request;
        for (int i = 0; i < 8; ++i)
            request.passages += passage(
                QStringLiteral("Evidence %1 begins. ").arg(i) + QStringLiteral("word ").repeated(150) + QStringLiteral("ends%1.").arg(i));
        for (const int context : { 1024, 2048, 4096, 16'384 }) {
            for (const double factor : { 0.7, 1.0, 2.0 }) {
                request.context = context;
                request.tokenFactor = factor;
                request.question = QStringLiteral("When are fees due? ");
                const Prompt usual = buildPrompt(request);
                QVERIFY(!usual.shortQuestion);
                request.question +=
                    QStringLiteral("Consider the appendix of numbers too. ").repeated(4000) + QStringLiteral("Answer in French.");
                const Prompt made = buildPrompt(request);
                QVERIFY(made.shortQuestion);
                const QString &last = made.messages.last().text;
                QVERIFY(last.contains(QLatin1String("When are fees due?")) && last.endsWith(QLatin1String("Answer in French.")));
                QVERIFY(last.contains(QLatin1String(" […] ")) && last.contains(QLatin1String("Evidence 0 begins.")));
                QVERIFY(made.passages >= 1);
                QCOMPARE(made.shortPassage, !last.contains(QLatin1String("ends0.")));
                QVERIFY(!made.shortPassage || context * 0.6 / factor < 1300);
                int tokens = 0;
                for (const Llm::ChatMessage &message : made.messages)
                    tokens += int(factor * Text::estimateTokens(message.text));
                QVERIFY2(tokens <= context, qPrintable(QStringLiteral("%1 of %2").arg(tokens).arg(context)));
            }
        }
    }

    void aContextWithoutRoomTakesNoPassage()
    {
        PromptRequest request;
        request.question = QStringLiteral("When are fees due?");
        request.passages += passage(QStringLiteral("Fees are due in ten days. ").repeated(40));
        request.context = 256;
        request.tokenFactor = 2;
        QCOMPARE(buildPrompt(request).passages, 0);
    }

    void rewritingsThatAddFactsAreTold_data()
    {
        QTest::addColumn<QString>("question");
        QTest::addColumn<QString>("rewritten");
        QTest::addColumn<bool>("adds");
        const auto row = [](const char *question, const char *rewritten, bool adds) {
            QTest::addRow("%s", rewritten) << QString::fromUtf8(question) << QString::fromUtf8(rewritten) << adds;
        };
        row("And who keeps them?", "Who keeps the keys of the hall?", false);
        row("And who keeps them?", "Who keeps the keys of the hall, Ilse Brandt?", false);
        row("And since when?", "Since when has Ilse Brandt's office kept the keys?", false);
        row("And who keeps them?", "Who keeps the keys of the hall in Bergen?", true);
        row("And who keeps them?", "Does Maria Gomez keep the keys?", true);
        row("And who keeps them?", "Does NASA keep the keys?", true);
        row("And in winter?", "When does the hall open in the winter of 2019?", true);
        row("And in winter?", "When does the hall open in winter after 9:30?", false);
        row("How much is it?", "How much is the fee of 12 euros?", false);
        row("How much is it?", "How much is the fee of 1,200 euros?", true);
        row("How much is it?", "How much is the fee of 12.00 euros?", true);
        row("Und im Winter?", "Wann öffnet die Halle im Winter für Besucher?", false);
        row("Und im Winter?", "Wann öffnet die Halle in Hamburg im Winter?", true);
        row("Und wer?", "Hat Petra Schulz die Schlüssel der Halle?", true);
        row("А зимой?", "Когда открывается зал зимой в Москве?", true);
        row("А зимой?", "Когда открывается зал зимой?", false);
        row("那冬天呢？", "冬天大厅几点开门？", false);
        row("那冬天呢？", "2019年冬天大厅几点开门？", true);
    }
    void rewritingsThatAddFactsAreTold()
    {
        QFETCH(QString, question);
        QFETCH(QString, rewritten);
        const QList<Exchange> history { { QStringLiteral("When does the hall open?"),
            QStringLiteral("The hall opens at 9:30 [1]. Ilse Brandt keeps the keys of the hall; the fee is 12 euros.") } };
        QTEST(addsFacts(rewritten, question, history), "adds");
    }

    void theOriginalIsSearchedBesideTheRewriting()
    {
        QCOMPARE(withOriginal(QStringLiteral("Who keeps the keys of the hall?"), QStringLiteral("And who keeps them?")),
            QStringLiteral("Who keeps the keys of the hall?"));
        QCOMPARE(withOriginal(QStringLiteral("When does the hall open?"), QStringLiteral("And in winter?")),
            QStringLiteral("When does the hall open?\nAnd in winter?"));
        // So is a phrase that has to be found as it stands.
        QCOMPARE(withOriginal(QStringLiteral("Who keeps the old hall?"), QStringLiteral("And who keeps the \"old hall\"?")),
            QStringLiteral("Who keeps the old hall?\nAnd who keeps the \"old hall\"?"));
        QCOMPARE(withOriginal(QStringLiteral("Who keeps the \"old hall\"?"), QStringLiteral("And who keeps the \"old hall\"?")),
            QStringLiteral("Who keeps the \"old hall\"?"));
    }
};

QTEST_GUILESS_MAIN(TestPrompts)
#include "test_prompts.moc"
