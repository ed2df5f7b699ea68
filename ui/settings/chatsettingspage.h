// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/llm/chatprovider.h"
#include "core/llm/trial.h"
#include "core/net/httpclient.h"
#include "ui/settings/modelsettingspage.h"
#include <QPointer>

class QComboBox;
class QLineEdit;

namespace Heddle::Ui {

//! \brief Sets up the model that writes answers: which service, its address as it will be used, its key, its model out of
//! the server's own list. Tries it before it is saved, and looks for servers on this computer when asked to.
class ChatSettingsPage : public ModelSettingsPage {
    Q_OBJECT
public:
    ChatSettingsPage(Settings::AsyncStore settings, Settings::SecretStore &secrets, Concurrency::TaskGroup &tasks, Net::HttpClient &http,
        QWidget *parent = nullptr);

private:
    //! The servers that answered on this computer, and what the first of them offers.
    struct LocalServers {
        QStringList names;
        QString provider, model;
    };
    using Models = Result<QList<Llm::ChatModelInfo>>;

    std::optional<Llm::Configuration> configuration() const;
    QString keyBinding() const override;
    void updateFields() override;
    void addFields();
    void test();
    void listModels();
    void findServers();
    void showTrial(const Result<Llm::Trial> &trial);
    void showModels(const Models &models);
    void showServers(const LocalServers &found);
    static QCoro::Task<Result<Llm::Trial>> tryModel(
        QPointer<Net::HttpClient> http, Llm::Configuration configuration, KeySource key, std::stop_token stop);
    static QCoro::Task<Models> fetchModels(
        QPointer<Net::HttpClient> http, Llm::Configuration configuration, KeySource key, std::stop_token stop);
    static QCoro::Task<LocalServers> findLocalServers(QPointer<Net::HttpClient> http, std::stop_token stop);

    const QPointer<Net::HttpClient> m_http;
    QComboBox *m_provider = nullptr, *m_model = nullptr;
    QLineEdit *m_url = nullptr;
    QLabel *const m_endpoint;
    QPushButton *const m_list, *const m_find;
    QWidgetList m_forService; //!< fields that mean nothing without a service
};

} // namespace Heddle::Ui
