// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/base/result.h"
#include <QStringList>
#include <QUrl>

namespace Heddle::Net {

//! \brief How the address that the user has typed becomes the one that requests are sent to.
struct EndpointRule {
    QString defaultUrl; //!< for an empty field; "" : an address is needed
    QString path; //!< appended to a base, like "/v1/rerank"; a version that the base ends with is not doubled
    QStringList finalSegments; //!< an address that ends so is taken as it is
};

//! \brief Returns the whole address of requests. Looks at the last segment of the path only, keeps a prefix and a query, and
//! drops a fragment. Error Input where the address is missing, has no scheme, or holds a name, a password or a key.
Result<QUrl> endpointFrom(const QString &typed, const EndpointRule &rule);

//! \brief Whether an address holds a name, a password, or in its query or fragment what looks like a key. Addresses are stored
//! and shown as they are, so keys have no place in them.
bool holdsSecret(const QUrl &url);

} // namespace Heddle::Net
