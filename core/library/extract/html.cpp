// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/library/extract/blockwriter.h"
#include "core/library/extract/textfile.h"
#include "core/text/decoder.h"
#include "core/text/superscripts.h"
#include <QRegularExpression>
#include <QSet>
#include <libxml/HTMLparser.h>

namespace Heddle::Library {
namespace {

constexpr qsizetype LongestParagraph = 1 << 16; //!< UTF-16 units; a page without any markup is handed on in parts
constexpr qsizetype LongestCell = 1000; //!< UTF-16 units; a longer one is text that was put into a table to place it
constexpr qsizetype MaxCells = 1000; //!< of a row; more become rows of their own
constexpr qsizetype LongestTitle = 250;

bool isOneOf(const QByteArray &name, std::initializer_list<const char *> names)
{
    return std::any_of(names.begin(), names.end(), [&name](const char *one) { return name == one; });
}

//! What is never text for a reader.
bool isSkipped(const QByteArray &name)
{
    return isOneOf(name, { "script", "style", "template", "svg", "select", "datalist", "object", "iframe", "audio", "video", "canvas" });
}

bool isBlock(const QByteArray &name)
{
    static const QSet<QByteArray> names { "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details",
        "dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "header", "hr", "legend", "main", "menu",
        "nav", "ol", "p", "section", "summary", "ul", "noscript", "textarea" };
    return names.contains(name);
}

int headingLevel(const QByteArray &name)
{
    return name.size() == 2 && name[0] == 'h' && name[1] >= '1' && name[1] <= '6' ? name[1] - '0' : 0;
}

//! Follows the parser's events and hands over blocks as they end. No tree is built: memory is bounded by the deepest
//! table, whatever the size of the page.
class HtmlReader {
public:
    explicit HtmlReader(const BlockSink &sink) : m_writer(sink) { }

    void start(const QByteArray &name, const QHash<QByteArray, QString> &attributes)
    {
        if (m_skipped > 0 || isSkipped(name) || isHidden(name, attributes)) {
            ++m_skipped; // the parser reports an end for each start, even of <img>
            return;
        }
        if (name == "title") {
            m_inTitle = m_title.isEmpty();
        } else if (name == "sup" || name == "sub") {
            (name == "sup" ? m_raised : m_lowered) += 1;
        } else if (name == "br") {
            m_text += QChar(QChar::LineSeparator);
        } else if (name == "img") {
            append(QLatin1Char(' ') + attributes.value("alt") + QLatin1Char(' '));
        } else if (const int level = headingLevel(name)) {
            leaveTable();
            flush();
            m_heading = level;
        } else if (name == "li") {
            flush();
            ++m_items;
        } else if (name == "pre") {
            flush();
            ++m_pre;
        } else if (name == "table") {
            leaveTable();
            flush();
            m_writer.beginTable();
            m_table = true;
        } else if (name == "tr") {
            endRow();
        } else if (name == "td" || name == "th") {
            endCell();
            if (m_cells.size() >= MaxCells)
                endRow();
            m_cell = m_table;
            m_headerCells += m_table && name == "th";
        } else if (isBlock(name)) {
            flush();
        }
    }
    void end(const QByteArray &name)
    {
        if (m_skipped > 0) {
            --m_skipped;
            return;
        }
        if (name == "title") {
            m_inTitle = false;
        } else if (name == "sup" || name == "sub") {
            int &depth = name == "sup" ? m_raised : m_lowered;
            depth = std::max(0, depth - 1);
        } else if (headingLevel(name)) {
            flush();
            m_heading = 0;
        } else if (name == "li") {
            flush();
            m_items = std::max(0, m_items - 1);
        } else if (name == "pre") {
            flush();
            m_pre = std::max(0, m_pre - 1);
        } else if (name == "td" || name == "th") {
            endCell();
        } else if (name == "tr") {
            endRow();
        } else if (name == "table") {
            endRow();
            flush();
            m_table = false;
        } else if (isBlock(name)) {
            flush();
        }
    }
    void characters(const QString &text)
    {
        if (m_skipped > 0)
            return;
        if (m_inTitle)
            m_title = (m_title + text).left(LongestTitle);
        else
            append(m_raised > 0 ? Text::raised(text) : m_lowered > 0 ? Text::lowered(text) : text);
        if (m_text.size() > LongestParagraph && m_text.back().isSpace())
            flush();
        else if (m_text.size() > 2 * LongestParagraph)
            flush();
    }
    void finish()
    {
        endRow();
        flush();
    }
    bool goesOn() const { return m_go; }
    QString title() const { return m_title.simplified().isEmpty() ? m_writer.title() : m_title.simplified(); }

private:
    static bool isHidden(const QByteArray &name, const QHash<QByteArray, QString> &attributes)
    {
        static const QRegularExpression none(QStringLiteral("display\\s*:\\s*none|visibility\\s*:\\s*hidden"));
        return name != "body" && name != "html"
            && (attributes.contains("hidden") || attributes.value("style").contains(none)
                || (name == "input" && attributes.value("type") == QLatin1String("hidden")));
    }
    void append(const QString &text) { m_text += text; }
    QString take()
    {
        const QString text = std::exchange(m_text, {});
        if (m_pre > 0)
            return QString(text).replace(QChar(QChar::LineSeparator), QLatin1Char('\n')).trimmed();
        // Blanks fold to one; a line break in the page's source is a blank, one that <br> made stays.
        QString folded;
        for (const QChar c : text) {
            const bool line = c == QChar::LineSeparator;
            if (!c.isSpace() && c.unicode() != 0xfeff)
                folded += c;
            else if (line && !folded.isEmpty() && folded.back() == QLatin1Char(' '))
                folded.back() = QLatin1Char('\n');
            else if (!folded.isEmpty() && !folded.back().isSpace())
                folded += line ? QLatin1Char('\n') : QLatin1Char(' ');
        }
        return folded.trimmed();
    }
    void flush()
    {
        if (m_cell && m_text.size() <= LongestParagraph) {
            append(QStringLiteral(" "));
            return;
        }
        leaveTable();
        const QString text = take();
        if (text.isEmpty() || !m_go)
            return;
        if (m_heading > 0)
            m_go = m_writer.heading(m_heading, text.simplified());
        else
            m_go = m_writer.hand(m_pre > 0 ? Block::Kind::Code : m_items > 0 ? Block::Kind::ListItem : Block::Kind::Paragraph, text);
    }
    void endCell()
    {
        if (m_cell)
            m_cells += take().simplified();
        m_cell = false;
    }
    void endRow()
    {
        endCell();
        const QStringList cells = std::exchange(m_cells, {});
        const qsizetype headers = std::exchange(m_headerCells, 0);
        if (cells.isEmpty() || !m_go)
            return;
        const bool placed =
            cells.size() == 1 || std::any_of(cells.cbegin(), cells.cend(), [](const QString &cell) { return cell.size() > LongestCell; });
        if (placed) {
            for (const QString &cell : cells)
                m_go = m_go && m_writer.hand(Block::Kind::Paragraph, cell);
        } else if (headers == cells.size()) {
            m_go = m_writer.tableHeader(cells);
        } else {
            m_go = m_writer.row(cells);
        }
    }
    //! A heading or another table inside a cell: the table only places things, its cells are paragraphs.
    void leaveTable()
    {
        if (!m_cell)
            return;
        endCell();
        for (const QString &cell : std::exchange(m_cells, {}))
            m_go = m_go && m_writer.hand(Block::Kind::Paragraph, cell);
        m_headerCells = 0;
        m_table = false;
    }

    BlockWriter m_writer;
    QString m_text, m_title;
    QStringList m_cells;
    qsizetype m_headerCells = 0;
    int m_skipped = 0, m_heading = 0, m_items = 0, m_pre = 0, m_raised = 0, m_lowered = 0;
    bool m_inTitle = false, m_table = false, m_cell = false, m_go = true;
};

HtmlReader &reader(void *data)
{
    return *static_cast<HtmlReader *>(data);
}

QByteArray bytes(const xmlChar *text)
{
    return QByteArray(reinterpret_cast<const char *>(text));
}

//! The parser's events. Nothing is fetched: there is no handler that could load anything.
htmlSAXHandler handler()
{
    htmlSAXHandler sax = {};
    sax.startElement = [](void *data, const xmlChar *name, const xmlChar **attributes) {
        QHash<QByteArray, QString> values;
        for (; attributes && *attributes; attributes += 2)
            values.insert(bytes(attributes[0]), attributes[1] ? QString::fromUtf8(bytes(attributes[1])) : QString());
        reader(data).start(bytes(name), values);
    };
    sax.endElement = [](void *data, const xmlChar *name) { reader(data).end(bytes(name)); };
    sax.characters = [](void *data, const xmlChar *text, int length) {
        reader(data).characters(QString::fromUtf8(reinterpret_cast<const char *>(text), length));
    };
    sax.ignorableWhitespace = sax.characters;
    return sax;
}

//! The page's own word for its character set, from its first bytes; it may be wrong.
QByteArray declaredCharset(const QByteArray &sample)
{
    constexpr qsizetype Head = 4096;
    static const QRegularExpression charset(QStringLiteral("(?:<meta[^>]+charset|<\\?xml[^>]+encoding)\\s*=\\s*[\"']?\\s*([\\w.:-]+)"),
        QRegularExpression::CaseInsensitiveOption);
    return charset.match(QString::fromLatin1(sample.left(Head))).captured(1).toLatin1().toLower();
}

QByteArray charsetOf(const QByteArray &sample, bool whole)
{
    const QByteArray seen = Text::detectCharset(sample, whole);
    const QByteArray declared = declaredCharset(sample);
    const bool plain = std::all_of(sample.cbegin(), sample.cend(), [](char c) { return quint8(c) < 0x80; });
    if (seen.isEmpty() || seen.startsWith("UTF-16") || seen.startsWith("UTF-32") || (seen == "UTF-8" && !plain))
        return seen; // what the bytes say for sure
    if (declared.isEmpty() || declared.startsWith("utf"))
        return seen;
    return declared == "iso-8859-1" || declared == "us-ascii" ? QByteArray("windows-1252")
        : declared == "gb2312"                                ? QByteArray("gb18030")
                                                              : declared;
}

class Html : public Extractor {
public:
    Result<Extracted> extract(const InputFile &file, const BlockSink &sink) const override
    {
        HtmlReader reader(sink);
        htmlSAXHandler sax = handler();
        const std::unique_ptr<htmlParserCtxt, void (*)(htmlParserCtxtPtr)> parser(
            htmlCreatePushParserCtxt(&sax, &reader, nullptr, 0, nullptr, XML_CHAR_ENCODING_UTF8), &htmlFreeParserCtxt);
        if (!parser)
            return Error { ErrorCode::Programming, QStringLiteral("libxml2: no parser"), {}, false };
        htmlCtxtUseOptions(
            parser.get(), HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET | HTML_PARSE_IGNORE_ENC);
        HEDDLE_TRY(readTextFile(file, charsetOf, [&](const QString &text) {
            constexpr int Piece = 1 << 15;
            const QByteArray utf8 = text.toUtf8();
            for (qsizetype at = 0; at < utf8.size() && reader.goesOn(); at += Piece)
                htmlParseChunk(parser.get(), utf8.constData() + at, int(std::min<qsizetype>(Piece, utf8.size() - at)), 0);
            return reader.goesOn() && sink({});
        }));
        htmlParseChunk(parser.get(), nullptr, 0, 1);
        reader.finish();
        if (!reader.goesOn())
            return Error::cancelled();
        Extracted extracted;
        extracted.title = reader.title();
        return extracted;
    }
};

} // namespace

std::unique_ptr<Extractor> makeHtmlExtractor()
{
    return std::make_unique<Html>();
}

} // namespace Heddle::Library
