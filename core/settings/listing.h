// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/settings/values.h"

namespace Heddle::Settings {

//! \brief All settings for `config list`: each with its value, default, bounds and help, and with why a stored value is not
//! used.
QString listing(const Values &values);
//! \brief The settings as the last part of `--help`.
QString helpListing();
//! \brief The handbook's page of settings, as Markdown (resources/sample/22-settings.md).
QString handbookPage();

} // namespace Heddle::Settings
