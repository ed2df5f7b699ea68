// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fuzz/fuzzdocument.h"

namespace Heddle::Fuzz {

void pdf(const QByteArray &bytes)
{
    readDocument(QStringLiteral("pdf"), bytes);
}

} // namespace Heddle::Fuzz
