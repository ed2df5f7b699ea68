// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/windowfixture.h"
#include "ui/common/openoutside.h"
#include "ui/common/passagelist.h"
#include "ui/common/plaintext.h"
#include "ui/common/sources.h"
#include "ui/common/textview.h"
#include "ui/library/documentsmodel.h"
#include "ui/render/pdf.h"
#include "ui/window/conversationsmodel.h"
#include <QClipboard>
#include <QDesktopServices>
#include <QListWidget>
#include <QMessageBox>
#include <QTableView>
#include <QTextDocument>
#include <sys/stat.h>

using namespace Heddle;
using namespace Heddle::TestSupport;

//! Texts and names that are markup, and files that are programs: the window shows the letters and opens nothing.
class TestForeignText : public WindowFixture {
    Q_OBJECT
    QList<QUrl> m_opened;
    QTemporaryDir m_files;

    static QString hostile() { return QStringLiteral("<b>bold</b> <img src=\"file:///dev/zero\"> & <a href=\"javascript:x\">a</a>"); }
    //! What a tooltip shows, as letters.
    static QString shownBy(const QString &toolTip)
    {
        QTextDocument document;
        document.setHtml(toolTip);
        return document.toPlainText().replace(QChar::LineSeparator, QLatin1Char('\n'));
    }
    //! A picture that takes much room wherever it is put into.
    QString noise() const
    {
        QImage image(400, 400, QImage::Format_RGB32);
        quint32 state = 1;
        for (int y = 0; y < image.height(); ++y) {
            for (int x = 0; x < image.width(); ++x)
                image.setPixel(x, y, state = state * 1664525 + 1013904223);
        }
        const QString path = m_files.filePath(QStringLiteral("noise.png"));
        if (!image.save(path))
            qFatal("no picture");
        return path;
    }

public Q_SLOTS:
    void opened(const QUrl &url) { m_opened += url; }

private Q_SLOTS:
    void initTestCase()
    {
        useEnglishNumbers();
        QDesktopServices::setUrlHandler(QStringLiteral("file"), this, "opened");
    }
    void init()
    {
        m_opened.clear();
        begin();
    }
    void cleanup() { end(); }
    void cleanupTestCase() { QDesktopServices::unsetUrlHandler(QStringLiteral("file")); }

    void toolTipsShowTheLetters()
    {
        QCOMPARE(shownBy(Ui::plainToolTip(hostile() + QStringLiteral("\n two  blanks"))), hostile() + QStringLiteral("\n two  blanks"));
        QVERIFY(Ui::plainToolTip({}).isEmpty());
        QVERIFY(shownBy(Ui::plainToolTip(QStringLiteral("x").repeated(100'000))).size() < 5'000);
        QVERIFY(!Ui::plainToolTip(QString::fromUtf8("a\u202eb")).contains(QChar(0x202e)));

        Dialog::Source source;
        source.text = hostile();
        source.title = source.heading = source.path = hostile();
        Ui::PassagesModel passages;
        passages.setPassages({ source });
        QCOMPARE(shownBy(passages.index(0).data(Qt::ToolTipRole).toString()), hostile());

        Library::Document document;
        document.path = "/tmp/" + hostile().toUtf8();
        document.state = Library::Document::State::Failed;
        document.reason = hostile();
        Ui::DocumentsModel documents;
        documents.setDocuments({ document });
        QVERIFY(shownBy(documents.index(0, Ui::DocumentsModel::Name).data(Qt::ToolTipRole).toString()).endsWith(hostile()));
        QCOMPARE(shownBy(documents.index(0, Ui::DocumentsModel::State).data(Qt::ToolTipRole).toString()), hostile());

        Conversation::Summary summary;
        summary.id = QStringLiteral("c");
        summary.title = hostile();
        summary.lastUsed = QDateTime::currentDateTime();
        Ui::ConversationsModel conversations;
        conversations.setConversations({ summary }, QDate::currentDate());
        for (int row = 0; row < conversations.rowCount(); ++row) {
            if (const QModelIndex index = conversations.index(row); index.data(Ui::ConversationsModel::IdRole).toString() == summary.id)
                QVERIFY(shownBy(index.data(Qt::ToolTipRole).toString()).startsWith(hostile()));
        }

        QTextDocument card;
        card.setHtml(Ui::passageHtml(source, QPalette()));
        QCOMPARE(card.toPlainText().count(hostile()), 1);
        QVERIFY(!card.toPlainText().contains(QChar::ObjectReplacementCharacter));
    }

    void textsLoadNothing()
    {
        const QString picture = noise(), name = QUrl::fromLocalFile(picture).toString();
        Ui::TextView view;
        view.setHtml(QStringLiteral("<img src=\"%1\"><link rel=stylesheet href=\"%1\">").arg(name));
        view.setWindowTitle(QStringLiteral("Alone"));
        view.show();
        view.grab();
        for (const QString &address :
            { name, picture, QStringLiteral("data:image/png;base64,iVBORw0KGgo="), QStringLiteral("noise.png") }) {
            const QVariant loaded = view.document()->resource(QTextDocument::ImageResource, QUrl(address));
            QVERIFY2(loaded.toByteArray().isEmpty() && loaded.value<QImage>().isNull(), qPrintable(address));
        }
        const QString html = QStringLiteral("<p>Words.</p><img src=\"%1\">");
        const qsizetype with = Render::htmlToPdf(html.arg(name), {}).size(),
                        without = Render::htmlToPdf(html.arg(QStringLiteral("x")), {}).size();
        QVERIFY2(with < without + 10'000, qPrintable(QStringLiteral("%1 and %2 bytes").arg(with).arg(without)));
        for (const QTextBrowser *text : m_window->findChildren<QTextBrowser *>())
            QVERIFY2(qobject_cast<const Ui::TextView *>(text), qPrintable(text->objectName()));
    }

    void namesInTheWindowAreLetters()
    {
        const QString name = hostile().remove(QLatin1Char('/'));
        writeFile(m_files.filePath(QStringLiteral("docs/a.txt")), "Herons stand in the shallow water.");
        m_window->addFolder(m_files.filePath(QStringLiteral("docs")), name);
        auto *state = child<QLabel>("libraryState");
        QTRY_COMPARE_WITH_TIMEOUT(state->text(), QStringLiteral("1 document in ") + name, 120'000);
        m_window->addFolder(QStringLiteral("/no/such/") + name, QStringLiteral("N"));
        QTRY_VERIFY_WITH_TIMEOUT(child<QLabel>("banner")->isVisible() && state->text().contains(name), 120'000);
        int checked = 0;
        for (const QLabel *label : m_window->findChildren<QLabel *>()) {
            const bool foreign = label->text().contains(QLatin1String("<img"));
            checked += foreign ? 1 : 0;
            QVERIFY2(!foreign || label->textFormat() == Qt::PlainText, qPrintable(label->objectName()));
        }
        QCOMPARE(checked, 4); // state, notice, and the heads of library and conversation
        QCOMPARE(shownBy(child<QListWidget>("collections")->item(0)->toolTip()), m_files.filePath(QStringLiteral("docs")));
    }

    void aCopyIsInert()
    {
        writeFile(m_files.filePath(QStringLiteral("copy/heron.txt")),
            "Herons stand in water <img src=http://127.0.0.1/x.png> and wait for fish.");
        m_window->addFolder(m_files.filePath(QStringLiteral("copy")), QStringLiteral("Copy"));
        QTRY_COMPARE_WITH_TIMEOUT(child<QLabel>("libraryState")->text(), QStringLiteral("1 document in Copy"), 120'000);
        type(QStringLiteral("Where do herons stand?"));
        QTRY_VERIFY_WITH_TIMEOUT(hasLink(QStringLiteral("do:copy:0")), 120'000);
        QVERIFY2(transcript().contains(QLatin1String("<img src=http://127.0.0.1/x.png>")), qPrintable(transcript()));
        clickLink(QStringLiteral("do:copy:0"));
        QVERIFY2(QApplication::clipboard()->text().contains(QLatin1String("&lt;img src=http://127.0.0.1/x.png>")),
            qPrintable(QApplication::clipboard()->text()));
    }

    void anAddressIsShownBeforeItIsOpened()
    {
        QDesktopServices::setUrlHandler(QStringLiteral("https"), this, "opened");
        const auto address = Ui::webAddress(QString::fromUtf8("https://раураl.example/a?b=<i>"));
        QVERIFY(address);
        Ui::openAddress(m_window.get(), *address);
        QTRY_VERIFY(m_window->findChild<QMessageBox *>(QStringLiteral("choice")));
        auto *box = child<QMessageBox>("choice");
        QTRY_VERIFY(box->isVisible());
        QVERIFY2(box->text().contains(QLatin1String("https://xn--l-7sba6dbr.example/a?b=%3Ci%3E")), qPrintable(box->text()));
        QVERIFY(m_opened.isEmpty());
        QTest::mouseClick(child<QPushButton>("choiceAction"), Qt::LeftButton);
        QTRY_COMPARE(m_opened, QList<QUrl> { *address });
        QDesktopServices::unsetUrlHandler(QStringLiteral("https"));
    }

    void aDoubleClickOpensDocumentsOnly()
    {
        writeFile(m_files.filePath(QStringLiteral("open/a.txt")), "Herons stand in the shallow water.");
        const QString starter = m_files.filePath(QStringLiteral("open/b.desktop"));
        writeFile(starter, "[Desktop Entry]\nType=Application\nExec=true\n");
        m_window->addFolder(m_files.filePath(QStringLiteral("open")), QStringLiteral("Open"));
        QTRY_COMPARE_WITH_TIMEOUT(child<QLabel>("libraryState")->text(), QStringLiteral("1 document in Open"), 120'000);
        QTest::keyClick(m_window.get(), Qt::Key_2, Qt::ControlModifier);
        auto *table = child<QTableView>("documents");
        QTRY_COMPARE(table->model()->rowCount(), 2);
        const auto open = [table](int row) {
            const QPoint at = table->visualRect(table->model()->index(row, 0)).center();
            QTest::mouseClick(table->viewport(), Qt::LeftButton, {}, at);
            QTest::mouseDClick(table->viewport(), Qt::LeftButton, {}, at);
        };
        open(0);
        QTRY_COMPARE(m_opened, QList<QUrl> { QUrl::fromLocalFile(m_files.filePath(QStringLiteral("open/a.txt"))) });
        QVERIFY(!m_window->findChild<QMessageBox *>());
        m_opened.clear();
        open(1);
        QTRY_VERIFY(m_window->findChild<QMessageBox *>(QStringLiteral("choice")));
        auto *box = child<QMessageBox>("choice");
        QTRY_VERIFY(box->isVisible());
        QVERIFY(box->textFormat() == Qt::PlainText && box->text().contains(QLatin1String("b.desktop")));
        QVERIFY(m_opened.isEmpty());
        QTest::mouseClick(child<QPushButton>("choiceAction"), Qt::LeftButton);
        QTRY_COMPARE(m_opened.size(), 1);
        QCOMPARE(QDir::cleanPath(m_opened.first().toLocalFile()), m_files.filePath(QStringLiteral("open")));
        QTRY_VERIFY(!m_window->findChild<QMessageBox *>());
    }
};

QTEST_MAIN(TestForeignText)
#include "test_foreigntext.moc"
