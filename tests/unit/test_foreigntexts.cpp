// SPDX-License-Identifier: GPL-3.0-or-later
// Texts, names and files of other people: what is shown, exported and opened of them.
#include "core/conversation/export.h"
#include "core/library/opening.h"
#include "core/text/markdown.h"
#include "core/text/markdowntree.h"
#include "core/text/visiblecontrols.h"
#include "tests/support/testsupport.h"
#include <QElapsedTimer>
#include <QTemporaryDir>
#include <sys/stat.h>

using namespace Heddle;
using namespace Heddle::TestSupport;

namespace {

//! What a program that renders Markdown would load, run or follow.
QStringList aliveIn(const QString &markdown)
{
    QStringList alive;
    const Text::MarkdownTree tree(markdown, { "table", "strikethrough", "tasklist" });
    tree.walk([&alive](cmark_node *node, bool entering) {
        const cmark_node_type type = cmark_node_get_type(node);
        if (!entering)
            return true;
        if (type == CMARK_NODE_IMAGE)
            alive += QStringLiteral("image");
        if (type == CMARK_NODE_HTML_BLOCK || type == CMARK_NODE_HTML_INLINE)
            alive += QStringLiteral("html");
        if (const QString url = QString::fromUtf8(type == CMARK_NODE_LINK ? cmark_node_get_url(node) : "");
            !url.isEmpty() && !url.startsWith(QLatin1String("http://")))
            alive += url;
        return true;
    });
    return alive;
}

Conversation::Message message(const QString &text, bool written)
{
    Conversation::Answer answer;
    answer.text = text;
    answer.kind = written ? Conversation::Answer::Kind::Written : Conversation::Answer::Kind::Quoted;
    return { text.left(8), QStringLiteral("c"), {}, {}, {}, answer };
}

} // namespace

class TestForeignTexts : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;

    QByteArray path(const char *name) const { return QFile::encodeName(m_folder.filePath(QString::fromUtf8(name))); }
    void write(const char *name, const QByteArray &bytes, bool executable = false) const
    {
        writeFile(QString::fromUtf8(path(name)), bytes);
        if (executable)
            QVERIFY(chmod(path(name).constData(), 0755) == 0);
    }

private Q_SLOTS:
    void controlsBecomeVisible_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("kept");
        QTest::addColumn<QString>("inOneLine");
        const auto row = [](const char *name, const QString &text, const QString &kept, const QString &inOneLine) {
            QTest::newRow(name) << text << kept << inOneLine;
        };
        const QString plain = QString::fromUtf8("Zażółć gęślą 企鹅 שלום 🐧 a\u200db");
        row("plain", plain, plain, plain);
        row("line ends", QStringLiteral("a\tb\nc\r\nd"), QStringLiteral("a\tb\nc\nd"), QString::fromUtf8("a␉b␊c␍␊d"));
        row("rewriting a line", QStringLiteral("a\rb\bc"), QString::fromUtf8("a␍b␈c"), QString::fromUtf8("a␍b␈c"));
        row("OSC 52", QStringLiteral("\x1b]52;c;aGk=\x07"), QString::fromUtf8("␛]52;c;aGk=␇"), QString::fromUtf8("␛]52;c;aGk=␇"));
        row("C1 and DEL", QStringLiteral("\u009b31m\u007f"), QString::fromUtf8("\ufffd31m␡"), QString::fromUtf8("\ufffd31m␡"));
        row("an override", QString::fromUtf8("annexe\u202egnp.exe"), QString::fromUtf8("annexe\ufffdgnp.exe"),
            QString::fromUtf8("annexe\ufffdgnp.exe"));
        row("an isolate", QString::fromUtf8("a\u2066b\u2069"), QString::fromUtf8("a\ufffdb\ufffd"), QString::fromUtf8("a\ufffdb\ufffd"));
        row("marks of right-to-left text", QString::fromUtf8("א\u200fb"), QString::fromUtf8("א\u200fb"), QString::fromUtf8("א\u200fb"));
        row("separators", QString::fromUtf8("a\u2028b\u2029"), QString::fromUtf8("a\u2028b\u2029"), QString::fromUtf8("a␤b␤"));
        row("tags", QString::fromUtf8("a\U000e0041b"), QString::fromUtf8("a\ufffdb"), QString::fromUtf8("a\ufffdb"));
    }
    void controlsBecomeVisible()
    {
        QFETCH(QString, text);
        QTEST(Text::withVisibleControls(text), "kept");
        QTEST(Text::withVisibleControls(text, Text::LineBreaks::Show), "inOneLine");
    }

    void nothingIsAliveInInertMarkdown_data()
    {
        QTest::addColumn<QString>("markdown");
        for (const char *markdown : { "See ![a chart](http://127.0.0.1/x.png).", "![a][b]\n\n[b]: file:///etc/passwd",
                 "[![a](http://127.0.0.1/a.png)](javascript:alert(1))", "<img src=\"file:///dev/zero\">", "text <b onclick=x>bold</b>",
                 "<script>\nalert(1)\n</script>", "<!-- comment -->", "<?php x ?>", "<javascript:alert(1)>", "[a](javascript:alert(1))",
                 "[a]( <file:///etc/passwd> )", "[a](\ndata:text/html,x)", "[a](JaVaScRiPt:x)", "[a](&#106;avascript:x)", "[a](notes/x.md)",
                 "[a]\n\n[a]: javascript:x", "> [a]: file:///x\n\n[a]", "- item\n\n      ![not code in a list](x.png)", "`open ![a](x.png)",
                 "``` ![a](x.png)\ntext", "```\ncode\n~~~\n```\n![a](x.png)\n```", "    code\n![a](x.png)", "\\<img src=x> \\![a](b)",
                 "\\\\<img src=x> \\\\![a](x)", "`a\nb` ![x](y) `", "| a |\n| - |\n| ![x](y) |", "![a![b](c)](d)", "~~![a](b)~~",
                 "[x](<javascript:y>)", "a`![x](y)\n`b ![x](y)" })
            QTest::addRow("%s", markdown) << QString::fromUtf8(markdown);
    }
    void nothingIsAliveInInertMarkdown()
    {
        QFETCH(QString, markdown);
        const QString inert = Text::inertMarkdown(markdown);
        QVERIFY2(aliveIn(inert).isEmpty(), qPrintable(inert + QLatin1String(": ") + aliveIn(inert).join(QLatin1String(", "))));
        QCOMPARE(Text::inertMarkdown(inert), inert);
    }

    void hugeTextsAreMadeInertInTime()
    {
        QElapsedTimer clock;
        clock.start();
        for (const char *part : { "[", "](", "![", "<", "`", "[a]:", "](\n", "``` ", "&#91;" }) {
            const QString inert = Text::inertMarkdown(QString::fromLatin1(part).repeated(30'000));
            QVERIFY2(aliveIn(inert).isEmpty(), part);
            qInfo("%s: %lld ms", part, clock.restart());
        }
    }

    void codeAndWebLinksStay()
    {
        for (const char *markdown : { "Use `#include <vector>` and `![x](y)`.", "```\n<b>code</b>\n```\n\n- one [1]\n- two [2]",
                 "[Heddle](https://example.org/a?b=c) and [mail](mailto:a@example.org)", "[a]: https://example.org\n\nSee [a].",
                 "1 < 2 and 3 > 2, a[i](x & y)? No: a[i].", "*Bold*, _low_, ~~struck~~ & more [1][2]." })
            QCOMPARE(Text::inertMarkdown(QString::fromUtf8(markdown)),
                QString::fromUtf8(markdown).replace(QLatin1String("a[i](x"), QLatin1String("a[i]\\(x")));
    }

    void anExportIsInertAsAWhole()
    {
        Conversation::Record record;
        record.summary.title = QStringLiteral("<img src=x>\n![t](u)");
        // By itself the second one's picture is code; behind the first one's open fence it isn't.
        record.messages = { message(QStringLiteral("```\nopen"), true),
            message(QStringLiteral("```\n![a](http://127.0.0.1/x.png)\n```"), true) };
        record.messages[1].parent = record.messages[0].id;
        Dialog::Source source;
        source.n = 1;
        source.path = QStringLiteral("/tmp/![p](q).txt");
        source.text = QStringLiteral("<iframe src=x> ![s](t)");
        std::get<Conversation::Answer>(record.messages[1].content).sources = { source };
        record.summary.leaf = record.messages[1].id;
        const auto exported = Conversation::exportConversation(record, QStringLiteral("md"));
        QVERIFY(exported.ok());
        QVERIFY2(exported->contains("127.0.0.1/x.png"), exported->constData());
        QVERIFY2(aliveIn(QString::fromUtf8(*exported)).isEmpty(), exported->constData());
    }

    void onlyDocumentsAreOpened()
    {
        write("notes.txt", "Some words.");
        write("notes", "Some words without an extension.");
        write("page.html", "<!doctype html><title>T</title><p>Words.");
        write("table.csv", "a,b\n1,2\n");
        write("report.pdf", "%PDF-1.4\n%%EOF\n");
        write("from a drive without permissions.pdf", "%PDF-1.4\n%%EOF\n", true);
        for (const char *name : { "notes.txt", "notes", "page.html", "table.csv", "report.pdf", "from a drive without permissions.pdf" })
            QVERIFY2(Library::whyNotToOpen(path(name)).isEmpty(), name);

        const QByteArray starter = "[Desktop Entry]\nType=Application\nName=Report\nExec=touch /tmp/x\n";
        write("report.pdf.desktop", starter);
        write("Report", starter);
        write("run.sh", "echo");
        write("RUN.BAT", "echo");
        write("script", "#!/bin/sh\necho\n");
        write("tool.py", "print(1)\n");
        write("setup.exe", "MZ");
        write("picture.png", "#!/bin/sh\necho\n");
        write("link.url", "[InternetShortcut]\nURL=file:///x\n");
        write("words.txt", "just words", true);
        QVERIFY(QFile::copy(QStringLiteral("/bin/true"), QString::fromUtf8(path("true"))));
        QVERIFY(QFile::link(QString::fromUtf8(path("run.sh")), QString::fromUtf8(path("innocent.txt"))));
        QVERIFY(mkfifo(path("pipe.txt").constData(), 0600) == 0);
        for (const char *name : { "report.pdf.desktop", "Report", "run.sh", "RUN.BAT", "script", "tool.py", "setup.exe", "picture.png",
                 "link.url", "words.txt", "true", "innocent.txt", "pipe.txt", "gone.txt", "." })
            QVERIFY2(!Library::whyNotToOpen(path(name)).isEmpty(), name);
        QVERIFY(Library::whyNotToOpen(path("words.txt")).contains(QLatin1String("permissions")));
        QVERIFY(Library::whyNotToOpen(path("gone.txt")).contains(QLatin1String("not there")));
    }
};

QTEST_GUILESS_MAIN(TestForeignTexts)
#include "test_foreigntexts.moc"
