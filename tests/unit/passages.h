// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/retrieval/retriever.h"

namespace Heddle::TestSupport {

//! \brief A passage as the search finds it.
inline Retrieval::Passage passage(const QString &text, const QString &title = QStringLiteral("T"), const QString &heading = {})
{
    Retrieval::Passage made;
    made.hit.text = text;
    made.hit.title = title;
    made.hit.heading = heading;
    made.hit.language = QStringLiteral("en");
    made.hit.chunk = QString::number(qHash(text));
    return made;
}

} // namespace Heddle::TestSupport
