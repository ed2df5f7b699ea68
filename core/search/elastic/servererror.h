// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/base/result.h"
#include "core/search/elastic/configuration.h"
#include <QJsonObject>

namespace Heddle::Search::Elastic {

//! \brief Type and reason of an error, of its deepest cause.
struct Reason {
    QString type, text;
};
//! \param body of a reply, or an item of a bulk
Reason reasonOf(const QJsonObject &body);

//! \brief What a failure means and what to do about it. `status`: of HTTP, or of an item of a bulk.
Error errorFor(const Configuration &configuration, int status, const QJsonObject &body);

//! \brief The error of an index that exists but isn't one of Heddle's, or has another schema. `what`: the reason, half a sentence.
Error foreignIndex(const Configuration &configuration, const QString &what);

} // namespace Heddle::Search::Elastic
