// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/base/result.h"
#include "core/search/elastic/configuration.h"
#include <QJsonObject>

namespace Heddle::Search::Elastic {

//! \brief What a server, or an item of a bulk, says of an error: type and reason, of the deepest cause.
struct Reason {
    QString type, text;
};
Reason reasonOf(const QJsonObject &body);

//! \brief A refusal in words, with what to do about it. `status`: of HTTP, or of the item.
Error refusal(const Configuration &configuration, int status, const QJsonObject &body);

//! \brief The index is there, and not one of Heddle's, or of another schema.
Error foreignIndex(const Configuration &configuration, const QString &what);

} // namespace Heddle::Search::Elastic
