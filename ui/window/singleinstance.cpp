// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/singleinstance.h"
#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QLocalSocket>
#include <QStandardPaths>
#include <sys/stat.h>
#include <unistd.h>

namespace Heddle::Ui {
namespace {

constexpr qint64 LongestList = 1 << 20; //!< bytes of paths

} // namespace

QString SingleInstance::defaultRuntimeFolder()
{
    return QStandardPaths::writableLocation(QStandardPaths::RuntimeLocation);
}

SingleInstance::SingleInstance(const QString &dataFolder, const QString &runtimeFolder, QObject *parent)
    : QObject(parent), m_folder(runtimeFolder.isEmpty() ? QString() : runtimeFolder + QLatin1String("/heddle"))
{
    const QByteArray path = QFileInfo(dataFolder).absoluteFilePath().toUtf8();
    m_path = m_folder + QLatin1Char('/') + QString::fromLatin1(QCryptographicHash::hash(path, QCryptographicHash::Sha256).toHex().left(24));
    m_server.setSocketOptions(QLocalServer::UserAccessOption);
    connect(&m_server, &QLocalServer::newConnection, this, [this] {
        while (QLocalSocket *socket = m_server.nextPendingConnection()) {
            socket->setReadBufferSize(LongestList);
            connect(socket, &QLocalSocket::disconnected, this, [this, socket] {
                takePaths(socket);
                socket->deleteLater();
            });
            Q_EMIT raiseRequested();
            if (socket->state() == QLocalSocket::UnconnectedState) { // it was gone before we listened
                takePaths(socket);
                socket->deleteLater();
            }
        }
    });
}

void SingleInstance::takePaths(QLocalSocket *socket)
{
    QStringList paths;
    for (const QJsonValue &path : QJsonDocument::fromJson(socket->readAll()).array()) {
        if (path.isString() && QFileInfo(path.toString()).isAbsolute())
            paths += path.toString();
    }
    if (!paths.isEmpty())
        Q_EMIT pathsGiven(paths);
}

Status SingleInstance::prepareFolder() const
{
    constexpr mode_t Others = S_IRWXG | S_IRWXO;
    const QByteArray path = QFile::encodeName(m_folder);
    struct stat facts = {};
    const bool made = !m_folder.isEmpty() && (::mkdir(path.constData(), S_IRWXU) == 0 || errno == EEXIST);
    // Not through a link: it would be somebody else's folder under our name.
    if (made && ::lstat(path.constData(), &facts) == 0 && S_ISDIR(facts.st_mode) && facts.st_uid == ::geteuid()
        && ((facts.st_mode & Others) == 0 || ::chmod(path.constData(), S_IRWXU) == 0))
        return Done {};
    return Error { ErrorCode::Storage,
        tr("Heddle can't find out whether its window is open already: the folder %1 is missing, or isn't yours alone. Log in again, or let "
           "XDG_RUNTIME_DIR name a folder of yours.")
            .arg(m_folder.isEmpty() ? qEnvironmentVariable("XDG_RUNTIME_DIR") : m_folder),
        {}, false };
}

Result<bool> SingleInstance::raiseOther(const QStringList &paths)
{
    constexpr int WaitMs = 1000;
    HEDDLE_TRY(prepareFolder());
    QLocalSocket socket;
    socket.connectToServer(m_path);
    if (!socket.waitForConnected(WaitMs))
        return false;
    if (!paths.isEmpty()) {
        socket.write(QJsonDocument(QJsonArray::fromStringList(paths)).toJson(QJsonDocument::Compact));
        while (socket.bytesToWrite() > 0 && socket.waitForBytesWritten(WaitMs)) { }
    }
    socket.disconnectFromServer();
    return true;
}

Status SingleInstance::listen()
{
    HEDDLE_TRY(prepareFolder());
    if (m_server.listen(m_path))
        return Done {};
    QLocalServer::removeServer(m_path); // left behind by one that was killed: nobody answered there
    if (m_server.listen(m_path))
        return Done {};
    return Error { ErrorCode::Storage,
        tr("A second start of Heddle won't find this window: %1 can't be opened (%2). Let XDG_RUNTIME_DIR name a folder of yours with a "
           "short name.")
            .arg(m_path, m_server.errorString()),
        {}, false };
}

void SingleInstance::stopListening()
{
    m_server.close();
}

} // namespace Heddle::Ui
