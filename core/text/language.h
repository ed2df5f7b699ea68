// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QString>

namespace Heddle::Text {

//! \brief The ISO 639-1 code of a text's language ("en", "zh"), or "" when it can't be told.
QString detectLanguage(const QString &text);

} // namespace Heddle::Text
