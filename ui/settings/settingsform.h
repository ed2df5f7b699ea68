// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/settings/secretstore.h"
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
//! \brief Where a key is kept. `variable`: the environment variable that overrides it.
QString keyPlaceText(Settings::SecretStore::Place place, const QString &variable);
//! \brief Text as trouble or as a quiet note, in the theme's colours.
void colorLabel(QLabel *label, bool trouble, bool quiet);

} // namespace Heddle::Ui
