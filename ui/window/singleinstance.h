// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/base/result.h"
#include <QLocalServer>

class QLocalSocket;

namespace Heddle::Ui {

//! \brief One window per data folder: a second start raises the first and ends. They meet in a folder below the user's runtime
//! folder that belongs to the user and is closed to everybody else, so that nobody can answer in our place.
class SingleInstance : public QObject {
    Q_OBJECT
public:
    //! \param runtimeFolder as the system gives it; empty: it gives none that is safe
    explicit SingleInstance(const QString &dataFolder, const QString &runtimeFolder = defaultRuntimeFolder(), QObject *parent = nullptr);
    static QString defaultRuntimeFolder();

    //! \brief True when another window has this data folder; it has been asked to come to the front, and to open `paths`, which are
    //! absolute. Blocks for some seconds at most, before the event loop runs. Error Storage, with what to do, where the folder isn't safe.
    Result<bool> raiseOther(const QStringList &paths = {});
    //! \brief From now on a second start is heard. Errors: the same, or the system's.
    Status listen();
    //! \brief A second start opens its own window: this one is about to end.
    void stopListening();

Q_SIGNALS:
    void raiseRequested();
    //! \brief A second start was given files or folders.
    void pathsGiven(const QStringList &paths);

private:
    Status prepareFolder() const;
    void takePaths(QLocalSocket *socket);

    const QString m_folder; //!< empty: none
    QString m_path; //!< of the socket
    QLocalServer m_server;
};

} // namespace Heddle::Ui
