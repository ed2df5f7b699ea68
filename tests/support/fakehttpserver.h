// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QHash>
#include <QTcpServer>
#include <QUrl>
#include <functional>

class QTcpSocket;

namespace Heddle::TestSupport {

struct FakeRequest {
    QByteArray method, path; //!< path with its query
    QHash<QByteArray, QByteArray> headers; //!< names in lower case
    QByteArray body;
};

//! \brief What the server does with a request.
struct FakeReply {
    enum class Way {
        Whole,
        Hang, //!< never answers
        Drip, //!< a byte every 20 ms, never done
        Short, //!< half of the body, then the connection closes
        Reset, //!< the connection breaks off at once
        Endless, //!< sends and sends, up to 2 GB
        Stream, //!< `pieces` as chunks, then the end
        StreamReset, //!< `pieces`, then the connection breaks off
        StreamHang, //!< `pieces`, then silence
        Raw, //!< `body` as it is, status line and headers included, then `repeat` as fast as it is taken
        RawDrip, //!< the same, with a byte of `repeat` every 20 ms
    };
    int status = 200;
    QByteArray body;
    QList<QPair<QByteArray, QByteArray>> headers;
    Way way = Way::Whole;
    int delayMs = 0;
    QList<QPair<int, QByteArray>> pieces {}; //!< of a stream: milliseconds before it, and its bytes
    QByteArray repeat {}; //!< empty: the connection is closed after the body
};

//! \brief An HTTP/1.1 server on a free port of the loopback interface, in the test's own event loop.
class FakeHttpServer : public QTcpServer {
public:
    using Handler = std::function<FakeReply(const FakeRequest &)>;
    explicit FakeHttpServer(Handler handler, QObject *parent = nullptr);

    QString base() const { return QStringLiteral("http://127.0.0.1:%1").arg(serverPort()); }
    QUrl url(const QString &path) const { return QUrl(base() + path); }
    void setHandler(Handler handler) { m_handler = std::move(handler); }
    const QList<FakeRequest> &requests() const { return m_requests; }
    void keepRequests(bool keep) { m_keep = keep; }
    void forgetRequests() { m_requests.clear(); }
    int connections() const { return m_connections; } //!< open now
    int mostConnections() const { return m_most; }

private:
    void accept(QTcpSocket *socket);
    void read(QTcpSocket *socket, QByteArray &buffer);
    void answer(QTcpSocket *socket, const FakeRequest &request);
    void send(QTcpSocket *socket, const FakeReply &reply);
    void sendPieces(QTcpSocket *socket, const FakeReply &reply, qsizetype from);
    static void sendRaw(QTcpSocket *socket, const FakeReply &reply);
    static void sendEndlessly(QTcpSocket *socket, const QByteArray &piece);

    Handler m_handler;
    QList<FakeRequest> m_requests;
    bool m_keep = true;
    int m_connections = 0, m_most = 0;
};

} // namespace Heddle::TestSupport
