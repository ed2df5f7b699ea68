// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/base/result.h"
#include <QStringList>
#include <QUrl>

namespace Heddle::Net {

//! \brief How the address that somebody typed becomes the one that a request is sent to.
struct EndpointRule {
    QString defaultUrl; //!< for an empty field; "" : an address is needed
    QString path; //!< appended to a base, like "/v1/rerank"; a version that the base ends with is not doubled
    QStringList finalSegments; //!< an address that ends so is taken as it is
};

//! \brief The whole address. Looks at the last segment of the path only, keeps a prefix and a query, drops a fragment.
//! Error Input in words: no address, no scheme, a name or password in it.
Result<QUrl> endpointFrom(const QString &typed, const EndpointRule &rule);

} // namespace Heddle::Net
