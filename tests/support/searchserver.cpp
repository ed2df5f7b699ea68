// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/searchserver.h"
#include <QProcess>

namespace Heddle::TestSupport {
namespace {

constexpr int SkipCode = 77;
constexpr int LongestStart = 400'000; //!< ms, with a first download

} // namespace

SearchServer::SearchServer(const QString &engine, const QString &login) : m_engine(engine), m_login(login) { }

SearchServer::~SearchServer()
{
    kill();
}

bool SearchServer::start()
{
    QProcess starter;
    starter.setProcessChannelMode(QProcess::SeparateChannels);
    QStringList arguments { m_engine, m_folder.path() };
    if (!m_login.isEmpty())
        arguments += { QStringLiteral("--login"), m_login };
    starter.start(QStringLiteral(HEDDLE_SERVICES "/start-server"), arguments);
    if (!starter.waitForFinished(LongestStart))
        qFatal("%s did not start in time", qUtf8Printable(m_engine));
    if (starter.exitCode() == SkipCode) {
        m_skipReason = QString::fromLocal8Bit(starter.readAllStandardError()).trimmed();
        return false;
    }
    m_url = QString::fromLocal8Bit(starter.readAllStandardOutput()).trimmed();
    if (starter.exitCode() != 0 || m_url.isEmpty())
        qFatal("%s", starter.readAllStandardError().constData());
    return true;
}

void SearchServer::kill()
{
    QProcess::execute(QStringLiteral(HEDDLE_SERVICES "/stop-server"), { m_folder.path(), QStringLiteral("--kill") });
}

} // namespace Heddle::TestSupport
