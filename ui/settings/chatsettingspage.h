// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/llm/chatprovider.h"
#include "core/llm/trial.h"
#include "core/net/httpclient.h"
#include "ui/settings/modelrows.h"
#include "ui/settings/modelsettingspage.h"
#include <QPointer>

class QComboBox;
class QLineEdit;

namespace Heddle::Ui {

//! \brief Sets up the model that writes answers: which service, its address as it will be used, its key, its model out of
//! the server's own list. Tries it before it is saved, and looks for servers on this computer, once by itself
//! and whenever asked to. Above stands what models there are.
class ChatSettingsPage : public ModelSettingsPage {
    Q_OBJECT
public:
    ChatSettingsPage(Settings::AsyncStore settings, Settings::SecretStore &secrets, Concurrency::TaskGroup &tasks, Net::HttpClient &http,
        Embedding::LocalRuntime runtime = {}, QWidget *parent = nullptr);

private:
    using Models = Result<QList<Llm::ChatModelInfo>>;

    std::optional<Llm::Configuration> configuration() const;
    QString keyBinding() const override;
    void updateFields() override;
    void showStored(const Settings::Values &values) override;
    void addFields();
    void useService(const QString &provider, const QString &model);
    void keepTyped();
    void test();
    void listModels();
    void findServers();
    void showTrial(const Result<Llm::Trial> &trial);
    void showModels(const Models &models);
    void showServers(const QList<FoundServer> &found);
    static QCoro::Task<Result<Llm::Trial>> tryModel(
        QPointer<Net::HttpClient> http, Llm::Configuration configuration, KeySource key, std::stop_token stop);
    static QCoro::Task<Models> fetchModels(
        QPointer<Net::HttpClient> http, Llm::Configuration configuration, KeySource key, std::stop_token stop);
    static QCoro::Task<QList<FoundServer>> findLocalServers(QPointer<Net::HttpClient> http, std::stop_token stop);

    const QPointer<Net::HttpClient> m_http;
    QComboBox *m_provider = nullptr, *m_model = nullptr;
    QLineEdit *m_url = nullptr;
    QLabel *const m_endpoint;
    QPushButton *const m_list, *const m_find;
    ModelRows *const m_rows;
    //! What was typed for the services that were chosen before.
    struct Typed {
        QString url, model;
    };
    QHash<QString, Typed> m_typed; //!< by provider
    QString m_chosen; //!< provider that the fields are about; empty: none yet
    bool m_looked = false; //!< for servers on this computer
    QWidgetList m_forService; //!< fields that mean nothing without a service
};

} // namespace Heddle::Ui
