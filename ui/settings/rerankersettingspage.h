// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/settings/modelsettingspage.h"

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QSpinBox;

namespace Heddle::Ui {

//! \brief Sets up the reranker: which service, its address as it will be used, its key, its limits; tries it with two
//! made-up sentences before it is saved.
class RerankerSettingsPage : public ModelSettingsPage {
    Q_OBJECT
public:
    explicit RerankerSettingsPage(Services services, QWidget *parent = nullptr);

private:
    Values values() const override;
    Rerank::Configuration configuration() const;
    void showValues(const Values &values) override;
    QString keyBinding() const override;
    void updateFields() override;
    void setBusy(bool busy) override;
    void test();
    static QCoro::Task<void> test(QPointer<RerankerSettingsPage> page, Services services, Rerank::Configuration configuration,
        std::optional<QByteArray> key, std::stop_token stop);

    QComboBox *m_provider;
    QLineEdit *m_url, *m_model;
    QLabel *m_endpoint;
    QSpinBox *m_wait, *m_deadline, *m_window, *m_tokens, *m_documents;
    QPushButton *m_test, *m_save;
};

} // namespace Heddle::Ui
