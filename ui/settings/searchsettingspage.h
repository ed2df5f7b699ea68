// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/search/elastic/configuration.h"
#include "ui/settings/modelsettingspage.h"

class QCheckBox;
class QComboBox;
class QDoubleSpinBox;
class QFormLayout;
class QLineEdit;
class QPushButton;
class QSpinBox;
class QToolButton;

namespace Heddle::Ui {

//! \brief Where passages are searched, on this computer or a server; how words and meaning are weighed, and how deep both are
//! searched.
class SearchSettingsPage : public ModelSettingsPage {
    Q_OBJECT
public:
    explicit SearchSettingsPage(Services services, QWidget *parent = nullptr);

private:
    Values values() const override;
    void showValues(const Values &values) override;
    QString keyBinding() const override;
    void updateFields() override;
    void setBusy(bool busy) override;
    void chooseCertificates();
    //! The server as it is typed, without its certificates: files are not read while somebody types.
    Result<std::optional<Search::Elastic::Configuration>> typedServer() const;
    static QCoro::Task<void> test(
        QPointer<SearchSettingsPage> page, Services services, Values values, std::optional<QByteArray> key, std::stop_token stop);

    QComboBox *m_engine;
    QLineEdit *m_url, *m_index, *m_user, *m_ca;
    QToolButton *m_chooseCa;
    QFormLayout *m_form;
    QWidget *m_certificates; //!< the field and its button
    QLabel *m_server; //!< what will be sent where, or what is missing
    QDoubleSpinBox *m_text, *m_vector;
    QSpinBox *m_depth;
    QCheckBox *m_foreign;
    QPushButton *m_test, *m_defaults, *m_save;
};

} // namespace Heddle::Ui
