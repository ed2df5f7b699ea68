// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/base/result.h"
#include <QByteArray>
#include <QList>
#include <QString>
#include <QUrl>

namespace Heddle::Net {

//! \brief A service as the user has set it up. Chat models, embedding models and rerankers all have one in their
//! configuration; what else they need stands beside it.
struct ServiceEndpoint {
    QString id; //!< of the provider, in the table of the folder that uses it; empty: no server is called
    QString url; //!< as typed; the provider's rule turns it into the address of requests
    QByteArray key; //!< empty: none is sent
    QString model; //!< empty: the server's own, where the provider allows it

    bool operator==(const ServiceEndpoint &) const = default;
};

//! \brief What a key is stored under, so that it is never sent anywhere else: `id` and the origins of all servers that may
//! get it ("jina https://api.jina.ai:443"). Empty without an id or a server: then there is nothing to send a key to.
QString keyBinding(const QString &id, const QList<QUrl> &servers);
//! \brief The same for an endpoint and the address that its requests go to; empty where that can't be used.
QString keyBinding(const ServiceEndpoint &endpoint, const Result<QUrl> &resolved);
//! \brief Returns the origins of a binding ("http://host:80").
QStringList originsOf(const QString &binding);
//! \brief Returns the first origin that a key would reach readable for everyone on the way: plain HTTP to another computer.
//! Empty where there is none.
QString unencryptedOrigin(const QString &binding);

} // namespace Heddle::Net
