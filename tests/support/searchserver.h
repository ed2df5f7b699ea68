// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QString>
#include <QStringList>
#include <QTemporaryDir>

namespace Heddle::TestSupport {

//! \brief A real Elasticsearch or OpenSearch on this machine, as tests/services starts it; ended with the object.
class SearchServer {
public:
    //! \brief `login`: "USER:PASSWORD", with security on.
    explicit SearchServer(const QString &engine, const QString &login = {});
    ~SearchServer();

    //! \brief Starts it, or starts it again with the data it has. False: skipReason() says what this machine lacks.
    bool start();
    //! \brief Ends it at once, as a crash would.
    void kill();
    QString url() const { return m_url; } //!< another one after each start
    QString skipReason() const { return m_skipReason; }

private:
    QTemporaryDir m_folder;
    QString m_engine, m_login, m_url, m_skipReason;
};

} // namespace Heddle::TestSupport
