// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/transcript.h"
#include "ui/chat/transcriptgrounds.h"
#include "ui/chat/transcriptitems.h"
#include "ui/chat/transcriptlink.h"
#include "ui/style/tokens.h"
#include <QImage>
#include <QJsonArray>
#include <QPainter>
#include <QPalette>
#include <QTest>
#include <QTextBlock>
#include <QTextCursor>
#include <QTextDocument>
#include <QTextLayout>
#include <QTextTable>
#include <QUrl>
#include <cmath>

using namespace Heddle;
using namespace Heddle::Ui;
using Conversation::Answer;
using Conversation::Message;

namespace {

using Kind = TranscriptLink::Action::Kind;
constexpr Kind AllActions[] = { Kind::Edit, Kind::CopyQuestion, Kind::Again, Kind::Copy, Kind::Details, Kind::Thinking, Kind::Map,
    Kind::Related, Kind::Missing };

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

QList<TranscriptItem> itemsOf(const QString &html)
{
    QTextDocument document;
    document.setHtml(html);
    QList<TranscriptItem> items;
    for (QTextBlock block = document.begin(); block.isValid(); block = block.next()) {
        for (auto it = block.begin(); !it.atEnd(); ++it) {
            if (const auto item = TranscriptItem::fromPicture(it.fragment().charFormat().toImageFormat().name()))
                items += *item;
        }
    }
    return items;
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
            TranscriptLink::AskRelated { 0, 0 }, TranscriptLink::AskRelated { 3, 4 }, TranscriptLink::Earlier(),
            TranscriptLink::Web { QStringLiteral("https://example.org/a%20b?c=d&e=%22#f") },
            TranscriptLink::Web { QStringLiteral("mailto:a@example.org") } };
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
                 "ask:-1:0", "earlier", "earlier:0", "http://example.org/", "https://cite:1:2", "javascript:alert(1)", "mailto:a@b", "web:",
                 "web:javascript%3Ax", "web:file%3A%2F%2F%2Fetc%2Fpasswd", "web:data%3Atext%2Fhtml%2Cx", "web:https%3A%2F%2Fa%40b.org",
                 "web:https:%2F%2Fa.org", "web:mailto%3Aa%40b%3Fattach%3D%2Fetc%2Fpasswd", "web:http%3A%2F%2F" })
            QVERIFY2(!TranscriptLink::fromUrl(QString::fromUtf8(url)), url);
    }

    void whatAModelWritesLoadsNothingAndLeadsOnlyWhereItSays()
    {
        Exchange exchange;
        exchange.answer.state = Answer::State::Running;
        exchange.answer.sources.resize(3);
        for (int i = 0; i < 3; ++i)
            exchange.answer.sources[i].n = i + 1;
        const QString html = writtenHtml(
            QStringLiteral(
                "![a](http://127.0.0.1/a.png) <img src=file:///dev/zero> [Fees](https://example.org/x?a=1&b=2) and\n"
                "<https://example.org/y> [bad](javascript:x) [file](file:///etc/passwd) [name](https://bank.example@example.org) "
                "https://example.org/bare \ue0007\ue001 &#xE000;99&#xE001; &#57344;0&#57345; &#xe002;https://example.org/z&#xE003; [2]"),
            0, exchange, 0, QPalette());
        QTextDocument document;
        document.setHtml(html);
        const QString shown = document.toPlainText();
        QVERIFY2(!shown.contains(QChar::ObjectReplacementCharacter) && !html.contains(QLatin1String("<img")), qPrintable(html));
        QStringList links;
        for (QTextBlock block = document.begin(); block.isValid(); block = block.next()) {
            for (auto it = block.begin(); !it.atEnd(); ++it) {
                const QString href = it.fragment().charFormat().anchorHref();
                if (href.isEmpty())
                    continue;
                const auto link = TranscriptLink::fromUrl(href);
                QVERIFY2(link, qPrintable(href));
                if (const auto *web = std::get_if<TranscriptLink::Web>(&link->target)) {
                    QCOMPARE(it.fragment().text(), web->address); // it says where it leads
                    links += web->address;
                } else {
                    links += it.fragment().text();
                }
            }
        }
        QCOMPARE(links,
            QStringList(
                { QStringLiteral("https://example.org/x?a=1&b=2"), QStringLiteral("https://example.org/y"), QStringLiteral("[2]") }));
        QVERIFY2(shown.contains(QLatin1String("Fees (https://example.org/x?a=1&b=2)")), qPrintable(shown));
        QVERIFY2(shown.contains(QLatin1String("file (file:///etc/passwd)")), qPrintable(shown));
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

    void whatIsNotSupportedHasADashedEdge()
    {
        const QPalette palette = Style::paletteOf(Style::lightTokens());
        Answer answer;
        answer.state = Answer::State::Done;
        answer.kind = Answer::Kind::Written;
        answer.text = QStringLiteral("Right [1].\n\nWrong [2].");
        Dialog::Source right, wrong;
        right.n = 1;
        right.uses = { { answer.text.indexOf(QLatin1String("[1]")) } };
        wrong.n = 2;
        wrong.uses = { { answer.text.indexOf(QLatin1String("[2]")), Dialog::Outcome::Contradicted, QStringLiteral("six, not nine") } };
        answer.sources = { right, wrong };
        const auto exchanges = exchangesFrom({ questionAt("q", ""), answerAt("a", "q", answer) }, QStringLiteral("a"));
        QTextDocument document;
        document.setTextWidth(500);
        document.setHtml(writtenHtml(answer.text, 0, exchanges.first(), 0, palette));
        QImage image(500, 200, QImage::Format_RGB32);
        image.fill(Style::lightTokens().page);
        QPainter painter(&image);
        document.drawContents(&painter);
        paintPills(painter, document, QRectF(image.rect()), palette, QTextCursor());
        painter.end();
        const auto isNear = [](const QColor &a, const QColor &b) {
            return std::abs(a.red() - b.red()) + std::abs(a.green() - b.green()) + std::abs(a.blue() - b.blue()) < 60;
        };
        int ground = 0, signalGround = 0;
        QRect wrongPill;
        for (int y = 0; y < image.height(); ++y) {
            for (int x = 0; x < image.width(); ++x) {
                const QColor color = image.pixelColor(x, y);
                ground += color == Style::lightTokens().selected;
                if (color == Style::lightTokens().signalGround) {
                    ++signalGround;
                    wrongPill |= QRect(x, y, 1, 1);
                }
            }
        }
        QVERIFY2(ground > 30 && signalGround > 30, qPrintable(QStringLiteral("%1 %2").arg(ground).arg(signalGround)));
        // Along its edge the signal's colour comes and goes: it is told without colours, too.
        int changes = 0;
        bool before = false;
        const QPointF middle = QRectF(wrongPill).center();
        for (int degree = 0; degree < 360; degree += 2) {
            bool marked = false;
            for (double r = wrongPill.height() / 2.0 - 2; r < wrongPill.height() / 2.0 + 3; r += 0.5) {
                const QPointF at = middle + r * QPointF(std::cos(degree * M_PI / 180), std::sin(degree * M_PI / 180));
                marked = marked || isNear(image.pixelColor(at.toPoint()), Style::lightTokens().signal);
            }
            changes += marked != before;
            before = marked;
        }
        QVERIFY2(changes >= 4, qPrintable(QString::number(changes)));
    }

    void sourcesStandBelowAnAnswerEachOnce()
    {
        Answer answer;
        answer.state = Answer::State::Done;
        answer.kind = Answer::Kind::Written;
        answer.text = QStringLiteral("One [1]. Two [2]. Three [3].");
        for (int n = 0; n <= 3; ++n) { // 0: found, not cited
            Dialog::Source source;
            source.n = n;
            source.path = QStringLiteral("/docs/file › %1.txt").arg(n);
            source.heading = QStringLiteral("Part <b>%1</b>").arg(n);
            if (n > 0)
                source.uses = { { answer.text.indexOf(QStringLiteral("[%1]").arg(n)) } };
            answer.sources += source;
        }
        answer.sources[3].path = answer.sources[1].path; // those of a document stand beside each other
        answer.sources[1].page = 12;
        QStringList cards;
        for (const TranscriptItem &item : itemsOf(htmlOf(answer))) {
            if (item.kind == TranscriptItem::Kind::Card)
                cards += item.text();
        }
        QCOMPARE(cards,
            QStringList({ QStringLiteral("[1] file › 1.txt · Page 12 · Part <b>1</b>"), QStringLiteral("[3] file › 1.txt · Part <b>3</b>"),
                QStringLiteral("[2] file › 2.txt · Part <b>2</b>") }));
    }

    void anItemComesBackFromItsPicture()
    {
        const TranscriptItem item { TranscriptItem::Kind::Card, QStringLiteral("7"), QStringLiteral("a:b \"<%3A>\" ü"), QStringLiteral(":"),
            true, true };
        const auto items = itemsOf(item.toHtml(TranscriptLink { TranscriptLink::Citation { 0, 7 } }));
        QCOMPARE(items.size(), 1);
        QCOMPARE(items[0].text(), item.text());
        QVERIFY(items[0].on && items[0].signal && items[0].kind == item.kind);
        for (const char *picture : { "", "x.png", "heddle-item", "heddle-item:9:::::", "heddle-item:-1::::", "heddle-item:0::a:b:c:d" })
            QVERIFY2(!TranscriptItem::fromPicture(QLatin1String(picture)), picture);
    }

    //! Two cards in a row, and one where there is no room; each in the column, however long its name is.
    void cardsStandInTheColumn()
    {
        Answer answer;
        answer.state = Answer::State::Done;
        answer.kind = Answer::Kind::Written;
        answer.text = QStringLiteral("One [1]. Two [2].");
        for (int n = 1; n <= 2; ++n) {
            Dialog::Source source;
            source.n = n;
            source.path = QStringLiteral("/docs/") + QString(300, QLatin1Char('x')) + QString::number(n);
            source.uses = { { answer.text.indexOf(QStringLiteral("[%1]").arg(n)) } };
            answer.sources += source;
        }
        QTextDocument document;
        TranscriptItems items(&document);
        for (const int width : { 800, 420 }) {
            document.setTextWidth(width);
            document.setHtml(htmlOf(answer));
            QList<QTextLine> lines;
            for (QTextBlock block = document.begin(); block.isValid(); block = block.next()) {
                if (block.begin().atEnd())
                    continue;
                const auto item = TranscriptItem::fromPicture(block.begin().fragment().charFormat().toImageFormat().name());
                if (!item || item->kind != TranscriptItem::Kind::Card)
                    continue;
                for (int i = 0; i < block.layout()->lineCount(); ++i)
                    lines += block.layout()->lineAt(i);
            }
            QCOMPARE(lines.size(), width == 800 ? 1 : 2);
            for (const QTextLine &line : std::as_const(lines))
                QVERIFY2(line.naturalTextWidth() <= width, qPrintable(QString::number(line.naturalTextWidth())));
        }
    }

    //! However long a conversation is: painting looks at what is seen.
    void paintingLooksAtWhatIsSeen()
    {
        QTextDocument document;
        document.setTextWidth(500);
        document.setHtml(QStringLiteral("<p>Text <a href=\"cite:0:1\">[1]</a></p><pre>code</pre>").repeated(3000));
        QImage image(500, 300, QImage::Format_RGB32);
        QPainter painter(&image);
        for (const double part : { 0.0, 0.5, 0.99 }) {
            const QRectF visible(0, std::floor(document.size().height() * part), 500, 300);
            painter.resetTransform();
            painter.translate(-visible.topLeft());
            const int grounds = paintGrounds(painter, document, visible, QPalette());
            const int pills = paintPills(painter, document, visible, QPalette(), QTextCursor());
            QVERIFY2(grounds > 3 && grounds < 60 && pills < 60, qPrintable(QStringLiteral("%1 %2").arg(grounds).arg(pills)));
        }
    }

    void aSentenceWithoutASourceSaysSo()
    {
        Answer answer;
        answer.state = Answer::State::Done;
        answer.kind = Answer::Kind::Written;
        answer.text = QStringLiteral("Fees fell [1]. **Wizards guard <hills>.** It ends.\n\n- Trolls sing.");
        Dialog::Source source;
        source.n = 1;
        source.uses = { { 10 } };
        answer.sources = { source };
        const auto ends = [&answer](const char *last) { return answer.text.indexOf(QLatin1String(last)) + qsizetype(qstrlen(last)); };
        answer.details[QStringLiteral("no_source")] = QJsonArray { QJsonArray { 15, ends("hills>.**") },
            QJsonArray { answer.text.indexOf(QLatin1String("Trolls")), answer.text.size() } };
        QTextDocument document;
        document.setHtml(htmlOf(answer));
        const QString shown = document.toPlainText().replace(QChar::Nbsp, QLatin1Char(' '));
        QVERIFY2(shown.contains(QLatin1String("Fees fell [1]. Wizards guard <hills>. (no source) It ends.")), qPrintable(shown));
        QVERIFY2(shown.contains(QLatin1String("Trolls sing. (no source)")), qPrintable(shown));
        QCOMPARE(shown.count(QLatin1String("no source")), 2);
    }

    void aQuotedAnswerIsDrawnAsCards()
    {
        Answer answer;
        answer.state = Answer::State::Done;
        answer.kind = Answer::Kind::Quoted;
        Dialog::Source source;
        source.n = 1;
        source.path = QStringLiteral("/docs/fees.txt");
        source.text = QStringLiteral("Before. The fee <is> $8. It fell in May. After.");
        answer.sources = { source };
        Dialog::Card card;
        card.n = 1;
        card.sentences = { { 8, 24 }, { 25, 40 } };
        card.marked = { { 12, 15 } };
        answer.quoted = Dialog::QuotedAnswer();
        answer.quoted->cards = { card };
        answer.text = Dialog::plainText(*answer.quoted, answer.sources);
        const QString html = htmlOf(answer);
        QTextDocument document;
        document.setHtml(html);
        const QString shown = document.toPlainText();
        QVERIFY2(shown.contains(QLatin1String("The fee <is> $8. It fell in May.")), qPrintable(shown));
        QVERIFY2(!shown.contains(QLatin1String("Before.")) && !shown.contains(QLatin1String("After.")), qPrintable(shown));
        QVERIFY(shown.contains(QLatin1String("[1]")) && shown.contains(QLatin1String("fees.txt")));
        QVERIFY2(html.contains(QLatin1String("<b>fee</b>")), qPrintable(html));
        // What stands around it is quieter, and the sentence that answers is marked among it.
        answer.quoted->cards[0].before = { { 0, 7 } };
        answer.quoted->cards[0].after = { { 41, 47 } };
        document.setHtml(htmlOf(answer));
        QVERIFY2(document.toPlainText().contains(QLatin1String("Before. The fee <is> $8. It fell in May. After.")),
            qPrintable(document.toPlainText()));
        const Style::Tokens &tokens = Style::tokensOf(QPalette());
        const auto colorOf = [&document](const QString &text) { return document.find(text).charFormat().foreground().color(); };
        QCOMPARE(colorOf(QStringLiteral("Before.")), tokens.secondText);
        QCOMPARE(colorOf(QStringLiteral("After.")), tokens.secondText);
        QVERIFY(colorOf(QStringLiteral("It fell")) != tokens.secondText);
        const auto ground = [&document](const QString &text) { return document.find(text).charFormat().background(); };
        QCOMPARE(ground(QStringLiteral("<is> $8.")).color(), tokens.mark);
        QCOMPARE(ground(QStringLiteral("It fell")).style(), Qt::NoBrush);
        answer.quoted->cards[0].before.clear();
        answer.quoted->cards[0].after.clear();
        // While a model is asked: the cards, who is writing below them, and nothing that only an end can say.
        Exchange exchange;
        exchange.answer = answer;
        exchange.answer.text.clear();
        exchange.answer.state = Answer::State::Running;
        exchange.answer.quoted->verdict = Dialog::QuotedAnswer::Verdict::NothingFits;
        exchange.stage = QStringLiteral("m<1> is writing…");
        document.setHtml(exchangeHtml(exchange, 0, true, QPalette()));
        const QString waiting = document.toPlainText();
        QVERIFY2(waiting.contains(QLatin1String("The fee <is> $8.")) && waiting.endsWith(exchange.stage), qPrintable(waiting));
        QVERIFY(!waiting.contains(Dialog::saidAbove(*exchange.answer.quoted).value(0)));
        QVERIFY(!waiting.contains(QLatin1String("Try again")));

        answer.quoted->verdict = Dialog::QuotedAnswer::Verdict::NothingFits;
        answer.kind = Answer::Kind::None;
        document.setHtml(htmlOf(answer));
        QVERIFY(document.toPlainText().contains(QLatin1String("The fee <is> $8."))); // the nearest there is
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
