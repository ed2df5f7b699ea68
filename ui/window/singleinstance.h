// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QLocalServer>

namespace Heddle::Ui {

//! \brief One window per data folder: a second start raises the first and ends.
class SingleInstance : public QObject {
    Q_OBJECT
public:
    explicit SingleInstance(const QString &dataFolder, QObject *parent = nullptr);

    //! \brief True when another window has this data folder; it has been asked to come to the front. Blocks for at most
    //! a second, before the event loop runs.
    bool raiseOther();
    //! \brief From now on a second start is heard.
    void listen();

Q_SIGNALS:
    void raiseRequested();

private:
    QString m_name;
    QLocalServer m_server;
};

} // namespace Heddle::Ui
