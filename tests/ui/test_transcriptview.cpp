// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/hovercard.h"
#include "ui/chat/transcriptitems.h"
#include "ui/chat/transcriptview.h"
#include "ui/style/tokens.h"
#include <QApplication>
#include <QClipboard>
#include <QHelpEvent>
#include <QMimeData>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>
#include <QTextBlock>
#include <QTextBrowser>
#include <QToolButton>
#include <QToolTip>

using namespace Heddle;
using namespace Heddle::Ui;
using Conversation::Answer;
using Kind = TranscriptLink::Action::Kind;

//! What can be pointed at, clicked and reached by keys in a conversation.
class TestTranscriptView : public QObject {
    Q_OBJECT
    std::unique_ptr<TranscriptView> m_view;

    static Exchange exchangeOf(const QString &markdown, int paragraphs = 0)
    {
        Exchange exchange;
        exchange.question = QStringLiteral("What is it?");
        exchange.questionId = QStringLiteral("q");
        exchange.answerId = QStringLiteral("a");
        exchange.answer.state = Answer::State::Done;
        exchange.answer.kind = Answer::Kind::Written;
        exchange.answer.text = markdown + QStringLiteral("\n\nText of a paragraph.").repeated(paragraphs);
        Dialog::Source source;
        source.n = 1;
        source.path = QStringLiteral("/docs/report.pdf");
        source.uses = { { exchange.answer.text.indexOf(QLatin1String("[1]")) } };
        exchange.answer.sources = { source };
        return exchange;
    }
    //! Where a link is in the viewport.
    QPoint linkAt(const QString &href) const
    {
        for (QTextBlock block = m_view->document()->begin(); block.isValid(); block = block.next()) {
            for (auto it = block.begin(); !it.atEnd(); ++it) {
                if (it.fragment().charFormat().anchorHref() != href)
                    continue;
                QTextCursor from(m_view->document()), to(m_view->document());
                from.setPosition(it.fragment().position());
                to.setPosition(it.fragment().position() + 1);
                return (m_view->cursorRect(from).center() + m_view->cursorRect(to).center()) / 2;
            }
        }
        return { -1, -1 };
    }
    static QString url(TranscriptLink::Target target) { return TranscriptLink { std::move(target) }.toUrl(); }
    //! How many pixels around a point have a colour.
    int pixels(const QPoint &at, const QColor &color) const
    {
        const QImage image = m_view->viewport()->grab(QRect(at - QPoint(8, 8), QSize(16, 16))).toImage();
        int count = 0;
        for (int y = 0; y < image.height(); ++y) {
            for (int x = 0; x < image.width(); ++x)
                count += image.pixelColor(x, y) == color;
        }
        return count;
    }

private Q_SLOTS:
    void init()
    {
        QApplication::setPalette(Style::paletteOf(Style::lightTokens()));
        m_view = std::make_unique<TranscriptView>();
        m_view->resize(800, 600);
        m_view->show();
        m_view->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_view.get()));
    }
    void cleanup() { m_view.reset(); }

    void anIconSaysWhatItDoesAndShowsThatItIsDone()
    {
        m_view->setExchanges({ exchangeOf(QStringLiteral("One [1].")) });
        const QString copy = url(TranscriptLink::Action { Kind::Copy, 0 });
        const QPoint at = linkAt(copy);
        QCOMPARE(m_view->anchorAt(at), copy);
        QHelpEvent help(QEvent::ToolTip, at, m_view->viewport()->mapToGlobal(at));
        QApplication::sendEvent(m_view->viewport(), &help);
        QTRY_VERIFY2(QToolTip::text().contains(QLatin1String("Copy the answer (Ctrl+Shift+C)")), qPrintable(QToolTip::text()));
        QSignalSpy clicked(m_view.get(), &QTextBrowser::anchorClicked);
        QTest::mouseClick(m_view->viewport(), Qt::LeftButton, {}, at);
        QCOMPARE(clicked.size(), 1);
        QTest::mouseMove(m_view->viewport(), at);
        QTRY_VERIFY(pixels(at, Style::lightTokens().hover) > 60);
        const QImage before = m_view->viewport()->grab(QRect(at - QPoint(8, 8), QSize(16, 16))).toImage();
        m_view->showDone(TranscriptLink { TranscriptLink::Action { Kind::Copy, 0 } });
        const auto changed = [&] { return m_view->viewport()->grab(QRect(at - QPoint(8, 8), QSize(16, 16))).toImage() != before; };
        if (Style::lightTokens().good.isValid() && QFile::exists(QStringLiteral(":/icons/lucide/check.svg"))) {
            QVERIFY(changed());
            QTRY_VERIFY(!changed()); // after two seconds
        }
    }

    void keysReachEachItem()
    {
        m_view->setExchanges({ exchangeOf(QStringLiteral("One [1].")) });
        QStringList reached;
        m_view->setFocus();
        for (int i = 0; i < 12; ++i) {
            QTest::keyClick(m_view.get(), Qt::Key_Tab);
            if (!m_view->accessibleDescription().isEmpty())
                reached += m_view->accessibleDescription();
        }
        for (const char *name : { "Edit the question", "Copy the question", "Source 1: report.pdf", "Copy the answer (Ctrl+Shift+C)",
                 "Regenerate (Ctrl+Shift+R)", "Mind map of this answer", "What to ask next", "Why is something not here?" })
            QVERIFY2(reached.contains(QLatin1String(name)), qPrintable(QLatin1String(name) + reached.join(QLatin1Char(10))));
    }

    void theActionsOfAQuestionComeWithThePointer()
    {
        if (!QFile::exists(QStringLiteral(":/icons/lucide/pencil.svg")))
            QSKIP("built without icons");
        m_view->setExchanges({ exchangeOf(QStringLiteral("One [1].")) });
        const QPoint at = linkAt(url(TranscriptLink::Action { Kind::Edit, 0 }));
        const auto drawn = [&] { return pixels(at, Style::lightTokens().page) < 16 * 16; };
        QTest::mouseMove(m_view->viewport(), QPoint(400, 590));
        QEvent leave(QEvent::Leave);
        QApplication::sendEvent(m_view->viewport(), &leave);
        QTRY_VERIFY(!drawn());
        QTest::mouseMove(m_view->viewport(), linkAt(url(TranscriptLink::Citation { 0, 1 })));
        QTRY_VERIFY(drawn());
    }

    void codeIsCopiedAtThePointer()
    {
        m_view->setExchanges({ exchangeOf(QStringLiteral("One [1].\n\n```\nfirst line\n  second\n```\n\nEnd.")) });
        auto *button = m_view->findChild<QToolButton *>(QStringLiteral("copyCode"));
        QVERIFY(!button->isVisible());
        QTextCursor code = m_view->document()->find(QStringLiteral("second"));
        QTest::mouseMove(m_view->viewport(), m_view->cursorRect(code).center());
        QTRY_VERIFY(button->isVisible());
        QVERIFY(m_view->viewport()->rect().contains(button->geometry()));
        QTest::mouseClick(button, Qt::LeftButton);
        QCOMPARE(QApplication::clipboard()->text(), QStringLiteral("first line\n  second\n"));
        QTest::mouseMove(m_view->viewport(), m_view->cursorRect(m_view->document()->find(QStringLiteral("One"))).center());
        QTRY_VERIFY(!button->isVisible());
    }

    void whatIsSelectedIsCopiedAsText()
    {
        m_view->setExchanges({ exchangeOf(QStringLiteral("One **bold** [1].")) });
        m_view->selectAll();
        QTest::keyClick(m_view.get(), Qt::Key_C, Qt::ControlModifier);
        const QMimeData *copied = QApplication::clipboard()->mimeData();
        QVERIFY(copied->text().contains(QLatin1String("One bold [1].")));
        QVERIFY(!copied->text().contains(QChar::ObjectReplacementCharacter));
        QVERIFY(!copied->hasHtml() && !copied->hasImage());
    }

    void aNewAnswerIsSeenFromItsBeginning()
    {
        QList<Exchange> exchanges { exchangeOf(QStringLiteral("One [1]."), 40), exchangeOf(QStringLiteral("Two [1]."), 40) };
        m_view->setExchanges(exchanges);
        QScrollBar *bar = m_view->verticalScrollBar();
        const auto topOf = [this](const QString &text) { return m_view->cursorRect(m_view->document()->find(text)).top(); };
        QVERIFY(bar->value() < bar->maximum());
        const int answer = topOf(QStringLiteral("Two"));
        QVERIFY2(answer > 0 && answer < 200, qPrintable(QString::number(answer)));
        // While it grows, too.
        exchanges += exchangeOf(QString());
        exchanges.last().answer = {};
        exchanges.last().answer.kind = Answer::Kind::Written;
        m_view->setExchanges(exchanges);
        for (int i = 1; i <= 40; ++i) {
            exchanges.last().answer.text = QStringLiteral("Three.\n\n") + QStringLiteral("More.\n\n").repeated(i);
            m_view->updateLast(exchanges.last());
            QTRY_COMPARE(m_view->toPlainText().count(QLatin1String("More.")), i);
        }
        const int third = topOf(QStringLiteral("Three."));
        QVERIFY2(third > 0 && third < 200, qPrintable(QString::number(third)));
    }

    //! The line above the question field takes room while an answer comes.
    void theNextAnswerIsSeenThoughTheRoomChanges()
    {
        QList<Exchange> exchanges { exchangeOf(QStringLiteral("One [1]."), 12) };
        m_view->setExchanges(exchanges);
        Exchange next = exchangeOf(QString());
        next.question = QStringLiteral("And then?");
        next.answer = {};
        next.answer.kind = Answer::Kind::Written;
        exchanges += next;
        m_view->setExchanges(exchanges);
        m_view->resize(m_view->width(), m_view->height() - 120);
        exchanges.last() = exchangeOf(QStringLiteral("Two [1]."), 40);
        m_view->updateLast(exchanges.last());
        QTRY_VERIFY(m_view->toPlainText().contains(QLatin1String("Two")));
        const auto top = [this] { return m_view->cursorRect(m_view->document()->find(QStringLiteral("Two"))).top(); };
        QTRY_VERIFY2(top() > 0 && top() < 200, qPrintable(QString::number(top())));
        // Who reads elsewhere stays there.
        QScrollBar *bar = m_view->verticalScrollBar();
        bar->triggerAction(QAbstractSlider::SliderPageStepSub);
        const int place = bar->value();
        exchanges.last() = exchangeOf(QStringLiteral("Three [1]."), 80);
        m_view->updateLast(exchanges.last());
        m_view->resize(m_view->width(), m_view->height() + 60);
        QTRY_VERIFY(m_view->toPlainText().contains(QLatin1String("Three")));
        QCOMPARE(bar->value(), place);
        // Who has gone to the end is shown the end.
        bar->triggerAction(QAbstractSlider::SliderToMaximum);
        exchanges.last() = exchangeOf(QStringLiteral("Four [1]."), 120);
        m_view->updateLast(exchanges.last());
        QTRY_VERIFY(m_view->toPlainText().contains(QLatin1String("Four")));
        QTRY_COMPARE(bar->value(), bar->maximum());
    }

    void theCardOfACitationIsAsLargeAsItsText()
    {
        QWidget page;
        page.resize(900, 700);
        HoverCard card(&page);
        page.show();
        Dialog::Source source;
        source.n = 1;
        source.path = QStringLiteral("/docs/traffic.txt");
        auto *passage = card.findChild<QTextBrowser *>();
        int before = 0;
        for (const int words : { 8, 60, 8 }) {
            source.text = QStringLiteral("In 2024 about 14,200 vehicles used it. ").repeated(words / 8);
            card.aim(source, { 0, Dialog::Outcome::Contradicted, QStringLiteral("six, not nine") }, QPoint(300, 300));
            QTRY_VERIFY(card.isVisible());
            const int needed = int(passage->document()->size().height());
            QVERIFY2(std::abs(passage->height() - needed) <= 4, qPrintable(QStringLiteral("%1 %2 %3").arg(passage->height()).arg(needed).arg(passage->viewport()->width())));
            const int around = card.height() - passage->height();
            QVERIFY2(before == 0 || around == before, qPrintable(QStringLiteral("%1 %2").arg(around).arg(before)));
            before = around;
            QVERIFY(page.rect().contains(card.geometry()));
            card.close();
        }
    }

    void occurrencesAreCounted()
    {
        m_view->setExchanges({ exchangeOf(QStringLiteral("word One [1] word.\n\nA word.")) });
        QCOMPARE(m_view->find(QStringLiteral("word"), false), 3);
        QCOMPARE(m_view->foundIndex(), 1);
        QCOMPARE(m_view->find(QStringLiteral("word"), true), 3);
        QCOMPARE(m_view->foundIndex(), 3); // once around
        QCOMPARE(m_view->find(QStringLiteral("nowhere"), false), 0);
        QCOMPARE(m_view->foundIndex(), 0);
    }
};

QTEST_MAIN(TestTranscriptView)
#include "test_transcriptview.moc"
