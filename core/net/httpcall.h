// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/net/httpclient.h"
#include <QNetworkReply>
#include <QPointer>
#include <optional>

namespace Heddle::Net {

//! \brief One attempt of a request, from the queue to its end. Deletes itself when it has ended.
class HttpCall : public QObject {
public:
    HttpCall(
        HttpClient *client, HttpRequest request, std::shared_ptr<HttpClient::State> state, Concurrency::Context context, ByteSink onBytes);
    ~HttpCall() override;

    const QUrl &url() const { return m_request.url; }
    void startOn(HttpClient::Manager *manager);
    //! \brief Ends the call with a result: the reply is disconnected, then aborted, then deleted through the event loop.
    void end(Result<HttpReply> result);

private:
    using Manager = HttpClient::Manager;
    void post();
    void noteSent();
    void readHeaders();
    void receive();
    void takeError(const QByteArray &bytes);
    void goOn();
    void finished();
    HttpReply reply(int status);
    int status() const;
    bool redirect(int status);
    QNetworkRequest networkRequest() const;
    void letGo();

    HttpClient *m_client;
    HttpRequest m_request;
    std::shared_ptr<HttpClient::State> m_state;
    std::shared_ptr<Concurrency::Destinations> m_destinations; //!< null: nobody wants to know
    std::shared_ptr<const Concurrency::Contents> m_contents; //!< null: nobody has said
    bool m_noted = false; //!< that it left, since it was posted
    ByteSink m_onBytes;
    std::uint64_t m_id;
    Manager *m_manager = nullptr;
    QPointer<QNetworkReply> m_reply;
    QString m_certificate; //!< what is wrong with the server's; empty: nothing
    QByteArray m_body;
    qint64 m_received = 0;
    int m_redirects = 0;
    bool m_ended = false;
    QTimer m_deadline, m_idle;
    QTimer m_again; //!< active while the sink is busy
    std::optional<std::stop_callback<std::function<void()>>> m_stop;
};

} // namespace Heddle::Net
