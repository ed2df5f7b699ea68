// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QByteArray>
#include <QString>
#include <QStringList>
#include <chrono>

namespace Heddle::Search::Elastic {

//! \brief A shared index on Elasticsearch or OpenSearch.
struct Configuration {
    QStringList nodes; //!< addresses of one cluster, http://host:9200
    QString index = QStringLiteral("heddle"); //!< the alias that is searched
    QString user; //!< empty: the secret is an API key
    QByteArray secret; //!< password or API key; empty: none is sent
    QByteArray authorities; //!< certificates (PEM) that are trusted beside the system's
    std::chrono::milliseconds searchDeadline { 5000 };
    std::chrono::milliseconds writeDeadline { 60'000 };
    std::chrono::milliseconds patience { 120'000 }; //!< with a server that is too busy to take documents

    bool operator==(const Configuration &) const = default;
};

} // namespace Heddle::Search::Elastic
