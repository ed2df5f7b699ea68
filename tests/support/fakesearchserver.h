// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "tests/support/fakehttpserver.h"
#include <QJsonObject>
#include <QMap>

namespace Heddle::TestSupport {

//! \brief As much of OpenSearch as the engine for search servers uses to fill an index, to compare and to search words; in memory.
//! It can fail at any request.
class FakeSearchServer {
public:
    FakeSearchServer();

    QString base() const { return m_server.base(); }
    //! \brief What becomes of a request before the server looks at it; nothing: it is answered.
    std::function<std::optional<FakeReply>(const FakeRequest &)> trouble;
    static FakeReply reset();
    static FakeReply hang();

    QString uuid = QStringLiteral("u"); //!< of the index
    QMap<QString, QJsonObject> &documents() { return m_documents; }
    qint64 requests() const { return m_requests; } //!< those that it failed included
    qint64 bulks() const { return m_bulks; }

private:
    FakeReply answer(const FakeRequest &request);
    QJsonObject bulk(const QByteArray &body);
    QJsonObject search(const QJsonObject &body) const;
    bool matches(const QJsonObject &document, const QJsonObject &query) const;

    FakeHttpServer m_server;
    QMap<QString, QJsonObject> m_documents; //!< _source by id
    QHash<QString, qint64> m_versions;
    bool m_exists = false;
    qint64 m_sequence = 0, m_requests = 0, m_bulks = 0;
};

} // namespace Heddle::TestSupport
