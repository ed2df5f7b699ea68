// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/embedding/localmodel.h"
#include "core/settings/values.h"
#include <QWidget>

class QVBoxLayout;

namespace Heddle::Ui {

class Card;

//! \brief A chat server that answers on this computer.
struct FoundServer {
    QString provider; //!< id
    QString address; //!< host:port
    QStringList models;
};

//! \brief The models there are: those on this computer, servers that were found here, services that are set up; what each is used
//! for, and a button to choose it for answers.
class ModelRows : public QWidget {
    Q_OBJECT
public:
    explicit ModelRows(Embedding::LocalRuntime runtime, QWidget *parent = nullptr);

    void showStored(const Settings::Values &values);
    void showServers(const QList<FoundServer> &servers);

Q_SIGNALS:
    //! \brief Answers are to be written by this service, with this model; an empty model: as it was typed before.
    void useRequested(const QString &provider, const QString &model);
    //! \brief Answers are to be quoted.
    void noneRequested();
    //! \brief Another service is to be set up.
    void addRequested();

private:
    void rebuild();
    void addModel(const QString &title, const QString &description, const QString &use, QWidget *control, const char *objectName);
    void addLocalModel();
    void addChatServers();
    void addOthers();

    const Embedding::LocalRuntime m_runtime;
    QVBoxLayout *const m_column;
    Card *m_card = nullptr;
    Settings::Values m_values;
    QList<FoundServer> m_servers;
};

} // namespace Heddle::Ui
