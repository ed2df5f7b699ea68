// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/embedding/trial.h"
#include "ui/settings/modelsettingspage.h"

class QComboBox;
class QLineEdit;

namespace Heddle::Ui {

//! \brief Sets up the model that finds passages by meaning: none, one in this program, or a server. Tries it before it is
//! saved.
class EmbeddingSettingsPage : public ModelSettingsPage {
    Q_OBJECT
public:
    EmbeddingSettingsPage(Settings::AsyncStore settings, Settings::SecretStore &secrets, Concurrency::TaskGroup &tasks,
        Embedding::Transports transports, QWidget *parent = nullptr);

private:
    std::optional<Embedding::Configuration> configuration() const;
    QString keyBinding() const override;
    void updateFields() override;
    void addModels();
    void addFields();
    void showModel(const Settings::Values &values);
    void test();
    void showTrial(const Result<Embedding::Trial> &trial);
    static QCoro::Task<Result<Embedding::Trial>> tryModel(
        Embedding::Configuration configuration, Embedding::Transports transports, KeySource key, std::stop_token stop);

    const Embedding::Transports m_transports;
    QComboBox *const m_model; //!< none, the models of this program, the kinds of servers
    QLineEdit *m_url = nullptr;
    QLineEdit *const m_name; //!< of a server's model
    QLabel *const m_endpoint;
};

} // namespace Heddle::Ui
