// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/llm/chatprovider.h"
#include "ui/settings/modelsettingspage.h"

class QComboBox;
class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QPushButton;
class QSpinBox;

namespace Heddle::Ui {

//! \brief Sets up the model that writes answers: which service, its address as it will be used, its key, its model out of
//! the server's own list; tries it before it is saved, and looks for servers on this computer when asked to.
class ChatSettingsPage : public ModelSettingsPage {
    Q_OBJECT
public:
    explicit ChatSettingsPage(Services services, QWidget *parent = nullptr);

private:
    Values values() const override;
    std::optional<Llm::Configuration> configuration() const;
    void showValues(const Values &values) override;
    QString keyBinding() const override;
    void updateFields() override;
    void setBusy(bool busy) override;
    static QCoro::Task<void> test(QPointer<ChatSettingsPage> page, Services services, Llm::Configuration configuration,
        std::optional<QByteArray> key, std::stop_token stop);
    static QCoro::Task<void> listModels(QPointer<ChatSettingsPage> page, Services services, Llm::Configuration configuration,
        std::optional<QByteArray> key, std::stop_token stop);
    static QCoro::Task<void> lookHere(QPointer<ChatSettingsPage> page, Services services, std::stop_token stop);

    QComboBox *m_provider, *m_model;
    QLineEdit *m_url;
    QLineEdit *m_temperature, *m_topP;
    QLabel *m_endpoint;
    QSpinBox *m_maxTokens, *m_context, *m_wait;
    QPlainTextEdit *m_system;
    QPushButton *m_list, *m_look, *m_test, *m_save;
};

} // namespace Heddle::Ui
