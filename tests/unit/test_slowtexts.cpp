// SPDX-License-Identifier: GPL-3.0-or-later
// Texts that are made to take long: reading one of double the length takes about double the time.
#include "core/mindmap/formats.h"
#include "core/mindmap/outline.h"
#include "core/text/markdown.h"
#include "tests/support/testsupport.h"
#include <QElapsedTimer>

using namespace Heddle;

namespace {

constexpr qsizetype Length = 60'000; //!< characters, of a line or a file
constexpr int MaxMs = 1000; //!< linear readers need some ten; what was quadratic took six seconds and more

qint64 timeOf(const std::function<void()> &work)
{
    QElapsedTimer clock;
    clock.start();
    work();
    return clock.elapsed();
}

QString fill(const char *piece)
{
    const QString text = QString::fromUtf8(piece);
    return text.repeated(Length / text.size());
}

} // namespace

class TestSlowTexts : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void markdown_data()
    {
        QTest::addColumn<QString>("text");
        for (const char *piece :
            { "|", "| ", "|a", "\\|", "|-", "-|", ":-|", "[", "](", "![", "[a](", "[a]", "*", "**a", "*a_", "_", "~~", "~", "`", "`a",
                "``a`", "\\", "<", "<a ", "<!--", "<b", "&", "&amp", "#", "# ", "> ", ">", "- ", "-", "1. ", "1", "(", "[^", "\t", "a ",
                "  ", "http://a", "www.a", "a@b", "[1]", "[1", "[1,", "（", "<think>", "</think>", "<think", "{", "\"", "\xE3\x80\x80" }) {
            const QString line = fill(piece);
            QTest::addRow("line of %s", piece) << line;
            QTest::addRow("table with a row of %s", piece) << QStringLiteral("| a | b |\n| - | - |\n") + line;
            QTest::addRow("heading of %s", piece) << QStringLiteral("# a") + line + QLatin1Char('x');
            QTest::addRow("item of %s", piece) << QStringLiteral("- a") + line + QLatin1Char('x');
            QTest::addRow("lines of %s", piece) << fill((QByteArray(piece) + '\n').constData());
            QTest::addRow("header and rule of %s", piece) << line + QStringLiteral("\n|-|-\n|a|b\n");
        }
        QTest::newRow("rule of |-") << fill("|a") + QLatin1Char('\n') + fill("|-") + QLatin1Char('\n') + fill("|\n");
        QTest::newRow("nested quotes") << fill(">") + QStringLiteral("a");
        QTest::newRow("nested items") << fill("- ") + QStringLiteral("a");
    }
    void markdown()
    {
        QFETCH(QString, text);
        const qint64 outline = timeOf([&] { MindMap::parseOutline(text, QStringLiteral("q"), { QStringLiteral("a") }); });
        const qint64 html = timeOf([&] { Text::markdownToHtml(text); });
        if (outline > 150 || html > 150)
            qInfo("outline %lld ms, HTML %lld ms", static_cast<long long>(outline), static_cast<long long>(html));
        QVERIFY2(outline < MaxMs, qPrintable(QString::number(outline)));
        QVERIFY2(html < MaxMs, qPrintable(QString::number(html)));
    }

    void xml_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QByteArray attributes, spaces, elements;
        for (int i = 0; i < 100'000; ++i) {
            attributes += " a" + QByteArray::number(i) + "=\"\"";
            spaces += " xmlns:a" + QByteArray::number(i) + "=\"b\"";
            elements += "<attribute NAME=\"heddle sources\" VALUE=\"c" + QByteArray::number(i) + "\"/>";
        }
        QTest::newRow("OPML with attributes") << "<opml><body><outline text=\"a\"" + attributes + "/></body></opml>";
        QTest::newRow("OPML with namespaces") << "<opml><body><outline text=\"a\"" + spaces + "/></body></opml>";
        QTest::newRow("FreeMind with attributes") << "<map><node TEXT=\"a\"" + attributes + "/></map>";
        QTest::newRow("FreeMind with sources") << "<map><node TEXT=\"a\">" + elements + "</node></map>";
        QTest::newRow("FreeMind with words") << "<map><node TEXT=\"a\">"
                + QByteArray("<richcontent TYPE=\"NODE\"><b>c</b></richcontent>").repeated(50'000) + "</node></map>";
        QTest::newRow("deep") << "<opml><body>" + QByteArray("<a>").repeated(200'000);
        QTest::newRow("deep outlines") << "<opml><body>" + QByteArray("<outline text='a'>").repeated(100'000);
        QTest::newRow("entities")
            << "<!DOCTYPE opml [<!ENTITY a \"aaaaaaaaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\"><!ENTITY c "
               "\"&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;\"><!ENTITY d \"&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;\">]><opml><body>"
                + QByteArray("<outline text=\"&d;\"/>").repeated(1000) + "</body></opml>";
        QTest::newRow("comment of =") << "<opml><!--" + QByteArray("a=\"\" ").repeated(100'000)
                + "--><body><outline text=\"a\"/></body></opml>";
    }
    void xml()
    {
        QFETCH(QByteArray, bytes);
        bool read = false;
        const qint64 ms = timeOf([&] { read = MindMap::readMap(bytes, QStringLiteral("name")).ok(); });
        if (ms > 150)
            qInfo("%lld ms, %s", static_cast<long long>(ms), read ? "read" : "refused");
        QVERIFY2(ms < MaxMs, qPrintable(QString::number(ms)));
    }
};

QTEST_GUILESS_MAIN(TestSlowTexts)
#include "test_slowtexts.moc"
