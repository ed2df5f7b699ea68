// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/search/elastic/schema.h"
#include "core/base/filename.h"
#include "core/base/ids.h"
#include "core/search/chunkterms.h"
#include "core/search/local/localengine.h"
#include <set>

namespace Heddle::Search::Elastic {
namespace {

QJsonObject type(const char *name, std::initializer_list<QPair<QString, QJsonValue>> more = {})
{
    QJsonObject field { { QStringLiteral("type"), QLatin1String(name) } };
    for (const auto &[key, value] : more)
        field.insert(key, value);
    return field;
}

QString joined(const std::vector<std::string> &terms)
{
    QByteArray text;
    for (const std::string &term : terms) {
        text += QByteArray::fromStdString(term);
        text += ' ';
    }
    text.chop(1);
    return QString::fromUtf8(text);
}

} // namespace

QString indexName(const QString &alias, const QString &model)
{
    const QString of = model.isEmpty() ? QStringLiteral("words") : contentId({ QByteArrayView("model"), model.toUtf8() }).left(12);
    return QStringLiteral("%1-v%2-%3").arg(alias).arg(Schema).arg(of);
}

QJsonObject indexDefinition(Product product, const QString &model, int dimension)
{
    const QString similarity = QStringLiteral("similarity"), index = QStringLiteral("index");
    const RankingParameters ranking;
    QJsonObject fields;
    for (const char *name : { "key", "holders", "collection", "document", "type", "language" })
        fields.insert(QLatin1String(name), type("keyword"));
    fields.insert(QStringLiteral("full_name"), type("keyword", { { QStringLiteral("ignore_above"), 200 } }));
    fields.insert(QStringLiteral("embedded"), type("boolean"));
    // The terms are cut by Heddle, so that every server and every computer finds the same; blanks part them.
    fields.insert(QStringLiteral("terms"),
        type("text", { { QStringLiteral("analyzer"), QStringLiteral("whitespace") }, { similarity, QStringLiteral("heddle") } }));
    fields.insert(QStringLiteral("words"), // without stems, for corrections
        type("text",
            { { QStringLiteral("analyzer"), QStringLiteral("whitespace") }, { QStringLiteral("index_options"), QStringLiteral("docs") },
                { QStringLiteral("norms"), false } }));
    // Words of the names of file and folders; stems of languages that join words, backwards.
    for (const char *name : { "names", "endings" })
        fields.insert(QLatin1String(name),
            type("text",
                { { QStringLiteral("analyzer"), QStringLiteral("whitespace") }, { QStringLiteral("index_options"), QStringLiteral("docs") },
                    { QStringLiteral("norms"), false } }));
    // Only kept.
    for (const char *name : { "path", "title", "heading", "text" })
        fields.insert(QLatin1String(name), type("keyword", { { index, false }, { QStringLiteral("doc_values"), false } }));
    for (const char *name : { "page", "start", "end", "mtime_ns" })
        fields.insert(QLatin1String(name), type("long", { { index, false }, { QStringLiteral("doc_values"), false } }));

    QJsonObject indexSettings { { QStringLiteral("number_of_shards"), 1 },
        { QStringLiteral("auto_expand_replicas"), QStringLiteral("0-1") }, // none where there is one node
        { similarity,
            QJsonObject { { QStringLiteral("heddle"),
                QJsonObject { { QStringLiteral("type"), QStringLiteral("BM25") }, { QStringLiteral("k1"), ranking.k1 },
                    { QStringLiteral("b"), ranking.b } } } } } };
    if (dimension > 0 && product == Product::OpenSearch) {
        indexSettings.insert(QStringLiteral("knn"), true);
        // The engine by name: the default one needs a native library that not every server has.
        fields.insert(QStringLiteral("vector"),
            type("knn_vector",
                { { QStringLiteral("dimension"), dimension },
                    { QStringLiteral("method"),
                        QJsonObject { { QStringLiteral("name"), QStringLiteral("hnsw") },
                            { QStringLiteral("engine"), QStringLiteral("lucene") },
                            { QStringLiteral("space_type"), QStringLiteral("cosinesimil") } } } }));
    } else if (dimension > 0) {
        fields.insert(QStringLiteral("vector"),
            type("dense_vector",
                { { QStringLiteral("dims"), dimension }, { index, true }, { similarity, QStringLiteral("cosine") },
                    // Not the rounded kind that is the default: rounded to the range of few vectors, cosines are off by 0.2.
                    { QStringLiteral("index_options"),
                        QJsonObject { { QStringLiteral("type"), QStringLiteral("hnsw") }, { QStringLiteral("m"), 16 },
                            { QStringLiteral("ef_construction"), 100 } } } }));
    }
    return { { QStringLiteral("settings"), QJsonObject { { index, indexSettings } } },
        { QStringLiteral("mappings"),
            QJsonObject { { QStringLiteral("dynamic"), QStringLiteral("strict") }, { QStringLiteral("properties"), fields },
                { QStringLiteral("_meta"),
                    QJsonObject { { QStringLiteral("heddle_schema"), Schema }, { QStringLiteral("model"), model },
                        { QStringLiteral("dimension"), dimension } } } } } };
}

QString documentId(const QString &collection, const QString &label, const QByteArray &path)
{
    return contentId({ QByteArrayView("document"), collection.toUtf8(), label.toUtf8(), path });
}

QList<qint64> Names::rows(const QJsonArray &holders) const
{
    QList<qint64> rows;
    for (const QJsonValue &value : holders) {
        const QString holder = value.toString();
        bool number = false;
        const qint64 row = holder.startsWith(prefix()) ? QStringView(holder).mid(prefix().size()).toLongLong(&number) : 0;
        if (number)
            rows += row;
    }
    return rows;
}

QString Names::documentId(const Storage::ChunkInDocument &chunk) const
{
    return Elastic::documentId(collection(chunk.collectionId), chunk.label, chunk.path);
}

QString Names::key(const Storage::ChunkInDocument &chunk) const
{
    return contentId(
        { QByteArrayView("chunk"), collection(chunk.collectionId).toUtf8(), chunk.label.toUtf8(), chunk.path, chunk.chunk.text.toUtf8() });
}

QJsonObject Names::fields(const Storage::ChunkInDocument &chunk, const QString &key) const
{
    const QString path = displayName(chunk.rootPath + '/' + chunk.path);
    std::vector<std::string> inOrder, extra, names;
    std::set<std::string> words, endings;
    QJsonArray fullNames;
    chunkTerms({ chunk.chunk.id, chunk.collectionId, {}, chunk.title, chunk.chunk.heading, chunk.chunk.text, chunk.type, chunk.language,
                   displayName(chunk.path), chunk.mtimeNs },
        RankingParameters().titleWeight, [&](const ChunkTerm &term) {
            switch (term.kind) {
            case ChunkTerm::Kind::Placed:
                inOrder.push_back(term.term);
                words.insert(term.term);
                break;
            case ChunkTerm::Kind::Counted: extra.insert(extra.end(), std::size_t(term.count), term.term); break;
            case ChunkTerm::Kind::Name: names.push_back(term.term); break;
            case ChunkTerm::Kind::FullName: fullNames += QString::fromStdString(term.term); break;
            case ChunkTerm::Kind::Ending: endings.insert(term.term); break;
            }
        });
    // The gap between two values of a field keeps phrases from reaching over into the stems.
    QJsonArray terms { joined(inOrder) };
    if (!extra.empty())
        terms += joined(extra);
    return { { QStringLiteral("key"), key }, { QStringLiteral("collection"), collection(chunk.collectionId) },
        { QStringLiteral("document"), documentId(chunk) }, { QStringLiteral("type"), chunk.type },
        { QStringLiteral("language"), chunk.language }, { QStringLiteral("full_name"), fullNames },
        { QStringLiteral("names"), joined(names) }, { QStringLiteral("endings"), joined({ endings.begin(), endings.end() }) },
        { QStringLiteral("terms"), terms }, { QStringLiteral("words"), joined({ words.begin(), words.end() }) },
        { QStringLiteral("path"), path }, { QStringLiteral("title"), chunk.title }, { QStringLiteral("heading"), chunk.chunk.heading },
        { QStringLiteral("text"), chunk.chunk.text }, { QStringLiteral("page"), chunk.chunk.page },
        { QStringLiteral("start"), chunk.chunk.start }, { QStringLiteral("end"), chunk.chunk.end },
        { QStringLiteral("mtime_ns"), chunk.mtimeNs } };
}

Hit hitFrom(const QJsonObject &source, const QString &key)
{
    const auto text = [&source](const char *name) { return source[QLatin1String(name)].toString(); };
    Hit hit;
    hit.chunk = key;
    hit.collections.clear(); // it is of another computer, and may be a copy of what is never sent from this one
    hit.document = text("document");
    hit.path = text("path");
    hit.title = text("title");
    hit.heading = text("heading");
    hit.language = text("language");
    hit.page = source[QLatin1String("page")].toInt();
    hit.start = source[QLatin1String("start")].toInteger();
    hit.end = source[QLatin1String("end")].toInteger();
    hit.text = text("text");
    return hit;
}

} // namespace Heddle::Search::Elastic
