// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/settings/modelsettingspage.h"

class QCheckBox;
class QDoubleSpinBox;
class QPushButton;
class QSpinBox;

namespace Heddle::Ui {

//! \brief How words and meaning are weighed, and how deep both are searched.
class SearchSettingsPage : public ModelSettingsPage {
    Q_OBJECT
public:
    explicit SearchSettingsPage(Services services, QWidget *parent = nullptr);

private:
    Values values() const override;
    void showValues(const Values &values) override;
    QString keyBinding() const override { return {}; }
    void updateFields() override;
    void setBusy(bool busy) override;

    QDoubleSpinBox *m_text, *m_vector;
    QSpinBox *m_depth;
    QCheckBox *m_foreign;
    QPushButton *m_defaults, *m_save;
};

} // namespace Heddle::Ui
