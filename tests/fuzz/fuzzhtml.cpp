// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fuzz/fuzzdocument.h"

namespace Heddle::Fuzz {

void html(const QByteArray &bytes)
{
    readDocument(QStringLiteral("html"), bytes);
}

} // namespace Heddle::Fuzz
