// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/httpcall.h"
#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>
#include <QSslConfiguration>
#include <QSslError>

namespace Heddle::Net {
namespace {

constexpr int MaxRedirects = 5;
constexpr qint64 ReadBuffer = qint64(256) << 10; //!< bytes that Qt holds for us; beyond it the server has to wait

QString tr(const char *text)
{
    return QCoreApplication::translate("Heddle::Net", text);
}

Error transportError(const QNetworkReply &reply, const QUrl &url, const QString &certificate)
{
    const QString host = originOf(url);
    ErrorCode code = ErrorCode::Unreachable;
    QString message;
    switch (reply.error()) {
    case QNetworkReply::ConnectionRefusedError:
        message = tr("Nothing answers at %1. Start the server, or correct the address.").arg(host);
        break;
    case QNetworkReply::HostNotFoundError: message = tr("There is no host %1. Check the address and the network.").arg(url.host()); break;
    case QNetworkReply::SslHandshakeFailedError:
        message = certificate.isEmpty()
            ? tr("There is no secure connection to %1: the TLS handshake failed. Check the port of the address, "
                 "and the server's TLS settings.")
                  .arg(host)
            : tr("The certificate of %1 can't be trusted: %2.").arg(host, certificate);
        break;
    case QNetworkReply::ProtocolUnknownError: message = tr("The address must start with http:// or https://."); break;
    case QNetworkReply::ProtocolFailure:
        code = ErrorCode::Transport;
        message = tr("%1 does not speak HTTP. Check the port, and whether the address must begin with https://.").arg(host);
        break;
    case QNetworkReply::ProxyConnectionRefusedError:
    case QNetworkReply::ProxyConnectionClosedError:
    case QNetworkReply::ProxyNotFoundError:
    case QNetworkReply::ProxyTimeoutError:
    case QNetworkReply::ProxyAuthenticationRequiredError:
        message = tr("The proxy of this system does not let requests to %1 through. Check the system's proxy settings.").arg(host);
        break;
    default:
        code = ErrorCode::Transport;
        message = url.scheme() == QLatin1String("http")
            ? tr("The connection to %1 broke off. Look into the server's log, and check whether it expects https://.").arg(host)
            : tr("The connection to %1 broke off. Try again, or look into the server's log.").arg(host);
    }
    return { code, message, reply.errorString().remove(url.toString()), true };
}

Error tooLarge(const HttpRequest &request)
{
    return { ErrorCode::Protocol,
        tr("%1 sent more than %2. Check whether the address is right.")
            .arg(originOf(request.url), QLocale().formattedDataSize(request.maxReplyBytes)),
        {}, false };
}

} // namespace

HttpCall::HttpCall(
    HttpClient *client, HttpRequest request, std::shared_ptr<HttpClient::State> state, Concurrency::Context context, ByteSink onBytes)
    : m_client(client), m_request(std::move(request)), m_state(std::move(state)), m_destinations(context.destinations),
      m_contents(context.contents), m_onBytes(std::move(onBytes))
{
    Concurrency::Span span;
    span.flow = context.flow;
    span.runs = client->m_runs;
    span.where = originOf(m_request.url).toStdString();
    span.what = m_request.purpose.toStdString();
    span.deadline = std::chrono::steady_clock::now() + m_request.deadline;
    m_id = client->m_registry->begin(std::move(span));
    for (QTimer *timer : { &m_deadline, &m_idle, &m_again })
        timer->setSingleShot(true);
    connect(&m_again, &QTimer::timeout, this, &HttpCall::goOn);
    m_deadline.setTimerType(Qt::PreciseTimer);
    connect(&m_deadline, &QTimer::timeout, this, [this] {
        end(Error { ErrorCode::Timeout,
            tr("%1 did not answer within %2 s.")
                .arg(originOf(m_request.url), QLocale().toString(double(m_request.deadline.count()) / 1000, 'g', 3)),
            {}, true });
    });
    connect(&m_idle, &QTimer::timeout, this, [this] {
        end(Error { ErrorCode::Timeout,
            tr("%1 sent nothing for %2 s.").arg(originOf(m_request.url), QLocale().toString(double(m_request.idle.count()) / 1000, 'g', 3)),
            {}, true });
    });
    m_deadline.start(m_request.deadline);
    // From any thread: whoever waits goes on at once, the call itself is ended in its own thread.
    m_stop.emplace(context.stop, [this, settled = m_state] {
        settled->settle(Error::cancelled());
        QMetaObject::invokeMethod(
            this, [this] { end(Error::cancelled()); }, Qt::QueuedConnection);
    });
}

HttpCall::~HttpCall() = default;

void HttpCall::startOn(Manager *manager)
{
    m_manager = manager;
    ++manager->calls;
    m_client->m_registry->activate(m_id);
    post();
}

QNetworkRequest HttpCall::networkRequest() const
{
    QNetworkRequest request(m_request.url);
    request.setHeader(QNetworkRequest::UserAgentHeader, QStringLiteral("Heddle/%1").arg(QCoreApplication::applicationVersion()).toLatin1());
    request.setRawHeader("Accept", "application/json, text/event-stream");
    request.setRawHeader("Accept-Encoding", "identity"); // nothing is unpacked, so the limit of the reply's size holds
    if (!m_request.body.isEmpty() || m_request.method == "POST")
        request.setHeader(QNetworkRequest::ContentTypeHeader, QByteArray("application/json"));
    if (!m_request.key.isEmpty())
        request.setRawHeader("Authorization", "Bearer " + m_request.key);
    for (const auto &[name, value] : m_request.headers)
        request.setRawHeader(name, value);
    if (!m_request.authorities.isEmpty()) {
        QSslConfiguration tls = QSslConfiguration::defaultConfiguration();
        tls.addCaCertificates(QSslCertificate::fromData(m_request.authorities));
        request.setSslConfiguration(tls);
    }
    request.setAttribute(QNetworkRequest::Http2AllowedAttribute, false); // its faults in Qt 6.4: docs/security.md
    request.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::AuthenticationReuseAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::CacheLoadControlAttribute, QNetworkRequest::AlwaysNetwork);
    return request;
}

void HttpCall::post()
{
    m_noted = false;
    const QNetworkRequest request = networkRequest();
    QNetworkAccessManager &access = *m_manager->access;
    m_reply = m_request.method == "GET" ? access.get(request)
        : m_request.method == "POST"    ? access.post(request, m_request.body)
                                        : access.sendCustomRequest(request, m_request.method, m_request.body);
    m_client->m_registry->sent(m_id, std::uint64_t(m_request.body.size()));
    // What is set before Qt's thread has the request does not reach it.
    m_reply->setReadBufferSize(ReadBuffer);
    connect(m_reply, &QNetworkReply::requestSent, this, [this] {
        m_reply->setReadBufferSize(ReadBuffer);
        noteSent();
    });
    connect(m_reply, &QNetworkReply::metaDataChanged, this, &HttpCall::readHeaders);
    connect(m_reply, &QNetworkReply::readyRead, this, &HttpCall::receive);
    connect(m_reply, &QNetworkReply::sslErrors, this, [this](const QList<QSslError> &errors) {
        if (!errors.isEmpty())
            m_certificate = errors.first().errorString(); // it is never ignored
    });
    connect(m_reply, &QNetworkReply::uploadProgress, this, [this](qint64 bytes) {
        m_idle.start(m_request.idle);
        if (bytes > 0)
            noteSent();
    });
    connect(m_reply, &QObject::destroyed, this, [this] {
        m_reply = nullptr;
        end(Error { ErrorCode::Transport, tr("The connection to %1 broke off.").arg(originOf(m_request.url)), {}, true });
    });
    m_idle.start(m_request.idle);
    // A reply may have ended before anybody listened (an unknown scheme).
    if (m_reply->isFinished())
        QMetaObject::invokeMethod(this, &HttpCall::finished, Qt::QueuedConnection);
    else
        connect(m_reply, &QNetworkReply::finished, this, &HttpCall::finished);
}

//! What the request holds has left this computer, whatever comes of the call. One without a body holds nothing of the user's.
void HttpCall::noteSent()
{
    if (m_request.body.isEmpty() || std::exchange(m_noted, true))
        return;
    if (m_destinations)
        m_destinations->add(originOf(m_request.url).toStdString());
    if (m_client->m_guard)
        m_client->m_guard->noteSent(m_request, m_contents);
}

int HttpCall::status() const
{
    return m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
}

//! A reply that can't be taken ends before its body comes.
void HttpCall::readHeaders()
{
    if (m_ended || !m_reply || status() < 200 || status() >= 300)
        return;
    const QByteArray coding = m_reply->rawHeader("Content-Encoding").trimmed().toLower();
    if (!coding.isEmpty() && coding != "identity")
        end(Error { ErrorCode::Protocol,
            tr("%1 sent a compressed reply, although it was asked for a plain one. Switch compression off on that server.")
                .arg(originOf(m_request.url)),
            QString::fromLatin1(coding.left(80)), false });
    else if (m_reply->header(QNetworkRequest::ContentLengthHeader).toLongLong() > m_request.maxReplyBytes)
        end(tooLarge(m_request));
}

void HttpCall::receive()
{
    if (m_ended || !m_reply || !m_reply->isOpen() || m_again.isActive())
        return;
    const QByteArray bytes = m_reply->readAll();
    if (bytes.isEmpty())
        return;
    m_received += bytes.size();
    m_idle.start(m_request.idle);
    if (status() < 200 || status() >= 300) {
        takeError(bytes);
    } else if (m_received > m_request.maxReplyBytes) {
        end(tooLarge(m_request));
    } else if (!m_onBytes) {
        m_body += bytes;
    } else if (!m_onBytes(bytes)) {
        m_again.start(0);
    }
}

//! What a server says of its trouble is short; of more than that, the beginning is enough.
void HttpCall::takeError(const QByteArray &bytes)
{
    m_body += bytes;
    if (m_body.size() <= m_client->limits().errorBytes)
        return;
    m_body.truncate(m_client->limits().errorBytes);
    if (status() >= 400)
        end(reply(status()));
    else
        end(tooLarge(m_request));
}

void HttpCall::goOn()
{
    if (m_ended || !m_reply)
        return;
    m_idle.start(m_request.idle); // it is us who take the time
    if (!m_onBytes({}))
        m_again.start(0);
    else if (m_reply->isFinished())
        finished();
    else
        receive();
}

HttpReply HttpCall::reply(int status)
{
    HttpReply reply;
    reply.status = status;
    reply.body = std::move(m_body);
    reply.contentType = m_reply->header(QNetworkRequest::ContentTypeHeader).toByteArray();
    reply.headers = m_reply->rawHeaderPairs();
    reply.retryAfter = parseRetryAfter(m_reply->rawHeader("Retry-After"), QDateTime::currentDateTimeUtc());
    return reply;
}

void HttpCall::finished()
{
    if (m_ended || !m_reply || m_again.isActive())
        return;
    receive();
    if (m_ended || !m_reply || m_again.isActive())
        return;
    const int code = status();
    if (code >= 300 && code < 400 && code != 304) {
        if (!redirect(code))
            end(Error { ErrorCode::Protocol,
                tr("%1 redirects to %2. Enter that address in the settings if you trust it.")
                    .arg(originOf(m_request.url), originOf(m_request.url.resolved(QUrl::fromEncoded(m_reply->rawHeader("Location"))))),
                QString::number(code), false });
        return;
    }
    if (code == 0 || (code < 400 && m_reply->error() != QNetworkReply::NoError))
        end(transportError(*m_reply, m_request.url, m_certificate));
    else
        end(reply(code));
}

//! Follows within the same origin, where the request stays what it is.
bool HttpCall::redirect(int status)
{
    const QUrl target = m_request.url.resolved(QUrl::fromEncoded(m_reply->rawHeader("Location")));
    const bool stays = m_request.method == "GET" || status == 307 || status == 308;
    if (!stays || originOf(target) != originOf(m_request.url) || target == m_request.url || ++m_redirects > MaxRedirects)
        return false;
    letGo();
    m_request.url = target;
    m_body.clear();
    post();
    return true;
}

void HttpCall::letGo()
{
    if (!m_reply)
        return;
    m_reply->disconnect(this);
    if (m_reply->isRunning())
        m_reply->abort();
    m_reply->deleteLater();
    m_reply = nullptr;
}

void HttpCall::end(Result<HttpReply> result)
{
    if (std::exchange(m_ended, true))
        return;
    m_deadline.stop();
    m_idle.stop();
    m_again.stop();
    m_stop.reset(); // waits for a stop that is just coming in; that one only settles and posts
    letGo();
    if (m_manager) {
        --m_manager->calls;
        m_manager->idleSince = std::chrono::steady_clock::now();
    }
    using Concurrency::Outcome;
    const Outcome outcome = result.ok() ? (result->ok() ? Outcome::Done : Outcome::Failed)
        : result.error().isCancelled()  ? Outcome::Cancelled
                                        : Outcome::Failed;
    m_client->m_registry->end(m_id, outcome, std::uint64_t(m_received));
    m_client->forget(this);
    m_state->settle(std::move(result));
    deleteLater();
}

} // namespace Heddle::Net
