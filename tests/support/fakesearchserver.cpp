// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/fakesearchserver.h"
#include <QJsonArray>
#include <QJsonDocument>

namespace Heddle::TestSupport {
namespace {

QJsonObject parsed(const QByteArray &json)
{
    return QJsonDocument::fromJson(json).object();
}

FakeReply replyWith(const QJsonObject &body, int status = 200)
{
    FakeReply reply;
    reply.status = status;
    reply.body = QJsonDocument(body).toJson(QJsonDocument::Compact);
    return reply;
}

//! Every value of a term query in it, however deep.
void collectTerms(const QJsonValue &value, QStringList &terms)
{
    if (value.isArray()) {
        for (const QJsonValue &one : value.toArray())
            collectTerms(one, terms);
    } else if (value.isObject()) {
        const QJsonObject object = value.toObject();
        const QJsonValue term = object[QLatin1String("term")].toObject()[QLatin1String("terms")];
        if (term.isObject())
            terms += term[QLatin1String("value")].toString();
        for (const QJsonValue &one : object)
            collectTerms(one, terms);
    }
}

} // namespace

FakeSearchServer::FakeSearchServer()
    : m_server([this](const FakeRequest &request) {
          ++m_requests;
          if (trouble) {
              if (auto failed = trouble(request))
                  return *failed;
          }
          return answer(request);
      })
{
    m_server.keepRequests(false);
}

FakeReply FakeSearchServer::reset()
{
    FakeReply reply;
    reply.way = FakeReply::Way::Reset;
    return reply;
}

FakeReply FakeSearchServer::hang()
{
    FakeReply reply;
    reply.way = FakeReply::Way::Hang;
    return reply;
}

FakeReply FakeSearchServer::answer(const FakeRequest &request)
{
    const QByteArray path = request.path.split('?').first();
    const QJsonObject body = parsed(request.body);
    if (path == "/")
        return replyWith(parsed(R"({"version":{"number":"3.5.0","distribution":"opensearch"}})"));
    if (path.startsWith("/_cluster/health"))
        return replyWith(parsed(R"({"status":"green"})"));
    if (request.method == "PUT") {
        m_exists = true;
        return replyWith({ { QStringLiteral("acknowledged"), true } });
    }
    if (!m_exists)
        return replyWith(parsed(R"({"error":{"type":"index_not_found_exception","reason":"no such index"},"status":404})"), 404);
    if (path.endsWith("/_refresh") || request.method == "DELETE")
        return replyWith({});
    if (path.endsWith("/_bulk"))
        return replyWith(bulk(request.body));
    if (path.endsWith("/_search/point_in_time"))
        return replyWith(parsed(R"({"pit_id":"p"})"));
    if (path.endsWith("/_search"))
        return replyWith(search(body));
    if (path.endsWith("/_count"))
        return replyWith({ { QStringLiteral("count"), qint64(m_documents.size()) } });
    if (path.endsWith("/_msearch")) {
        QJsonArray responses;
        const QByteArrayList lines = request.body.trimmed().split('\n');
        for (qsizetype i = 1; i < lines.size(); i += 2)
            responses += search(parsed(lines[i]));
        return replyWith({ { QStringLiteral("responses"), responses } });
    }
    if (path.endsWith("/_mget")) {
        QJsonArray docs;
        for (const QJsonValue &id : body[QLatin1String("ids")].toArray()) {
            const bool found = m_documents.contains(id.toString());
            docs += QJsonObject { { QStringLiteral("_id"), id }, { QStringLiteral("found"), found },
                { QStringLiteral("_source"), m_documents.value(id.toString()) },
                { QStringLiteral("_seq_no"), m_versions.value(id.toString()) }, { QStringLiteral("_primary_term"), 1 } };
        }
        return replyWith({ { QStringLiteral("docs"), docs } });
    }
    QJsonObject index = parsed(R"({"mappings":{"_meta":{"heddle_schema":1}}})");
    index.insert(QStringLiteral("settings"), QJsonObject { { QStringLiteral("index.uuid"), uuid } });
    return replyWith({ { QStringLiteral("heddle-v1-words"), index } });
}

QJsonObject FakeSearchServer::bulk(const QByteArray &body)
{
    ++m_bulks;
    QJsonArray items;
    const QByteArrayList lines = body.trimmed().split('\n');
    for (qsizetype i = 0; i < lines.size(); ++i) {
        const QJsonObject head = parsed(lines[i]);
        const QString action = head.begin().key(), id = head.begin().value()[QLatin1String("_id")].toString();
        const bool there = m_documents.contains(id);
        int status = action == QLatin1String("create") ? 201 : 200;
        if (action == QLatin1String("delete")) {
            m_documents.remove(id);
        } else {
            const QJsonObject line = parsed(lines[++i]);
            if (action == QLatin1String("create") ? there : !there) {
                status = there ? 409 : 404;
            } else if (action == QLatin1String("create")) {
                m_documents.insert(id, line);
            } else {
                const QJsonObject fields = line[QLatin1String("doc")].toObject();
                for (auto field = fields.begin(); field != fields.end(); ++field)
                    m_documents[id].insert(field.key(), field.value());
            }
        }
        m_versions[id] = ++m_sequence;
        items += QJsonObject { { action, QJsonObject { { QStringLiteral("_id"), id }, { QStringLiteral("status"), status } } } };
    }
    return { { QStringLiteral("items"), items } };
}

bool FakeSearchServer::matches(const QJsonObject &document, const QJsonObject &query) const
{
    QStringList holders, wanted;
    for (const QJsonValue &holder : document[QLatin1String("holders")].toArray())
        holders += holder.toString();
    if (const QString prefix = query[QLatin1String("prefix")].toObject()[QLatin1String("holders")].toString(); !prefix.isEmpty())
        return std::any_of(holders.cbegin(), holders.cend(), [&prefix](const QString &holder) { return holder.startsWith(prefix); });
    if (const QJsonValue any = query[QLatin1String("terms")].toObject()[QLatin1String("holders")]; any.isArray())
        return std::any_of(holders.cbegin(), holders.cend(), [&any](const QString &holder) { return any.toArray().contains(holder); });
    collectTerms(query, wanted);
    const QStringList words = document[QLatin1String("terms")].toArray().first().toString().split(QLatin1Char(' '));
    return wanted.isEmpty() || std::any_of(wanted.cbegin(), wanted.cend(), [&words](const QString &term) { return words.contains(term); });
}

QJsonObject FakeSearchServer::search(const QJsonObject &body) const
{
    const QJsonObject query = body[QLatin1String("query")].toObject();
    const bool first = !body.contains(QLatin1String("search_after")); // one page holds all
    const int size = body[QLatin1String("size")].toInt();
    QJsonArray hits;
    QMap<QString, qint64> collections;
    qint64 total = 0;
    for (auto it = m_documents.cbegin(); it != m_documents.cend(); ++it) {
        if (!matches(*it, query))
            continue;
        ++total;
        ++collections[(*it)[QLatin1String("collection")].toString()];
        if (first && hits.size() < size)
            hits += QJsonObject { { QStringLiteral("_id"), it.key() }, { QStringLiteral("_score"), 1 }, { QStringLiteral("_source"), *it },
                { QStringLiteral("_seq_no"), m_versions.value(it.key()) }, { QStringLiteral("_primary_term"), 1 },
                { QStringLiteral("sort"), QJsonArray { it.key() } },
                { QStringLiteral("fields"),
                    QJsonObject { { QStringLiteral("key"), QJsonArray { it.key() } },
                        { QStringLiteral("holders"), (*it)[QLatin1String("holders")] } } } };
    }
    QJsonArray buckets;
    for (auto it = collections.cbegin(); it != collections.cend(); ++it)
        buckets += QJsonObject { { QStringLiteral("key"), it.key() }, { QStringLiteral("doc_count"), *it } };
    const QJsonObject named { { QStringLiteral("collections"), QJsonObject { { QStringLiteral("buckets"), buckets } } } };
    return { { QStringLiteral("status"), 200 }, { QStringLiteral("aggregations"), named },
        { QStringLiteral("hits"),
            QJsonObject {
                { QStringLiteral("total"), QJsonObject { { QStringLiteral("value"), total } } }, { QStringLiteral("hits"), hits } } } };
}

} // namespace Heddle::TestSupport
