// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/embedding/httpembedder.h"
#include "ui/settings/modelsettingspage.h"

class QComboBox;
class QLineEdit;
class QPushButton;

namespace Heddle::Ui {

//! \brief Sets up the model that finds passages by meaning: none, one in this program, or a server; tries it before it is saved.
class EmbeddingSettingsPage : public ModelSettingsPage {
    Q_OBJECT
public:
    explicit EmbeddingSettingsPage(Services services, QWidget *parent = nullptr);

private:
    Values values() const override;
    std::optional<Embedding::Configuration> configuration() const;
    void showValues(const Values &values) override;
    QString keyBinding() const override;
    void updateFields() override;
    void setBusy(bool busy) override;
    static QCoro::Task<void> test(QPointer<EmbeddingSettingsPage> page, Services services, Embedding::Configuration configuration,
        std::optional<QByteArray> key, std::stop_token stop);

    QComboBox *m_model; //!< none, the models of this program, the kinds of servers
    QLineEdit *m_url, *m_name;
    QLabel *m_endpoint;
    QPushButton *m_test, *m_save;
};

} // namespace Heddle::Ui
