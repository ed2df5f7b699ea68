// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/fakehttpserver.h"
#include <QTcpSocket>
#include <QTimer>
#include <memory>

namespace Heddle::TestSupport {
namespace {

constexpr qint64 Gigabytes = qint64(2) << 30;

} // namespace

FakeHttpServer::FakeHttpServer(Handler handler, QObject *parent) : QTcpServer(parent), m_handler(std::move(handler))
{
    setListenBacklogSize(1024);
    setMaxPendingConnections(1024);
    if (!listen(QHostAddress::LocalHost, 0))
        qFatal("no port: %s", qUtf8Printable(errorString()));
    connect(this, &QTcpServer::newConnection, this, [this] {
        while (QTcpSocket *socket = nextPendingConnection())
            accept(socket);
    });
}

void FakeHttpServer::accept(QTcpSocket *socket)
{
    m_most = std::max(m_most, ++m_connections);
    const auto buffer = std::make_shared<QByteArray>();
    connect(socket, &QTcpSocket::readyRead, this, [this, socket, buffer] { read(socket, *buffer); });
    connect(socket, &QTcpSocket::disconnected, this, [this, socket] {
        --m_connections;
        socket->deleteLater();
    });
}

void FakeHttpServer::read(QTcpSocket *socket, QByteArray &buffer)
{
    buffer += socket->readAll();
    if (!buffer.isEmpty() && (buffer[0] < 'A' || buffer[0] > 'Z')) { // TLS, say: as real servers do
        socket->write("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        socket->disconnectFromHost();
        return;
    }
    while (true) {
        const qsizetype end = buffer.indexOf("\r\n\r\n");
        if (end < 0)
            return;
        const QByteArrayList lines = buffer.left(end).split('\n');
        const QByteArrayList first = lines.first().trimmed().split(' ');
        FakeRequest request { first.value(0), first.value(1), {}, {} };
        for (qsizetype i = 1; i < lines.size(); ++i) {
            const qsizetype colon = lines[i].indexOf(':');
            request.headers.insert(lines[i].left(colon).trimmed().toLower(), lines[i].mid(colon + 1).trimmed());
        }
        const qsizetype length = request.headers.value("content-length").toLongLong();
        if (buffer.size() < end + 4 + length)
            return;
        request.body = buffer.mid(end + 4, length);
        buffer.remove(0, end + 4 + length);
        if (m_keep)
            m_requests += request;
        answer(socket, request);
    }
}

void FakeHttpServer::answer(QTcpSocket *socket, const FakeRequest &request)
{
    const FakeReply reply = m_handler(request);
    if (reply.delayMs > 0)
        QTimer::singleShot(reply.delayMs, Qt::PreciseTimer, socket, [this, socket, reply] { send(socket, reply); });
    else
        send(socket, reply);
}

void FakeHttpServer::sendPieces(QTcpSocket *socket, const FakeReply &reply, qsizetype from)
{
    for (qsizetype i = from; i < reply.pieces.size(); ++i) {
        if (const int pause = reply.pieces[i].first; pause > 0) {
            QTimer::singleShot(pause, Qt::PreciseTimer, socket, [this, socket, rest = FakeReply(reply), i]() mutable {
                rest.pieces[i].first = 0;
                sendPieces(socket, rest, i);
            });
            return;
        }
        const QByteArray &bytes = reply.pieces[i].second;
        socket->write(QByteArray::number(bytes.size(), 16) + "\r\n" + bytes + "\r\n");
        socket->flush(); // a packet of its own
    }
    if (reply.way == FakeReply::Way::Stream) {
        socket->write("0\r\n\r\n");
    } else if (reply.way == FakeReply::Way::StreamReset) {
        socket->disconnectFromHost();
    }
}

void FakeHttpServer::sendEndlessly(QTcpSocket *socket, const QByteArray &piece)
{
    constexpr qint64 MaxWaiting = 1 << 20;
    // Qt reads headers byte by byte, and goes on with what the system holds once the call is over: 4 MB of that take it seconds.
    constexpr int MaxInSystem = 64 << 10;
    socket->setSocketOption(QAbstractSocket::SendBufferSizeSocketOption, MaxInSystem);
    const auto more = [socket, piece, sent = qint64(0)]() mutable {
        while (sent < Gigabytes && socket->state() == QAbstractSocket::ConnectedState && socket->bytesToWrite() < MaxWaiting)
            sent += socket->write(piece);
    };
    connect(socket, &QTcpSocket::bytesWritten, socket, more);
    QTimer::singleShot(0, socket, more);
}

void FakeHttpServer::sendRaw(QTcpSocket *socket, const FakeReply &reply)
{
    socket->write(reply.body);
    if (reply.repeat.isEmpty()) {
        socket->disconnectFromHost();
    } else if (reply.way == FakeReply::Way::Raw) {
        sendEndlessly(socket, reply.repeat.repeated(std::max<qsizetype>(1, 65'536 / reply.repeat.size())));
    } else {
        auto *timer = new QTimer(socket);
        connect(timer, &QTimer::timeout, socket, [socket, repeat = reply.repeat, at = qsizetype(0)]() mutable {
            socket->write(repeat.mid(at++ % repeat.size(), 1));
            socket->flush();
        });
        timer->start(20);
    }
}

void FakeHttpServer::send(QTcpSocket *socket, const FakeReply &reply)
{
    using Way = FakeReply::Way;
    if (reply.way == Way::Hang)
        return;
    if (reply.way == Way::Reset) {
        socket->abort();
        return;
    }
    if (reply.way == Way::Raw || reply.way == Way::RawDrip) {
        sendRaw(socket, reply);
        return;
    }
    QByteArray head = "HTTP/1.1 " + QByteArray::number(reply.status) + " X\r\n";
    bool typed = false;
    for (const auto &[name, value] : reply.headers) {
        head += name + ": " + value + "\r\n";
        typed = typed || name.toLower() == "content-type";
    }
    if (!typed)
        head += "Content-Type: application/json\r\n";
    if (reply.way == Way::Stream || reply.way == Way::StreamReset || reply.way == Way::StreamHang) {
        socket->write(head + "Transfer-Encoding: chunked\r\n\r\n");
        sendPieces(socket, reply, 0);
        return;
    }
    const qint64 length = reply.way == Way::Endless ? Gigabytes : reply.way == Way::Drip ? 100'000 : reply.body.size();
    head += "Content-Length: " + QByteArray::number(length) + "\r\n\r\n";
    if (reply.way == Way::Whole)
        head += reply.body; // in one piece: two would wait for an acknowledgement in between
    socket->write(head);
    switch (reply.way) {
    case Way::Short:
        socket->write(reply.body.left(reply.body.size() / 2));
        socket->disconnectFromHost();
        break;
    case Way::Drip: {
        auto *timer = new QTimer(socket);
        connect(timer, &QTimer::timeout, socket, [socket] { socket->write(" "); });
        timer->start(20);
        break;
    }
    case Way::Endless: sendEndlessly(socket, QByteArray(1 << 20, ' ')); break;
    default: break;
    }
}

} // namespace Heddle::TestSupport
