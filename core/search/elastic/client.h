// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/net/blockinghttp.h"
#include "core/search/elastic/configuration.h"
#include <QJsonArray>
#include <QJsonObject>
#include <functional>
#include <mutex>

namespace Heddle::Search::Elastic {

//! \brief The two families of servers; they differ in vector fields, vector queries and points in time.
enum class Product { Elasticsearch, OpenSearch };

struct Server {
    Product product = Product::Elasticsearch;
    QString version; //!< empty where the server doesn't publish it
    QString name() const;
};

struct Call {
    QByteArray method = "GET";
    QString path; //!< from the server's root, with its query
    QByteArray body;
    bool lines = false; //!< the body is NDJSON
    std::chrono::milliseconds deadline { 30'000 };
    QList<int> expected {}; //!< statuses other than 2xx that the caller understands
    QString purpose = QStringLiteral("index");
    bool holdsText = false; //!< of documents or a question, which the context then tells
};

struct Answer {
    int status = 0;
    QJsonObject body;
    bool ok() const { return status >= 200 && status < 300; }
};

QByteArray toJson(const QJsonObject &object);

//! \brief Calls a cluster's nodes: the one that answered last first, the others when it does not. Blocking, thread-safe.
//! Errors say what to do; where a server has refused they carry its status.
class Client {
public:
    Client(Configuration configuration, Net::BlockingHttp *http) : m_configuration(std::move(configuration)), m_http(http) { }

    //! \brief The answer, 2xx or one of `expected`.
    Result<Answer> call(const Call &call, Concurrency::Context context);
    //! \brief What answers there; asked once.
    Result<Server> server(Concurrency::Context context);
    //! \brief Every document that matches, in pages of a point in time; `each` gets the pages' hits. `source`: fields of
    //! _source, or false.
    Status forEachPage(const QString &index, const QJsonObject &query, const QJsonValue &source,
        const std::function<Status(const QJsonArray &)> &each, Concurrency::Context context);

    //! \brief What is sealed, where a node of the server is elsewhere; else nothing.
    Result<Net::Sealed> sealed() const;
    const Configuration &configuration() const { return m_configuration; }
    //! \brief The node that answered last, for messages; before that the first one.
    QString host() const;
    //! \brief What a failure means, in words that name the node that answered last.
    Error errorFor(int status, const QJsonObject &body) const;
    //! \brief Asks every node of several; what is wrong with those that do not answer.
    QStringList nodeTroubles(Concurrency::Context context);

private:
    struct Node {
        std::chrono::steady_clock::time_point downUntil; //!< it did not answer; others are asked first
    };
    QList<qsizetype> order();
    QString originOfNode(qsizetype node) const;
    void noteAnswer(qsizetype node, bool down);
    Result<Answer> read(const Call &call, const Net::HttpReply &reply, qsizetype node) const;
    Result<Net::HttpReply> send(const Call &call, qsizetype node, std::chrono::milliseconds deadline, Concurrency::Context context);

    const Configuration m_configuration;
    Net::BlockingHttp *m_http;
    mutable std::mutex m_mutex;
    std::vector<Node> m_nodes { std::size_t(m_configuration.nodes.size()) };
    qsizetype m_last = 0; //!< the node that answered last
    std::optional<Server> m_server;
};

} // namespace Heddle::Search::Elastic
