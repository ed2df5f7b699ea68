// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/transcript.h"
#include "ui/chat/transcriptlink.h"
#include <QPalette>
#include <QTest>
#include <QUrl>

using namespace Heddle;
using namespace Heddle::Ui;
using Conversation::Answer;
using Conversation::Message;

namespace {

using Kind = TranscriptLink::Action::Kind;
constexpr Kind AllActions[] = { Kind::Edit, Kind::Again, Kind::Copy, Kind::Details, Kind::Thinking, Kind::Map, Kind::Related };

Message questionAt(const char *id, const char *parent)
{
    return { QString::fromLatin1(id), QStringLiteral("c"), QString::fromLatin1(parent), {}, {},
        Conversation::Question { QStringLiteral("Why?") } };
}

Message answerAt(const char *id, const char *parent, const Answer &answer)
{
    return { QString::fromLatin1(id), QStringLiteral("c"), QString::fromLatin1(parent), {}, {}, answer };
}

QString htmlOf(const Answer &answer)
{
    const auto exchanges = exchangesFrom({ questionAt("q", ""), answerAt("a", "q", answer) }, QStringLiteral("a"));
    return exchangeHtml(exchanges.first(), 0, true, QPalette());
}

Answer stopped(const std::optional<Error> &error, const QString &text = {})
{
    Answer answer;
    answer.state = Answer::State::Stopped;
    answer.text = text;
    answer.error = error;
    return answer;
}

} // namespace

class TestTranscript : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyLinkComesBack()
    {
        QList<TranscriptLink::Target> targets { TranscriptLink::Citation { 0, 1 }, TranscriptLink::Citation { 12, 34, 0 },
            TranscriptLink::Citation { 1'000'000, 999, 7 },
            TranscriptLink::Version { QStringLiteral("9deb1c28-26cb-418c-926a-6b18f9ea5b05") },
            TranscriptLink::Version { QStringLiteral("a") }, TranscriptLink::Version { QStringLiteral("\"><b>: ä%20/?#") },
            TranscriptLink::AskRelated { 0, 0 }, TranscriptLink::AskRelated { 3, 4 }, TranscriptLink::Earlier() };
        for (const Kind kind : AllActions)
            targets += TranscriptLink::Action { kind, int(kind) * 10 };
        QSet<QString> urls;
        for (const auto &target : std::as_const(targets)) {
            const TranscriptLink link { target };
            const QString url = link.toUrl();
            QVERIFY2(TranscriptLink::fromUrl(url) == link, qUtf8Printable(url));
            QCOMPARE(url.toHtmlEscaped(), url); // it may stand in HTML as it is
            // As the browser widget hands it over.
            QVERIFY2(TranscriptLink::fromUrl(QUrl(url).toString(QUrl::FullyEncoded)) == link, qUtf8Printable(url));
            urls += url;
        }
        QCOMPARE(urls.size(), targets.size());
    }

    void garbageIsNoLink()
    {
        for (const char *url : { "", ":", "::::", "cite", "cite:", "cite:1", "cite:1:", "cite::1", "cite:-1:1", "cite:1:-1", "cite:1:2:-1",
                 "cite:1:2:", "cite:1:2:3:4", "cite:01:2", "cite:+1:2", "cite: 1:2", "cite:1:2 ", "cite:1.5:2", "cite:99999999999:1",
                 "Cite:1:2", "cite:\u0661:1", "do:", "do:edit", "do:edit:", "do:edit:x", "do:edit:1:2", "do:Edit:1", "do:earlier:0",
                 "do:format:1", "do::1", "show", "show:", "show:a:b", "show:a b", "show:%", "show:%41", "ask:1", "ask:1:", "ask:1:2:3",
                 "ask:-1:0", "earlier", "earlier:0", "http://example.org/", "https://cite:1:2", "javascript:alert(1)", "mailto:a@b" })
            QVERIFY2(!TranscriptLink::fromUrl(QString::fromUtf8(url)), url);
    }

    //! By what it was, not by how it was worded.
    void whyAnAnswerStoppedIsToldByItsState()
    {
        QVERIFY(htmlOf(stopped({})).contains(QLatin1String("Stopped. The question is kept")));
        QVERIFY(htmlOf(stopped({}, QStringLiteral("Fees"))).contains(QLatin1String("Stopped; what is above is kept.")));
        QVERIFY(htmlOf(stopped(Error::cancelled())).contains(QLatin1String("Stopped. The question is kept")));
        // Saved by a version that said it in other words, or in another language.
        const Error worded { ErrorCode::Cancelled, QStringLiteral("angehalten"), {}, true };
        QVERIFY(htmlOf(stopped(worded)).contains(QLatin1String("Stopped. The question is kept")));
        QVERIFY(!htmlOf(stopped(worded)).contains(QLatin1String("angehalten")));
        Answer left = stopped(Error { ErrorCode::Cancelled, QStringLiteral("Heddle was closed"), {}, true });
        left.interrupted = true;
        QVERIFY(htmlOf(left).contains(QLatin1String("Heddle was closed")));
        // No cancellation, though it says "stopped".
        const Error provider { ErrorCode::Provider, QStringLiteral("stopped"), {}, true };
        QVERIFY(!htmlOf(stopped(provider)).contains(QLatin1String("The question is kept")));
    }

    void anErrorIsToldOnce()
    {
        Answer failed;
        failed.state = Answer::State::Failed;
        failed.error = Error { ErrorCode::Timeout, QStringLiteral("too slow"), {}, true };
        QCOMPARE(htmlOf(failed).count(QLatin1String("too slow")), 1);
        failed.notices = { QStringLiteral("too slow") };
        QCOMPARE(htmlOf(failed).count(QLatin1String("too slow")), 1);
        QVERIFY(htmlOf(failed).contains(QLatin1String("Try again")));
    }

    void exchangesAreTheBranchThatIsShown()
    {
        Answer answer;
        answer.state = Answer::State::Done;
        answer.kind = Answer::Kind::Quoted;
        answer.error = Error { ErrorCode::ContextExceeded, QStringLiteral("long"), {}, false };
        Answer running;
        running.text = QStringLiteral("So far");
        const QList<Message> messages { questionAt("q1", ""), answerAt("a1", "q1", answer), questionAt("q2", "a1"),
            answerAt("a2", "q2", running), questionAt("q3", "a1") };
        const auto shown = exchangesFrom(messages, QStringLiteral("a2"));
        QCOMPARE(shown.size(), 2);
        QCOMPARE(shown[0].answer.error->code, ErrorCode::ContextExceeded);
        QCOMPARE(shown[1].before, QStringLiteral("a1"));
        QCOMPARE(shown[1].questionVersions, QStringList({ QStringLiteral("q2"), QStringLiteral("q3") }));
        QCOMPARE(shown[1].answer.kind, Answer::Kind::Written); // of what there is until now
        QVERIFY(!shown[1].stage.isEmpty());
        const auto other = exchangesFrom(messages, QStringLiteral("q3")); // a question whose answer was deleted
        QCOMPARE(other.last().answer.state, Answer::State::Stopped);
        QVERIFY(exchangesFrom({ answerAt("a", "gone", answer) }, QStringLiteral("a")).isEmpty());
    }
};

QTEST_MAIN(TestTranscript)
#include "test_transcript.moc"
