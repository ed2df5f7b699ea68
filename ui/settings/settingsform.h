// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/common/services.h"
#include <QMap>
#include <QString>

class QFormLayout;
class QLabel;
class QLayout;
class QSpinBox;
class QWidget;

namespace Heddle::Ui {

//! \brief Text that wraps, can be selected, and is never markup.
QLabel *wrappedLabel(const QString &text = {});
QSpinBox *numberField(int from, int to, const QString &unit, const QString &name, const char *objectName);
//! \brief A form of labels beside fields, above them where the page is narrow.
QFormLayout *settingsForm();
//! \brief A page of settings: title, what it is for, the form, buttons, and what came of them; it scrolls.
QWidget *settingsColumn(const QString &title, const QString &purpose, QFormLayout *form, QLayout *buttons, QWidget *result);
//! \brief The settings whose keys begin with `prefix`, by the rest of the key.
QCoro::Task<Result<QMap<QString, QString>>> loadSettings(Services services, QString prefix, std::stop_token stop);
QCoro::Task<Status> saveSettings(Services services, QString prefix, QMap<QString, QString> values, std::stop_token stop);
//! \brief Text as trouble or as a quiet note, in the theme's colours.
void colorLabel(QLabel *label, bool trouble, bool quiet);

} // namespace Heddle::Ui
