// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/common/services.h"
#include <QMap>

namespace Heddle::Ui {

//! \brief The settings whose keys begin with `prefix`, by the rest of the key.
QCoro::Task<Result<QMap<QString, QString>>> loadSettings(Services services, QString prefix, std::stop_token stop);
QCoro::Task<Status> saveSettings(Services services, QString prefix, QMap<QString, QString> values, std::stop_token stop);

} // namespace Heddle::Ui
