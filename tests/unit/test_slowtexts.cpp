// SPDX-License-Identifier: GPL-3.0-or-later
// Texts that are made to take long: reading one of double the length takes about double the time.
#include "core/mindmap/formats.h"
#include "core/mindmap/outline.h"
#include "core/text/markdown.h"
#include "tests/support/testsupport.h"
#include "tests/unit/linear.h"

using namespace Heddle;
using TestSupport::isLinear;

namespace {

constexpr qsizetype Length = 60'000; //!< characters, of a line or a file
QString fill(const QByteArray &piece, qsizetype length)
{
    const QString text = QString::fromUtf8(piece);
    return text.repeated(length / text.size());
}

} // namespace

class TestSlowTexts : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void markdown_data()
    {
        QTest::addColumn<QString>("half");
        QTest::addColumn<QString>("whole");
        using Make = std::function<QString(qsizetype)>;
        const auto row = [](const char *shape, const char *piece, const Make &make) {
            QTest::addRow("%s %s", shape, piece) << make(Length / 2) << make(Length);
        };
        for (const char *piece :
            { "|", "| ", "|a", "\\|", "|-", "-|", ":-|", "[", "](", "![", "[a](", "[a]", "*", "**a", "*a_", "_", "~~", "~", "`", "`a",
                "``a`", "\\", "<", "<a ", "<!--", "<b", "&", "&amp", "#", "# ", "> ", ">", "- ", "-", "1. ", "1", "(", "[^", "\t", "a ",
                "  ", "http://a", "www.a", "a@b", "[1]", "[1", "[1,", "（", "<think>", "</think>", "<think", "{", "\"", "\xE3\x80\x80" }) {
            row("line of", piece, [piece](qsizetype length) { return fill(piece, length); });
            row("table with a row of", piece,
                [piece](qsizetype length) { return QStringLiteral("| a | b |\n| - | - |\n") + fill(piece, length); });
            row("heading of", piece,
                [piece](qsizetype length) { return QString(QStringLiteral("# a") + fill(piece, length) + QLatin1Char('x')); });
            row("item of", piece,
                [piece](qsizetype length) { return QString(QStringLiteral("- a") + fill(piece, length) + QLatin1Char('x')); });
            row("lines of", piece, [piece](qsizetype length) { return fill(QByteArray(piece) + '\n', length); });
            row("header and rule of", piece,
                [piece](qsizetype length) { return QString(fill(piece, length) + QStringLiteral("\n|-|-\n|a|b\n")); });
        }
        row("rule of", "|-", [](qsizetype length) {
            return QString(fill("|a", length) + QLatin1Char('\n') + fill("|-", length) + QLatin1Char('\n') + fill("|\n", length));
        });
        row("nested", "quotes", [](qsizetype length) { return QString(fill(">", length) + QLatin1Char('a')); });
        row("nested", "items", [](qsizetype length) { return QString(fill("- ", length) + QLatin1Char('a')); });
    }
    void markdown()
    {
        QFETCH(QString, half);
        QFETCH(QString, whole);
        const std::function<void(const QString &)> outline = [](const QString &text) {
            MindMap::parseOutline(text, QStringLiteral("q"), { QStringLiteral("a") });
        };
        QVERIFY(isLinear(outline, half, whole));
        const std::function<void(const QString &)> html = [](const QString &text) { Text::markdownToHtml(text); };
        QVERIFY(isLinear(html, half, whole));
    }

    void xml_data()
    {
        QTest::addColumn<QByteArray>("half");
        QTest::addColumn<QByteArray>("whole");
        using Make = std::function<QByteArray(int)>;
        const auto row = [](const char *name, int count, const Make &make) { QTest::newRow(name) << make(count / 2) << make(count); };
        const auto numbered = [](const QByteArray &before, const QByteArray &after, int count) {
            QByteArray all;
            for (int i = 0; i < count; ++i)
                all += before + QByteArray::number(i) + after;
            return all;
        };
        row("OPML with attributes", 100'000,
            [&](int count) { return "<opml><body><outline text=\"a\"" + numbered(" a", "=\"\"", count) + "/></body></opml>"; });
        row("OPML with namespaces", 100'000,
            [&](int count) { return "<opml><body><outline text=\"a\"" + numbered(" xmlns:a", "=\"b\"", count) + "/></body></opml>"; });
        row("FreeMind with attributes", 100'000,
            [&](int count) { return "<map><node TEXT=\"a\"" + numbered(" a", "=\"\"", count) + "/></map>"; });
        row("FreeMind with sources", 100'000, [&](int count) {
            return "<map><node TEXT=\"a\">" + numbered("<attribute NAME=\"heddle sources\" VALUE=\"c", "\"/>", count) + "</node></map>";
        });
        row("FreeMind with words", 50'000, [](int count) {
            return "<map><node TEXT=\"a\">" + QByteArray("<richcontent TYPE=\"NODE\"><b>c</b></richcontent>").repeated(count)
                + "</node></map>";
        });
        row("deep", 200'000, [](int count) { return "<opml><body>" + QByteArray("<a>").repeated(count); });
        row("deep outlines", 100'000, [](int count) { return "<opml><body>" + QByteArray("<outline text='a'>").repeated(count); });
        row("entities", 1000, [](int count) {
            return "<!DOCTYPE opml [<!ENTITY a \"aaaaaaaaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\"><!ENTITY c "
                   "\"&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;\"><!ENTITY d \"&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;\">]><opml><body>"
                + QByteArray("<outline text=\"&d;\"/>").repeated(count) + "</body></opml>";
        });
        row("comment of =", 100'000, [](int count) {
            return "<opml><!--" + QByteArray("a=\"\" ").repeated(count) + "--><body><outline text=\"a\"/></body></opml>";
        });
    }
    void xml()
    {
        QFETCH(QByteArray, half);
        QFETCH(QByteArray, whole);
        const std::function<void(const QByteArray &)> read = [](const QByteArray &bytes) {
            [[maybe_unused]] const auto map = MindMap::readMap(bytes, QStringLiteral("name"));
        };
        QVERIFY(isLinear(read, half, whole));
    }
};

QTEST_GUILESS_MAIN(TestSlowTexts)
#include "test_slowtexts.moc"
