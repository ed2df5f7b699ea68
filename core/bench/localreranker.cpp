// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/bench/localreranker.h"
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTimer>
#include <optional>

namespace Heddle::Bench {
namespace {

constexpr qsizetype LargestRequest = qsizetype(8) << 20;

//! Takes the first whole request off `buffer` and returns its body; nothing while it is not all there.
std::optional<QByteArray> takeRequest(QByteArray &buffer)
{
    const qsizetype head = buffer.indexOf("\r\n\r\n");
    if (head < 0)
        return {};
    qsizetype length = 0;
    for (const QByteArray &line : buffer.left(head).split('\n')) {
        if (line.toLower().startsWith("content-length:"))
            length = line.mid(line.indexOf(':') + 1).trimmed().toLongLong();
    }
    const qsizetype whole = head + 4 + std::clamp<qsizetype>(length, 0, LargestRequest);
    if (buffer.size() < whole)
        return {};
    QByteArray body = buffer.mid(head + 4, whole - head - 4);
    buffer.remove(0, whole);
    return body;
}

QByteArray replyTo(const QByteArray &body)
{
    const qsizetype count = QJsonDocument::fromJson(body).object().value(QLatin1String("documents")).toArray().size();
    QJsonArray results;
    for (qsizetype i = 0; i < count; ++i) {
        const double score = double(count - i) / double(count + 1);
        results += QJsonObject { { QStringLiteral("index"), i }, { QStringLiteral("relevance_score"), score } };
    }
    const QByteArray reply = QJsonDocument(QJsonObject { { QStringLiteral("results"), results } }).toJson(QJsonDocument::Compact);
    return "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + QByteArray::number(reply.size()) + "\r\n\r\n" + reply;
}

void serve(QTcpSocket *socket, std::chrono::milliseconds delay)
{
    const auto buffer = std::make_shared<QByteArray>();
    QObject::connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
    QObject::connect(socket, &QTcpSocket::readyRead, socket, [socket, buffer, delay] {
        *buffer += socket->readAll();
        if (buffer->size() > LargestRequest) {
            socket->abort();
            return;
        }
        while (const auto body = takeRequest(*buffer))
            QTimer::singleShot(delay, Qt::PreciseTimer, socket, [socket, reply = replyTo(*body)] { socket->write(reply); });
    });
}

} // namespace

LocalReranker::LocalReranker(std::chrono::milliseconds delay)
{
    auto *server = new QTcpServer;
    constexpr int Waiting = 256; // connections that are not accepted yet
    server->setListenBacklogSize(Waiting);
    QObject::connect(server, &QTcpServer::newConnection, server, [server, delay] {
        while (QTcpSocket *socket = server->nextPendingConnection())
            serve(socket, delay);
    });
    if (server->listen(QHostAddress::LocalHost))
        m_url = QStringLiteral("http://127.0.0.1:%1/v1/rerank").arg(server->serverPort());
    server->moveToThread(&m_thread);
    QObject::connect(&m_thread, &QThread::finished, server, &QObject::deleteLater);
    m_thread.setObjectName(QStringLiteral("local-reranker"));
    m_thread.start();
}

LocalReranker::~LocalReranker()
{
    m_thread.quit();
    m_thread.wait(); // its loop holds nothing that blocks
}

} // namespace Heddle::Bench
