// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/singleinstance.h"
#include <QCryptographicHash>
#include <QFileInfo>
#include <QLocalSocket>

namespace Heddle::Ui {

SingleInstance::SingleInstance(const QString &dataFolder, QObject *parent) : QObject(parent)
{
    const QByteArray path = QFileInfo(dataFolder).absoluteFilePath().toUtf8();
    m_name = QLatin1String("heddle-") + QString::fromLatin1(QCryptographicHash::hash(path, QCryptographicHash::Sha256).toHex().left(24));
    m_server.setSocketOptions(QLocalServer::UserAccessOption);
    connect(&m_server, &QLocalServer::newConnection, this, [this] {
        while (QLocalSocket *socket = m_server.nextPendingConnection()) {
            connect(socket, &QLocalSocket::disconnected, socket, &QObject::deleteLater);
            socket->disconnectFromServer();
            Q_EMIT raiseRequested();
        }
    });
}

bool SingleInstance::raiseOther()
{
    constexpr int WaitMs = 1000;
    QLocalSocket socket;
    socket.connectToServer(m_name);
    return socket.waitForConnected(WaitMs);
}

void SingleInstance::listen()
{
    if (m_server.listen(m_name))
        return;
    QLocalServer::removeServer(m_name); // left behind by one that was killed: nobody answered there
    m_server.listen(m_name);
}

} // namespace Heddle::Ui
