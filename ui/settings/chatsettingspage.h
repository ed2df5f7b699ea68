// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/llm/chatprovider.h"
#include "ui/common/services.h"
#include <QPointer>
#include <QWidget>

class QComboBox;
class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QPushButton;
class QSpinBox;

namespace Heddle::Ui {

class KeyField;

//! \brief Sets up the model that writes answers: which service, its address as it will be used, its key, its model out of
//! the server's own list; tries it before it is saved, and looks for servers on this computer when asked to.
class ChatSettingsPage : public QWidget {
    Q_OBJECT
public:
    explicit ChatSettingsPage(Services services, QWidget *parent = nullptr);

    //! \brief Shows what is saved, the first time; later the page keeps what was typed.
    void load();

Q_SIGNALS:
    void saved();

protected:
    void changeEvent(QEvent *event) override;

private:
    //! What the page can set, by settings key without "chat.".
    using Values = QMap<QString, QString>;
    Values values() const;
    std::optional<Llm::Configuration> configuration() const;
    void show(const Values &values);
    void update();
    void say(const QString &text, bool trouble);
    void setBusy(bool busy);
    static QCoro::Task<void> load(QPointer<ChatSettingsPage> page, Services services, std::stop_token stop);
    static QCoro::Task<void> save(QPointer<ChatSettingsPage> page, Services services, Values values,
        std::optional<Llm::Configuration> configuration, std::optional<QByteArray> key, std::stop_token stop);
    static QCoro::Task<void> test(QPointer<ChatSettingsPage> page, Services services, Llm::Configuration configuration,
        std::optional<QByteArray> key, std::stop_token stop);
    static QCoro::Task<void> listModels(QPointer<ChatSettingsPage> page, Services services, Llm::Configuration configuration,
        std::optional<QByteArray> key, std::stop_token stop);
    static QCoro::Task<void> lookHere(QPointer<ChatSettingsPage> page, Services services, std::stop_token stop);

    Services m_services;
    QComboBox *m_provider, *m_model;
    QLineEdit *m_url;
    KeyField *m_key;
    QLineEdit *m_temperature, *m_topP;
    QLabel *m_endpoint, *m_result;
    QSpinBox *m_maxTokens, *m_context, *m_wait;
    QPlainTextEdit *m_system;
    QPushButton *m_list, *m_look, *m_test, *m_save;
    bool m_loaded = false;
};

} // namespace Heddle::Ui
