// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fuzz/fuzzformats.h"

namespace Heddle::Fuzz {

const QList<Format> &formats()
{
    static const QList<Format> all { { "chat", chat }, { "elastic", elastic }, { "embedding", embedding }, { "events", events },
        { "frames", frames }, { "html", html }, { "json", json }, { "markdown", markdown }, { "mindmap", mindmap }, { "outline", outline },
        { "pdf", pdf }, { "rerank", rerank }, { "text", text }, { "vectors", vectors } };
    return all;
}

} // namespace Heddle::Fuzz
