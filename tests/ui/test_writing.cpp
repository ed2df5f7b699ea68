// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/llm/httpchatmodel.h"
#include "tests/support/chatcontracts.h"
#include "tests/ui/windowfixture.h"
#include "ui/chat/chatpage.h"
#include "ui/chat/transcriptview.h"
#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QDir>
#include <QFileDialog>
#include <QInputDialog>
#include <QLineEdit>
#include <QListView>
#include <QLocale>
#include <QMenu>
#include <QRegularExpression>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTextBlock>

using namespace Heddle;
using namespace Heddle::TestSupport;
using Way = FakeReply::Way;

//! Written answers, from the settings to the last word, as somebody at the window sees them.
class TestWriting : public WindowFixture {
    Q_OBJECT
    std::unique_ptr<FakeHttpServer> m_server;
    FakeHttpServer::Handler m_chat;
    QList<FakeRequest> m_chats;

    void useModel()
    {
        const QPair<const char *, QString> values[] = { { "chat.provider", QStringLiteral("openai-compatible") },
            { "chat.url", m_server->base() }, { "chat.model", QStringLiteral("fake") } };
        for (const auto &[key, value] : values)
            QVERIFY(m_app->settings().set(QLatin1String(key), value).ok());
        QVERIFY(awaitVoid(m_app->setup().apply({})));
        QVERIFY(m_app->setup().answers().take()->chatModel);
    }
    void answerWith(const QStringList &pieces, int pauseMs = 0)
    {
        m_chat = [pieces, pauseMs](const FakeRequest &) { return writtenReply(pieces, pauseMs); };
    }
    bool answered() const { return child<QPushButton>("send")->text() == QLatin1String("Send"); }

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); }
    void init()
    {
        m_chats.clear();
        answerWith({ QStringLiteral("Heddle shows "), QStringLiteral("where it comes from [1].") });
        m_server = std::make_unique<FakeHttpServer>([this](const FakeRequest &request) {
            if (request.method == "GET")
                return request.path == "/v1/models" ? modelsReply({ QStringLiteral("small"), QStringLiteral("large") }, 8192)
                                                    : FakeReply { 404, "{}", {}, Way::Whole, 0 };
            m_chats += request;
            return request.body.contains("Write a title") ? writtenReply({ QStringLiteral("A title") }) : m_chat(request);
        });
        m_data = std::make_unique<QTemporaryDir>();
        open();
        addSample();
    }
    void cleanup()
    {
        close();
        Storage::Database::closeThreadConnections();
        m_server.reset();
    }

    void fromTheSettingsToAWrittenAnswer()
    {
        QTest::keyClick(m_window.get(), Qt::Key_5, Qt::ControlModifier);
        auto *provider = child<QComboBox>("chatProvider");
        QTRY_VERIFY(provider->isVisible() && provider->isEnabled());
        QTRY_COMPARE(child<QComboBox>("chatProvider")->currentData().toString(), QStringLiteral("none"));
        QVERIFY(!child<QLineEdit>("chatUrl")->isEnabled());
        provider->setCurrentIndex(provider->findData(QStringLiteral("openai-compatible")));
        QVERIFY(child<QLabel>("chatEndpoint")->text().contains(QLatin1String("URL is needed")));
        QVERIFY(!child<QPushButton>("chatSave")->isEnabled());
        QTest::keyClicks(child<QLineEdit>("chatUrl"), m_server->base());
        QCOMPARE(child<QLabel>("chatEndpoint")->text(),
            QStringLiteral("Questions and passages go to %1/v1/chat/completions").arg(m_server->base()));
        QTest::mouseClick(child<QPushButton>("chatList"), Qt::LeftButton);
        QTRY_COMPARE(child<QComboBox>("chatModel")->count(), 2);
        QCOMPARE(child<QComboBox>("chatModel")->currentText(), QStringLiteral("large"));
        QTest::mouseClick(child<QPushButton>("chatTest"), Qt::LeftButton);
        QTRY_VERIFY2(
            child<QLabel>("chatResult")->text().startsWith(QLatin1String("Works: ")), qUtf8Printable(child<QLabel>("chatResult")->text()));
        QVERIFY(child<QLabel>("chatResult")->text().contains(QLatin1String("8,192 tokens")));
        QTest::mouseClick(child<QPushButton>("chatSave"), Qt::LeftButton);
        QTRY_COMPARE(child<QLabel>("chatResult")->text(), QStringLiteral("Saved."));
        QTRY_VERIFY(m_app->setup().answers().take()->chatModel);

        answerWith({ QStringLiteral("Heddle shows "), QStringLiteral("where an answer comes from [1]. "), QStringLiteral("Dragons "),
                       QStringLiteral("guard it with fire [2].") },
            150);
        QTest::keyClick(m_window.get(), Qt::Key_1, Qt::ControlModifier);
        type(QStringLiteral("How does Heddle show where an answer comes from?"));
        QTRY_VERIFY(transcript().contains(QLatin1String("Heddle shows where an answer comes from [1]."))); // while it is written
        QCOMPARE(child<QPushButton>("send")->text(), QStringLiteral("Stop"));
        QVERIFY(!transcript().contains(QLatin1String("fire")));
        QVERIFY(hasLink(QStringLiteral("cite:0:1")));
        QTRY_VERIFY(answered());
        QTRY_VERIFY(transcript().contains(QLatin1String("written by fake")));
        QVERIFY(transcript().contains(QLatin1String("were sent to ") + m_server->base()));
        // What is not borne out is dashed, and its card says why.
        QString text;
        const QPoint at = linkAt(QStringLiteral("cite:0:2:0"), &text);
        QVERIFY(at.x() >= 0);
        QCOMPARE(text, QStringLiteral("[2]"));
        QCOMPARE(child<QTextBrowser>("transcript")->textCursor().charFormat().underlineStyle(), QTextCharFormat::DashUnderline);
        QVERIFY(linkAt(QStringLiteral("cite:0:1")).x() >= 0);
        QCOMPARE(child<QTextBrowser>("transcript")->textCursor().charFormat().underlineStyle(), QTextCharFormat::NoUnderline);
        const QPoint again = linkAt(QStringLiteral("cite:0:2:0"));
        QTest::mouseMove(child<QTextBrowser>("transcript")->viewport(), again - QPoint(0, 60));
        QTest::mouseMove(child<QTextBrowser>("transcript")->viewport(), again);
        auto *card = child<QFrame>("hoverCard");
        QTRY_VERIFY(card->isVisible());
        QVERIFY(card->findChild<QTextBrowser *>()->toPlainText().startsWith(QLatin1String("Not borne out: ")));
        QTest::keyClick(m_window.get(), Qt::Key_Escape);
        // A click opens the document, as ever.
        clickLink(QStringLiteral("cite:0:1"));
        QTRY_VERIFY(child<QTextBrowser>("source")->isVisible());
        // Details: what took how long, and what was sent.
        clickLink(QStringLiteral("do:details:0"));
        QTRY_VERIFY(transcript().contains(QLatin1String("First word: ")));
        QVERIFY(transcript().contains(QLatin1String("Tokens: 100 read, 4 written")));
        clickLink(QStringLiteral("do:copy:0"));
        QVERIFY(QApplication::clipboard()->text().startsWith(QLatin1String("Heddle shows where an answer comes from [1].")));
        // The title comes from the model.
        auto *list = child<QListView>("conversations");
        QTRY_COMPARE(list->model()->index(1, 0).data().toString(), QStringLiteral("A title"));
    }

    void stopKeepsWhatWasShownAndTheQuestionCanBeAskedAgain()
    {
        useModel();
        answerWith(QStringList(200, QStringLiteral("fee fell. ")), 20);
        type(QStringLiteral("Where are my documents kept?"));
        QTRY_VERIFY(transcript().contains(QLatin1String("fee fell. fee fell.")));
        QTest::mouseClick(child<QPushButton>("send"), Qt::LeftButton);
        QTRY_VERIFY(answered());
        QTRY_VERIFY(transcript().contains(QLatin1String("Stopped; what is above is kept.")));
        QVERIFY(transcript().contains(QLatin1String("fee fell. fee fell.")));
        answerWith({ QStringLiteral("The second answer [1].") });
        clickLink(QStringLiteral("do:again:0"));
        QTRY_VERIFY(transcript().contains(QLatin1String("The second answer [1].")));
        QTRY_VERIFY(transcript().contains(QLatin1String("2 of 2")));
        // The first is kept beside.
        clickLink(QStringLiteral("show:"));
        QTRY_VERIFY(transcript().contains(QLatin1String("1 of 2")));
        QVERIFY(transcript().contains(QLatin1String("fee fell. fee fell.")));
        QVERIFY(!transcript().contains(QLatin1String("The second answer")));
        QTest::keyClick(m_window.get(), Qt::Key_R, Qt::ControlModifier | Qt::ShiftModifier);
        QTRY_VERIFY(transcript().contains(QLatin1String("3 of 3")));
    }

    void aQuestionIsChangedAndTheEarlierOneKept()
    {
        useModel();
        type(QStringLiteral("Where are my documents kept?"));
        QTRY_VERIFY(answered() && transcript().contains(QLatin1String("written by")));
        answerWith({ QStringLiteral("An answer to the second [1].") });
        type(QStringLiteral("Which file types can be read by Heddle?"));
        QTRY_VERIFY(answered() && transcript().count(QLatin1String("written by")) == 2);
        clickLink(QStringLiteral("do:edit:0"));
        auto *field = child<QPlainTextEdit>("question");
        QCOMPARE(field->toPlainText(), QStringLiteral("Where are my documents kept?"));
        QVERIFY(child<QPushButton>("cancelEditing")->isVisible());
        QTest::keyClick(m_window.get(), Qt::Key_Escape);
        QTRY_VERIFY(!child<QPushButton>("cancelEditing")->isVisible());
        QCOMPARE(field->toPlainText(), QString());
        clickLink(QStringLiteral("do:edit:0"));
        QTest::keyClick(field, Qt::Key_A, Qt::ControlModifier);
        QTest::keyClicks(field, QStringLiteral("Where is the index kept?"));
        answerWith({ QStringLiteral("In the data folder [1].") });
        QTest::keyClick(field, Qt::Key_Return);
        QTRY_VERIFY(transcript().contains(QLatin1String("In the data folder [1].")));
        QTRY_VERIFY(transcript().contains(QLatin1String("2 of 2")));
        QVERIFY(!transcript().contains(QLatin1String("Which file types")));
        clickLink(QStringLiteral("show:"));
        QTRY_VERIFY(transcript().contains(QLatin1String("Which file types")));
        QVERIFY(transcript().contains(QLatin1String("1 of 2")));
    }

    void aModelThatFailsLeavesAQuotedAnswerAndAWayOut()
    {
        useModel();
        m_chat = [](const FakeRequest &) { return FakeReply { 401, R"({"error":{"message":"Invalid API Key"}})", {}, Way::Whole, 0 }; };
        type(QStringLiteral("Where are my documents kept?"));
        QTRY_VERIFY(transcript().contains(QLatin1String("quoted from your documents, ")));
        QVERIFY(transcript().contains(QLatin1String("does not accept the key")));
        QVERIFY(transcript().contains(QLatin1String("Try again")));
        answerWith({ QStringLiteral("Now it works [1].") });
        clickLink(QStringLiteral("do:again:0"));
        QTRY_VERIFY(transcript().contains(QLatin1String("Now it works [1].")));
    }

    void thinkingIsFoldedAway()
    {
        useModel();
        answerWith({ QStringLiteral("<think>Let me see "), QStringLiteral("what is there.</think>"), QStringLiteral("It is there [1].") });
        type(QStringLiteral("Where are my documents kept?"));
        QTRY_VERIFY(answered() && transcript().contains(QLatin1String("Thought (6 words)")));
        QVERIFY(!transcript().contains(QLatin1String("Let me see")));
        clickLink(QStringLiteral("do:thinking:0"));
        QTRY_VERIFY(transcript().contains(QLatin1String("Let me see what is there.")));
        clickLink(QStringLiteral("do:thinking:0"));
        QTRY_VERIFY(!transcript().contains(QLatin1String("Let me see")));
    }

    void whatAModelWritesIsNeverMoreThanText()
    {
        useModel();
        const QString wide = QStringLiteral("|") + QStringLiteral(" c |").repeated(500) + QStringLiteral("\n|")
            + QStringLiteral("---|").repeated(500) + QStringLiteral("\n|") + QStringLiteral(" d |").repeated(500) + QLatin1Char('\n');
        answerWith({ QStringLiteral("<script>alert(1)</script>\n\n<img src=\"http://192.0.2.1/x.png\"> text <b>bold</b>\n\n"),
            QStringLiteral("[click](http://192.0.2.1/y) ![pic](http://192.0.2.1/z.png)\n\n# Head\n\n- one\n- two\n\n| a | b "
                           "|\n|---|---|\n| 1 | 2 |\n\n```\nx[1] = 2\n```\n\n"),
            wide, QStringLiteral("\nEnd [1].\n") });
        type(QStringLiteral("Where are my documents kept?"));
        QTRY_VERIFY_WITH_TIMEOUT(answered() && transcript().contains(QLatin1String("written by")), 20'000);
        const QString text = transcript();
        for (const char *part : { "<script>alert(1)</script>", "<img src=\"http://192.0.2.1/x.png\">", "<b>", "click (http://192.0.2.1/y)",
                 "pic", "Head", "x[1] = 2", "| c | c |", "End [1]." })
            QVERIFY2(text.contains(QLatin1String(part)), part);
        QVERIFY(!hasLink(QStringLiteral("http")));
        QVERIFY(child<QTextBrowser>("transcript")->horizontalScrollBar()->maximum() < 20'000);
    }

    void closingInTheMiddleLosesNothing()
    {
        useModel();
        answerWith(QStringList(500, QStringLiteral("fee fell. ")), 20);
        type(QStringLiteral("Where are my documents kept?"));
        QTRY_VERIFY(transcript().contains(QLatin1String("fee fell. fee fell. fee fell.")));
        m_window->close();
        close();
        open();
        QTRY_VERIFY_WITH_TIMEOUT(transcript().contains(QLatin1String("fee fell. fee fell. fee fell.")), 20'000);
        QVERIFY(transcript().contains(QLatin1String("Stopped; what is above is kept.")));
        QVERIFY(hasLink(QStringLiteral("do:again:0")));
    }

    //! Thirty kilobytes, fast: the window answers, and a reader who has scrolled up stays where he is.
    void longAnswersAreDrawnWithoutPauses()
    {
        useModel();
        QStringList pieces;
        for (int i = 0; i < 900; ++i)
            pieces += QStringLiteral("Paragraph %1 says that fees fell and that **rents** rose [1].%2")
                          .arg(i)
                          .arg(i % 3 == 2 ? QStringLiteral("\n\n") : QStringLiteral(" "));
        answerWith(pieces, 2);
        type(QStringLiteral("Where are my documents kept?"));
        QTRY_VERIFY(transcript().contains(QLatin1String("Paragraph 60 says")));
        GapMeter meter;
        meter.start();
        auto *bar = child<QTextBrowser>("transcript")->verticalScrollBar();
        QTRY_VERIFY(bar->maximum() > 400);
        QCOMPARE(bar->value(), bar->maximum()); // follows
        bar->setValue(100);
        QTRY_VERIFY_WITH_TIMEOUT(transcript().contains(QLatin1String("Paragraph 600 says")), 20'000);
        QCOMPARE(bar->value(), 100); // and does not any more
        QTRY_VERIFY_WITH_TIMEOUT(answered(), 30'000);
        meter.stop();
        qInfo("longest gap of the event loop while it streams: %.1f ms (goal 50; server and window share the loop)", meter.longest());
#ifndef __SANITIZE_ADDRESS__
        constexpr int Noise = 5; // pauses that the machine itself makes
        QVERIFY2(meter.over() <= Noise, qPrintable(QString::number(meter.over())));
#endif
        QVERIFY(transcript().contains(QLatin1String("Paragraph 899 says")));
        QCOMPARE(transcript().count(QLatin1String("Paragraph 450 says")), 1);
    }

    //! Two hundred turns: opened without a long pause, and another one is added as fast as to a short one.
    void longConversationsOpenAndGoOn()
    {
        useModel();
        auto database = m_app->conversationsDatabase();
        const Storage::ConversationRepository repository(database);
        const auto row = repository.create(QStringLiteral("A long one"));
        QVERIFY(row.ok());
        Storage::MessageRow last;
        QVERIFY(database
                    .transaction([&]() -> Status {
                        for (int i = 0; i < 200; ++i) {
                            Storage::MessageRow question;
                            question.conversationId = row->id;
                            question.parentId = last.id;
                            question.role = QStringLiteral("user");
                            question.kind = QStringLiteral("question");
                            question.state = QStringLiteral("done");
                            question.text = QStringLiteral("Question %1 about fees?").arg(i);
                            question.id = QStringLiteral("q%1").arg(i);
                            Storage::MessageRow answer = question;
                            answer.id = QStringLiteral("a%1").arg(i);
                            answer.parentId = question.id;
                            answer.role = QStringLiteral("assistant");
                            answer.kind = QStringLiteral("written");
                            answer.text = QStringLiteral("**Answer %1** says that fees fell and rents rose.\n\n").arg(i).repeated(5);
                            for (const Storage::MessageRow &one : { question, answer }) {
                                if (!database
                                         .run(QStringLiteral(
                                                  "INSERT INTO "
                                                  "message(id,conversation_id,parent_id,role,kind,state,text,error,notices,timings,sent,"
                                                  "created) VALUES(?,?,?,?,?,?,?,'{}','[]','{}','[]',1)"),
                                             { one.id, one.conversationId, one.parentId.isNull() ? QStringLiteral("") : one.parentId,
                                                 one.role, one.kind, one.state, one.text })
                                         .ok())
                                    return Error::input(QStringLiteral("not stored"));
                            }
                            last = answer;
                        }
                        return Done {};
                    })
                    .ok());
        QVERIFY(repository.setLeaf(row->id, last.id).ok());
        GapMeter meter;
        meter.start();
        QElapsedTimer clock;
        clock.start();
        m_window->findChild<Ui::ChatPage *>()->openConversation(row->id);
        QTRY_VERIFY(transcript().contains(QLatin1String("Answer 199")));
        qInfo("opened after %lld ms, longest gap %.1f ms (goal 50)", static_cast<long long>(clock.elapsed()), meter.longest());
        GapMeter asking;
        asking.start();
        type(QStringLiteral("Where are my documents kept?"));
        QTRY_VERIFY(answered() && transcript().contains(QLatin1String("where it comes from [1].")));
        qInfo("a question more: longest gap %.1f ms", asking.longest());
        // Earlier ones are drawn when the reader comes to them, or looks for something.
        QVERIFY(!transcript().contains(QLatin1String("Question 0 about")));
        child<QTextBrowser>("transcript")->verticalScrollBar()->setValue(0);
        QTRY_VERIFY(transcript().contains(QLatin1String("Question 150 about")));
        QVERIFY(child<QTextBrowser>("transcript")->verticalScrollBar()->value() > 0); // where he was
        QTest::keyClick(m_window.get(), Qt::Key_F, Qt::ControlModifier);
        auto *field = child<QWidget>("find")->findChild<QLineEdit *>(QStringLiteral("findText"));
        QTRY_VERIFY(field->hasFocus());
        QTest::keyClicks(field, QStringLiteral("Question 3 about"));
        QTest::keyClick(field, Qt::Key_Return);
        QTRY_COMPARE(child<QTextBrowser>("transcript")->textCursor().selectedText(), QStringLiteral("Question 3 about"));
#ifndef __SANITIZE_ADDRESS__
        QVERIFY2(meter.over() + asking.over() <= 5, qPrintable(QString::number(meter.over() + asking.over())));
#endif
        const QStringList sent = messagesOf(m_chats.last());
        QVERIFY(sent.size() > 4 && sent.size() < 402); // the newest turns that fit
        QVERIFY(sent[sent.size() - 2].contains(QLatin1String("Answer 199")));
    }

    void questionsToAskNext()
    {
        type(QStringLiteral("Where are my documents kept?"));
        QTRY_VERIFY(answered() && transcript().contains(QLatin1String("quoted from")));
        clickLink(QStringLiteral("do:related:0"));
        QTRY_VERIFY(hasLink(QStringLiteral("ask:0:0")));
        QString next;
        linkAt(QStringLiteral("ask:0:0"), &next);
        clickLink(QStringLiteral("ask:0:0"));
        QTRY_VERIFY(transcript().count(QLatin1String("quoted from")) == 2);
        QVERIFY(transcript().contains(next));
    }

    void conversationsAreRenamedExportedDeletedAndBack()
    {
        type(QStringLiteral("Where are my documents kept?"));
        QTRY_VERIFY(answered() && transcript().contains(QLatin1String("quoted from")));
        auto *list = child<QListView>("conversations");
        QTRY_COMPARE(list->model()->rowCount(), 2);
        list->setFocus();
        list->setCurrentIndex(list->model()->index(1, 0));
        QTest::keyClick(list, Qt::Key_F2);
        auto *rename = m_window->findChild<QInputDialog *>(QStringLiteral("renameConversation"));
        QVERIFY(rename);
        QTRY_VERIFY(rename->isVisible());
        auto *name = rename->findChild<QLineEdit *>();
        name->selectAll();
        QTest::keyClicks(name, QStringLiteral("My folders"));
        QTest::keyClick(name, Qt::Key_Return);
        QTRY_COMPARE(list->model()->index(1, 0).data().toString(), QStringLiteral("My folders"));

        for (const char *ending : { "md", "html", "pdf", "json" }) {
            const QString format = QLatin1String(ending);
            Q_EMIT list->customContextMenuRequested(list->visualRect(list->model()->index(1, 0)).center());
            auto *menu = m_window->findChild<QMenu *>(QStringLiteral("conversationMenu"));
            QVERIFY(menu);
            QAction *wanted = nullptr;
            for (QAction *action : menu->findChildren<QAction *>()) {
                if (action->text().startsWith(format == QLatin1String("md") ? QStringLiteral("Markdown") : format.toUpper()))
                    wanted = action;
            }
            QVERIFY(wanted);
            wanted->trigger();
            menu->close();
            auto *dialog = m_window->findChild<QFileDialog *>();
            QTRY_VERIFY(dialog && dialog->isVisible());
            const QString path = m_data->filePath(QStringLiteral("out.%1").arg(format));
            Q_EMIT dialog->fileSelected(path);
            dialog->close();
            QTRY_VERIFY(QFile::exists(path) && QFileInfo(path).size() > 200);
            QTRY_VERIFY(!m_window->findChild<QFileDialog *>() && !m_window->findChild<QMenu *>(QStringLiteral("conversationMenu")));
        }
        QVERIFY(readFile(m_data->filePath(QStringLiteral("out.md"))).contains("# My folders"));

        m_window->activateWindow();
        list->setFocus();
        QTRY_VERIFY(list->hasFocus());
        list->setCurrentIndex(list->model()->index(1, 0));
        QTest::keyClick(list, Qt::Key_Delete);
        QTRY_COMPARE(list->model()->rowCount(), 0);
        QVERIFY(!transcript().contains(QLatin1String("quoted from")));
        QTest::mouseClick(child<QPushButton>("undoDelete"), Qt::LeftButton);
        QTRY_COMPARE(list->model()->rowCount(), 2);
        list->setFocus();
        QTRY_VERIFY(list->hasFocus());
        list->setCurrentIndex(list->model()->index(1, 0));
        QTest::keyClick(list, Qt::Key_Delete);
        QTRY_COMPARE(list->model()->rowCount(), 0);
        m_window->close();
        close(); // now it is gone
        open();
        const auto listed = await(m_app->conversations().list(0, 10, {}, {}));
        QVERIFY((*listed)->isEmpty());
    }

    //! The terminal program works on the same data folder at the same time.
    void whatAnotherProgramWritesIsShown()
    {
        auto *list = child<QListView>("conversations");
        auto other = App::App::open(m_data->path());
        QVERIFY(other.ok());
        Conversation::AskRequest request;
        request.question = QStringLiteral("Where are my documents kept?");
        auto answeredThere = await((*other)->conversations().ask(request, {}, {}));
        QVERIFY(answeredThere && answeredThere->ok());
        QTRY_COMPARE_WITH_TIMEOUT(list->model()->rowCount(), 2, 10'000);
        QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, list->visualRect(list->model()->index(1, 0)).center());
        QTRY_VERIFY(transcript().contains(QLatin1String("quoted from")));
        request.question = QStringLiteral("Which file types can be read?");
        request.conversation = (*answeredThere)->conversation;
        answeredThere = await((*other)->conversations().ask(request, {}, {}));
        QVERIFY(answeredThere && answeredThere->ok());
        QTRY_VERIFY_WITH_TIMEOUT(transcript().contains(QLatin1String("Which file types can be read?")), 10'000);
        QVERIFY(awaitVoid((*other)->shutdown()));
    }

    //! The pictures under docs/pictures: the target "pictures" makes them.
    void pictures()
    {
        const QString folder = qEnvironmentVariable("HEDDLE_PICTURES");
        if (folder.isEmpty())
            QSKIP("set HEDDLE_PICTURES to a folder to get pictures of the window");
        QDir().mkpath(folder);
        const auto save = [&](const char *name) {
            QTest::qWait(80); // so that what was drawn last is in the picture
            m_window->grab().save(folder + QLatin1Char('/') + QLatin1String(name) + QLatin1String(".png"));
        };
        useModel();
        m_window->resize(1100, 760);
        const QString written = QStringLiteral(
            "<think>The user wants to know how answers can be followed to their source.</think>Every sentence of an answer carries a "
            "number, and the "
            "number is a link to the passage it comes from [1]. **Hovering** shows the whole passage [1], a click opens the document at "
            "that place [2].\n\n"
            "- A citation that the passage does not bear out is drawn dashed [2]\n- In 1987 the dragon Fafnir guarded all citations [3]\n\n"
            "| Format | Shown as |\n|---|---|\n| PDF | the page itself [1] |\n| Markdown | text |\n\n```\nheddle-cli ask \"How?\" "
            "--json\n```\n\nNothing leaves the computer unless a model is set up [4].");
        answerWith(written.split(QLatin1Char(' ')).replaceInStrings(QRegularExpression(QStringLiteral("$")), QStringLiteral(" ")), 10);
        type(QStringLiteral("How does Heddle show where an answer comes from?"));
        QTRY_VERIFY(transcript().contains(QLatin1String("is drawn dashed")));
        save("streaming");
        QTRY_VERIFY(answered());
        QTRY_VERIFY(transcript().contains(QLatin1String("written by")));
        clickLink(QStringLiteral("do:details:0"));
        save("written");
        QApplication::setPalette(darkPalette());
        QTRY_COMPARE(m_window->palette().color(QPalette::Base), darkPalette().color(QPalette::Base));
        save("written-dark");
        QApplication::setPalette(QPalette());
        m_window->resize(400, 760);
        save("written-narrow");
        m_window->resize(1100, 760);
        answerWith({ QStringLiteral("تبقى مستنداتك على حاسوبك ولا تغادره [1]. لا يُرسل شيء إلى أي مكان [2].\n\n1. الفهرس في مجلد البيانات "
                                    "[٣]\n2. المحادثات كذلك\n") });
        type(QStringLiteral("data folder"));
        QTRY_VERIFY(answered() && transcript().count(QLatin1String("written by")) == 2);
        answerWith({ QStringLiteral("您的文件保存在本机【1】。没有任何内容被发送（2）。\n\n- 索引在数据文件夹中【3】\n") });
        type(QStringLiteral("Where is the index?"));
        QTRY_VERIFY(answered() && transcript().count(QLatin1String("written by")) == 3);
        m_chat = [](const FakeRequest &) { return FakeReply { 401, R"({"error":{"message":"Invalid API Key"}})", {}, Way::Whole, 0 }; };
        type(QStringLiteral("What leaves my computer?"));
        QTRY_VERIFY(answered() && transcript().contains(QLatin1String("does not accept")));
        save("written-scripts");
        QTest::keyClick(m_window.get(), Qt::Key_5, Qt::ControlModifier);
        QTRY_VERIFY(child<QComboBox>("chatProvider")->isEnabled());
        QTRY_COMPARE(child<QComboBox>("chatProvider")->currentData().toString(), QStringLiteral("openai-compatible"));
        child<QLineEdit>("chatUrl")->setText(QStringLiteral("http://127.0.0.1:8080"));
        save("settings-chat");
    }
};

QTEST_MAIN(TestWriting)
#include "test_writing.moc"
