// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/search/elastic/client.h"
#include "core/search/elastic/servererror.h"
#include <QCoreApplication>
#include <QJsonDocument>
#include <QUrlQuery>

namespace Heddle::Search::Elastic {
namespace {

constexpr std::chrono::seconds NodeRest { 30 };
constexpr int PageSize = 1000;

QString tr(const char *text)
{
    return QCoreApplication::translate("Heddle::Search", text);
}

//! A node that answers so is of no use now, while another one may be.
bool isDown(const Result<Net::HttpReply> &reply)
{
    if (!reply)
        return reply.error().band() == int(ErrorCode::Transport) / 100;
    return reply->status == 502 || reply->status == 503 || reply->status == 504;
}

QString troubleOf(const Result<Net::HttpReply> &reply, const QString &origin)
{
    return reply ? tr("%1 answers with status %2. Look into its log.").arg(origin).arg(reply->status) : reply.error().message;
}

} // namespace

QString Server::name() const
{
    const QString product_name = product == Product::OpenSearch ? QStringLiteral("OpenSearch") : QStringLiteral("Elasticsearch");
    return version.isEmpty() ? product_name : product_name + QLatin1Char(' ') + version;
}

QByteArray toJson(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

QString Client::originOfNode(qsizetype node) const
{
    return Net::originOf(QUrl(m_configuration.nodes.value(node)));
}

QString Client::host() const
{
    const std::lock_guard lock(m_mutex);
    return originOfNode(m_last);
}

Error Client::errorFor(int status, const QJsonObject &body) const
{
    Configuration here = m_configuration;
    here.nodes = QStringList(host());
    return Elastic::errorFor(here, status, body);
}

//! Nodes that are up first, from the one that answered last; then the others, since one may have come back.
QList<qsizetype> Client::order()
{
    const std::lock_guard lock(m_mutex);
    const auto now = std::chrono::steady_clock::now();
    QList<qsizetype> up, down;
    const auto count = qsizetype(m_nodes.size());
    for (qsizetype i = 0; i < count; ++i) {
        const qsizetype node = (m_last + i) % count;
        (m_nodes[std::size_t(node)].downUntil > now ? down : up) += node;
    }
    return up + down;
}

Result<Net::HttpReply> Client::send(const Call &call, qsizetype node, std::chrono::milliseconds deadline, Concurrency::Context context)
{
    Net::HttpRequest request;
    request.method = call.method;
    QString base = m_configuration.nodes[node];
    while (base.endsWith(QLatin1Char('/')))
        base.chop(1);
    request.url = QUrl(base + call.path);
    request.body = call.body;
    if (!call.body.isEmpty())
        request.headers.append(qMakePair(QByteArray("Content-Type"), QByteArray(call.lines ? "application/x-ndjson" : "application/json")));
    if (!m_configuration.secret.isEmpty()) {
        const QByteArray login = (m_configuration.user.toUtf8() + ':' + m_configuration.secret).toBase64();
        request.headers.append(
            qMakePair(QByteArray("Authorization"), m_configuration.user.isEmpty() ? "ApiKey " + m_configuration.secret : "Basic " + login));
    }
    request.authorities = m_configuration.authorities;
    request.purpose = call.purpose;
    request.deadline = deadline;
    request.idle = 2 * deadline; // the whole counts
    request.attempts = 1; // other nodes, and the writer's own back-off
    if (!call.holdsText)
        context = context.withoutText();
    return m_http->send(std::move(request), std::move(context));
}

void Client::noteAnswer(qsizetype node, bool down)
{
    const std::lock_guard lock(m_mutex);
    if (down)
        m_nodes[std::size_t(node)].downUntil = std::chrono::steady_clock::now() + NodeRest;
    else
        m_last = node;
}

Result<Answer> Client::read(const Call &call, const Net::HttpReply &reply, qsizetype node) const
{
    Answer answer { reply.status, {} };
    if (!reply.body.isEmpty()) {
        QJsonParseError parsing {};
        answer.body = QJsonDocument::fromJson(reply.body, &parsing).object();
        if (reply.ok() && parsing.error != QJsonParseError::NoError)
            return Error { ErrorCode::Protocol,
                tr("%1 does not answer like Elasticsearch or OpenSearch; is the address right?").arg(originOfNode(node)),
                parsing.errorString(), false };
    }
    if (answer.ok() || call.expected.contains(answer.status))
        return answer;
    Configuration here = m_configuration;
    here.nodes = QStringList(m_configuration.nodes[node]);
    return Elastic::errorFor(here, answer.status, answer.body);
}

Result<Answer> Client::call(const Call &call, Concurrency::Context context)
{
    const auto begun = std::chrono::steady_clock::now();
    const QList<qsizetype> nodes = order();
    if (nodes.isEmpty())
        return Error::input(tr("The address of the search server is missing: enter it in the search settings (search.url)."));
    QStringList troubles;
    for (qsizetype i = 0;; ++i) {
        const auto spent = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - begun);
        // A node that keeps silent leaves time for the others.
        const auto deadline =
            std::max<std::chrono::milliseconds>(std::chrono::milliseconds(1), (call.deadline - spent) / int(nodes.size() - i));
        const auto reply = send(call, nodes[i], deadline, context);
        if (context.stop_requested())
            return Error::cancelled();
        const bool down = isDown(reply);
        noteAnswer(nodes[i], down);
        if (down)
            troubles += troubleOf(reply, originOfNode(nodes[i]));
        if (down && i + 1 < nodes.size())
            continue;
        if (reply)
            return read(call, *reply, nodes[i]);
        Error error = reply.error();
        if (nodes.size() > 1)
            error.message = tr("No node of the search server answers. %1").arg(troubles.join(QLatin1Char(' ')));
        return error;
    }
}

Result<Net::Sealed> Client::sealed() const
{
    const auto guard = m_http->guard();
    const bool elsewhere = guard
        && std::any_of(m_configuration.nodes.cbegin(), m_configuration.nodes.cend(),
            [&guard](const QString &node) { return guard->isElsewhere(QUrl(node)); });
    return elsewhere ? guard->sealed() : Result<Net::Sealed>(Net::Sealed());
}

QStringList Client::nodeTroubles(Concurrency::Context context)
{
    QStringList troubles;
    for (qsizetype node = 0; m_configuration.nodes.size() > 1 && node < m_configuration.nodes.size(); ++node) {
        Call root;
        root.path = QStringLiteral("/");
        const auto reply = send(root, node, m_configuration.searchDeadline / int(m_configuration.nodes.size()), context);
        if (isDown(reply))
            troubles += troubleOf(reply, originOfNode(node));
    }
    return troubles;
}

Result<Server> Client::server(Concurrency::Context context)
{
    {
        const std::lock_guard lock(m_mutex);
        if (m_server)
            return *m_server;
    }
    // A server may keep its root to itself (405); then it is asked for its nodes, as both name their version there.
    Call root;
    root.path = QStringLiteral("/");
    root.deadline = m_configuration.searchDeadline;
    root.expected = { 403, 404, 405 };
    auto answer = call(root, context);
    if (!answer)
        return answer.error();
    Server server;
    QJsonObject version = answer->body[QLatin1String("version")].toObject();
    bool known = version.contains(QLatin1String("number"));
    if (!known) {
        Call nodes = root;
        nodes.path = QStringLiteral("/_nodes/_local?filter_path=nodes.*.version,nodes.*.build_flavor");
        auto told = call(nodes, context);
        if (!told)
            return told.error();
        const QJsonObject list = told->body[QLatin1String("nodes")].toObject();
        known = told->ok() && !list.isEmpty();
        if (known) {
            const QJsonObject node = list.begin()->toObject();
            version.insert(QStringLiteral("number"), node[QLatin1String("version")]);
            if (!node.contains(QLatin1String("build_flavor")))
                version.insert(QStringLiteral("distribution"), QStringLiteral("opensearch"));
        }
    }
    if (!known && answer->status == 403)
        return errorFor(403, answer->body);
    if (!known)
        return Error { ErrorCode::Protocol, tr("%1 does not answer like Elasticsearch or OpenSearch; is the address right?").arg(host()),
            {}, false };
    server.version = version[QLatin1String("number")].toString();
    if (version[QLatin1String("distribution")].toString() == QLatin1String("opensearch"))
        server.product = Product::OpenSearch;
    const int major = server.version.section(QLatin1Char('.'), 0, 0).toInt();
    if ((server.product == Product::Elasticsearch && major < 8) || (server.product == Product::OpenSearch && major < 2))
        return Error { ErrorCode::Provider,
            tr("%1 is %2; Heddle needs Elasticsearch 8 or OpenSearch 2, or newer.").arg(host(), server.name()), {}, false };
    const std::lock_guard lock(m_mutex);
    m_server = server;
    return server;
}

Status Client::forEachPage(const QString &index, const QJsonObject &query, const QJsonValue &source,
    const std::function<Status(const QJsonArray &)> &each, Concurrency::Context context)
{
    auto product = server(context);
    if (!product)
        return product.error();
    const bool open = product->product == Product::OpenSearch;
    Call opening;
    opening.method = "POST";
    opening.path = QLatin1Char('/') + index + (open ? QLatin1String("/_search/point_in_time") : QLatin1String("/_pit"))
        + QLatin1String("?keep_alive=2m");
    opening.deadline = m_configuration.writeDeadline;
    auto opened = call(opening, context);
    if (!opened)
        return opened.error();
    QString id = opened->body[open ? QLatin1String("pit_id") : QLatin1String("id")].toString();
    Status status = Done {};
    QJsonArray after;
    while (!context.stop_requested()) {
        QJsonObject request { { QStringLiteral("size"), PageSize }, { QStringLiteral("query"), query },
            { QStringLiteral("_source"), source }, { QStringLiteral("track_total_hits"), false },
            { QStringLiteral("pit"), QJsonObject { { QStringLiteral("id"), id }, { QStringLiteral("keep_alive"), QStringLiteral("2m") } } },
            { QStringLiteral("seq_no_primary_term"), true },
            { QStringLiteral("sort"), QJsonArray { QJsonObject { { QStringLiteral("key"), QStringLiteral("asc") } } } } };
        if (!after.isEmpty())
            request.insert(QStringLiteral("search_after"), after);
        Call paging;
        paging.method = "POST";
        paging.path = QStringLiteral("/_search");
        paging.body = toJson(request);
        paging.deadline = m_configuration.writeDeadline;
        auto page = call(paging, context);
        if (!page) {
            status = page.error();
            break;
        }
        id = page->body[QLatin1String("pit_id")].toString(id);
        const QJsonArray hits = page->body[QLatin1String("hits")].toObject()[QLatin1String("hits")].toArray();
        if (hits.isEmpty())
            break;
        status = each(hits);
        after = hits.last().toObject()[QLatin1String("sort")].toArray();
        if (!status || hits.size() < PageSize)
            break;
    }
    if (context.stop_requested())
        status = Error::cancelled();
    Call closing;
    closing.method = "DELETE";
    closing.path = open ? QStringLiteral("/_search/point_in_time") : QStringLiteral("/_pit");
    closing.body =
        toJson(open ? QJsonObject { { QStringLiteral("pit_id"), QJsonArray { id } } } : QJsonObject { { QStringLiteral("id"), id } });
    const auto closed = call(closing, {}); // what is not closed ends by itself
    Q_UNUSED(closed)
    return status;
}

} // namespace Heddle::Search::Elastic
