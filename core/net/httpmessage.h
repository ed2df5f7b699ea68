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

//! \brief A request to a server that the user has named.
struct HttpRequest {
    QByteArray method = "POST"; //!< GET and POST have their meaning; others are sent as they are
    QUrl url;
    QByteArray body; //!< JSON where there is one
    QByteArray key; //!< sent as «Authorization: Bearer», never redirected, never logged; empty: no such header
    QList<QPair<QByteArray, QByteArray>> headers; //!< more of them, or in place of the usual ones
    QByteArray authorities; //!< certificates (PEM) that are trusted beside the system's
    QString purpose; //!< «rerank», for the live view
    std::chrono::milliseconds deadline { 30'000 }; //!< for everything: waiting, sending, retries, receiving
    std::chrono::milliseconds idle { 30'000 }; //!< without a byte received, once it is sent
    qint64 maxReplyBytes = qint64(32) << 20;
    int attempts = 3; //!< on 429 and 503 with a Retry-After that lies within the deadline
};

//! \brief A whole reply, whatever its status.
struct HttpReply {
    int status = 0;
    QByteArray body;
    QByteArray contentType;
    QList<QPair<QByteArray, QByteArray>> headers; //!< all of them, as received
    std::optional<std::chrono::milliseconds> retryAfter;
    //! \brief The first header of a name, whatever its case; empty: none.
    QByteArray header(const QByteArray &name) const;
    bool ok() const { return status >= 200 && status < 300; }
};

//! \brief Seconds or a date, as servers write it; nothing where it makes no sense or is more than a day.
std::optional<std::chrono::milliseconds> parseRetryAfter(const QByteArray &value, const QDateTime &now);
//! \brief scheme://host:port of an address: what a key is bound to and what is shown of it.
QString originOf(const QUrl &url);
//! \brief The address without query, fragment, name and password, for messages and logs.
QString redacted(const QUrl &url);
bool isLoopback(const QUrl &url);
//! \brief What a server says of an error, in whichever of the usual places of its JSON; empty where it says nothing.
QString serverMessage(const QJsonObject &body);

} // namespace Heddle::Net
