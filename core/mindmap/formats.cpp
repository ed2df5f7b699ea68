// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/mindmap/formats.h"
#include "core/base/files.h"
#include "core/mindmap/outline.h"
#include <QCoreApplication>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QStringDecoder>
#include <QXmlStreamReader>
#include <QXmlStreamWriter>

namespace Heddle::MindMap {
namespace {

constexpr int MostRead = 100'000; // nodes
const QLatin1String ChunksAttribute("_heddle_sources"); // OPML allows others; readers leave them alone
const QLatin1String UnsupportedAttribute("_heddle_unsupported"), True("true");
const QLatin1String ChunksName("heddle sources"), UnsupportedName("heddle unsupported");

QString tr(const char *text)
{
    return QCoreApplication::translate("Heddle::MindMap", text);
}

Error unreadable(const QString &what)
{
    return Error { ErrorCode::Input, tr("This is no mind map that can be read: %1").arg(what), {}, false };
}

QJsonObject nodeJson(const Map &map, NodeId id)
{
    const Node &node = map.node(id);
    QJsonArray children;
    for (const NodeId child : node.children)
        children += nodeJson(map, child);
    QJsonObject object { { QStringLiteral("id"), QStringLiteral("n%1").arg(id) }, { QStringLiteral("label"), node.label },
        { QStringLiteral("sources"), QJsonArray::fromStringList(node.sources) }, { QStringLiteral("children"), children } };
    if (node.collapsed)
        object[QStringLiteral("collapsed")] = true;
    if (node.unsupported)
        object[QStringLiteral("unsupported")] = true;
    return object;
}

QStringList chunksOf(const QString &attribute)
{
    return attribute.split(QLatin1Char(' '), Qt::SkipEmptyParts);
}

struct XmlNode {
    QString label;
    QStringList sources;
    bool collapsed = false, unsupported = false;
};

//! Makes a map of the elements of a file, as they begin and end.
class XmlBuilder {
public:
    //! A node begins within the one that began last.
    void begin(const XmlNode &node)
    {
        if (m_open.isEmpty() && m_tops++ == 0) {
            m_map = Map(node.label);
            m_open += { m_map.root(), node.sources };
        } else {
            m_open += { m_map.add(m_open.isEmpty() ? m_map.root() : m_open.last().id, node.label), node.sources };
        }
        m_map.setCollapsed(m_open.last().id, node.collapsed);
        m_map.setUnsupported(m_open.last().id, node.unsupported);
    }
    void end()
    {
        const Open done = m_open.takeLast();
        m_map.setSources(done.id, done.sources);
    }
    void setLabel(const QString &label) { m_map.setLabel(m_open.last().id, label); }
    void markUnsupported() { m_map.setUnsupported(m_open.last().id, true); }
    void addSources(const QStringList &sources) { m_open.last().sources += sources; }
    int depth() const { return int(m_open.size()); }
    int tops() const { return m_tops; }
    bool isTooLarge() const { return m_open.size() > MostDepth || m_map.size() > MostRead; }
    Map &map() { return m_map; }

private:
    struct Open {
        NodeId id;
        QStringList sources;
    };
    Map m_map;
    QList<Open> m_open;
    int m_tops = 0;
};

Error xmlError(const QXmlStreamReader &xml)
{
    return unreadable(tr("line %1, %2").arg(xml.lineNumber()).arg(xml.errorString()));
}

Result<Map> readOpml(QXmlStreamReader &xml, const QString &name)
{
    XmlBuilder builder;
    QString title = name;
    builder.begin({ title, {} });
    bool inBody = false;
    while (!xml.atEnd()) {
        xml.readNext();
        if (xml.isStartElement() && xml.name() == QLatin1String("title")) {
            title = xml.readElementText(QXmlStreamReader::SkipChildElements);
        } else if (xml.isStartElement() && xml.name() == QLatin1String("body")) {
            inBody = true;
        } else if (xml.isStartElement() && inBody && xml.name() == QLatin1String("outline")) {
            const auto attributes = xml.attributes();
            const QString text = attributes.value(QLatin1String("text")).toString();
            builder.begin({ text.isEmpty() ? attributes.value(QLatin1String("title")).toString() : text,
                chunksOf(attributes.value(ChunksAttribute).toString()), false, attributes.value(UnsupportedAttribute) == True });
            if (builder.isTooLarge())
                return unreadable(tr("it has more than %1 levels or %2 nodes").arg(MostDepth).arg(MostRead));
        } else if (xml.isEndElement() && inBody && xml.name() == QLatin1String("outline")) {
            builder.end();
        }
    }
    if (xml.hasError())
        return xmlError(xml);
    Map &map = builder.map();
    const Node root = map.node(map.root());
    if (root.children.size() != 1) {
        map.setLabel(map.root(), title);
        return map;
    }
    // One outline on top is the root itself.
    Map inner(map.node(root.children.first()).label);
    const Node top = map.node(root.children.first());
    inner.setSources(inner.root(), top.sources);
    inner.setUnsupported(inner.root(), top.unsupported);
    QList<QPair<NodeId, NodeId>> open { { inner.root(), top.id } };
    for (qsizetype at = 0; at < open.size(); ++at) {
        const auto [here, there] = open[at];
        for (const NodeId child : map.node(there).children) {
            open += { inner.add(here, map.node(child).label, map.node(child).sources), child };
            inner.setUnsupported(open.last().first, map.node(child).unsupported);
        }
    }
    return inner;
}

//! The words of rich text: Freeplane keeps formatted labels as XHTML.
QString wordsWithin(QXmlStreamReader &xml)
{
    QString words;
    int depth = 1;
    while (!xml.atEnd() && depth > 0) {
        xml.readNext();
        depth += xml.isStartElement() ? 1 : xml.isEndElement() ? -1 : 0;
        if (xml.isCharacters())
            words += xml.text();
        else if (xml.isStartElement() || xml.isEndElement())
            words += QLatin1Char(' ');
    }
    return words.simplified();
}

Result<Map> readFreeMind(QXmlStreamReader &xml)
{
    XmlBuilder builder;
    while (!xml.atEnd()) {
        xml.readNext();
        const auto attributes = xml.attributes();
        if (xml.isStartElement() && xml.name() == QLatin1String("node")) {
            if (builder.depth() == 0 && builder.tops() > 0)
                return unreadable(tr("it has two roots"));
            QString text = attributes.value(QLatin1String("TEXT")).toString();
            if (text.isEmpty())
                text = attributes.value(QLatin1String("LOCALIZED_TEXT")).toString();
            builder.begin({ text, {}, attributes.value(QLatin1String("FOLDED")) == True });
            if (builder.isTooLarge())
                return unreadable(tr("it has more than %1 levels or %2 nodes").arg(MostDepth).arg(MostRead));
        } else if (xml.isStartElement() && xml.name() == QLatin1String("richcontent") && builder.depth() > 0) {
            const bool label = attributes.value(QLatin1String("TYPE")) == QLatin1String("NODE");
            const QString words = wordsWithin(xml);
            if (label && !words.isEmpty())
                builder.setLabel(words);
        } else if (xml.isStartElement() && xml.name() == QLatin1String("attribute") && builder.depth() > 0) {
            if (attributes.value(QLatin1String("NAME")) == ChunksName)
                builder.addSources(chunksOf(attributes.value(QLatin1String("VALUE")).toString()));
            else if (attributes.value(QLatin1String("NAME")) == UnsupportedName)
                builder.markUnsupported();
        } else if (xml.isEndElement() && xml.name() == QLatin1String("node")) {
            builder.end();
        }
    }
    if (xml.hasError())
        return xmlError(xml);
    if (builder.tops() == 0)
        return unreadable(tr("it has no node"));
    return builder.map();
}

//! What would make the reader of XML slow: its time grows with the square of an element's attributes, and with the namespaces
//! that are in scope. Empty: nothing.
QString xmlBurden(const QByteArray &xml)
{
    constexpr int MaxAttributes = 100, MaxNamespaces = 100; // the programs that write such files need fewer than twenty
    constexpr qsizetype MaxDefinitions = 10'000; // bytes of a document type
    int namespaces = 0;
    for (qsizetype at = xml.indexOf('<'); at >= 0; at = xml.indexOf('<', at)) {
        const auto skip = [&xml, at](const char *opening, const char *closing) {
            if (!QByteArrayView(xml).sliced(at).startsWith(opening))
                return qsizetype(0);
            const qsizetype end = xml.indexOf(closing, at + qsizetype(qstrlen(opening)));
            return end < 0 ? xml.size() : end + qsizetype(qstrlen(closing));
        };
        const qsizetype beyond = std::max({ skip("<!--", "-->"), skip("<![CDATA[", "]]>"), skip("<?", "?>") });
        if (beyond > 0) {
            at = beyond;
            continue;
        }
        const bool definitions = QByteArrayView(xml).sliced(at).startsWith("<!");
        const qsizetype from = at;
        int attributes = 0;
        for (char quote = 0; at < xml.size() && (quote || xml[at] != '>'); ++at) {
            if (quote ? xml[at] == quote : xml[at] == '"' || xml[at] == '\'')
                quote = quote ? '\0' : xml[at];
            else if (!quote && xml[at] == '=')
                ++attributes;
            else if (!quote && xml[at] == ':' && xml.mid(std::max<qsizetype>(0, at - 5), 5) == "xmlns")
                ++namespaces;
        }
        if (definitions && at - from > MaxDefinitions)
            return tr("its document type has more than %1 bytes").arg(MaxDefinitions);
        if (attributes > MaxAttributes || namespaces > MaxNamespaces)
            return tr("an element has more than %1 attributes, or the file more than %2 namespaces").arg(MaxAttributes).arg(MaxNamespaces);
    }
    return {};
}

Result<Map> readXml(const QByteArray &bytes, const QString &name)
{
    const bool utf16 = bytes.startsWith("\xff\xfe") || bytes.startsWith("\xfe\xff");
    const QByteArray utf8 = utf16 ? QString(QStringDecoder(QStringDecoder::Utf16)(bytes)).toUtf8() : QByteArray();
    if (const QString reason = xmlBurden(utf16 ? utf8 : bytes); !reason.isEmpty())
        return unreadable(reason);
    QXmlStreamReader xml = QXmlStreamReader();
    if (utf16)
        xml.addData(QString::fromUtf8(utf8));
    else
        xml.addData(bytes);
    while (!xml.atEnd() && !xml.isStartElement())
        xml.readNext();
    if (xml.hasError())
        return xmlError(xml);
    if (xml.name() == QLatin1String("opml"))
        return readOpml(xml, name);
    if (xml.name() == QLatin1String("map"))
        return readFreeMind(xml);
    return unreadable(tr("it begins with <%1>; OPML and FreeMind files are read").arg(xml.name()));
}

} // namespace

QJsonObject toJson(const Map &map)
{
    return nodeJson(map, map.root());
}

Result<Map> fromJson(const QJsonObject &object)
{
    if (!object[QLatin1String("label")].isString())
        return unreadable(tr("it has no label"));
    Map map(object[QLatin1String("label")].toString());
    QList<QPair<NodeId, QJsonObject>> open { { map.root(), object } };
    for (qsizetype at = 0; at < open.size(); ++at) {
        const auto [id, json] = open[at];
        QStringList sources;
        for (const QJsonValue &chunk : json[QLatin1String("sources")].toArray())
            sources += chunk.toString();
        map.setSources(id, sources);
        map.setCollapsed(id, json[QLatin1String("collapsed")].toBool());
        map.setUnsupported(id, json[QLatin1String("unsupported")].toBool());
        for (const QJsonValue &value : json[QLatin1String("children")].toArray()) {
            const QJsonObject child = value.toObject();
            if (!child[QLatin1String("label")].isString())
                return unreadable(tr("a node has no label"));
            open += { map.add(id, child[QLatin1String("label")].toString()), child };
        }
        if (map.size() > MostRead)
            return unreadable(tr("it has more than %1 levels or %2 nodes").arg(MostDepth).arg(MostRead));
    }
    return map;
}

QByteArray toOpml(const Map &map)
{
    QByteArray bytes;
    QXmlStreamWriter xml(&bytes);
    xml.setAutoFormatting(true);
    xml.writeStartDocument();
    xml.writeStartElement(QStringLiteral("opml"));
    xml.writeAttribute(QStringLiteral("version"), QStringLiteral("2.0"));
    xml.writeStartElement(QStringLiteral("head"));
    xml.writeTextElement(QStringLiteral("title"), map.node(map.root()).label);
    xml.writeEndElement();
    xml.writeStartElement(QStringLiteral("body"));
    int open = 0;
    map.visit([&](const Node &node, int depth) {
        for (; open > depth; --open)
            xml.writeEndElement();
        xml.writeStartElement(QStringLiteral("outline"));
        xml.writeAttribute(QStringLiteral("text"), node.label);
        if (!node.sources.isEmpty())
            xml.writeAttribute(ChunksAttribute, node.sources.join(QLatin1Char(' ')));
        if (node.unsupported)
            xml.writeAttribute(UnsupportedAttribute, True);
        ++open;
    });
    xml.writeEndDocument();
    return bytes;
}

QByteArray toFreeMind(const Map &map)
{
    QByteArray bytes;
    QXmlStreamWriter xml(&bytes);
    xml.setAutoFormatting(true);
    xml.writeStartElement(QStringLiteral("map")); // no declaration: FreeMind's reader takes the file without one
    xml.writeAttribute(QStringLiteral("version"), QStringLiteral("0.9.0")); // Freeplane warns of any later one that is not its own
    int open = 0;
    map.visit([&](const Node &node, int depth) {
        for (; open > depth; --open)
            xml.writeEndElement();
        xml.writeStartElement(QStringLiteral("node"));
        xml.writeAttribute(QStringLiteral("ID"), QStringLiteral("ID_%1").arg(node.id));
        xml.writeAttribute(QStringLiteral("TEXT"), node.label);
        if (node.collapsed)
            xml.writeAttribute(QStringLiteral("FOLDED"), True);
        if (!node.sources.isEmpty()) {
            xml.writeEmptyElement(QStringLiteral("attribute"));
            xml.writeAttribute(QStringLiteral("NAME"), ChunksName);
            xml.writeAttribute(QStringLiteral("VALUE"), node.sources.join(QLatin1Char(' ')));
        }
        if (node.unsupported) {
            xml.writeEmptyElement(QStringLiteral("icon"));
            xml.writeAttribute(QStringLiteral("BUILTIN"), QStringLiteral("help"));
            xml.writeEmptyElement(QStringLiteral("attribute"));
            xml.writeAttribute(QStringLiteral("NAME"), UnsupportedName);
            xml.writeAttribute(QStringLiteral("VALUE"), True);
        }
        ++open;
    });
    xml.writeEndDocument();
    return bytes.trimmed() + '\n'; // the readers look for "<map version=" at the very beginning
}

Result<Map> readMap(const QByteArray &bytes, const QString &name)
{
    const QByteArray start = bytes.left(200).trimmed();
    if (start.startsWith('{')) {
        QJsonParseError error;
        const QJsonDocument document = QJsonDocument::fromJson(bytes, &error);
        if (error.error != QJsonParseError::NoError)
            return unreadable(tr("position %1, %2").arg(error.offset).arg(error.errorString()));
        return fromJson(document.object());
    }
    const bool utf16 = start.startsWith("\xff\xfe<") || start.startsWith(QByteArray("\xfe\xff\0<", 4));
    if (utf16 || start.startsWith('<') || start.startsWith("\xef\xbb\xbf<"))
        return readXml(bytes, name);
    QString text = QString::fromUtf8(bytes);
    if (text.startsWith(QChar::ByteOrderMark))
        text.remove(0, 1);
    const Outline outline = parseOutline(text, name);
    if (outline.isEmpty())
        return unreadable(tr("it is empty"));
    return outline.map;
}

Result<Map> loadMap(const QString &path)
{
    constexpr qint64 MaxFileSize = qint64(64) << 20;
    HEDDLE_TRY_VALUE(const QByteArray bytes, loadFile(path, MaxFileSize));
    return readMap(bytes, QFileInfo(path).completeBaseName());
}

} // namespace Heddle::MindMap
