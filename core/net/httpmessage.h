// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/base/result.h"
#include <QByteArray>
#include <QDateTime>
#include <QJsonObject>
#include <QList>
#include <QString>
#include <QUrl>
#include <chrono>
#include <optional>

namespace Heddle::Net {

//! \brief A request to a server that the user has set up.
struct HttpRequest {
    QByteArray method = "POST"; //!< GET, POST, or another one, which is sent as it is
    QUrl url;
    QByteArray body; //!< JSON; may be empty
    QByteArray key; //!< sent as "Authorization: Bearer", never to another origin and never logged; empty: no such header
    QList<QPair<QByteArray, QByteArray>> headers; //!< added to the usual ones, or replacing them
    QString model; //!< that it asks for, where it does: some are computed elsewhere than the server that is called
    QByteArray authorities; //!< certificates (PEM) that are trusted in addition to the system's
    QString purpose; //!< like "rerank", for the live panel
    std::chrono::milliseconds deadline { 30'000 }; //!< for the whole call: waiting, sending, retries and receiving
    //! Longest time without a byte received once the request is sent; of a stream, without a message that brings something.
    std::chrono::milliseconds idle { 30'000 };
    qint64 maxReplyBytes = qint64(32) << 20;
    int attempts = 3; //!< on 429 and 503 with a Retry-After that lies within the deadline
};

//! \brief A complete reply of any status.
struct HttpReply {
    int status = 0;
    QByteArray body;
    QByteArray contentType;
    QList<QPair<QByteArray, QByteArray>> headers; //!< all of them, as received
    std::optional<std::chrono::milliseconds> retryAfter;
    //! \brief Returns the first header of a name, ignoring case; empty where there is none.
    QByteArray header(const QByteArray &name) const;
    bool ok() const { return status >= 200 && status < 300; }
};

//! \brief Reads a Retry-After header, in seconds or as a date; nothing where it is invalid or more than a day.
std::optional<std::chrono::milliseconds> parseRetryAfter(const QByteArray &value, const QDateTime &now);
//! \brief Returns scheme://host:port of an address: what a key is bound to, and what messages show.
QString originOf(const QUrl &url);
//! \brief Returns the address without query, fragment, name and password, for messages and logs.
QString redacted(const QUrl &url);
bool isLoopback(const QUrl &url);
//! \brief Returns the server's own error message, from any of the usual places of its JSON; empty where there is none.
QString serverMessage(const QJsonObject &body);

} // namespace Heddle::Net
